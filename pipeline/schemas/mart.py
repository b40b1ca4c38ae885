"""Contracts of the mart layer: sums, results, who took part, response rates and facts."""

import pandas as pd
import pandera.pandas as pa

from pipeline.coding.states import STATES

PERCENT = pa.Check.in_range(0, 100)
COUNT = pa.Check.ge(0)
STATE_COUNTS = [f"state_{state}_n" for state in STATES]
KEYS = ["wave", "report_id", "question_id", "item_id", "option_id", "demographic_id", "group_id"]


def _sums() -> dict[str, pa.Column]:
    columns: dict[str, pa.Column] = {key: pa.Column(str) for key in KEYS}
    orders = ("question_order", "item_order", "option_order", "demographic_order", "group_order")
    columns |= {name: pa.Column(checks=COUNT) for name in orders}
    columns |= {"question_type": pa.Column(str), "role": pa.Column(str), "is_multiple": pa.Column(bool)}
    for what in ("option", "respondents", "asked", "answered", "valid"):
        columns |= {f"{what}_n": pa.Column("int64", COUNT)}
        columns |= {f"{what}_w": pa.Column("float64", COUNT), f"{what}_w2": pa.Column("float64", COUNT)}
    return columns | {name: pa.Column("int64", COUNT) for name in STATE_COUNTS}


def _states_add_up(frame: pd.DataFrame) -> pd.Series:
    return frame[STATE_COUNTS].sum(axis=1) == frame["respondents_n"]


def _asked_adds_up(frame: pd.DataFrame) -> pd.Series:
    silent = frame["state_skipped_n"] + frame["state_not_reached_n"] + frame["state_invalid_n"]
    return frame["asked_n"] == frame["answered_n"] + silent


def _single_options_add_up(frame: pd.DataFrame) -> pd.Series:
    """For a question with one answer a person the options' counts are the answers."""
    keys = [frame[key] for key in KEYS if key != "option_id"]
    total = frame["option_n"].groupby(keys).transform("sum")
    return frame["is_multiple"] | (total == frame["answered_n"])


def _groups_add_up(frame: pd.DataFrame) -> pd.Series:
    """The groups of a demographic, with 'unknown', are everyone."""
    row = [key for key in KEYS if key not in {"demographic_id", "group_id"}]
    everyone = frame.loc[frame["demographic_id"] == "", [*row, "option_n", "respondents_n"]]
    sums = frame.groupby([*row, "demographic_id"], as_index=False)[["option_n", "respondents_n"]].sum()
    both = sums.merge(everyone, on=row, suffixes=("", "_all"), how="left")
    wrong = both.loc[
        (both["option_n"] != both["option_n_all"]) | (both["respondents_n"] != both["respondents_n_all"])
    ]
    return pd.Series(len(wrong) == 0, index=frame.index)


IDENTITIES = [
    pa.Check(_states_add_up, name="states_sum_to_respondents"),
    pa.Check(_asked_adds_up, name="asked_is_answered_and_silent"),
    pa.Check(_single_options_add_up, name="options_sum_to_answered"),
]


def mart_counts() -> pa.DataFrameSchema:
    """A row per report, question, item, option, demographic and group: the sums that everything comes from."""
    checks = [*IDENTITIES, pa.Check(_groups_add_up, name="groups_sum_to_everyone")]
    return pa.DataFrameSchema(_sums(), strict=True, unique=KEYS, checks=checks, name="mart_counts")


def _results() -> dict[str, pa.Column]:
    columns = _sums()
    shares = ("answered_pct", "valid_pct", "cases_pct", "responses_pct", "shown_pct", "unweighted_pct")
    columns |= {name: pa.Column("float64", PERCENT, nullable=True) for name in shares}
    numbers = (
        "responses_n",
        "responses_w",
        "base_n",
        "base_w",
        "base_w2",
        "universe_n",
        "n_eff",
        "deff_kish",
        "n_star",
    )
    columns |= {name: pa.Column("float64", COUNT, nullable=True) for name in numbers}
    columns |= {
        name: pa.Column("float64", pa.Check.in_range(0, 1), nullable=True)
        for name in ("f", "weight_efficiency")
    }
    columns |= {
        name: pa.Column("float64", PERCENT, nullable=True)
        for name in ("se_pp", "ci_low_pct", "ci_high_pct", "moe_pp")
    }
    columns["base_kind"] = pa.Column(checks=pa.Check.isin(["answered", "valid", "cases", "responses"]))
    columns["obs_status"] = pa.Column(checks=pa.Check.isin(["u", "b"]), nullable=True)
    columns["stat_note"] = pa.Column(nullable=True)
    return columns


def mart_question() -> pa.DataFrameSchema:
    """A row per report, question, item and option for everyone: shares of each base, with precision."""
    return pa.DataFrameSchema(_results(), strict=True, unique=KEYS, checks=IDENTITIES, name="mart_question")


def mart_demographic() -> pa.DataFrameSchema:
    """The same by the groups of the report's breakdowns, each tested against the rest."""
    points = pa.Check.in_range(-100, 100)
    tests = {
        "group_pct": pa.Column("float64", PERCENT, nullable=True),
        "rest_pct": pa.Column("float64", PERCENT, nullable=True),
        "diff_pp": pa.Column("float64", points, nullable=True),
        "test_method": pa.Column(
            checks=pa.Check.isin(["census", "not_tested", "degenerate", "fisher", "z"]), nullable=True
        ),
        "z": pa.Column("float64", nullable=True),
        "p_value": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
        "q_value": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
        "family_id": pa.Column(str),
        "family_size": pa.Column(checks=COUNT, nullable=True),
        "mark": pa.Column(checks=pa.Check.isin(["none", "up", "down", "not_tested"]), nullable=True),
    }
    return pa.DataFrameSchema(
        _results() | tests, strict=True, unique=KEYS, checks=IDENTITIES, name="mart_demographic"
    )


def mart_scope() -> pa.DataFrameSchema:
    """A row per report and group: whether the tables of who took part cover it."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "report_id": pa.Column(str),
            "demographic_id": pa.Column(str),
            "group_id": pa.Column(str),
            "group_order": pa.Column(checks=COUNT),
            "among_n": pa.Column("int64", COUNT),
            "share_n": pa.Column("int64", COUNT),
            "share_pct": pa.Column("float64", PERCENT),
            "above_pct": pa.Column("float64", PERCENT),
            "is_in_scope": pa.Column(bool),
        },
        strict=True,
        unique=["report_id", "group_id"],
        name="mart_scope",
    )


def mart_representativity() -> pa.DataFrameSchema:
    """A row per report, demographic and group: respondents beside the universe."""
    counts = ("universe_n", "respondents_n", "base_n", "missing_n", "outside_n")
    shares = ("universe_pct", "respondents_pct", "response_rate_pct", "weighted_pct", "shown_universe_pct")
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "report_id", "demographic_id", "group_id")},
            "table_order": pa.Column(checks=COUNT),
            "group_order": pa.Column(checks=COUNT),
            **{name: pa.Column(checks=COUNT) for name in counts},
            "respondents_w": pa.Column("float64", COUNT),
            **{
                name: pa.Column("float64", PERCENT, nullable=True)
                for name in (*shares, "shown_respondents_pct")
            },
            **{
                name: pa.Column("float64", nullable=True)
                for name in ("diff_pp", "rep_index", "residual_pp", "r_partial_cat", "shown_diff_pp")
            },
            "stat_note": pa.Column(nullable=True),
        },
        strict=True,
        unique=["report_id", "demographic_id", "group_id"],
        name="mart_representativity",
    )


def mart_representativity_measure() -> pa.DataFrameSchema:
    """A row per report and demographic: how far respondents are from the universe, with a verdict."""
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "report_id", "demographic_id")},
            "verdict": pa.Column(checks=pa.Check.isin(["god", "noe_skjev", "skjev"]), nullable=True),
            "dissimilarity": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
        },
        unique=["report_id", "demographic_id"],
        name="mart_representativity_measure",
    )


def mart_response_rate() -> pa.DataFrameSchema:
    """A row per demographic and group (empty: everyone): dispositions and AAPOR's response rates."""
    rates = [f"rr{i}_pct" for i in range(1, 7)]
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "demographic_id", "group_id")},
            "total_n": pa.Column("int64", COUNT),
            **{
                f"{name}_n": pa.Column(checks=COUNT)
                for name in ("invited", "complete", "partial", "opened", "withdrawn")
            },
            **{rate: pa.Column("float64", PERCENT, nullable=True) for rate in rates},
        },
        unique=["demographic_id", "group_id"],
        name="mart_response_rate",
    )


def mart_fact() -> pa.DataFrameSchema:
    """A row per report and fact: a single number (or date) with a name."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "report_id": pa.Column(str),
            "fact_id": pa.Column(str),
            "fact_order": pa.Column(checks=COUNT),
            "kind": pa.Column(checks=pa.Check.isin(["count", "share", "take"])),
            "numerator_n": pa.Column("int64", COUNT),
            "denominator_n": pa.Column("float64", COUNT, nullable=True, coerce=True),
            "value": pa.Column("float64", nullable=True),
            "value_date": pa.Column(nullable=True),
        },
        strict=True,
        unique=["report_id", "fact_id"],
        name="mart_fact",
    )

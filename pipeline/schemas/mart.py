"""Contracts of the mart layer: sums, results, who took part, response rates and facts."""

from collections.abc import Collection

import pandas as pd
import pandera.pandas as pa

from pipeline.coding.states import STATES
from pipeline.marts.rows import GROUP, MEASURES, NOTES, QUESTION, ROW

PERCENT = pa.Check.in_range(0, 100)
COUNT = pa.Check.ge(0)
STATE_COUNTS = [f"state_{state}_n" for state in STATES]
KEYS = [*ROW, *GROUP]
RESULT = [*ROW, "measure", *GROUP]


def _sums() -> dict[str, pa.Column]:
    columns: dict[str, pa.Column] = {key: pa.Column(str) for key in KEYS}
    orders = ("question_order", "item_order", "option_order", "demographic_order", "group_order")
    columns |= {name: pa.Column(checks=COUNT) for name in orders}
    columns |= {"question_type": pa.Column(str), "role": pa.Column(str)}
    columns |= {name: pa.Column(bool) for name in ("is_multiple", "is_numeric")}
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
    """For a question with one answer a person the options' counts are the answers.

    A number counts where it is valid: don't know and its like are answers that no option of it stands for.
    """
    options = _options(frame)
    keys = [frame[key] for key in KEYS if key != "option_id"]
    total = frame["option_n"].where(options, 0).groupby(keys).transform("sum")
    answers = frame["valid_n"].where(frame["is_numeric"], frame["answered_n"])
    return frame["is_multiple"] | ~options | (total == answers)


def _options(frame: pd.DataFrame) -> pd.Series:
    """Rows that are counted themselves: not nets, and not measures of the whole question."""
    options = frame["net_id"] == ""
    return options & (frame["measure"] == "option") if "measure" in frame else options


def _groups_add_up(frame: pd.DataFrame, sharing: Collection[str]) -> pd.Series:
    """The groups of a demographic, with 'unknown', are everyone; sharing ones are as many or more."""
    row = [key for key in KEYS if key not in GROUP]
    counted = ["option_n", "respondents_n"]
    everyone = frame.loc[frame["demographic_id"] == "", [*row, *counted]]
    sums = frame.groupby([*row, "demographic_id"], as_index=False)[counted].sum()
    both = sums.merge(everyone, on=row, suffixes=("", "_all"), how="left")
    shares = both["demographic_id"].isin(sharing)
    off = [both[name] - both[f"{name}_all"] for name in counted]
    wrong = pd.concat([(by != 0) & ~(shares & (by > 0)) for by in off], axis=1).any(axis=1)
    return pd.Series(not wrong.any(), index=frame.index)


IDENTITIES = [
    pa.Check(_states_add_up, name="states_sum_to_respondents", ignore_na=False),
    pa.Check(_asked_adds_up, name="asked_is_answered_and_silent", ignore_na=False),
    pa.Check(_single_options_add_up, name="options_sum_to_answered", ignore_na=False),
]


def mart_counts(sharing: Collection[str] = ()) -> pa.DataFrameSchema:
    """A row per report, question, item, option or net, demographic and group: the sums of every result.

    Args:
        sharing: The demographics whose groups share respondents.
    """

    def groups_add_up(frame: pd.DataFrame) -> pd.Series:
        return _groups_add_up(frame, sharing)

    checks = [*IDENTITIES, pa.Check(groups_add_up, name="groups_sum_to_everyone", ignore_na=False)]
    return pa.DataFrameSchema(_sums(), strict=True, unique=KEYS, checks=checks, name="mart_counts")


def mart_values() -> pa.DataFrameSchema:
    """A row per report, question, demographic, group and distinct value of questions answered by a number."""
    keys = [*QUESTION, *GROUP]
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in keys},
            "value": pa.Column("float64"),
            "value_n": pa.Column("int64", pa.Check.ge(1)),
            "value_w": pa.Column("float64", pa.Check.gt(0)),
            "value_w2": pa.Column("float64", pa.Check.gt(0)),
            "value_units": pa.Column("int64", pa.Check.ge(1)),
        },
        strict=True,
        coerce=True,  # without numbers the frame is empty, and DuckDB's empty texts have another type
        unique=[*keys, "value"],
        name="mart_values",
    )


def _numbers(*names: str, checks: pa.Check | None = None) -> dict[str, pa.Column]:
    return {name: pa.Column("float64", checks, nullable=True) for name in names}


def _results() -> dict[str, pa.Column]:
    shares = (
        *("asked_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct"),
        *("shown_pct", "unweighted_pct", "skipped_pct"),
    )
    counts = (
        *("responses_n", "responses_w", "base_n", "base_w", "base_w2", "universe_n"),
        *("n_eff", "deff_kish", "n_star", "se", "moe", "sd", "alpha_n"),
    )
    precision = ("se_pp", "ci_low_pct", "ci_high_pct", "moe_pp")
    return {
        **_sums(),
        "measure": pa.Column(checks=pa.Check.isin(MEASURES)),
        **_numbers("score", "value", "unweighted_value", "alpha"),
        **_numbers(*shares, *precision, checks=PERCENT),
        **_numbers(*counts, checks=COUNT),
        **_numbers("f", "weight_efficiency", checks=pa.Check.in_range(0, 1)),
        "base_kind": pa.Column(checks=pa.Check.isin(["asked", "answered", "valid", "cases", "responses"])),
        "obs_status": pa.Column(checks=pa.Check.isin(["u", "b"]), nullable=True),
        "stat_note": pa.Column(checks=pa.Check.isin(NOTES), nullable=True),
    }


def mart_question() -> pa.DataFrameSchema:
    """A row per report, question, item and measure for everyone: options, nets, means, with precision."""
    return pa.DataFrameSchema(_results(), strict=True, unique=RESULT, checks=IDENTITIES, name="mart_question")


def mart_demographic() -> pa.DataFrameSchema:
    """The same by the groups of the report's breakdowns, each tested against the rest."""
    methods = ["census", "not_tested", "degenerate", "fisher", "z", "welch"]
    tests = {
        **_numbers("group_pct", "rest_pct", checks=PERCENT),
        **_numbers("diff_pp", checks=pa.Check.in_range(-100, 100)),
        **_numbers("rest_value", "diff", "z", "t", "df"),
        **_numbers("min_diff", checks=COUNT),
        **_numbers("p_value", "q_value", "p_crit", checks=pa.Check.in_range(0, 1)),
        **_numbers("family_size", checks=COUNT),
        "family_id": pa.Column(nullable=True),
        "test_method": pa.Column(checks=pa.Check.isin(methods)),
        "mark": pa.Column(checks=pa.Check.isin(["none", "up", "down", "not_tested"])),
        "letters": pa.Column(nullable=True),
        **_numbers("apart_n", checks=COUNT),
    }
    return pa.DataFrameSchema(
        _results() | tests, strict=True, unique=RESULT, checks=IDENTITIES, name="mart_demographic"
    )


def mart_table() -> pa.DataFrameSchema:
    """A row per report, question, item and demographic: whether the groups differ at all, and how much."""
    keys = [*QUESTION, "demographic_id"]
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in keys},
            **_numbers("table_n", "table_n_eff", "table_rows", "table_columns", checks=COUNT),
            **_numbers("pearson_x2", "omnibus_f", "omnibus_df1", "omnibus_df2", checks=COUNT),
            **_numbers("omnibus_p", "cramers_v", checks=pa.Check.in_range(0, 1)),
            "stat_note": pa.Column(checks=pa.Check.isin(NOTES), nullable=True),
        },
        strict=True,
        unique=keys,
        name="mart_table",
    )

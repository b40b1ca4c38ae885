"""What holds of the marts of every survey, however few, silent or alike its respondents are.

Surveys are drawn and go through coding, the store, the real SQL and every statistic. Some of their numbers
are then computed again person by person; the others are held to each other.
"""

import numpy as np
import pandas as pd
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from pipeline.contracts import breaches
from pipeline.marts.rows import GROUP, QUESTION, ROW
from pipeline.methods.disclosure import too_few
from pipeline.reporting.suppression import GROUP_KEYS, GROUP_TABLE, suppressed_groups, suppressed_questions
from pipeline.schemas import mart as schemas
from tests.marts.drawn_survey import QUESTIONS, SURVEYS, Drawn, Marts, make
from tests.marts.recomputed import mismatches

SUMS = [
    f"{what}_{sum_}" for what in ("option", "answered", "valid", "respondents") for sum_ in ("n", "w", "w2")
]
SINGLE = ("one", "routed", "told", "scale", "nps", "grid")
SLACK = 1e-9
PHASES = (Phase.explicit, Phase.generate)
"""Without shrinking, which takes many minutes of whole surveys."""
MIN_BASE = 5
LONELY = Drawn(1, 1, 1, 2, 1, ("one",) * len(QUESTIONS), "none", False, "valid", 0)
SILENT = Drawn(40, 2, 3, 5, 3, ("blank",) * len(QUESTIONS), "uneven", True, "answered", 1)
ALIKE = Drawn(150, 3, 2, 7, 2, ("one",) * 8 + ("even",), "extreme", False, "valid", 300)


@settings(max_examples=14, phases=PHASES)
@given(SURVEYS)
@example(LONELY)
@example(SILENT)
@example(ALIKE)
def test_the_marts_of_any_survey_keep_every_identity(drawn: Drawn) -> None:
    marts = make(drawn)
    contracts(marts)
    parts_sum_to_everyone(marts)
    options_sum_to_bases(marts)
    everyone_is_everyone(marts)
    for rows in (marts.results.questions, marts.results.groups):
        shares_are_shares(rows)
        means_lie_between_their_ends(rows)
        what_is_undefined_says_why(rows)
    group_and_rest_are_everyone(marts)
    probabilities_are_such(marts.results.groups)
    tables_are_of_named_groups(marts)
    what_is_small_is_not_told(marts)


@settings(max_examples=10, phases=PHASES)
@given(
    SURVEYS,
    st.sets(
        st.sampled_from(["one", "routed", "told", "scale", "multi", "hours", "nps", "grid"]),
        min_size=3,
        max_size=3,
    ),
)
@example(LONELY, {"one", "multi", "hours"})
@example(ALIKE, {"scale", "multi", "nps"})
def test_the_numbers_of_any_survey_come_out_again_person_by_person(drawn: Drawn, questions: set[str]) -> None:
    marts = make(drawn)
    for rows in (marts.results.questions, marts.results.groups):
        assert mismatches(marts.survey, rows.loc[rows["question_id"].isin(questions)]) == []


def contracts(marts: Marts) -> None:
    """Every table keeps its own."""
    results = marts.results
    for frame, schema in (
        (marts.counts, schemas.mart_counts()),
        (marts.values, schemas.mart_values()),
        (results.questions, schemas.mart_question()),
        (results.groups, schemas.mart_demographic()),
        (results.tables, schemas.mart_table()),
    ):
        assert breaches(frame, schema) == []


def parts_sum_to_everyone(marts: Marts) -> None:
    """Groups with 'unknown' are everyone in every sum; shares and tests follow from these."""
    counts = marts.counts
    everyone = counts.loc[counts["demographic_id"] == ""].set_index(ROW)[SUMS]
    groups = counts.loc[counts["demographic_id"] != ""]
    for _, rows in groups.groupby("demographic_id"):
        sums = rows.groupby(ROW)[SUMS].sum()
        np.testing.assert_allclose(sums, everyone.loc[sums.index], rtol=1e-12)
    values = marts.values
    totals = values.groupby([*QUESTION, "demographic_id"], as_index=False)["value_n"].sum()
    whole = totals.loc[totals["demographic_id"] == ""]
    both = totals.merge(whole, on=QUESTION, how="left", suffixes=("", "_all"))
    assert (both["value_n"] == both["value_n_all"]).all()


def options_sum_to_bases(marts: Marts) -> None:
    """Where an answer is one option, options are the answers, with and without weights."""
    rows = marts.counts.loc[marts.counts["question_id"].isin(SINGLE) & (marts.counts["net_id"] == "")]
    place = [*QUESTION, *GROUP]
    for kind, mine in (("answered", rows), ("valid", rows.loc[rows["role"] == "substantive"])):
        found = mine.groupby(place).agg(
            {
                **{f"option_{s}": "sum" for s in ("n", "w", "w2")},
                **{f"{kind}_{s}": "first" for s in ("n", "w", "w2")},
            }
        )
        for sum_ in ("n", "w", "w2"):
            np.testing.assert_allclose(
                found[f"option_{sum_}"], found[f"{kind}_{sum_}"], rtol=1e-12, atol=1e-15
            )


def everyone_is_everyone(marts: Marts) -> None:
    """The weights of a report are those of its members, and a report without weights counts persons."""
    for name, report in marts.survey.definition.reports.items():
        rows = marts.counts.loc[(marts.counts["report_id"] == name) & (marts.counts["demographic_id"] == "")]
        people = marts.survey.people.loc[marts.survey.people[f"base_{name}"], "weight"]
        weights = people if report.weighted else people * 0 + 1
        assert (rows["respondents_n"] == len(weights)).all()
        np.testing.assert_allclose(rows["respondents_w"], weights.sum(), rtol=1e-12)
        np.testing.assert_allclose(rows["respondents_w2"], (weights**2).sum(), rtol=1e-12)


def shares_are_shares(rows: pd.DataFrame) -> None:
    """Within 0 and 100, summing to 100 where they must, inside their interval, and NULL without a base."""
    is_share = rows["measure"].eq("option") | rows["net_id"].ne("")
    shares = rows.loc[is_share]
    for name in ("answered_pct", "valid_pct", "cases_pct", "responses_pct", "shown_pct", "unweighted_pct"):
        assert shares[name].dropna().between(0, 100 + SLACK).all()
    shown = shares.dropna(subset="shown_pct")
    assert (shown["base_n"] > 0).all()
    assert (shares.loc[shares["base_n"] == 0, "shown_pct"].isna()).all()
    inside = shown.dropna(subset="ci_low_pct")
    assert (inside["ci_low_pct"] <= inside["shown_pct"] + SLACK).all()
    assert (inside["ci_high_pct"] >= inside["shown_pct"] - SLACK).all()
    assert inside["ci_low_pct"].ge(0).all()
    assert inside["ci_high_pct"].le(100 + SLACK).all()
    assert (inside["n_eff"] <= inside["base_n"] * (1 + SLACK)).all()
    single = shares.loc[shares["question_id"].isin(SINGLE) & (shares["measure"] == "option")]
    for name in ("answered_pct", "valid_pct"):
        sums = single.dropna(subset=name).groupby([*QUESTION, *GROUP])[name].sum()
        np.testing.assert_allclose(sums, 100, rtol=1e-9)


def means_lie_between_their_ends(rows: pd.DataFrame) -> None:
    """A mean lies where its numbers do, and quartiles rise."""
    ends = {"balance": (-100, 100), "nps": (-100, 100), "index": (0, 100)}
    for measure, (low, high) in ends.items():
        values = rows.loc[rows["measure"] == measure, "value"].dropna()
        assert values.between(low - SLACK, high + SLACK).all()
    quartiles = rows.loc[rows["measure"].isin(["q25", "median", "q75"])]
    wide = quartiles.pivot_table(index=[*QUESTION, *GROUP], columns="measure", values="value")
    if len(wide):
        assert (wide["q25"] <= wide["median"]).all()
        assert (wide["median"] <= wide["q75"]).all()


def what_is_undefined_says_why(rows: pd.DataFrame) -> None:
    """A number that a row should have and has not, leaves its word."""
    is_share = rows["measure"].eq("option") | rows["net_id"].ne("")
    in_base = rows["base_kind"].eq("answered") | rows["role"].isin(["substantive", "other"])
    is_mean = rows["measure"].isin(["mean", "index", "nps", "balance"])
    is_quartile = rows["measure"].isin(["q25", "median", "q75"])
    lacks = is_share & in_base & rows[["shown_pct", "se_pp", "ci_low_pct", "moe_pp"]].isna().any(axis=1)
    lacks |= is_mean & rows[["value", "unweighted_value", "se", "moe", "sd"]].isna().any(axis=1)
    lacks |= rows["measure"].eq("index") & rows["alpha"].isna()
    lacks |= is_quartile & rows["value"].isna()
    lacks |= rows["asked_n"].gt(0) & rows["n_eff"].isna()
    words = rows.loc[lacks, "stat_note"]
    assert words.isin(["no_base", "small_base", "census", "degenerate"]).all()


def group_and_rest_are_everyone(marts: Marts) -> None:
    """A group's share and that of the rest, each with its weight, make up everyone's."""
    keys = [*ROW, "measure"]
    options = marts.results.groups.dropna(subset=["group_pct", "rest_pct"])
    everyone = marts.results.questions.set_index(keys)
    for row in options.to_dict("records"):
        whole = everyone.loc[tuple(row[key] for key in keys)]
        rest = whole["valid_w"] - row["valid_w"]
        ticked = row["group_pct"] * row["valid_w"] + row["rest_pct"] * rest
        np.testing.assert_allclose(ticked, 100 * whole["option_w"], rtol=1e-7, atol=1e-7)
        np.testing.assert_allclose(row["diff_pp"], row["group_pct"] - row["rest_pct"], atol=1e-9)


def tables_are_of_named_groups(marts: Marts) -> None:
    """Who has no value in a demographic is in no table that is tested."""
    named = marts.results.groups.loc[marts.results.groups["group_id"] != "unknown"]
    keys = [*QUESTION, "demographic_id"]
    sizes = named.drop_duplicates([*keys, "group_id"]).groupby(keys)["valid_n"].sum()
    tables = marts.results.tables.set_index(keys)["table_n"]
    assert tables.tolist() == sizes.loc[tables.index].tolist()


def probabilities_are_such(groups: pd.DataFrame) -> None:
    """Probabilities are such, q is never below p, and no mark stands without both its reasons."""
    for name in ("p_value", "q_value", "p_crit"):
        assert groups[name].dropna().between(0, 1).all()
    tested = groups.dropna(subset=["p_value", "q_value"])
    assert (tested["q_value"] >= tested["p_value"] - 1e-15).all()
    assert groups.loc[groups["test_method"].isin(["not_tested", "census"]), "p_value"].isna().all()
    assert groups.loc[groups["group_id"] == "unknown", "p_value"].isna().all()
    marked = groups.loc[groups["mark"].isin(["up", "down"]) & (groups["test_method"] != "census")]
    assert (marked["diff"].abs() >= marked["min_diff"] - SLACK).all()
    options = marked.loc[marked["net_id"] == ""]
    assert (options["q_value"] <= 0.05).all()
    assert ((marked["diff"] > 0) == (marked["mark"] == "up")).all()


def what_is_small_is_not_told(marts: Marts) -> None:
    """No group is shown that is small, nor the only one that is hidden, and nothing is left of the hidden."""
    for name in marts.survey.definition.reports:
        mine, everyone = (
            rows.loc[rows["report_id"] == name] for rows in (marts.results.groups, marts.results.questions)
        )
        questions = suppressed_questions(everyone, min_base=MIN_BASE)
        groups = suppressed_groups(mine, questions, min_base=MIN_BASE)
        assert not too_few(groups.loc[~groups["is_hidden"]], min_base=MIN_BASE).any()
        hidden = groups.loc[groups["is_hidden"]]
        numbers = ["value", "option_n", "valid_n", "valid_pct", "p_value", "ci_low_pct", "unweighted_value"]
        assert hidden[numbers].isna().all(axis=None)
        of_rest = _rest_of_shown(mine, groups)
        assert of_rest.loc[of_rest["hidden"] > 0, "rest_n"].ge(MIN_BASE).all() or _all_hidden(groups)


def _rest_of_shown(mine: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """A row a table: hidden groups with answers, and the answers of everyone minus the shown groups."""
    tables = mine.drop_duplicates(GROUP_KEYS).merge(
        groups.drop_duplicates(GROUP_KEYS)[[*GROUP_KEYS, "is_hidden"]], on=GROUP_KEYS, how="left"
    )
    is_shown = tables["is_hidden"].eq(False)
    is_hidden = tables["is_hidden"].eq(True) & (tables["answered_n"] > 0)
    tables = tables.assign(rest_n=tables["valid_n"].mask(is_shown, 0), hidden=is_hidden, shown=is_shown)
    sums = tables.groupby(GROUP_TABLE)[["rest_n", "hidden", "shown"]].sum()
    return sums.loc[sums["shown"] > 0]


def _all_hidden(groups: pd.DataFrame) -> bool:
    return bool(groups["is_hidden"].all())

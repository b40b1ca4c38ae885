"""Options: shares of each base with their precision, for everyone and for groups; groups tested against the rest.

Belongs here: `mart_question` and `mart_demographic` rows of the measure `option`.
"""

import pandas as pd

from pipeline.methods.bases import add_percentages, add_responses, choose_base
from pipeline.methods.group_tests import compare_with_rest
from pipeline.methods.precision import add_precision, add_sampling_fraction
from pipeline.methods.rest import add_rest_fraction, rest_sums
from pipeline.survey.survey import Definition

TABLE = ["wave", "report_id", "question_id", "item_id"]
ROW = [*TABLE, "option_id"]
GROUP = ["demographic_id", "group_id"]
SUMS = [f"{what}_{sum_}" for what in ("option", "valid", "answered", "asked") for sum_ in ("n", "w", "w2")]
COUNTS = ["respondents_n", "universe_n", "state_unknown_blank_n"]


def option_results(definition: Definition, counts: pd.DataFrame) -> pd.DataFrame:
    """Percent of each base, the shown one with its precision, for every row of `mart_counts`.

    Args:
        definition: The survey.
        counts: `mart_counts` with universe_n.

    Returns:
        The rows with the four percentages, base_kind, shown_pct, unweighted_pct and the columns of
        `methods.precision`.
    """
    keys = [*ROW, *GROUP]
    rows = add_responses(counts, by=[*TABLE, *GROUP])
    rows = add_percentages(rows, keys=keys)
    rows = choose_base(rows, _base_kinds(definition, rows))
    rows = rows.assign(unweighted_pct=_unweighted(rows))
    rows = add_sampling_fraction(rows, keys=keys)
    return add_precision(rows, keys=keys)


def _base_kinds(definition: Definition, rows: pd.DataFrame) -> pd.Series:
    """The base of the percent that each row shows, from report and breakdown."""
    kinds: dict[tuple[str, str, str], str] = {}
    for report in definition.reports.values():
        for chapter in report.chapters:
            for entry in chapter.entries:
                kinds[report.report, entry.id, ""] = entry.shown or report.shown
                for breakdown in report.breakdowns:
                    kinds[report.report, entry.id, breakdown.demographic] = breakdown.shown
    wanted = pd.Series(
        [
            kinds[key]
            for key in zip(rows["report_id"], rows["question_id"], rows["demographic_id"], strict=True)
        ],
        index=rows.index,
        dtype=object,
    )
    by_cases = rows["is_multiple"] & wanted.isin(["valid"])
    of_all = ~rows["is_multiple"] & wanted.isin(["cases", "responses"])
    return wanted.mask(by_cases, "cases").mask(of_all, "valid")


def _unweighted(rows: pd.DataFrame) -> pd.Series:
    """The shown percent without weights; missing where nothing is shown."""
    base = rows["base_n"].where(rows["base_kind"] != "responses", rows["responses_n"])
    return (100.0 * rows["option_n"] / base.where(base > 0)).where(rows["shown_pct"].notna())


def group_results(definition: Definition, results: pd.DataFrame) -> pd.DataFrame:
    """The rows of groups, each tested against the rest.

    Args:
        definition: The survey, for the smallest difference that is marked and the finite population correction.
        results: From `option_results`, everyone and groups.

    Returns:
        The rows of groups, with the columns of `methods.group_tests` over the base `valid`.
    """
    everyone = results.loc[results["demographic_id"] == ""]
    groups = results.loc[results["demographic_id"] != ""]
    if groups.empty:
        return groups.assign(**{c: pd.Series(dtype=t) for c, t in TEST_COLUMNS.items()})
    cells = add_rest_fraction(rest_sums(groups, everyone, keys=ROW, sums=[*SUMS, *COUNTS]))
    tests_settings = definition.survey.tests
    tested = compare_with_rest(
        cells if tests_settings.fpc else cells.assign(f=0.0, rest_f=0.0),
        base="valid",
        keys=ROW,
        family=[*TABLE, "demographic_id"],
        min_diff_pp=tests_settings.min_diff_pp,
    )
    return groups.assign(**{column: tested[column] for column in TEST_COLUMNS})


TEST_COLUMNS = {
    "group_pct": "float64",
    "rest_pct": "float64",
    "diff_pp": "float64",
    "test_method": "str",
    "z": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "family_id": "str",
    "family_size": "float64",
    "mark": "str",
}

"""Who took part: respondents beside the universe, with the differences that a report prints.

Belongs here: `mart_representativity` and `mart_representativity_measure` from the counts of SQL.
"""

import pandas as pd

from pipeline.marts.limits import verdict_limits
from pipeline.methods.representativity import representativity_measures, representativity_table
from pipeline.methods.rounding import difference, half_away
from pipeline.survey.survey import Definition

VARIABLE = ["wave", "report_id", "demographic_id"]


def representativity_results(definition: Definition, counts: pd.DataFrame) -> pd.DataFrame:
    """The tables of a report, a row a group.

    Groups that the register does not have, and respondents without a value, get no row of their own: the
    former are in base_n, the latter in missing_n.

    Args:
        definition: The survey.
        counts: From `sql/mart/mart_representativity.sql`.

    Returns:
        The rows with base_n (respondents with a known group), missing_n, outside_n (of groups not in the
        register), the columns of `methods.representativity`, and as printed shown_universe_pct,
        shown_respondents_pct and shown_diff_pp (whole).
    """
    unknown = (counts["group_id"] == "unknown") & (counts["universe_n"] == 0)
    outside = ~counts["in_universe"] & ~unknown & (counts["universe_n"] == 0)
    keys = [counts[k] for k in VARIABLE]
    missing_n = counts["respondents_n"].where(unknown, 0).groupby(keys).transform("sum")
    outside_n = counts["respondents_n"].where(outside, 0).groupby(keys).transform("sum")
    base_n = counts["respondents_n"].where(~unknown, 0).groupby(keys).transform("sum")
    rows = counts.assign(missing_n=missing_n, outside_n=outside_n, base_n=base_n).loc[~unknown & ~outside]
    table = representativity_table(rows, by=VARIABLE, with_weights=True)
    shown = 100.0 * table["respondents_n"] / table["base_n"].where(table["base_n"] > 0)
    table["shown_universe_pct"] = half_away(table["universe_pct"])
    table["shown_respondents_pct"] = half_away(shown)
    table["shown_diff_pp"] = _printed_difference(definition, table, shown)
    return table.drop(columns="in_universe").reset_index(drop=True)


def _printed_difference(definition: Definition, table: pd.DataFrame, shown: pd.Series) -> pd.Series:
    printed = pd.Series(index=table.index, dtype="float64")
    for report_id, rows in table.groupby("report_id"):
        part = definition.reports[str(report_id)].representativity
        if part is not None:
            printed[rows.index] = difference(shown[rows.index], rows["universe_pct"], rule=part.difference)
    return printed


def representativity_summary(definition: Definition, results: pd.DataFrame) -> pd.DataFrame:
    """One row a report and demographic: dissimilarity, chi-square, Cohen's w, largest difference, verdict."""
    return representativity_measures(results, by=VARIABLE, limits=verdict_limits(definition))

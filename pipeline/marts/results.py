"""Results: from counts to every statistic of every question, in a statistician's order.

Belongs here: putting shares, means and tests together into `mart_question`, `mart_demographic`, `mart_table`
and `mart_weight_impact`. Formulas are in `pipeline.methods`.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.marts.comparisons import mean_tests, pair_letters, share_tests, table_tests
from pipeline.marts.means import mean_results, moment_sums
from pipeline.marts.nets import option_scores
from pipeline.marts.rows import GROUP, QUESTION, ROW, in_reading_order
from pipeline.marts.shares import share_results
from pipeline.marts.sharing import apart
from pipeline.methods.bases import skipped_percent
from pipeline.methods.marks import UNTESTED
from pipeline.methods.precision import add_sampling_fraction
from pipeline.methods.weight_diagnostics import weight_impact
from pipeline.survey.survey import Definition

ONLY_SHARES = [
    *("asked_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct"),
    *("shown_pct", "unweighted_pct"),
]
ONLY_MEANS = ["sd", "alpha", "alpha_n"]


@dataclass(frozen=True)
class Results:
    """The marts of results.

    Attributes:
        questions: `mart_question`: every measure for everyone.
        groups: `mart_demographic`: every measure for every group, tested against the rest.
        tables: `mart_table`: whether the groups of a demographic differ at all.
        impact: `mart_weight_impact`: how much weighting moved each question.
    """

    questions: pd.DataFrame
    groups: pd.DataFrame
    tables: pd.DataFrame
    impact: pd.DataFrame


def all_results(
    definition: Definition,
    counts: pd.DataFrame,
    values: pd.DataFrame,
    alphas: pd.DataFrame,
    overlaps: pd.DataFrame | None = None,
) -> Results:
    """Every statistic of every question.

    Args:
        definition: The survey.
        counts: `mart_counts` with universe_n, missing where the register does not know it.
        values: `mart_values`.
        alphas: From `alpha_results`.
        overlaps: From `sql/mart/mart_overlap.sql`; None where no groups of a demographic share respondents.

    Raises:
        MethodError: when a count or sum is impossible; says which row.
    """
    counts = add_sampling_fraction(counts, keys=[*ROW, *GROUP])
    counts = counts.assign(skipped_pct=skipped_percent(counts))
    shares = share_results(definition, counts)
    sums = moment_sums(definition, counts, values)
    rows = pd.concat([shares, mean_results(definition, sums, values, alphas)], ignore_index=True)
    rows = rows.astype(dict.fromkeys([*ONLY_SHARES, *ONLY_MEANS], "float64"))
    rows = rows.merge(option_scores(definition), on=["question_id", "option_id"], how="left")
    ordered = in_reading_order(rows)
    everyone = ordered["demographic_id"] == ""
    return Results(
        questions=ordered.loc[everyone].reset_index(drop=True),
        groups=_tested(definition, ordered.loc[~everyone], shares, sums, counts, overlaps),
        tables=table_tests(definition, shares),
        impact=weight_impact(ordered.loc[everyone], by=QUESTION),
    )


def _tested(
    definition: Definition,
    groups: pd.DataFrame,
    shares: pd.DataFrame,
    sums: pd.DataFrame,
    counts: pd.DataFrame,
    overlaps: pd.DataFrame | None,
) -> pd.DataFrame:
    """The rows of groups with their tests and letters, in their order."""
    tests = pd.concat([share_tests(definition, shares), mean_tests(definition, sums)], ignore_index=True)
    keys = [*ROW, *GROUP, "measure"]
    rows = groups.merge(tests, on=keys, how="left", validate="one_to_one")
    letters = pair_letters(definition, shares, overlaps).assign(net_id="", measure="option")
    rows = rows.merge(letters, on=keys, how="left", validate="one_to_one")
    if overlaps is None:
        rows = rows.assign(apart_n=float("nan"))
    else:
        places = [*QUESTION, *GROUP]
        rows = rows.merge(apart(definition, counts, overlaps), on=places, how="left", validate="many_to_one")
    return rows.fillna({"test_method": UNTESTED, "mark": UNTESTED})

"""Results: from counts to every statistic of every question, in a statistician's order.

Belongs here: putting shares, means and tests together into `mart_question`, `mart_demographic`, `mart_table`
and `mart_weight_impact`. Formulas are in `pipeline.methods`.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.marts.comparisons import mean_tests, pair_letters, share_tests, table_tests
from pipeline.marts.means import mean_results, moment_sums
from pipeline.marts.nets import net_members, option_scores
from pipeline.marts.rows import GROUP, QUESTION, ROW, as_categories, as_texts, beside, reading_order
from pipeline.marts.shares import share_results
from pipeline.marts.sharing import apart
from pipeline.methods.bad_input import floats
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
    members = net_members(definition)
    counts, values, alphas, members = as_categories(counts, values, alphas, members)
    counts = add_sampling_fraction(counts, keys=[*ROW, *GROUP])
    counts = counts.assign(skipped_pct=skipped_percent(counts))
    shares = share_results(definition, counts, members)
    sums = moment_sums(definition, counts, values, members)
    rows = pd.concat([shares, mean_results(definition, sums, values, alphas)], ignore_index=True)
    rows = rows.assign(**{name: floats(rows[name]) for name in [*ONLY_SHARES, *ONLY_MEANS]})
    rows = beside(rows, option_scores(definition), ["question_id", "option_id"])
    order = reading_order(rows)
    of_groups = (rows["demographic_id"] != "").to_numpy()[order]
    questions, groups = (rows.iloc[order[mine]].reset_index(drop=True) for mine in (~of_groups, of_groups))
    return Results(
        questions=as_texts(questions),
        groups=as_texts(_tested(definition, groups, shares, sums, counts, overlaps)),
        tables=as_texts(table_tests(definition, shares)),
        impact=as_texts(weight_impact(questions, by=QUESTION)),
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
    rows = beside(groups, tests, keys)
    letters = pair_letters(definition, shares, overlaps).assign(net_id="", measure="option")
    rows = beside(rows, letters, keys)
    if overlaps is None:
        rows = rows.assign(apart_n=float("nan"))
    else:
        rows = beside(rows, apart(definition, as_texts(counts), overlaps), [*QUESTION, *GROUP])
    return rows.assign(**{name: rows[name].fillna(UNTESTED) for name in ("test_method", "mark")})

"""Who answered, compared with the universe: the table of categories, and one measure and verdict a variable.

Here belongs the comparison of respondents with register counts, a variable at a time.

Not here: the response propensities over several variables at once (r_indicator), response rates by
disposition (response_rates), and the sentences on over- and under-representation, which follow from the sign
of `diff_pp`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from pipeline.methods.bad_input import (
    BoolArray,
    FloatArray,
    check_counts,
    check_population,
    floats,
    refuse_where,
    require_columns,
    require_unique,
)
from pipeline.methods.false_discovery import benjamini_hochberg
from pipeline.methods.keys import key_codes
from pipeline.methods.r_indicator import signed_partials
from pipeline.methods.ratio import percent, ratio
from pipeline.methods.rounding import at_least
from pipeline.methods.stat_notes import with_notes

VARIABLE = ("demographic_id",)


@dataclass(frozen=True)
class VerdictLimits:
    """Limits on the largest |diff_pp| of a variable, in percentage points, compared unrounded.

    Attributes:
        good_below: below it, `god`.
        poor_above: above it, `skjev`; between the two, `noe_skjev`.
    """

    good_below: float = 2.0
    poor_above: float = 5.0


DEFAULT_LIMITS = VerdictLimits()


def _totals(table: pd.DataFrame, column: str, by: Sequence[str]) -> FloatArray:
    """Sum a column over the categories of each variable, on every row."""
    groups = table.groupby(list(by), sort=False, observed=True)
    return floats(groups[column].transform("sum"))


def representativity_table(
    categories: pd.DataFrame, *, by: Sequence[str] = VARIABLE, with_weights: bool
) -> pd.DataFrame:
    """Compare respondents with the universe, category by category.

    Args:
        categories: a row a category, missing register values as a category of their own: the columns of `by`,
            `group_id`, `universe_n`, `respondents_n`, and Σw as `respondents_w` if `with_weights`.
        by: columns that name a variable, such as report and demographic.
        with_weights: whether `weighted_pct` and `residual_pp` are computed; without, they are NULL.

    Returns:
        The rows in their order, without categories that are empty on both sides, with `universe_pct`,
        `respondents_pct`, `diff_pp` (respondents − universe), `response_rate_pct`, `rep_index` (100 = as in
        the universe), `weighted_pct`, `residual_pp` (weighted − universe), `r_partial_cat` and `stat_note`
        (`no_base` if nobody answered). Unrounded; a report prints the difference of its choice from the two
        shares (rounding.difference).

    Raises:
        MethodError: if a column is missing, a key occurs twice, a count is impossible, or a category has more
            respondents than people.
    """
    function = "representativity_table"
    keys = [*by, "group_id"]
    require_unique(categories, keys, function=function)
    check_counts(categories, ["universe_n", "respondents_n"], keys=keys, function=function)
    check_population(categories, keys=keys, function=function)
    table = categories[floats(categories["universe_n"]) > 0].copy()
    universe, respondents = floats(table["universe_n"]), floats(table["respondents_n"])
    all_universe = _totals(table, "universe_n", by)
    all_respondents = _totals(table, "respondents_n", by)

    table["universe_pct"] = percent(universe, all_universe)
    table["respondents_pct"] = percent(respondents, all_respondents)
    table["diff_pp"] = table["respondents_pct"] - table["universe_pct"]
    table["response_rate_pct"] = percent(respondents, universe)
    table["rep_index"] = 100.0 * table["respondents_pct"] / table["universe_pct"]
    table["weighted_pct"] = _weighted_pct(table, by) if with_weights else np.nan
    table["residual_pp"] = table["weighted_pct"] - table["universe_pct"]
    partials = signed_partials(universe, respondents, all_universe, all_respondents)
    nobody = all_respondents == 0
    table["r_partial_cat"] = np.where(nobody, np.nan, partials)
    table["stat_note"] = with_notes(table, {"no_base": nobody})
    return table


def _weighted_pct(table: pd.DataFrame, by: Sequence[str]) -> FloatArray:
    require_columns(table, ["respondents_w"], function="representativity_table")
    weights = floats(table["respondents_w"])
    refuse_where(
        ~np.isfinite(weights) | ((weights > 0) != (floats(table["respondents_n"]) > 0)),
        function="representativity_table",
        frame=table,
        keys=[*by, "group_id"],
        reason="respondents_w must be positive where there are respondents, and 0 where there are none",
    )
    return percent(weights, _totals(table, "respondents_w", by))


def _verdicts(largest_pp: FloatArray, limits: VerdictLimits) -> pd.Series:
    """Put the largest difference into words; limits have room for float noise, NULL stays NULL."""
    words = np.full(len(largest_pp), "noe_skjev", dtype=object)
    words[~at_least(largest_pp, limits.good_below)] = "god"
    words[largest_pp > limits.poor_above + 1e-9] = "skjev"
    words[np.isnan(largest_pp)] = None
    return pd.Series(words, dtype="str")


def _q_values(measures: pd.DataFrame, by: Sequence[str]) -> FloatArray:
    """Benjamini-Hochberg over the variables of a report."""
    report = [name for name in by if name != "demographic_id"]
    family = key_codes(measures, report) if report else np.zeros(len(measures), dtype=np.int64)
    return benjamini_hochberg(floats(measures["p_value"]), family)[0]


def _missing(measures: pd.DataFrame, column: str, by: Sequence[str]) -> FloatArray:
    """How many a variable's categories lack of the most complete variable of its report."""
    report = [name for name in by if name != "demographic_id"]
    counts = measures[column]
    most = counts.groupby([measures[name] for name in report]).transform("max") if report else counts.max()
    return floats(most - counts)


def _summed(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Sum what the measures need over the categories of each variable."""
    universe = floats(table["universe_pct"]) / 100.0
    diff = floats(table["diff_pp"]) / 100.0
    terms = table[[*by, "universe_n", "respondents_n"]].assign(
        groups_n=1,
        dissimilarity=np.abs(diff) / 2,
        squared=np.square(diff) / universe,
        squared_partial=np.square(floats(table["r_partial_cat"])),
        largest=np.abs(floats(table["diff_pp"])),
    )
    groups = terms.groupby(list(by), sort=False, observed=True)
    sums = groups[[c for c in terms.columns if c not in {*by, "largest"}]].sum()
    return sums.assign(max_abs_diff_pp=groups["largest"].max()).reset_index()


def _test(measures: pd.DataFrame, nobody: BoolArray) -> pd.DataFrame:
    """Add chi2 (n·Σ(p_r − p_u)²/p_u), its version for a finite universe, df and p."""
    n, universe = floats(measures["respondents_n"]), floats(measures["universe_n"])
    chi2 = np.where(nobody, np.nan, n * floats(measures["squared"]))
    df = floats(measures["groups_n"]) - 1
    unanswered = 1 - n / universe
    chi2_fpc = ratio(chi2, np.where(unanswered > 0, unanswered, 0.0))
    testable = df > 0
    p_value = np.where(testable, chdtrc(np.where(testable, df, 1.0), chi2_fpc), np.nan)
    return measures.assign(chi2=chi2, chi2_fpc=chi2_fpc, df=df, p_value=p_value)


def representativity_measures(
    table: pd.DataFrame, *, by: Sequence[str] = VARIABLE, limits: VerdictLimits = DEFAULT_LIMITS
) -> pd.DataFrame:
    """Return one row a variable: how far its respondents are from the universe, and a verdict.

    Args:
        table: what `representativity_table` returns.
        by: columns that name a variable; all but `demographic_id` name a report.
        limits: limits of the verdict.

    Returns:
        The columns of `by`, `groups_n`, `universe_n`, `respondents_n`, `missing_universe_n` and
        `missing_respondents_n` (what its categories lack of the most complete variable in the report),
        `dissimilarity` (a fraction), `max_abs_diff_pp`, `chi2`, `chi2_fpc` = chi2 / (1 − n/N), `df`,
        `p_value`, `q_value` (over the report's variables), `cohens_w`, `r_partial`, `verdict`, `stat_note`:
        `no_base` if nobody answered, `census` if everybody did, `degenerate` for a single category.

    Raises:
        MethodError: if a column is missing.
    """
    needed = [*by, "universe_n", "respondents_n", "universe_pct", "diff_pp", "r_partial_cat"]
    require_columns(table, needed, function="representativity_measures")
    measures = _summed(table, by)
    nobody = floats(measures["respondents_n"]) == 0
    everybody = floats(measures["respondents_n"]) == floats(measures["universe_n"])
    measures = _test(measures, nobody)
    for column, source in (("missing_universe_n", "universe_n"), ("missing_respondents_n", "respondents_n")):
        measures[column] = _missing(measures, source, by)
    measures["q_value"] = _q_values(measures, by)
    measures["cohens_w"] = np.where(nobody, np.nan, np.sqrt(floats(measures["squared"])))
    measures["r_partial"] = np.where(nobody, np.nan, np.sqrt(floats(measures["squared_partial"])))
    measures["dissimilarity"] = measures["dissimilarity"].where(~nobody)
    measures["verdict"] = _verdicts(floats(measures["max_abs_diff_pp"]), limits)
    measures["stat_note"] = with_notes(
        measures, {"no_base": nobody, "census": everybody, "degenerate": floats(measures["df"]) == 0}
    )
    return measures.drop(columns=["squared", "squared_partial"])

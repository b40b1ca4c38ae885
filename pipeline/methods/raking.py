"""Raking: one factor a cell, so that weighted margins equal those of the register.

Here belongs iterative proportional fitting on distinct cells (the raking variables and the start weight),
with bounds on the final weight. The work follows the cells, never the respondents. The method is Deming and
Stephan's (1940) iterative fitting; bounds are met by clipping and raking again.

Not here: merging small categories before it (merging), and what describes the weights that come out
(weight_diagnostics).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import FloatArray, WeightingError, check_counts, floats, require_columns
from pipeline.methods.raking_margins import Margins, build_margins, worst_category

RakingStatus = Literal["converged", "trim_limit"]
BOUND_SLACK = 1e-6


@dataclass(frozen=True)
class RakingRule:
    """How far and how long to rake.

    Attributes:
        lower: least final weight, in units of the mean weight.
        upper: greatest final weight, in units of the mean weight.
        tolerance: stop when no weighted share misses the universe's by as much (a fraction).
        max_passes: passes over all variables before giving up.
        max_cycles: rounds of clipping and raking again.
        max_residual: greatest miss (a fraction) that is accepted when the bounds cannot be met.
    """

    lower: float = 0.2
    upper: float = 5.0
    tolerance: float = 1e-6
    max_passes: int = 200
    max_cycles: int = 20
    max_residual: float = 0.005


DEFAULT_RULE = RakingRule()


@dataclass(frozen=True)
class Raked:
    """The outcome of a raking.

    Attributes:
        cells: the cells as they came in, with `weight` (mean 1 over respondents) and `g_factor`
            (weight = start weight · g).
        margins: a row a category: `demographic_id`, `group_id`, `universe_n`, `respondents_n`,
            `universe_pct`, `before_pct` (with the start weights), `after_pct`, `error_pp`.
        dropped: categories with nobody in the universe and no respondents, as (variable, category).
        iterations: passes until the margins were met, before any clipping.
        cycles: rounds of clipping.
        below_n: respondents below the lower bound before clipping.
        above_n: respondents above the upper bound before clipping.
        status: `converged`, or `trim_limit` if the bounds hold only nearly.
        max_margin_error: greatest miss of a category's share, a fraction.
    """

    cells: pd.DataFrame
    margins: pd.DataFrame
    dropped: tuple[tuple[str, str], ...]
    iterations: int
    cycles: int
    below_n: int
    above_n: int
    status: RakingStatus
    max_margin_error: float


def _rake_once(weights: FloatArray, margins: Margins, rule: RakingRule) -> tuple[FloatArray, int]:
    """Pass over the variables until every margin is met.

    Returns:
        The weights (one a cell, mean 1 over respondents) and the number of passes.

    Raises:
        WeightingError: `no_convergence`.
    """
    error = np.inf
    for passes in range(1, rule.max_passes + 1):
        for codes, shares in zip(margins.codes, margins.shares, strict=True):
            now = np.bincount(codes, weights=weights * margins.respondents, minlength=len(shares))
            # With margins that contradict each other a category's weights can shrink until they are 0.
            wanted = np.divide(shares * margins.total, now, out=np.full(len(shares), np.nan), where=now > 0)
            weights = weights * wanted[codes]
        error = margins.max_error(weights)
        if error < rule.tolerance:
            return weights, passes
    where, detail = worst_category(margins, weights)
    raise WeightingError(
        "rake",
        where,
        f"the share misses the universe's by {100 * error:.4g} pp after {rule.max_passes} passes. {detail}",
        code="no_convergence",
    )


def _trim(weights: FloatArray, margins: Margins, rule: RakingRule) -> tuple[FloatArray, int, RakingStatus]:
    """Clip and rake again until all weights are within the bounds, or the cycles are used up."""
    for cycles in range(rule.max_cycles + 1):
        inside = (weights >= rule.lower - BOUND_SLACK) & (weights <= rule.upper + BOUND_SLACK)
        if inside.all():
            return weights, cycles, "converged"
        if cycles < rule.max_cycles:
            weights, _ = _rake_once(np.clip(weights, rule.lower, rule.upper), margins, rule)
    clipped = np.clip(weights, rule.lower, rule.upper)
    return clipped * margins.total / (clipped @ margins.respondents), rule.max_cycles, "trim_limit"


def _margin_table(margins: Margins, start: FloatArray, weights: FloatArray) -> pd.DataFrame:
    parts = []
    for variable in range(len(margins.variables)):
        table = margins.table(variable)
        universe = table["universe_n"] / table["universe_n"].sum()
        after = margins.weighted_shares(variable, weights)
        parts.append(
            table.assign(
                universe_pct=100.0 * universe,
                before_pct=100.0 * margins.weighted_shares(variable, start),
                after_pct=100.0 * after,
                error_pp=100.0 * (after - universe),
            )
        )
    return pd.concat(parts, ignore_index=True)


def _refuse_residual(margins: Margins, weights: FloatArray, rule: RakingRule) -> None:
    error = margins.max_error(weights)
    if error <= rule.max_residual:
        return
    where, _ = worst_category(margins, weights)
    raise WeightingError(
        "rake",
        where,
        f"the share misses the universe's by {100 * error:.4g} pp when weights are kept within "
        f"[{rule.lower}, {rule.upper}]. Widen the bounds, merge categories or leave the variable out",
        code="trim_residual",
    )


def _check_start_weights(start: FloatArray, respondents: FloatArray) -> None:
    bad = ~(np.isfinite(start) & (start > 0))
    if bad.any():
        rows = int(respondents[bad].sum())
        reason = f"{rows} respondents have one that is missing, infinite, 0 or below; all must be positive"
        raise WeightingError("rake", "start_weight", reason, code="bad_start_weight")


def rake(
    cells: pd.DataFrame, universe: pd.DataFrame, variables: Sequence[str], rule: RakingRule = DEFAULT_RULE
) -> Raked:
    """Rake the cells to the universe's margins.

    Args:
        cells: a row a raking cell: a column a variable (a category's id, never NULL), `start_weight` on any
            scale, `respondents_n`. Cells may repeat; each gets its own row of results.
        universe: the margins: `demographic_id`, `group_id`, `universe_n`; other demographics are ignored.
        variables: the raking variables, in the order in which they are passed over.
        rule: bounds and limits.

    Returns:
        Weights, margins and how they came about. The weights do not depend on the order of the rows.

    Raises:
        WeightingError: with one of the codes `bad_start_weight`, `unknown_category`, `empty_category`,
            `margin_totals_differ`, `no_convergence`, `trim_residual`.
        MethodError: if a column is missing or a count is impossible.
    """
    require_columns(cells, [*variables, "start_weight", "respondents_n"], function="rake")
    check_counts(cells, ["respondents_n"], keys=list(variables), function="rake")
    start = floats(cells["start_weight"])
    _check_start_weights(start, floats(cells["respondents_n"]))
    unsorted = build_margins(cells, universe, variables)
    # Float sums depend on their order and SQL promises none, so the work is done in the order of the keys.
    order = np.lexsort([unsorted.respondents, start, *reversed(unsorted.codes)])
    margins = unsorted.in_order(order)
    first = start[order] * margins.total / (start[order] @ margins.respondents)

    weights, iterations = _rake_once(first, margins, rule)
    below = margins.respondents[weights < rule.lower - BOUND_SLACK].sum()
    above = margins.respondents[weights > rule.upper + BOUND_SLACK].sum()
    weights, cycles, status = _trim(weights, margins, rule)
    _refuse_residual(margins, weights, rule)

    out = cells.copy()
    final = np.empty(len(cells))
    final[order] = weights
    out["weight"] = final
    out["g_factor"] = final / start
    return Raked(
        cells=out,
        margins=_margin_table(margins, first, weights),
        dropped=margins.dropped,
        iterations=iterations,
        cycles=cycles,
        below_n=int(below),
        above_n=int(above),
        status=status,
        max_margin_error=margins.max_error(weights),
    )

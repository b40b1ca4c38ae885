"""How evenly the universe answered: the R-indicator of response propensities, and what unbalances them.

Here belongs the spread of propensities over a crossing of register variables (Schouten, Cobben and Bethlehem
2009), observed or from a main-effects logit model, and the partial indicators of one variable.

Not here: the comparison of shares by category (representativity).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special

from pipeline.methods.bad_input import (
    FloatArray,
    MethodError,
    check_counts,
    check_population,
    floats,
    require_columns,
)
from pipeline.methods.stat_notes import StatNote

PropensityModel = Literal["saturated", "logit"]
SMALL_CELL = 30
MAX_SMALL_SHARE = 0.20
_MAX_STEPS = 100
# Score per person in the universe at which the fit has settled.
_SETTLED = 1e-12


@dataclass(frozen=True)
class RIndicator:
    """The R-indicator of one report; NaN means NULL.

    Attributes:
        model: `saturated` (observed rate of each cell) or `logit` (main effects).
        cells_n: cells of the crossing with people in them.
        mean_propensity: n / N.
        s_rho: standard deviation of the propensities over the universe.
        r_indicator: 1 − 2·s_rho; 1 if everybody was equally likely to answer.
        r_indicator_adj: the same, adjusted for chance; NULL for the logit model.
        cv_propensity: s_rho / mean_propensity.
        stat_note: `no_universe` or `no_base` if all is NULL.
    """

    model: PropensityModel
    cells_n: int
    mean_propensity: float
    s_rho: float
    r_indicator: float
    r_indicator_adj: float
    cv_propensity: float
    stat_note: StatNote | None


def signed_partials(
    universe_n: FloatArray,
    respondents_n: FloatArray,
    all_universe_n: FloatArray,
    all_respondents_n: FloatArray,
) -> FloatArray:
    """Return √(N_k/N)·(ρ_k − ρ̄) of categories: negative where too few answered.

    The root of the sum of squares over a variable's categories is its unconditional partial `r_partial`.

    Args:
        universe_n: people by category; positive.
        respondents_n: respondents by category.
        all_universe_n: people over all categories of the variable, on every row.
        all_respondents_n: respondents over all categories of the variable, on every row.
    """
    distance = respondents_n / universe_n - all_respondents_n / all_universe_n
    return np.asarray(np.sqrt(universe_n / all_universe_n) * distance, dtype=np.float64)


def _main_effects(cells: pd.DataFrame, variables: Sequence[str]) -> FloatArray:
    """Return the design matrix: a constant and a column a category, but the first, of every variable."""
    columns = [np.ones(len(cells))]
    for name in variables:
        codes, categories = pd.factorize(cells[name], sort=True)
        columns += [(codes == code).astype(np.float64) for code in range(1, len(categories))]
    return np.column_stack(columns)


def _log_likelihood(logit: FloatArray, people: FloatArray, answered: FloatArray) -> float:
    return float(answered @ logit - people @ np.logaddexp(0.0, logit))


def logit_propensities(cells: pd.DataFrame, variables: Sequence[str]) -> FloatArray:
    """Fit a main-effects logit model to the cells by Newton's method (iteratively reweighted least squares).

    A step that overshoots is halved. Categories in which nobody or everybody answered have no finite effect;
    their propensities are followed until they are 0 or 1 to 12 decimals.

    Args:
        cells: a row a cell with people in it: the variables, `universe_n`, `respondents_n`.
        variables: the variables of the model.

    Returns:
        The propensity of each cell.

    Raises:
        MethodError: if nobody or everybody answered, or the fit does not settle.
    """
    function = "logit_propensities"
    design = _main_effects(cells, variables)
    people, answered = floats(cells["universe_n"]), floats(cells["respondents_n"])
    if not 0 < answered.sum() < people.sum():
        raise MethodError(function, "", "nobody or everybody answered, so there is nothing to model")
    logit = np.full(len(cells), special.logit(answered.sum() / people.sum()))
    for _ in range(_MAX_STEPS):
        rho = special.expit(logit)
        missing = answered - people * rho
        if np.abs(design.T @ missing).max() <= _SETTLED * people.sum():
            return np.asarray(rho, dtype=np.float64)
        # A step can take a cell so far that its rho is 0 or 1 in floats; it must stay able to come back.
        root = np.sqrt(people * np.maximum(rho * (1 - rho), 1e-15))
        step = design @ np.linalg.lstsq(design * root[:, None], missing / root)[0]
        least = _log_likelihood(logit, people, answered)
        least -= 1e-10 * abs(least)
        while _log_likelihood(logit + step, people, answered) < least:
            step = step / 2
        logit = logit + step
    raise MethodError(function, ", ".join(variables), f"no fit after {_MAX_STEPS} steps")


def _chance_variance(people: FloatArray, rho: FloatArray) -> float:
    """Return what chance alone adds to S² of observed rates; cells of one person add nothing."""
    some = people > 1
    share = people[some] / people.sum()
    return float(np.sum(share * (1 - share) * rho[some] * (1 - rho[some]) / (people[some] - 1)))


def _undefined(model: PropensityModel, cells_n: int, note: StatNote) -> RIndicator:
    nan = float("nan")
    return RIndicator(model, cells_n, nan, nan, nan, nan, nan, note)


def r_indicator(cells: pd.DataFrame, variables: Sequence[str]) -> RIndicator:
    """Return the R-indicator over the crossing of the variables.

    Propensities are the observed rates of the cells; if more than 20 % of the cells have fewer than 30
    people, those of a main-effects logit model.

    Args:
        cells: counts by the variables, or by a finer crossing: the variables' columns, `universe_n`,
            `respondents_n`. Missing register values are a category.
        variables: the variables to cross.

    Returns:
        The indicator with its parts.

    Raises:
        MethodError: if a column is missing, a category is NULL, a count is impossible, or a cell has more
            respondents than people.
    """
    function = "r_indicator"
    keys = list(variables)
    require_columns(cells, [*keys, "universe_n", "respondents_n"], function=function)
    if cells[keys].isna().any(axis=None):
        raise MethodError(
            function, ", ".join(keys), "a category is NULL; a missing value is a category of its own"
        )
    check_counts(cells, ["universe_n", "respondents_n"], keys=keys, function=function)
    check_population(cells, keys=keys, function=function)
    counts = (
        cells.groupby(keys, sort=True, observed=True)[["universe_n", "respondents_n"]].sum().reset_index()
    )
    counts = counts[counts["universe_n"] > 0]
    people, answered = floats(counts["universe_n"]), floats(counts["respondents_n"])
    if people.size == 0:
        return _undefined("saturated", 0, "no_universe")
    is_sparse = np.mean(people < SMALL_CELL) > MAX_SMALL_SHARE
    model: PropensityModel = "logit" if is_sparse and answered.sum() < people.sum() else "saturated"
    if answered.sum() == 0:
        return _undefined(model, len(counts), "no_base")

    rho = answered / people if model == "saturated" else logit_propensities(counts, keys)
    share = people / people.sum()
    mean = float(answered.sum() / people.sum())
    variance = float(share @ np.square(rho - mean))
    s_rho = float(np.sqrt(variance))
    adjusted = float("nan")
    if model == "saturated":
        adjusted = 1 - 2 * float(np.sqrt(max(variance - _chance_variance(people, rho), 0.0)))
    return RIndicator(model, len(counts), mean, s_rho, 1 - 2 * s_rho, adjusted, s_rho / mean, None)

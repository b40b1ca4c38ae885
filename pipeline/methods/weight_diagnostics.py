"""What a set of weights looks like, and how much it moves the results.

Here belongs the row of `mart_weighting` for a run (design effect, percentiles, extremes) and the greatest
difference between a question's weighted and unweighted results.

Not here: how the weights were made (raking).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    BoolArray,
    FloatArray,
    MethodError,
    floats,
    require_columns,
    require_weights,
)
from pipeline.methods.keys import first_rows, key_codes
from pipeline.methods.numeric import QUANTILES
from pipeline.methods.precision import design_effect, effective_n, weight_efficiency
from pipeline.methods.raking import Raked
from pipeline.methods.ratio import ratio
from pipeline.methods.stat_notes import StatNote, with_notes

IN_UNITS = ("mean", "index")
"""Measures in a unit of their own, not in percentage points."""


def weighted_quantile_type_7(values: FloatArray, counts: FloatArray, q: float) -> float:
    """Return the type-7 quantile (R's default, DuckDB's quantile_cont) of values that occur `counts` times.

    Args:
        values: the distinct values, in any order.
        counts: whole numbers, how often each occurs; not all 0.
        q: the quantile, from 0 to 1.
    """
    order = np.argsort(values, kind="stable")
    last = np.cumsum(counts[order])
    place = (last[-1] - 1) * q
    low = np.floor(place)
    at = np.searchsorted(last, [low, min(low + 1, last[-1] - 1)], side="right")
    below, above = values[order][at]
    return float(below + (place - low) * (above - below))


def describe_weights(weights: FloatArray, respondents_n: FloatArray) -> dict[str, float]:
    """Describe the weights over all respondents.

    Args:
        weights: one a cell.
        respondents_n: respondents by cell; not all 0.

    Returns:
        `respondents_n`, `deff_kish`, `n_eff`, `weight_efficiency`, `w_min`, `w_p1`, `w_p99`, `w_max`
        (percentiles: type 7) and `w_ratio` (greatest to least).

    Raises:
        MethodError: if a weight is not positive and finite, or there is nobody.
    """
    some = respondents_n > 0
    require_weights(weights[some], function="describe_weights")
    if not some.any():
        raise MethodError("describe_weights", "", "there are no respondents")
    w, k = weights[some], respondents_n[some]
    n, total, squares = float(k.sum()), float(k @ w), float(k @ np.square(w))
    n_eff = float(effective_n(total, squares))
    return {
        "respondents_n": n,
        "deff_kish": float(design_effect(n, total, squares)),
        "n_eff": n_eff,
        "weight_efficiency": float(weight_efficiency(n, total, squares)),
        "w_min": float(w.min()),
        "w_p1": weighted_quantile_type_7(w, k, 0.01),
        "w_p99": weighted_quantile_type_7(w, k, 0.99),
        "w_max": float(w.max()),
        "w_ratio": float(w.max() / w.min()),
    }


def weighting_run(raked: Raked) -> pd.DataFrame:
    """Return the one row that describes a raking: how it ran, and what `describe_weights` says.

    Columns: `raking_cells_n`, `iterations`, `cycles`, `below_n`, `above_n`, `status`, `max_margin_error` (a
    fraction), then those of `describe_weights`.
    """
    run = {
        "raking_cells_n": len(raked.cells),
        "iterations": raked.iterations,
        "cycles": raked.cycles,
        "below_n": raked.below_n,
        "above_n": raked.above_n,
        "status": raked.status,
        "max_margin_error": raked.max_margin_error,
    }
    weights, respondents = floats(raked.cells["weight"]), floats(raked.cells["respondents_n"])
    return pd.DataFrame([run | describe_weights(weights, respondents)])


def weight_impact(results: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Return how far weighting moved each question: the greatest |weighted − unweighted| of its results.

    Shares of options and nets, balance and NPS are in percentage points. Means and indices have other units
    and are given in standard deviations; medians and quartiles, which move in steps, are left out.

    Args:
        results: a row a result with `measure`, `value`, `unweighted_value` (both NULL without a base) and
            `sd` (of means and indices).
        by: the key columns that name a question.

    Returns:
        A row a question in order of first appearance with `weight_impact_pp` and `weight_impact_sd`, NULL
        where it has no such result, and `stat_note` where it has, and yet no number: `no_base` if nobody
        answered, `small_base` if one did (no standard deviation), `degenerate` if all answered the same.

    Raises:
        MethodError: if a column is missing.
    """
    keys = list(by)
    function = "weight_impact"
    require_columns(results, [*keys, "measure", "value", "unweighted_value", "sd"], function=function)
    moved = np.abs(floats(results["value"]) - floats(results["unweighted_value"]))
    in_units = results["measure"].isin(IN_UNITS).to_numpy()
    in_points = ~in_units & ~results["measure"].isin(QUANTILES).to_numpy()
    sd, codes = floats(results["sd"]), key_codes(results, keys)
    questions = results[keys].iloc[first_rows(codes)].reset_index(drop=True)

    def greatest(change: FloatArray) -> FloatArray:
        out = np.full(len(questions), np.nan)
        np.fmax.at(out, codes, change)
        return out

    def has(rows: BoolArray) -> BoolArray:
        return np.bincount(codes[rows], minlength=len(questions)) > 0

    points = greatest(np.where(in_points, moved, np.nan))
    deviations = greatest(np.where(in_units, ratio(moved, sd), np.nan))
    lacks = (has(in_points) & np.isnan(points)) | (has(in_units) & np.isnan(deviations))
    notes: dict[StatNote, BoolArray] = {
        "no_base": lacks & ~has(~np.isnan(moved)),
        "degenerate": lacks & has(in_units & (sd == 0)),
        "small_base": lacks,
    }
    out = questions.assign(weight_impact_pp=points, weight_impact_sd=deviations)
    return out.assign(stat_note=with_notes(out, notes))

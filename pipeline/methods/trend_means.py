"""Year on year for means: the change of a mean between two waves, with the same people in both.

Here belongs what `trend` does for shares, for numbers, scores, indices, balance and NPS: the same variance,
in which y − p becomes x − x̄.

Not here: the moments of one wave (numeric), and the pairing of persons (SQL).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from pipeline.methods.bad_input import (
    BoolArray,
    FloatArray,
    check_counts,
    floats,
    refuse_where,
    require_columns,
    require_fraction,
    require_unique,
)
from pipeline.methods.false_discovery import add_q_values, reaches_q
from pipeline.methods.marks import marks
from pipeline.methods.precision import MIN_N_EFF
from pipeline.methods.rounding import at_least
from pipeline.methods.stat_notes import StatNote, with_notes
from pipeline.methods.trend import PREVIOUS, WaveShares, change_variance

SIDE = ("value", "mean_variance", "valid_n", "valid_w", "n_eff", "f", "universe_n")


def _side(frame: pd.DataFrame, prefix: str) -> WaveShares:
    value, variance, n, w, n_eff, f, universe_n = (floats(frame[f"{prefix}{name}"]) for name in SIDE)
    require_fraction(f, function="compare_means_of_waves")
    return WaveShares(value, variance, n, w, n_eff, np.nan_to_num(f, nan=0.0), universe_n)


def mean_covariance(frame: pd.DataFrame, previous: WaveShares, current: WaveShares) -> FloatArray:
    """Return C, the covariance of the two means, from the persons valid in both waves.

    C = √(n₁/(n₁−1) · n₂/(n₂−1)) · Σ_both w₁w₂(x₁ − x̄₁)(x₂ − x̄₂) / (W₁W₂); 0 without matches.

    Args:
        frame: has `overlap_n` and `overlap_products` = Σ_both w₁w₂(x₁ − x̄₁)(x₂ − x̄₂).
        previous: the first wave.
        current: the second wave.

    Returns:
        One covariance a row; NaN where a wave has fewer than 2 persons.
    """
    several = (previous.n > 1) & (current.n > 1)
    scale, out = np.full(several.shape, np.nan), np.full(several.shape, np.nan)
    freedom = (previous.n - 1) * (current.n - 1)
    np.divide(previous.n * current.n, freedom, out=scale, where=several)
    products = np.sqrt(scale) * floats(frame["overlap_products"])
    np.divide(products, previous.w * current.w, out=out, where=several)
    return np.where(several & (floats(frame["overlap_n"]) == 0), 0.0, out)


def _check(pairs: pd.DataFrame, keys: Sequence[str]) -> None:
    function = "compare_means_of_waves"
    sides = [f"{prefix}{name}" for prefix in ("", PREVIOUS) for name in SIDE]
    require_columns(pairs, [*sides, "overlap_products", "overlap_universe_n"], function=function)
    require_unique(pairs, keys, function=function)
    counts = ["overlap_n", "valid_n", f"{PREVIOUS}valid_n"]
    check_counts(pairs, counts, keys=keys, function=function)
    overlap, *sizes = (floats(pairs[name]) for name in counts)
    reason = "overlap_n exceeds the persons in one of the waves"
    bad = overlap > np.minimum(*sizes)
    refuse_where(bad, function=function, frame=pairs, keys=keys, reason=reason)


def compare_means_of_waves(
    pairs: pd.DataFrame, *, keys: Sequence[str], family: Sequence[str]
) -> pd.DataFrame:
    """Test the change of each mean since the previous wave.

    Var = V₁(1 − f₁) + V₂(1 − f₂) − 2·C·(1 − f₁f₂N₁₂/n₁₂), with V the variance of each mean without f. At full
    overlap and w = 1, without a universe, it is the variance of the paired t-test.

    Args:
        pairs: one row per `keys`: of the wave and, with `previous_` before, of the wave before `value`,
            `mean_variance`, `valid_n`, `valid_w`, `n_eff`, `f`, `universe_n`; `overlap_n`,
            `overlap_products` (see `mean_covariance`), `overlap_universe_n`; and `min_change`, the smallest
            change that is marked, in the unit of the mean.
        keys: columns that name a row.
        family: columns whose distinct values are the families.

    Returns:
        A new frame with `change`, `se_change`, `test_method` (`z`, `not_tested`, `degenerate`), `z`,
        `p_value`, `family_id`, `family_size`, `q_value`, `mark`, `stat_note`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count is impossible.
    """
    _check(pairs, keys)
    previous, current = _side(pairs, PREVIOUS), _side(pairs, "")
    change = current.p - previous.p
    variance = change_variance(pairs, previous, current, mean_covariance(pairs, previous, current))
    # Two equal waves leave a variance of the last bits; it is 0.
    defined = variance > 1e-12 * (previous.variance + current.variance)
    large = at_least(previous.n_eff, MIN_N_EFF) & at_least(current.n_eff, MIN_N_EFF)
    fits = ~np.isnan(change) & large
    method = np.where(fits, np.where(defined, "z", "degenerate"), "not_tested").astype(object)
    se = np.sqrt(np.where(defined, variance, np.nan))
    z = np.full(change.shape, np.nan)
    np.divide(change, se, out=z, where=fits & defined)
    notes: dict[StatNote, BoolArray] = {
        "no_base": (previous.n == 0) | (current.n == 0),
        "small_base": (previous.n == 1) | (current.n == 1),
        "degenerate": ~defined,
    }
    tests = pairs.assign(
        change=change,
        se_change=se,
        test_method=pd.Series(method, index=pairs.index, dtype="str"),
        z=z,
        p_value=2 * ndtr(-np.abs(z)),
        stat_note=with_notes(pairs, notes),
    )
    tests = add_q_values(tests, family=family)
    mark = marks(change, method, reaches_q(floats(tests["q_value"])), min_diff=floats(pairs["min_change"]))
    return tests.assign(mark=pd.Series(mark, index=tests.index, dtype="str"))

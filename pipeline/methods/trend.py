"""Year on year: the change of a share between two waves, with the same people in both.

Here belongs the variance of a change when some persons answered in both waves, its finite-population form,
the test, and the mark.

Not here: which waves may be compared (trend_lines), and the matching of persons on pseudonym (SQL), which
ends in the sums over the persons valid in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from pipeline.methods.bad_input import (
    BoolArray,
    FloatArray,
    check_counts,
    check_sums,
    check_within,
    floats,
    refuse_where,
    require_columns,
    require_fraction,
    require_unique,
)
from pipeline.methods.false_discovery import add_q_values, hold_to_family, reaches_cutoff, reaches_q
from pipeline.methods.marks import marks
from pipeline.methods.precision import MIN_N_EFF, effective_n, standard_error
from pipeline.methods.rounding import at_least
from pipeline.methods.stat_notes import StatNote, with_notes

MIN_CHANGE_PP = 5.0
PREVIOUS = "previous_"
# A question's options in one pair of waves.
FAMILY_KEYS = ("report_id", "question_id", "wave")
OVERLAP_SUMS = ("overlap_ww", "overlap_ww_previous", "overlap_ww_current", "overlap_ww_both")


@dataclass(frozen=True, eq=False)
class WaveShares:
    """One wave's side of many changes; arrays of the same length.

    Attributes:
        p: shares as fractions, or means; NaN without a base.
        variance: se² without a finite population.
        n: persons in the base.
        w: Σw of the base.
        n_eff: effective size of the base.
        f: sampling fraction, 0 without a universe.
        universe_n: people in the universe; NaN if unknown.
    """

    p: FloatArray
    variance: FloatArray
    n: FloatArray
    w: FloatArray
    n_eff: FloatArray
    f: FloatArray
    universe_n: FloatArray


def _wave(frame: pd.DataFrame, base: str, prefix: str) -> WaveShares:
    names = ("option_n", "option_w", "option_w2", f"{base}_n", f"{base}_w", f"{base}_w2", "f", "universe_n")
    option_n, option_w, option_w2, n, w, w2, f, universe_n = (
        floats(frame[f"{prefix}{name}"]) for name in names
    )
    require_fraction(f, function="compare_waves")
    p = np.full(n.shape, np.nan)
    np.divide(option_w, w, out=p, where=n > 0)
    p = np.where((n > 0) & (option_n == n), 1.0, np.minimum(p, 1.0))
    variance = standard_error(p, option_w2, n, w, w2) ** 2
    return WaveShares(p, variance, n, w, effective_n(w, w2), np.nan_to_num(f, nan=0.0), universe_n)


def overlap_covariance(frame: pd.DataFrame, previous: WaveShares, current: WaveShares) -> FloatArray:
    """Return C, the covariance of the two shares, from the persons valid in both waves.

    C = √(n₁/(n₁−1) · n₂/(n₂−1)) · Σ_both w₁w₂(y₁ − p₁)(y₂ − p₂) / (W₁W₂); 0 without matches.

    Args:
        frame: has `overlap_n` and, over the persons in both, `overlap_ww` = Σw₁w₂, `overlap_ww_previous` =
            Σw₁w₂y₁, `overlap_ww_current` = Σw₁w₂y₂ and `overlap_ww_both` = Σw₁w₂y₁y₂.
        previous: the first wave.
        current: the second wave.

    Returns:
        One covariance a row; NaN where a wave has fewer than 2 persons.
    """
    ww, ww_1, ww_2, ww_12 = (floats(frame[name]) for name in OVERLAP_SUMS)
    products = ww_12 - current.p * ww_1 - previous.p * ww_2 + previous.p * current.p * ww
    several = (previous.n > 1) & (current.n > 1)
    scale, out = np.full(ww.shape, np.nan), np.full(ww.shape, np.nan)
    freedom = (previous.n - 1) * (current.n - 1)
    np.divide(previous.n * current.n, freedom, out=scale, where=several)
    np.divide(np.sqrt(scale) * products, previous.w * current.w, out=out, where=several)
    return np.where(several & (floats(frame["overlap_n"]) == 0), 0.0, out)


def change_variance(
    frame: pd.DataFrame, previous: WaveShares, current: WaveShares, covariance: FloatArray
) -> FloatArray:
    """Return V₁(1 − f₁) + V₂(1 − f₂) − 2·C·(1 − f₁f₂N₁₂/n₁₂).

    Args:
        frame: has `overlap_n` = n₁₂ and `overlap_universe_n` = N₁₂ (NULL: unknown, then the smaller N).
        previous: the first wave.
        current: the second wave.
        covariance: C, without a finite population.
    """
    in_both = floats(frame["overlap_universe_n"])
    in_both = np.where(np.isnan(in_both), np.fmin(previous.universe_n, current.universe_n), in_both)
    overlap = floats(frame["overlap_n"])
    corrected = np.zeros(overlap.shape)
    product = previous.f * current.f * in_both
    np.divide(product, overlap, out=corrected, where=(overlap > 0) & (previous.f * current.f > 0))
    own = previous.variance * (1 - previous.f) + current.variance * (1 - current.f)
    return np.asarray(own - 2 * covariance * (1 - corrected))


def _check(pairs: pd.DataFrame, base: str, keys: Sequence[str]) -> None:
    function = "compare_waves"
    both = ["f", "universe_n"]
    names = [*OVERLAP_SUMS, "overlap_universe_n", *both, *(f"{PREVIOUS}{name}" for name in both)]
    require_columns(pairs, names, function=function)
    require_unique(pairs, keys, function=function)
    for side in ("", PREVIOUS):
        for prefix in ("option", base):
            check_sums(pairs, f"{side}{prefix}", keys=keys, function=function)
        check_within(pairs, f"{side}option", f"{side}{base}", keys=keys, function=function)
    check_counts(pairs, ["overlap_n"], keys=keys, function=function)
    smaller = np.minimum(floats(pairs[f"{base}_n"]), floats(pairs[f"{PREVIOUS}{base}_n"]))
    reason = "overlap_n exceeds the persons in one of the waves"
    bad = floats(pairs["overlap_n"]) > smaller
    refuse_where(bad, function=function, frame=pairs, keys=keys, reason=reason)


def _tested(pairs: pd.DataFrame, base: str, keys: Sequence[str]) -> pd.DataFrame:
    """Add the change, its standard error and its test, without false discovery and mark."""
    _check(pairs, base, keys)
    previous, current = _wave(pairs, base, PREVIOUS), _wave(pairs, base, "")
    broken: BoolArray = np.zeros(len(pairs), dtype=bool)
    if "obs_status" in pairs.columns:
        broken = (pairs["obs_status"] == "b").to_numpy(dtype=bool)
    change = np.where(broken, np.nan, current.p - previous.p)
    covariance = overlap_covariance(pairs, previous, current)
    variance = np.where(broken, np.nan, change_variance(pairs, previous, current, covariance))
    # Two equal waves leave a variance of the last bits; it is 0.
    own = previous.variance + current.variance
    defined = variance > 1e-12 * own
    large = at_least(previous.n_eff, MIN_N_EFF) & at_least(current.n_eff, MIN_N_EFF)
    fits = ~np.isnan(change) & large
    method = np.where(fits, np.where(defined, "z", "degenerate"), "not_tested").astype(object)
    se = np.sqrt(np.where(defined, variance, np.nan))
    z = np.full(change.shape, np.nan)
    np.divide(change, se, out=z, where=fits & defined)
    notes: dict[StatNote, BoolArray] = {
        "break": broken,
        "no_base": (previous.n == 0) | (current.n == 0),
        "small_base": (previous.n == 1) | (current.n == 1),
        "degenerate": ~defined,
    }
    return pairs.assign(
        change_pp=100 * change,
        se_change_pp=100 * se,
        test_method=pd.Series(method, index=pairs.index, dtype="str"),
        z=z,
        p_value=2 * ndtr(-np.abs(z)),
        stat_note=with_notes(pairs, notes),
    )


def _with_marks(tests: pd.DataFrame, significant: BoolArray, min_change_pp: float) -> pd.DataFrame:
    words = marks(
        floats(tests["change_pp"]),
        tests["test_method"].to_numpy(dtype=object),
        significant,
        min_diff=min_change_pp,
    )
    return tests.assign(mark=pd.Series(words, index=tests.index, dtype="str"))


def compare_waves(
    pairs: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id", "option_id", "wave"),
    family: Sequence[str] = FAMILY_KEYS,
    min_change_pp: float = MIN_CHANGE_PP,
) -> pd.DataFrame:
    """Test the change of each option since the previous wave.

    Var = V₁(1 − f₁) + V₂(1 − f₂) − 2·C·(1 − f₁f₂N₁₂/n₁₂), with V = se² of each wave without f, and N₁₂ the
    people in both registers (unknown: the smaller N). At full overlap and w = 1, without a universe, it is
    the variance of the paired t-test.

    Args:
        pairs: one row per `keys`, only options in the base: `option_n`, `_w`, `_w2`, `<base>_n`, `_w`,
            `_w2`, `f`, `universe_n` of the wave and, with `previous_` before, of the wave before;
            `overlap_n`, the sums of `overlap_covariance`, and `overlap_universe_n` (NULL: unknown). Rows with
            `obs_status` b (a break, from `trend_lines`) are not compared.
        base: name of the base, as `valid`.
        keys: columns that name a row.
        family: columns whose distinct values are the families: a question's options in two waves.
        min_change_pp: smallest change that is marked.

    Returns:
        A new frame with `change_pp`, `se_change_pp`, `test_method` (`z`, `not_tested`, `degenerate`), `z`,
        `p_value`, `family_id`, `family_size`, `q_value`, `mark`, `stat_note`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    tests = add_q_values(_tested(pairs, base, keys), family=family)
    return _with_marks(tests, reaches_q(floats(tests["q_value"])), min_change_pp)


def compare_waves_of_nets(
    nets: pd.DataFrame,
    tests: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id", "net_id", "wave"),
    family: Sequence[str] = FAMILY_KEYS,
    min_change_pp: float = MIN_CHANGE_PP,
) -> pd.DataFrame:
    """Test the change of each net, held to the cut-off of its question's options.

    Args:
        nets: as `pairs` of `compare_waves`, with `net_id` in place of `option_id`.
        tests: what `compare_waves` returned for the options.
        base: name of the base, as `valid`.
        keys: columns that name a row.
        family: columns whose distinct values are the families.
        min_change_pp: smallest change that is marked.

    Returns:
        The columns of `compare_waves`, with `p_crit` in place of `q_value`.

    Raises:
        MethodError: as in `compare_waves`, or if a net's family has no options.
    """
    out = hold_to_family(_tested(nets, base, keys), tests, family=family)
    return _with_marks(out, reaches_cutoff(out), min_change_pp)

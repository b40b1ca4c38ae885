"""Numeric questions: mean, standard deviation and quantiles, weighted.

Here belongs what is computed from sums of weights times a value, centred at a constant so that nothing
cancels (mean, sd, se), and from sums of weights at each distinct value (median and quartiles, compared
exactly).

Not here: the comparison of two means (welch), and the value of a person on an index (scales).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import (
    FRACTION_SLACK,
    BoolArray,
    FloatArray,
    MethodError,
    check_counts,
    check_sums,
    floats,
    refuse_where,
    require_columns,
    require_fraction,
    require_unique,
)
from pipeline.methods.keys import key_codes
from pipeline.methods.precision import Z_95, effective_n
from pipeline.methods.stat_notes import StatNote, with_notes

QUANTILES = {"q25": Fraction(1, 4), "median": Fraction(1, 2), "q75": Fraction(3, 4)}
# Weights have 9 decimals, so in this unit they are whole numbers.
WEIGHT_DECIMALS = 9
# Sums of squares below this part of the uncentred ones are noise: all values are equal.
_NOISE = 1e-12


@dataclass(frozen=True, eq=False)
class Moments:
    """Weighted moments of many bases; arrays of the same length, NaN where undefined.

    Attributes:
        n: persons.
        n_eff: effective size.
        mean: weighted mean.
        variance: unbiased for reliability weights, Σw(x − x̄)² / (W − S/W); NaN below 2 persons.
        mean_variance: of the mean, without a finite population: n/(n−1)·Σw²(x − x̄)² / W².
    """

    n: FloatArray
    n_eff: FloatArray
    mean: FloatArray
    variance: FloatArray
    mean_variance: FloatArray


def _divide(top: FloatArray, bottom: FloatArray, where: npt.NDArray[np.bool_]) -> FloatArray:
    out = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, out=out, where=where)
    return out


def _centred(square: FloatArray, correction: FloatArray) -> FloatArray:
    """Subtract, with 0 where only the last bits are left."""
    out = square + correction
    return np.where(out <= _NOISE * np.abs(square), 0.0, out)


def moments(frame: pd.DataFrame, *, base: str, prefix: str = "") -> Moments:
    """Compute moments from centred sums.

    Args:
        frame: has `centre`, the constant that was subtracted from x, and per base, with `prefix` before it,
            `<base>_n`, `_w` = Σw, `_w2` = Σw², `_wx` = Σwx, `_wx2` = Σwx², `_w2x` = Σw²x, `_w2x2` = Σw²x².
        base: name of the base, as `valid`.
        prefix: `rest_` for everyone outside the group, else empty.

    Returns:
        One value a row of `frame`.

    Raises:
        MethodError: if a column is missing.
    """
    names = [f"{prefix}{base}_{kind}" for kind in ("n", "w", "w2", "wx", "wx2", "w2x", "w2x2")]
    require_columns(frame, ["centre", *names], function="moments")
    n, w, w2, wx, wx2, w2x, w2x2 = (floats(frame[name]) for name in names)
    some, several = n > 0, n > 1
    centred = _divide(wx, w, some)
    squares = _centred(wx2, -centred * wx)
    squares_w2 = _centred(w2x2, centred * (centred * w2 - 2 * w2x))
    freedom = w - _divide(w2, w, some)
    scale = _divide(n, n - 1, several)
    return Moments(
        n=n,
        n_eff=np.where(some, effective_n(w, w2), np.nan),
        mean=floats(frame["centre"]) + centred,
        variance=_divide(squares, freedom, several),
        mean_variance=scale * _divide(squares_w2, w**2, some),
    )


def unweighted_mean(frame: pd.DataFrame, *, base: str) -> FloatArray:
    """Return the mean that every person counts the same in; NaN without a person.

    Args:
        frame: `centre`, `<base>_n`, and `<base>_nx`, the sum of the centred x of all persons.
        base: name of the base, as `valid`.

    Raises:
        MethodError: if a column is missing.
    """
    require_columns(frame, ["centre", f"{base}_n", f"{base}_nx"], function="unweighted_mean")
    n = floats(frame[f"{base}_n"])
    return floats(frame["centre"]) + _divide(floats(frame[f"{base}_nx"]), n, n > 0)


def mean_measures(
    frame: pd.DataFrame, *, base: str, keys: Sequence[str], measure: str = "mean"
) -> pd.DataFrame:
    """Return the mean of every group, with its standard error, margin of error and standard deviation.

    se² = n/(n−1) · Σw²(x − x̄)² / W² · (1 − f). The margin is z·se. It is never 0, which would say that chance
    had no part in the mean: of everybody there is none, and where all gave one answer it is unknown.

    Args:
        frame: one row per `keys`, as in `moments`, and `f` (NULL: 0).
        base: name of the base, as `valid`.
        keys: columns that name a row.
        measure: the word in the column `measure`: `mean`, or `index` if x is the persons' index.

    Returns:
        `keys`, `measure`, `value`, `se`, `moe`, `base_n`, `sd`, `stat_note`; one person has no sd and se
        (`small_base`), everybody (`census`) and all alike (`degenerate`) no margin.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    require_columns(frame, ["f"], function="mean_measures")
    require_unique(frame, keys, function="mean_measures")
    check_sums(frame, base, keys=keys, function="mean_measures")
    f = floats(frame["f"])
    require_fraction(f, function="mean_measures")
    found = moments(frame, base=base)
    sampled = np.clip(1 - np.nan_to_num(f, nan=0.0), 0.0, 1.0)
    se = np.sqrt(found.mean_variance * sampled)
    notes: dict[StatNote, BoolArray] = {
        "no_base": found.n == 0,
        "census": f >= 1 - FRACTION_SLACK,
        "small_base": found.n == 1,
        "degenerate": se == 0,
    }
    return frame[list(keys)].assign(
        measure=measure,
        value=found.mean,
        se=se,
        moe=np.where(se > 0, Z_95 * se, np.nan),
        base_n=frame[f"{base}_n"],
        sd=np.sqrt(found.variance),
        stat_note=with_notes(frame, notes),
    )


def weight_units(weights: pd.Series) -> npt.NDArray[np.int64]:
    """Return sums of weights in units of their last decimal, as whole numbers.

    Args:
        weights: DECIMAL with 9 digits after the point, floats that hold such numbers, or whole numbers in a
            unit of their own.

    Returns:
        10⁹·w, exactly; whole numbers as they are.

    Raises:
        MethodError: if a weight is negative, not finite, or has more decimals.
    """
    scale = 10**WEIGHT_DECIMALS
    if pd.api.types.is_integer_dtype(weights.dtype):
        whole = weights.to_numpy(dtype=np.int64)
        bad = int(np.sum(whole < 0))
    elif weights.dtype == object and all(isinstance(weight, Decimal) for weight in weights):
        exact = [weight * scale for weight in weights]
        bad = sum(1 for unit in exact if not unit.is_finite() or unit < 0 or unit != unit.to_integral_value())
        units = [0 if bad else int(unit) for unit in exact]
        whole = np.array(units, dtype=np.int64)
    else:
        scaled = floats(weights) * scale
        scaled = np.where(np.isfinite(scaled), scaled, -1.0)
        nearest = np.rint(scaled)
        # A float of 16 digits holds 9 decimals of a number below 4 million to better than half a unit.
        beyond = (scaled < 0) | (scaled >= 2**52)
        bad = int(np.sum(beyond | (np.abs(scaled - nearest) > 0.01 + 4e-16 * np.abs(scaled))))
        whole = np.zeros(scaled.shape, dtype=np.int64) if bad else nearest.astype(np.int64)
    if bad:
        reason = (
            f"{bad} sums of weights are negative, not finite, or have more than {WEIGHT_DECIMALS} decimals"
        )
        raise MethodError("weight_units", str(weights.name or ""), reason)
    return whole


def quantile_measures(values: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Return quartiles and median of every group: type 2, the school rule, weighted.

    The quantile is the smallest x with Σ_{≤x} w ≥ q·W; if the two are exactly equal, the mean of x and the
    next larger value. They are compared in whole numbers, because in floats equality would be luck.

    Args:
        values: one row per `keys` × distinct value: `value`, `value_n` persons and `value_w` = Σw, best as
            whole numbers: from 4.5 million on floats do not hold 9 decimals.
        keys: columns that name a group.

    Returns:
        One row per `keys` × measure (`q25`, `median`, `q75`) with `measure`, `value` and `base_n`. A group
        without values has no row here.

    Raises:
        MethodError: if a column is missing, a key occurs twice, a value is not finite, or a sum is
            impossible.
    """
    function = "quantile_measures"
    row_keys = [*keys, "value"]
    require_columns(values, ["value_n", "value_w"], function=function)
    require_unique(values, row_keys, function=function)
    check_counts(values, ["value_n"], keys=keys, function=function)
    x = floats(values["value"])
    units = weight_units(values["value_w"])
    reason = "a row has a value that is not finite, or persons without weight"
    bad = ~np.isfinite(x) | ((units > 0) != (floats(values["value_n"]) > 0))
    refuse_where(bad, function=function, frame=values, keys=keys, reason=reason)

    some = units > 0
    codes = key_codes(values, keys)
    order = np.lexsort((x, codes))
    order = order[some[order]]
    used = np.unique(codes[order], return_inverse=True)[1]
    heads = np.flatnonzero(np.diff(used, prepend=-1))
    total = np.add.reduceat(units[order], heads) if heads.size else np.empty(0, dtype=np.int64)
    below = np.cumsum(units[order])
    below -= (np.cumsum(total) - total)[used]
    base_n = np.bincount(used, weights=floats(values["value_n"])[order], minlength=heads.size)
    rows = values[list(keys)].iloc[order[heads]].reset_index(drop=True)
    parts = [
        rows.assign(measure=name, value=_quantile(x[order], below, total, used, q), base_n=base_n.astype(int))
        for name, q in QUANTILES.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _quantile(
    x: FloatArray,
    below: npt.NDArray[np.int64],
    total: npt.NDArray[np.int64],
    group: npt.NDArray[np.int64],
    q: Fraction,
) -> FloatArray:
    """Pick one quantile a group from sorted values and their cumulated weights."""
    # q·total = whole + part/denominator, kept apart: the product could exceed 64 bits.
    parts = total % q.denominator * q.numerator
    whole = (total // q.denominator * q.numerator + parts // q.denominator)[group]
    part = (parts % q.denominator)[group]
    enough = np.flatnonzero((below > whole) | ((below == whole) & (part == 0)))
    place = enough[np.unique(group[enough], return_index=True)[1]]
    following = np.where((below[place] == whole[place]) & (part[place] == 0), place + 1, place)
    return (x[place] + x[following]) / 2

"""Rounding, printed differences and chart labels: the only rounding in the product.

Here belongs every step from an unrounded number to the number that is printed, and the comparison of an
unrounded number with a threshold. Rounding is half away from zero, once, at display.

Not here: how a printed number looks (decimal comma, minus sign, unit), which is the formatter's.
Nothing may compute further from what these functions return.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Literal, overload

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import BoolArray, FloatArray, MethodError, floats

DifferenceRule = Literal["of_unrounded", "of_rounded"]

CLEAN_DIGITS = 9
MOST_DECIMALS = 3
"""Of a mean."""
EFFECTIVE = 10.0
"""The last digit of a mean is at most this part of the standard deviation."""
# Below this the scaled value is a whole number plus a fraction that floats still resolve to 1e-6.
_EXACT_LIMIT = 1e9
_CLEAN = Decimal(1).scaleb(-CLEAN_DIGITS)
# The default context holds 28 digits, which quantizing a number above 1e19 would overflow.
_CONTEXT = Context(prec=400)


def _cleaned(x: float | Decimal) -> Decimal:
    """Repair float noise: the value to 9 decimals, so that -12.499999999999998 is -12.5 again."""
    exact = x if isinstance(x, Decimal) else Decimal(repr(float(x)))
    return exact.quantize(_CLEAN, context=_CONTEXT)


def _round_one(x: float | Decimal, digits: int) -> float:
    rounded = _cleaned(x).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_CONTEXT)
    return float(rounded) + 0.0


def _round_many(x: FloatArray, digits: int) -> FloatArray:
    """Round an array: the plain cases in floats, those close to a half, and huge ones, in decimals."""
    scale = 10.0**digits
    magnitude = np.abs(x) * scale
    whole = np.floor(magnitude)
    fraction = magnitude - whole
    out = np.copysign((whole + (fraction >= 0.5)) / scale, x) + 0.0
    # Next to a half the cleaning (1e-9) and the error of the product (below 1e-6) decide: use decimals.
    delicate = (np.abs(fraction - 0.5) < 1e-6 + 1e-9 * scale) | (magnitude > _EXACT_LIMIT)
    distinct, place = np.unique(x[delicate], return_inverse=True)
    out[delicate] = np.array([_round_one(float(value), digits) for value in distinct])[place]
    return out


@overload
def half_away(x: float | Decimal, digits: int = 0) -> float: ...
@overload
def half_away(x: pd.Series, digits: int = 0) -> pd.Series: ...
def half_away(x: float | Decimal | pd.Series, digits: int = 0) -> float | pd.Series:
    """Round half away from zero: clean at 9 decimals, round in decimal arithmetic, never "-0".

    The cleaning is no second rounding; it repairs what binary floats did to an exact decimal.

    Args:
        x: a number, or a series of numbers in which NULL stays NULL.
        digits: decimals to keep, 0 to 9.

    Returns:
        A float, or a float64 series with the index and name of `x`.

    Raises:
        MethodError: if `digits` is not 0 to 9, or a value is infinite (or, for one number, NaN).
    """
    if not 0 <= digits <= CLEAN_DIGITS:
        raise MethodError("half_away", f"digits={digits}", f"must be 0 to {CLEAN_DIGITS}")
    if isinstance(x, pd.Series):
        values = floats(x)
        if np.isinf(values).any():
            raise MethodError("half_away", str(x.name or ""), "a value is infinite")
        known = ~np.isnan(values)
        out = np.full(len(values), np.nan)
        out[known] = _round_many(values[known], digits)
        return pd.Series(out, index=x.index, name=x.name)
    if not np.isfinite(float(x)):
        raise MethodError("half_away", "", "the value is not a finite number")
    return _round_one(x, digits)


def _difference(
    a: float | pd.Series, b: float | pd.Series, rule: DifferenceRule, digits: int
) -> float | pd.Series:
    if rule == "of_unrounded":
        return half_away(a - b, digits)
    if rule == "of_rounded":
        return half_away(half_away(a, digits) - half_away(b, digits), digits)
    raise MethodError("difference", f"rule={rule}", "must be of_unrounded or of_rounded")


@overload
def difference(a: float, b: float, *, rule: DifferenceRule, digits: int = 0) -> float: ...
@overload
def difference(a: pd.Series, b: pd.Series, *, rule: DifferenceRule, digits: int = 0) -> pd.Series: ...
def difference(
    a: float | pd.Series, b: float | pd.Series, *, rule: DifferenceRule, digits: int = 0
) -> float | pd.Series:
    """Return the printed difference a − b.

    Args:
        a: unrounded, per cent.
        b: unrounded, per cent.
        rule: `of_unrounded` rounds the difference; `of_rounded` is the difference of the two printed numbers.
        digits: decimals that are printed.

    Returns:
        Percentage points, rounded.

    Raises:
        MethodError: if the rule is unknown, or as in `half_away`.
    """
    return _difference(a, b, rule, digits)


@overload
def difference_needs_note(a: float, b: float, *, rule: DifferenceRule, digits: int = 0) -> bool: ...
@overload
def difference_needs_note(
    a: pd.Series, b: pd.Series, *, rule: DifferenceRule, digits: int = 0
) -> pd.Series: ...
def difference_needs_note(
    a: float | pd.Series, b: float | pd.Series, *, rule: DifferenceRule, digits: int = 0
) -> bool | pd.Series:
    """Tell whether the printed difference is not that of the printed shares, so that a footnote is due.

    Args and errors as in `difference`; NULL never needs a note.
    """
    printed = _difference(a, b, rule, digits)
    of_printed = _difference(a, b, "of_rounded", digits)
    if isinstance(printed, pd.Series):
        return printed.notna() & (printed != of_printed)
    return bool(printed != of_printed)


def sum_of_printed(parts: Sequence[float], digits: int = 0) -> float:
    """Add up numbers as they are printed: what a reader gets who sums a column. NULL has no place here.

    Args:
        parts: unrounded.
        digits: decimals that are printed.

    Raises:
        MethodError: as in `half_away`.
    """
    return half_away(sum(half_away(part, digits) for part in parts), digits)


def sum_to_100(shares_pct: Sequence[float] | pd.Series) -> list[int]:
    """Round the shares of one question so that the labels of a chart add up to 100 (largest remainder).

    Whole parts first, then the missing points to the largest remainders; ties go to the larger share, then to
    the earlier option. Tables never use this.

    Args:
        shares_pct: unrounded shares in per cent, in option order, adding up to 100.

    Returns:
        Whole per cents in the same order.

    Raises:
        MethodError: if a share is negative or not finite, or they do not add up to 100.
    """
    shares = [float(share) for share in shares_pct]
    if not all(np.isfinite(share) and share >= 0 for share in shares):
        raise MethodError("sum_to_100", "", "a share is negative or not a finite number")
    if abs(sum(shares) - 100) > 1e-6:
        raise MethodError("sum_to_100", "", f"the shares add up to {sum(shares)}, not to 100")
    cleaned = [_cleaned(share) for share in shares]
    whole = [int(share.to_integral_value(rounding=ROUND_FLOOR)) for share in cleaned]
    first = sorted(range(len(shares)), key=lambda i: (-(cleaned[i] - whole[i]), -cleaned[i], i))
    for position in first[: 100 - sum(whole)]:
        whole[position] += 1
    return whole


def decimals_of_mean(sd: float, moe: float) -> int:
    """Tell how many decimals a mean is printed with, and what is in its unit: quartiles, sd, differences.

    Two digits that vary, as Ehrenberg (1977, Rudiments of Numeracy, Journal of the Royal Statistical Society
    A 140(3), 277-297) has it: the fewest decimals at which a unit of the last digit is at most a tenth of the
    standard deviation of everyone. Half of it, what rounding can take away, is then at most a quarter of the
    smallest difference that is marked by default (0.2 sd). Where so many answered that the margin of error
    beside it would be printed as 0, the decimals are as many as the margin needs: a margin of 0 says that the
    number is known exactly, which is never so, however many answered.

    Args:
        sd: standard deviation of everyone; 0 when all gave one answer.
        moe: margin of error of everyone's mean; NaN or 0 without one.

    Returns:
        0 to 3.

    Raises:
        MethodError: if the standard deviation is negative or not finite.
    """
    if not np.isfinite(sd) or sd < 0:
        raise MethodError("decimals_of_mean", "sd", "must be a number of 0 or more")
    if sd == 0:
        return 1
    for digits in range(MOST_DECIMALS):
        is_fine = at_least(sd / EFFECTIVE, 10.0**-digits)
        if is_fine and (not moe > 0 or half_away(moe, decimals_of_margin(moe, digits)) > 0):
            return digits
    return MOST_DECIMALS


def decimals_of_margin(moe: float, digits: int) -> int:
    """Tell how many decimals a margin of error has beside a number with `digits`.

    One at least, as beside whole percents; none where the number has none and the margin two whole digits.
    """
    return 0 if digits == 0 and moe >= EFFECTIVE else max(1, digits)


@overload
def at_least(value: float, threshold: float) -> bool: ...
@overload
def at_least(value: FloatArray, threshold: float | FloatArray) -> BoolArray: ...
def at_least(value: float | FloatArray, threshold: float | FloatArray) -> bool | BoolArray:
    """Compare an unrounded value with a threshold, with room for float noise.

    100·(0.35 − 0.30) is 4.999999999999999 in floats and reaches 5. NaN reaches nothing.
    """
    reached = np.asarray(value) >= threshold - 1e-9
    return reached if isinstance(value, np.ndarray) else bool(reached)

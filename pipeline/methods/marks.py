"""Marks: the words `up`, `down`, `none` and `not_tested` beside a difference.

Here belongs the rule that a difference is marked only if it is both sure enough and large enough. A mark is a
column, computed before any layout.

Not here: how sure a difference is (tests, false_discovery), and how a mark looks.
"""

import numpy as np
import numpy.typing as npt

from pipeline.methods.bad_input import BoolArray, FloatArray, MethodError
from pipeline.methods.rounding import at_least

MIN_DIFF_PP = 5.0
MIN_DIFF_INDEX = 5.0
MIN_DIFF_SD = 0.2

IN_POINTS = ("balance", "nps")
"""Measures that are differences of shares, in percentage points."""

UP, DOWN, NONE, UNTESTED = "up", "down", "none", "not_tested"


def marks(
    difference: FloatArray,
    test_method: npt.NDArray[np.object_],
    significant: BoolArray,
    *,
    min_diff: float | FloatArray = MIN_DIFF_PP,
) -> npt.NDArray[np.object_]:
    """Return the mark of every difference.

    Args:
        difference: differences, unrounded; NaN if undefined.
        test_method: the word of each test; `census` is marked on size alone, `not_tested` never.
        significant: marks of the differences that passed their family's false discovery rate.
        min_diff: smallest difference that is worth a mark, in the unit of the differences: one for all (for
            shares in percentage points), or one each. Nothing is marked against NaN.

    Returns:
        `up`, `down`, `none` or `not_tested`.
    """
    sure = significant | (test_method == "census")
    large = at_least(np.abs(difference), min_diff) & (difference != 0)
    out = np.where(sure & large, np.where(difference > 0, UP, DOWN), NONE).astype(object)
    out[test_method == "not_tested"] = UNTESTED
    return out


def smallest_differences(
    measure: npt.NDArray[np.object_],
    sd: FloatArray,
    declared: FloatArray,
    *,
    min_diff_pp: float = MIN_DIFF_PP,
    min_diff_index: float = MIN_DIFF_INDEX,
    min_diff_sd: float = MIN_DIFF_SD,
) -> FloatArray:
    """Return the smallest difference that is worth a mark, in the unit of each measure that is no share.

    Balance and NPS are differences of shares, so shares' `min_diff_pp` holds for them. An index goes from 0
    to 100, and `min_diff_index` is in its points: 5 by default, like shares, since an index of one yes-or-no
    item is a share. Any other mean has a unit of its own; its smallest difference is declared, or
    `min_diff_sd` standard deviations of everyone: 0.2 by default, which Cohen (1988, Statistical Power
    Analysis for the Behavioral Sciences, 2nd ed., section 2.2.3) calls a small effect.

    Args:
        measure: `balance`, `nps`, `index` or `mean`.
        sd: standard deviation of everyone on the question, in the unit of the measure.
        declared: what the question declares for its mean or index; NaN if nothing.
        min_diff_pp: for balance and NPS, in percentage points.
        min_diff_index: for indices, in points.
        min_diff_sd: for means, in standard deviations of everyone.

    Returns:
        One number a row; NaN where everyone's standard deviation is wanted and undefined.

    Raises:
        MethodError: if a smallest difference or a standard deviation is negative.
    """
    by_measure = np.where(measure == "index", min_diff_index, min_diff_sd * sd)
    own = np.where(np.isnan(declared), by_measure, declared)
    found = np.where(np.isin(measure, IN_POINTS), min_diff_pp, own)
    if bad := int(np.sum(found < 0)):
        raise MethodError("smallest_differences", "", f"{bad} smallest differences are negative")
    return found

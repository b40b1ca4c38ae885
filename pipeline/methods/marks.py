"""Marks: the words `up`, `down`, `none` and `not_tested` beside a difference.

Here belongs the rule that a difference is marked only if it is both sure enough and large enough. A mark is a
column, computed before any layout.

Not here: how sure a difference is (tests, false_discovery), and how a mark looks.
"""

import numpy as np
import numpy.typing as npt

from pipeline.methods.bad_input import BoolArray, FloatArray
from pipeline.methods.rounding import at_least

MIN_DIFF_PP = 5.0

UP, DOWN, NONE, UNTESTED = "up", "down", "none", "not_tested"


def marks(
    diff_pp: FloatArray,
    test_method: npt.NDArray[np.object_],
    significant: BoolArray,
    *,
    min_diff_pp: float = MIN_DIFF_PP,
) -> npt.NDArray[np.object_]:
    """Return the mark of every difference.

    Args:
        diff_pp: differences, percentage points, unrounded; NaN if undefined.
        test_method: the word of each test; `census` is marked on size alone, `not_tested` never.
        significant: marks of the differences that passed their family's false discovery rate.
        min_diff_pp: smallest difference that is worth a mark.

    Returns:
        `up`, `down`, `none` or `not_tested`.
    """
    sure = significant | (test_method == "census")
    large = at_least(np.abs(diff_pp), min_diff_pp)
    out = np.where(sure & large, np.where(diff_pp > 0, UP, DOWN), NONE).astype(object)
    out[test_method == "not_tested"] = UNTESTED
    return out

"""Division where the denominator can be 0: undefined is NaN, never infinity or a warning.

Here belongs the quotient itself and the per cent of a part in its whole.

Not here: which whole a part is divided by (bases).
"""

import numpy as np
import numpy.typing as npt

from pipeline.methods.bad_input import FloatArray


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """Return numerator / denominator, NaN where the denominator is 0; shapes are broadcast."""
    top, bottom = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    out = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def percent(part: npt.ArrayLike, whole: npt.ArrayLike) -> FloatArray:
    """Return 100·part / whole, NaN where the whole is 0.

    Multiplying first gives 28.5 for 57 of 200, where dividing first is a bit off. Everyone is exactly 100:
    the quotient can end a bit beside it, and the share would be neither degenerate nor within its limits.
    """
    some, everyone = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    out = ratio(100.0 * some, everyone)
    out = np.where(some <= everyone, np.minimum(out, 100.0), out)
    return np.where((some == everyone) & (everyone != 0), 100.0, out)

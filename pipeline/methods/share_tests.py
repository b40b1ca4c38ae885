"""The test of two shares: which test fits, its z and its p-value, for whole arrays.

Here belongs the comparison of two independent (or overlapping) groups on one option, from their shares,
effective sizes, sampling fractions and unweighted counts. Group against the rest, pairs of columns and nets
all come through here, so they can not differ in method.

Not here: where the two groups come from, families of tests, and marks.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from pipeline.methods.bad_input import (
    BoolArray,
    FloatArray,
    MethodError,
    floats,
    require_columns,
    require_fraction,
    require_share,
)
from pipeline.methods.bases import in_valid
from pipeline.methods.fisher import fisher_two_sided
from pipeline.methods.precision import MIN_N_EFF, effective_n
from pipeline.methods.rounding import at_least

MIN_EXPECTED = 5.0
# f multiplies ratios of counts and can miss 1 in the last bits.
_WHOLE = 1 - 1e-12

CENSUS, NOT_TESTED, DEGENERATE, FISHER, Z_TEST = "census", "not_tested", "degenerate", "fisher", "z"


@dataclass(frozen=True, eq=False)
class ShareSample:
    """One side of many comparisons; arrays of the same length.

    Attributes:
        p: share with the option, a fraction; NaN if nobody is in the base.
        n_eff: effective size of the base; NaN or 0 if nobody is in it.
        f: sampling fraction, 0 if there is no universe (NaN becomes 0).
        n: persons in the base, unweighted.
        option_n: persons with the option, unweighted.
    """

    p: FloatArray
    n_eff: FloatArray
    f: FloatArray
    n: FloatArray
    option_n: FloatArray

    def __post_init__(self) -> None:
        require_share(self.p, function="ShareSample")
        require_fraction(self.f, function="ShareSample")
        whole = (self.n >= 0) & (self.n == np.floor(self.n)) & (self.option_n == np.floor(self.option_n))
        bad = int(np.sum(~np.isnan(self.p) & ~(whole & (self.option_n >= 0) & (self.option_n <= self.n))))
        if bad:
            raise MethodError(
                "ShareSample", "n", f"{bad} rows have a negative or fractional count, or one above its base"
            )
        object.__setattr__(self, "f", np.clip(np.nan_to_num(self.f, nan=0.0), 0.0, 1.0))

    def pick(self, rows: BoolArray) -> "ShareSample":
        """Return the marked rows only."""
        return ShareSample(self.p[rows], self.n_eff[rows], self.f[rows], self.n[rows], self.option_n[rows])


@dataclass(frozen=True, eq=False)
class ShareTests:
    """What many comparisons of two shares gave; arrays of the same length, NaN where undefined."""

    diff_pp: FloatArray
    test_method: npt.NDArray[np.object_]
    z: FloatArray
    p_value: FloatArray


def in_base(cells: pd.DataFrame, base: str) -> BoolArray:
    """Tell which rows' option is counted in the base: of `valid` substantive and other ones, else all.

    Without a `role` column every row is in the base.
    """
    if base != "valid" or "role" not in cells.columns:
        return np.ones(len(cells), dtype=bool)
    return in_valid(cells["role"])


def share_sample(frame: pd.DataFrame, *, base: str, prefix: str = "", rows: BoolArray) -> ShareSample:
    """Make one side of the comparisons from sufficient statistics.

    A share is exactly 0 or 1 when the unweighted counts say so, whatever the last bits of the sums.

    Args:
        frame: has `<prefix>option_n`, `<prefix>option_w`, `<prefix><base>_n`, `…_w`, `…_w2` and `<prefix>f`.
        base: name of the base, as `valid`.
        prefix: `rest_` for the other side, else empty.
        rows: marks of the rows whose option is in the base; the others get no share.

    Returns:
        One row a row of `frame`.

    Raises:
        MethodError: if a column is missing or a value is impossible.
    """
    names = [
        f"{prefix}{name}" for name in ("option_n", "option_w", f"{base}_n", f"{base}_w", f"{base}_w2", "f")
    ]
    require_columns(frame, names, function="share_sample")
    option_n, option_w, n, w, w2, f = (floats(frame[name]) for name in names)
    some = rows & (n > 0)
    p = np.divide(option_w, w, out=np.full(n.shape, np.nan), where=some)
    p = np.where(some & (option_n == 0), 0.0, np.where(some & (option_n == n), 1.0, np.minimum(p, 1.0)))
    n_eff = np.where(some, effective_n(w, w2), np.nan)
    return ShareSample(p=p, n_eff=n_eff, f=f, n=n, option_n=option_n)


def pooled_share(first: ShareSample, second: ShareSample) -> FloatArray:
    """Return the share of both groups together, weighted by effective size."""
    with np.errstate(invalid="ignore"):
        both = first.n_eff * first.p + second.n_eff * second.p
        return np.asarray(both / (first.n_eff + second.n_eff))


def _choose(first: ShareSample, second: ShareSample, overlapping: BoolArray) -> npt.NDArray[np.object_]:
    """Name the test of every row: the first rule that fits."""
    share = pooled_share(first, second)
    testable = at_least(first.n_eff, MIN_N_EFF) & at_least(second.n_eff, MIN_N_EFF)
    extreme = np.zeros(share.shape, dtype=bool)
    for sample in (first, second):
        extreme |= (sample.p == 0) | (sample.p == 1)
        for part in (share, 1 - share):
            extreme |= ~at_least(sample.n_eff * part, MIN_EXPECTED)
    rules = [
        (NOT_TESTED, np.isnan(share)),
        (CENSUS, (first.f >= _WHOLE) & (second.f >= _WHOLE)),
        (NOT_TESTED, ~testable),
        (DEGENERATE, (share == 0) | (share == 1)),
        # Fisher's test needs two groups without a common person; there is no exact test of overlapping ones.
        (NOT_TESTED, extreme & overlapping),
        (FISHER, extreme),
    ]
    place = np.select([rows for _, rows in rules], range(len(rules)), default=len(rules))
    words = np.array([*(word for word, _ in rules), Z_TEST], dtype=object)
    return np.asarray(words[place], dtype=np.object_)


def compare_shares(
    first: ShareSample, second: ShareSample, *, overlap: FloatArray | None = None
) -> ShareTests:
    """Test p of the first against p of the second, row by row, two-sided, without continuity correction.

    z = (p1 - p2) / sqrt(p(1 - p)·[(1 - f1)/n_eff1 + (1 - f2)/n_eff2]) with the pooled share p. For groups
    that share persons the bracket is 1/n_eff1 + 1/n_eff2 - 2·Σ_both w² / (W1·W2).

    Args:
        first: the group.
        second: what it is compared with.
        overlap: Σ_both w² / (W1·W2) where the two can share persons; NaN (None: everywhere) where not.

    Returns:
        Difference in percentage points, test, z and p-value of every row.
    """
    covariance = np.full(first.p.shape, np.nan) if overlap is None else overlap
    overlapping = ~np.isnan(covariance)
    method = _choose(first, second, overlapping)
    z = np.full(first.p.shape, np.nan)
    p_value = z.copy()

    normal = method == Z_TEST
    share = pooled_share(first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(
            overlapping,
            1 / first.n_eff + 1 / second.n_eff - 2 * covariance,
            (1 - first.f) / first.n_eff + (1 - second.f) / second.n_eff,
        )
    # Two overlapping groups of the same persons have no difference to test.
    empty = normal & ~(spread > 0)
    method[empty], normal = DEGENERATE, normal & ~empty
    error = np.sqrt(share[normal] * (1 - share[normal]) * spread[normal])
    z[normal] = (first.p[normal] - second.p[normal]) / error
    p_value[normal] = 2 * ndtr(-np.abs(z[normal]))

    exact = method == FISHER
    counts = [side[exact].astype(np.int64) for side in (first.option_n, first.n, second.option_n, second.n)]
    p_value[exact] = fisher_two_sided(*counts)
    return ShareTests(diff_pp=100 * (first.p - second.p), test_method=method, z=z, p_value=p_value)

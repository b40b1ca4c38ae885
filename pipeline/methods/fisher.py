"""Fisher's exact test, two-sided, for many 2 x 2 tables at once.

Here belongs the test alone: unweighted counts in, p-values out. It is asked for only where the normal test of
two shares would not hold.

Not here: when that is (share_tests).
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from pipeline.methods.bad_input import FloatArray, MethodError

# Tables as likely as the observed one must count as such, although their logarithms differ in the last bits.
_TIE = 1e-7

Counts = npt.NDArray[np.int64]


def _require_tables(x_1: Counts, n_1: Counts, x_2: Counts, n_2: Counts) -> None:
    bad = int(np.sum((x_1 < 0) | (x_2 < 0) | (x_1 > n_1) | (x_2 > n_2)))
    if bad:
        raise MethodError("fisher_two_sided", "", f"{bad} tables have a count outside 0 to its base")


def fisher_two_sided(x_1: Counts, n_1: Counts, x_2: Counts, n_2: Counts) -> FloatArray:
    """Return the two-sided p-value of every table [[x_1, n_1 - x_1], [x_2, n_2 - x_2]].

    p is the probability, given the margins, of all tables that are at most as likely as the observed one. The
    hypergeometric probabilities of all tables stand in one long array, so there is no loop over tables.

    Args:
        x_1: persons with the option in the first group, unweighted.
        n_1: persons in the first group.
        x_2: persons with the option in the second group.
        n_2: persons in the second group.

    Returns:
        p-values in (0, 1]; 1 where the margins leave only one table.

    Raises:
        MethodError: if a count is negative or larger than its base.
    """
    _require_tables(x_1, n_1, x_2, n_2)
    if x_1.size == 0:
        return np.empty(0)
    total, with_option = n_1 + n_2, x_1 + x_2
    lowest = np.maximum(0, with_option - n_2)
    sizes = np.minimum(with_option, n_1) - lowest + 1
    first = np.cumsum(sizes) - sizes
    table = np.repeat(np.arange(x_1.size), sizes)
    k = np.arange(int(sizes.sum())) - first[table] + lowest[table]
    log_factorial = gammaln(np.arange(int(total.max()) + 1) + 1.0)
    # The factorials of the margins are the same for every table of a test and cancel.
    log_weight = -(
        log_factorial[k]
        + log_factorial[(with_option[table] - k)]
        + log_factorial[(n_1[table] - k)]
        + log_factorial[(n_2 - with_option)[table] + k]
    )
    weight = np.exp(log_weight - np.maximum.reduceat(log_weight, first)[table])
    observed = weight[first + x_1 - lowest]
    as_extreme = np.where(weight <= observed[table] * (1 + _TIE), weight, 0.0)
    return np.minimum(np.add.reduceat(as_extreme, first) / np.add.reduceat(weight, first), 1.0)

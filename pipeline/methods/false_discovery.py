"""False discovery: Benjamini-Hochberg within families of tests.

Here belongs what depends on a whole family at once: its id, its size, the q-value of each test, and the
cut-off that a net, which is no member of the family, is held to. A test without a p-value (not tested,
census, degenerate) gets no q-value and does not count in the family's size.

Not here: how a p-value comes about, and the mark that a q-value leads to.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import FloatArray, MethodError, floats, refuse_where, require_columns
from pipeline.methods.keys import find_rows, first_rows, key_codes

Q = 0.05
# One question x one demographic: all options x all tested groups.
FAMILY_KEYS = ("report_id", "question_id", "demographic_id")

_SEPARATOR = "/"


def require_p_values(p_value: FloatArray, *, function: str) -> None:
    """Refuse p-values outside [0, 1]; NaN (not tested) passes.

    Raises:
        MethodError: with the number of such values.
    """
    bad = int(np.sum((p_value < 0) | (p_value > 1)))
    if bad:
        raise MethodError(function, "p_value", f"{bad} p-values are outside [0, 1]")


def benjamini_hochberg(
    p_value: FloatArray, family: npt.NDArray[np.int64]
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Return the q-value of every test, and the size of its family.

    q of the test with rank i among m is the smallest p_(j)·m/j over j ≥ i, and at most 1
    (Benjamini and Hochberg 1995).

    Args:
        p_value: p-values in [0, 1], NaN where nothing was tested.
        family: whole numbers from 0 that tell the families apart, one a test.

    Returns:
        q-values (NaN where p is), and the number of tests in the family, on every row.

    Raises:
        MethodError: if a p-value is outside [0, 1].
    """
    require_p_values(p_value, function="benjamini_hochberg")
    q_value = np.full(p_value.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p_value))
    families = int(family.max()) + 1 if family.size else 0
    sizes = np.bincount(family[tested], minlength=families).astype(np.int64)
    order = tested[np.lexsort((p_value[tested], family[tested]))]
    block = family[order]
    first = np.cumsum(sizes) - sizes
    rank = np.arange(order.size) - first[block] + 1
    stepped = np.minimum(p_value[order] * sizes[block] / rank, 1.0)
    # The running minimum goes from the largest p to the smallest, apart in every family.
    smallest = pd.Series(stepped[::-1]).groupby(block[::-1], sort=False).cummin().to_numpy()[::-1]
    q_value[order] = smallest
    size = sizes[family] if family.size else family.copy()
    return q_value, np.asarray(size, dtype=np.int64)


def _family_ids(frame: pd.DataFrame, keys: Sequence[str], codes: npt.NDArray[np.int64]) -> pd.Series:
    """Spell each family as its keys, joined; once a family, not once a row."""
    heads = frame[list(keys)].iloc[first_rows(codes)]
    names = [_SEPARATOR.join(map(str, key)) for key in zip(*(heads[name] for name in keys), strict=True)]
    return pd.Series(pd.array(names, dtype="str").take(codes), index=frame.index)


def add_q_values(frame: pd.DataFrame, *, family: Sequence[str] = FAMILY_KEYS) -> pd.DataFrame:
    """Add `family_id`, `family_size` and `q_value` to a frame of tests.

    Args:
        frame: one row a test, with `p_value` (NULL where not tested) and the columns of `family`.
        family: columns whose distinct values are the families.

    Returns:
        A new frame with the three columns.

    Raises:
        MethodError: if a column is missing, or a p-value is outside [0, 1].
    """
    require_columns(frame, ["p_value", *family], function="add_q_values")
    codes = key_codes(frame, family)
    q_value, size = benjamini_hochberg(floats(frame["p_value"]), codes)
    return frame.assign(family_id=_family_ids(frame, family, codes), family_size=size, q_value=q_value)


def family_cutoffs(tests: pd.DataFrame, *, family: Sequence[str] = FAMILY_KEYS, q: float = Q) -> pd.DataFrame:
    """Return the p-value that a test outside the family has to reach: q·max(k, 1)/m.

    m is the number of tests in the family, k how many of them have a q-value of at most `q`.

    Args:
        tests: one row a test of the family, with `q_value` and the columns of `family`.
        family: columns whose distinct values are the families.
        q: share of false discoveries that is accepted.

    Returns:
        One row a family: its keys, `family_size` and `p_crit` (NULL if nothing in it was tested).

    Raises:
        MethodError: if a column is missing.
    """
    require_columns(tests, ["q_value", *family], function="family_cutoffs")
    q_value = floats(tests["q_value"])
    codes = key_codes(tests, family)
    out = tests[list(family)].iloc[first_rows(codes)].reset_index(drop=True)
    size = np.bincount(codes[~np.isnan(q_value)], minlength=len(out))
    discoveries = np.maximum(np.bincount(codes[reaches_q(q_value, q=q)], minlength=len(out)), 1)
    p_crit = np.divide(q * discoveries, size, out=np.full(size.shape, np.nan), where=size > 0)
    return out.assign(family_size=size, p_crit=p_crit)


def reaches_q(q_value: FloatArray, *, q: float = Q) -> npt.NDArray[np.bool_]:
    """Tell which q-values are at most `q`, with room for float noise; NaN is not."""
    return np.asarray(q_value <= q + 1e-9)


def hold_to_family(
    outside: pd.DataFrame, tests: pd.DataFrame, *, family: Sequence[str] = FAMILY_KEYS
) -> pd.DataFrame:
    """Give tests that are no members of a family (nets) the cut-off of the family they stand beside.

    Args:
        outside: one row a test, with the columns of `family`.
        tests: the tests of the families, from `add_q_values`.
        family: columns whose distinct values are the families.

    Returns:
        A new frame: `outside` with `family_id`, `family_size` and `p_crit`.

    Raises:
        MethodError: if a column is missing, or a row's family has no tests.
    """
    function = "hold_to_family"
    require_columns(outside, family, function=function)
    require_columns(tests, ["family_id", *family], function=function)
    cutoffs = family_cutoffs(tests, family=family)
    cutoffs["family_id"] = tests["family_id"].array.take(first_rows(key_codes(tests, family)))
    place = find_rows(outside, cutoffs, family)
    reason = "no options were tested in this family; test them first"
    refuse_where(place < 0, function=function, frame=outside, keys=family, reason=reason)
    found = {name: cutoffs[name].array.take(place) for name in ("family_id", "family_size", "p_crit")}
    return outside.assign(**found)


def reaches_cutoff(outside: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which rows' `p_value` is at most their `p_crit`, with room for float noise; NULL is not."""
    return np.asarray(floats(outside["p_value"]) <= floats(outside["p_crit"]) * (1 + 1e-9))

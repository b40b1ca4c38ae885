"""Keys of several columns, as one: numbering them, and finding the row of another frame that has the same.

Here belongs what looks at a key as a whole. Each column becomes whole numbers once and the numbers are put
together, which is many times faster than comparing texts row by row; categories are numbers already.

Not here: the refusal of a key that occurs twice or is NULL (bad_input).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]

_MOST = 2**62


def _numbers(column: pd.Series) -> tuple[Codes, int]:
    """Number the distinct values of a column from 0, NULL among them, and say how many numbers there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, size = column.cat.codes.to_numpy(), len(column.cat.categories)
    else:
        codes, values = pd.factorize(column)
        size = len(values)
    # NULL is −1.
    return codes.astype(np.int64) + 1, size + 1


def _whole_keys(columns: Sequence[pd.Series]) -> Codes:
    """Give each key a whole number, as the digits of a number in which every column is a place."""
    codes, span = _numbers(columns[0])
    for column in columns[1:]:
        more, size = _numbers(column)
        if span > _MOST // size:
            codes, found = pd.factorize(codes)
            span = len(found)
        codes, span = codes * size + more, span * size
    return codes


def key_codes(frame: pd.DataFrame, keys: Sequence[str]) -> Codes:
    """Number the distinct keys of a frame from 0, in order of appearance; NULL is a value like others."""
    if not keys:
        return np.zeros(len(frame), dtype=np.int64)
    return np.asarray(pd.factorize(_whole_keys([frame[name] for name in keys]))[0], dtype=np.int64)


def first_rows(codes: Codes) -> Codes:
    """Return the position of the first row of each code of `key_codes`."""
    out = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    # Of several rows of a code the first is written last, and stays.
    out[codes[::-1]] = np.arange(codes.size)[::-1]
    return out


def find_rows(wanted: pd.DataFrame, table: pd.DataFrame, keys: Sequence[str]) -> Codes:
    """Return where in `table` the key of each row of `wanted` comes first; −1 where it does not."""
    known = np.ones(len(table), dtype=bool)
    both = []
    for name in keys:
        theirs, mine = table[name], wanted[name]
        if isinstance(mine.dtype, pd.CategoricalDtype) and theirs.dtype != mine.dtype:
            is_null = theirs.isna().to_numpy(dtype=bool)
            codes = mine.cat.categories.get_indexer(pd.Index(theirs))
            theirs = pd.Series(pd.Categorical.from_codes(codes, dtype=mine.dtype))
            # What is no category of `wanted` became NULL, which is a key that others may have.
            known &= is_null | (codes >= 0)
        both.append(pd.concat([theirs, mine], ignore_index=True))
    found = pd.factorize(_whole_keys(both))[0]
    place = np.full(int(found.max(initial=-1)) + 1, -1, dtype=np.int64)
    # Of several rows of a key the first is written last, and stays.
    rows = np.flatnonzero(known)[::-1]
    place[found[rows]] = rows
    return place[found[len(table) :]]


def repeated_keys(frame: pd.DataFrame, keys: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Mark the rows whose key an earlier row has."""
    codes = key_codes(frame, keys)
    is_first = np.zeros(codes.size, dtype=bool)
    is_first[first_rows(codes)] = True
    return ~is_first

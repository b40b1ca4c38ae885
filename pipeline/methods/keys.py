"""Keys of several columns, as one: numbering them, and finding the row of another frame that has the same.

Here belongs what looks at a key as a whole. Each column becomes whole numbers once and the numbers are put
together, which is many times faster than comparing texts row by row; categories are numbers already.

Not here: the refusal of a key that occurs twice or is NULL (bad_input).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]

_MOST = 2**62


def _numbers(column: pd.Series) -> tuple[Codes, int]:
    """Number the distinct values of a column from 0, NULL with −1, and say how many there are."""
    if isinstance(values := column.array, pd.Categorical):
        return values.codes, len(values.categories)
    codes, found = pd.factorize(column)
    return codes, len(found)


def _same_numbers(first: pd.Series, second: pd.Series) -> tuple[Codes, int]:
    """Number the values of two columns alike, one below the other."""
    values, others = first.array, second.array
    if not isinstance(values, pd.Categorical):
        return _numbers(pd.concat([first, second], ignore_index=True))
    size = len(values.categories)
    # Types with the same categories in another order are equal, and their codes are not.
    if isinstance(others, pd.Categorical) and others.categories.equals(values.categories):
        theirs = others.codes
    else:
        theirs = values.categories.get_indexer(pd.Index(second))
        # What is no category of the first is not NULL, which is a value that the first may have.
        theirs[(theirs < 0) & second.notna().to_numpy(dtype=bool)] = size
    return np.concatenate([values.codes, theirs]), size + 1


def _together(columns: Iterable[tuple[Codes, int]], *, rows: int) -> Codes:
    """Number the distinct keys from 0, in order of appearance: every column is a digit of a whole number."""
    keys, span = np.zeros(rows, dtype=np.int64), 1
    for codes, values in columns:
        # A column of one value tells no keys apart.
        if rows == 0 or codes.min() == codes.max():
            continue
        size = values + 1
        if span > _MOST // size:
            keys, found = pd.factorize(keys)
            span = len(found)
        keys, span = keys * size + codes, span * size
    return np.asarray(pd.factorize(keys)[0], dtype=np.int64)


def key_codes(frame: pd.DataFrame, keys: Sequence[str]) -> Codes:
    """Number the distinct keys of a frame from 0, in order of appearance; NULL is a value like others."""
    return _together((_numbers(frame[name]) for name in keys), rows=len(frame))


def first_rows(codes: Codes) -> Codes:
    """Return the position of the first row of each code of `key_codes`."""
    out = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    # Of several rows of a code the first is written last, and stays.
    out[codes[::-1]] = np.arange(codes.size)[::-1]
    return out


def find_rows(wanted: pd.DataFrame, table: pd.DataFrame, keys: Sequence[str]) -> Codes:
    """Return where in `table` the key of each row of `wanted` comes first; −1 where it does not."""
    if table.empty:
        return np.full(len(wanted), -1, dtype=np.int64)
    columns = (_same_numbers(wanted[name], table[name]) for name in keys)
    found = _together(columns, rows=len(wanted) + len(table))
    place = np.full(int(found.max(initial=-1)) + 1, -1, dtype=np.int64)
    # Of several rows of a key the first is written last, and stays.
    place[found[len(wanted) :][::-1]] = np.arange(len(table))[::-1]
    return place[found[: len(wanted)]]


def values_at(values: npt.NDArray[np.float64], place: Codes) -> npt.NDArray[np.float64]:
    """Return the values at the places that `find_rows` found; NaN where it found none."""
    # Place −1 is the last.
    return np.append(values, np.nan)[place]


def repeated_keys(frame: pd.DataFrame, keys: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Mark the rows whose key an earlier row has."""
    codes = key_codes(frame, keys)
    is_first = np.zeros(codes.size, dtype=bool)
    is_first[first_rows(codes)] = True
    return ~is_first


def null_keys(frame: pd.DataFrame, keys: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Mark the rows in which a column of the key is NULL."""
    null = np.zeros(len(frame), dtype=bool)
    for name in keys:
        null |= np.asarray(frame[name].array.isna())
    return null

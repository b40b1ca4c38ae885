"""Cells to the columns of an `Export`'s frame.

Belongs here: the two dtypes, and text as the one canonical form of a number. Does not: any reading of files.
"""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

_TEXT = pd.StringDtype(storage="pyarrow", na_value=float("nan"))
_EXACT = 1e15  # below it every whole float is written without an exponent, and is exact


def text_column(cells: Iterable[str | None]) -> "pd.Series[str]":
    """Cells as text; an empty cell and None are missing. White space is kept: it is a value as written."""
    array = pa.array([cell or None for cell in cells], type=pa.large_string())
    return pd.Series(pd.array(array, dtype=_TEXT))


def number_text(value: float, decimal: str = ".") -> str:
    """The canonical text of a number: `1`, not `1.0`; `4.5`; the shortest text that gives the same number."""
    if float(value).is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(float(value)).replace(".", decimal)

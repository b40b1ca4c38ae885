"""SPSS dates and times as ISO 8601 text.

Belongs here: seconds since 14 October 1582 to text, for the formats that have an ISO form. Does not:
quarters, months and weeks (QYR, MOYR, WKYR), which stay the numbers that they are.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.readers.export import Kind
from pipeline.readers.frames import number_text, text_column

_KINDS: dict[str, Kind] = {
    "DATE": "date",
    "ADATE": "date",
    "EDATE": "date",
    "JDATE": "date",
    "SDATE": "date",
    "DATETIME": "datetime",
    "YMDHMS": "datetime",
    "TIME": "time",
}
_EPOCH = np.datetime64("1582-10-14", "s")
_DAY = 86_400
# Seconds from the epoch to the edges of years 1 to 9999, which Python and most databases have.
_FIRST = float((np.datetime64("0001-01-01", "s") - _EPOCH).astype("int64"))
_LAST = float((np.datetime64("9999-12-31T23:59:59", "s") - _EPOCH).astype("int64"))


def kind_of(print_format: str | None) -> Kind:
    """What a number column with this print format (`F8.2`, `EDATE10`) holds."""
    match = re.match(r"[A-Z]+", (print_format or "").upper())
    return _KINDS.get(match[0], "number") if match else "number"


def moment_column(seconds: "pd.Series[float]", kind: Kind) -> tuple["pd.Series[str]", int]:
    """Seconds as text.

    Args:
        seconds: float64 seconds since 1582-10-14 (a `time`: since midnight), NaN for a blank.
        kind: `date`, `datetime` or `time`.

    Returns:
        The texts, and how many values have no such text (a year after 9999, a time of 24 hours or more).
        Those keep their number of seconds, which no later step can take for a date.
    """
    values = seconds.to_numpy(dtype="float64")
    low, high = (0.0, float(_DAY) - 1e-6) if kind == "time" else (_FIRST, _LAST)
    fits = (values >= low) & (values <= high)
    texts = np.full(len(values), None, dtype=object)
    texts[fits] = _iso(values[fits], kind)
    odd = ~fits & ~np.isnan(values)
    texts[odd] = [number_text(value) if np.isfinite(value) else repr(value) for value in values[odd]]
    return text_column(texts), int(odd.sum())


def moment_text(seconds: float, kind: Kind) -> str:
    """`moment_column` for one value, as codes of labels and missing values have it."""
    return str(moment_column(pd.Series([seconds], dtype="float64"), kind)[0].iloc[0])


def _iso(seconds: NDArray[np.floating], kind: Kind) -> NDArray[np.str_]:
    texts: NDArray[np.str_]
    whole = np.floor(seconds)
    start = np.datetime64("2000-01-01", "s") if kind == "time" else _EPOCH
    moments = start + whole.astype("timedelta64[s]")
    if kind == "date":
        texts = np.datetime_as_string(moments, unit="D")
    elif (whole == seconds).all():
        texts = np.datetime_as_string(moments, unit="s")
    else:
        micros = np.round((seconds - whole) * 1e6).astype("timedelta64[us]")
        texts = np.datetime_as_string(moments.astype("datetime64[us]") + micros, unit="us")
    if kind == "time":
        texts = np.array([text[11:] for text in texts])
    return texts

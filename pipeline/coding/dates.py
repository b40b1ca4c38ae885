"""Dates: whether a cell holds one, by the declared format or ISO 8601.

Belongs here: reading a date column for its answer states. Dates themselves are in no table.
"""

import re
from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pandas as pd

from pipeline.coding.values import BLANK, INVALID, VALUE, Words, canonical
from pipeline.survey.questions import Value

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}.*)?")


def read_dates(cells: pd.Series, missing: Mapping[Value, str], date_format: str | None) -> Words:
    """What each cell is: `value`, `blank`, `invalid`, or a state that its value stands for.

    Args:
        cells: The cells of one column.
        missing: Values that stand for a state.
        date_format: The declared `strptime` format; ISO 8601, which every reader gives for dates, always
            fits.
    """
    states = {canonical(value): state for value, state in missing.items()}
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    kinds = np.full(len(distinct) + 1, BLANK, dtype=object)
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text in states:
            kinds[i] = states[text]
        elif text:
            kinds[i] = VALUE if is_date(text, date_format) else INVALID
    return kinds[positions]


def is_date(text: str, date_format: str | None) -> bool:
    """Whether a text is a day that exists, in the declared format or ISO 8601."""
    if _ISO.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return False
        return True
    if date_format is None:
        return False
    try:
        datetime.strptime(text, date_format)  # noqa: DTZ007  a day has no time zone
    except ValueError:
        return False
    return True

"""Dates that people answer: whether a cell holds one, for its answer state.

Belongs here: reading a question's column. Dates themselves are in no table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.moments import Clock, read_moment
from pipeline.coding.ticks import Flags
from pipeline.coding.values import BLANK, INVALID, VALUE, Words, canonical
from pipeline.survey.questions import Value


@dataclass(frozen=True)
class Dates:
    """A column of dates, read.

    Attributes:
        cells: What each cell is: `value`, `blank`, `invalid`, or a state that its value stands for.
        skipped: Where it is a time that the clocks skipped; these cells are invalid too.
    """

    cells: Words
    skipped: Flags


def read_dates(cells: pd.Series, missing: Mapping[Value, str], clock: Clock) -> Dates:
    """Read a column of dates or times.

    Args:
        cells: The cells.
        missing: Values that stand for a state.
        clock: How the export writes times.
    """
    states = {canonical(value): state for value, state in missing.items()}
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    kinds = np.full(len(distinct) + 1, BLANK, dtype=object)
    skipped = np.zeros(len(distinct) + 1, dtype=bool)
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text in states:
            kinds[i] = states[text]
        elif text:
            moment = read_moment(text, clock)
            skipped[i] = moment is not None and moment.is_skipped
            kinds[i] = INVALID if moment is None or moment.is_skipped else VALUE
    return Dates(kinds[positions], skipped[positions])

"""The word beside a NULL: why a number is undefined.

Here belongs the closed list of words and how they are put into the column `stat_note`. A row keeps the first
word that it was given, since the earliest reason (no base) explains all later ones; only `no_universe`, which
remarks on a number that is there, gives way.

Not here: the sentences that a reader sees for these words.
"""

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import BoolArray

StatNote = Literal["no_base", "census", "small_base", "degenerate", "no_universe", "break"]
STAT_NOTES: tuple[StatNote, ...] = get_args(StatNote)
REMARK: StatNote = "no_universe"


def with_notes(frame: pd.DataFrame, marks: Mapping[StatNote, BoolArray]) -> pd.Series:
    """Return the column `stat_note` of a frame with new words added where there was none.

    Args:
        frame: rows, with or without a column `stat_note`.
        marks: per word, the rows that it applies to; earlier words win.

    Returns:
        A text series with the frame's index, NULL where all is defined.
    """
    words = np.full(len(frame), None, dtype=object)
    for word, rows in reversed(list(marks.items())):
        words[rows] = word
    new = pd.Series(words, index=frame.index, dtype="str", name="stat_note")
    if "stat_note" not in frame.columns:
        return new
    old = frame["stat_note"].astype("str")
    return old.where(old != REMARK).fillna(new).fillna(old)

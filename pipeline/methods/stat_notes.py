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
    words: list[str] = list(marks)
    codes = np.full(len(frame), -1)
    for place, rows in reversed(list(enumerate(marks.values()))):
        codes[rows] = place
    if "stat_note" in frame.columns:
        old, old_words = pd.factorize(frame["stat_note"])
        reasons = [place for place, word in enumerate(old_words) if word != REMARK]
        # The old words stand after the new ones.
        old_codes = np.where(old < 0, -1, old + len(words))
        codes = np.where(np.isin(old, reasons) | (codes < 0), old_codes, codes)
        words += [str(word) for word in old_words]
    notes = pd.array(words, dtype="str").take(codes, allow_fill=True)
    return pd.Series(notes, index=frame.index, name="stat_note")

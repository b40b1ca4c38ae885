"""Questions with several answers whose columns each hold one of them: first mentioned, second mentioned, ….

Belongs here: from mentions to ticks. That somebody mentioned nothing does not prove that the question
was seen.
"""

import numpy as np

from pipeline.coding.coder import Coder
from pipeline.coding.ticks import Flags
from pipeline.coding.values import (
    BLANK,
    INVALID,
    VALUE,
    Floats,
    Words,
    code_column,
    label_conflicts,
    value_map,
)

STATES = ("unknown_blank", "skipped", "not_asked")
"""What blanks of several columns may say, the first of them that any says."""


def mentioned(coder: Coder) -> tuple[dict[str, Floats], dict[str, Words], Flags | None]:
    """Ticks from columns that each hold one of the chosen options, as `ticks` from a column an option."""
    meanings = value_map(coder.options, coder.binding.recode, coder.missing)
    codes, kinds = [], []
    for position in coder.parts.values():
        coded = code_column(coder.source.cells(position), meanings)
        coder.unknown(position, coded.cells == INVALID, list(coded.unknown), among_options=True)
        column = coder.source.columns[position]
        coder.refuse(*label_conflicts(column, coder.options, meanings, coder.labels))
        codes.append(coded.codes)
        kinds.append(coded.cells)
    cells = _cells(np.column_stack(kinds))
    chosen = np.column_stack(codes)
    answered: Flags = cells == VALUE
    ticks = {
        option.id: np.where(answered, (chosen == option.code).any(axis=1).astype(float), np.nan)
        for option in coder.options
    }
    if coder.question.blank_is_none:
        coder.note("blank_is_none does nothing for mentions: nothing mentioned stays no answer")
    return ticks, {option.id: cells for option in coder.options}, None


def _cells(kinds: Words) -> Words:
    """What a respondent's mentions are together: an answer when there is any, invalid when one is."""
    found = np.full(len(kinds), BLANK, dtype=object)
    for state in STATES[::-1]:
        found[(kinds == state).any(axis=1)] = state
    found[(kinds == VALUE).any(axis=1)] = VALUE
    found[(kinds == INVALID).any(axis=1)] = INVALID
    return found

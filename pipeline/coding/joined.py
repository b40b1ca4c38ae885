"""Answers that an export joins in one cell, split into ticks.

Belongs here: what a cell's text means in the codebook's options. The splitting itself is the readers'.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.values import BLANK, INVALID, VALUE, Floats, Words, canonical
from pipeline.readers.joined import split_joined
from pipeline.survey.questions import Option, Value

_REST = "\0rest"
"""Stands for a text that no option explains; no export can hold it."""


@dataclass(frozen=True)
class Joined:
    """A column of joined answers, split.

    Attributes:
        ticks: Option id to 1, 0 or missing.
        cells: What each cell is.
        ambiguous: How many cells can be read in more than one way; they are invalid.
        unknown: Where a cell holds something that is no option.
    """

    ticks: dict[str, Floats]
    cells: Words
    ambiguous: int
    unknown: np.ndarray


def split_cells(
    cells: pd.Series, options: tuple[Option, ...], separator: str, missing: Mapping[Value, str]
) -> Joined:
    """Ticks from one column that joins the chosen options.

    Where an option has the role `other`, a text at the end that no option explains is that option.

    Args:
        cells: The cells.
        options: The question's options, known by their codes, texts and `match`.
        separator: What the export joins them with.
        missing: Whole cells that stand for a state.
    """
    wordings = _wordings(options)
    other = next((o.id for o in options if o.role == "other"), None)
    states = {canonical(value): state for value, state in missing.items()}
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    table = np.zeros((len(distinct) + 1, len(options)))
    kinds = np.full(len(distinct) + 1, BLANK, dtype=object)
    unknown = np.zeros(len(distinct) + 1, dtype=bool)
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text == "" or text in states:
            kinds[i] = states.get(text, BLANK)
            continue
        found = split_joined(text, wordings, separator, other=_REST)
        chosen = None if found is None else {wordings.get(w, other) for w in found}
        unknown[i] = chosen is not None and None in chosen
        kinds[i] = INVALID if chosen is None or unknown[i] else VALUE if chosen else BLANK
        if kinds[i] == VALUE and chosen:
            table[i] = [o.id in chosen for o in options]
    column = kinds[positions]
    ticks = {o.id: np.where(column == VALUE, table[positions, j], np.nan) for j, o in enumerate(options)}
    ambiguous = int((column == INVALID).sum() - unknown[positions].sum())
    return Joined(ticks, column, ambiguous, unknown[positions])


def _wordings(options: tuple[Option, ...]) -> dict[str, str]:
    """What an option may be called in a cell, to its id; codes before texts."""
    found: dict[str, str] = {}
    for option in options:
        found.setdefault(str(option.code), option.id)
    for option in options:
        for wording in (*option.match, *option.text.all()):
            found.setdefault(str(wording), option.id)
    return found

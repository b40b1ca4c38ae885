"""Rankings that an export joins in one cell, `Ro;Orden;Fred;`: the place of each thing.

Belongs here: from the order in a cell to a place a thing. The splitting itself is the readers'; rankings with
a column a thing are coded as rows of a grid.
"""

import numpy as np
import pandas as pd

from pipeline.coding.binding import WHOLE
from pipeline.coding.coder import Coder
from pipeline.coding.values import BLANK, INVALID, VALUE, canonical
from pipeline.readers.joined import split_ordered
from pipeline.survey.variables import question_column


def code_ranking(coder: Coder) -> None:
    """Code a ranking from one column. What a person left out of it is blank."""
    position = coder.parts[WHOLE]
    positions, distinct = pd.factorize(coder.source.cells(position), use_na_sentinel=True)
    names = {name: item.id for item in coder.question.items for name in _names(coder, item.id)}
    states = {canonical(value): state for value, state in coder.missing.items()}
    codes = {option.code for option in coder.options}
    kinds = {item.id: np.full(len(distinct) + 1, BLANK, dtype=object) for item in coder.question.items}
    places = {item.id: np.full(len(distinct) + 1, np.nan) for item in coder.question.items}
    for i, value in enumerate(distinct):
        text = canonical(value)
        order = None if text in states else split_ordered(text, names, str(coder.binding.separator))
        for found in kinds.values():
            found[i] = states.get(text, INVALID if order is None else BLANK)
        for place, name in enumerate(order or (), start=1):
            kinds[names[name]][i] = VALUE if place in codes else INVALID
            places[names[name]][i] = place if place in codes else np.nan
    wrong = next(iter(kinds.values()))[positions] == INVALID
    if wrong.any():
        coder.problem(position, wrong, "hold something that is no order of the items; give each its text")
    for item in coder.question.items:
        coder.answers.codes[question_column(coder.question, item.id)] = places[item.id][positions]
        coder.store(item.id, kinds[item.id][positions])


def _names(coder: Coder, identity: str) -> list[str]:
    """What a cell may call an item."""
    item = next(item for item in coder.question.items if item.id == identity)
    return [*map(str, item.match), *item.text.all()]

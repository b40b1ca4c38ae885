"""Rankings by place: joined in one cell, `Ro;Orden;Fred;`, or a column for the first, the second, ….

Belongs here: from an order to a place a thing. The splitting itself is the readers'; rankings with a column a
thing are coded as rows of a grid.
"""

import numpy as np
import pandas as pd

from pipeline.coding.binding import WHOLE
from pipeline.coding.coder import Coder
from pipeline.coding.mentions import STATES
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


def code_places(coder: Coder) -> None:
    """Code a ranking with a column a place, which holds the thing that a person put there.

    What a person left out is blank, or what the cells without a thing say. A thing with two places has none
    that counts.
    """
    rows = len(coder.source.rows)
    items = [item.id for item in coder.question.items]
    names = {canonical(name): item for item in items for name in _names(coder, item)}
    known = {option.code for option in coder.options}
    states = {canonical(value): state for value, state in coder.missing.items()}
    places = {item: np.full(rows, np.nan) for item in items}
    kinds = {item: np.full(rows, BLANK, dtype=object) for item in items}
    for place, position in enumerate(coder.parts.values(), start=1):
        texts = coder.source.cells(position).map(canonical, na_action="ignore")
        _note_unknown(coder, position, texts, {*names, *states})
        for state in STATES[::-1]:
            blank = texts.map(states).eq(state).to_numpy()
            for item in items:
                kinds[item][blank & (kinds[item] == BLANK)] = state
        things = texts.map(names)
        for item in items:
            here = things.eq(item).to_numpy()
            twice = here & ~np.isnan(places[item])
            coder.warn(twice, f"put «{item}» on two places, which counts as invalid")
            kinds[item][here] = VALUE if place in known else INVALID
            places[item][here] = place if place in known else np.nan
            kinds[item][twice], places[item][twice] = INVALID, np.nan
    for item in items:
        coder.answers.codes[question_column(coder.question, item)] = places[item]
        coder.store(item, kinds[item])


def _note_unknown(coder: Coder, position: int, texts: "pd.Series[str]", known: set[str]) -> None:
    wrong = (texts.notna() & ~texts.isin(known)).to_numpy()
    if wrong.any():
        what = "hold something that is no item of the ranking; give each its text or match"
        coder.problem(position, wrong, what)


def _names(coder: Coder, identity: str) -> list[str]:
    """What a cell may call an item."""
    item = next(item for item in coder.question.items if item.id == identity)
    return [*map(str, item.match), *item.text.all()]

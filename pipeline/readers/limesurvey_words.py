"""LimeSurvey's own words and numbers in a CSV export, for yes, no and nothing, as its codes.

Belongs here: telling them. Long answers write `Yes`, `No` and `N/A` under the options of a question with
several answers; an export may be set to write 1 for `Y` and 2 for `N`, and then writes 2 for what was left
empty too, so that a blank is a question that was never shown.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, by_distinct, named
from pipeline.readers.export import SourceColumn
from pipeline.readers.limesurvey_structure import SEVERAL, YES_NO, Question
from pipeline.readers.markers import NOT_SHOWN, NOT_SHOWN_AS_ANSWER, OWN_WORDS

_YES, _NO = frozenset(("Yes", "Ja")), frozenset(("No", "Nei"))
_CHOSEN_OF_TWO = _YES | _NO | {"Female", "Male", "Kvinne", "Mann"}
_NOTHING = "N/A"
_CHOSEN, _NOT_CHOSEN = "1", ("0", "2")
_BLANK = ""
_FEW = 4
_LOOK = 1_000  # rows that tell whether a column can hold so few words
Words = dict[str, str]
"""What a cell holds, empty for a blank one, to the code that it stands for."""


def in_codes(columns: Sequence[SourceColumn], cells: pa.Table, questions: Mapping[str, Question]) -> pa.Table:
    """A CSV export's cells with the platform's codes: `Y`, `N`, blank, and the mark of the never shown."""
    held = [_few_words(column) for column in cells.columns]
    blocks: dict[str, set[str]] = {}
    for column, words in zip(columns, held, strict=True):
        if column.block:
            blocks.setdefault(column.block, set()).update(words)
    ticks = {block: _ticks(words, questions.get(block)) for block, words in blocks.items()}
    answers = []
    for column, words, data in zip(columns, held, cells.columns, strict=True):
        if column.block:
            meanings = ticks[column.block]
        elif column.id.endswith(OWN_WORDS):
            meanings = _beside(ticks.get(column.id.removesuffix(OWN_WORDS), {}))
        else:
            meanings = _one_of_two(words, questions.get(column.id))
        answers.append(_translated(_no_markers(data), meanings))
    return named(answers)


def _few_words(column: pa.ChunkedArray) -> set[str]:
    """The different texts of a column; a set that is no answer's if there are many."""
    many = {_BLANK}
    if len(pc.unique(column.slice(0, _LOOK))) > _FEW:
        return many
    found = pc.unique(column.drop_null())
    return set(found.to_pylist()) if len(found) <= _FEW else many


def _ticks(words: set[str], question: Question | None) -> Words:
    """What cells under the options of a question stand for; nothing if it has not several answers."""
    is_several = question is not None and question.kind in SEVERAL
    rest = words - _YES - _NO
    fits = len(rest) <= 1 if is_several else question is None and rest == {_NOTHING}
    if fits and words & (_YES | _NO):
        return dict.fromkeys(_YES, "Y") | dict.fromkeys(_NO, "N") | dict.fromkeys(rest, NOT_SHOWN)
    for number in _NOT_CHOSEN:
        if is_several and number in words and words <= {_CHOSEN, number}:
            return {_CHOSEN: "Y", number: "N", _BLANK: NOT_SHOWN}
    return {}


def _beside(ticks: Words) -> Words:
    """What cells for an answer of one's own stand for, beside such options."""
    return {
        word: _BLANK if code == "N" else code
        for word, code in ticks.items()
        if code != "Y" and (word in {_BLANK, _NOTHING} or word in _NOT_CHOSEN)
    }


def _one_of_two(words: set[str], question: Question | None) -> Words:
    """What cells of a yes-no question stand for: `N/A` is any blank."""
    if _NOTHING in words and words - {_NOTHING} <= _CHOSEN_OF_TWO:
        return {_NOTHING: _BLANK}
    if question is not None and question.kind == YES_NO and words <= {_CHOSEN, "2"}:
        return {_CHOSEN: "Y", "2": "N"}
    return {}


def _translated(column: pa.ChunkedArray, meanings: Words) -> pa.ChunkedArray:
    if not meanings:
        return column
    answers = by_distinct(column, lambda text: meanings.get(text, text))
    blank = meanings.get(_BLANK)
    # What is a blank in the cells, and not what has just become one, may be a question that was never shown.
    return pc.if_else(pc.is_null(column), pa.scalar(blank, TEXT), answers) if blank else answers


def _no_markers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column in which the marker can only be the platform's: an answer of the same text is another text."""
    if not pc.any(pc.equal(column, NOT_SHOWN)).as_py():
        return column
    return pc.if_else(pc.equal(column, NOT_SHOWN), pa.scalar(NOT_SHOWN_AS_ANSWER, TEXT), column)

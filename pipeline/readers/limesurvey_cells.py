"""LimeSurvey's cells: the VV export's escapes, and the platform's own words in long answers.

Belongs here: a column of cells as the answers that they stand for. Does not: headings, files.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, by_distinct, named
from pipeline.readers.export import SourceColumn
from pipeline.readers.limesurvey_structure import OTHER, SEVERAL, Question, other_word
from pipeline.readers.markers import NOT_SHOWN, NOT_SHOWN_AS_ANSWER, OWN_WORDS

_ESCAPES = {"lbrace": "{", "newline": "\n", "cr": "\r", "tab": "\t", "quote": '"'}
_ESCAPE = re.compile("{(" + "|".join(_ESCAPES) + ")}")
_NO_DATE = "NULL"  # of a response that was not submitted, in old VV exports
_YES, _NO = frozenset(("Yes", "Ja")), frozenset(("No", "Nei"))
_CHOSEN_OF_TWO = _YES | _NO | {"Female", "Male", "Kvinne", "Mann"}
_NOTHING = "N/A"
_FEW = 4
_LOOK = 1_000  # rows that tell whether a column can hold so few words


def vv_answers(column: pa.ChunkedArray, is_own: bool) -> pa.ChunkedArray:
    """A column of a VV export; the platform's own columns are never shown to anybody, so theirs are blanks.

    An answer that would come out as the marker itself keeps its escapes, so that a marker is always the
    platform's.
    """
    if is_own:
        nothing = pc.or_(pc.equal(column, NOT_SHOWN), pc.equal(column, _NO_DATE))
        return pc.if_else(nothing, pa.scalar(None, TEXT), column)
    if not pc.any(pc.match_substring(column, "{")).as_py():
        return column
    return by_distinct(column, _vv_answer)


def _vv_answer(cell: str) -> str:
    if cell == NOT_SHOWN:
        return cell
    answer = _ESCAPE.sub(lambda found: _ESCAPES[found[1]], cell)
    return cell if answer == NOT_SHOWN else answer


def in_language(
    columns: Sequence[SourceColumn], cells: pa.Table, questions: Mapping[str, Question]
) -> pa.Table:
    """A CSV export's cells, with the platform's own words for yes, no and nothing as its codes.

    Long answers write `Yes`, `No` and `N/A` under the options of a question with several answers. There `N/A`
    is a question that was never shown; under a yes-no question it is any blank.
    """
    words = [_few_words(column) for column in cells.columns]
    blocks: dict[str, set[str]] = {}
    for column, found in zip(columns, words, strict=True):
        if column.block:
            blocks.setdefault(column.block, set()).update(found)
    changes = {block: _ticks(found, questions.get(block)) for block, found in blocks.items()}
    answers = []
    for column, found, data in zip(columns, words, cells.columns, strict=True):
        beside = changes.get(column.id.removesuffix(OWN_WORDS)) if column.id.endswith(OWN_WORDS) else None
        change = changes.get(column.block) or {}
        if beside and _NOTHING in beside:
            change = {_NOTHING: beside[_NOTHING]}
        elif not column.block and _NOTHING in found and found - {_NOTHING} <= _CHOSEN_OF_TWO:
            change = {_NOTHING: ""}
        plain = _no_markers(data)
        answers.append(_translated(plain, change) if change else plain)
    return named(answers)


def _translated(column: pa.ChunkedArray, words: Mapping[str, str]) -> pa.ChunkedArray:
    return by_distinct(column, lambda text: words.get(text, text))


def _few_words(column: pa.ChunkedArray) -> set[str]:
    """The different texts of a column; a set that is no answer's if there are many."""
    many = {"", _NO_DATE}
    if len(pc.unique(column.slice(0, _LOOK))) > _FEW:
        return many
    found = pc.unique(column.drop_null())
    return set(found.to_pylist()) if len(found) <= _FEW else many


def _ticks(words: set[str], question: Question | None) -> dict[str, str]:
    """What the words under the options of a question stand for; nothing if it has not several answers."""
    rest = words - _YES - _NO
    is_several = question is not None and question.kind in SEVERAL and len(rest) <= 1
    is_like_several = question is None and rest == {_NOTHING}
    if not (words & (_YES | _NO)) or not (is_several or is_like_several):
        return {}
    return dict.fromkeys(_YES, "Y") | dict.fromkeys(_NO, "N") | dict.fromkeys(rest, NOT_SHOWN)


def _no_markers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column in which the marker can only be the platform's: an answer of the same text is another text."""
    if not pc.any(pc.equal(column, NOT_SHOWN)).as_py():
        return column
    return pc.if_else(pc.equal(column, NOT_SHOWN), pa.scalar(NOT_SHOWN_AS_ANSWER, TEXT), column)


def other_labelled(columns: Sequence[SourceColumn], cells: pa.Table) -> list[SourceColumn]:
    """The columns, with a label for `-oth-` where it occurs: the option beside which one writes one's own."""
    languages = [
        data for column, data in zip(columns, cells.columns, strict=True) if column.id == "startlanguage"
    ]
    language = next((text for data in languages for text in pc.unique(data).to_pylist() if text), "")
    found = []
    for column, data in zip(columns, cells.columns, strict=True):
        has_other = OTHER not in column.labels and pc.any(pc.equal(data, OTHER)).as_py()
        labels = {**column.labels, OTHER: other_word(language)} if has_other else column.labels
        found.append(replace(column, labels=labels))
    return found

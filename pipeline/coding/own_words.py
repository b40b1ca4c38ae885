"""Answers in the respondent's own words where a tick is expected: «other», with a text for a tick.

Belongs here: which cells of a question with several answers may hold any text.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.coding.binding import bound_parts
from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.values import ANYTHING, VALUE, Outcome
from pipeline.readers.export import SourceColumn
from pipeline.readers.markers import OWN_WORDS
from pipeline.survey.questions import Option, WaveBinding
from pipeline.survey.survey import Definition

_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")


def any_text(option: Option, binding: WaveBinding, column: SourceColumn) -> Callable[[str], Outcome | None]:
    """What a cell means that is none of the values for ticked, not ticked and blank.

    With `ticked: ["*"]`, and in a column that the platform keeps for own words, whatever stands there is a
    tick. For other options of the role `other` a text is: a number may be a code that nobody declared.
    """
    if ANYTHING in map(str, binding.ticked) or _is_own_words(option, column):
        return lambda _: (VALUE, 1)
    if option.role == "other" and column.kind == "text":
        return lambda text: None if _NUMBER.fullmatch(text) else (VALUE, 1)
    return lambda _: None


def own_words_columns(definition: Definition, wave: str, columns: Sequence[SourceColumn]) -> set[int]:
    """The positions of text columns in which a tick may be a person's own words."""
    definition = definition.in_wave(wave)
    index = ColumnIndex(columns)
    found = set()
    for question in definition.questionnaire.questions:
        if not question.has_ticks:
            continue
        binding = question.binding(wave)
        others = {option.id for option in definition.options(question) if option.role == "other"}
        for part, position in bound_parts(definition, question, binding, index)[0].items():
            if ANYTHING in map(str, binding.ticked) or part.rpartition("__")[2] in others:
                found.add(position)
    return {position for position in found if columns[position].kind == "text"}


def _is_own_words(option: Option, column: SourceColumn) -> bool:
    return option.role == "other" and column.id.endswith(OWN_WORDS)

"""Answers in the respondent's own words where an option or a tick is expected: «other», with a text for it.

Belongs here: which cells may hold any text.
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


def any_option(options: Sequence[Option]) -> Callable[[str], Outcome | None]:
    """What a cell means that is none of a question's options: the option that matches `*`, if there is one.

    A number stays unknown: it may be a code that nobody declared.
    """
    code = next((option.code for option in options if ANYTHING in map(str, option.match)), None)
    return lambda text: None if code is None or _NUMBER.fullmatch(text) else (VALUE, code)


def own_words_columns(definition: Definition, wave: str, columns: Sequence[SourceColumn]) -> set[int]:
    """The positions of text columns in which a tick, or an answer, may be a person's own words."""
    definition = definition.in_wave(wave)
    index = ColumnIndex(columns)
    found = set()
    for question in definition.questionnaire.questions:
        binding, options = question.binding(wave), definition.options(question)
        others = {option.id for option in options if option.role == "other"}
        anything = ANYTHING in map(str, (*binding.ticked, *(m for option in options for m in option.match)))
        joined = bool(binding.separator and others)
        for part, position in bound_parts(definition, question, binding, index)[0].items():
            if anything or joined or (question.has_ticks and part.rpartition("__")[2] in others):
                found.add(position)
    return {position for position in found if columns[position].kind == "text"}


def _is_own_words(option: Option, column: SourceColumn) -> bool:
    return option.role == "other" and column.id.endswith(OWN_WORDS)

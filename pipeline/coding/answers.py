"""All answers of a wave: every question coded, with what cannot be coded.

Belongs here: which way of coding a question has. How a value is matched is in `values`, `numbers` and
`dates`, and questions with several answers are in `multiple`.
"""

import numpy as np

from pipeline.coding.binding import WHOLE
from pipeline.coding.coder import NAMED, Answers, Coder, substantive
from pipeline.coding.dates import read_dates
from pipeline.coding.moments import Clock
from pipeline.coding.multiple import code_multiple
from pipeline.coding.numbers import Numbers, read_numbers
from pipeline.coding.own_words import any_option
from pipeline.coding.ranking import code_places, code_ranking
from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import (
    BLANK,
    INVALID,
    VALUE,
    Floats,
    canonical,
    code_column,
    filled,
    label_conflicts,
    value_map,
)
from pipeline.survey.questions import NOT_SUBSTANTIVE, MissingState, Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns, item_ids, question_column, state_column


def code_answers(definition: Definition, wave: str, source: Source, complete: Flags | None = None) -> Answers:
    """Code every question of a wave that an export answers; computed ones are left out.

    A question that the wave dropped has no values, and everyone's cell is `not_asked`.

    Args:
        definition: The survey.
        wave: The wave.
        source: The kept columns of its export.
        complete: Which rows a declared status says are complete; None when none is declared.
    """
    answers = Answers(len(source.rows))
    for question in definition.questionnaire.questions:
        if not question.is_computed:
            _code(Coder(definition, wave, source, question, answers, complete))
    return answers


def _code(coder: Coder) -> None:
    question = coder.question
    if coder.binding.compat == "dropped":
        _code_without(coder, "not_asked")
    elif not coder.is_bound:
        _code_without(coder, "unknown_blank")
    elif question.has_ticks or question.items:
        _code_parts(coder)
    elif question.type == "numeric":
        _code_number(coder, coder.parts[WHOLE])
    elif question.type == "date":
        _code_date(coder, coder.parts[WHOLE])
    elif question.type == "open":
        _code_text(coder, coder.parts[WHOLE])
    else:
        _code_option(coder, None, coder.parts[WHOLE])


def _code_parts(coder: Coder) -> None:
    """The rows of a grid, and questions with several answers, as far as the wave has them."""
    question = coder.question
    if question.has_ticks and not question.items:
        code_multiple(coder, None)
    elif question.type == "ranking" and coder.binding.separator:
        code_ranking(coder)
    elif question.type == "ranking" and coder.binding.mentions:
        code_places(coder)
    else:
        for item in coder.definition.items_of(question):
            if question.has_ticks:
                code_multiple(coder, item.id)
            else:
                _code_option(coder, item.id, coder.parts[item.id])
    _code_without(coder, "not_asked")


def _code_without(coder: Coder, state: MissingState) -> None:
    """What is left of a question without a column: nobody has a value, and every cell has the state."""
    question, rows = coder.question, len(coder.source.rows)
    for item in item_ids(question):
        if state_column(question, item) not in coder.answers.cells:
            coder.store(item, np.full(rows, state, dtype=object))
    if question.type not in {"open", "date"}:
        for column, _, _ in answer_columns(coder.definition, question):
            coder.answers.codes.setdefault(column, np.full(rows, np.nan))


def _code_option(coder: Coder, item: str | None, position: int) -> None:
    """A column whose cells are one option each."""
    meanings = value_map(coder.options, coder.binding.recode, coder.missing)
    coded = code_column(coder.source.cells(position), meanings, any_option(coder.options))
    coder.unknown(position, coded.cells == INVALID, list(coded.unknown))
    column = coder.source.columns[position]
    coder.refuse(*label_conflicts(column, coder.options, meanings, coder.labels))
    roles = substantive(len(coded.codes))
    for option in coder.options:
        if option.role != "substantive":
            roles[coded.codes == option.code] = option.role
    coder.answers.codes[question_column(coder.question, item)] = coded.codes
    coder.store(item, coded.cells, roles)


def _code_number(coder: Coder, position: int) -> None:
    question = coder.question
    column, cells = coder.source.columns[position], coder.source.cells(position)
    decimal = question.decimal or coder.read.decimal
    read = read_numbers(column, cells, coder.missing, decimal, coder.read.thousands)
    _note_numbers(coder, position, read)
    outside = out_of_range(question, read.values)
    coder.warn(outside, f"are outside {_range(question)} and count as invalid")
    kinds = np.where(outside, INVALID, read.cells).astype(object)
    roles = substantive(len(kinds))
    for role in NOT_SUBSTANTIVE:
        roles[kinds == role] = role
    kinds[roles != "substantive"] = VALUE
    coder.answers.codes[question_column(question)] = np.where(outside, np.nan, read.values)
    coder.store(None, kinds, roles)


def _note_numbers(coder: Coder, position: int, read: Numbers) -> None:
    """What is no number is invalid. What may be one of two numbers, or a code of the file, stops the wave."""
    if read.ambiguous.any():
        what = "hold a , or . that may be a decimal mark or separate thousands; declare decimal"
        coder.problem(position, read.ambiguous, what)
    if read.declared_missing.any():
        labels = coder.source.columns[position].labels
        named = ", ".join(f"{code} «{label[:60]}»" for code, label in list(labels.items())[:NAMED])
        what = "hold a value that the file declares as missing; say under missing what it stands for"
        coder.problem(position, read.declared_missing, f"{what} ({named})" if named else what)
    wrong: Flags = (read.cells == INVALID) & ~read.ambiguous & ~read.declared_missing
    coder.warn(wrong, "are not numbers and count as invalid")


def _code_date(coder: Coder, position: int) -> None:
    clock = Clock(coder.question.date_format or coder.read.date_format, coder.read.time_zone)
    read = read_dates(coder.source.cells(position), coder.missing, clock)
    coder.warn(
        read.skipped,
        f"are times that the clocks skipped ({clock.time_zone}, summer time) and count as invalid",
    )
    wrong: Flags = (read.cells == INVALID) & ~read.skipped
    if clock.date_format is None and wrong.any():
        coder.problem(position, wrong, "hold no date in ISO 8601; declare date_format under export.read")
    else:
        coder.warn(wrong, "are no dates in the declared format and count as invalid")
    roles = substantive(len(read.cells))
    for role in NOT_SUBSTANTIVE:
        roles[read.cells == role] = role
    coder.store(None, np.where(roles == "substantive", read.cells, VALUE), roles)


def _code_text(coder: Coder, position: int) -> None:
    """Open text: whether something was answered, never what."""
    texts = filled(coder.source.cells(position)).to_numpy()
    cells = np.where(texts != "", VALUE, BLANK).astype(object)
    for value, state in coder.missing.items():
        cells[texts == canonical(value)] = state
    coder.store(None, cells)


def out_of_range(question: Question, values: Floats) -> Flags:
    """Where a number is below `min` or above `max`."""
    low = -np.inf if question.min is None else question.min
    high = np.inf if question.max is None else question.max
    found: Flags = (values < low) | (values > high)
    return found


def _range(question: Question) -> str:
    """The declared range in words."""
    parts = []
    if question.min is not None:
        parts.append(f"from {canonical(question.min)}")
    if question.max is not None:
        parts.append(f"to {canonical(question.max)}")
    return " ".join(parts)

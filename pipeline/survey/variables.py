"""The variables of a survey: every name that a predicate may use, and the column behind it.

Belongs here: the naming of columns. Prefixes tell what a column of `core_responses` holds:
`q_` an answer's option code, tick (0/1) or number, `state_` the answer state, `group_` the group's position
in a demographic (from 1), `base_` whether the respondent is in a report's base.
Where a respondent can be in several groups of a demographic, each has a `group_` column of 0 and 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.survey.demographics import Demographic
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition

SEPARATOR = "__"
UNKNOWN = "unknown"
"""The group of everyone without a value."""


@dataclass(frozen=True)
class Variable:
    """A name in predicates.

    Attributes:
        name: As written in definitions.
        column: The column of `core_responses` (and, for demographics, of `core_universe`).
        codes: Option or group id to the number in the column; empty for plain numbers.
        kind: Where it comes from.
    """

    name: str
    column: str
    kind: str
    codes: dict[str, int] = field(default_factory=dict)


def question_column(question: Question, item: str | None = None, option: str | None = None) -> str:
    """`q_<question>`, with `__<item>` and `__<option>` for questions of several columns."""
    return "q_" + SEPARATOR.join(part for part in (question.id, item, option) if part)


def state_column(question: Question, item: str | None = None) -> str:
    """`state_<question>`, with `__<item>` for grids (each row has a state of its own)."""
    return "state_" + SEPARATOR.join(part for part in (question.id, item) if part)


def item_ids(question: Question) -> list[str | None]:
    """The items of a question; [None] for a question without items."""
    return [item.id for item in question.items] or [None]


def answer_columns(
    definition: Definition, question: Question
) -> Iterator[tuple[str, str | None, str | None]]:
    """Every answer column of a question as (column, item or None, option or None)."""
    for item in item_ids(question):
        for option in definition.every_option(question) if question.has_ticks else [None]:
            option_id = option.id if option else None
            yield question_column(question, item, option_id), item, option_id


def question_variables(definition: Definition) -> dict[str, Variable]:
    """The variables that questions give, by name."""
    found: dict[str, Variable] = {}
    for question in definition.questionnaire.questions:
        codes = {o.id: o.code for o in definition.every_option(question)}
        for column, _, option in answer_columns(definition, question):
            if question.type in {"open", "date"}:
                continue
            name = column.removeprefix("q_")
            if option:
                found[name] = Variable(name, column, "tick", {"yes": 1, "no": 0})
            else:
                found[name] = Variable(name, column, "number" if question.is_numeric else "option", codes)
    return found


def group_places(definition: Definition, demographic: Demographic) -> list[tuple[str, str, int | None]]:
    """Each group with the column that tells it and its code there; `UNKNOWN`, the last, has no value.

    Where a respondent can be in several groups each has a column of its own, in which 1 is in it.
    """
    column = f"group_{demographic.id}"
    ids = [group.id for group in definition.every_group(demographic)]
    if demographic.multiple:
        return [(name, f"{column}{SEPARATOR}{name}", 1) for name in (*ids, UNKNOWN)]
    return [*((name, column, code) for code, name in enumerate(ids, start=1)), (UNKNOWN, column, None)]


def demographic_variables(definition: Definition) -> dict[str, Variable]:
    """The variables that demographics give, by name; their codes are positions of groups, from 1.

    A demographic whose groups share respondents gives none: the question behind it has variables enough.
    """
    return {
        d.id: Variable(
            d.id,
            f"group_{d.id}",
            "group",
            {g.id: i for i, g in enumerate(definition.every_group(d), start=1)},
        )
        for d in definition.survey.demographics
        if not d.multiple
    }


def variables(definition: Definition) -> dict[str, Variable]:
    """What a predicate over respondents may name. A question comes before a demographic of its name."""
    own = {"wave": Variable("wave", "wave_year", "number")}
    return own | demographic_variables(definition) | question_variables(definition)

"""What is computed from answers: derived questions, indices, demographic groups, routing and report bases.

Belongs here: the expressions, as SQL from the checked predicates. Evaluating them is the caller's.
"""

from pipeline.survey.demographics import Demographic, Group
from pipeline.survey.predicates import compile_predicate
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.tables import base_column
from pipeline.survey.variables import (
    UNKNOWN,
    Variable,
    group_places,
    question_column,
    question_variables,
    variables,
)


def derived_expression(definition: Definition, question: Question) -> str:
    """The SQL of a derived question: its expression, or the code of the first option that holds."""
    known = _with_wave(question_variables(definition))
    if question.expression:
        return compile_predicate(question.expression, known)
    cases = [
        f"when {compile_predicate(o.when, known)} then {o.code}"
        for o in definition.options(question)
        if o.when
    ]
    return f"case {' '.join(cases)} end"


def group_expressions(definition: Definition, demographic: Demographic) -> dict[str, str]:
    """Column to SQL: a demographic's group, or of one whose groups share respondents a column each.

    The group is the position, from 1, of the first that a respondent belongs to. The column of a group is 1
    for who is in it and 0 for others, and that of `UNKNOWN` is 1 for who is in none.
    """
    if not demographic.multiple:
        return {f"group_{demographic.id}": _first_group(definition, demographic)}
    held = {
        group.id: f"coalesce({_membership(definition, demographic, group)}, false)"
        for _, group in definition.coded_groups(demographic)
    }
    held[UNKNOWN] = f"not ({' or '.join(held.values()) or 'false'})"
    return {
        column: f"case when {held.get(name, 'false')} then 1 else 0 end"
        for name, column, _ in group_places(definition, demographic)
    }


def _first_group(definition: Definition, demographic: Demographic) -> str:
    cases = [
        f"when {_membership(definition, demographic, group)} then {position}"
        for position, group in definition.coded_groups(demographic)
    ]
    return f"case {' '.join(cases)} end"


def _membership(definition: Definition, demographic: Demographic, group: Group) -> str:
    if group.when:
        return compile_predicate(group.when, _with_wave(question_variables(definition)))
    question = definition.questions[definition.variable_of(demographic)]
    if question.has_ticks:
        ticks = [question_column(question, option=option) for option in group.options or (group.id,)]
        return " or ".join(f'"{tick}" = 1' for tick in ticks)
    column = f'"{question_column(question)}"'
    if group.min is not None or group.max is not None:
        low = [f"{column} >= {group.min!r}"] if group.min is not None else []
        high = [f"{column} <= {group.max!r}"] if group.max is not None else []
        return " and ".join(low + high)
    codes = {o.id: o.code for o in definition.every_option(question)}
    wanted = ", ".join(str(codes[o]) for o in (group.options or (group.id,)))
    return f"{column} in ({wanted})"


def routing_expression(definition: Definition, question: Question) -> str:
    """The SQL of who is asked a question with a routing condition. What is not known to be true is false."""
    sql = compile_predicate(str(question.condition), _with_wave(question_variables(definition)))
    return f"coalesce({sql}, false)"


def base_expressions(definition: Definition) -> dict[str, str]:
    """Base column to the SQL of who is in a report's base."""
    known = variables(definition)
    return {
        base_column(report): f"coalesce({compile_predicate(report.base, known)}, false)"
        if report.base
        else "true"
        for report in definition.reports.values()
    }


def _with_wave(known: dict[str, Variable]) -> dict[str, Variable]:
    return {"wave": Variable("wave", "wave_year", "number")} | known

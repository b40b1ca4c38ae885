"""Answers and groups as digits of small numbers, so that SQL counts many questions and groups at once.

Belongs here: which digit an answer or a group is, and what its values mean.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.survey.packs import evenly, in_order, packed
from pipeline.survey.questions import NOT_SUBSTANTIVE, Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns, group_places, item_ids, state_column

ANSWERED = ("substantive", *NOT_SUBSTANTIVE)
UNANSWERED = ("invalid", "skipped", "not_reached", "not_asked", "outside", "unknown_blank")

Branch = tuple[str, int | None, str, str, str]
"""Column, code (None where the column is of states), option, net and state."""
Digit = list[list[Branch]]
"""For each value from 1, where it holds: in any of its branches."""


def digit_value_table(definition: Definition, options: pd.DataFrame) -> pd.DataFrame:
    """What each value of an answer digit means, from 1, for the questions of reports; 0 is anything else.

    A question with one answer is one digit: its option, or the state of who gave none. Where several can be
    ticked each option is a digit, each net is one, and the state. A number has the digit of its state.

    Args:
        definition: The survey.
        options: `definition_option`.

    Returns:
        Columns: question_id, digit_key, value, column_name and code (the value holds where the column has
        this code; a state column, whose code is missing, has this state), option_key (missing for states),
        question_key, and state (empty for ticks). A value with several rows holds where any of them does.
    """
    keys = options.set_index(["question_id", "item_id", "option_id", "net_id"])["option_key"].to_dict()
    places = options.set_index(["question_id", "item_id"])["question_key"].to_dict()
    shown = {question for report in definition.reports.values() for question in report.question_ids}
    rows = []
    digits = [
        (question.id, item or "", digit)
        for question in definition.questionnaire.questions
        if question.id in shown
        for item in item_ids(question)
        for digit in _digits(definition, question, item)
    ]
    for digit_key, (question_id, item_id, digit) in enumerate(digits, start=1):
        for value, branches in enumerate(digit, start=1):
            for column, code, option, net, state in branches:
                key = keys[question_id, item_id, option, net] if option or net else None
                place = places[question_id, item_id]
                rows.append((question_id, digit_key, value, column, code, key, place, state))
    columns = ["question_id", "digit_key", "value", "column_name", "code", "option_key", "question_key"]
    table = pd.DataFrame(rows, columns=[*columns, "state"])
    kinds = dict.fromkeys(("question_id", "column_name", "state"), "str")
    kinds |= dict.fromkeys(("digit_key", "value", "question_key"), "int64")
    return table.astype(kinds | dict.fromkeys(("code", "option_key"), "Int64"))


def _digits(definition: Definition, question: Question, item: str | None) -> Iterator[Digit]:
    """The digits of a question, or of an item of it."""
    state = state_column(question, item)
    columns = [(column, tick) for column, of, tick in answer_columns(definition, question) if of == item]
    if not question.has_ticks and not question.is_numeric:
        options = definition.every_option(question)
        chosen: Digit = [[(columns[0][0], o.code, o.id, "", _state(o.role))] for o in options]
        yield [*chosen, *_states(state, UNANSWERED)]
        return
    yield list(_states(state, (*ANSWERED, *UNANSWERED)))
    if question.has_ticks:
        for column, tick in columns:
            yield [[(column, 1, tick or "", "", "")]]
        for net in question.nets:
            yield [[(column, 1, "", net.id, "") for column, tick in columns if tick in net.options]]


def _states(column: str, states: Sequence[str]) -> Digit:
    return [[(column, None, "", "", state)] for state in states]


def _state(role: str) -> str:
    """The state of who chose an option."""
    return "substantive" if role == "other" else role


def answer_digit_table(definition: Definition, values: pd.DataFrame) -> pd.DataFrame:
    """The digits of each report's questions, packed in the questions' order.

    Args:
        definition: The survey.
        values: From `digit_value_table`.

    Returns:
        Columns: question_id, digit_key, and those that `packs.packed` gives.
    """
    sizes = (values.groupby(["question_id", "digit_key"], sort=False)["value"].max() + 1).reset_index()
    sizes = sizes.rename(columns={"value": "size"})
    reports = {
        report.report: sizes.loc[sizes["question_id"].isin(report.question_ids)]
        for report in definition.reports.values()
    }
    return packed(reports, in_order, sizes.head(0))


def group_digit_table(definition: Definition) -> pd.DataFrame:
    """The digits of each report's groups, packed evenly.

    The value is the group's code, and 0 is who has none. Everyone is a digit of one value, in no column.

    Columns: column_name, digit_key (of no other report), and those that `packs.packed` gives.
    """
    reports = {}
    for report in definition.reports.values():
        codes: dict[str, int] = {"": 0}
        for breakdown in report.breakdowns:
            for _, column, code in group_places(definition, definition.demographics[breakdown.demographic]):
                codes[column] = max(codes.get(column, 0), code or 0)
        sizes = [code + 1 for code in codes.values()]
        reports[report.report] = pd.DataFrame({"column_name": list(codes), "size": sizes})
    none = pd.DataFrame({"column_name": pd.Series(dtype="str"), "size": pd.Series(dtype="int64")})
    table = packed(reports, evenly, none)
    return table.assign(digit_key=range(1, len(table) + 1))

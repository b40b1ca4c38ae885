"""From coded answers to one value and one state for every respondent and question.

Belongs here: routing and computed questions, worked out in rounds, because each may depend on earlier ones.
An answer outside its routing counts nowhere, so nothing that depends on it sees it either.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.answers import out_of_range
from pipeline.coding.coder import Answers, substantive
from pipeline.coding.derived import derived_expression, routing_expression
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.index import index_values
from pipeline.coding.states import ANSWERED_STATES, POSITION, States, answer_states
from pipeline.coding.ticks import Flags
from pipeline.coding.values import INVALID, VALUE, Floats
from pipeline.survey.questions import Question
from pipeline.survey.routing import references, rounds
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns, item_ids, question_column, state_column

ANSWERED = [POSITION[state] for state in ANSWERED_STATES]


@dataclass(frozen=True)
class Resolved:
    """Every question of every row.

    Attributes:
        values: Answer columns, missing where the answer is in no base: Int16 for codes and ticks, float64 for
            numbers.
        states: State column to each row's position in `STATES`, in the order of the questionnaire.
        asked: State column to who was asked, for questions with a routing condition.
        warnings: What a person should know, in counts.
    """

    values: pd.DataFrame
    states: dict[str, States]
    asked: dict[str, Flags]
    warnings: tuple[str, ...]


def resolve(definition: Definition, answers: Answers, wave_year: int, evaluate: Evaluate) -> Resolved:
    """Work out routing, computed questions and states, as if everyone had come to the end of the form.

    Args:
        definition: The survey.
        answers: The coded answers of the export's questions.
        wave_year: The wave's year, which expressions know as `wave`.
        evaluate: Runs SQL expressions over a frame's rows.
    """
    work = _Resolution(definition, answers, wave_year, evaluate)
    for group in rounds(definition):
        work.settle(group)
    columns = [
        column
        for question in definition.questionnaire.questions
        for column, _, _ in answer_columns(definition, question)
        if column in work.values
    ]
    order = [state_column(question, item) for question, item in definition.items()]
    values = pd.DataFrame({column: work.values[column] for column in columns}, index=range(work.rows))
    states = {column: work.states[column] for column in order}
    return Resolved(values, states, work.asked, tuple(work.warnings))


class _Resolution:
    """The values and states known so far."""

    def __init__(self, definition: Definition, answers: Answers, wave_year: int, evaluate: Evaluate) -> None:
        self.definition, self.answers, self.evaluate = definition, answers, evaluate
        self.rows = answers.rows
        self.wave_year = np.full(self.rows, wave_year)
        self.values: dict[str, pd.Series] = {}
        self.states: dict[str, States] = {}
        self.asked: dict[str, Flags] = {}
        self.warnings: list[str] = []

    def settle(self, questions: list[Question]) -> None:
        """Give values and states to questions that depend on settled ones only."""
        computed = self._evaluated(questions)
        for question in questions:
            if question.is_computed:
                column = question_column(question)
                values = (
                    index_values(self.definition, question, self._frame(question))
                    if question.type == "index"
                    else computed[column]
                )
                self._compute(question, values.to_numpy(dtype=float, na_value=np.nan))
            asked = computed.get(state_column(question))
            self._settle(question, None if asked is None else asked.to_numpy(dtype=bool))

    def _evaluated(self, questions: list[Question]) -> pd.DataFrame:
        """Routing conditions under the question's state column, expressions under its answer column."""
        wanted: dict[str, str] = {}
        for question in questions:
            if question.condition:
                wanted[state_column(question)] = routing_expression(self.definition, question)
            if question.type == "derived":
                wanted[question_column(question)] = derived_expression(self.definition, question)
        return self.evaluate(self._frame(*questions), wanted)

    def _frame(self, *questions: Question) -> pd.DataFrame:
        """The values that questions refer to."""
        needed = {name for question in questions for name in references(self.definition, question)}
        columns = [
            column
            for name in sorted(needed)
            for column, _, _ in answer_columns(self.definition, self.definition.questions[name])
            if column in self.values
        ]
        return pd.DataFrame({"wave_year": self.wave_year, **{c: self.values[c] for c in columns}})

    def _compute(self, question: Question, values: Floats) -> None:
        """Put a computed question beside the answers of the export."""
        state = state_column(question)
        outside = out_of_range(question, values)
        if outside.any():
            self.warnings.append(f"question {question.id}: {int(outside.sum())} values are out of range")
        cells = np.where(np.isnan(values), "unknown_blank", VALUE).astype(object)
        cells[outside | np.isinf(values)] = INVALID
        roles = substantive(self.rows)
        for option in self.definition.options(question):
            roles[values == option.code] = option.role
        self.answers.codes[question_column(question)] = values
        self.answers.cells[state], self.answers.roles[state] = cells, roles

    def _settle(self, question: Question, asked: Flags | None) -> None:
        for item in item_ids(question):
            column = state_column(question, item)
            if asked is not None:
                self.asked[column] = asked
            self.states[column] = answer_states(
                self.answers.cells[column],
                self.answers.roles[column],
                asked,
                question.blank_means,
            )
            outside = int((self.states[column] == POSITION["outside"]).sum())
            if outside:
                self.warnings.append(
                    f"question {column.removeprefix('state_')}: {outside} answered without being asked "
                    f"(ask_if); they are in no base"
                )
        for name, part, _ in answer_columns(self.definition, question):
            if name in self.answers.codes:
                answered = np.isin(self.states[state_column(question, part)], ANSWERED)
                values = pd.Series(np.where(answered, self.answers.codes[name], np.nan))
                self.values[name] = values if question.is_numeric else values.astype("Int16")

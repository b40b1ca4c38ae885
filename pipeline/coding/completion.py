"""How far respondents came, told by what they answered: complete, partial, or broke off.

Belongs here: which questions count for whom, and blanks after the last answer. The limits are applied by
`methods.response_rates`.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.coding.coder import Answers
from pipeline.coding.resolution import Resolved
from pipeline.coding.states import (
    ANSWERED_STATES,
    POSITION,
    STATES,
    States,
    has_value,
    left_blank,
    reached_until,
)
from pipeline.coding.ticks import Flags
from pipeline.methods.response_rates import completion_status
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import state_column

LESS = ("opened", "partial", "complete")
"""From the least to the most."""
_SILENT = ("skipped", "not_reached", "invalid")
_ANSWERED = np.array([state in ANSWERED_STATES for state in STATES])
_ASKED = _ANSWERED | np.array([state in _SILENT for state in STATES])


def asked_of_people(definition: Definition) -> dict[str, Question]:
    """State column to question of what the form asks, in its order: questions, or the rows of a grid."""
    return {
        state_column(question, item): question
        for question, item in definition.items()
        if not (question.background or question.is_computed)
    }


def judged(definition: Definition, status: pd.Series, states: Mapping[str, States]) -> pd.Series:
    """The status of each row, lowered where less was answered than the definition's rule asks for.

    Args:
        definition: The survey, with its rule.
        status: By the platform, or complete for every row where the platform gives none.
        states: State column to positions in `STATES`.
    """
    respondent = definition.survey.respondent
    rule, rows = respondent.completeness, status.isin(respondent.judged_by_answers).to_numpy()
    if not rows.any():
        return status
    asked, answered = np.zeros(int(rows.sum()), dtype="int64"), np.zeros(int(rows.sum()), dtype="int64")
    for column in asked_of_people(definition):
        mine = states[column][rows]
        asked += _ASKED[mine]
        answered += _ANSWERED[mine]
    counts = pd.DataFrame({"applicable_n": asked, "answered_n": answered}, index=status.index[rows])
    found = completion_status(counts, complete_from=rule.complete_from, partial_from=rule.partial_from)
    lower = np.minimum(status[rows].map(LESS.index).to_numpy(), found.map(LESS.index).to_numpy())
    lowered = status.copy()
    lowered[rows] = np.array(LESS, dtype=object)[lower]
    return lowered


def with_not_reached(
    definition: Definition, answers: Answers, resolved: Resolved, partial: Flags
) -> dict[str, States]:
    """The states, where a blank after a partial respondent's last answer means that it was not reached.

    Args:
        definition: The survey.
        answers: What each cell is.
        resolved: States as if everyone had come to the end.
        partial: Which rows broke off.
    """
    found = dict(resolved.states)
    rows = np.flatnonzero(partial)
    asked = asked_of_people(definition)
    cells = {column: answers.cells[column][rows] for column in asked}
    reached = reached_until([has_value(of_column) for of_column in cells.values()])
    for (column, question), got_there in zip(asked.items(), reached, strict=True):
        routed = resolved.asked.get(column)
        blank = left_blank(cells[column], None if routed is None else routed[rows], question.blank_means)
        late = rows[blank & ~got_there]
        if len(late):
            found[column] = found[column].copy()
            found[column][late] = POSITION["not_reached"]
    return found

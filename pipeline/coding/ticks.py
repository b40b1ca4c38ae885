"""Questions with several answers: from columns of ticks to one cell a question.

Belongs here: what counts as an answer to the whole question, exclusive options, and answers joined in one cell.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.coding.values import BLANK, INVALID, VALUE
from pipeline.survey.questions import Option, Question


@dataclass(frozen=True)
class Ticks:
    """A multiple-response question, coded.

    Attributes:
        ticks: Option id to a float array of 1 and 0, missing where there is no answer.
        cells: What the question is for each respondent, as for a single answer.
        roles: The role of the answer: `substantive` when any substantive option is ticked.
        conflicts: How many respondents ticked an exclusive option together with others.
    """

    ticks: dict[str, np.ndarray]
    cells: np.ndarray
    roles: np.ndarray
    conflicts: int


def combine_ticks(
    question: Question,
    options: tuple[Option, ...],
    ticks: dict[str, np.ndarray],
    cells: dict[str, np.ndarray],
) -> Ticks:
    """One cell for the question from its options' columns.

    Args:
        question: For its rules on exclusive options and on nothing ticked.
        options: The options, one column each.
        ticks: Option id to 1, 0 or missing.
        cells: Option id to what each cell is.
    """
    chosen = np.column_stack([ticks[o.id] == 1 for o in options])
    kinds = np.column_stack([cells[o.id] for o in options])
    exclusive = np.array([o.exclusive or o.role in {"dont_know", "refused"} for o in options])
    conflict = chosen[:, exclusive].any(axis=1) & chosen[:, ~exclusive].any(axis=1)
    if question.exclusive == "drop_exclusive":
        chosen[np.ix_(conflict, exclusive)] = False
    elif question.exclusive == "drop_others":
        chosen[np.ix_(conflict, ~exclusive)] = False
    result = np.where(chosen.any(axis=1), VALUE, BLANK).astype(object)
    if question.blank_is_none:
        result[~chosen.any(axis=1) & (kinds == VALUE).any(axis=1)] = VALUE
    for state in ("unknown_blank", "skipped", "not_asked"):
        result[(result == BLANK) & (kinds == state).any(axis=1)] = state
    result[(kinds == INVALID).any(axis=1)] = INVALID
    if question.exclusive == "invalid":
        result[conflict] = INVALID
    roles = _roles(options, chosen)
    answered = result == VALUE
    tidy = {o.id: np.where(answered, chosen[:, i].astype(float), np.nan) for i, o in enumerate(options)}
    return Ticks(tidy, result, roles, int(conflict.sum()))


def _roles(options: tuple[Option, ...], chosen: np.ndarray) -> np.ndarray:
    """Substantive when anything substantive is ticked, else the role of what is ticked."""
    roles = np.full(len(chosen), "substantive", dtype=object)
    substantive = np.array([o.role in {"substantive", "other"} for o in options])
    only_other_roles = chosen.any(axis=1) & ~chosen[:, substantive].any(axis=1)
    for i, option in enumerate(options):
        if not substantive[i]:
            roles[only_other_roles & chosen[:, i]] = option.role
    return roles

"""Questions with several answers: from columns of ticks to one cell a question.

Belongs here: what counts as an answer to the whole question, and exclusive options. Answers that are joined
in one cell are split in `joined`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.values import BLANK, INVALID, NOTHING, UNSEEN, VALUE, Floats, Words
from pipeline.survey.questions import NOT_SUBSTANTIVE, Option, Question

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ticks:
    """A multiple-response question, coded.

    Attributes:
        ticks: Option id to 1 and 0, missing where there is no answer.
        cells: What the question is for each respondent, as for a single answer.
        roles: The role of the answer: `substantive` when any substantive option is ticked.
        conflicts: How many respondents ticked an exclusive option together with others.
    """

    ticks: dict[str, Floats]
    cells: Words
    roles: Words
    conflicts: int


def combine_ticks(
    question: Question,
    options: tuple[Option, ...],
    ticks: dict[str, Floats],
    cells: dict[str, Words],
    shown: Flags | None = None,
) -> Ticks:
    """One cell for the question from its options' columns.

    Args:
        question: For its rules on exclusive options and on nothing ticked.
        options: The options, one column each.
        ticks: Option id to 1, 0 or missing.
        cells: Option id to what each cell is.
        shown: Whom the export proves to have seen the question, for `blank_is_none`; None when it proves
            nothing.
    """
    chosen = np.column_stack([ticks[o.id] == 1 for o in options])
    kinds = np.column_stack([cells[o.id] for o in options])
    conflict = _settle_exclusive(question, options, chosen)
    any_chosen = chosen.any(axis=1)
    result = np.where(any_chosen, VALUE, BLANK).astype(object)
    if question.blank_is_none and shown is not None:
        result[~any_chosen & shown] = NOTHING
    for state in ("unknown_blank", "skipped", "not_asked", UNSEEN):
        result[(result == BLANK) & (kinds == state).any(axis=1)] = state
    result[(kinds == INVALID).any(axis=1)] = INVALID
    if question.exclusive == "invalid":
        result[conflict] = INVALID
    answered = (result == VALUE) | (result == NOTHING)
    tidy = {o.id: np.where(answered, chosen[:, i].astype(float), np.nan) for i, o in enumerate(options)}
    return Ticks(tidy, result, _roles(options, chosen), int(conflict.sum()))


def _settle_exclusive(question: Question, options: tuple[Option, ...], chosen: Flags) -> Flags:
    """Take back ticks, in place, that cannot stand together; who had such ticks.

    Of several exclusive options the first one stays, "none" before don't know and its like.
    """
    is_role = np.array([o.role in NOT_SUBSTANTIVE for o in options])
    exclusive = np.array([o.exclusive for o in options]) | is_role
    conflict: Flags = chosen[:, exclusive].any(axis=1) & (chosen.sum(axis=1) > 1)
    others = chosen[:, ~exclusive].any(axis=1)
    if question.exclusive == "drop_exclusive":
        chosen[np.ix_(conflict & others, exclusive)] = False
    else:
        chosen[np.ix_(conflict & others, ~exclusive)] = False
    taken = np.zeros(len(chosen), dtype=bool)
    for i in sorted(np.flatnonzero(exclusive), key=lambda i: bool(is_role[i])):
        chosen[taken, i] = False
        taken |= chosen[:, i]
    return conflict


def _roles(options: tuple[Option, ...], chosen: Flags) -> Words:
    """Substantive when anything substantive is ticked, else the role of what is ticked."""
    roles = np.full(len(chosen), "substantive", dtype=object)
    is_role = np.array([o.role in NOT_SUBSTANTIVE for o in options])
    only_roles = chosen.any(axis=1) & ~chosen[:, ~is_role].any(axis=1)
    for i, option in enumerate(options):
        if is_role[i]:
            roles[only_roles & chosen[:, i]] = option.role
    return roles

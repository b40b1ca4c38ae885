"""Answer states: what a value or a blank means for this person, in the order that `STATES` describes.

Belongs here: the rules that give every respondent and question exactly one state, and the bases that follow.
Arrays in, arrays out; nothing of any survey.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coding.ticks import Flags
from pipeline.coding.values import BLANK, INVALID, NOTHING, UNSEEN, VALUE, Words
from pipeline.survey.questions import NOT_SUBSTANTIVE

STATES = (
    "substantive",
    "dont_know",
    "not_applicable",
    "refused",
    "invalid",
    "skipped",
    "not_reached",
    "not_asked",
    "outside",
    "unknown_blank",
)
ANSWERED_STATES = ("substantive", "dont_know", "not_applicable", "refused")
POSITION = {state: position for position, state in enumerate(STATES)}
States = npt.NDArray[np.int8]
"""Positions in `STATES`."""


def has_value(cells: Words) -> Flags:
    """Where a cell holds something other than a blank or a code that stands for one."""
    found: Flags = (cells == VALUE) | (cells == NOTHING) | (cells == INVALID)
    return found


BlankMeans = Literal["skipped", "unknown", "not_asked"]
"""What a blank means of someone who was asked and came so far."""


def answer_states(cells: Words, roles: Words, asked: Flags | None, blank_means: BlankMeans) -> States:
    """One state a respondent, as if everyone had come to the end of the form.

    Args:
        cells: What each cell is: `value`, `nothing`, `blank`, `invalid`, or a state that it stands for.
        roles: The role of the chosen option where there is a value (`substantive` for numbers).
        asked: Whether the routing condition holds; None when everyone is asked.
        blank_means: What a blank of someone who was asked means.

    Returns:
        Positions in `STATES`.
    """
    asked = np.ones(len(cells), dtype=bool) if asked is None else asked
    answered = np.full(len(cells), POSITION["substantive"], dtype=np.int8)  # also for the role `other`
    for role in NOT_SUBSTANTIVE:
        answered[roles == role] = POSITION[role]
    answered[cells == INVALID] = POSITION["invalid"]
    answered[~asked] = POSITION["outside"]
    answered[~asked & (cells == NOTHING)] = POSITION["not_asked"]
    blank = np.full(len(cells), POSITION["skipped"], dtype=np.int8)
    if blank_means == "unknown":
        blank[cells == BLANK] = POSITION["unknown_blank"]
    elif blank_means == "not_asked":
        blank[cells == BLANK] = POSITION["not_asked"]
    blank[cells == "unknown_blank"] = POSITION["unknown_blank"]
    blank[(cells == "not_asked") | (cells == UNSEEN) | ~asked] = POSITION["not_asked"]
    return np.where(has_value(cells), answered, blank)


def left_blank(cells: Words, asked: Flags | None, blank_means: BlankMeans) -> Flags:
    """Blanks that are `not_reached` of those who did not come so far; arguments as for `answer_states`."""
    told: Flags = has_value(cells) | (cells == "unknown_blank") | (cells == "not_asked")
    if blank_means == "unknown":
        told |= cells == BLANK
    return ~told if asked is None else ~told & asked


def reached_until(values: list[Flags]) -> list[Flags]:
    """For each question in order: who gave a value to this or to any later one.

    Args:
        values: A boolean array a question, in the order of the questionnaire: whether there is a value.
    """
    later = np.zeros(len(values[0]), dtype=bool) if values else np.zeros(0, dtype=bool)
    found: list[Flags] = []
    for value in reversed(values):
        later = later | value
        found.append(later)
    return found[::-1]


def state_frame(states: Mapping[str, States]) -> pd.DataFrame:
    """States by column, as categories in the order of `STATES`."""
    kind = pd.CategoricalDtype(list(STATES))
    return pd.DataFrame({c: pd.Categorical.from_codes(codes, dtype=kind) for c, codes in states.items()})

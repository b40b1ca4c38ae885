"""Whom an export proves to have seen a question with several answers, so that nothing ticked is an answer.

Belongs here: what is such a proof, and words for where there is none.
"""

import numpy as np

from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import UNSEEN, VALUE, Floats, Words

ZEROS_FOR_EVERYBODY = "surveyxact"
"""The format that has zeros for people who never came so far."""
_NO_STATUS = (
    "the zeros of SurveyXact stand for everybody who was invited, so they prove nothing until "
    "respondent.status says who completed the form"
)
_NO_ZEROS = (
    "no cell says «not ticked» (unticked: 0, N) and none is marked as never shown, so nobody is known to "
    "have seen it"
)


def proven_shown(
    source: Source, codes: list[Floats], cells: list[Words], complete: Flags | None
) -> tuple[Flags | None, str]:
    """Who saw the question; None where the export proves nothing, and then why.

    A cell that says «not ticked» proves it. Once such cells occur, a row without any mark is of somebody who
    did not come to the question. In a SurveyXact export they prove it only of those who completed the form.
    Where only ticks are written, but never shown is marked by the platform, every other row proves it.

    Args:
        source: The export.
        codes: 1, 0 or missing, a column an option.
        cells: What each cell is, a column an option.
        complete: Which rows a declared status says are complete; None when none is declared.
    """
    kinds = np.column_stack(cells)
    if (np.column_stack(codes) == 0).any():
        marked: Flags = (kinds == VALUE).any(axis=1)
        if source.format != ZEROS_FOR_EVERYBODY:
            return marked, ""
        return (None, _NO_STATUS) if complete is None else (marked & complete, "")
    not_shown: Flags = ((kinds == "not_asked") | (kinds == UNSEEN)).any(axis=1)
    if source.markers and not_shown.any():
        return ~not_shown, ""
    return None, _NO_ZEROS

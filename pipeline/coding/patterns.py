"""Answers that look as if nobody had read the questions: identical rows, and one answer to every grid row.

Belongs here: what a person should look at, in counts. Nothing is left out because of it.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.coding.ticks import Flags
from pipeline.survey.survey import Definition
from pipeline.survey.variables import question_column

FEWEST_ANSWERS = 8
"""Rows with fewer answers are the same by chance."""
FEWEST_ALIKE = 20
FEWEST_ITEMS = 5
"""Grids with fewer rows can well deserve one answer to all of them."""


def odd_patterns(definition: Definition, values: pd.DataFrame) -> list[str]:
    """What is odd about the answers of the respondents of a wave.

    Args:
        definition: The survey.
        values: A row a respondent, with the answer columns.

    Returns:
        Notes in counts; none when nothing is odd.
    """
    grids = [
        (question.id, [question_column(question, item.id) for item in definition.items_of(question)])
        for question in definition.questionnaire.questions
        if question.type == "grid"
    ]
    return [*_identical_rows(values), *_straight_lines(grids, values)]


def _identical_rows(values: pd.DataFrame) -> list[str]:
    rows = values.loc[values.notna().sum(axis=1) >= FEWEST_ANSWERS]
    alike = pd.util.hash_pandas_object(rows, index=False).value_counts()
    alike = alike[alike >= FEWEST_ALIKE]
    if alike.empty:
        return []
    others, largest = FEWEST_ALIKE - 1, int(alike.max())
    text = f"{int(alike.sum())} respondents gave exactly the same answers as at least {others} others"
    return [f"{text} (the largest group has {largest}); a machine may have answered"]


def _straight_lines(grids: Sequence[tuple[str, list[str]]], values: pd.DataFrame) -> list[str]:
    answered: Flags = np.zeros(len(values), dtype=bool)
    varied: Flags = np.zeros(len(values), dtype=bool)
    looked_at = []
    for grid, columns in grids:
        cells = values[[column for column in columns if column in values]]
        if cells.shape[1] >= FEWEST_ITEMS:
            looked_at.append(grid)
            codes = cells.to_numpy(dtype=float, na_value=np.nan)
            whole: Flags = ~np.isnan(codes).any(axis=1)
            answered |= whole
            varied |= whole & (codes.max(axis=1) > codes.min(axis=1))
    straight = int((answered & ~varied).sum())
    if not straight:
        return []
    names = ", ".join(looked_at)
    text = f"{straight} of {int(answered.sum())} respondents gave one and the same answer to all rows of"
    return [f"{text} each grid that they answered ({names})"]

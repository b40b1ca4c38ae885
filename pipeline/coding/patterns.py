"""Answers that look as if nobody had read the questions: identical rows, and one answer to every grid row.

Belongs here: which rows these are. What is done about them is for `quality`.
"""

import numpy as np
import pandas as pd

from pipeline.coding.ticks import Flags
from pipeline.survey.survey import Definition
from pipeline.survey.variables import question_column

FEWEST_ANSWERS = 8
"""Rows with fewer answers are the same by chance."""
FEWEST_ITEMS = 5
"""Grids with fewer rows can well deserve one answer to all of them."""


def identical_rows(values: pd.DataFrame, alike: int) -> tuple[Flags, str]:
    """Respondents with exactly the same answers as others, and a sentence on them (empty without any).

    Args:
        values: A row a respondent, with the answer columns.
        alike: How many have to be the same.
    """
    rows = values.loc[values.notna().sum(axis=1) >= FEWEST_ANSWERS]
    sizes = (
        pd.util.hash_pandas_object(rows, index=False).to_frame("row").groupby("row")["row"].transform("size")
    )
    suspicious = sizes[sizes >= alike]
    found: Flags = values.index.isin(suspicious.index)
    if suspicious.empty:
        return found, ""
    text = f"{len(suspicious)} respondents gave exactly the same answers as at least {alike - 1} others"
    return found, f"{text} (the largest group has {int(suspicious.max())}); a machine may have answered"


def straight_lines(definition: Definition, values: pd.DataFrame) -> tuple[Flags, str]:
    """Respondents with one and the same answer to all rows of each grid, and a sentence on them.

    Args:
        definition: The survey; grids of five rows or more count.
        values: A row a respondent, with the answer columns.
    """
    grids = [
        (question.id, [question_column(question, item.id) for item in definition.items_of(question)])
        for question in definition.questionnaire.questions
        if question.type == "grid"
    ]
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
    straight: Flags = answered & ~varied
    if not straight.any():
        return straight, ""
    text = f"{int(straight.sum())} of {int(answered.sum())} respondents gave one and the same answer to all"
    return straight, f"{text} rows of each grid that they answered ({', '.join(looked_at)})"

"""Indices: one number from several questions, for each respondent.

Belongs here: finding an index's items and their ranges in the definition. The formula is in `methods.scales`.
"""

import numpy as np
import pandas as pd

from pipeline.methods.scales import person_index, scale_items
from pipeline.survey.questions import NOT_SUBSTANTIVE, Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns


def index_values(definition: Definition, question: Question, wide: pd.DataFrame) -> pd.Series:
    """The index of each row, 0 to 100, missing where too few items are valid."""
    scaled = index_items(definition, question, wide)
    return pd.Series(person_index(scaled, min_items=question.min_items), index=wide.index)


def index_items(definition: Definition, question: Question, wide: pd.DataFrame) -> np.ndarray:
    """The items of an index for each row, 0 to 100, reversed ones turned, missing without a score."""
    items, reversed_items, low, high = _items(definition, question, wide)
    return scale_items(items, low=low, high=high, is_reversed=reversed_items)


def _items(
    definition: Definition, question: Question, wide: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scores of the items (rows × items) and which are reversed, lowest and highest score of each."""
    scores, turned, low, high = [], [], [], []
    for part in definition.questionnaire.questions:
        for column, item, _ in answer_columns(definition, part):
            if column.removeprefix("q_") not in question.index_of:
                continue
            if part.is_numeric:
                scores.append(wide[column].to_numpy(dtype=float, na_value=np.nan))
                low.append(part.min)
                high.append(part.max)
            else:
                options = [o for o in definition.options(part) if o.role not in NOT_SUBSTANTIVE]
                score = {o.code: o.score for o in options}
                scores.append(wide[column].map(score).to_numpy(dtype=float, na_value=np.nan))
                low.append(min(s for s in score.values() if s is not None))
                high.append(max(s for s in score.values() if s is not None))
            turned.append(part.polarity == "reversed" or any(i.id == item and i.reversed for i in part.items))
    return np.column_stack(scores), np.array(turned), np.array(low, dtype=float), np.array(high, dtype=float)

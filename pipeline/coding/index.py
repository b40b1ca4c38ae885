"""Indices: one number from several questions, for each respondent.

Belongs here: finding an index's items and their ranges in the definition. The formula is in `methods.scales`.
"""

import numpy as np
import pandas as pd

from pipeline.methods.scales import person_index, scale_items
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns


def index_values(definition: Definition, question: Question, wide: pd.DataFrame) -> pd.Series:
    """The index of each row, 0 to 100, missing where too few items are valid."""
    items, reversed_items, low, high = _items(definition, question, wide)
    scaled = scale_items(items, low=low, high=high, is_reversed=reversed_items)
    return pd.Series(person_index(scaled, min_items=question.min_items), index=wide.index)


def _items(
    definition: Definition, question: Question, wide: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scores of the items (rows × items) and which are reversed, lowest and highest score of each."""
    scores, turned, low, high = [], [], [], []
    for part in definition.questionnaire.questions:
        for column, item, _ in answer_columns(definition, part):
            if column.removeprefix("q_") not in question.index_of:
                continue
            options = [o for o in definition.options(part) if o.role in {"substantive", "other"}]
            score = {o.code: float(o.code if o.score is None else o.score) for o in options}
            scores.append(wide[column].map(score).to_numpy(dtype=float))
            turned.append(part.polarity == "reversed" or any(i.id == item and i.reversed for i in part.items))
            low.append(min(score.values()))
            high.append(max(score.values()))
    return np.column_stack(scores), np.array(turned), np.array(low), np.array(high)

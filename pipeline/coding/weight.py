"""The weight that an export brings.

Belongs here: what is no usable weight. Weighting to a universe is for the marts.
"""

import numpy as np
import pandas as pd

from pipeline.coding.numbers import read_numbers
from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import Floats, canonical
from pipeline.methods.rounding import half_away
from pipeline.survey.survey import Definition

HUGE = 1000
"""A weight above so many times the median is a mistake in the file."""
DECIMALS = 9
"""That weights are stored with; then sums of them are exact."""
LARGEST, LARGEST_SUM = 1e9, 9e9
"""That are stored and added exactly with so many decimals."""
LOST = 1e-6
"""The part of a weight that may be lost beyond its last decimal."""
SUM_TOLERANCE = 0.01
"""How far the mean may be from 1, for weights that were rounded."""
AMBIGUOUS = "a , or . may be a decimal mark or separate thousands; declare export.read.decimal"


def start_weights(
    definition: Definition, wave: str, source: Source, counted: Flags
) -> tuple[pd.Series, list[str]]:
    """The weight of each row, 1 for rows that are no respondents, and what is wrong with the column.

    Args:
        definition: The survey; without a weight column every weight is 1.
        wave: The wave.
        source: The export.
        counted: Which rows are respondents.
    """
    name = definition.survey.weight
    if name is None:
        return pd.Series(1.0, index=source.rows.index, name="start_weight"), []
    position = source.index.position(name)
    if position is None:
        return pd.Series(1.0, index=source.rows.index), [f"weight column {name} {source.index.why_not(name)}"]
    options = definition.survey.waves[wave].export.read
    read = read_numbers(
        source.columns[position], source.cells(position), {}, options.decimal, options.thousands
    )
    fault = AMBIGUOUS if (read.ambiguous & counted).any() else _fault(definition, read.values[counted])
    weight = pd.Series(np.where(counted, read.values, 1.0), index=source.rows.index, name="start_weight")
    return weight, [f"weight column {name}: {fault}"] if fault else []


def _fault(definition: Definition, weights: Floats) -> str | None:
    """What is wrong with the weights of the respondents, of whom there is at least one."""
    positive = np.isfinite(weights) & (weights > 0)
    if not positive.all():
        return (
            f"{int((~positive).sum())} respondents have a weight that is blank, zero, negative or no number; "
            "every respondent needs a positive weight"
        )
    huge = weights > HUGE * np.median(weights)
    if huge.any():
        return f"{int(huge.sum())} respondents have a weight above {HUGE} times the median; correct the file"
    if weights.max() >= LARGEST or weights.sum() > LARGEST_SUM:
        return (
            "the weights are too large to be added exactly (a respondent's is a billion or more, or all add "
            "up to more than 9 billion); divide all of them by one number"
        )
    stored = half_away(pd.Series(weights), DECIMALS).to_numpy()
    lost = np.abs(stored - weights) > LOST * weights
    if lost.any():
        return (
            f"{int(lost.sum())} respondents have a weight so small that {DECIMALS} decimals do not hold it; "
            "multiply all weights by one number"
        )
    is_final = definition.survey.weighting is None and definition.survey.weight_sum == "respondents"
    if is_final and abs(float(weights.mean()) - 1) > SUM_TOLERANCE:
        return (
            f"the weights add up to {in_words(float(weights.sum()))}, but there are {weights.size} "
            "respondents; correct the file, or set weight_sum: any when they are to add up to something else"
        )
    return None


def in_words(total: float) -> str:
    """A sum as text, with two decimals at the most."""
    return canonical(half_away(total, 2))

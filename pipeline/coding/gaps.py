"""Numbers between two groups of a demographic: 17.5, where one ends at 17 and the next begins at 18.

Belongs here: finding them and saying so, in counts. Who is below the first group or above the last one is
left out on purpose.
"""

from itertools import pairwise

import pandas as pd

from pipeline.coding.values import canonical
from pipeline.survey.demographics import Group
from pipeline.survey.survey import Definition
from pipeline.survey.variables import question_column


def between_groups(definition: Definition, values: pd.DataFrame) -> list[str]:
    """How many respondents have a number between two groups, a note a gap.

    Args:
        definition: The survey.
        values: A row a respondent, with the answer columns.
    """
    notes = []
    for demographic in definition.survey.demographics:
        question = definition.questions.get(definition.variable_of(demographic))
        if question is None or not question.is_numeric or question_column(question) not in values:
            continue
        numbers = values[question_column(question)].astype("float64")
        for below, above, low, high in _gaps(demographic.groups):
            inside = int(((numbers > low) & (numbers < high)).sum())
            if inside:
                people = "1 respondent is" if inside == 1 else f"{inside} respondents are"
                notes.append(
                    f"demographic {demographic.id}: {people} in no group, with a number of {question.id} "
                    f"between {below.id} (max {canonical(low)}) and {above.id} (min {canonical(high)})"
                )
    return notes


def _gaps(groups: tuple[Group, ...]) -> list[tuple[Group, Group, float, float]]:
    """Neighbours with room between them: the lower, the upper, the end of the one, the start of the other.

    There are none where a group has a condition, which may take in anything.
    """
    if any(group.when or group.options for group in groups):
        return []
    infinite = float("inf")
    ordered = sorted(groups, key=lambda g: -infinite if g.min is None else g.min)
    gaps = []
    for below, above in pairwise(ordered):
        reached = max(infinite if g.max is None else g.max for g in ordered[: ordered.index(above)])
        if above.min is not None and reached < above.min:
            gaps.append((below, above, reached, above.min))
    return gaps

"""What published figures show to be off by themselves, though every one of them is matched.

Belongs here: bases that contradict each other, and shares that no printed base explains. They are warnings.
"""

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

AnomalyKind = Literal["base_above_stated", "shares_without_base"]


@dataclass(frozen=True)
class Anomaly:
    """Something off in the published figures.

    Attributes:
        kind: `base_above_stated`: questions with more answers than the stated group has persons.
            `shares_without_base`: shares of a table that the sum of its counts does not explain.
        subject: The questions, or the demographic.
        numbers: `base_above_stated`: stated base, smallest and largest base above it. `shares_without_base`:
            sum of the printed counts, smallest and largest base that explains the printed shares.
    """

    kind: AnomalyKind
    subject: tuple[str, ...]
    numbers: tuple[int, int, int]


def bases_above_stated(questions: pd.DataFrame, stated: int) -> list[Anomaly]:
    """Questions answered by more persons than the publication says its group has.

    Args:
        questions: Published rows of questions with one answer a person: question_id, item, and the count of
            each option as text. A question with a blank count has no sum.
        stated: Persons in the stated group.
    """
    whole = questions["count"].ne("").groupby(questions["question_id"]).transform("all")
    rows = questions.loc[whole]
    keys = ["question_id", "item"]
    sums = rows.assign(count=rows["count"].astype("int64")).groupby(keys, sort=False)["count"].sum()
    sums = sums.groupby("question_id", sort=False).max()
    above = sums[sums > stated]
    if above.empty:
        return []
    return [
        Anomaly(
            "base_above_stated", tuple(map(str, above.index)), (stated, int(above.min()), int(above.max()))
        )
    ]


def shares_without_base(representativity: pd.DataFrame) -> list[Anomaly]:
    """Tables whose printed shares fit some base, but not the sum of their printed counts.

    A base B explains a row when 100·count/B, rounded half up, is the printed percent:
    100·count/(percent + ½) < B ≤ 100·count/(percent − ½).

    Args:
        representativity: Published rows as text: demographic, response_count, response_percent. A demographic
            with a blank among them has no sum.
    """
    found = []
    for demographic, rows in representativity.groupby("demographic", sort=False):
        if (rows[["response_count", "response_percent"]] == "").any(axis=None):
            continue
        counts, shares = rows["response_count"].astype(int), rows["response_percent"].astype(int)
        low, high = 1, 10**12
        for count, share in zip(counts, shares, strict=True):
            low = max(low, math.floor(200 * count / (2 * share + 1)) + 1)
            if share > 0:
                high = min(high, math.floor(200 * count / (2 * share - 1)))
        total = int(counts.sum())
        if low <= high and not low <= total <= high:
            found.append(Anomaly("shares_without_base", (str(demographic),), (total, low, high)))
    return found

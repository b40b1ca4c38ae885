"""How many decimals a measure is printed with, in tables, sentences, trends and files alike.

Belongs here: looking up, by question, what `methods.rounding.decimals_of_mean` says of everyone.
Shares, nets, balance and NPS have none.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.methods.rounding import decimals_of_margin, decimals_of_mean

NUMBERS = frozenset({"mean", "index", "median", "q25", "q75", "sd"})
"""Measures in the unit of the answers; the rest are percents or percentage points."""
MEANS = ("mean", "index")


class Decimals:
    """The decimals of one report: for all items of a question the same, and the usual ones without a mean."""

    def __init__(self, questions: pd.DataFrame) -> None:
        """Read the means of everyone from `mart_question`."""
        rows = questions.loc[questions["measure"].isin(MEANS) & questions["sd"].notna()]
        self._found: dict[str, int] = {}
        for row in rows[["question_id", "sd", "moe"]].to_dict("records"):
            digits = decimals_of_mean(row["sd"], row["moe"])
            self._found[row["question_id"]] = max(digits, self._found.get(row["question_id"], 0))

    def of(self, question_id: str, measure: str) -> int:
        """The decimals of a measure; `sd` is the standard deviation beside a mean."""
        if measure not in NUMBERS:
            return 0
        return self._found.get(question_id, 0 if measure == "index" else 1)

    def of_row(self, row: Mapping[str, Any]) -> int:
        """The same of a row of a mart."""
        return self.of(row["question_id"], row["measure"])

    def of_margin(self, row: Mapping[str, Any]) -> int:
        """The decimals of the margin of error beside a row's number; of percents one."""
        if row["measure"] not in NUMBERS:
            return 1
        return decimals_of_margin(float(row["moe"]), self.of_row(row))

    def of_rows(self, rows: pd.DataFrame) -> pd.Series:
        """The decimals of every row of a mart."""
        keys = zip(rows["question_id"], rows["measure"], strict=True)
        return pd.Series([self.of(*key) for key in keys], index=rows.index, dtype="int64")

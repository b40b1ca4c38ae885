"""A report's rows of results, indexed once: of everyone by question, of groups by item and demographic too.

Belongs here: looking rows up. They are plain dictionaries, for a report reads thousands of single numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

Record = Mapping[str, Any]
"""A row: column to value. A missing number is NaN."""
Records = list[Record]
UNRELIABLE = "u"
"""What the column `obs_status` says of a number to be read with care."""
READ = (
    *("question_id", "item_id", "option_id", "net_id", "demographic_id", "group_id", "group_order"),
    *("measure", "role", "is_hidden", "mark", "letters", "base_kind", "min_diff", "obs_status"),
    *("option_n", "asked_n", "answered_n", "valid_n", "base_n", "responses_n", "respondents_n"),
    "state_not_asked_n",
    *(
        "asked_pct",
        "skipped_pct",
        "answered_pct",
        "valid_pct",
        "cases_pct",
        "responses_pct",
        "shown_pct",
        "moe_pp",
    ),
    *("value", "moe", "sd", "alpha", "alpha_n"),
)
"""The columns that a report reads."""
READ_OVER_TIME = (
    *("question_id", "item_id", "option_id", "net_id", "demographic_id", "group_id", "group_order"),
    *("measure", "role", "is_hidden", "mark", "test_method", "wave", "previous_wave", "segment", "compat"),
    *("has_footnote", "obs_status", "valid_n", "value", "moe", "change", "min_change", "overlap_n"),
)
"""The columns of a trend that a report reads."""


class ReportRows:
    """The rows of one report, after suppression."""

    def __init__(self, questions: pd.DataFrame, groups: pd.DataFrame) -> None:
        """Index the rows; their order is kept."""
        self._questions: dict[str, Records] = {}
        for row in _records(questions):
            self._questions.setdefault(row["question_id"], []).append(row)
        self._groups: dict[tuple[str, str, str], dict[str, Records]] = {}
        for row in _records(groups):
            table = self._groups.setdefault((row["question_id"], row["item_id"], row["demographic_id"]), {})
            table.setdefault(row["group_id"], []).append(row)

    def everyone(self, question_id: str) -> Records:
        """The rows of a question for everyone, all its items."""
        return self._questions[question_id]

    def groups(self, question_id: str, item_id: str, demographic_id: str) -> dict[str, Records]:
        """Group to its rows, of one item (empty for a question without items)."""
        return self._groups.get((question_id, item_id, demographic_id), {})


class TrendRows:
    """The rows of one report over the waves, after suppression."""

    def __init__(self, trend: pd.DataFrame) -> None:
        """Index the rows; their order is kept."""
        self._rows: dict[tuple[str, str], Records] = {}
        for row in _records(trend, READ_OVER_TIME):
            self._rows.setdefault((row["question_id"], row["demographic_id"]), []).append(row)

    def of(self, question_id: str, demographic_id: str = "") -> Records:
        """The rows of a question in all waves, for everyone or the groups of a demographic."""
        return self._rows.get((question_id, demographic_id), [])


def is_unreliable(row: Record) -> bool:
    """Whether the number of a row is to be read with care, by the limits that the survey declares."""
    return bool(row.get("obs_status") == UNRELIABLE)


def of_item(rows: Records, item_id: str) -> Records:
    """The rows of one item."""
    return [row for row in rows if row["item_id"] == item_id]


def options_of(rows: Records) -> Records:
    """The rows that are options."""
    return [row for row in rows if row["measure"] == "option"]


def largest(rows: Records, column: str) -> int:
    """The largest count of a column; hidden ones are passed over."""
    return int(max(row[column] for row in rows if pd.notna(row[column])))


def _records(rows: pd.DataFrame, read: Sequence[str] = READ) -> Records:
    found: Records = [
        {str(name): value for name, value in row.items()}
        for row in rows[[name for name in read if name in rows]].to_dict("records")
    ]
    return found

"""What every reader gives: the rows of an export as they are, and what the export says of its columns.

Belongs here: the result type only. Nothing here interprets an answer.
"""

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Kind = Literal["number", "text", "date", "datetime", "time"]
Blank = Literal["unknown", "skipped", "not_asked"]
"""What a blank cell says: nothing, that a question was shown and left empty, or that it was never shown."""


@dataclass(frozen=True)
class MissingRange:
    """User-missing values of a column, from `low` to `high`, both included.

    A single value has `low == high`. Numbers for number columns, text for text columns.
    """

    low: float | str
    high: float | str


@dataclass(frozen=True)
class SourceColumn:
    """One column of an export.

    Attributes:
        id: The platform's stable id, which a definition binds to: a variable name, `Q1[SQ001]`, an ImportId.
        name: The column's name in the data file; equal to `id` where the platform has no other.
        label: The question or item text, empty where the export has none.
        kind: What the cells hold. `number` is float64; all others are text (dates in ISO 8601).
        labels: Code to label, in the export's order. Codes are canonical text: `1`, not `1.0`.
        missing: Declared user-missing values. They stay in the frame as they are.
        block: The question that the column is a part of (a multiple-response set, a grid), or empty.
        option: The option or row that the column stands for inside its block, or empty.
        block_text: The text of that question, where the file has it apart from its columns' labels.
        is_mention: Whether the file says that the column holds one of several chosen options of its block.
        blank: What a blank cell says in this export.
        asked: On which condition the question is asked, as the platform writes it; empty when everyone is
            asked, None where the export does not tell.
    """

    id: str
    name: str
    label: str = ""
    kind: Kind = "text"
    labels: dict[str, str] = field(default_factory=dict)
    missing: tuple[MissingRange, ...] = ()
    block: str = ""
    option: str = ""
    block_text: str = ""
    is_mention: bool = False
    blank: Blank = "unknown"
    asked: str | None = None


@dataclass(frozen=True)
class Export:
    """An export, read.

    Attributes:
        format: The reader's name, e.g. `sav`, `csv`, `surveyxact`.
        columns: The columns in file order.
        frame: One row per exported row, in file order. Columns are named `v0001`, `v0002`, … in the order of
            `columns`: names and texts of an export are data, never identifiers. Dtype float64 or str;
            a blank cell is a missing value.
        weight: `id` of the weight column that the file itself names, or None.
        title: What the file calls the survey, or empty.
        notes: What a person should know and nothing that stops the run, in words, without cell values.
    """

    format: str
    columns: tuple[SourceColumn, ...]
    frame: pd.DataFrame
    weight: str | None = None
    notes: tuple[str, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse a frame whose columns are not `v0001`, `v0002`, …."""
        expected = [column_name(i) for i in range(len(self.columns))]
        if list(self.frame.columns) != expected:
            raise ValueError("an export's frame has one column v0001, v0002, … for each of its columns")


def column_name(position: int) -> str:
    """The internal name of the column at `position`, counted from 0: `v0001`."""
    return f"v{position + 1:04d}"


class ExportError(ValueError):
    """An export that cannot be used: which file, where, what was found, and what would be right.

    The text never holds a cell's value.
    """

"""What coding works on: the kept columns of a wave's export, with their cells.

Belongs here: getting back from the raw tables what the reader knew of each column.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.values import UNSEEN
from pipeline.readers.export import MissingRange, SourceColumn
from pipeline.readers.markers import MARKING_FORMATS, NOT_SHOWN
from pipeline.survey.questions import Value


@dataclass(frozen=True)
class Source:
    """The kept columns of an export, and its rows.

    Attributes:
        format: The reader's name, e.g. `limesurvey`.
        columns: The kept columns, in file order.
        names: The name of each of them in `rows`.
        rows: `raw_responses`: wave, source_row, respondent_key, then the kept columns.
    """

    format: str
    columns: tuple[SourceColumn, ...]
    names: Sequence[str]
    rows: pd.DataFrame

    @cached_property
    def index(self) -> ColumnIndex:
        """The columns by id."""
        return ColumnIndex(self.columns)

    def cells(self, position: int) -> pd.Series:
        """The cells of the column at `position`."""
        return self.rows[self.names[position]]

    @property
    def markers(self) -> dict[Value, str]:
        """Reserved cell texts that this format's reader writes for a blank that is known to be more."""
        return {NOT_SHOWN: UNSEEN} if self.format in MARKING_FORMATS else {}


def source_of(columns: pd.DataFrame, rows: pd.DataFrame) -> Source:
    """The source from `raw_columns` and `raw_responses`."""
    return Source(
        format=str(columns["format"].iloc[0]) if len(columns) else "",
        columns=kept_columns(columns),
        names=tuple(columns.loc[columns["is_kept"], "column_name"]),
        rows=rows.reset_index(drop=True),
    )


def kept_columns(columns: pd.DataFrame) -> tuple[SourceColumn, ...]:
    """The kept columns of an export, from `raw_columns`."""
    return tuple(
        SourceColumn(
            id=str(row["source_id"]),
            name=str(row["source_id"]),
            label=str(row["label"]),
            kind=row["kind"],
            labels=json.loads(row["labels"]),
            missing=tuple(MissingRange(low, high) for low, high in json.loads(row["missing"])),
            block=str(row["block"]),
            option=str(row["option"]),
            is_mention=bool(row["is_mention"]),
        )
        for row in columns.loc[columns["is_kept"]].to_dict("records")
    )

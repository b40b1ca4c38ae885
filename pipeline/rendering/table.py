"""The tables of a report tree.

What belongs here: dataclasses of columns, rows and cells. What does not: making a table out of a figure
(`tabulated`), drawing one. Read `tree` for the conventions; import everything from there.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline.rendering.figure import Comparison, Fill, Mark, same_length

ColumnKind = Literal["text", "count", "percent", "difference", "number"]
"""`percent` and `count` are whole, `difference` is signed percentage points, `number` may have decimals."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers (or of text) in a table.

    Attributes:
        heading: its heading.
        kind: how a workbook shows the values.
        key: id of the option that the column holds; empty for other columns.
        group: heading that neighbouring columns with the same group share; empty for none.
        short: heading where space is short; empty for the heading itself.
        bar_limit: largest size that the diverging bars of the column must hold; None for no bars.
    """

    heading: str
    kind: ColumnKind = "text"
    key: str = ""
    group: str = ""
    short: str = ""
    bar_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: as printed; empty for an empty cell.
        value: the same for machines; None leaves a workbook cell with the text.
        mark: whether a difference is marked.
        margin: margin of error as printed, such as `± 3`, or empty.
        letters: letters of the groups that the number is higher than, printed after it; or empty.
        bar: signed length of a diverging bar, in the unit of the column's `bar_limit`; None for no bar.
        unreliable: the number is to be read with care, starred.
    """

    text: str
    value: int | float | None = None
    mark: Mark = "none"
    margin: str = ""
    letters: str = ""
    bar: float | None = None
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        header: text of the row header.
        cells: one a column.
        swatch: colour role shown before the header; None for none.
        emphasis: bold.
    """

    header: str
    cells: tuple[Cell, ...]
    swatch: Fill | None = None
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with real headers in both directions.

    Attributes:
        key: id, unique in the report.
        caption: caption without its number.
        row_heading: heading over the row headers.
        columns: columns after the row header.
        rows: body rows.
        total: the row of sums; None for none.
        finding: computed sentence over the table; empty for none.
        compared_with: what the marks compare with.
        arrows: what the marks mean; printed under the table where it has any.
        notes: sentences under the table.
    """

    key: str
    caption: str
    row_heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    finding: str = ""
    compared_with: Comparison = "rest"
    arrows: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not have a cell a column."""
        for row in (*self.rows, *((self.total,) if self.total else ())):
            same_length(f"Table {self.key!r}, row {row.header!r}", self.columns, row.cells)

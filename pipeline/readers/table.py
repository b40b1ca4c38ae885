"""A table of an export: its header rows as cells, and the rows under them as columns of text.

Belongs here: the type that files and sheets are read into, and telling headers from answers by their number.
Does not: reading, or what a header says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.readers.columns import is_blank

MOST_HEADER_ROWS = 3
Rows = Sequence[Sequence[str]]
HeaderRows = Callable[[Rows], int]
"""How many of the first rows of a table are headers; it sees at most `MOST_HEADER_ROWS`."""

_TRAILING = "a last column without a name and without any value was left out (a trailing delimiter)"


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        name: The file or sheet that it is from, for messages.
        head: Its header rows.
        cells: The other rows as columns `v0001`, `v0002`, … of text; a blank cell is missing.
        notes: What a person should know of it.
    """

    name: str
    head: list[list[str]]
    cells: pa.Table
    notes: tuple[str, ...] = ()


def one_row(_: Rows) -> int:
    """One header row, as most tables have."""
    return 1


def split_head(name: str, cells: pa.Table, header_rows: HeaderRows, notes: tuple[str, ...] = ()) -> Table:
    """A table whose first rows are headers."""
    first = [[cell or "" for cell in row.values()] for row in cells.slice(0, MOST_HEADER_ROWS).to_pylist()]
    depth = header_rows(first)
    return Table(name, first[:depth], cells.slice(depth), notes)


def without_trailing_column(table: Table) -> Table:
    """The table without a last column that has no name and no value: the mark of a trailing delimiter."""
    last = table.cells.num_columns - 1
    if last < 1 or any(row[last].strip() for row in table.head) or not is_blank(table.cells.column(last)):
        return table
    head = [row[:last] for row in table.head]
    return Table(table.name, head, table.cells.select(range(last)), (*table.notes, _TRAILING))

"""Delimited text: one dialect for a file, every row as wide as the first, no row lost.

Belongs here: whole files as tables, checked, and the generic `csv` reader. Does not: the layouts of
platforms, which build on `read_table`; decoding (`encoding`); delimiters (`dialect`); the independent count
(`records`).
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.readers.arrow_text import parse_columns
from pipeline.readers.columns import Columns, frame_of
from pipeline.readers.dialect import SAMPLE, delimiter_of, parser
from pipeline.readers.encoding import to_utf8
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.headers import check_header
from pipeline.readers.options import ReadOptions
from pipeline.readers.records import RecordCount, count_records
from pipeline.readers.registry import one_file
from pipeline.readers.table import (
    MOST_HEADER_ROWS,
    HeaderRows,
    Table,
    one_row,
    split_head,
    without_trailing_column,
)

if TYPE_CHECKING:
    from _csv import Reader


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a delimited text file with one header row (the protocol of `registry.Reader`)."""
    path = one_file(files, "csv")
    table = without_trailing_column(read_table(path, options))
    header, notes = table.head[0], table.notes
    check_header(header, path.name)
    if not table.cells.num_rows:
        notes = (*notes, f"{path.name}: the file has a header and no respondents")
    columns = tuple(SourceColumn(id=name, name=name) for name in header)
    return Export("csv", columns, frame_of(table.cells), notes=notes)


def read_table(path: Path, options: ReadOptions, header_rows: HeaderRows = one_row) -> Table:
    """A delimited text file as its header rows, and the other rows as columns.

    Arrow's parser does the work when the text is so regular that all parsers agree about it, which the
    independent count finds out. Else the exact parser does, and names what is wrong.

    Args:
        path: The file.
        options: `encoding` (default UTF-8; a byte-order mark overrules it), `delimiter` (default: found in
            the first rows), `quote`.
        header_rows: How many of the first rows come before the first respondent.

    Raises:
        ExportError: On bytes that do not decode, a quote that is never closed, text after a closing quote, a
            row that is wider or narrower than the first, a blank line between rows, a declared delimiter that
            is not the file's, or a number of records that differs from an independent count.
    """
    data = to_utf8(path.read_bytes(), path.name, options.encoding)
    delimiter = delimiter_of(data[: 4 * SAMPLE].decode(errors="ignore")[:SAMPLE], path.name, options)
    return split_head(path.name, parse(data, path.name, delimiter, options.quote), header_rows)


def parse(data: bytes, file: str, delimiter: str, quote: str) -> pa.Table:
    """All records of UTF-8 text as columns, header rows included; blank lines at the end are left out.

    Raises:
        ExportError: As `read_table`, but for the encoding and the delimiter.
    """
    counted = count_records(data, delimiter, quote)
    if counted.tidy and not counted.inner_blank_lines:
        width = _first_width(data, file, delimiter, quote)
        found = parse_columns(data, delimiter, quote, width, counted.records)
        if found is not None:
            return found
    return parse_exactly(data, file, delimiter, quote, counted)


def _records(data: bytes, file: str, delimiter: str, quote: str) -> "Reader":
    lines = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
    return parser(lines, file, delimiter, quote, len(data))


def _first_width(data: bytes, file: str, delimiter: str, quote: str) -> int:
    return len(next(filter(None, _records(data, file, delimiter, quote)), ()))


def parse_exactly(data: bytes, file: str, delimiter: str, quote: str, counted: RecordCount) -> pa.Table:
    """`parse` by the `csv` module, which names what is wrong by its line.

    Raises:
        ExportError: As `parse`.
    """
    records = _records(data, file, delimiter, quote)
    columns, widths = Columns(), _Widths()
    line = 1
    try:
        for row in records:
            if row:
                widths.see(row, line)
                columns.add(row)
            line = records.line_num + 1
    except csv.Error as error:
        open_quote = "end of data" in str(error)
        why = "holds a quote that is never closed" if open_quote else f"is not valid CSV ({error})"
        raise ExportError(f"{file}: the row that starts on line {line} {why}") from None
    if not columns.rows:
        raise ExportError(f"{file}: the file has no rows")
    width = widths.width(file)
    check_count(counted, columns.rows, file)
    return columns.table(width=width)


def check_count(counted: RecordCount, parsed: int, file: str) -> None:
    """Compare a parse with the independent count.

    Raises:
        ExportError: When they differ, or a quote is left open, or blank lines stand between rows.
    """
    if counted.unclosed:
        raise ExportError(f"{file}: the file ends inside a quoted cell; a quote is missing or one too many")
    if counted.inner_blank_lines:
        raise ExportError(f"{file}: {counted.inner_blank_lines} blank lines stand between the rows")
    if counted.records != parsed:
        raise ExportError(
            f"{file}: {parsed} rows were parsed but the file has {counted.records} lines outside quotes; "
            'look for a stray quote, or declare `quote: ""` if quotes are plain text in this export'
        )


class _Widths:
    """How wide rows are beside the first: header rows alone, or all others, may end in a delimiter."""

    def __init__(self) -> None:
        self.first = 0
        self.rows = 0
        self.longer = 0  # rows with an empty cell more than the first
        self.shorter = 0  # rows with a cell less than the first
        self.headers = 0  # rows before any shorter one that end in an empty cell
        self.ragged: tuple[int, int] | None = None  # line and width of the first row with another width

    def see(self, row: list[str], line: int) -> None:
        """One more row, which starts on `line`."""
        self.rows += 1
        if self.rows == 1:
            self.first = len(row)
        if len(row) == self.first:
            self.headers += not self.shorter and not row[-1]
            return
        self.ragged = self.ragged or (line, len(row))
        self.longer += len(row) == self.first + 1 and not row[-1]
        self.shorter += len(row) == self.first - 1

    def width(self, file: str) -> int:
        """The number of columns.

        Raises:
            ExportError: When rows are ragged, with the line of the first.
        """
        if self.ragged is None or self.longer == self.rows - 1:
            return self.first
        if 0 < self.headers <= MOST_HEADER_ROWS and self.headers + self.shorter == self.rows:
            return self.first - 1
        raise ExportError(
            f"{file}: the row that starts on line {self.ragged[0]} has {self.ragged[1]} cells "
            f"where the first row has {self.first}; "
            "a delimiter is missing, or stands in a cell without quotes"
        )

"""Delimited text: one dialect for a file, every row as wide as the first, no row lost.

Belongs here: dialects, rows and the generic `csv` reader. Does not: the layouts of platforms, which build on
`read_rows`; decoding (`encoding`); the independent count (`records`).
"""

import codecs
import contextlib
import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.readers.arrow_text import parse_columns
from pipeline.readers.encoding import DEFAULT, byte_order_mark, decode, looks_like_utf16
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.headers import check_header, drop_trailing_blank
from pipeline.readers.options import ReadOptions
from pipeline.readers.records import RecordCount, count_records
from pipeline.readers.registry import one_file

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 1 << 16  # characters: enough for the header and some rows of the widest exports


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a delimited text file with one header row (the protocol of `registry.Reader`)."""
    path = one_file(files, "csv")
    rows, frame = read_columns(path, options)
    header, frame, notes = drop_trailing_blank(rows[0], frame)
    check_header(header, path.name)
    if frame.empty:
        notes = (*notes, f"{path.name}: the file has a header and no respondents")
    return Export("csv", tuple(SourceColumn(id=name, name=name) for name in header), frame, notes=notes)


def read_columns(
    path: Path, options: ReadOptions, header_rows: int = 1
) -> tuple[list[list[str]], pd.DataFrame]:
    """A delimited text file as its header rows, and the other rows as columns: `read_rows` for large files.

    Arrow's parser does the work when the text is so regular that all parsers agree about it, which the
    independent count finds out. Else the exact parser does, and names what is wrong.

    Args:
        path: The file.
        options: As for `read_rows`.
        header_rows: How many rows come before the first respondent.

    Returns:
        The header rows as lists of cells, and a frame of text with the columns `v0001`, `v0002`, …, in
        which an empty cell is missing.

    Raises:
        ExportError: As `read_rows`.
    """
    text, delimiter = _dialect(path, options)
    counted = count_records(text.encode(), delimiter, options.quote)
    if counted.tidy and not counted.inner_blank_lines:
        found = parse_columns(text, delimiter, options.quote, header_rows, counted.records)
        if found is not None:
            return found
    rows = _checked_rows(text, counted, delimiter, options.quote, path.name)
    return rows[:header_rows], text_frame(rows[header_rows:], len(rows[0]))


def read_rows(path: Path, options: ReadOptions) -> list[list[str]]:
    """All records of a delimited text file, header rows included, as they are written.

    Args:
        path: The file.
        options: `encoding` (default UTF-8; a byte-order mark overrules it), `delimiter` (default: found in
            the first rows), `quote`.

    Returns:
        One list of cells a record, all equally long, at least one. Blank lines at the end are left out.

    Raises:
        ExportError: On bytes that do not decode, a quote that is never closed, text after a closing quote, a
            row that is wider or narrower than the first, a blank line between rows, a declared delimiter that
            is not the file's, or a number of records that differs from an independent count.
    """
    text, delimiter = _dialect(path, options)
    counted = count_records(text.encode(), delimiter, options.quote)
    return _checked_rows(text, counted, delimiter, options.quote, path.name)


def _dialect(path: Path, options: ReadOptions) -> tuple[str, str]:
    """The file's text, and its delimiter."""
    text = decode(path.read_bytes(), path.name, options.encoding)
    _check_declared(text, path.name, options)
    return text, options.delimiter or find_delimiter(text, path.name, options.quote)


def _checked_rows(text: str, counted: RecordCount, delimiter: str, quote: str, file: str) -> list[list[str]]:
    rows = _parse(text, file, delimiter, quote)
    check_count(counted, len(rows), file)
    return rows


def read_head(path: Path, options: ReadOptions, count: int = 5) -> list[list[str]]:
    """The first `count` records of a text file, to look at: not checked, and of any width.

    Where the encoding is not declared and the text is not UTF-8, its ASCII characters are right and others
    may not be: enough to know a platform's header by.

    Raises:
        ExportError: When the declared encoding is unknown, or two delimiters fit equally well.
    """
    with path.open("rb") as stream:
        data = stream.read(_SAMPLE)
    mark = byte_order_mark(data)
    encoding, skip = mark or (options.encoding or looks_like_utf16(data) or DEFAULT, 0)
    try:
        # The sample may end inside a character, which is no fault of the file.
        text = codecs.getincrementaldecoder(encoding)().decode(data[skip:])
    except (UnicodeDecodeError, LookupError):
        text = data.decode("latin-1")
    delimiter = options.delimiter or find_delimiter(text, path.name, options.quote)
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(islice(filter(None, _parser(text, path.name, delimiter, options.quote)), count))
    return rows


def find_delimiter(text: str, file: str, quote: str) -> str:
    """The one of `DELIMITERS` that cuts the first rows into equally many cells.

    Text without any of them is a single column, for which every delimiter does.

    Raises:
        ExportError: When two delimiters fit equally well.
    """
    widths = {mark: _sample_widths(text, file, mark, quote) for mark in DELIMITERS}
    widths = {mark: found for mark, found in widths.items() if found and found[0] > 1}
    even = {mark: found[0] for mark, found in widths.items() if len(set(found)) == 1}
    # No delimiter fits all rows: a row is ragged, and the parse with the widest header will say which.
    candidates = even or {mark: found[0] for mark, found in widths.items()}
    best = [mark for mark, width in candidates.items() if width == max(candidates.values())]
    if len(best) > 1:
        shown = " and ".join(repr(mark) for mark in best)
        raise ExportError(f"{file}: {shown} fit the first rows equally well; declare `delimiter`")
    return best[0] if best else DELIMITERS[0]


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


def _parser(text: str, file: str, delimiter: str, quote: str) -> "Reader":
    # A free-text answer may be longer than the csv module's 131,072 characters; the file's size is the bound.
    csv.field_size_limit(max(len(text), 131_072))
    lines = io.StringIO(text, newline="")
    try:
        if quote:
            return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    except (TypeError, ValueError):
        raise ExportError(
            f"{file}: `delimiter` {delimiter!r} and `quote` {quote!r} must be one character each, and differ"
        ) from None


def _parse(text: str, file: str, delimiter: str, quote: str) -> list[list[str]]:
    parser = _parser(text, file, delimiter, quote)
    rows: list[list[str]] = []
    line = 1
    ragged: tuple[int, int] | None = None
    try:
        for row in parser:
            if row:
                rows.append(row)
                if len(row) != len(rows[0]) and ragged is None:
                    ragged = line, len(row)
            line = parser.line_num + 1
    except csv.Error as error:
        open_quote = "end of data" in str(error)
        why = "holds a quote that is never closed" if open_quote else f"is not valid CSV ({error})"
        raise ExportError(f"{file}: the row that starts on line {line} {why}") from None
    if not rows:
        raise ExportError(f"{file}: the file has no rows")
    if ragged and not _trailing_delimiters(rows):
        raise ExportError(
            f"{file}: the row that starts on line {ragged[0]} has {ragged[1]} cells "
            f"where the first row has {len(rows[0])}; "
            "a delimiter is missing, or stands in a cell without quotes"
        )
    return rows


def _trailing_delimiters(rows: list[list[str]]) -> bool:
    """Whether every row but the first ends in one delimiter too many; if so, that empty cell is removed."""
    width = len(rows[0]) + 1
    if any(len(row) != width or row[-1] for row in rows[1:]):
        return False
    for row in rows[1:]:
        row.pop()
    return True


def _sample_widths(text: str, file: str, delimiter: str, quote: str) -> list[int]:
    """The widths of the first records, without the last, which the sample may have cut."""
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in _parser(text[:_SAMPLE], file, delimiter, quote) if row)
    except csv.Error:
        return widths
    return widths if len(text) <= _SAMPLE or len(widths) < 2 else widths[:-1]


def _check_declared(text: str, file: str, options: ReadOptions) -> None:
    """Refuse a declared delimiter that leaves one column where another gives equally many in each row."""
    if options.delimiter is None or _sample_widths(text, file, options.delimiter, options.quote)[:1] != [1]:
        return
    for other in DELIMITERS:
        widths = set(_sample_widths(text, file, other, options.quote))
        if len(widths) == 1 and widths != {1}:
            raise ExportError(
                f"{file}: the declared delimiter {options.delimiter!r} does not occur in the first row; "
                f"{other!r} gives {widths.pop()} columns"
            )

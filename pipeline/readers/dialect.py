"""Which delimiter a text file has, and its first rows to look at.

Belongs here: finding and checking the delimiter in a sample, and the `csv` module's parser with it. Does not:
reading a whole file (`delimited`).
"""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.readers.encoding import DEFAULT, byte_order_mark, looks_like_utf16
from pipeline.readers.export import ExportError
from pipeline.readers.options import ReadOptions

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 1 << 16
"""Bytes or characters: enough for the header and some rows of the widest exports."""


def parser(lines: Iterable[str], file: str, delimiter: str, quote: str, longest: int) -> "Reader":
    """The exact parser: strict, and with no other dialect than the declared one.

    Args:
        lines: The text, with its line ends.
        file: For messages.
        delimiter: One character.
        quote: One character, or empty when quotes are plain text.
        longest: The most characters that a cell may have: the file's size.

    Raises:
        ExportError: When delimiter and quote are not one character each, or the same.
    """
    csv.field_size_limit(
        max(longest, 131_072)
    )  # a free-text answer may be longer than the module's own limit
    try:
        if quote:
            return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    except (TypeError, ValueError):
        raise ExportError(
            f"{file}: `delimiter` {delimiter!r} and `quote` {quote!r} must be one character each, and differ"
        ) from None


def delimiter_of(sample: str, file: str, options: ReadOptions) -> str:
    """The declared delimiter if it can be, else the one that fits the first rows.

    Args:
        sample: The beginning of the text; a last row that `SAMPLE` may have cut is left out.
        file: For messages.
        options: `delimiter` and `quote`.

    Raises:
        ExportError: When the declared delimiter is not the file's, or two fit equally well.
    """
    if options.delimiter is None:
        return find_delimiter(sample, file, options.quote)
    if _widths(sample, file, options.delimiter, options.quote)[:1] == [1]:
        for other in DELIMITERS:
            widths = set(_widths(sample, file, other, options.quote))
            if len(widths) == 1 and widths != {1}:
                raise ExportError(
                    f"{file}: the declared delimiter {options.delimiter!r} does not occur in the first row; "
                    f"{other!r} gives {widths.pop()} columns"
                )
    return options.delimiter


def find_delimiter(sample: str, file: str, quote: str) -> str:
    """The one of `DELIMITERS` that cuts the first rows into equally many cells.

    Text without any of them is a single column, for which every delimiter does.

    Raises:
        ExportError: When two delimiters fit equally well.
    """
    widths = {mark: _widths(sample, file, mark, quote) for mark in DELIMITERS}
    widths = {mark: found for mark, found in widths.items() if found and found[0] > 1}
    even = {mark: found[0] for mark, found in widths.items() if len(set(found)) == 1}
    # No delimiter fits all rows: a row is ragged, and the parse with the widest header will say which.
    candidates = even or {mark: found[0] for mark, found in widths.items()}
    best = [mark for mark, width in candidates.items() if width == max(candidates.values())]
    if len(best) > 1:
        shown = " and ".join(repr(mark) for mark in best)
        raise ExportError(f"{file}: {shown} fit the first rows equally well; declare `delimiter`")
    return best[0] if best else DELIMITERS[0]


def read_head(path: Path, options: ReadOptions, count: int = 5) -> list[list[str]]:
    """The first `count` records of a text file, to look at: not checked, and of any width.

    Where the encoding is not declared and the text is not UTF-8, its ASCII characters are right and others
    may not be: enough to know a platform's header by.

    Raises:
        ExportError: When the declared encoding is unknown, or two delimiters fit equally well.
    """
    with path.open("rb") as stream:
        data = stream.read(SAMPLE)
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
        found = parser(io.StringIO(text, newline=""), path.name, delimiter, options.quote, len(text))
        rows.extend(islice(filter(None, found), count))
    return rows


def _widths(sample: str, file: str, delimiter: str, quote: str) -> list[int]:
    """The widths of the first records, without the last, which the sample may have cut."""
    widths: list[int] = []
    try:
        found = parser(io.StringIO(sample, newline=""), file, delimiter, quote, len(sample))
        widths.extend(len(row) for row in found if row)
    except csv.Error:
        return widths
    return widths if len(sample) < SAMPLE or len(widths) < 2 else widths[:-1]

"""The rows of SurveyXact's structure and labels files, which do not keep to one width.

Belongs here: cutting those two files into rows. A dataset has one width: `delimited.read_table`.
"""

import csv
import io
from collections.abc import Sequence

from pipeline.readers.dialect import parser
from pipeline.readers.export import ExportError
from pipeline.readers.options import ReadOptions
from pipeline.readers.records import count_records


def codebook_rows(text: str, file: str, options: ReadOptions, width: int) -> list[list[str]]:
    """The rows of a codebook file, where rows have one empty field too many, and texts hold raw line breaks.

    A raw line break outside quotes cuts a row in two: the pieces are joined again while a row is too narrow,
    and a single field after a whole row is the rest of its last text.

    Raises:
        ExportError: A quote is open at the end of the file, or the rows do not come out at `width`.
    """
    delimiter = options.delimiter or ";"
    counted = count_records(text.encode(), delimiter, options.quote)
    lines = parser(io.StringIO(text, newline=""), file, delimiter, options.quote, len(text))
    try:
        pieces = [piece for piece in lines if piece]
    except csv.Error as error:
        raise ExportError(
            f"{file}, line {lines.line_num}: {error}; if quotes are plain text, declare quote: ''"
        ) from None
    if counted.unclosed or counted.records != len(pieces):
        raise ExportError(
            f"{file}: {len(pieces)} rows were read, but the file has {counted.records} lines outside quotes"
        )
    return _rejoined(pieces, width)


def _rejoined(pieces: Sequence[list[str]], width: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for piece in pieces:
        rest_of_last = not any(cell.strip() for cell in piece[1:]) and len(piece) <= 2
        if rows and (len(rows[-1]) < width or (rest_of_last and len(rows[-1]) == width)):
            rows[-1] = [*rows[-1][:-1], f"{rows[-1][-1]}\n{piece[0]}", *piece[1:]]
        else:
            rows.append(piece)
    return rows

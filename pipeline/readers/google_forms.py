"""Google Forms' CSV: a localised timestamp first, then a column a question; a grid's are `Question [Row]`.

Belongs here: that header. A checkbox cell joins the chosen options with `, ` and is kept as it is: splitting
needs the codebook's options (`joined.py`). There is no respondent id and no status.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.delimited import read_rows
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.text_identity import comparable, refuse_repeated, text_id

FORMAT = "google_forms"
SEPARATOR = ", "
TIMESTAMP = "timestamp"
_TIMESTAMPS = {
    "timestamp",
    "tidsmerke",
    "tidsstempel",
    "tidsstämpel",
    "zeitstempel",
    "horodateur",
    "marca temporal",
}
_GRID = re.compile(r"(?s)(?P<question>.*\S)\s*\[(?P<row>[^\[\]]+)\]\s*")


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a file begins with Google Forms' timestamp, in a known language."""
    return bool(rows) and len(rows[0]) > 1 and comparable(rows[0][0]).casefold() in _TIMESTAMPS


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one Google Forms CSV file.

    Raises:
        ExportError: More than one file, no timestamp column, or two questions with the same text.
    """
    path = one_file(files, FORMAT)
    return from_rows(read_rows(path, options), path.name)


def from_rows(rows: Sequence[Sequence[str]], file: str) -> Export:
    """The export of a file's rows, the header row first.

    Raises:
        ExportError: No timestamp column, or two questions with the same text.
    """
    if not looks_like(rows):
        raise ExportError(
            f"{file}: not a Google Forms export: its first column must be the timestamp "
            f"({', '.join(sorted(_TIMESTAMPS))})"
        )
    columns = [SourceColumn(id=TIMESTAMP, name=rows[0][0], label=rows[0][0])]
    columns += [_column(name) for name in rows[0][1:]]
    refuse_repeated((column.id for column in columns), file)
    return Export(FORMAT, tuple(columns), text_frame(rows[1:], len(columns)))


def _column(name: str) -> SourceColumn:
    grid = _GRID.fullmatch(name)
    if grid is None:
        return SourceColumn(id=text_id(name), name=name, label=name)
    question, row = grid["question"], grid["row"]
    return SourceColumn(
        id=text_id(question, row), name=name, label=f"{question} - {row}", block=text_id(question), option=row
    )

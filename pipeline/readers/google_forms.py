"""Google Forms' CSV: a localised timestamp first, then a column a question; a grid's are `Question [Row]`.

Belongs here: that header. A checkbox cell joins the chosen options with `, ` and is kept as it is: splitting
needs the codebook's options (`joined.py`). There is no respondent id and no status.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.columns import frame_of
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions
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
    """Read one Google Forms file.

    Raises:
        ExportError: More than one file, no timestamp column, or two questions with the same text.
    """
    table = read_one_table(files, FORMAT, options)
    if not looks_like(table.head):
        raise ExportError(
            f"{table.name}: not a Google Forms export: its first column must be the timestamp "
            f"({', '.join(sorted(_TIMESTAMPS))})"
        )
    first, *names = table.head[0]
    columns = [SourceColumn(id=TIMESTAMP, name=first, label=first), *map(_column, names)]
    refuse_repeated((column.id for column in columns), table.name)
    return Export(FORMAT, tuple(columns), frame_of(table.cells), notes=table.notes)


def _column(name: str) -> SourceColumn:
    grid = _GRID.fullmatch(name)
    if grid is None:
        return SourceColumn(id=text_id(name), name=name, label=name)
    question, row = grid["question"], grid["row"]
    return SourceColumn(
        id=text_id(question, row), name=name, label=f"{question} - {row}", block=text_id(question), option=row
    )

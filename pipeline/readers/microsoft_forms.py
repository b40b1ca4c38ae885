"""Microsoft Forms' workbook: columns of its own in the downloader's language, then a column a question.

Belongs here: those names and that header. A cell of a multiple-response question joins the chosen options
with `;` and ends in one; it is kept as it is: splitting needs the codebook's options (`joined.py`).
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.columns import frame_of
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.headers import same_name
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions
from pipeline.readers.table import without_trailing_column
from pipeline.readers.text_identity import refuse_repeated, text_id

FORMAT = "microsoft_forms"
SEPARATOR = ";"
OWN_COLUMNS = {
    "id": ("id",),
    "start_time": ("start time", "starttidspunkt", "starttid", "startzeit"),
    "completion_time": ("completion time", "fullføringstidspunkt", "fullførtidspunkt", "slutttidspunkt"),
    "email": ("email", "e-postadresse", "e-post", "epost", "e-mail"),
    "name": ("name", "navn", "namn"),
    "last_modified_time": (
        "last modified time",
        "tidspunkt for siste endring",
        "tidspunkt for siste endringer",
    ),
    "total_points": ("total points", "totalt antall poeng", "poeng totalt"),
    "quiz_feedback": ("quiz feedback", "tilbakemelding på quiz", "quiztilbakemelding"),
}
"""The id of each column that is not a question, and the names it has in the languages known here."""

_POINTS = frozenset(("points", "poeng"))
_QUIZ = re.compile(r"(?is)(?P<what>points|poeng|feedback|tilbakemelding)\s*[-–]\s*(?P<question>.+)")
_KNOWN = {name: identity for identity, names in OWN_COLUMNS.items() for name in names}


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a sheet begins with Microsoft Forms' own columns."""
    own = [_KNOWN.get(same_name(name)) for name in rows[0][:3]] if rows else []
    return own == ["id", "start_time", "completion_time"]


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one Microsoft Forms workbook, or the same table as CSV.

    Raises:
        ExportError: More than one file, a table without the platform's own columns, or two equal questions.
    """
    table = without_trailing_column(read_one_table(files, FORMAT, options))
    if not looks_like(table.head):
        known = "; ".join(" or ".join(OWN_COLUMNS[part]) for part in ("id", "start_time", "completion_time"))
        raise ExportError(
            f"{table.name}: not a Microsoft Forms export: its first three columns must be {known}. In "
            "another language, rename them, or read the file as xlsx"
        )
    columns = _columns(table.head[0])
    refuse_repeated((column.id for column in columns), table.name)
    return Export(FORMAT, tuple(columns), frame_of(table.cells), notes=table.notes)


def _columns(header: Sequence[str]) -> list[SourceColumn]:
    """The platform's columns by name, points and feedback by their question, questions by their text."""
    columns = []
    texts = {same_name(name) for name in header}
    own = True
    for name in header:
        identity = _KNOWN.get(same_name(name)) if own else None
        own = identity is not None  # a question may be called "Navn": only the first columns are theirs
        columns.append(SourceColumn(identity or _quiz_id(name, texts) or text_id(name), name, name))
    return columns


def _quiz_id(name: str, texts: set[str]) -> str:
    """The id of a column with what a quiz gave for a question, or nothing."""
    found = _QUIZ.fullmatch(name)
    if found is None or same_name(found["question"]) not in texts:
        return ""
    what = "points" if found["what"].casefold() in _POINTS else "feedback"
    return f"{what}[{text_id(found['question'])}]"

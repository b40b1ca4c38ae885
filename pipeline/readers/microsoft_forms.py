"""Microsoft Forms' workbook: columns of its own in the downloader's language, then a column a question.

Belongs here: those names and that header. A cell of a multiple-response question joins the chosen options
with `;` and ends in one; it is kept as it is: splitting needs the codebook's options (`joined.py`).
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.headers import drop_trailing_column, same_name
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.text_identity import refuse_repeated, text_id
from pipeline.readers.xlsx import choose_sheet, read_sheets, refuse_merged_header

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
}
"""The id of each column that is not a question, and the names it has in the languages known here."""

_KNOWN = {name: identity for identity, names in OWN_COLUMNS.items() for name in names}


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a sheet begins with Microsoft Forms' own columns."""
    own = [_KNOWN.get(same_name(name)) for name in rows[0][:3]] if rows else []
    return own == ["id", "start_time", "completion_time"]


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one Microsoft Forms workbook.

    Raises:
        ExportError: More than one file, a sheet without the platform's own columns, or two equal questions.
    """
    path = one_file(files, FORMAT)
    sheet = choose_sheet(read_sheets(path, options), path.name, options.sheet)
    refuse_merged_header(sheet, 1, path.name)
    export = from_rows(sheet.rows, path.name)
    return Export(FORMAT, export.columns, export.frame, notes=sheet.notes + export.notes)


def from_rows(rows: Sequence[Sequence[str]], file: str) -> Export:
    """The export of a sheet's rows, the header row first.

    Raises:
        ExportError: The sheet is not Microsoft Forms', or two questions have the same text.
    """
    if not looks_like(rows):
        known = "; ".join(" or ".join(OWN_COLUMNS[part]) for part in ("id", "start_time", "completion_time"))
        raise ExportError(
            f"{file}: not a Microsoft Forms export: its first three columns must be {known}. In another "
            "language, rename them, or read the file as xlsx"
        )
    header, body, notes = drop_trailing_column(rows[0], [list(row) for row in rows[1:]])
    columns = []
    own = True
    for name in header:
        identity = _KNOWN.get(same_name(name)) if own else None
        own = (
            identity is not None
        )  # a question may be called "Navn": only the first columns are the platform's
        columns.append(SourceColumn(identity or text_id(name), name, name))
    refuse_repeated((column.id for column in columns), file)
    return Export(FORMAT, tuple(columns), text_frame(body, len(columns)), notes=notes)

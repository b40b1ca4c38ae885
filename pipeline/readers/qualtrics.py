"""Qualtrics' CSV: three header rows, the third with each column's ImportId; or the two rows of older exports.

Belongs here: those header rows. Values or labels, and what -99 means, are settings of an export that a
definition declares. Names need not be unique and texts follow the user's language, so the ImportId is the id.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import frame_of
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.markers import SEEN_UNANSWERED
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions
from pipeline.readers.table import without_trailing_column
from pipeline.readers.text_identity import refuse_repeated

FORMAT = "qualtrics"
_MODERN = 3
_LEGACY = 2
_SEVERAL = 2
_METADATA = frozenset(
    (
        *("startDate", "endDate", "status", "ipAddress", "progress", "duration", "finished", "recordedDate"),
        *("_recordId", "recipientLastName", "recipientFirstName", "recipientEmail", "externalDataReference"),
        *("locationLatitude", "locationLongitude", "distributionChannel", "userLanguage"),
    )
)
"""The ImportIds of the platform's own columns."""

_LEGACY_FIRST = ("ResponseID", "ResponseSet")
_LEGACY_NUMBERED = ("V1", "V2")
_LEGACY_METADATA = {
    *_LEGACY_FIRST,
    *(
        "Name",
        "ExternalDataReference",
        "EmailAddress",
        "IPAddress",
        "Status",
        "StartDate",
        "EndDate",
        "Finished",
    ),
}


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a file are a Qualtrics header, modern or legacy."""
    return _header_rows(rows) is not None


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one Qualtrics file.

    Raises:
        ExportError: More than one file, header rows that are not Qualtrics', or two columns with the same
            ImportId.
    """
    table = read_one_table(files, FORMAT, options, lambda rows: _header_rows(rows) or 1)
    depth = _header_rows(table.head)
    if depth is None:
        raise ExportError(
            f"{table.name}: not a Qualtrics export: each cell of row 3 must hold an ImportId, or row 1 begin "
            f"with {', '.join(_LEGACY_FIRST)}, as in older exports. Export as CSV, and keep all header rows"
        )
    if depth == _LEGACY:
        table = without_trailing_column(table)  # older exports end every row with a comma
        columns = [_legacy(*head) for head in zip(*table.head, strict=True)]
        notes = (*table.notes, "An older Qualtrics export: columns are known by name, not by ImportId")
    else:
        columns = [
            _modern(name, text, cell, f"{table.name}, row 3, column {i}")
            for i, (name, text, cell) in enumerate(zip(*table.head, strict=True), start=1)
        ]
        notes = table.notes
    refuse_repeated((column.id for column in columns), table.name)
    if _marks_seen(columns, table.cells):
        columns = [
            column if column.id in _METADATA else replace(column, blank="not_asked") for column in columns
        ]
        notes = (
            *notes,
            f"Questions that were seen and left empty are {SEEN_UNANSWERED}; a blank was not seen",
        )
    return Export(FORMAT, tuple(columns), frame_of(table.cells), notes=notes)


def _marks_seen(columns: Sequence[SourceColumn], cells: pa.Table) -> bool:
    """Whether the export writes a code for what was seen and left empty: it stands in several questions."""
    marked = {
        column.block or column.id
        for column, data in zip(columns, cells.columns, strict=True)
        if pc.any(pc.equal(data, SEEN_UNANSWERED)).as_py()
    }
    return len(marked - _METADATA) >= _SEVERAL


def _header_rows(rows: Sequence[Sequence[str]]) -> int | None:
    if len(rows) >= _MODERN and rows[2] and all(_import_id(cell) for cell in rows[2]):
        return _MODERN
    if len(rows) < _LEGACY:
        return None
    first, second = tuple(rows[0][:2]), tuple(rows[1][:2])
    if first == _LEGACY_FIRST or (first == _LEGACY_NUMBERED and second == _LEGACY_FIRST):
        return _LEGACY
    return None


def _legacy(name: str, text: str) -> SourceColumn:
    """A column of an older export by its name; the platform's own may be numbered, and named in row 2."""
    numbered = re.fullmatch(r"V\d{1,2}", name) is not None and text in _LEGACY_METADATA
    return SourceColumn(id=text if numbered else name, name=name, label=text)


def _import_id(cell: str) -> dict[str, str]:
    """The JSON object of a cell in row 3, empty if it is none."""
    if not cell.startswith("{"):
        return {}
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or not isinstance(found.get("ImportId"), str):
        return {}
    return {str(key): str(value) for key, value in found.items()}


def _modern(name: str, text: str, cell: str, where: str) -> SourceColumn:
    """A column by its ImportId; one choice of a split multiple-response question is `ImportId[choiceId]`."""
    found = _import_id(cell)
    import_id = found["ImportId"]
    if not import_id:
        raise ExportError(f"{where}: the ImportId is empty")
    choice = found.get("choiceId", "")
    part = re.fullmatch(r"(QID\d+)[-_](\d+)", import_id)
    if choice:
        text_entry = "_TEXT" if import_id.endswith("_TEXT") else ""
        base = import_id.removesuffix(text_entry)
        return SourceColumn(
            id=f"{import_id}[{choice}]",
            name=name,
            label=text,
            block="" if text_entry else base,
            option=choice,
        )
    if part:
        return SourceColumn(id=import_id, name=name, label=text, block=part[1], option=part[2])
    return SourceColumn(id=import_id, name=name, label=text)

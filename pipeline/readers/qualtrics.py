"""Qualtrics' CSV: three header rows, the third with each column's ImportId; or the two rows of older exports.

Belongs here: those header rows. Values or labels, and what -99 means, are settings of an export that a
definition declares. Names need not be unique and texts follow the user's language, so the ImportId is the id.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.delimited import read_rows
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.text_identity import refuse_repeated

FORMAT = "qualtrics"
_MODERN = 3
_LEGACY = 2
_LEGACY_FIRST = ("ResponseID", "ResponseSet")


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a file are a Qualtrics header, modern or legacy."""
    return _header_rows(rows) is not None


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one Qualtrics CSV file.

    Raises:
        ExportError: More than one file, or header rows that are not Qualtrics'.
    """
    path = one_file(files, FORMAT)
    return from_rows(read_rows(path, options), path.name)


def from_rows(rows: Sequence[Sequence[str]], file: str) -> Export:
    """The export of a file's rows, header rows first.

    Raises:
        ExportError: The header rows are not Qualtrics', or two columns have the same ImportId.
    """
    depth = _header_rows(rows)
    if depth is None:
        raise ExportError(
            f"{file}: not a Qualtrics export: each cell of row 3 must hold an ImportId, or row 1 begin with "
            f"{', '.join(_LEGACY_FIRST)}, as in older exports. Export as CSV, without removing header rows"
        )
    names, texts = list(rows[0]), list(rows[1])
    body = [list(row) for row in rows[depth:]]
    if depth == _LEGACY and not names[-1] and not texts[-1] and all(not row[-1] for row in body):
        # older exports end every row with a comma
        names, texts, body = names[:-1], texts[:-1], [row[:-1] for row in body]
    if depth == _MODERN:
        columns = [
            _modern(name, text, cell, f"{file}, row 3, column {i}")
            for i, (name, text, cell) in enumerate(zip(names, texts, rows[2], strict=True), start=1)
        ]
    else:
        columns = [
            SourceColumn(id=name, name=name, label=text) for name, text in zip(names, texts, strict=True)
        ]
    refuse_repeated((column.id for column in columns), file)
    notes = (
        () if depth == _MODERN else ("An older Qualtrics export: columns are known by name, not by ImportId",)
    )
    return Export(FORMAT, tuple(columns), text_frame(body, len(columns)), notes=tuple(notes))


def _header_rows(rows: Sequence[Sequence[str]]) -> int | None:
    if len(rows) >= _MODERN and rows[2] and all(_import_id(cell) for cell in rows[2]):
        return _MODERN
    if len(rows) >= _LEGACY and tuple(rows[0][:2]) == _LEGACY_FIRST:
        return _LEGACY
    return None


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

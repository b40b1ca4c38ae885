"""Triple-S: a survey's metadata (`.sss`, `.xml`) and its data, in fixed columns or as csv.

Belongs here: the two files, and what each variable's columns are called. The metadata's XML is
`triple_s_metadata.py`; the cells are cut and read in `triple_s_cells.py`.

A multiple-response variable becomes a column an option, 1 or 0; it is missing when the whole variable is
blank. Where a variable names another as its filter, blanks of those whom the filter leaves out are
`markers.NOT_SHOWN`. Dates and times become ISO 8601.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, frame_of, named
from pipeline.readers.delimited import read_table
from pipeline.readers.export import Blank, Export, ExportError, Kind, SourceColumn
from pipeline.readers.markers import NOT_SHOWN, NOT_SHOWN_AS_ANSWER
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import refuse_repeated
from pipeline.readers.triple_s_cells import Fields, from_csv, from_lines, variable_cells
from pipeline.readers.triple_s_metadata import (
    Record,
    Variable,
    checked_text,
    declared_encoding,
    parse_metadata,
)

FORMAT = "triple_s"
_KINDS: dict[str, Kind] = {"date": "date", "time": "time"}


def looks_like(head: bytes) -> bool:
    """Whether a file's first bytes are Triple-S metadata."""
    return re.search(rb"<sss[\s>]", head) is not None


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a metadata file and its data file, in any order.

    The data are in the declared encoding, else in the one that the metadata name for themselves.

    Raises:
        ExportError: Not one of each, or data that do not fit the metadata.
    """
    of_metadata = [path for path in files if looks_like(path.read_bytes()[:4096])]
    of_data = [path for path in files if path not in of_metadata]
    if len(of_metadata) != 1 or len(of_data) != 1:
        raise ExportError(
            f"a Triple-S export is one metadata file (XML with the element sss) and one data file, but "
            f"{len(of_metadata)} and {len(of_data)} were given: {', '.join(path.name for path in files)}"
        )
    metadata, data = of_metadata[0], of_data[0]
    content = metadata.read_bytes()
    encoding = options.encoding or declared_encoding(content)
    record = parse_metadata(checked_text(content, metadata.name, encoding), metadata.name)
    text = checked_text(data.read_bytes(), data.name, encoding)
    if record.format == "fixed":
        return _export(record, from_lines(text, record, data.name), data.name)
    dialect = options.model_copy(update={"encoding": encoding, "delimiter": options.delimiter or ","})
    table = read_table(data, dialect, lambda _: record.skip)
    return _export(record, from_csv(table, record), data.name)


def _export(record: Record, fields: Fields, file: str) -> Export:
    """The export of a record's fields.

    Raises:
        ExportError: A multiple variable does not fit its values, or two variables have the same id.
    """
    cells = {variable.ident: variable_cells(variable, fields) for variable in record.variables}
    filtered = sum(bool(variable.filter) for variable in record.variables)
    if filtered:
        cells = _with_filters(record, cells)
    # Where filters are told at all, a variable without one was asked of everybody.
    blank: Blank = "skipped" if filtered else "unknown"
    columns = tuple(column for variable in record.variables for column in _columns(variable, blank))
    refuse_repeated((column.id for column in columns), file)
    weights = [variable.id for variable in record.variables if variable.use == "weight"]
    notes = (f"{filtered} variables name the variable that says who was asked",) if filtered else ()
    frame = frame_of(named([column for parts in cells.values() for column in parts]))
    return Export(FORMAT, columns, frame, weights[0] if weights else None, notes, record.title)


def _columns(variable: Variable, blank: Blank) -> Iterator[SourceColumn]:
    if variable.type != "multiple":
        kind = _KINDS.get(variable.type, "text")
        values = dict(variable.values)
        yield SourceColumn(variable.id, variable.name, variable.label, kind, values, blank=blank)
        return
    for code, label in variable.values.items():
        text = f"{variable.label} - {label}"
        yield SourceColumn(
            f"{variable.id}[{code}]",
            f"{variable.name}_{code}",
            text,
            block=variable.id,
            block_text=variable.label,
            option=code,
            blank=blank,
        )


Cells = dict[str, list[pa.ChunkedArray]]


def _with_filters(record: Record, cells: Cells) -> Cells:
    """The cells, with the blanks marked of those whom a variable's filter leaves out."""
    kinds = {variable.ident: variable.type for variable in record.variables}
    found: Cells = {}
    for variable in record.variables:
        columns = cells[variable.ident]
        if variable.type == "character":
            own = pa.scalar(NOT_SHOWN_AS_ANSWER, TEXT)
            columns = [pc.if_else(pc.equal(column, NOT_SHOWN), own, column) for column in columns]
        if variable.filter in kinds:
            asked = _passes(cells[variable.filter], kinds[variable.filter])
            columns = [_mark(column, asked) for column in columns]
        found[variable.ident] = columns
    return found


def _passes(columns: Sequence[pa.ChunkedArray], kind: str) -> pa.ChunkedArray:
    """Who was asked: a logical filter is true, a multiple one has an option chosen, another is not blank."""
    if kind not in {"logical", "multiple"}:
        return pc.is_valid(columns[0])
    passes = pc.fill_null(pc.equal(columns[0], "1"), False)
    for column in columns[1:]:
        passes = pc.or_(passes, pc.fill_null(pc.equal(column, "1"), False))
    return passes


def _mark(column: pa.ChunkedArray, asked: pa.ChunkedArray) -> pa.ChunkedArray:
    not_shown = pc.and_not(pc.is_null(column), asked)
    return pc.if_else(not_shown, pa.scalar(NOT_SHOWN, TEXT), column)

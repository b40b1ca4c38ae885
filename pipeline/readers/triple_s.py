"""Triple-S: a survey's metadata (`.sss`, `.xml`) and its data, in fixed columns or as csv.

Belongs here: cutting a record into variables. The metadata's XML is `triple_s_metadata.py`.

A multiple-response variable becomes a column an option, 1 or 0, from a bitstring or from spread codes; it is
missing when the whole variable is blank. Dates and times become ISO 8601.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.readers.delimited import read_rows
from pipeline.readers.export import Export, ExportError, Kind, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import refuse_repeated
from pipeline.readers.triple_s_metadata import (
    Record,
    Variable,
    canonical_code,
    checked_text,
    declared_encoding,
    parse_metadata,
)

FORMAT = "triple_s"
_KINDS: dict[str, Kind] = {"date": "date", "time": "time"}
_MOMENTS = {
    "date": (re.compile(r"(\d{4})(\d{2})(\d{2})"), r"\1-\2-\3"),
    "time": (re.compile(r"(\d{2})(\d{2})(\d{2})"), r"\1:\2:\3"),
}


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
        return from_lines(text, record, data.name)
    dialect = options.model_copy(update={"encoding": encoding, "delimiter": options.delimiter or ","})
    return from_records(read_rows(data, dialect), record, data.name)


def from_lines(text: str, record: Record, file: str) -> Export:
    """The export of a fixed-column file: a line a respondent; blanks at a line's end may be missing.

    Raises:
        ExportError: A blank line stands between respondents.
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if "" in lines[record.skip :]:
        raise ExportError(f"{file}: line {lines.index('', record.skip) + 1} is blank")
    width = max(variable.finish for variable in record.variables)
    return from_records([line.ljust(width) for line in lines], record, file)


def from_records(rows: Sequence[Sequence[str]], record: Record, file: str) -> Export:
    """The export of records: the lines of a fixed-column file, or the fields of a csv file's rows.

    Raises:
        ExportError: A record is too short, or a multiple variable does not fit its values.
    """
    needed = max(variable.finish for variable in record.variables)
    body: list[list[str]] = []
    for number, row in enumerate(rows[record.skip :], start=record.skip + 1):
        if len(row) < needed:
            raise ExportError(f"{file}, record {number}: {len(row)} fields, but the metadata need {needed}")
        cells: list[str] = []
        for variable in record.variables:
            part = row[variable.start - 1 : variable.finish]
            fields = [part] if isinstance(part, str) else list(part)
            cells.extend(_cells(fields, variable, f"{file}, record {number}"))
        body.append(cells)
    columns = tuple(column for variable in record.variables for column in _columns(variable))
    refuse_repeated((column.id for column in columns), file)
    weights = [variable.id for variable in record.variables if variable.use == "weight"]
    filtered = sum(bool(variable.filter) for variable in record.variables)
    notes = (f"{filtered} variables name the variable that says who was asked",) if filtered else ()
    frame = text_frame(body, len(columns))
    return Export(FORMAT, columns, frame, weight=weights[0] if weights else None, notes=notes)


def _columns(variable: Variable) -> Iterator[SourceColumn]:
    if variable.type != "multiple":
        kind = _KINDS.get(variable.type, "text")
        yield SourceColumn(variable.id, variable.name, variable.label, kind, dict(variable.values))
        return
    for code, label in variable.values.items():
        text = f"{variable.label} - {label}"
        yield SourceColumn(
            f"{variable.id}[{code}]", f"{variable.name}_{code}", text, block=variable.id, option=code
        )


def _cells(fields: Sequence[str], variable: Variable, where: str) -> list[str]:
    """The cells of one variable in one record: one, or one an option."""
    if variable.type == "multiple":
        return _ticks(fields, variable, where)
    raw = "".join(fields)
    if variable.type == "character":
        return [raw.rstrip(" ")]
    cell = raw.strip(" ")
    if variable.type == "single":
        return [canonical_code(cell)]
    pattern, iso = _MOMENTS.get(variable.type, (None, ""))
    return [pattern.sub(iso, cell) if pattern and pattern.fullmatch(cell) else cell]


def _ticks(fields: Sequence[str], variable: Variable, where: str) -> list[str]:
    """1 or 0 for each option, or blanks when the variable is blank.

    In a bitstring the place is the code, so code 9 is the ninth character although there may be no code 8. A
    csv row holds a bitstring or a spread in one field, or one subfield in each.
    """
    if not "".join(fields).strip():
        return [""] * len(variable.values)
    if variable.subfields:
        chosen = _spread(fields, variable)
        unknown = chosen - set(variable.values) - {"0", ""}
        if unknown:
            raise ExportError(
                f"{where}: variable {variable.ident} holds a code that the metadata do not have"
            )
    else:
        bits = "".join(fields)
        needed = max((int(code) for code in variable.values if code.isdecimal()), default=0)
        if len(bits) < needed or set(bits.strip()) - {"0", "1", " "}:
            raise ExportError(
                f"{where}: variable {variable.ident} must be {needed} characters of 0 and 1 "
                "(a spreadsheet may have removed leading zeros)"
            )
        chosen = {str(place) for place, bit in enumerate(bits, start=1) if bit == "1"}
    return ["1" if code in chosen else "0" for code in variable.values]


def _spread(fields: Sequence[str], variable: Variable) -> set[str]:
    """The codes of a spread: a csv row may give each subfield a field of its own."""
    if len(fields) > 1:
        parts = list(fields)
    else:
        ends = range(0, variable.subfields * variable.width, variable.width)
        parts = [fields[0][start : start + variable.width] for start in ends]
    return {canonical_code(part) for part in parts}

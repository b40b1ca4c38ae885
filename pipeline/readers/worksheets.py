"""What a workbook's XML says of its sheets before a cell is read: extent, formulas, merges, what is hidden.

Belongs here: one streaming pass over the XML of each sheet. Does not: cell values, which are openpyxl's.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, ClassVar
from xml.parsers import expat

from pipeline.readers.export import ExportError

MAX_CELLS = 50_000_000  # rows times columns of the used range, blanks included
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetScan:
    """One sheet as its XML describes it. Rows and columns are counted from 1.

    Attributes:
        part: The sheet's XML file inside the workbook.
        rows: The last used row.
        columns: The last used column.
        uncomputed: The first formula cell that has no stored result, or empty.
        merged: Merged ranges, as (first row, last row) and their reference.
        hidden_rows: How many rows are hidden, by hand or by a filter.
        hidden_columns: Whether columns are hidden.
        filtered: Whether a filter is on.
    """

    part: str
    rows: int = 0
    columns: int = 0
    uncomputed: str = ""
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: bool = False
    filtered: bool = False


class _Scanner:
    """expat handlers that fill one `SheetScan`."""

    def __init__(self, scan: SheetScan, parser: expat.XMLParserType) -> None:
        self.scan = scan
        self.parser = parser
        self.row = 0
        self.column = 0
        self.cell = ""
        self.formula = False
        self.value = False
        self.is_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Dispatch on the element's local name: the prefix is the writer's choice."""
        handler = self.starts.get(tag.rpartition(":")[2])
        if handler:
            handler(self, attributes)

    def end(self, tag: str) -> None:
        """At the end of a cell, a formula must have had a value."""
        if tag.rpartition(":")[2] == "c" and self.formula:
            self.parser.CharacterDataHandler = None
            if not self.value and not self.scan.uncomputed:
                self.scan.uncomputed = self.cell

    def _row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self.row + 1))
        if row <= self.row:
            raise ValueError  # openpyxl would leave such a row out
        self.row = row
        self.column = 0
        self.scan.hidden_rows += attributes.get("hidden") in {"1", "true"}

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes.get("r", "")
        self.formula = self.value = False
        self.is_text = attributes.get("t") == "str"
        found = _REFERENCE.fullmatch(self.cell)
        column = column_number(found[1]) if found else self.column + 1
        if column <= self.column or (found and int(found[2]) != self.row):
            raise ValueError  # two cells in one place, or a cell outside its row: one would be lost
        self.column = column
        self.scan.rows = max(self.scan.rows, self.row)
        self.scan.columns = max(self.scan.columns, self.column)

    def _formula(self, _: dict[str, str]) -> None:
        self.formula = True

    def _value(self, _: dict[str, str]) -> None:
        # A formula's result may be the empty text. As a number, an empty element means that there is none.
        if self.formula and not self.is_text:
            self.parser.CharacterDataHandler = self._result
        else:
            self.value = True

    def _result(self, text: str) -> None:
        self.value = self.value or bool(text.strip())

    def _merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        rows = [int(number) for _, number in _REFERENCE.findall(reference)]
        if rows:
            self.scan.merged.append((min(rows), max(rows), reference))

    def _columns(self, attributes: dict[str, str]) -> None:
        self.scan.hidden_columns |= attributes.get("hidden") in {"1", "true"}

    def _filter(self, _: dict[str, str]) -> None:
        self.scan.filtered = True

    starts: ClassVar[dict[str, Callable[["_Scanner", dict[str, str]], None]]] = {
        "row": _row,
        "c": _cell,
        "f": _formula,
        "v": _value,
        "is": _value,
        "mergeCell": _merge,
        "col": _columns,
        "filterColumn": _filter,
    }


def scan_sheets(path: Path, entries: list[str]) -> dict[str, SheetScan]:
    """Look through the XML of a workbook, by part name.

    Raises:
        ExportError: On a document type or entity, on XML that is not well formed, and on a sheet whose used
            range is larger than `MAX_CELLS`.
    """
    scans: dict[str, SheetScan] = {}
    with zipfile.ZipFile(path) as archive:
        for name in entries:
            if not name.lower().endswith((".xml", ".rels")):
                continue
            scan = SheetScan(name)
            is_sheet = name.lower().startswith("xl/worksheets/")
            try:
                with archive.open(name) as stream:
                    _parse(stream, scan if is_sheet else None)
            except _DocumentTypeError:
                raise ExportError(
                    f"{path.name}: {name} declares a document type or entity, which no export needs"
                ) from None
            except (expat.ExpatError, zipfile.BadZipFile, ValueError, OSError, EOFError):
                raise ExportError(f"{path.name}: {name} is damaged; export the file again") from None
            if scan.rows * scan.columns > MAX_CELLS:
                raise ExportError(
                    f"{path.name}: {name} reaches to row {scan.rows:,} and column {scan.columns:,}; "
                    "delete the stray cells far from the data, or export as CSV"
                )
            if is_sheet:
                scans[name] = scan
    return scans


def column_number(letters: str) -> int:
    """The position of a column by its letters, counted from 1: `A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _DocumentTypeError(Exception):
    """The XML has a DTD."""


def _refuse(*_: object) -> None:
    raise _DocumentTypeError


def _parse(stream: IO[bytes], scan: SheetScan | None) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    if scan is not None:
        scanner = _Scanner(scan, parser)
        parser.StartElementHandler = scanner.start
        parser.EndElementHandler = scanner.end
    parser.ParseFile(stream)

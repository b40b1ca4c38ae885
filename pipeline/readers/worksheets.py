"""A workbook's XML: refused where it could do harm, then each sheet in one pass, cells and what hides them.

Belongs here: walking the XML. Does not: what a cell's text is (`sheet_cells`), and whole workbooks (`xlsx`).
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from pipeline.readers.archive import DAMAGED
from pipeline.readers.columns import Columns
from pipeline.readers.export import ExportError

MAX_CELLS = 50_000_000  # rows times columns of the used range, blanks included
_DIGITS = "0123456789"
_TRUE = {"1", "true"}
CellText = Callable[[str, str, str], str]
"""Type, style and stored value of a cell to its text."""


@dataclass
class SheetXml:
    """One sheet as its XML describes it. Rows and columns are counted from 1.

    Attributes:
        columns: Its cells as text, from row 1 on.
        rows: The last used row.
        width: The last used column.
        filled_rows: The last row with a value.
        filled_width: The last column with a value.
        uncomputed: The first formula cell that has no stored result, or empty.
        merged: Merged ranges, as (first row, last row) and their reference.
        hidden_rows: How many rows are hidden, by hand or by a filter.
        hidden_columns: Whether columns are hidden.
        filtered: Whether a filter is on.
    """

    columns: Columns = field(default_factory=Columns)
    rows: int = 0
    width: int = 0
    filled_rows: int = 0
    filled_width: int = 0
    uncomputed: str = ""
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: bool = False
    filtered: bool = False


def check_parts(path: Path, entries: list[str]) -> None:
    """Refuse XML that is not well formed, or has a document type or entities, in any part of a workbook.

    Raises:
        ExportError: With the part.
    """
    with zipfile.ZipFile(path) as archive:
        for name in entries:
            if not name.lower().endswith((".xml", ".rels")):
                continue
            parser = expat.ParserCreate()
            parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
            try:
                with archive.open(name) as stream:
                    parser.ParseFile(stream)
            except _DocumentTypeError:
                raise ExportError(
                    f"{path.name}: {name} declares a document type or entity, which no export needs"
                ) from None
            except (expat.ExpatError, *DAMAGED):
                raise ExportError(f"{path.name}: {name} is damaged; export the file again") from None


class _DocumentTypeError(Exception):
    """The XML has a DTD."""


def _refuse(*_: object) -> None:
    raise _DocumentTypeError


def read_sheet(stream: IO[bytes], text: CellText, where: str, most_rows: int | None = None) -> SheetXml:
    """A sheet's cells, and what is hidden, merged and filtered in it.

    Args:
        stream: The sheet's XML, which `check_parts` has let pass.
        text: What a cell's text is.
        where: File and part, for messages.
        most_rows: Stop after so many rows, to look at them.

    Raises:
        ExportError: When rows or cells are out of order, or the used range is larger than `MAX_CELLS`.
    """
    walk = _Walk(text, where)
    handlers: dict[str, Callable[[_Walk, Element], None] | None] = {}  # by tag, as its namespace is spelled
    try:
        for _, element in iterparse(stream):  # noqa: S314  document types were refused
            tag = element.tag
            if tag not in handlers:
                handlers[tag] = _HANDLERS.get(tag.rpartition("}")[2])
            handler = handlers[tag]
            if handler is not None:
                handler(walk, element)
            if most_rows is not None and walk.sheet.rows >= most_rows:
                break
    except ExportError:
        raise
    except (ParseError, *DAMAGED):
        raise ExportError(f"{where} is damaged; export the file again") from None
    return walk.sheet


class _Walk:
    """The state of one pass over a sheet."""

    def __init__(self, text: CellText, where: str) -> None:
        self.text = text
        self.where = where
        self.sheet = SheetXml()
        self.row = 0

    def end_row(self, element: Element) -> None:
        """A whole row has been read."""
        sheet, row = self.sheet, int(element.get("r", self.row + 1))
        if row <= self.row:
            raise ValueError  # one of the two would be left out
        cells = self._cells(element, str(row))
        if cells:
            sheet.rows, sheet.width = row, max(sheet.width, cells[-1][0])
            if sheet.rows * sheet.width > MAX_CELLS:
                raise ExportError(
                    f"{self.where} reaches to row {sheet.rows:,} and column {sheet.width:,}; "
                    "delete the stray cells far from the data, or export as CSV"
                )
            for _ in range(sheet.columns.rows + 1, row):
                sheet.columns.add(())
            self._add(row, cells)
        sheet.hidden_rows += element.get("hidden") in _TRUE
        self.row = row
        element.clear()

    def _add(self, row: int, cells: list[tuple[int, str]]) -> None:
        texts: list[str | None] = [None] * cells[-1][0]
        last = 0
        for column, text in cells:
            if text:
                texts[column - 1] = text
                last = column
        self.sheet.columns.add(texts)
        if last:
            self.sheet.filled_rows = row
            self.sheet.filled_width = max(self.sheet.filled_width, last)

    def _cells(self, row: Element, number: str) -> list[tuple[int, str]]:
        """Column and text of each cell of a row."""
        found, before, text = [], 0, self.text
        for cell in row:
            reference = cell.get("r")
            if reference is None:
                column = before + 1
            else:
                letters = reference.rstrip(_DIGITS)
                column = _numbers.get(letters) or column_number(letters)
                if column <= before or reference[len(letters) :] != number:
                    raise ValueError  # two cells in one place, or a cell outside its row: one would be lost
            before = column
            kind = cell.get("t", "n")
            if len(cell) == 1 and kind != "inlineStr" and cell[0].tag.endswith("}v"):
                found.append((column, text(kind, cell.get("s", ""), cell[0].text or "")))
            elif len(cell):
                found.append((column, self._unusual(cell, kind)))
            else:
                found.append((column, ""))
        return found

    def _unusual(self, cell: Element, kind: str) -> str:
        """The text of a cell with a formula, a text of its own, or nothing."""
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        value, own = parts.get("v"), parts.get("is")
        if own is not None and kind == "inlineStr":
            return "".join(_own_texts(own))
        raw = "" if value is None else value.text or ""
        # A formula's result may be the empty text. As a number, an empty element means that there is none.
        computed = own is not None or bool(raw.strip()) or (value is not None and kind == "str")
        if "f" in parts and not computed and not self.sheet.uncomputed:
            self.sheet.uncomputed = cell.get("r", f"of row {self.row + 1}")
        return self.text(kind, cell.get("s", ""), raw)

    def merge(self, element: Element) -> None:
        """A merged range."""
        reference = element.get("ref", "")
        rows = [int(number) for number in re.findall(r"\d{1,7}", reference)]
        if rows:
            self.sheet.merged.append((min(rows), max(rows), reference))

    def columns(self, element: Element) -> None:
        """The description of some columns."""
        self.sheet.hidden_columns |= element.get("hidden") in _TRUE

    def filter(self, _: Element) -> None:
        """A filter on a column."""
        self.sheet.filtered = True


_HANDLERS: dict[str, Callable[[_Walk, Element], None]] = {
    "row": _Walk.end_row,
    "mergeCell": _Walk.merge,
    "col": _Walk.columns,
    "filterColumn": _Walk.filter,
}
_numbers: dict[str, int] = {}


def column_number(letters: str) -> int:
    """The position of a column by its letters, counted from 1: `A` is 1, `XFD` is 16,384.

    Raises:
        ValueError: When they name no column.
    """
    number = _numbers.get(letters)
    if number is None:
        if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isupper():
            raise ValueError
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        _numbers[letters] = number
    return number


def _own_texts(element: Element) -> Iterator[str]:
    """The pieces of a text that stands in its cell; how it is read aloud is no part of it."""
    for part in element:
        name = part.tag.rpartition("}")[2]
        if name == "t":
            yield part.text or ""
        elif name == "r":
            yield from (run.text or "" for run in part if run.tag.rpartition("}")[2] == "t")

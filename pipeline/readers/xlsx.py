"""XLSX workbooks: sheets as rows of canonical text, after the checks that keep a workbook from harm.

Belongs here: values and sheets. Does not: the zip and XML checks (`archive`, `worksheets`), or the layouts of
platforms, which build on `read_sheets`.
"""

import contextlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.readers.archive import check_archive
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import number_text, text_frame
from pipeline.readers.headers import check_header, drop_trailing_column
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.worksheets import SheetScan, scan_sheets


@dataclass(frozen=True)
class Sheet:
    """A worksheet.

    Attributes:
        name: Its name.
        rows: Its rows as text, all equally long, without blank rows and columns at the end.
        merged: The merged ranges, as (first row, last row, reference), rows counted from 1.
        notes: What is hidden, merged or filtered in it.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[str, ...] = ()


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a workbook with one table and one header row (the protocol of `registry.Reader`)."""
    path = one_file(files, "xlsx")
    sheet = choose_sheet(read_sheets(path, options), path.name, options.sheet)
    header, body, notes = drop_trailing_column(sheet.rows[0], sheet.rows[1:])
    refuse_merged_header(sheet, 1, path.name)
    check_header(header, path.name)
    notes = sheet.notes + notes
    if not body:
        notes = (*notes, f"{path.name}: the sheet has a header and no respondents")
    columns = tuple(SourceColumn(id=name, name=name) for name in header)
    return Export("xlsx", columns, text_frame(body, len(header)), notes=notes)


def read_sheets(path: Path, options: ReadOptions) -> list[Sheet]:
    """All sheets with a value, hidden ones too, in the workbook's order.

    Numbers become the shortest text that gives the same number, with the declared decimal mark, so that one
    declaration holds for number cells and for numbers typed as text; dates become ISO 8601; TRUE and FALSE
    stay.

    Raises:
        ExportError: When the file would unpack to too much, is damaged or locked, has a document type,
            reaches very far, or holds formulas whose results were never stored.
    """
    scans = scan_sheets(path, check_archive(path))
    for scan in scans.values():
        if scan.uncomputed:
            raise ExportError(
                f"{path.name}: the formula in cell {scan.uncomputed} ({scan.part}) has no stored result; "
                "open the workbook in Excel, let it calculate, and save it, or paste the values"
            )
    with _open(path) as workbook:
        sheets = [_sheet(sheet, scans, options.decimal or ".") for sheet in _worksheets(workbook)]
    found = [sheet for sheet in sheets if sheet.rows]
    if not found:
        raise ExportError(f"{path.name}: no sheet of the workbook holds a value")
    return found


def read_heads(path: Path, count: int = 5) -> list[list[list[str]]]:
    """The first `count` rows of each sheet, to look at.

    Raises:
        ExportError: When the workbook cannot be opened.
    """
    check_archive(path)
    with _open(path) as workbook:
        return [
            [[_text(cell, ".") for cell in row] for row in cast("Worksheet", sheet).iter_rows(1, count)]
            for sheet in _worksheets(workbook)
        ]


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Workbook]:
    """A workbook, with whatever openpyxl meets in a damaged one told as an `ExportError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no data
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
            yield workbook
            workbook.close()
    except (MemoryError, ExportError):
        raise
    except Exception as error:  # noqa: BLE001  openpyxl lets whatever its parsing met pass through
        kind = type(error).__name__
        raise ExportError(f"{path.name}: the workbook is damaged ({kind}); export the file again") from None


def choose_sheet(sheets: list[Sheet], file: str, name: str | None) -> Sheet:
    """The sheet called `name`, or the only one.

    Raises:
        ExportError: When the name is unknown, or none is given and several sheets hold values.
    """
    names = ", ".join(repr(sheet.name) for sheet in sheets)
    if name is not None:
        for sheet in sheets:
            if sheet.name == name:
                return sheet
        raise ExportError(f"{file}: there is no sheet {name!r} with values; there are {names}")
    if len(sheets) > 1:
        raise ExportError(f"{file}: {len(sheets)} sheets hold values ({names}); declare which with `sheet`")
    return sheets[0]


def refuse_merged_header(sheet: Sheet, header_rows: int, file: str) -> None:
    """Refuse merged cells in the first `header_rows` rows: only the first column of a merge has a name.

    Raises:
        ExportError: With the merged range.
    """
    for first, _, reference in sheet.merged:
        if first <= header_rows:
            raise ExportError(
                f"{file}: the header of sheet {sheet.name!r} has merged cells ({reference}); "
                "unmerge them and give each column its own name"
            )


def _worksheets(workbook: Workbook) -> list[ReadOnlyWorksheet]:
    return [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]


def _sheet(sheet: ReadOnlyWorksheet, scans: dict[str, SheetScan], decimal: str) -> Sheet:
    scan = scans.get(_part(sheet), SheetScan(""))
    # A stale dimension record would cut the sheet: the scanned extent is what the cells themselves say.
    # A read-only sheet has the method of Worksheet, which its types hide.
    rows = [
        [_text(cell, decimal) for cell in row]
        for row in cast("Worksheet", sheet).iter_rows(1, scan.rows or 1, 1, scan.columns or 1)
    ]
    return Sheet(sheet.title, _trim(rows), tuple(scan.merged), tuple(_notes(sheet, scan)))


def _part(sheet: ReadOnlyWorksheet) -> str:
    """The sheet's XML file inside the workbook, which openpyxl knows but does not publish."""
    return str(vars(sheet)["_worksheet_path"]).lstrip("/")


def _notes(sheet: ReadOnlyWorksheet, scan: SheetScan) -> Iterable[str]:
    where = f"sheet {sheet.title!r}"
    if sheet.sheet_state != "visible":
        yield f"{where} is hidden; it was read"
    if scan.hidden_rows:
        yield f"{where} has {scan.hidden_rows} hidden rows; they were read"
    if scan.hidden_columns:
        yield f"{where} has hidden columns; they were read"
    if scan.filtered:
        yield f"{where} has a filter on; all rows were read"
    if scan.merged:
        yield f"{where} has {len(scan.merged)} merged ranges; only the first cell of each has a value"


def _trim(rows: list[list[str]]) -> list[list[str]]:
    """Without blank rows and columns at the end."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows]


def _text(cell: Cell | MergedCell, decimal: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return number_text(value, decimal)
    return _moment_text(value, cell.number_format)


def _moment_text(value: object, number_format: str) -> str:
    """A date, time or duration cell in ISO 8601; a date by its number format has no time of day."""
    if isinstance(value, datetime):
        if value.time() == time() and not {"h", "s"} & set(number_format.lower()):
            return value.date().isoformat()
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return number_text(value.total_seconds())
    return str(value)

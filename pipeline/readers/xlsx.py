"""XLSX workbooks: sheets as tables of canonical text, after the checks that keep a workbook from harm.

Belongs here: workbooks and sheets. Does not: the zip and XML (`archive`, `worksheets`), cells
(`sheet_cells`), or the layouts of platforms, which build on `read_table` and `read_sheets`.
"""

import contextlib
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow as pa
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from pipeline.readers.archive import check_archive
from pipeline.readers.columns import frame_of
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.headers import check_header
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.sheet_cells import CellTexts
from pipeline.readers.table import (
    MOST_HEADER_ROWS,
    HeaderRows,
    Table,
    one_row,
    split_head,
    without_trailing_column,
)
from pipeline.readers.worksheets import SheetXml, check_parts, read_sheet


@dataclass(frozen=True)
class Sheet:
    """A worksheet.

    Attributes:
        name: Its name.
        cells: Its rows as columns of text, without blank rows and columns at the end.
        merged: The merged ranges, as (first row, last row, reference), rows counted from 1.
        notes: What is hidden, merged or filtered in it.
    """

    name: str
    cells: pa.Table
    merged: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> list[list[str]]:
        """All rows as lists of cells, for small sheets."""
        columns = [column.to_pylist() for column in self.cells.columns]
        return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a workbook with one table and one header row (the protocol of `registry.Reader`)."""
    path = one_file(files, "xlsx")
    table = without_trailing_column(read_table(path, options))
    header, notes = table.head[0], table.notes
    check_header(header, path.name)
    if not table.cells.num_rows:
        notes = (*notes, f"{path.name}: the sheet has a header and no respondents")
    columns = tuple(SourceColumn(id=name, name=name) for name in header)
    return Export("xlsx", columns, frame_of(table.cells), notes=notes)


def read_table(path: Path, options: ReadOptions, header_rows: HeaderRows = one_row) -> Table:
    """The declared sheet of a workbook, or the only one, as header rows and columns.

    Raises:
        ExportError: As `read_sheets`; when the sheet is unknown or undeclared; when header cells are merged.
    """
    sheet = choose_sheet(read_sheets(path, options), path.name, options.sheet)
    table = split_head(path.name, sheet.cells, header_rows, sheet.notes)
    refuse_merged_header(sheet, len(table.head), path.name)
    return table


def read_sheets(path: Path, options: ReadOptions) -> list[Sheet]:
    """All sheets with a value, hidden ones too, in the workbook's order.

    Numbers become the shortest text that gives the same number, with the declared decimal mark, so that one
    declaration holds for number cells and for numbers typed as text; dates become ISO 8601; TRUE and FALSE
    stay.

    Raises:
        ExportError: When the file would unpack to too much, is damaged or locked, has a document type,
            reaches very far, or holds formulas whose results were never stored.
    """
    check_parts(path, check_archive(path))
    sheets = []
    with _open(path) as workbook:
        for sheet in _worksheets(workbook):
            found = _xml(path, workbook, sheet, options.decimal or ".")
            if found.uncomputed:
                raise ExportError(
                    f"{path.name}: the formula in cell {found.uncomputed} ({_part(sheet)}) has no stored "
                    "result; open the workbook in Excel, let it calculate, and save it, or paste the values"
                )
            if found.filled_rows:
                cells = found.columns.table(found.filled_rows, found.filled_width)
                sheets.append(Sheet(sheet.title, cells, tuple(found.merged), tuple(_notes(sheet, found))))
    if not sheets:
        raise ExportError(f"{path.name}: no sheet of the workbook holds a value")
    return sheets


def read_heads(path: Path) -> list[list[list[str]]]:
    """The first rows of each sheet, to look at.

    Raises:
        ExportError: When the workbook cannot be opened.
    """
    check_parts(path, check_archive(path))
    with _open(path) as workbook:
        found = [_xml(path, workbook, sheet, ".", MOST_HEADER_ROWS) for sheet in _worksheets(workbook)]
    return [Sheet("", one.columns.table(MOST_HEADER_ROWS)).rows for one in found if one.filled_rows]


def _xml(
    path: Path, workbook: Workbook, sheet: ReadOnlyWorksheet, decimal: str, most_rows: int | None = None
) -> SheetXml:
    part = _part(sheet)
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        return read_sheet(stream, CellTexts(workbook, sheet, decimal), f"{path.name}: {part}", most_rows)


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


def _part(sheet: ReadOnlyWorksheet) -> str:
    """The sheet's XML file inside the workbook, which openpyxl knows but does not publish."""
    return str(vars(sheet)["_worksheet_path"]).lstrip("/")


def _notes(sheet: ReadOnlyWorksheet, found: SheetXml) -> Iterable[str]:
    where = f"sheet {sheet.title!r}"
    if sheet.sheet_state != "visible":
        yield f"{where} is hidden; it was read"
    if found.hidden_rows:
        yield f"{where} has {found.hidden_rows} hidden rows; they were read"
    if found.hidden_columns:
        yield f"{where} has hidden columns; they were read"
    if found.filtered:
        yield f"{where} has a filter on; all rows were read"
    if found.merged:
        yield f"{where} has {len(found.merged)} merged ranges; only the first cell of each has a value"

"""Bad inputs 57 to 63: workbooks."""

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from tests.bad_inputs.surveyxact import SurveyXact
from tests.bad_inputs.tiny_survey import HEADER, TinySurvey, rows

SHEET = "xl/worksheets/sheet1.xml"
SHIFT_1904 = 1462
"""Days between Excel's two date systems."""


@pytest.fixture
def xlsx(survey: TinySurvey) -> TinySurvey:
    """The survey with its rows in a workbook, numbers as numbers."""
    survey.export("svar.xlsx")
    put(survey)
    return survey


def cells() -> list[list[object]]:
    """The good rows with numbers and dates as a spreadsheet has them."""
    made: list[list[object]] = []
    for row in rows():
        numbers = [float(cell.replace(",", ".")) if cell else None for cell in row[3:10]]
        made.append([row[0], float(row[1]), row[2], *numbers, date.fromisoformat(row[10]), row[11] or None])
    return made


def put(
    survey: TinySurvey,
    body: list[list[object]] | None = None,
    then: Callable[[openpyxl.Workbook], None] | None = None,
) -> Path:
    """Write the workbook; `then` may change it before it is saved."""
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in (HEADER, *(cells() if body is None else body)):
        book.active.append(row)
    if then:
        then(book)
    path = survey.raw / "svar.xlsx"
    book.save(path)
    return path


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[part]
    parts[part] = change(before.decode()).encode()
    assert parts[part] != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_57_a_workbook_that_unpacks_to_600_mb(xlsx: TinySurvey) -> None:
    with (
        zipfile.ZipFile(xlsx.raw / "svar.xlsx", "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(75):
            part.write(b" " * 2**23)
    xlsx.refusal("svar.xlsx", "it unpacks to 600 MB, more than 200")


def test_58_a_value_in_the_last_cell_of_a_sheet(xlsx: TinySurvey) -> None:
    put(xlsx, then=lambda book: book["Svar"].__setitem__("XFD1048576", 1))
    xlsx.refusal("svar.xlsx", "row 1,048,576 and column 16,384")


@pytest.mark.parametrize(
    "prolog", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">']
)
def test_59_a_document_type(xlsx: TinySurvey, prolog: str) -> None:
    rewrite(xlsx.raw / "svar.xlsx", SHEET, lambda xml: prolog + xml)
    xlsx.refusal("svar.xlsx", "document type")


def test_60_formulas_that_were_never_calculated(xlsx: TinySurvey) -> None:
    body = cells()
    body[4][6] = "=G3*2"
    put(xlsx, body)
    xlsx.refusal("svar.xlsx", "G6", "no stored result")


@pytest.mark.parametrize("is_1904", [False, True])
def test_61_dates_in_both_date_systems(xlsx: TinySurvey, is_1904: bool) -> None:
    expected = dates(xlsx)
    assert expected[:2] == ["2020-01-01", "2020-01-02"]
    path = xlsx.raw / "svar.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": is_1904}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(cells(), start=1):
            sheet.write_row(number, 0, [cell for cell in row if not isinstance(cell, date)][:10])
            serial = (row[10] - date(1899, 12, 30)) / timedelta(days=1) - is_1904 * SHIFT_1904
            sheet.write_number(number, 10, serial, day)
    xlsx.notes()
    assert dates(xlsx) == expected


def dates(survey: TinySurvey) -> list[str]:
    source = survey.source()
    return source.cells(source.index.position("dato")).tolist()


def test_61_numbers_and_dates_stored_as_text(xlsx: TinySurvey) -> None:
    expected = xlsx.core().responses
    put(xlsx, [[None if cell == "" else cell for cell in row] for row in rows()])
    xlsx.notes()
    pd.testing.assert_frame_equal(xlsx.core().responses, expected)
    body = cells()
    body[1][6], body[1][10] = "mye", "i fjor"
    put(xlsx, body)
    xlsx.refusal("column dato (question dato): 1 cells, the first in row 2", "no date in ISO 8601")
    body[1][10] = None
    put(xlsx, body)
    xlsx.notes("question timer: 1 answers are not numbers and count as invalid")


def test_62_merged_header_cells(xlsx: TinySurvey) -> None:
    put(xlsx, then=lambda book: book["Svar"].merge_cells("D1:E1"))
    xlsx.refusal("svar.xlsx", "D1:E1")


def test_62_hidden_rows_and_columns_and_a_filter(xlsx: TinySurvey) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["Svar"]
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["E"].hidden = True
        sheet.auto_filter.ref = "A1:L31"
        sheet.auto_filter.add_filter_column(3, ["1"])

    expected = xlsx.core().responses
    put(xlsx, then=hide)
    xlsx.notes("1 hidden rows", "hidden columns", "filter")
    pd.testing.assert_frame_equal(xlsx.core().responses, expected)


def test_62_a_hidden_sheet_with_other_rows(xlsx: TinySurvey) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        other = book.create_sheet("Gammelt")
        other.append(["id"])
        other.append(["x"])
        other.sheet_state = "hidden"

    put(xlsx, then=hide)
    xlsx.refusal("svar.xlsx", "2 sheets", "Gammelt")
    xlsx.redefine("read: {}", "read: {sheet: Svar}")
    xlsx.notes()


@pytest.mark.parametrize("rows_of_second", [30, 29])
def test_63_a_dataset_over_two_sheets(survey: TinySurvey, rows_of_second: int) -> None:
    made = SurveyXact()
    made.put(survey)
    expected = survey.core().responses
    data = [line.split(";") for line in made.dataset().splitlines()]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in {
        "Labels": [line.split(";") for line in made.labels().splitlines()],
        "Dataset(1)": [row[:2] for row in data],
        "Dataset(2)": [row[2:] for row in data][: rows_of_second + 1],
        "Structure": [line.split(";") for line in made.structure().splitlines()],
    }.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([int(cell) if cell.isdigit() else cell for cell in line])
    book.save(survey.raw / "svar.xlsx")
    survey.redefine("[dataset.csv, structure.csv, labels.csv], read: {encoding: cp1252}", "[svar.xlsx]")
    if rows_of_second == 30:
        survey.notes()
        pd.testing.assert_frame_equal(survey.core().responses, expected)
    else:
        survey.refusal("svar.xlsx, sheet Dataset(2) has 30 rows, but", "sheet Dataset(1) has 31")

"""Workbooks: what is refused before it is parsed, what is told, and cells as canonical text."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from pipeline.readers import Export, ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from pipeline.readers.xlsx import read_sheets

Read = Callable[..., Export]
Refusal = Callable[..., str]
Rows = list[list[object]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of the given sheets; `then` may change it before it is saved."""

    def writing(sheets: dict[str, Rows], then: Callable[[openpyxl.Workbook], None] | None = None) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if then:
            then(workbook)
        path = tmp_path / "svar.xlsx"
        workbook.save(path)
        return path

    return writing


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with the text of one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def cells(export: Export) -> Rows:
    return [[None if pd.isna(cell) else cell for cell in row] for row in export.frame.to_numpy().tolist()]


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_become_canonical_text(read: Read, write: Callable[..., Path]) -> None:
    row: list[object] = [
        1.0,
        4.5,
        "0301",
        "1E5",
        True,
        date(2026, 2, 1),
        datetime.fromisoformat("2026-02-01T15:04:05"),
        time(7, 30),
    ]
    row += [None, "NA", 12345678901, "Ås ", -3, 0.1]
    export = read(write({"Svar": [[f"k{i}" for i in range(len(row))], row]}))
    expected = ["1", "4.5", "0301", "1E5", "TRUE", "2026-02-01", "2026-02-01T15:04:05", "07:30:00"]
    assert cells(export) == [[*expected, None, "NA", "12345678901", "Ås ", "-3", "0.1"]]
    assert export.format == "xlsx"


def test_numbers_take_the_declared_decimal_mark(read: Read, write: Callable[..., Path]) -> None:
    path = write({"Svar": [["a", "b"], [1.5, "2,5"], [2, "3"]]})
    assert cells(read(path, decimal=",")) == [["1,5", "2,5"], ["2", "3"]]


def test_the_1904_date_system(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["id", "dato"])
        sheet.write_number(1, 0, 1)
        sheet.write_datetime(1, 1, date(2026, 2, 1), workbook.add_format({"num_format": "dd.mm.yyyy"}))
    assert cells(read(path)) == [["1", "2026-02-01"]]


def test_a_bomb_is_refused_before_it_is_unpacked(refusal: Refusal, write: Callable[..., Path]) -> None:
    path = write({"Svar": [["a"], [1]]})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(250):
            part.write(b" " * 2**20)
    assert "unpacks to" in refusal(path)


def test_too_many_parts_and_too_high_a_ratio_are_refused(
    refusal: Refusal, write: Callable[..., Path]
) -> None:
    path = write({"Svar": [["a"], [1]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b" " * 2**22)
    assert "times its size" in refusal(path)
    with zipfile.ZipFile(path, "a") as archive:
        for i in range(1_000):
            archive.writestr(f"xl/media/{i}.bin", b"")
    assert "parts" in refusal(path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("../evil.xml", "leads out"), ("/etc/x.xml", "leads out"), ("xl/y.zip", "another archive")],
)
def test_names_that_lead_out_and_nested_archives_are_refused(
    refusal: Refusal, write: Callable[..., Path], name: str, reason: str
) -> None:
    path = write({"Svar": [["a"], [1]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    assert reason in refusal(path)


def test_the_last_cell_of_a_sheet_costs_one_file(
    guard: Guard, refusal: Refusal, write: Callable[..., Path]
) -> None:
    path = write({"Svar": [["a"], [1]]}, lambda book: book["Svar"].__setitem__("XFD1048576", 1))
    process = guard._process.pid
    assert "row 1,048,576 and column 16,384" in refusal(path)
    assert guard._process.pid == process
    assert guard._process.poll() is None


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE worksheet>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml"])
def test_a_document_type_is_refused(
    refusal: Refusal, write: Callable[..., Path], part: str, prolog: str
) -> None:
    path = rewritten(
        write({"Svar": [["a"], [1]]}),
        part,
        lambda xml: prolog + xml.partition("?>")[2] if "?>" in xml else prolog + xml,
    )
    assert "document type" in refusal(path)


def test_formulas_without_a_stored_result_are_refused(
    read: Read, refusal: Refusal, write: Callable[..., Path], tmp_path: Path
) -> None:
    message = refusal(write({"Svar": [["a", "b"], [1, "=A2*2"]]}))
    assert "B2" in message
    assert "no stored result" in message
    calculated = tmp_path / "calculated.xlsx"
    with xlsxwriter.Workbook(calculated) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_number(1, 0, 1)
        sheet.write_formula(1, 1, "=A2*2", None, 2)
        sheet.write_number(2, 0, 2)
        sheet.write_formula(2, 1, '=""', None, "")
    # As Excel itself stores a formula whose result is the empty text.
    rewritten(calculated, SHEET, lambda xml: xml.replace('<c r="B3">', '<c r="B3" t="str">'))
    assert cells(read(calculated)) == [["1", "2"], ["2", None]]


def test_a_merged_header_is_refused_and_merged_answers_are_told(
    read: Read, refusal: Refusal, write: Callable[..., Path]
) -> None:
    rows: Rows = [["a", "b"], [1, 2], [3, 4]]
    assert "A1:B1" in refusal(write({"Svar": rows}, lambda book: book["Svar"].merge_cells("A1:B1")))
    export = read(write({"Svar": rows}, lambda book: book["Svar"].merge_cells("A2:A3")))
    assert any("merged" in note for note in export.notes)


def test_hidden_and_filtered_rows_are_read_with_a_note(read: Read, write: Callable[..., Path]) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["Svar"]
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.auto_filter.ref = "A1:B3"
        sheet.auto_filter.add_filter_column(0, ["3"])

    export = read(write({"Svar": [["a", "b"], [1, 2], [3, 4]]}, hide))
    assert cells(export) == [["1", "2"], ["3", "4"]]
    notes = " ".join(export.notes)
    assert all(word in notes for word in ("1 hidden rows", "hidden columns", "filter"))


def test_several_sheets_must_be_chosen_between_and_hidden_ones_count(
    read: Read, refusal: Refusal, write: Callable[..., Path]
) -> None:
    sheets: dict[str, Rows] = {"Svar": [["a"], [1]], "Gammelt": [["b"], [2]], "Tom": []}
    path = write(sheets, lambda book: setattr(book["Gammelt"], "sheet_state", "hidden"))
    message = refusal(path)
    assert "2 sheets" in message
    assert "Gammelt" in message
    assert "Tom" in refusal(path, sheet="Tom")
    export = read(path, sheet="Gammelt")
    assert cells(export) == [["2"]]
    assert any("hidden" in note for note in export.notes)


def test_blank_edges_and_gaps_keep_their_place(write: Callable[..., Path]) -> None:
    path = write({"Svar": [["a", "b", None], [1, None], [], [None, 4], [None], []]})
    assert read_sheets(path, ReadOptions())[0].rows == [["a", "b"], ["1", ""], ["", ""], ["", "4"]]


def test_a_stale_dimension_loses_nothing(read: Read, write: Callable[..., Path]) -> None:
    path = write({"Svar": [["a", "b"], [1, 2], [3, 4]]})
    rewritten(path, SHEET, lambda xml: xml.replace('ref="A1:B3"', 'ref="A1:A2"'))
    assert cells(read(path)) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("old", "new"), [('<row r="3"', '<row r="2"'), ('r="B2"', 'r="A2"'), ('r="B3"', 'r="B2"'), ("</row>", "")]
)
def test_rows_and_cells_out_of_order_are_refused(
    refusal: Refusal, write: Callable[..., Path], old: str, new: str
) -> None:
    path = rewritten(
        write({"Svar": [["a", "b"], [1, 2], [3, 4]]}), SHEET, lambda xml: xml.replace(old, new, 1)
    )
    assert "damaged" in refusal(path)


def test_a_truncated_workbook_and_one_of_flipped_bytes_end_nothing(
    guard: Guard, refusal: Refusal, write: Callable[..., Path]
) -> None:
    path = write({"Svar": [["a", "b"], *([i, i + 1] for i in range(50))]})
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert "damaged" in refusal(path)
    for at in range(200, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            export = read_with(guard, [path])
        except ValueError:
            continue
        assert export.frame.shape == (50, 2)


def test_no_respondents_and_no_values(read: Read, refusal: Refusal, write: Callable[..., Path]) -> None:
    assert any("no respondents" in note for note in read(write({"Svar": [["a", "b"]]})).notes)
    assert "no sheet" in refusal(write({"Svar": []}))

"""Cells of workbooks as different programs store them: the same text, whichever way it is written down."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from pipeline.readers import Export

Read = Callable[..., Export]
SHEET = "xl/worksheets/sheet1.xml"


def cells(export: Export) -> list[list[object]]:
    return [[None if pd.isna(cell) else cell for cell in row] for row in export.frame.to_numpy().tolist()]


def rewritten(path: Path, change: Callable[[str], str], part: str = SHEET) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_texts_in_their_cells_and_in_the_shared_table_are_the_same(read: Read, tmp_path: Path) -> None:
    rows = [["id", "svar"], ["1", " Ås & «ja»\nto "], ["2", "<b>"]]
    shared, inline = tmp_path / "shared.xlsx", tmp_path / "inline.xlsx"
    for path, options in ((shared, {}), (inline, {"constant_memory": True})):
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet()
            for i, row in enumerate(rows):
                for j, text in enumerate(row):
                    sheet.write_string(i, j, text)
    assert "inlineStr" in zipfile.ZipFile(inline).read(SHEET).decode()
    assert cells(read(shared)) == cells(read(inline)) == rows[1:]


def test_rich_text_is_its_words(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "svar"])
        bold = book.add_format({"bold": True})
        sheet.write_number(1, 0, 1)
        sheet.write_rich_string(1, 1, "Helt ", bold, "enig", " i det")
    assert cells(read(path)) == [["1", "Helt enig i det"]]
    inline = '<c r="B2" t="inlineStr"><is><r><t>Helt </t></r><r><t>uenig</t></r><rPh><t>x</t></rPh></is></c>'
    rewritten(path, lambda xml: re.sub(r'<c r="B2" t="s"><v>\d+</v></c>', inline, xml))
    assert cells(read(path)) == [["1", "Helt uenig"]]


def test_times_durations_errors_and_truth(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "moments.xlsx"
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["dag", "moment", "midnatt", "varighet", "feil", "sant", "prosent"])
        moment = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
        midnight = datetime(2026, 3, 1, tzinfo=UTC)
        for column, (value, form) in enumerate(
            (
                (midnight, "dd.mm.yyyy"),
                (moment, "yyyy-mm-dd hh:mm:ss"),
                (midnight, "yyyy-mm-dd hh:mm"),
            )
        ):
            sheet.write_datetime(1, column, value, book.add_format({"num_format": form}))
        sheet.write(1, 3, timedelta(hours=30, minutes=1), book.add_format({"num_format": "[h]:mm"}))
        sheet.write_formula(1, 4, "=NA()", None, "#N/A")
        sheet.write_boolean(1, 5, True)
        sheet.write_number(1, 6, 0.125, book.add_format({"num_format": "0 %"}))
    assert cells(read(path)) == [
        ["2026-03-01", "2026-03-01T23:59:59", "2026-03-01T00:00:00", "108060", "#N/A", "TRUE", "0.125"]
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub(r' r="[A-Z]*\d+"', "", xml),  # without references: cells follow each other
        lambda xml: re.sub(r"(</?)(?=[a-zA-Z])", r"\1x:", xml).replace("xmlns=", "xmlns:x="),
        lambda xml: re.sub(r"<v>(\d+)</v>", r"<v>\1.0</v>", xml).replace('t="s"><v>0.0', 't="s"><v>0'),
    ],
)
def test_other_spellings_of_the_same_sheet(read: Read, tmp_path: Path, change: Callable[[str], str]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in ([1, 2], [3, 4], [5, 60_000_000_000]):
        sheet.append(row)
    path = tmp_path / "plain.xlsx"
    book.save(path)
    words = (f'<c r="{n}1" t="inlineStr"><is><t>{n.lower()}</t></is></c>' for n in "AB")
    names = f'<row r="1">{"".join(words)}</row>'
    rewritten(path, lambda xml: re.sub(r'<row r="1">.*?</row>', names, xml, flags=re.DOTALL))
    rewritten(path, change)
    assert cells(read(path)) == [["3", "4"], ["5", "60000000000"]]


def test_a_shared_text_that_is_not_there_is_damage(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    rewritten(path, lambda xml: xml.replace("<v>1</v>", "<v>17</v>"))
    with pytest.raises(ValueError, match=r"sheet1\.xml is damaged"):
        read(path)


def test_blank_rows_and_columns_far_out_cost_nothing(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, [1, 2])
        sheet.write_blank(200_000, 100, None, book.add_format({"bold": True}))
    assert cells(read(path)) == [["1", "2"]]

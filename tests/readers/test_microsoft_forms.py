"""Microsoft Forms workbooks: headers in two languages, joined cells, dates."""

import datetime as dt

import openpyxl
import pytest

from pipeline.readers import microsoft_forms
from pipeline.readers.export import ExportError
from pipeline.readers.joined import split_joined
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, by_id

OPTIONS = ReadOptions(format="microsoft_forms")
ENGLISH = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
NORWEGIAN = [
    "ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn", "Tidspunkt for siste endring",
]  # fmt: skip
START = dt.datetime(2026, 3, 1, 10, 0, 5)  # noqa: DTZ001  a workbook's cell has no zone
END = dt.datetime(2026, 3, 1, 10, 4)  # noqa: DTZ001
ROWS = [
    [1, START, END, "anonymous", None, None, "Buss;Bil; deling;", 4, "0301"],
    [2, START, END, "anonymous", None, None, None, 4.5, ""],
]
QUESTIONS = ["Hvordan\u00a0reiser du?", "Timer\nper uke", "Navn"]


def read(folder, own, questions=QUESTIONS, rows=ROWS):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ([*own, *questions], *rows):
        sheet.append(row)
    book.save(folder / "svar.xlsx")
    return microsoft_forms.read([folder / "svar.xlsx"], OPTIONS)


def test_both_languages_give_the_same_ids(tmp_path):
    english, norwegian = read(tmp_path, ENGLISH), read(tmp_path, NORWEGIAN)
    assert as_dict(english) == as_dict(norwegian)
    assert [column.id for column in english.columns][:6] == list(microsoft_forms.OWN_COLUMNS)[:6]
    assert english.columns[-1].id.startswith("navn_")  # a question, not the platform's name column


def test_question_texts_are_the_same_text_with_other_white_space(tmp_path):
    plain = read(tmp_path, ENGLISH, ["Hvordan reiser du?", "Timer per uke ", "Navn"])
    assert as_dict(plain) == as_dict(read(tmp_path, ENGLISH))


def test_cells_are_text(tmp_path):
    export = read(tmp_path, ENGLISH)
    assert by_id(export, "start_time").tolist() == ["2026-03-01T10:00:05"] * 2
    assert by_id(export, "id").tolist() == ["1", "2"]
    assert export.frame["v0008"].tolist() == ["4", "4.5"]
    assert export.frame["v0009"].isna().tolist() == [False, True]
    assert export.frame["v0009"][0] == "0301"


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["Buss", "Bil; deling"], {"Buss", "Bil; deling"}),
        (["Buss", "Bil", "deling"], None),  # the space tells that it is not two options
        (["Buss;Bil; deling", "Buss", "Bil; deling"], None),
    ],
)
def test_a_joined_cell_with_the_separator_in_an_option(tmp_path, options, chosen):
    cell = read(tmp_path, ENGLISH).frame["v0007"][0]
    assert split_joined(cell, options, microsoft_forms.SEPARATOR) == chosen


def test_a_header_in_another_language_is_refused(tmp_path):
    with pytest.raises(ExportError, match="not a Microsoft Forms export"):
        read(tmp_path, ["ID", "Aloitusaika", "Päättymisaika", "Sähköposti", "Nimi", "x"])


def test_equal_questions_cannot_be_bound(tmp_path):
    with pytest.raises(ExportError, match="columns 7 and 8"):
        read(tmp_path, ENGLISH, ["Enig?", " Enig? ", "Navn"])


def test_header_only(tmp_path):
    assert read(tmp_path, ENGLISH, rows=[]).frame.shape == (0, 9)

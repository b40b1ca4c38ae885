"""Qualtrics: three header rows with ImportIds, two in older exports, and what is not Qualtrics."""

import json

import pytest

from pipeline.readers import qualtrics
from pipeline.readers.export import ExportError
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, block, by_id, described, write

OPTIONS = ReadOptions(format="qualtrics")


def csv_text(*rows):
    """Rows as Qualtrics writes them: every cell quoted."""
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


def ids(*parts):
    return [json.dumps(part if isinstance(part, dict) else {"ImportId": part}) for part in parts]


NAMES = ["StartDate", "Status", "ResponseId", "Q1", "Q3_1", "Q3_2", "Q3_2_TEXT", "Q4_1", "Q4_2"]
TEXTS = [
    "Anfangsdatum",
    "Status",
    "Antwort-ID",
    "Enig?",
    "Les - Avis",
    "Les - Annet",
    "Les - Annet - Tekst",
    "Lønn",
    "Tid",
]
IMPORT = ids(
    {"ImportId": "startDate", "timeZone": "Europe/Oslo"},
    "status",
    "_recordId",
    "QID1",
    {"ImportId": "QID3", "choiceId": "1"},
    {"ImportId": "QID3", "choiceId": "2"},
    {"ImportId": "QID3_TEXT", "choiceId": "2"},
    "QID4_1",
    "QID4_2",
)
ANSWERS = [
    ["2026-01-02 10:00:00", "0", "R_1", "1", "1", "", "", "5", "-99"],
    ["2026-01-02 11:00:00", "1", "R_2", "2", "-99", "1", "en,\nannen", "", ""],
]


def read(tmp_path, *rows, bom=True):
    path = write(tmp_path / "export.csv", csv_text(*rows), "utf-8-sig" if bom else "utf-8")
    return qualtrics.read([path], OPTIONS)


@pytest.mark.parametrize("bom", [True, False])
def test_three_header_rows(tmp_path, bom):
    export = read(tmp_path, NAMES, TEXTS, IMPORT, *ANSWERS, bom=bom)
    assert [column.id for column in export.columns] == [
        "startDate", "status", "_recordId", "QID1", "QID3[1]", "QID3[2]", "QID3_TEXT[2]", "QID4_1", "QID4_2",
    ]  # fmt: skip
    assert [column.name for column in export.columns] == NAMES
    assert block(export, "QID3").columns.tolist() == ["1", "2"]
    assert block(export, "QID4").columns.tolist() == ["1", "2"]
    assert described(export, "QID3_TEXT[2]").block == ""
    assert by_id(export, "QID3_TEXT[2]").tolist()[1] == "en,\nannen"


def test_seen_but_unanswered_stays_apart_from_blank(tmp_path):
    export = read(tmp_path, NAMES, TEXTS, IMPORT, *ANSWERS)
    assert as_dict(export)["QID4_2"] == ["-99", None]


def test_preview_answers_are_kept_for_a_rule_to_count(tmp_path):
    assert as_dict(read(tmp_path, NAMES, TEXTS, IMPORT, *ANSWERS))["status"] == ["0", "1"]


def test_reordered_columns_in_another_language_give_the_same(tmp_path):
    straight = read(tmp_path, NAMES, TEXTS, IMPORT, *ANSWERS)
    order = [8, 0, 3, 1, 2, 7, 6, 5, 4]
    moved = [[row[i] for i in order] for row in (NAMES, [text.upper() for text in TEXTS], IMPORT, *ANSWERS)]
    assert as_dict(read(tmp_path, *moved)) == as_dict(straight)


def test_equal_names_are_told_apart_by_import_id(tmp_path):
    export = read(tmp_path, ["Q1", "Q1"], ["A", "B"], ids("QID1", "QID7"), ["1", "2"])
    assert as_dict(export) == {"QID1": ["1"], "QID7": ["2"]}
    with pytest.raises(ExportError, match="'QID1'"):
        read(tmp_path, ["Q1", "Q2"], ["A", "B"], ids("QID1", "QID1"), ["1", "2"])


def test_two_header_rows_and_a_trailing_comma(tmp_path):
    content = "ResponseID,ResponseSet,Q1,\nResponseID,ResponseSet,Enig?,\nR_1,Default,2,\n"
    export = qualtrics.read([write(tmp_path / "old.csv", content, "utf-8-sig")], OPTIONS)
    assert as_dict(export) == {"ResponseID": ["R_1"], "ResponseSet": ["Default"], "Q1": ["2"]}
    assert any("older" in note for note in export.notes)


def test_header_rows_that_were_removed_are_missed(tmp_path):
    with pytest.raises(ExportError, match="ImportId"):
        read(tmp_path, NAMES, *ANSWERS)


def test_header_only(tmp_path):
    assert read(tmp_path, NAMES, TEXTS, IMPORT).frame.shape == (0, 9)


def test_recognition():
    assert qualtrics.looks_like([NAMES, TEXTS, IMPORT])
    assert not qualtrics.looks_like([NAMES, TEXTS, ANSWERS[0]])
    assert not qualtrics.looks_like([])

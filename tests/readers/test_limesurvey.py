"""LimeSurvey: CSV and VV of the same answers, the structure in both generations, and what was never shown."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from pipeline.readers import limesurvey
from pipeline.readers.export import ExportError
from pipeline.readers.limesurvey_structure import parse_structure
from pipeline.readers.markers import NOT_SHOWN
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import text_id
from tests.readers.columns import as_dict, block, by_id, described, write

OPTIONS = ReadOptions(format="limesurvey")
CODES = [
    "id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2[SQ001]", "Q2[SQ002]", "Q2[other]", "Q3[a]",
    "Q4[x][0]", "Q4[x][1]", "Q5[1]", "Q6",
]  # fmt: skip
ANSWERS = [
    ["1", "2026-03-01 10:00:00", "2", "nb", "A1", "Y", "", "en {tab}\tkule", "A2", "1", "2", "A2",
     'sa "hei"\nda'],
    ["2", "", "1", "nb", "A2", None, None, None, "", "", "", "", "{question_not_shown}"],
]  # fmt: skip
HERE = Path(__file__).parent / "limesurvey"
STRUCTURE = (HERE / "survey.lss").read_text("utf-8")
OLD_STRUCTURE = (HERE / "survey_2_0.lss").read_text("utf-8")


def csv_file(folder, codes=CODES):
    lines = [
        ";".join('"' + (cell or "").replace('"', '""') + '"' for cell in row) for row in (codes, *ANSWERS)
    ]
    return write(folder / "results.csv", "\r\n".join(lines) + "\r\n\r\n", "utf-8-sig")


def vv_file(folder):
    """The same answers the way a VV export escapes them; its codes have underscores for brackets."""

    def escaped(cell):
        if cell is None:
            return NOT_SHOWN
        for plain, escape in (("{", "{lbrace}"), ("\n", "{newline}"), ("\t", "{tab}")):
            cell = cell.replace(plain, escape)
        return '"' + cell.replace('"', '""') + '"'

    codes = [code.replace("][", "_").replace("[", "_").replace("]", "") for code in CODES]
    texts = [f"Tekst {i}" for i in range(len(CODES))]
    answers = [[escaped(cell) for cell in row] for row in ANSWERS]
    answers[1][1] = NOT_SHOWN  # a submitdate that is not there
    return write(folder / "vv.csv", "\n".join("\t".join(row) for row in (texts, codes, *answers)) + "\n")


def lss_file(folder, text=STRUCTURE):
    return write(folder / "survey.lss", text)


def test_csv_with_structure(tmp_path):
    export = limesurvey.read([lss_file(tmp_path), csv_file(tmp_path)], OPTIONS)
    assert [column.id for column in export.columns] == CODES
    assert described(export, "Q1").label == "Er du ansatt nå?"
    assert list(described(export, "Q1").labels.items()) == [("A1", "Ja"), ("A2", "Nei")]
    assert described(export, "Q2[SQ001]").label == "Hva leser du? - Avis"
    assert described(export, "Q4[x][1]").labels == {"2": "Bra"}
    assert described(export, "Q2[other]").block == ""
    assert block(export, "Q2").columns.tolist() == ["SQ001", "SQ002"]
    assert by_id(export, "Q6").tolist()[0] == 'sa "hei"\nda'
    assert by_id(export, "submitdate").isna().tolist() == [False, True]


def test_vv_gives_the_same_ids_and_keeps_what_was_never_shown(tmp_path):
    csv = as_dict(limesurvey.read([lss_file(tmp_path), csv_file(tmp_path)], OPTIONS))
    export = limesurvey.read([lss_file(tmp_path), vv_file(tmp_path)], OPTIONS)
    vv = as_dict(export)
    assert vv["Q2[SQ001]"] == ["Y", NOT_SHOWN]
    assert vv["Q2[SQ002]"] == [None, NOT_SHOWN]
    assert vv["Q3[a]"] == ["A2", None]  # shown and left empty
    assert vv["submitdate"] == ["2026-03-01 10:00:00", None]
    shown = {
        identity: [None if cell == NOT_SHOWN else cell for cell in cells] for identity, cells in vv.items()
    }
    assert {**shown, "Q6": csv["Q6"]} == csv


def test_an_answer_cannot_pass_for_the_marker(tmp_path):
    export = limesurvey.read([vv_file(tmp_path)], OPTIONS)
    assert by_id(export, "Q6").tolist() == ['sa "hei"\nda', "{lbrace}question_not_shown}"]
    assert by_id(export, "Q2[other]").tolist() == ["en {tab}\tkule", NOT_SHOWN]


def test_full_answers_mark_ticks_and_what_was_never_shown(tmp_path):
    """Yes, No and N/A under options, own words beside them, and blanks of who broke off before."""
    head = "id;submitdate;lastpage;startlanguage;T[a];T[b];T[other];Q6"
    rows = [
        "1;2026-03-01 10:00:00;2;en;Yes;No;;{question_not_shown}",
        "2;2026-03-01 10:00:00;2;en;No;No;something else;x",
        "3;2026-03-01 10:00:00;2;en;N/A;N/A;N/A;y",
        "4;;1;en;;;;",
    ]
    export = limesurvey.read([write(tmp_path / "full.csv", "\n".join((head, *rows)) + "\n")], OPTIONS)
    cells = {name: by_id(export, name).astype(object) for name in ("T[a]", "T[b]", "T[other]", "Q6")}
    assert {name: column.where(column.notna(), "").tolist() for name, column in cells.items()} == {
        "T[a]": ["Y", "N", NOT_SHOWN, ""],
        "T[b]": ["N", "N", NOT_SHOWN, ""],
        "T[other]": ["", "something else", NOT_SHOWN, ""],
        "Q6": ["{lbrace}question_not_shown}", "x", "y", ""],
    }


def test_without_structure_the_codes_are_all_that_is_known(tmp_path):
    export = limesurvey.read([vv_file(tmp_path)], OPTIONS)
    assert described(export, "Q2[SQ001]").label == "Tekst 5"
    assert described(export, "Q2[SQ001]").labels == {}


def test_codes_with_texts_behind_them(tmp_path):
    codes = [code if code in limesurvey.METADATA else f"{code}. Hva mener du? [Velg]" for code in CODES]
    export = limesurvey.read([csv_file(tmp_path, codes)], OPTIONS)
    assert [column.id for column in export.columns] == CODES
    assert described(export, "Q3[a]").label == "Hva mener du? [Velg]"


TEXTS = [
    "Response ID", "Date submitted", "Last page", "Start language", "Er du ansatt nå?",
    "Hva leser du? [Avis]", "Hva leser du? [SQ002]", "Hva leser du? [Annet]", "Hvor enig? [a]",
    "Viktig og bra [Lønn][Scale 1]", "Viktig og bra [Lønn][Scale 2]", "Rangér [Rank 1]", "Si mer",
]  # fmt: skip


def test_texts_without_codes_are_known_by_their_text(tmp_path):
    export = limesurvey.read([csv_file(tmp_path, TEXTS)], OPTIONS)
    assert [column.id for column in export.columns][:4] == CODES[:4]
    assert described(export, text_id("Hva leser du?", "Avis")).block == text_id("Hva leser du?")
    assert block(export, text_id("Hva leser du?")).columns.tolist() == ["Avis", "SQ002"]
    assert [column.name for column in export.columns] == TEXTS


def test_reordered_columns_give_the_same(tmp_path):
    (tmp_path / "moved").mkdir()
    order = list(reversed(range(len(CODES))))
    lines = [[row[i] or "" for i in order] for row in (CODES, *ANSWERS)]
    text = "\r\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines)
    moved = limesurvey.read([write(tmp_path / "moved" / "a.csv", text)], OPTIONS)
    assert as_dict(moved) == as_dict(limesurvey.read([csv_file(tmp_path)], OPTIONS))


def test_header_only(tmp_path):
    path = write(tmp_path / "empty.csv", ";".join(f'"{code}"' for code in CODES) + "\r\n\r\n", "utf-8-sig")
    assert limesurvey.read([path], OPTIONS).frame.shape == (0, len(CODES))


def test_participant_and_comment_columns_are_no_parts_of_questions(tmp_path):
    header = "id,submitdate,lastpage,startlanguage,attribute_1,firstname,Q2[SQ001],Q2[SQ001comment]"
    export = limesurvey.read([write(tmp_path / "a.csv", header + "\n1,,1,nb,Oslo,Kari,Y,ja\n")], OPTIONS)
    assert [column.id for column in export.columns] == header.split(",")
    assert block(export, "Q2").columns.tolist() == ["SQ001"]


def test_relevance_is_kept_with_its_groups(tmp_path):
    questions = parse_structure(STRUCTURE, "survey.lss")
    assert {code: question.relevance for code, question in questions.items() if question.relevance} == {
        "Q2": 'Q1 == "A1"',
        "Q4": '(seed > 5) and (Q1 == "A1")',
    }
    export = limesurvey.read([lss_file(tmp_path), csv_file(tmp_path)], OPTIONS)
    assert any("2 questions are asked on a condition: Q2, Q4" in note for note in export.notes)


def test_the_older_structure_has_its_texts_in_a_row_a_language():
    question = parse_structure(OLD_STRUCTURE, "old.lss")["Q1"]
    assert question.text == "Ansatt?"
    assert question.answers == {"0": {"A1": "Ja"}}


def test_a_structure_of_another_survey_is_refused(tmp_path):
    other = STRUCTURE.replace("<title>Q6</title>", "<title>Q7</title>")
    with pytest.raises(ExportError, match=r"1 questions of the structure have no column \(first: 'Q7'\)"):
        limesurvey.read([lss_file(tmp_path, other), csv_file(tmp_path)], OPTIONS)


@pytest.mark.parametrize(
    "text",
    [
        STRUCTURE.replace("<document>", '<!DOCTYPE d [<!ENTITY a "b">]><document>'),
        "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
        "<document>",
    ],
)
def test_xml_that_is_unsafe_or_something_else_is_refused(text):
    with pytest.raises(ExportError, match=r"survey\.lss"):
        parse_structure(text, "survey.lss")


def test_spss_variant(tmp_path):
    frame = pd.DataFrame({"id": [1.0, 2.0], "Q1": ["A1", "A2"], "Q2_SQ001": [1.0, 0.0]})
    path = tmp_path / "survey.sav"
    pyreadstat.write_sav(frame, path, column_labels={"Q2_SQ001": "[Avis] Hva leser du?"})
    export = limesurvey.read([path, lss_file(tmp_path)], OPTIONS)
    assert export.format == "limesurvey"
    assert [column.id for column in export.columns] == ["id", "Q1", "Q2[SQ001]"]
    assert described(export, "Q2[SQ001]").block == "Q2"
    assert described(export, "Q2[SQ001]").label == "[Avis] Hva leser du?"


def test_recognition():
    assert limesurvey.looks_like([CODES])
    assert limesurvey.looks_like([["Response ID"] * len(CODES), CODES])
    assert not limesurvey.looks_like([["id", "Q1"]])

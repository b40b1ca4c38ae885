"""Microsoft Forms and Google Forms: languages, workbooks, CSV and zip, and answers of one's own."""

import zipfile

import pytest

from pipeline.readers import ExportError
from tests.platforms import forms
from tests.platforms.answers import COMPLETE, IN_WORK, TRAVEL_COUNTS
from tests.platforms.project import chosen
from tests.readers.columns import as_dict, by_id

IN_WORK_COMPLETE = sum(p.in_work for p in forms.people())


def test_a_workbook_in_norwegian_and_csv_in_english_hold_the_same_answers(exported):
    workbook, text = as_dict(exported(forms.microsoft)), as_dict(exported(forms.microsoft_csv))
    assert workbook.pop("start_time")[0] == "2024-02-03T10:00:05"
    assert text.pop("start_time")[0] == "2/3/24 10:00:05"
    for cells in (workbook, text):
        for own in ("completion_time", "last_modified_time"):
            cells.pop(own, None)
    assert workbook == text


def test_several_answers_end_in_the_separator_and_own_words_are_other(drafted):
    core = drafted(forms.microsoft).core()
    assert chosen(core, "hvordan_reiser_du__buss")[1] == TRAVEL_COUNTS[1]
    assert chosen(core, "hvordan_reiser_du__other")[1] == TRAVEL_COUNTS[3]
    assert chosen(core, "er_du_i_arbeid")[1] == IN_WORK_COMPLETE < IN_WORK


def test_a_ranking_is_the_order_in_the_cell(drafted):
    project = drafted(forms.microsoft)
    question = project.asking("Ranger disse")
    assert (question.type, question.separator) == ("ranking", ";")
    core = project.core()
    turns = [person.number % 3 for person in forms.people()]
    assert chosen(core, "ranger_disse__fred") == {
        1: turns.count(0), 2: turns.count(2), 3: turns.count(1),
    }  # fmt: skip


def test_points_and_feedback_of_a_quiz_are_no_questions(exported, drafted):
    plain = {column.id for column in exported(forms.microsoft).columns}
    quiz = exported(forms.microsoft_quiz)
    extra = {column.id for column in quiz.columns} - plain
    assert {identity.split("[")[0] for identity in extra} == {
        "total_points",
        "quiz_feedback",
        "points",
        "feedback",
    }
    definition = drafted(forms.microsoft_quiz).definition
    assert extra <= set(definition.survey.ignore)
    assert len(definition.questionnaire.questions) == len(forms.QUESTIONS)


def test_google_in_two_languages_and_zipped(exported, drafted):
    zipped, english = exported(forms.google), exported(forms.google_english)
    assert {column.id for column in zipped.columns} == {column.id for column in english.columns}
    assert by_id(zipped, "timestamp")[0] == "06.09.2025 kl. 15.37.00"
    hours = [column.id for column in zipped.columns][-2]
    assert by_id(zipped, hours)[1] == "30,5"
    norwegian, other = drafted(forms.google).core(), drafted(forms.google_english).core()
    assert norwegian.responses["q_timer_per_uke"].mean() == other.responses["q_timer_per_uke"].mean() > 30
    assert len(norwegian.responses) == COMPLETE


def _zip(folder, files):
    path = folder / "svar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return [path]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "holds no file"),
        ({"a.csv": "a;b\n1;2\n", "b/a.csv": "a;b\n1;2\n"}, "same name"),
        ({"a.csv": "a;b\n1;2\n", "b.csv": "a;b\n1;2\n"}, "one file"),
        ({"inner.zip": b"PK\x05\x06" + bytes(18)}, "another archive"),
        ({"../a.csv": "a;b\n1;2\n"}, "leads out"),
        ({"a.csv": ""}, "empty"),
        ({"a.csv": "<!doctype html><html></html>"}, "web page"),
        ({f"{i}.csv": "a;b\n1;2\n" for i in range(21)}, "21 files"),
        ({"a.csv": "0" * 40_000_000}, "times its size"),
    ],
)
def test_archives_that_are_no_export_are_refused(exported, files, reason):
    with pytest.raises(ExportError, match=reason):
        exported(lambda folder: _zip(folder, files))


def test_what_a_mac_packs_along_is_passed_over(exported):
    files = {"__MACOSX/._a.csv": "x", ".DS_Store": "x", "eksport/": "", "eksport/a.csv": "a;b\n1;2\n"}
    assert len(exported(lambda folder: _zip(folder, files)).frame) == 1


def test_a_name_and_content_that_contradict_each_other_are_refused(exported):
    def text(folder):
        (folder / "svar.zip").write_text("a;b\n1;2\n")
        return [folder / "svar.zip"]

    with pytest.raises(ExportError, match="by its content this is a text file"):
        exported(text)

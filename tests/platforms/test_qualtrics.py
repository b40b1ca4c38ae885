"""Qualtrics: codes and texts, three and two header rows, and what -99 tells."""

import pytest

from tests.platforms import qualtrics
from tests.platforms.answers import ANSWERS, COMPLETE, NO_AGREE, PEOPLE, TRAVEL_COUNTS
from tests.platforms.project import chosen, states
from tests.readers.columns import as_dict, by_id, described

IDS = [ids["ImportId"] for _, ids in qualtrics.METADATA.values()]
KEPT = ANSWERS[qualtrics.PREVIEWS :]


def test_the_platforms_columns_are_known_whatever_the_language_of_the_second_row(exported):
    export = exported(qualtrics.codes)
    assert [column.id for column in export.columns][: len(IDS)] == IDS
    assert described(export, "startDate").label == "Anfangsdatum"


def test_personal_columns_are_dropped_and_none_of_the_seventeen_is_a_question(drafted):
    survey = drafted(qualtrics.codes).definition.survey
    assert set(survey.identifiers) == {
        *("ipAddress", "recipientLastName", "recipientFirstName", "recipientEmail"),
        *("externalDataReference", "locationLatitude", "locationLongitude"),
    }
    took = survey.respondent.duration
    assert took.unit == "seconds"
    used = {survey.respondent.key, "finished", took.column, *survey.respondent.test_rows}
    assert {*survey.identifiers, *survey.ignore, *used} == set(IDS)


def test_the_tab_separated_file_holds_the_same(exported):
    codes, tab = as_dict(exported(qualtrics.codes)), as_dict(exported(qualtrics.tab))
    assert codes["QID1"] == tab["QID1"]
    assert codes["QID5_TEXT"] != tab["QID5_TEXT"]  # -99 is not written there
    assert [c for c in codes["QID5_TEXT"] if c != qualtrics.SEEN] == [
        c for c, code in zip(tab["QID5_TEXT"], codes["QID5_TEXT"], strict=True) if code != qualtrics.SEEN
    ]


def test_seen_but_unanswered_is_skipped_and_blank_was_never_asked(drafted):
    project = drafted(qualtrics.codes)
    assert {str(k): v for k, v in project.definition.survey.missing.items()} == {"-99": "skipped"}
    core = project.core()
    assert core.dispositions["status"].value_counts()["test"] == qualtrics.PREVIEWS
    kept_shown = [p for p in KEPT if p.travel is not None]
    assert states(core, "qid2") == {
        "substantive": sum(bool(p.travel) for p in kept_shown),
        "skipped": sum(not p.travel for p in kept_shown),
        "not_asked": sum(p.travel is None and p.is_complete for p in KEPT),
        "not_reached": PEOPLE - COMPLETE,
    }
    blank = sum(p.agree is not None and p.agree["lonn"] is None for p in KEPT)
    assert states(core, "qid3__lonn")["skipped"] == blank == NO_AGREE - 1


def test_joined_choices_are_counted_and_blanks_tell_nothing(drafted):
    core = drafted(qualtrics.labels).core()
    buses = sum(1 in (p.travel or ()) for p in KEPT)
    assert chosen(core, "qid2__buss")[1] == buses == TRAVEL_COUNTS[1] - 1
    assert states(core, "qid2")["unknown_blank"] == PEOPLE - qualtrics.PREVIEWS - sum(
        bool(p.travel) for p in KEPT
    )
    assert core.dispositions["status"].value_counts()["test"] == qualtrics.PREVIEWS


@pytest.mark.parametrize("layout", [qualtrics.legacy, qualtrics.numbered])
def test_older_exports_have_two_header_rows_and_a_comma_too_many(exported, layout):
    export = exported(layout)
    assert [column.id for column in export.columns] == [*qualtrics.OLD, *qualtrics.QUESTIONS]
    assert described(export, "Q3_1").label == "Hvor enig er du? - Lønn"
    assert by_id(export, "ResponseID").tolist() == [f"R_{p.number}" for p in ANSWERS]
    assert len(export.frame) == PEOPLE


def test_minus_99_in_one_question_only_is_an_answer(exported):
    def one(folder):
        (path,) = qualtrics.tab(folder)
        text = path.read_bytes().decode("utf-16")
        path.write_bytes(text.replace('"NB"\t"1"', '"NB"\t"-99"').encode("utf-16"))
        return [path]

    export = exported(one)
    assert "-99" in set(by_id(export, "QID1"))
    assert {column.blank for column in export.columns} == {"unknown"}
    assert {column.blank for column in exported(qualtrics.codes).columns[len(IDS) :]} == {"not_asked"}

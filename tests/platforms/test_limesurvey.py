"""LimeSurvey: one survey in every kind of export, and what each of them tells of a blank."""

import pytest

from pipeline.readers.markers import NOT_SHOWN, NOT_SHOWN_AS_ANSWER
from pipeline.survey.questions import EVERYONE
from tests.platforms import limesurvey
from tests.platforms.answers import (
    ANSWERS,
    COMPLETE,
    IN_WORK,
    NO_AGREE,
    NO_TRAVEL,
    PEOPLE,
    SHOWN_TRAVEL,
    TEXTS,
    TRAVEL_COUNTS,
)
from tests.platforms.limesurvey import CODES, OTHERS
from tests.platforms.project import chosen, states
from tests.readers.columns import as_dict, block, by_id, described

IDS = [code.replace("][1]", "][0]").replace("][2]", "][1]") for code in CODES]
PARTIAL = PEOPLE - COMPLETE
PARTIAL_IN_WORK = sum(p.in_work and not p.is_complete for p in ANSWERS)
"""Who broke off before a question that they were to be asked."""


@pytest.mark.parametrize(
    "layout", [limesurvey.codes_and_structure, limesurvey.codes_with_texts, limesurvey.underscores]
)
def test_every_spelling_of_codes_gives_the_same_ids_and_answers(exported, layout):
    plain = exported(limesurvey.codes)
    assert [column.id for column in plain.columns] == IDS
    assert as_dict(exported(layout)) == as_dict(plain)


def test_texts_for_headings_are_found_in_the_structure(exported):
    export = exported(limesurvey.texts_and_structure)
    assert [column.id for column in export.columns] == IDS
    assert described(export, "WORK").labels == {"A1": "Ja", "A2": "Nei", "-oth-": "Annet"}
    assert by_id(export, "WORK").value_counts()["Annet"] == len(OTHERS)


def test_the_platforms_own_words_in_long_answers_are_its_codes(exported):
    for layout in (limesurvey.texts_and_structure, limesurvey.texts):
        export = exported(layout)
        (travel,) = {column.block for column in export.columns if column.option == "T1"} or {
            column.block for column in export.columns if column.option == "Buss"
        }
        cells = block(export, travel).iloc[:, 0]
        assert cells.value_counts().to_dict() == {
            "Y": sum(1 in (p.travel or ()) for p in ANSWERS),
            "N": sum(p.travel is not None and 1 not in p.travel for p in ANSWERS),
            NOT_SHOWN: sum(p.travel is None for p in ANSWERS),
        }
        yes = export.frame.iloc[:, -2]
        assert set(yes.dropna()) == {"Yes", "No"}
        assert yes.isna().sum() == PARTIAL  # N/A


def test_both_generations_of_vv_exports_are_the_same(exported):
    new, old = exported(limesurvey.vv), exported(limesurvey.old_vv)
    assert as_dict(new) == as_dict(old)
    assert [column.id for column in new.columns] == IDS
    assert by_id(new, "submitdate").isna().sum() == PARTIAL
    assert by_id(new, "COMMENT").dropna().str.contains("\n").any()
    assert by_id(new, "TRAVEL[T1]").eq(NOT_SHOWN).sum() == sum(p.travel is None for p in ANSWERS)


def test_a_vv_export_tells_never_shown_from_left_empty(drafted):
    project = drafted(limesurvey.vv)
    core = project.core()
    assert states(core, "travel") == {
        "substantive": SHOWN_TRAVEL - NO_TRAVEL,
        "skipped": NO_TRAVEL,
        "not_asked": PEOPLE - SHOWN_TRAVEL - PARTIAL_IN_WORK,
        "not_reached": PARTIAL_IN_WORK,
    }
    assert states(core, "agree__lonn") == {
        "substantive": COMPLETE - NO_AGREE, "skipped": NO_AGREE, "not_reached": PARTIAL,
    }  # fmt: skip
    assert states(core, "hours") == {
        "substantive": SHOWN_TRAVEL,
        "not_asked": PEOPLE - SHOWN_TRAVEL - PARTIAL_IN_WORK,
        "not_reached": PARTIAL_IN_WORK,
    }


def test_yes_and_no_as_numbers_are_codes_and_tell_who_never_saw_the_question(exported, drafted):
    export = exported(limesurvey.numbers)
    assert by_id(export, "TRAVEL[T1]").eq(NOT_SHOWN).sum() == sum(p.travel is None for p in ANSWERS)
    assert set(by_id(export, "YES").dropna()) == {"Y", "N"}
    assert by_id(export, "TRAVEL[other]").isna().sum() == SHOWN_TRAVEL - TRAVEL_COUNTS[3]
    core = drafted(limesurvey.numbers).core()
    assert states(core, "travel")["not_asked"] == PEOPLE - SHOWN_TRAVEL - PARTIAL_IN_WORK
    assert chosen(core, "travel__other")[1] == TRAVEL_COUNTS[3]


def test_headings_that_were_cut_are_known_by_what_is_left(exported, drafted):
    export = exported(limesurvey.abbreviated)
    assert export.format == "limesurvey"
    assert [column.id for column in export.columns][:5] == IDS[:5]
    travel = next(c.block for c in export.columns if c.option == "Buss")
    assert block(export, travel).columns.tolist() == ["Buss", "Bil"]
    assert "fit together" in drafted(limesurvey.abbreviated).topline("check", "prove")


def test_a_csv_export_tells_nothing_of_a_blank(drafted):
    core = drafted(limesurvey.codes).core()
    assert states(core, "travel") == {
        "substantive": SHOWN_TRAVEL - NO_TRAVEL, "unknown_blank": PEOPLE - SHOWN_TRAVEL + NO_TRAVEL,
    }  # fmt: skip


def test_the_structure_tells_who_was_asked(drafted):
    project = drafted(limesurvey.codes_and_structure)
    assert project.asking(TEXTS["travel"]).ask_if == "work = 'yes' or work = 'other'"
    assert project.asking(TEXTS["work"]).ask_if == EVERYONE
    assert states(project.core(), "travel") == {
        "substantive": SHOWN_TRAVEL - NO_TRAVEL,
        "skipped": NO_TRAVEL,
        "not_asked": PEOPLE - SHOWN_TRAVEL - PARTIAL_IN_WORK,
        "not_reached": PARTIAL_IN_WORK,
    }


def test_the_spss_export_tells_it_of_several_answers_only(exported, drafted):
    export = exported(limesurvey.spss)
    assert export.format == "limesurvey"
    assert [column.id for column in export.columns] == IDS
    assert by_id(export, "TRAVEL[T1]").eq(NOT_SHOWN).sum() == sum(p.travel is None for p in ANSWERS)
    assert by_id(export, "HOURS").isna().sum() == PEOPLE - SHOWN_TRAVEL
    assert by_id(export, "submitdate").dropna().unique().tolist() == ["2024-02-03T10:00:00"]
    assert described(export, "TRAVEL[T1]").labels == {"1": "Yes", "0": "Not Selected"}
    assert described(export, "TRAVEL[T1]").label == "Hvordan reiser du? - Buss"
    assert described(export, "DUAL[lonn][1]").labels == {"1": "Bra", "2": "Middels", "3": "Dårlig"}
    core = drafted(limesurvey.spss).core()
    assert states(core, "travel")["not_asked"] == COMPLETE - SHOWN_TRAVEL
    assert chosen(core, "travel__bil")[1] == sum(2 in (p.travel or ()) for p in ANSWERS)


def test_an_option_of_ones_own_is_other(drafted):
    project = drafted(limesurvey.codes_and_structure)
    core = project.core()
    other = next(
        o for o in project.definition.options(project.asking("Er du i arbeid?")) if o.role == "other"
    )
    assert other.match == ("-oth-",)
    assert chosen(core, "work")[other.code] == len(OTHERS)
    assert chosen(core, "travel__other")[1] == sum(3 in (p.travel or ()) for p in ANSWERS)


def test_a_dual_scale_is_two_questions_and_a_ranking_has_a_column_a_place(exported):
    export = exported(limesurvey.codes_and_structure)
    assert described(export, "DUAL[lonn][0]").labels == {"1": "Viktig", "2": "Ikke viktig"}
    assert described(export, "DUAL[lonn][1]").labels == {"1": "Bra", "2": "Middels", "3": "Dårlig"}
    assert [described(export, f"DUAL[lonn][{scale}]").block for scale in (0, 1)] == ["DUAL.0", "DUAL.1"]
    assert block(export, "RANK").columns.tolist() == ["1", "2", "3"]
    assert described(export, "RANK[1]").labels == {"R1": "Fred", "R2": "Ro", "R3": "Orden"}
    assert described(export, "YES").labels == {"Y": "Ja", "N": "Nei"}


def test_a_survey_that_nobody_answered_has_no_respondent(exported):
    assert exported(limesurvey.empty).frame.shape == (0, len(CODES))


@pytest.mark.parametrize("answer", ["'=1+1", "{question_not_shown}", "{tab}"])
def test_answers_of_a_csv_export_stay_what_they_are(exported, tmp_path, answer):
    def odd(folder):
        (path,) = limesurvey.codes(folder)
        text = path.read_bytes().decode("utf-8-sig")
        first = text.index('"Nummer 1,')
        end = text.index('"\r\n', first)
        path.write_bytes((text[:first] + '"' + answer + text[end:]).encode("utf-8-sig"))
        return [path]

    expected = NOT_SHOWN_AS_ANSWER if answer == NOT_SHOWN else answer
    assert by_id(exported(odd), "COMMENT")[0] == expected


def test_the_respondents_in_work_are_all_there(drafted):
    core = drafted(limesurvey.texts_and_structure).core()
    expected = {1: IN_WORK - sum(ANSWERS[n - 1].in_work for n in OTHERS), 3: len(OTHERS)}
    found = chosen(core, "work")
    assert {code: found[code] for code in expected} == expected

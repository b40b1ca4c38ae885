"""SurveyXact: five ways to export one survey, everyone invited in it."""

import pytest

from tests.platforms import surveyxact
from tests.platforms.answers import ANSWERS, COMPLETE, PEOPLE, TRAVEL_COUNTS, text
from tests.platforms.project import chosen, states
from tests.readers.columns import as_dict, block, by_id, described

LAYOUTS = [surveyxact.tab, surveyxact.comma, surveyxact.rest, surveyxact.workbook]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_dialects_give_the_same(exported, layout):
    first, other = exported(surveyxact.semicolon), exported(layout)
    cells, same = as_dict(first), as_dict(other)
    hours = cells.pop("timer"), same.pop("timer")
    assert cells == same
    assert [h and h.replace(",", ".") for h in hours[0]] == [h and h.replace(",", ".") for h in hours[1]]
    assert first.columns == other.columns
    assert first.notes == other.notes


def test_line_breaks_quotes_and_delimiters_in_quotes_are_exact(exported):
    for layout in (surveyxact.rest, surveyxact.semicolon, surveyxact.tab):
        found = by_id(exported(layout), "kommentar").dropna().tolist()
        assert found == [p.comment for p in ANSWERS if p.comment]
    assert any(";" in comment and "\n" in comment and '"' in comment for comment in found)


def test_numbers_of_a_workbook_are_floats_and_codes_are_whole(exported):
    export = exported(surveyxact.workbook)
    assert set(by_id(export, "arbeid").dropna()) == {"1", "2"}
    assert by_id(export, "timer")[0] == text(ANSWERS[0].hours)


def test_those_who_never_opened_the_form_have_zeros_and_are_in_no_base(exported, drafted):
    export = exported(surveyxact.rest)
    assert len(export.frame) == PEOPLE + surveyxact.NEVER_OPENED
    assert block(export, "reise").notna().all(axis=None)
    core = drafted(surveyxact.rest).core()
    assert core.dispositions["status"].value_counts().to_dict() == {
        "complete": COMPLETE, "partial": PEOPLE - COMPLETE, "invited": surveyxact.NEVER_OPENED,
    }  # fmt: skip
    ticked = {code: chosen(core, f"reise__{name}")[1] for code, name in ((1, "buss"), (2, "bil"))}
    assert ticked == {code: TRAVEL_COUNTS[code] for code in ticked}
    assert sum(states(core, "reise").values()) == PEOPLE


def test_labels_are_raw_and_scales_may_label_only_their_ends(exported):
    export = exported(surveyxact.comma)
    assert described(export, "reise[1]").label == "Hvordan reiser du? - Buss "
    assert described(export, "enig_lonn").labels == {
        "1": "Helt uenig", "2": "2", "3": "3", "4": "4", "5": "Helt enig",
    }  # fmt: skip
    assert described(export, "reise_annet").label.endswith("Annet, spesifiser:")


def test_a_status_in_another_language_is_bound_by_its_value(drafted, monkeypatch):
    words = {1: "New", 2: "Distributed", 3: "Some answers", 4: "Completed", 5: "Dropped out"}
    monkeypatch.setattr(surveyxact, "STATUSES", words)
    core = drafted(surveyxact.semicolon).core()
    assert core.dispositions["status"].value_counts()["complete"] == COMPLETE


def test_addresses_do_not_come_further_than_the_door(drafted):
    project = drafted(surveyxact.semicolon)
    assert project.definition.survey.identifiers == {"epost": "e-mail address"}
    assert project.definition.survey.respondent.key == "respnokk"
    assert "closeTime" in project.definition.survey.ignore

"""Differences of a wave that do not hold in the next one."""

from datetime import date

from pipeline.survey.lapses import lapsed_differences, not_stated
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition

WAVE = {
    "field_start": date(2023, 2, 1),
    "field_end": date(2023, 3, 1),
    "report_date": date(2023, 6, 1),
    "export": {"files": ["a.csv"]},
}
YES_NO = [{"id": "yes", "code": 1, "text": "Yes"}, {"id": "no", "code": 2, "text": "No"}]


def definition(waves: dict[str, object], method: dict[str, object] | None = None) -> Definition:
    question = {"id": "q", "text": "Q?", "column": "a", "options": YES_NO, "waves": waves}
    return Definition.model_validate(
        {
            "survey": {
                "survey": "s",
                "title": "S",
                "owner": "O",
                "method": method or {},
                "waves": dict.fromkeys(("2023", "2024", "2025"), WAVE),
            },
            "questionnaire": {"questions": [question]},
            "reports": {},
            "sha256": "0" * 64,
        }
    )


RECODE = {"recode": {1: "no", 2: "yes"}}


def test_a_wave_that_falls_back_to_the_form_before_last_is_told() -> None:
    [found] = lapsed_differences(definition({"2024": RECODE}), "2025")
    assert found == (
        "question q: what is declared for wave 2024 does not hold in 2025, which is read as 2023 was; where "
        "the form is still as in 2024, declare that on the question itself, and the older form under the "
        "waves that had it"
    )


def test_a_new_form_on_the_question_itself_is_as_it_should_be() -> None:
    """The older form stands under the waves that had it, as the README says."""
    both = {"2023": {"column": "old"}, "2024": {"column": "old"}}
    assert lapsed_differences(definition(both), "2025") == []
    assert lapsed_differences(definition({"2023": {"column": "old"}}), "2024") == []
    assert lapsed_differences(definition({"2023": {"column": "old"}, "2024": RECODE}), "2025") == []


def test_nothing_is_told_where_it_is_repeated_or_older_or_only_a_judgement() -> None:
    assert lapsed_differences(definition({"2024": RECODE, "2025": RECODE}), "2025") == []
    assert lapsed_differences(definition({"2023": RECODE}), "2025") == []
    assert lapsed_differences(definition({"2024": {"compat": "reworded"}}), "2025") == []
    assert lapsed_differences(definition({"2023": RECODE}), "2023") == []


def test_what_a_draft_left_open_is_told_where_a_report_would_print_it():
    said = {
        "sponsor": "The union",
        "conductor": "Ikke oppgitt",
        "population": {"en": "Not stated", "nb": "Alle"},
    }
    without = definition({}, said)
    assert not_stated(without, "2024") == []
    chapters = [{"id": "c", "title": "C", "questions": ["q"]}]
    report = {"report": "r", "title": "R", "chapters": chapters}
    reported = without.model_copy(update={"reports": {"r": Report.model_validate(report)}})
    found = not_stated(reported, "2024")
    assert len(found) == 1
    assert found[0].startswith("method.conductor, method.population: reports say that this is not stated")

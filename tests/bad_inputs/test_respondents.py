"""Bad inputs 35 to 40: rows that are no respondents, or the same one twice."""

import pytest

from tests.bad_inputs.surveyxact import SurveyXact
from tests.bad_inputs.tiny_survey import PRIVATE, TinySurvey, changed, changed_rows, csv_text


def statuses(survey: TinySurvey) -> dict[str, int]:
    return survey.core().dispositions["status"].value_counts().to_dict()


def test_35_people_who_never_opened_the_form_have_zeros(survey: TinySurvey) -> None:
    SurveyXact().put(survey)
    survey.notes()
    core = survey.core()
    assert statuses(survey) == {"complete": 20, "invited": 10}
    assert len(core.responses) == 20
    assert core.responses["q_basis_6__en"].notna().sum() == 10  # zeros alone do not prove that it was shown


@pytest.mark.parametrize(("keep", "respondents"), [("true", 30), ("false", 28)])
def test_36_partial_respondents_are_kept_or_not_by_rule(
    survey: TinySurvey, keep: str, respondents: int
) -> None:
    survey.redefine("invited: [0]}}", f"invited: [0]}}, keep_partial: {keep}}}")
    survey.notes()
    core = survey.core()
    assert statuses(survey) == {"complete": 28, "partial": 2}
    assert len(core.responses) == respondents
    assert core.rejected["rule"].tolist() == ["partial"] * (30 - respondents)


def test_37_test_answers_are_left_out_and_counted(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows({4: "9", 8: "9"}, "status")))
    survey.refusal("status column status: 2 rows", "the first in row 4", "declare it under respondent.status")
    survey.redefine("invited: [0]}", "invited: [0], test: [9]}")
    survey.notes()
    assert statuses(survey) == {"complete": 26, "partial": 2, "test": 2}
    assert survey.core().rejected["source_row"].tolist() == [4, 8]


def test_38_the_same_respondent_twice(survey: TinySurvey) -> None:
    body = changed(30, "id", f"{PRIVATE}-3")
    survey.write(csv_text(body=body))
    message = survey.refusal("respondent.key id: 2 rows share a respondent id", "rows 4, 30")
    assert "respondent.duplicates: last_complete" in message
    survey.redefine("invited: [0]}}", "invited: [0]}, duplicates: last_complete}")
    survey.notes()
    rejected = survey.core().rejected
    assert rejected[["source_row", "rule"]].values.tolist() == [
        [30, "duplicate"]
    ]  # row 4 is complete, 30 is not


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0"])
def test_39_a_blank_respondent_id(survey: TinySurvey, blank: str) -> None:
    survey.write(csv_text(body=changed(12, "id", blank)))
    survey.refusal("respondent.key id: 1 rows have a blank id", "row 12")


def test_40_one_address_with_two_tokens(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(12, "epost", f" {PRIVATE}3@EXAMPLE.invalid")))
    survey.notes("column epost: 2 rows share an e-mail address")

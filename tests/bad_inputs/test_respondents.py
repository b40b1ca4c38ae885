"""Bad inputs 35 to 40: rows that are no respondents, or the same one twice."""

import pytest

from tests.bad_inputs.surveyxact import SurveyXact
from tests.bad_inputs.tiny_survey import HEADER, PRIVATE, TinySurvey, changed, changed_rows, csv_text, rows


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


def unanswered(rows_blank: dict[int, tuple[str, ...]]) -> str:
    """The good rows without some answers."""
    body = rows()
    for row, columns in rows_blank.items():
        for column in columns:
            body[row - 1][HEADER.index(column)] = ""
    return csv_text(body=body)


MOST = ("enig", "arbeid", "timer", "reise_1", "reise_2", "reise_3", "dato", "merknad")


def test_36_without_a_status_answers_tell_who_is_complete(survey: TinySurvey) -> None:
    """Seven questions are asked of those in work, six of every third; nobody on an odd row wrote a remark."""
    survey.redefine(
        "status: {column: status, complete: [1], partial: [2], invited: [0]}", "test_rows: {status: [9]}"
    )
    survey.write(unanswered({6: MOST, 8: ("dato", "merknad"), 9: ("dato",)}))
    notes = survey.notes("by what they answered (respondent.completeness)", "as broken off")
    assert "rests on" not in notes
    status = survey.core().dispositions["status"]
    # row 8: kjonn, enig, arbeid, timer and reise of 7, 71 %; row 9: 5 of 7, for its remark is blank anyway
    assert (status[5], status[7], status[8]) == ("opened", "partial", "partial")
    assert status[[1, 3]].tolist() == ["complete", "complete"]  # 7 of 7, 6 of 6
    assert status[[2, 4]].tolist() == ["complete", "complete"]  # 6 of 7, 86 %
    assert survey.core().rejected[["source_row", "rule"]].values.tolist() == [[6, "opened"]]


def test_36_some_answers_in_surveyxact_are_told_from_only_invited(survey: TinySurvey) -> None:
    SurveyXact(statuses="2" * 10 + "3" * 5 + "4" * 15).put(survey)
    survey.notes()
    assert statuses(survey) == {"complete": 15, "invited": 10, "partial": 5}
    assert len(survey.core().responses) == 20


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

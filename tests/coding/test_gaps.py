"""Numbers that fall between two groups of a demographic are told; who is outside of all of them is not."""

from pathlib import Path

from tests.coding.small_survey import core, define, source, survey_yaml

QUESTIONS = "questions: [{id: age, type: numeric, background: true, text: Alder, column: age}]"


def notes(folder: Path, groups: str, cells: list[str | None]) -> tuple[str, ...]:
    survey = survey_yaml(f"demographics: [{{id: age, text: Alder, groups: [{groups}]}}]\n")
    return core(define(folder, QUESTIONS, survey), source({"age": cells})).warnings


def test_what_lies_between_two_groups_is_counted(tmp_path: Path) -> None:
    groups = (
        "{id: old, min: 67, text: Gammel}, {id: under_18, max: 17, text: Ung}, "
        "{id: from_18, min: 18, max: 66, text: Voksen}"
    )
    found = notes(tmp_path, groups, ["17", "17.5", "17.9", "18", "66.5", "67", None])
    start = "in no group, with a number of age between"
    assert found == (
        f"demographic age: 2 respondents are {start} under_18 (max 17) and from_18 (min 18)",
        f"demographic age: 1 respondent is {start} from_18 (max 66) and old (min 67)",
    )


def test_below_the_first_and_above_the_last_group_is_no_gap(tmp_path: Path) -> None:
    groups = "{id: a, min: 18, max: 40, text: A}, {id: b, min: 30, max: 66, text: B}"
    assert notes(tmp_path, groups, ["17", "18", "40.5", "70"]) == ()


def test_a_condition_may_take_in_what_lies_between(tmp_path: Path) -> None:
    groups = "{id: a, max: 17, text: A}, {id: c, when: age < 18, text: C}, {id: b, min: 18, text: B}"
    assert notes(tmp_path, groups, ["17.5"]) == ()

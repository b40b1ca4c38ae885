"""Complete, partial or broken off by what was answered: every share is counted by hand."""

from pathlib import Path

import pytest

from pipeline.coding.problems import WaveError
from pipeline.coding.respondents import Core
from tests.coding.small_survey import core, define, source, states, survey_yaml

QUESTIONS = """
questions:
  - id: a
    ask_if: everyone
    text: A
    column: a
    options:
      - {id: yes, code: 1, text: Ja}
      - {id: no, code: 2, text: Nei}
      - {id: dk, code: 9, text: Vet ikke, role: dont_know}
  - {id: b, ask_if: everyone, text: B, column: b, options: [{id: x, code: 1, text: X}]}
  - {id: c, type: numeric, ask_if: everyone, text: C, column: c, min: 0, max: 50}
  - {id: d, ask_if: a = 'yes', text: D, column: d, options: [{id: x, code: 1, text: X}]}
  - {id: g, type: grid, ask_if: everyone, text: G, items: [{id: r, text: R}, {id: s, text: S}],
     columns: {r: r, s: s}, options: [{id: x, code: 1, text: X}, {id: dk, code: 9, text: D, role: dont_know}]}
  - {id: u, type: open, text: U, column: u}
  - {id: sex, background: true, ask_if: everyone, text: S, column: sex, options: [{id: x, code: 1, text: X}]}
  - {id: sum, type: derived, text: Sum, expression: c + 1}
"""
COLUMNS = ("a", "b", "c", "d", "r", "s", "u", "sex")
ROWS = [
    # a  b   c    d   r   s   u   sex    answered of asked
    ("1", "1", "7", "1", "1", "1", "x", "1"),  # 7 of 7: an answer to u was asked for, a blank tells nothing
    ("1", "1", "7", "1", "1", "", "", ""),  # 5 of 6, 83 %
    ("2", "1", "7", "", "1", "", "", ""),  # 4 of 5, exactly 80 %
    ("1", "1", "7", "", "", "", "", "1"),  # 3 of 6, exactly 50 %
    ("1", "1", "", "", "", "", "x", "1"),  # 3 of 7, 43 %
    ("2", "", "", "", "", "", "x", "1"),  # 2 of 6, 33 %
    ("", "", "", "", "", "", "x", "1"),  # 1 of 6
    ("9", "1", "7", "", "9", "9", "", ""),  # 5 of 5: don't know is an answer
    ("2", "1", "99", "", "1", "1", "", ""),  # 4 of 5: 99 is out of range
    ("2", "", "", "1", "", "9", "", "1"),  # 2 of 5, 40 %: d was not asked, so its answer is outside
]
BY_RULE = ["complete"] * 2 + ["partial"] * 2 + ["opened"] * 3 + ["complete", "partial", "opened"]


def build(folder: Path, respondent: str = "", keys: list[str] | None = None, **more: list[str]) -> Core:
    cells = {name: [row[i] or None for row in ROWS] for i, name in enumerate(COLUMNS)}
    survey = survey_yaml(f"respondent: {{{respondent}}}\n")
    return core(define(folder, QUESTIONS, survey), source({**cells, **more}, keys))


def statuses(made: Core) -> list[str]:
    return made.dispositions["status"].tolist()


def test_without_a_status_answers_tell_who_is_complete(tmp_path: Path) -> None:
    made = build(tmp_path)
    assert statuses(made) == BY_RULE
    assert made.responses["status"].tolist() == [s for s in BY_RULE if s != "opened"]
    rows = made.rejected[made.rejected["question_id"] == ""]
    assert rows[["source_row", "rule"]].values.tolist() == [[r, "opened"] for r in (5, 6, 7, 10)]
    text = "\n".join(made.warnings)
    assert "by what they answered (respondent.completeness), 3 count as partial and 4 as broken off" in text
    assert "rests on" not in text


def test_the_limits_are_declared(tmp_path: Path) -> None:
    made = build(tmp_path, "completeness: {complete_from: 0.75, partial_from: 0.4}")
    assert statuses(made) == [
        *("complete", "complete", "complete", "partial", "partial"),
        *("opened", "opened", "complete", "complete", "partial"),
    ]


def test_nobody_is_judged_where_the_survey_says_so(tmp_path: Path) -> None:
    assert statuses(build(tmp_path, "completeness: {judges: []}")) == ["complete"] * 10


def test_broken_off_partials_have_not_reached_what_they_left_blank(tmp_path: Path) -> None:
    made = build(tmp_path)
    assert states(made, "d") == [
        *("substantive", "substantive", "not_asked", "not_reached", "not_asked", "not_asked")
    ]
    assert states(made, "g__s") == [
        *("substantive", "skipped", "not_reached", "not_reached", "dont_know", "substantive")
    ]


def test_partials_may_be_left_out(tmp_path: Path) -> None:
    made = build(tmp_path, "keep_partial: false")
    assert made.responses["status"].tolist() == ["complete"] * 3
    assert made.rejected["rule"].value_counts().to_dict() == {"opened": 4, "partial": 3}


PLATFORM = ["complete", "partial", "complete", "complete", "complete", "partial", "partial"] + ["partial"] * 3
STATUS = "status: {column: st, complete: [complete], partial: [partial]}"


@pytest.mark.parametrize(
    ("judges", "expected"),
    [
        ("", PLATFORM),
        (
            ", completeness: {judges: [partial]}",
            [
                *("complete", "partial", "complete", "complete", "complete"),
                *("opened", "opened", "partial", "partial", "opened"),
            ],
        ),
        (
            ", completeness: {judges: [complete, partial]}",
            [
                *("complete", "partial", "partial", "partial", "opened"),
                *("opened", "opened", "partial", "partial", "opened"),
            ],
        ),
    ],
)
def test_answers_may_lower_what_the_platform_says_and_never_raise_it(
    tmp_path: Path, judges: str, expected: list[str]
) -> None:
    assert statuses(build(tmp_path, STATUS + judges, st=PLATFORM)) == expected


def test_a_form_without_routing_tells_little_of_who_broke_off(tmp_path: Path) -> None:
    questions = "questions:\n" + "".join(
        f"  - {{id: {q}, {asked}text: Q, column: {q}, options: [{{id: x, code: 1, text: X}}]}}\n"
        for q, asked in (("a", "ask_if: everyone, "), ("b", ""), ("c", ""))
    )
    rows: dict[str, list[str | None]] = {
        "a": ["1", None, None],
        "b": ["1", "1", None],
        "c": [None, "1", None],
    }
    made = core(define(tmp_path, questions, survey_yaml("respondent: {}\n")), source(rows))
    assert statuses(made) == ["complete", "partial", "opened"]  # 2 of 2, 2 of 3, 0 of 1
    assert "that rests on 1 of 3 questions: nothing says who is asked the others (ask_if)" in made.warnings


def test_a_wave_of_people_who_broke_off_is_none(tmp_path: Path) -> None:
    definition = define(tmp_path, QUESTIONS, survey_yaml("respondent: {}\n"))
    cells = {name: [ROWS[i][j] or None for i in (4, 5, 6)] for j, name in enumerate(COLUMNS)}
    with pytest.raises(WaveError, match="there is no respondent: 3 opened"):
        core(definition, source(cells))


def test_of_duplicates_the_last_one_that_is_complete_stays(tmp_path: Path) -> None:
    """Rows 2, 3 and 5 are one person: complete, partial and broken off; 1 and 8 another, both complete."""
    keys = list("abbcbdefgh")
    keys[7] = "a"
    made = build(tmp_path, "duplicates: last_complete", [key * 32 for key in keys])
    expected = list(BY_RULE)
    expected[0] = expected[2] = "duplicate"
    assert statuses(made) == expected


def test_the_last_one_is_the_one_submitted_last(tmp_path: Path) -> None:
    keys = list("abcdefghij")
    keys[7] = "a"
    submitted = ["2024-01-09 10:00"] + ["2024-01-08 10:00"] * 9
    made = build(tmp_path, "duplicates: last_complete, submitted: t", [key * 32 for key in keys], t=submitted)
    expected = list(BY_RULE)
    expected[7] = "duplicate"
    assert statuses(made) == expected

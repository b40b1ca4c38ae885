"""What one part of a definition says of another."""

from pathlib import Path

import pytest

from tests.coding.small_survey import DAYS, EXPORT, define, survey_yaml
from tests.survey.mistakes import EIGHT, QUESTIONS, REPORT, SURVEY, WAVES, Refusal, refusal


@pytest.fixture
def refused(tmp_path: Path) -> Refusal:
    return refusal(tmp_path)


def test_the_ground_that_the_mistakes_stand_on_is_sound(tmp_path: Path) -> None:
    assert define(tmp_path, QUESTIONS, survey_yaml(SURVEY, WAVES), r=REPORT).reports


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("{id: q, text: X, column: x, codelist: yn}", "question q stands more than once"),
        ("{id: wave, text: X, column: x, codelist: yn}", "questions.wave.id: wave is taken"),
        ("{id: x, text: X, column: x, codelist: ynn}", "there is no codelist ynn; did you mean yn?"),
        ("{id: x, text: X, column: x}", "questions.x: a question of type single needs options or a codelist"),
        (
            "{id: x, text: X, codelist: yn}",
            "questions.x: there is no column in wave 2024; give one, or compat: dropped",
        ),
        (
            "{id: x, text: X, column: x, columns: {a: b}, codelist: yn}",
            "give one of column, columns, block and mentions",
        ),
        (
            "{id: x, text: X, column: x, separator: ;, codelist: yn}",
            "separator is for multiple and ranking questions, not for single",
        ),
        (
            "{id: x, type: multiple, text: X, columns: {yes: a, no: b}, codelist: yn}",
            "no column in wave 2024 for dk",
        ),
        (
            "{id: x, type: multiple, text: X, columns: {yes: a, no: b, dk: c, d: e}, codelist: yn}",
            "x.columns.d: there is no option or item d; did you mean dk?",
        ),
        (
            "{id: x, text: X, mentions: [a, b], codelist: yn}",
            "mentions are for multiple and ranking questions, not for single",
        ),
        (
            "{id: x, type: multiple, text: X, columns: {yes: a, no: b, dk: c}, codelist: yn, recode: {3: 1}}",
            "a recode does not fit a multiple question",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, recode: {3: maybe}}",
            "recode.3: there is no option or code maybe",
        ),
        (
            "{id: x, type: numeric, text: X, column: x, recode: {3: 1}}",
            "a recode does not fit a numeric question",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, missing: {8: skipped}}",
            "8 stands for a blank (missing) and for the",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, waves: {2023: {column: y}}}",
            "there is no wave 2023; did you mean 2024?",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, focus: maybe}",
            "x.focus: there is no option maybe; known: yes, no, dk",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, nets: [{id: n, text: N, options: [ye]}]}",
            "there is no option ye",
        ),
        (
            "{id: x, text: X, column: x, codelist: yn, nets: [{id: n, text: N, options: [yes, dk]}]}",
            "dk is dont_know and cannot be in a net",
        ),
        ("{id: x, text: X, column: x, codelist: yn, top2: true}", "yes, no need a score"),
        ("{id: x, type: scale, text: X, column: x, codelist: yn}", "questions.x: yes, no need a score"),
        (
            (
                "{id: x, text: X, column: x, "
                "options: [{id: a, code: 1, text: A, score: 1}, {id: b, code: 2, text: B}]}"
            ),
            "questions.x: b need a score, as the others have one",
        ),
        (
            (
                "{id: x, type: scale, text: X, column: x, top2: true, "
                "options: [{id: a, code: 1, text: A, score: 1}]}"
            ),
            "questions.x.top2: the scale has 1 points, so top and bottom would overlap",
        ),
        (
            "{id: x, type: scale, text: X, column: x, codelist: five, recode: {1: b}}",
            "recode.1: 1 becomes b, but nothing says what 2 becomes; recode it too, with 2: 2 if both",
        ),
        (
            "{id: x, type: nps, text: X, column: x, codelist: five}",
            "an nps question has eleven options with the scores 0 to 10",
        ),
        (
            "{id: x, text: X, column: x, options: [{id: a, code: 1, text: A}, {id: a, code: 2, text: B}]}",
            "option a stands",
        ),
        (
            "{id: x, text: X, column: x, options: [{id: a, code: 1, text: A}, {id: b, code: 1, text: B}]}",
            "code 1 stands",
        ),
        (
            "{id: x, text: X, column: x, options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: A}]}",
            "2 options read «A»",
        ),
        (
            (
                "{id: x, text: X, column: x, "
                "options: [{id: a, code: 1, text: A, match: [2]}, {id: b, code: 2, text: B}]}"
            ),
            "2 is a match of a and the code of b",
        ),
        (
            "{id: x, text: X, column: x, options: [{id: a, code: 1, text: A, when: born > 1}]}",
            "a has a when, which only a derived question can have",
        ),
        (
            (
                "{id: x, type: derived, text: X, "
                "options: [{id: a, code: 1, text: A, when: born > 1}, {id: b, code: 2, text: B}]}"
            ),
            "b of a derived question has no when",
        ),
        (
            "{id: x, ask_if: qq = 'yes', text: X, column: x, codelist: yn}",
            "qq is not a variable of this survey; did you mean q?",
        ),
        ("{id: x, ask_if: q = 'ja', text: X, column: x, codelist: yn}", "q has no option 'ja'"),
        ("{id: x, ask_if: q, text: X, column: x, codelist: yn}", "«q» is not true or false"),
        (
            "{id: x, ask_if: x = 'yes', text: X, column: x, codelist: yn}",
            "depend on each other in a circle: x",
        ),
        ("{id: x, type: index, text: X, index_of: [s, t]}", "there is no question or grid item t"),
        ("{id: x, type: index, text: X, index_of: [s, q]}", "yes, no need a score"),
        ("{id: x, type: index, text: X, index_of: [s, born]}", "born needs min and max to be in an index"),
        ("{id: x, type: index, text: X, index_of: [s, s], min_items: 3}", "is above 2, its parts"),
        ("{id: x, type: scale, text: X, column: x, top2: true, options: [EIGHT]}", "of 8 points needs top_k"),
        ("{id: x, text: X, column: x, codelist: five, top2: true, top_k: 2}", "the scale has 2 points"),
        ("{id: x, text: X, column: x, codelist: five, top_k: 1}", "belongs to top2: true"),
        ("{id: x, text: X, column: x, codelist: yn, min_diff: 1}", "is for questions with a mean"),
        ("{id: x, text: X, column: x, codelist: five, min_diff: -1}", "greater than or equal to 0"),
        (
            "{id: x, type: derived, text: X, expression: wave - borm}",
            "borm is not a variable of this survey; did you mean born?",
        ),
    ],
)
def test_a_question_that_does_not_fit(refused: Refusal, question: str, message: str) -> None:
    found = refused(f"  - {question.replace('EIGHT', EIGHT)}\n")
    assert any(message in problem for problem in found), found


@pytest.mark.parametrize(
    ("demographic", "message"),
    [
        ("{id: kjonn, text: K}", "demographic kjonn stands more than once"),
        ("{id: alder, text: A}", "variable: there is no question alder; known: kjonn, born, q, s"),
        ("{id: alder, text: A, variable: born}", "born has no options; give groups with min and max"),
        (
            "{id: x, text: X, variable: q, groups: [{id: a, text: A, max: 3}]}",
            "q is not a number, so min and max do not fit",
        ),
        (
            "{id: x, text: X, variable: q, groups: [{id: a, text: A, options: [jes]}]}",
            "there is no option jes; did you mean yes?",
        ),
        (
            "{id: x, text: X, variable: q, groups: [{id: ye, text: A}]}",
            "there is no option ye; did you mean yes?",
        ),
        (
            (
                "{id: x, text: X, variable: q, "
                "groups: [{id: yes, text: A}, {id: b, text: B, options: [yes, no]}]}"
            ),
            "option yes stands more than once",
        ),
        (
            "{id: x, text: X, variable: q, groups: [{id: unknown, text: A, options: [yes]}]}",
            "unknown is the group of everyone",
        ),
        ("{id: x, text: X, groups: [{id: a, text: A, when: born > }]}", "cannot be read as a condition"),
        ("{id: x, text: X, groups: [{id: a, text: A, when: x = 'a'}]}", "x is not a variable of this survey"),
        (
            "{id: x, text: X, variable: q, groups: [{id: a, text: A, options: [yes], min: 3}]}",
            "not several of them",
        ),
    ],
)
def test_a_demographic_that_does_not_fit(refused: Refusal, demographic: str, message: str) -> None:
    found = refused(survey=f"  - {demographic}\n")
    assert any(message in problem for problem in found), found


def test_several_answers_make_no_groups_without_conditions(refused: Refusal) -> None:
    question = "  - {id: m, type: multiple, text: M, columns: {yes: a, no: b, dk: c}, codelist: yn}\n"
    found = refused(question, "  - {id: m, text: M}\n")
    message = (
        "m is multiple; give every group a when, or say multiple: true if a respondent can be in several"
    )
    assert found == [f"demographics.m.variable: {message}"]
    sharing = "  - {id: m, text: M, multiple: true}\n"
    report = "trend: {groups: true}\nbreakdowns: [{demographic: m}]\nbenchmark: {demographic: m}\n"
    found = refused(question, sharing, report)
    assert [p for p in found if "m is multiple" in p] == [
        "breakdowns.1.demographic: m is multiple: a trend of its groups is not made",
        "benchmark.demographic: m is multiple: units cannot share respondents",
    ]


@pytest.mark.parametrize(
    ("survey", "message"),
    [
        (
            "weighting: {variables: [{demographic: kjon}]}\n",
            "there is no column of the universe for kjon; did you mean kjonn?",
        ),
        (
            "weighting: {variables: [{demographic: kjonn, merge: [{groups: [men], into: woman}]}]}\n",
            "there is no group men; did you mean man?",
        ),
        (
            "weighting: {variables: [{demographic: kjonn}], base: q = 'yes'}\n",
            "q is not a variable of this survey",
        ),
        (
            "weighting: {variables: [{demographic: kjonn}], bounds: [2, 3]}\n",
            "the lower must be between 0 and 1",
        ),
    ],
)
def test_a_weighting_that_does_not_fit(refused: Refusal, survey: str, message: str) -> None:
    found = refused(survey=survey)
    assert any(message in problem for problem in found), found


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "universe: {files: [r.csv]}, label_changes: {q.ja: Ja}",
            "there is no option of q ja; known: yes, no, dk",
        ),
        ("universe: {files: [r.csv]}, label_changes: {r.yes: Ja}", "there is no question r"),
        ("rows: {}", "universe: is required, for the survey declares a universe"),
        ("universe: {files: [r.csv]}, field_start: 2025-01-01", "field_end is before field_start"),
    ],
)
def test_a_wave_that_does_not_fit(refused: Refusal, settings: str, message: str) -> None:
    days = "field_start: 2024-01-01, " if "field_start" not in settings else ""
    waves = (
        f"waves:\n  2024: {{{days}field_end: 2024-02-01, report_date: 2024-03-01, {EXPORT}, {settings}}}\n"
    )
    found = refused(waves=waves)
    assert any(message in problem for problem in found), found


def test_a_status_value_has_one_meaning(refused: Refusal) -> None:
    (found,) = refused(survey="respondent: {status: {column: s, complete: [1], partial: ['1']}}\n")
    assert "1 stands under two statuses" in found


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("complete: [1]", "give one of column, block and columns"),
        ("column: s, block: b, complete: [1]", "give one of column, block and columns"),
        ("column: s, partial: [1]", "complete: is required"),
        ("columns: {s: partial}", "complete: is required"),
        ("columns: {s: complete}, partial: [1]", "with columns a status has no values"),
    ],
)
def test_a_status_stands_in_one_place_and_somebody_can_be_complete(
    refused: Refusal, status: str, message: str
) -> None:
    (found,) = refused(survey=f"respondent: {{status: {{{status}}}}}\n")
    assert message in found


TWO_WAVES = WAVES + f"  2025: {{{DAYS}, {EXPORT}, universe: {{files: [r.csv]}}}}\n"


@pytest.mark.parametrize("compat", ["reversed", "recoded"])
def test_a_turned_scale_needs_a_recode_in_one_of_two_waves(
    refused: Refusal, tmp_path: Path, compat: str
) -> None:
    """What a wave is said to be, and the answers do not show: a recode was forgotten."""
    question = "  - {{id: x, type: scale, text: X, column: x, codelist: five, waves: {{{}}}}}\n"
    turned = "recode: {1: 2, 2: 1}"
    (found,) = refused(question.format(f"2025: {{compat: {compat}}}"), waves=TWO_WAVES)
    assert found.startswith(
        f"questions.x.waves.2025.compat: is {compat}, but no recode makes wave 2025 different"
    )
    assert "compat turns nothing" in found
    assert ("as recode: {1: b, 2: a}" in found) == (compat == "reversed")
    on_question = QUESTIONS + (
        "  - {id: x, type: scale, text: X, column: x, codelist: five, recode: {1: 2, 2: 1}, "
        f"waves: {{2024: {{recode: {{}}}}, 2025: {{compat: {compat}}}}}}}\n"
    )
    survey = define(tmp_path, on_question, survey_yaml(SURVEY, TWO_WAVES), r=REPORT)
    assert [survey.questions["x"].binding(wave).recode for wave in ("2024", "2025")] == [{}, {"1": 2, "2": 1}]
    for waves in (f"2025: {{compat: {compat}, {turned}}}", f"2024: {{{turned}}}, 2025: {{compat: {compat}}}"):
        questions = QUESTIONS + question.format(waves)
        assert define(tmp_path, questions, survey_yaml(SURVEY, TWO_WAVES), r=REPORT).reports


def test_a_recode_may_put_two_codes_together_where_it_says_so(tmp_path: Path) -> None:
    """A code of the export that is no option's may always join one."""
    question = "  - {{id: x, type: scale, text: X, column: x, codelist: five, recode: {{{}}}}}\n"
    for recode in ("1: b, 2: b", "3: b", "1: 2, 2: 1", "1: 1, 2: b"):
        questions = QUESTIONS + question.format(recode)
        assert define(tmp_path, questions, survey_yaml(SURVEY, WAVES), r=REPORT).reports

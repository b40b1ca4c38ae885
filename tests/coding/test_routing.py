"""Routing and computed questions: who is asked, in which order things are worked out, and who got how far."""

from pathlib import Path

import pytest

from pipeline.survey.loading import DefinitionError
from pipeline.survey.routing import rounds
from tests.coding.small_survey import core, define, source, states, survey_yaml, values

YES_NO = "codelists: {yn: {options: [{id: yes, code: 1, text: Ja}, {id: no, code: 2, text: Nei}]}}\n"
STATUS = survey_yaml("respondent: {status: {column: status, complete: [c], partial: [p], opened: [o]}}\n")


def test_an_answer_outside_its_routing_is_seen_by_nothing_else(tmp_path: Path) -> None:
    """So who is asked the third question are exactly those who are counted as yes on the second."""
    questions = f"""{YES_NO}
questions:
  - {{id: a, ask_if: everyone, text: A, column: a, codelist: yn}}
  - {{id: b, ask_if: a = 'yes', text: B, column: b, codelist: yn}}
  - {{id: c, ask_if: b = 'yes', text: C, column: c, codelist: yn}}
  - {{id: d, type: derived, text: D, options: [{{id: both, code: 1, text: Begge, when: b = 'yes'}}]}}
"""
    survey = survey_yaml("demographics: [{id: group, text: G, variable: b}]\n")
    report = "report: r\ntitle: R\nbase: b = 'yes'\nchapters: [{id: k, title: K, questions: [c]}]\n"
    cells = {
        "a": ["1", "2", "2", None, "1"],
        "b": ["1", "1", None, "1", None],
        "c": ["1", "2", None, "1", None],
    }
    made = core(define(tmp_path, questions, survey, r=report), source(cells))
    assert states(made, "b") == ["substantive", "outside", "not_asked", "outside", "skipped"]
    assert states(made, "c") == ["substantive", "outside", "not_asked", "outside", "not_asked"]
    assert values(made, "b") == [1, None, None, None, None]
    assert values(made, "d") == [1, None, None, None, None]
    assert made.responses["base_r"].tolist() == [True, False, False, False, False]
    assert made.responses["group_group"].fillna(0).tolist() == [1, 0, 0, 0, 0]
    assert made.warnings[0] == "question b: 2 answered without being asked (ask_if); they are in no base"
    assert made.rejected["rule"].tolist() == ["outside"] * 4


def test_routing_may_look_ahead_and_at_computed_questions(tmp_path: Path) -> None:
    questions = f"""{YES_NO}
questions:
  - {{id: late, ask_if: old = 'yes', text: L, column: late, codelist: yn}}
  - {{id: old, type: derived, text: O, options: [{{id: yes, code: 1, text: Ja, when: age > 40}}]}}
  - {{id: age, type: derived, text: Alder, expression: wave - born}}
  - {{id: born, type: numeric, background: true, text: Født, column: born}}
"""
    definition = define(tmp_path, questions)
    assert [[q.id for q in r] for r in rounds(definition)] == [["born"], ["age"], ["old"], ["late"]]
    made = core(definition, source({"late": ["1", "1", None], "born": ["1970", "2000", None]}))
    assert values(made, "age") == [54, 24, None]
    assert states(made, "late") == ["substantive", "outside", "not_asked"]


def test_what_depends_on_itself_is_no_definition(tmp_path: Path) -> None:
    questions = f"""{YES_NO}
questions:
  - {{id: a, ask_if: b = 'yes', text: A, column: a, codelist: yn}}
  - {{id: b, ask_if: c = 'yes', text: B, column: b, codelist: yn}}
  - {{id: c, ask_if: b = 'no', text: C, column: c, codelist: yn}}
"""
    with pytest.raises(DefinitionError, match="these depend on each other in a circle: b, c"):
        define(tmp_path, questions)


def test_who_breaks_off_has_not_reached_what_comes_after_the_last_answer(tmp_path: Path) -> None:
    """By the order of the form: background and computed questions say nothing of how far somebody came."""
    questions = f"""{YES_NO}
questions:
  - {{id: a, ask_if: everyone, text: A, column: a, codelist: yn}}
  - {{id: b, ask_if: everyone, text: B, column: b, codelist: yn}}
  - {{id: c, text: C, column: c, codelist: yn, blank: unknown}}
  - {{id: d, ask_if: a = 'yes', text: D, column: d, codelist: yn}}
  - {{id: e, background: true, ask_if: everyone, text: E, column: e, codelist: yn}}
"""
    cells = {
        "status": ["p", "p", "c", "p"],
        "a": [None, "1", None, "2"],
        "b": ["1", None, None, None],
        "c": [None] * 4,
        "d": [None] * 4,
        "e": ["1", None, "1", "1"],
    }
    made = core(define(tmp_path, questions, STATUS), source(cells))
    assert states(made, "a") == ["skipped", "substantive", "skipped", "substantive"]
    assert states(made, "b") == ["substantive", "not_reached", "skipped", "not_reached"]
    assert states(made, "c") == ["unknown_blank"] * 4
    assert states(made, "d") == ["not_asked", "not_reached", "not_asked", "not_asked"]
    assert states(made, "e") == ["substantive", "skipped", "substantive", "substantive"]


def test_without_a_routing_rule_a_blank_tells_nothing(tmp_path: Path) -> None:
    questions = f"{YES_NO}\nquestions:\n  - {{id: a, text: A, column: a, codelist: yn}}\n"
    assert states(core(define(tmp_path, questions), source({"a": ["1", None]})), "a") == [
        "substantive",
        "unknown_blank",
    ]


@pytest.mark.parametrize(("platform", "expected"), [("limesurvey", "not_asked"), ("csv", "substantive")])
def test_the_mark_for_not_shown_is_a_mark_in_limesurvey_alone(
    tmp_path: Path, platform: str, expected: str
) -> None:
    questions = "questions: [{id: a, type: open, ask_if: everyone, text: A, column: a}]"
    export = source({"a": ["{question_not_shown}", "x", ""]}, platform=platform)
    assert states(core(define(tmp_path, questions), export), "a") == [expected, "substantive", "skipped"]


def test_who_saw_a_question_and_ticked_nothing_is_told_by_the_export(tmp_path: Path) -> None:
    questions = """
    questions:
      - {id: m, type: multiple, ask_if: everyone, blank_is_none: true, text: M, columns: {a: a, b: b},
         options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]}
    """
    definition = define(tmp_path, questions)
    hidden = "{question_not_shown}"
    shown = source({"a": ["Y", "", hidden], "b": ["", "", hidden]}, platform="limesurvey")
    assert states(core(definition, shown), "m") == ["substantive", "substantive", "not_asked"]
    unmarked = source({"a": ["Y", ""], "b": ["", ""]}, platform="limesurvey")
    assert states(core(definition, unmarked), "m") == ["substantive", "skipped"]
    zeros = {"a": ["1", "0", None], "b": ["0", "0", None]}
    assert states(core(definition, source(zeros, platform="nettskjema")), "m") == [
        "substantive",
        "substantive",
        "skipped",
    ]
    assert states(core(definition, source(zeros, platform="surveyxact")), "m") == [
        "substantive",
        "skipped",
        "skipped",
    ]

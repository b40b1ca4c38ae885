"""Everything wrong with a definition told at once: no mistake hides others, what only follows is not told."""

from pathlib import Path

import pytest

from pipeline.survey.loading import Examined, examine_definition
from pipeline.survey.problems import Rank
from tests.coding.small_survey import DAYS, EXPORT, survey_yaml, write

QUESTIONS = """codelists:
  yn: {options: [{id: yes, code: 1, text: Ja}, {id: no, code: 2, text: Nei}]}
questions:
  - {id: kjonn, text: K, column: k, options: [{id: woman, code: 1, text: K}, {id: man, code: 2, text: M}]}
  - {id: born, type: numeric, text: F, column: f}
  - {id: q, ask_if: everyone, text: Q, column: q, codelist: yn}
  - {id: s, text: S, column: s, codelist: yn, ask_if: q = 'yes'}
"""
SURVEY = survey_yaml(
    "universe: {columns: {kjonn: K}, counts: {n: N}, population: n}\ndemographics: [{id: kjonn, text: K}]\n",
    f"waves:\n  2024: {{{DAYS}, {EXPORT}, universe: {{files: [r.csv]}}}}\n",
)
REPORT = "report: r\ntitle: R\nbase: q = 'yes'\nchapters: [{id: k, title: K, questions: [q, s]}]\n"


def examined(
    folder: Path, *changes: tuple[str, str], questions: str = QUESTIONS, report: str = REPORT
) -> Examined:
    """The definition with words changed, each of which stands once in it."""
    files = {"questions": questions, "survey": SURVEY, "report": report}
    for old, new in changes:
        (name,) = [name for name, text in files.items() if old in text]
        assert files[name].count(old) == 1, old
        files[name] = files[name].replace(old, new)
    return examine_definition(write(folder, files["questions"], files["survey"], r=files["report"]))


def said(found: Examined) -> list[str]:
    return [problem.message for problem in sorted(found.problems, key=lambda problem: problem.place)]


def test_nothing_is_wrong_and_nothing_left_out(tmp_path: Path) -> None:
    found = examined(tmp_path)
    assert (found.problems, found.cut_words) == ([], frozenset())
    assert found.definition is not None


def test_a_misspelt_key_hides_no_wrong_name_condition_or_weighting(tmp_path: Path) -> None:
    found = examined(
        tmp_path,
        ("type: numeric, text: F, column: f", "type: numerisk, text: F, colum: f"),
        ("codelist: yn, ask_if: q = 'yes'", "codelist: ynn, ask_if: r = 'yes'"),
        ("owner: Vi", "owner: Vi\nweighting: {variables: [{demographic: kjon}]}"),
        ("base: q = 'yes'", "base: q = 'jo'"),
    )
    assert said(found) == [
        "questions.born.type: «numerisk» is not known here; did you mean numeric?",
        "questions.born.colum: unknown key; did you mean column?",
        "weighting.variables.1.demographic: there is no column of the universe for kjon; did you mean kjonn?",
        "questions.s.codelist: there is no codelist ynn; did you mean yn?",
        "questions.s.ask_if: «r = 'yes'»: r is not a variable of this survey",
        "base: «q = 'jo'»: q has no option 'jo'; known: yes, no",
    ]
    assert [problem.rank for problem in found.problems].count(Rank.FORM) == 2


def test_what_was_meant_is_taken_for_the_rest(tmp_path: Path) -> None:
    """With `colum` for `column` the question is bound, and with `kjon` for `kjonn` there is a weighting."""
    found = examined(
        tmp_path,
        ("text: F, column: f", "text: F, colum: f"),
        ("owner: Vi", "owner: Vi\nweighting: {variables: [{demographic: kjon}]}"),
    )
    assert found.definition is not None
    assert found.definition.questions["born"].column == "f"
    weighting = found.definition.survey.weighting
    assert weighting is not None
    assert [v.demographic for v in weighting.variables] == ["kjonn"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: q, ask_if", "id: Q 1, ask_if", "questions.Q 1.id: «Q 1» does not fit"),
        ("id: born, type", "id: q, type", "questions.q.id: question q stands more than once"),
        ("id: kjonn, text: K, column: k", "id: kjonn, text: K", "there is no column in wave 2024"),
        (
            "codelist: yn, ask_if: q = 'yes'",
            "options: 3, ask_if: q = 'yes'",
            "questions.s.options: «3» does not fit; needed is a list",
        ),
        ("demographics: [{id: kjonn, text: K}]", "demographics: [{id: kjonn}]", "kjonn.text: is required"),
        ("field_start: 2024-01-01", "field_start: 2024-01-32", "waves.2024.field_start: "),
        ("field_start: 2024-01-01", "field_start: 2025-01-01", "field_end is before field_start"),
        (
            "export: {files: [export.csv]}",
            "exports: {files: [export.csv]}",
            "waves.2024.exports: unknown key; did you mean export?",
        ),
        (", universe: {files: [r.csv]}", "", "universe: is required, for the survey declares a universe"),
        ("text: Nei", "text: Ja", "2 options read «Ja»"),
        # `ranks` is taken for `blank`, and is not held to what `blank` may be
        ("text: F, column: f", "text: F, column: f, ranks: [a, b]", "ranks: unknown key"),
        (
            "demographics: [",
            "ignore: [x]\ndemographics: [",
            "ignore: «['x']» does not fit; needed is a mapping, with lines of `key: value`",
        ),
        ("report: r", "raport: r", "raport: unknown key; did you mean report?"),
    ],
)
def test_one_mistake_is_one_problem_whatever_refers_to_it(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    """Conditions, demographics, chapters and the register refer to what is left out: that is not told."""
    found = examined(tmp_path, (old, new))
    (told,) = said(found)
    assert problem in told
    assert found.definition is not None


def test_lines_and_places_are_those_of_the_file_after_something_was_left_out(tmp_path: Path) -> None:
    questions = QUESTIONS + "  - {id: t, text: T, column: t, codelist: yn, ask_if: nobody = 1}\n"
    found = examined(tmp_path, ("{id: kjonn, text: K, column: k", "{text: K, column: k"), questions=questions)
    assert found.definition is not None
    lines = {
        problem.line: problem.message for problem in found.problems if problem.file == "questionnaire.yaml"
    }
    assert list(lines) == [4, 8]
    assert lines[8].startswith("questions.t.ask_if: «nobody = 1»")


def test_what_is_left_out_is_known_by_its_words(tmp_path: Path) -> None:
    """So that the columns of a question that is left out are not told to be undeclared."""
    found = examined(
        tmp_path, ("type: numeric, text: F, column: f", "type: numeric, min: ti, max: 1, text: F")
    )
    assert found.definition is not None
    assert "born" not in found.definition.questions
    assert {"born", "F"} <= found.cut_words


def test_a_report_that_is_no_yaml_hides_nothing_in_the_others(tmp_path: Path) -> None:
    found = examined(tmp_path, ("text: F, column: f", "text: F, colum: f"), report="report: [r\n")
    assert found.definition is not None
    assert [problem.file for problem in found.problems] == ["reports/r.yaml", "questionnaire.yaml"]


def test_conditions_in_a_circle_leave_the_rest(tmp_path: Path) -> None:
    found = examined(tmp_path, ("id: q, ask_if: everyone", "id: q, ask_if: s = 'no'"))
    assert said(found) == ["questions.q: these depend on each other in a circle: q, s"]
    assert found.definition is not None

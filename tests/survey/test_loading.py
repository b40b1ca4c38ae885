"""Loading a definition: which files, which YAML, and what is said of a mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.survey.documents import read_document
from pipeline.survey.loading import DefinitionError, load_definition, survey_names
from pipeline.survey.problems import Problem, nearest
from tests.coding.small_survey import define, survey_yaml, write

QUESTIONS = """questions:
  - id: q
    text: Q
    column: q
    options:
      - {id: yes, code: 1, text: Ja}
      - {id: no, code: 2, text: Nei}
"""
REPORT = "report: r\ntitle: R\nchapters: [{id: k, title: K, questions: [q]}]\n"
Refusal = Callable[..., list[str]]


@pytest.fixture
def refused(tmp_path: Path) -> Refusal:
    def refusing(questionnaire: str = QUESTIONS, survey: str = "", **reports: str) -> list[str]:
        with pytest.raises(DefinitionError) as raised:
            define(tmp_path, questionnaire, survey, **reports)
        assert raised.value.survey == "prove"
        return [str(problem) for problem in raised.value.problems]

    return refusing


def test_a_definition_is_its_files(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS, r=REPORT)
    first = load_definition(folder)
    assert first.id == "prove"
    assert list(first.reports) == ["r"]
    assert survey_names(tmp_path) == ["prove"]
    assert load_definition(folder).sha256 == first.sha256
    (folder / "reports" / "r.yaml").write_text(REPORT + "# the same, with a remark\n", "utf-8")
    assert load_definition(folder).sha256 != first.sha256


def test_words_are_those_of_yaml_1_2(tmp_path: Path) -> None:
    """`no` and `on` are options, 0301 and 12:30 are no octal or sexagesimal numbers, 2024: is a wave."""
    questions = """questions:
  - id: q
    text: 12:30
    column: 2024-01-01
    options:
      - {id: no, code: 1, text: yes, match: [0301, 1_000, 0x10, 1e3]}
      - {id: on, code: 2, text: Off, match: [12]}
"""
    definition = define(tmp_path, questions)
    question = definition.questions["q"]
    assert (question.text("nb"), question.column) == ("12:30", "2024-01-01")
    assert [o.id for o in question.options] == ["no", "on"]
    assert question.options[0].text("nb") == "yes"
    assert question.options[0].match == ("0301", "1_000", "0x10", "1e3")
    assert question.options[1].match == (12,)
    assert list(definition.survey.waves) == ["2024"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS)
    path = folder / "questionnaire.yaml"
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert load_definition(folder).questions


def test_missing_and_empty_files(tmp_path: Path, refused: Refusal) -> None:
    with pytest.raises(DefinitionError) as raised:
        load_definition(tmp_path / "ingen")
    assert [str(p) for p in raised.value.problems] == [
        "survey.yaml: the file is missing",
        "questionnaire.yaml: the file is missing",
    ]
    assert refused("") == ["questionnaire.yaml: the file is empty"]
    assert refused("# only a remark\n") == ["questionnaire.yaml: the file is empty"]


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS)
    (folder / "survey.yaml").unlink()
    (folder / "survey.yaml").mkdir()
    with pytest.raises(DefinitionError, match=r"survey\.yaml: the file cannot be read \(Is a directory\)"):
        load_definition(folder)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (QUESTIONS + "\tx: 1\n", "questionnaire.yaml:8: not valid YAML: "),
        ("questions: [}", "questionnaire.yaml:1: not valid YAML: "),
        ("questions: \x00", "questionnaire.yaml: not valid YAML: there are control characters in the text"),
        ("a: &x [1]\nb: *x\n", "questionnaire.yaml:2: not valid YAML: aliases (*name) are not used here"),
        ("questions: &x [*x]\n", "questionnaire.yaml:1: not valid YAML: aliases"),
        ("? [1, 2]\n: 3\n", "questionnaire.yaml:1: not valid YAML: "),
        ("questions: []\n---\nquestions: []\n", "questionnaire.yaml:2: not valid YAML: "),
        ("questions: !!python/object/apply:os.getcwd []\n", "questionnaire.yaml:1: not valid YAML: "),
    ],
)
def test_what_is_no_yaml_has_its_line(refused: Refusal, text: str, problem: str) -> None:
    (found,) = refused(text)
    assert found.startswith(problem)


def test_other_encodings_are_refused_with_the_byte(tmp_path: Path) -> None:
    folder = write(tmp_path, QUESTIONS)
    (folder / "questionnaire.yaml").write_bytes("questions: Kjønn".encode("cp1252"))
    with pytest.raises(DefinitionError, match=r"the file is not UTF-8 \(byte 13\); save it as UTF-8"):
        load_definition(folder)


def test_a_key_that_stands_twice_is_refused(refused: Refusal) -> None:
    assert refused(QUESTIONS + "    text: igjen\n") == ["questionnaire.yaml:8: text stands twice"]


def test_the_folder_has_the_surveys_name(refused: Refusal) -> None:
    assert refused(survey=survey_yaml().replace("survey: prove", "survey: annen")) == [
        "survey.yaml:1: survey: annen is not the folder's name, prove"
    ]


def test_files_that_would_be_passed_over_are_named(tmp_path: Path, refused: Refusal) -> None:
    folder = write(tmp_path, QUESTIONS)
    (folder / "reports" / "tema.yml").write_text(REPORT, "utf-8")
    assert refused() == ["reports/tema.yml: is not read; call it tema.yaml"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("    tekst: Q\n", "questionnaire.yaml:8: questions.q.tekst: unknown key; did you mean text?"),
        (
            "    type: singel\n",
            "questionnaire.yaml:8: questions.q.type: «singel» is not known here; did you mean single?",
        ),
        ("    min: ti\n", "questionnaire.yaml:8: questions.q.min: «ti» does not fit; needed is a number"),
        (
            "    missing: {99: blank}\n",
            "questionnaire.yaml:8: questions.q.missing.99: «blank» is not known here",
        ),
        (
            "    missing: {99: refused}\n",
            "questionnaire.yaml:2: questions.q: missing: refused is an answer; make it",
        ),
        (
            "    nets: [{id: Net 1, text: N, options: [yes]}]\n",
            "nets.Net 1.id: «Net 1» does not fit; needed is lower-case",
        ),
        (
            "    waves: {2024: {spalte: x}}\n",
            "questionnaire.yaml:8: questions.q.waves.2024.spalte: unknown key; known: ",
        ),
        (
            "    waves: {høst: {column: x}}\n",
            "«høst» does not fit; needed is a year, or a year with a suffix",
        ),
        (
            "    ticked: [[1]]\n",
            "questionnaire.yaml:8: questions.q.ticked.1: a whole number or a text is needed",
        ),
    ],
)
def test_a_mistake_has_file_line_entry_and_the_right_word(
    refused: Refusal, change: str, problem: str
) -> None:
    (found,) = refused(QUESTIONS + change)
    assert problem in found


def test_what_is_required_is_said_where_it_is_missing(refused: Refusal) -> None:
    assert refused(QUESTIONS.replace("    text: Q\n", "")) == [
        "questionnaire.yaml:2: questions.q.text: is required"
    ]
    assert refused("questions: []\n")[0].startswith(
        "questionnaire.yaml:1: questions: «[]» does not fit; needed is at least one entry"
    )
    assert refused("- 1\n")[0].startswith("questionnaire.yaml:1: «[1]» does not fit; needed is a mapping")


def test_all_problems_of_all_files_are_said_at_once(refused: Refusal) -> None:
    found = refused(QUESTIONS + "    tekst: x\n", survey_yaml("eier: Vi\n"), r=REPORT + "tittel: x\n")
    assert [problem.partition(":")[0] for problem in found] == [
        "survey.yaml",
        "questionnaire.yaml",
        "reports/r.yaml",
    ]


def test_a_question_in_a_chapter_is_an_id_or_a_form(refused: Refusal) -> None:
    """One mistake is one problem, not one for each way of writing it."""
    chapter = "report: r\ntitle: R\nchapters: [{id: k, title: K, questions: [{id: q, vis: valid}]}]\n"
    (found,) = refused(r=chapter)
    assert "chapters.k.questions.q.vis: unknown key; known: " in found


def test_the_nearest_word_or_all_of_few() -> None:
    assert nearest("tekst", ["text", "type"]) == "; did you mean text?"
    assert nearest("zzz", ["a", "b"]) == "; known: a, b"
    assert nearest("zzz", map(str, range(13))) == ""
    assert nearest("zzz", []) == ""


def test_places_are_lines_of_the_nearest_part(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a:\n  - id: one\n    b: 1\n  - c\n", "utf-8")
    problems: list[Problem] = []
    document = read_document(path, tmp_path, problems)
    assert document is not None
    assert problems == []
    assert [document.line(loc) for loc in (("a",), ("a", 0, "b"), ("a", 1), ("a", 9, "z"), ("y",))] == [
        1,
        3,
        4,
        1,
        1,
    ]
    assert document.place(("a", 0, "b")) == "a.one.b"
    assert document.place(("a", 1)) == "a.2"

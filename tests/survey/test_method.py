"""How a survey says it was made: what a report needs, what a wave changes, and conditions in words."""

from pathlib import Path

import pytest

from pipeline.survey.choices import Choice, choices
from pipeline.survey.method import Method
from pipeline.survey.method_changes import changed_fields, changed_questions, wave_before
from pipeline.survey.survey import Definition
from tests.coding.small_survey import DAYS, EXPORT, METHOD, define, survey_yaml
from tests.drafting.drafts import drafted, export, number, text

OPTIONS = "options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]"
QUESTIONS = f"""
questions:
  - {{id: same, text: Same, column: c1, {OPTIONS}}}
  - id: worded
    text: New words
    column: c2
    {OPTIONS}
    waves:
      2023: {{text: Old words}}
  - id: gone
    text: Gone
    column: c3
    {OPTIONS}
    waves:
      2024: {{compat: dropped}}
  - id: come
    text: Come
    column: c4
    {OPTIONS}
    waves:
      2023: {{compat: dropped}}
  - id: turned
    text: Turned
    column: c5
    {OPTIONS}
    waves:
      2024: {{compat: break}}
  - {{id: known, text: Known, background: true, column: c6, {OPTIONS}, waves: {{2024: {{compat: break}}}}}}
"""


def two_waves(folder: Path, now: str = "") -> Definition:
    waves = (
        f"waves:\n  2023: {{{DAYS.replace('2024', '2023')}, {EXPORT}}}\n  2024: {{{DAYS}, {EXPORT}{now}}}\n"
    )
    return define(folder, QUESTIONS, survey_yaml(waves=waves))


def test_a_wave_s_own_fields_stand_instead_of_the_survey_s(tmp_path: Path) -> None:
    definition = two_waves(tmp_path, ", method: {modes: [web, phone], recruitment: Et utvalg}")
    assert definition.method("2023").modes == ("web",)
    assert definition.method("2024").modes == ("web", "phone")
    assert definition.method("2024").sponsor == definition.method("2023").sponsor
    assert changed_fields(definition, "2023", "2024") == ["recruitment", "modes"]


def test_changed_questions_are_those_that_people_are_asked(tmp_path: Path) -> None:
    definition = two_waves(tmp_path)
    found = changed_questions(definition, "2023", "2024")
    assert found == {"worded": "reworded", "gone": "dropped", "come": "new", "turned": "break"}
    assert (wave_before(definition, "2024"), wave_before(definition, "2023")) == ("2023", None)


def test_what_nobody_said_is_named_with_what_it_is(tmp_path: Path) -> None:
    whole = survey_yaml()
    assert define(tmp_path / "a", QUESTIONS.replace("2023", "2024"), whole).untold("2024") == ""
    short = whole.replace("  population: Alle\n", "").replace("  modes: [web]\n", "  modes: []\n")
    short = short.replace("  sponsor: Vi\n", '  sponsor: " "\n')
    untold = define(tmp_path / "b", QUESTIONS.replace("2023", "2024"), short).untold("2024")
    assert [line.strip().partition(":")[0] for line in untold.splitlines()[1:-1]] == [
        *("sponsor", "population", "modes")
    ]
    assert "survey.yaml" in untold
    assert "waves.2024.method" in untold
    assert "population: Who the results are to speak for" in untold


@pytest.mark.parametrize(("weighted", "is_needed"), [("true", True), ("false", False)])
def test_weights_of_an_export_have_to_be_explained_where_they_are_used(
    weighted: str, is_needed: bool, tmp_path: Path
) -> None:
    survey = survey_yaml("weight: v\n").replace("  weighting: De fulgte med\n", "")
    report = (
        f"report: r\ntitle: R\nweighted: {weighted}\nchapters: [{{id: k, title: K, questions: [same]}}]\n"
    )
    definition = define(tmp_path, QUESTIONS.replace("2023", "2024"), survey, r=report)
    assert ("weighting: How the weights" in definition.untold("2024")) is is_needed


def test_the_small_survey_of_the_tests_says_everything() -> None:
    assert set(Method.model_fields) >= {line.split(":")[0].strip() for line in METHOD.splitlines()[1:]}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("work = 'yes'", [Choice("work", ("yes",))]),
        ("work in ('yes', 'leave')", [Choice("work", ("yes", "leave"))]),
        ("(work = 'yes') and (home = 'no')", [Choice("work", ("yes",)), Choice("home", ("no",))]),
        ("work = 'yes' or home = 'no'", []),
        ("work <> 'yes'", []),
        ("not (work = 'yes')", []),
        ("work = 1", []),
        ("work = home", []),
        ("work is not null", []),
        ("age > 30", []),
        ("work = 'yes' and age > 30", []),
    ],
)
def test_conditions_that_have_words(condition: str, found: list[Choice]) -> None:
    assert choices(condition) == found


@pytest.mark.parametrize(("language", "words"), [("nb", "Ikke oppgitt"), ("en", "Not stated")])
def test_a_draft_states_every_field_that_a_report_needs(language: str, words: str, tmp_path: Path) -> None:
    rows = [text("q", "Do you cycle?", ["Yes", "No"] * 20), number("id", "", list(range(1, 41)))]
    definition = drafted(export(rows), tmp_path, language)
    assert definition.untold("2024") == ""
    method = definition.method("2024")
    assert method.population is not None
    assert method.population(language) == words
    assert method.modes == ("web",)
    drafted_text = (tmp_path / "prove" / "survey.yaml").read_text("utf-8")
    assert "# check: who ordered the survey and paid for it\n  sponsor:" in drafted_text
    assert method.weighting is None

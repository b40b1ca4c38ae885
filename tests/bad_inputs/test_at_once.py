"""Several things wrong at the same time: `topline check` tells all of them, the most important first."""

import pytest

from tests.bad_inputs.tiny_survey import HEADER, TinySurvey, changed_rows, csv_text, rows

REGISTER = "Kjønn;Antall\nKvinne;40\nMann;60\n"
UNIVERSE = """
universe:
  columns: {kjonn: Kjønn}
  counts: {members: Antall}
  population: members
"""


def lines(said: str, longest: int = 200) -> list[str]:
    """What was said, a line each, as far as a test looks at it."""
    return [line[:longest] for line in said.splitlines() if line.strip()]


@pytest.fixture
def weighted(survey: TinySurvey) -> TinySurvey:
    """The survey with a register, and weighted to it."""
    survey.write(REGISTER, "register.csv")
    survey.redefine("    export: {files: [svar.csv]}\n", EXPORTS)
    survey.redefine(
        "demographics:",
        f"{UNIVERSE.strip()}\nweighting: {{variables: [{{demographic: kjonn}}]}}\ndemographics:",
    )
    return survey


EXPORTS = "    export: {files: [svar.csv]}\n    universe: {files: [register.csv]}\n"


def test_definition_export_and_register_are_told_together(weighted: TinySurvey) -> None:
    """A misspelt key hides neither a condition, nor a column, nor a status, nor the register."""
    weighted.redefine("    min: 0\n", "    mim: 0\n", "questionnaire.yaml")
    weighted.redefine("ask_if: arbeid = 'yes'", "ask_if: arbeid = 'ja'", "questionnaire.yaml")
    weighted.redefine("    column: merknad\n", "    column: merknader\n", "questionnaire.yaml")
    weighted.write(csv_text(body=changed_rows({3: "7", 5: "7"}, "status")))
    weighted.write(REGISTER.replace("Mann", "Menn").replace("60", "seksti"), "register.csv")
    said = weighted.check()
    assert said.code == 2
    assert lines(said.errors, 70) == [
        "the definition of prove has 2 problems:",
        "  questionnaire.yaml:31: questions.timer.mim: unknown key; did you mea",
        "  questionnaire.yaml:29: questions.timer.ask_if: «arbeid = 'ja'»: arbe",
        "the export of wave 2026 has 3 problems:",
        "  column merknader of question merknad is not in the export; the neare",
        "  status column status: 2 rows hold a value that no status is declared",
        "  column merknad is not declared; bind it to a question, or list it in",
        "the register of wave 2026 has 2 problems:",
        "  column Kjønn: «Menn» (1 rows) is no group of kjonn; the nearest is «",
        "  column Antall: 1 cells are not whole numbers, first in row 3",
    ]


def test_columns_of_an_unsound_question_are_not_forgotten_ones(survey: TinySurvey) -> None:
    """The question cannot be used, but its columns are named, so nobody is sent to declare them."""
    survey.redefine("ingen: reise_3}", "ingenting: reise_3}", "questionnaire.yaml")
    said = survey.check()
    assert said.code == 2
    assert "no column in wave 2026 for ingen" in said.errors
    assert "not declared" not in said.errors
    assert "export of wave" not in said.errors


def test_values_labels_ids_and_columns_of_an_export_are_told_together(survey: TinySurvey) -> None:
    body = changed_rows({1: "", 4: ""}, "id")
    for row, column, value in ((2, "kjonn", "5"), (3, "enig", "9"), (4, "reise_1", "kanskje")):
        body[row - 1][HEADER.index(column)] = value
    survey.write(csv_text((*HEADER, "ny"), [[*row, "1"] for row in body]))
    problems = survey.refusal("the export of wave 2026 has 5 problems:")
    places = ["respondent.key id: 2 rows have a blank id", "column kjonn (question kjonn): 1 cells"]
    places += ["column enig (question enig)", "column reise_1 (question reise)", "column ny is not declared"]
    assert [problems.index(place) for place in places] == sorted(problems.index(place) for place in places)


def test_everything_wrong_with_a_weighting_is_told(weighted: TinySurvey) -> None:
    """Neither group has the thirty respondents that it needs, and who gave none is not in the register."""
    said = weighted.refusal("the weighting of wave 2026 has 3 problems:")
    assert lines(said, 72)[1:] == [
        "  kjonn «unknown»: 0 in the universe, 3 respondents. Declare a merge, or",
        "  kjonn «woman»: 40 in the universe, 12 respondents, fewer than 30. Decl",
        "  kjonn «man»: 60 in the universe, 15 respondents, fewer than 30. Declar",
    ]
    run = weighted.said_by("run", "prove")
    assert run.code == 1
    for problem in lines(said)[1:]:
        assert problem.strip() in run.errors


def test_a_weighting_is_not_tried_on_groups_that_are_not_known_yet(weighted: TinySurvey) -> None:
    weighted.write(csv_text(body=changed_rows({2: "5"}, "kjonn")))
    said = weighted.check()
    assert "the weighting of wave" not in said.errors
    assert "the weighting is not tried before kjonn is right" in said.notes


def test_more_respondents_than_the_register_has_people(weighted: TinySurvey) -> None:
    weighted.write(REGISTER.replace("40", "4"), "register.csv")
    weighted.refusal(
        "the register of wave 2026 has 1 problem",
        "report trivsel, kjonn woman: 12 respondents, but 4 in the register",
    )


def test_a_report_about_too_few_and_a_missing_publication(survey: TinySurvey) -> None:
    published = "published: {2026: {questions: published/a.csv, facts: published/b.csv}}\n"
    survey.redefine(
        "title: Trivsel\n", f"title: Trivsel\nbase: kjonn = 'dont_know'\n{published}", "reports/trivsel.yaml"
    )
    said = survey.refusal("reporting on wave 2026 has 3 problems")
    assert "trivsel: fewer than 10 respondents are in its base" in said
    assert "published/a.csv: the file of published figures is missing" in said


def test_an_unreadable_export_hides_nothing_in_the_register(weighted: TinySurvey) -> None:
    weighted.write(csv_text(body=[row[:-1] for row in rows()]))
    weighted.write(REGISTER.replace("Antall", "Antal"), "register.csv")
    said = weighted.refusal("svar.csv", "the register of wave 2026 has 2 problems", "the nearest is Antal")
    assert said.index("svar.csv") < said.index("the register")

"""Bad inputs 26 to 34: columns that are other, missing or moved, and SurveyXact's sets of three files."""

import pandas as pd
import pytest

from tests.bad_inputs.surveyxact import SurveyXact
from tests.bad_inputs.tiny_survey import HEADER, TinySurvey, csv_text, rows


def test_26_a_column_more(survey: TinySurvey) -> None:
    survey.write(csv_text([*HEADER, "ny"], [[*row, "1"] for row in rows()]))
    survey.refusal("column ny is not declared", "bind it to a question, or list it in ignore")


def test_27_a_column_less(survey: TinySurvey) -> None:
    survey.write(csv_text(HEADER[:4] + HEADER[5:], [row[:4] + row[5:] for row in rows()]))
    survey.refusal("column enig of question enig is not in the export")


def test_28_columns_in_another_order(survey: TinySurvey) -> None:
    expected = survey.core().responses
    survey.write(csv_text(HEADER[::-1], [row[::-1] for row in rows()]))
    survey.notes()
    pd.testing.assert_frame_equal(survey.core().responses, expected)


def test_25_columns_cut_to_one_name_are_bound_by_their_place_in_the_structure(survey: TinySurvey) -> None:
    SurveyXact(names=["basis_6_1", "basis_6_2", "basis_7_1", "basis_7_2"]).put(survey)
    data = SurveyXact().dataset().replace("basis_1;basis_2;basis_3;basis_4", "basis;basis;basis;basis")
    survey.write(data, "dataset.csv")
    survey.notes()
    assert ticks(survey) == [10, 5, 3, 2]


def test_29_a_renamed_column_with_the_same_id_in_the_structure(survey: TinySurvey) -> None:
    SurveyXact().put(survey)
    survey.notes()
    expected = survey.core().responses
    SurveyXact(names=["ny_6_1", "ny_6_2", "ny_7_1", "ny_7_2"]).put(survey)
    survey.notes()
    pd.testing.assert_frame_equal(survey.core().responses, expected)


def test_30_an_option_inserted_before_other_questions(survey: TinySurvey) -> None:
    """The new option takes the name `basis_3`, which belonged to the next question the year before."""
    SurveyXact().put(survey)
    assert ticks(survey) == [10, 5, 3, 2]
    SurveyXact(inserted=True).put(survey)
    survey.refusal("column basis_6[3] (", "is not declared")
    survey.redefine('"basis_6[2]"}', '"basis_6[2]", tre: "basis_6[3]"}', "questionnaire.yaml")
    survey.redefine(
        "{id: to, code: 2, text: Valg 2}]",
        "{id: to, code: 2, text: Valg 2}, {id: tre, code: 3, text: Valg 3}]",
        "questionnaire.yaml",
    )
    survey.notes()
    assert ticks(survey) == [10, 5, 3, 2]


def test_30_binding_by_the_name_in_the_data_is_refused(survey: TinySurvey) -> None:
    SurveyXact().put(survey)
    survey.redefine("basis_7[1]", "basis_3", "questionnaire.yaml")
    survey.refusal("column basis_3 of question basis_7 is not in the export")


def ticks(survey: TinySurvey) -> list[int]:
    """How many ticked each option of both questions, in the order of the definition."""
    responses = survey.core().responses
    names = ["q_basis_6__en", "q_basis_6__to", "q_basis_7__en", "q_basis_7__to"]
    return [int((responses[name] == 1).sum()) for name in names]


def test_31_a_structure_with_an_eighth_column(survey: TinySurvey) -> None:
    SurveyXact(eighth=True).put(survey)
    survey.notes()
    assert ticks(survey) == [10, 5, 3, 2]


def test_32_a_set_without_its_labels(survey: TinySurvey) -> None:
    SurveyXact().put(survey)
    survey.redefine(", labels.csv", "")
    survey.refusal("labels")


def test_32_labels_of_another_survey(survey: TinySurvey) -> None:
    SurveyXact().put(survey)
    survey.write("noe_helt_annet;1;Ja\nnoe_helt_annet;2;Nei\n", "labels.csv")
    survey.refusal("labels.csv", "structure")


def test_33_the_data_of_one_wave_with_the_structure_of_another(survey: TinySurvey) -> None:
    SurveyXact(inserted=True).put(survey)
    survey.write(SurveyXact().structure(), "structure.csv")
    survey.write(SurveyXact().labels(), "labels.csv")
    survey.refusal("dataset.csv", "structure")


@pytest.mark.parametrize("is_filtered", [False, True])
def test_34_two_vintages_in_one_survey(survey: TinySurvey, is_filtered: bool) -> None:
    SurveyXact(vintages=True).put(survey)
    if not is_filtered:
        survey.refusal("column ptype1", "is not declared")
        return
    survey.redefine("    report_date: 2026-02-01\n", "    report_date: 2026-02-01\n    rows: {ptype1: [2]}\n")
    survey.notes()
    core = survey.core()
    assert core.dispositions["status"].value_counts().to_dict() == {
        "other_wave": 15,
        "complete": 10,
        "invited": 5,
    }
    survey.redefine("{ptype1: [2]}", "{ptype1: [3]}")
    survey.refusal("none of its 30 rows belongs to the wave")

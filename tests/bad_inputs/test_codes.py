"""Bad inputs 41 to 47: codes and labels that are not, or no longer, those of the definition."""

from collections.abc import Sequence

import pandas as pd
import pytest

from tests.bad_inputs.tiny_survey import (
    NAME,
    PRIVATE,
    TinySurvey,
    changed,
    csv_text,
    rows,
    sav_file,
    sav_rows,
    sav_variables,
)
from tests.readers.sav_files import Var, sav_bytes

AGREE = {1.0: "Uenig", 2.0: "Verken eller", 3.0: "Enig på jobb"}


@pytest.fixture
def sav(survey: TinySurvey) -> TinySurvey:
    """The survey with its rows in a .sav file."""
    survey.export("svar.sav")
    survey.write(sav_file(), "svar.sav")
    return survey


def test_41_a_code_that_is_not_in_the_codebook(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(7, "enig", "4")))
    message = survey.refusal(
        "column enig (question enig): 1 cells, the first in row 7", "not among the options"
    )
    assert "add options or a recode" in message


def test_41_a_person_in_a_coded_column_is_not_told(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(7, "enig", f"{PRIVATE} tekst")))
    survey.refusal("column enig", "row 7", "a value not among the options")


def test_41_an_unknown_code_is_named_where_the_file_labels_it(sav: TinySurvey) -> None:
    body = sav_rows()
    body[6][3] = 3.0
    labels = {1.0: "Kvinne", 2.0: "Mann", 3.0: "Ikke-binær", 9.0: "Vet ikke"}
    sav.write(sav_file(labels, body), "svar.sav")
    sav.refusal("column KJONN", "row 7", "3 «Ikke-binær»")


def test_42_a_code_that_no_longer_means_dont_know(sav: TinySurvey) -> None:
    sav.write(sav_file({1.0: "Kvinne", 2.0: "Mann", 9.0: "9"}), "svar.sav")
    sav.refusal(
        "column KJONN: the export labels 9 «9», but the option dont_know", "«Vet ikke»", "declare a recode"
    )


def test_43_a_label_with_other_words(sav: TinySurvey) -> None:
    sav.write(sav_file({1.0: "Kvinne", 2.0: "Hankjønn", 9.0: "Vet ikke"}), "svar.sav")
    sav.refusal("the export labels 2 «Hankjønn»", "the option man", "«Mann»", "label_changes")
    sav.redefine(
        "    report_date: 2026-02-01\n",
        "    report_date: 2026-02-01\n    label_changes: {kjonn.man: Hankjønn}\n",
    )
    sav.notes()


def test_44_a_scale_turned_round(sav: TinySurvey) -> None:
    before = sav.core().responses["q_enig"]
    turned = {4 - code: label for code, label in AGREE.items()}
    body = sav_rows()
    for row in body:
        row[4] = 4 - float(row[4])
    sav.write(with_scale(turned, body), "svar.sav")
    sav.refusal("the export labels 1 «Enig på jobb»", "the option disagree", "the export labels 3 «Uenig»")
    sav.redefine(
        "    column: enig\n",
        "    column: enig\n    waves: {2026: {recode: {1: 3, 2: 2, 3: 1}, compat: reversed}}\n",
        "questionnaire.yaml",
    )
    sav.notes()
    assert sav.core().responses["q_enig"].tolist() == before.tolist()


def with_scale(labels: dict[float, str], body: list[list[float | str]]) -> bytes:
    """The good file with other labels on `enig`."""
    variables = [
        Var(v.name, v.width, v.label, v.format, v.missing, labels if v.name == "enig" else v.labels)
        for v in sav_variables()
    ]
    return sav_bytes(variables, body)


FIVE = {1.0: "Helt uenig", 2.0: "Uenig", 3.0: "Verken eller", 4.0: "Enig på jobb", 5.0: "Helt enig"}


def five_points() -> bytes:
    """The good file with five points on `enig` where there were three."""
    body = sav_rows()
    for number, row in enumerate(body):
        row[4] = float(number % 5 + 1)
    return with_scale(FIVE, body)


def scale_yaml(names: Sequence[str], labels: dict[float, str]) -> str:
    """The options of a scale in the questionnaire, as the tiny survey writes them."""
    return "".join(
        f"      - {{id: {name}, code: {code:.0f}, score: {code:.0f}, text: {text}}}\n"
        for name, (code, text) in zip(names, labels.items(), strict=True)
    )


def test_45_five_points_where_there_were_three(sav: TinySurvey) -> None:
    sav.write(five_points(), "svar.sav")
    sav.refusal(
        "column ENIG", "12 cells", "2 values not among the options", "4 «Enig på jobb», 5 «Helt enig»"
    )


def test_45_a_longer_scale_cuts_the_trend(sav: TinySurvey) -> None:
    """Refused until the options are there, and then until somebody says that the answers are others now."""
    sav.redefine("title: Trivsel\n", "title: Trivsel\ntrend: true\n", "reports/trivsel.yaml")
    sav.redefine(
        "demographics:",
        "  2027: {field_start: 2027-01-05, field_end: 2027-01-25, report_date: 2027-02-01, "
        "export: {files: [svar.sav]}}\ndemographics:",
    )
    new = scale_yaml(("never", "disagree", "neither", "agree", "always"), FIVE)
    old = scale_yaml(("disagree", "neither", "agree"), AGREE)
    recode = "2026: {recode: {1: disagree, 2: neither, 3: agree, 4: agree}}"
    sav.redefine(old, f"{new}    waves: {{{recode}}}\n", "questionnaire.yaml")
    later = sav.root.raw(NAME, "2027") / "svar.sav"
    later.parent.mkdir(parents=True)
    later.write_bytes(five_points())
    assert sav.said_by("run", NAME, "--wave", "2026").code == 0
    said = sav.said_by("run", NAME, "--wave", "2027")
    assert said.code == 1
    assert "question enig, from 2026 to 2027: " in said.errors
    assert "5 labelled options, before 3" in said.errors
    assert "with compat under waves: 2027" in said.errors
    sav.redefine(recode, f"{recode}, 2027: {{compat: break}}", "questionnaire.yaml")
    assert sav.said_by("run", NAME, "--wave", "2027").code == 0
    trend = pd.read_parquet(sav.root.warehouse / NAME / "mart_trend" / "2027.parquet")
    mine = trend.query("question_id == 'enig' and option_id == 'agree'").set_index("wave")
    assert mine["valid_pct"].tolist() == pytest.approx([100 / 3, 20])
    assert mine["segment"].tolist() == [1, 2]
    assert mine["obs_status"].tolist() == ["u", "b"]
    assert mine[["previous_wave", "change_pp", "z", "q_value"]].isna().all(axis=None)
    uncut = trend.query("question_id == 'reise'")
    assert uncut["obs_status"].isin(["b"]).sum() == 0


def test_46_user_missing_values_are_states_and_no_numbers(sav: TinySurvey) -> None:
    body = sav_rows()
    body[1][6], body[2][6], body[4][6] = 999.0, -5.0, -999.0
    variables = [
        Var("timer", missing=(-3, (-999.0, 0.0, 999.0)), labels={999.0: "Vet ikke"})
        if v.name == "timer"
        else v
        for v in sav_variables()
    ]
    sav.write(sav_bytes(variables, body), "svar.sav")
    sav.refusal(
        "column TIMER (question timer): 3 cells, the first in row 2", "declares as missing", "999 «Vet ikke»"
    )
    sav.redefine(
        "    max: 80\n",
        "    max: 80\n    missing: {999: dont_know, -5: skipped, -999: refused}\n",
        "questionnaire.yaml",
    )
    sav.notes()
    responses = sav.core().responses
    assert responses["state_timer"].iloc[[1, 2, 4]].tolist() == ["dont_know", "skipped", "refused"]
    assert responses["q_timer"].iloc[[1, 2, 4]].isna().all()
    assert responses["q_timer"].between(30, 40).sum() == 17


@pytest.mark.parametrize("written", ["{}.0", "{},00", "0{}", " {} "])
def test_47_whole_numbers_in_other_clothes(survey: TinySurvey, written: str) -> None:
    expected = survey.core().responses["q_enig"].tolist()
    body = rows()
    for row in body:
        row[4] = written.format(row[4])
    survey.write(csv_text(body=body))
    survey.notes()
    assert survey.core().responses["q_enig"].tolist() == expected


def test_47_codes_as_floats_in_a_sav_are_the_codes_of_a_text_file(sav: TinySurvey) -> None:
    from_sav = sav.core().responses
    sav.redefine("svar.sav", "svar.csv")
    for column in ("q_kjonn", "q_enig", "q_timer", "q_reise__buss"):
        assert sav.core().responses[column].equals(from_sav[column]), column

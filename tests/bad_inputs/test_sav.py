"""Bad inputs 48 to 56: .sav files that are damaged, or say other than they hold; and weights."""

import random
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.bad_inputs.tiny_survey import (
    QUESTIONNAIRE,
    TinySurvey,
    csv_text,
    rows,
    sav_file,
    sav_rows,
    sav_variables,
)
from tests.readers.sav_files import QYR, SYSMIS, Var, sav_bytes

YEAR_12000 = 328_700_000_000.0


@pytest.fixture
def sav(survey: TinySurvey) -> TinySurvey:
    """The survey with its rows in a .sav file."""
    survey.export("svar.sav")
    survey.write(sav_file(), "svar.sav")
    return survey


def test_48_an_unknown_number_of_rows(sav: TinySurvey) -> None:
    sav.write(sav_file(cases=-1), "svar.sav")
    sav.notes()
    assert len(sav.core().responses) == 30


@pytest.mark.parametrize("cases", [0, 29, 31])
def test_49_another_number_of_rows_than_the_header_says(sav: TinySurvey, cases: int) -> None:
    sav.write(sav_file(cases=cases), "svar.sav")
    sav.refusal("svar.sav", f"the header says {cases} rows and the file has 30", "export it again")


def test_50_random_bytes_changed(sav: TinySurvey) -> None:
    """Twenty through the command; tests/readers has three hundred."""
    whole, codes = sav_file(), []
    for seed in range(20):
        generator = random.Random(seed)  # noqa: S311  a seeded test
        content = bytearray(whole)
        reach = len(content) if seed % 4 == 0 else content.find(b"\xe7\x03\0\0")
        for _ in range(generator.choice((1, 4, 16))):
            content[generator.randrange(reach)] = generator.randrange(256)
        sav.write(bytes(content), "svar.sav")
        said = sav.check()
        codes.append(said.code)
        assert said.code == 0 or "svar.sav" in said.errors or "the export of wave" in said.errors, said.errors
    assert set(codes) == {0, 1}


@pytest.mark.parametrize("kept", [3, 200, 0.5, -8, -1])
def test_51_a_sav_that_was_cut_off(sav: TinySurvey, kept: float) -> None:
    whole = sav_file()
    sav.write(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept], "svar.sav")
    sav.refusal("svar.sav")


def test_51_a_zsav_that_was_cut_off(sav: TinySurvey, tmp_path: Path) -> None:
    whole = zsav(tmp_path)
    sav.redefine("svar.sav", "svar.zsav")
    sav.write(whole, "svar.zsav")
    sav.notes()
    sav.write(whole[:-100], "svar.zsav")
    sav.refusal("svar.zsav", "cut off")


def zsav(folder: Path) -> bytes:
    """The good rows, compressed as SPSS does it."""
    frame = pd.DataFrame(sav_rows(), columns=[v.name for v in sav_variables()]).replace(SYSMIS, None)
    frame["timer"] = frame["timer"].astype(float)
    frame["dato"] = pd.to_datetime(frame["dato"] - 12_219_379_200, unit="s").dt.date
    path = folder / "written.zsav"
    pyreadstat.write_sav(frame, path, compress=True)
    return path.read_bytes()


def test_52_another_encoding_than_declared(sav: TinySurvey) -> None:
    sav.write(sav_bytes(sav_variables(), sav_rows(), encoding="UTF-8", written_as="cp1252"), "svar.sav")
    sav.refusal("svar.sav", "not valid in UTF-8", "declare `encoding`", "cp1252")
    sav.redefine("read: {}", "read: {encoding: cp1252}")
    sav.notes()


@pytest.mark.parametrize(("sets", "count"), [("$m=D1 1 3 Set REISE_1\n", 1), ("$m=D1 1 3 Set\n", 0)])
def test_53_a_multiple_response_set_of_one_variable_or_none(sav: TinySurvey, sets: str, count: int) -> None:
    sav.write(sav_file(sets=sets), "svar.sav")
    sav.notes(f"the multiple-response set 'm' has {count} variables")


def test_53_a_multiple_response_set_of_a_variable_that_is_not_there(sav: TinySurvey) -> None:
    sav.write(sav_file(sets="$m=D1 1 3 Set REISE_1 BORTE\n"), "svar.sav")
    sav.refusal("svar.sav", "multiple-response set", "a variable that the file does not have")


def test_54_a_weight_that_points_into_a_text(sav: TinySurvey) -> None:
    sav.write(sav_file(weight=2), "svar.sav")  # the second half of the sixteen bytes of `id`
    sav.refusal("svar.sav", "element 2", "the weight", "no number variable begins there")


def test_55_a_date_in_the_year_12000_is_invalid(sav: TinySurvey) -> None:
    body = sav_rows()
    body[3][10] = YEAR_12000
    sav.write(sav_file(body=body), "svar.sav")
    sav.refusal("column DATO (question dato): 1 cells, the first in row 4", "no date in ISO 8601")
    sav.redefine("read: {}", 'read: {date_format: "%d.%m.%Y"}')
    sav.notes("question dato: 1 answers are no dates in the declared format and count as invalid")
    assert sav.core().responses["state_dato"].iloc[3] == "invalid"


def test_55_a_quarter_stays_the_number_that_it_is(sav: TinySurvey) -> None:
    variables = [*sav_variables(), Var("kvartal", format=QYR)]
    sav.write(sav_bytes(variables, [[*row, 13_631_500_800.0] for row in sav_rows()]), "svar.sav")
    sav.refusal("column KVARTAL is not declared")
    sav.define("questionnaire.yaml", questionnaire_with("kvartal"))
    sav.notes()
    assert set(sav.core().responses["q_kvartal"]) == {13_631_500_800.0}


def questionnaire_with(column: str) -> str:
    """The questionnaire with a number more."""
    return (
        QUESTIONNAIRE
        + f"  - {{id: {column}, type: numeric, text: Et tall, ask_if: everyone, column: {column}}}\n"
    )


@pytest.mark.parametrize(
    ("weights", "fault"),
    [
        ({4: "-1"}, "1 respondents have a weight that is blank, zero, negative or no number"),
        ({4: "0", 5: ""}, "2 respondents have a weight"),
        ({4: "nan"}, "1 respondents have a weight"),
        ({4: "inf"}, "1 respondents have a weight"),
        ({4: "1e9"}, "1 respondents have a weight"),
        ({4: "5000"}, "above 1000 times the median"),
        (
            dict.fromkeys(range(1, 31), "2"),
            "but there are 30 respondents; correct the file, or set weight_sum: any",
        ),
        ({4: "1.234"}, "decimal"),
    ],
    ids=["negative", "zero and blank", "nan", "infinite", "exponent", "huge", "sum", "ambiguous"],
)
def test_56_weights_that_cannot_be(survey: TinySurvey, weights: dict[int, str], fault: str) -> None:
    survey.redefine("waves:", "weight: vekt\nwaves:")
    header = csv_text().splitlines()[0].split(";")
    body = [[*row, weights.get(number, "1")] for number, row in enumerate(rows(), start=1)]
    survey.write(csv_text([*header, "vekt"], body))
    survey.refusal("weight column vekt", fault)


def test_56_weights_that_are_right(survey: TinySurvey) -> None:
    survey.redefine("waves:", "weight: vekt\nwaves:")
    header = csv_text().splitlines()[0].split(";")
    body = [[*row, ("0,5", "1,5")[number % 2]] for number, row in enumerate(rows())]
    survey.write(csv_text([*header, "vekt"], body))
    survey.notes()
    assert survey.core().responses["start_weight"].sum() == 30

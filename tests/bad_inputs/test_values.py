"""Bad inputs 64 to 71: ids, numbers, names and dates that look like others, and answers that cannot be."""

import pytest

from tests.bad_inputs.tiny_survey import QUESTIONNAIRE, TinySurvey, changed, changed_rows, csv_text, rows

LOOKALIKES = {
    1: "0301", 2: "301", 3: "9007199254740993", 4: "9007199254740992",
    5: "1E5", 6: "100000", 7: "1.0", 8: "1",
}  # fmt: skip


def test_64_ids_stay_the_text_that_they_are(survey: TinySurvey) -> None:
    """Read as numbers, four pairs of them would be the same respondent twice."""
    survey.write(csv_text(body=changed_rows(LOOKALIKES, "id")))
    survey.notes()
    assert survey.core().responses["respondent_key"].nunique() == 30


def test_64_leading_zeros_in_answers(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows(LOOKALIKES, "merknad")))
    survey.notes()
    source = survey.source()
    assert source.cells(source.index.position("merknad")).iloc[:8].tolist() == list(LOOKALIKES.values())


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7,5", 7.5),
        ("7.5", 7.5),
        ("1 234", 1234),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1.234,5", 1234.5),
    ],
)
def test_65_decimal_marks_and_thousands(survey: TinySurvey, written: str, number: float) -> None:
    survey.redefine("max: 80", "max: 2000", "questionnaire.yaml")
    body = rows()
    for row in body:
        row[6] = ""
    body[1][6] = written
    survey.write(csv_text(body=body))
    survey.notes()
    assert survey.core().responses["q_timer"].iloc[1] == number


def test_65_a_mark_that_can_be_either(survey: TinySurvey) -> None:
    survey.redefine("max: 80", "max: 2000", "questionnaire.yaml")
    survey.write(csv_text(body=changed(2, "timer", "1.234")))
    survey.refusal("column timer (question timer): 1 cells, the first in row 2", "declare decimal")
    survey.read_as('decimal: ","')
    survey.notes()
    assert survey.core().responses["q_timer"].iloc[1] == 1234


def test_65_both_marks_in_one_column(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(2, "timer", "7.5")))
    survey.refusal("column timer", "declare decimal")


NAMES = ["Null", "NA", "nan", "inf", "None", "NULL", "N/A", "-", "#N/A", "true", "Ås", "1E5"]


def test_66_names_that_look_like_nothing_are_answers(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows(dict(enumerate(NAMES, start=1)), "merknad")))
    survey.notes()
    states = survey.core().responses["state_merknad"].iloc[: len(NAMES)]
    assert states.tolist() == ["substantive"] * len(NAMES)


def test_66_a_municipality_by_such_a_name_is_an_option(survey: TinySurvey) -> None:
    options = ", ".join(f'{{id: o{i}, code: {i}, text: "{name}"}}' for i, name in enumerate(NAMES, start=1))
    survey.redefine("    type: open\n", "", "questionnaire.yaml")
    survey.define(
        "questionnaire.yaml", QUESTIONNAIRE.replace("    type: open\n", f"    options: [{options}]\n")
    )
    body = rows()
    for number, row in enumerate(body):
        row[11] = NAMES[number % len(NAMES)]
    survey.write(csv_text(body=body))
    survey.notes()
    assert survey.core().responses["q_merknad"].iloc[:12].tolist() == list(range(1, 13))


def test_67_dates_need_a_declared_format(survey: TinySurvey) -> None:
    written = {row: ["01/02/2026", "06.09.2025 kl. 15.37.20", "13/01/2026"][row % 3] for row in range(1, 31)}
    survey.write(csv_text(body=changed_rows(written, "dato")))
    survey.refusal("column dato (question dato): 30 cells, the first in row 1", "declare date_format")
    survey.read_as('date_format: "%d/%m/%Y"')
    survey.notes("question dato: 10 answers are no dates in the declared format and count as invalid")


def test_67_a_date_with_a_time_in_norwegian(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows(dict.fromkeys(range(1, 31), "06.09.2025 kl. 15.37.20"), "dato")))
    survey.read_as('date_format: "%d.%m.%Y kl. %H.%M.%S"')
    survey.notes()
    assert set(survey.core().responses["state_dato"]) == {"substantive"}


def test_67_an_hour_that_the_clocks_skipped_is_invalid(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows({3: "2026-03-29T02:30:00", 4: "2026-03-29T03:30:00"}, "dato")))
    survey.notes("question dato: 1 answers are times that the clocks skipped (Europe/Oslo, summer time)")
    assert survey.core().responses["state_dato"].iloc[2:4].tolist() == ["invalid", "substantive"]
    survey.read_as("time_zone: UTC")
    assert "clocks" not in survey.notes()
    assert survey.core().responses["state_dato"].iloc[2] == "substantive"


def test_67_the_hour_that_comes_twice_is_a_time(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(3, "dato", "2026-10-25T02:30:00")))
    assert "note" not in survey.notes()
    assert survey.core().responses["state_dato"].iloc[2] == "substantive"


def test_67_a_question_may_have_a_format_of_its_own(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows(dict.fromkeys(range(1, 31), "06.09.2025"), "dato")))
    survey.read_as('date_format: "%Y/%m/%d"')
    survey.notes("question dato: 30 answers are no dates in the declared format")
    survey.redefine("column: dato", 'column: dato\n    date_format: "%d.%m.%Y"', "questionnaire.yaml")
    assert "note" not in survey.notes()


def test_67_a_time_zone_that_is_none(survey: TinySurvey) -> None:
    survey.read_as("time_zone: Europe/Osl")
    said = survey.check()
    assert said.code == 2
    assert "there is no time zone Europe/Osl" in said.errors


JOINED = """\
  - id: kanal
    type: multiple
    text: Hvor leser du?
    ask_if: everyone
    column: merknad
    separator: "{separator}"
    options:
      - {{id: papir, code: 1, text: Papir}}
      - {{id: nett, code: 2, text: "Nett{separator}app"}}
      - {{id: app, code: 3, text: app}}
"""


def ask_joined(survey: TinySurvey, separator: str, more: str = "") -> None:
    """Ask a question whose answers are joined in one cell instead of the open one."""
    kept = QUESTIONNAIRE[: QUESTIONNAIRE.index("  - id: merknad")]
    survey.define("questionnaire.yaml", kept + JOINED.format(separator=separator) + more)


@pytest.mark.parametrize("separator", [";", ", "])
def test_68_options_that_hold_the_separator(survey: TinySurvey, separator: str) -> None:
    ask_joined(survey, separator)
    chosen = ("Nett", "app", "Papir") if separator == ", " else ("Nett", "app", "Papir", "")
    body = changed_rows(dict.fromkeys(range(1, 31), separator.join(chosen)), "merknad")
    body[1][11] = separator.join(("Papir", "app"))
    survey.write(csv_text(body=body))
    survey.notes()
    ticks = survey.core().responses[["q_kanal__papir", "q_kanal__nett", "q_kanal__app"]]
    assert ticks.iloc[:2].to_numpy().tolist() == [[1, 1, 0], [1, 0, 1]]


def test_68_a_cell_that_can_be_split_in_two_ways(survey: TinySurvey) -> None:
    ask_joined(survey, ";", "      - {id: bare_nett, code: 4, text: Nett}\n")
    written = {number: "Nett;app" if number < 4 else "Papir" for number in range(1, 31)}
    survey.write(csv_text(body=changed_rows(written, "merknad")))
    survey.notes("question kanal: 3 cells can be split into its options in more than one way", "invalid")
    assert survey.core().responses["state_kanal"].tolist() == ["invalid"] * 3 + ["substantive"] * 27


@pytest.mark.parametrize(
    ("rule", "buss", "ingen", "state"),
    [
        ("drop_exclusive", 1, 0, "substantive"),
        ("drop_others", 0, 1, "substantive"),
        ("invalid", None, None, "invalid"),
    ],
)
def test_69_an_exclusive_option_with_others(
    survey: TinySurvey, rule: str, buss: int | None, ingen: int | None, state: str
) -> None:
    survey.redefine("    columns: {buss", f"    exclusive: {rule}\n    columns: {{buss", "questionnaire.yaml")
    survey.write(csv_text(body=changed_rows({1: "1", 4: "1"}, "reise_3")))
    survey.notes(f"question reise: 2 ticked an exclusive option together with others ({rule})")
    row = survey.core().responses.iloc[0]
    assert row["state_reise"] == state
    if buss is not None:
        assert (row["q_reise__buss"], row["q_reise__ingen"]) == (buss, ingen)


def test_70_an_answer_of_someone_who_was_not_asked(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(1, "timer", "37,5")))
    survey.notes("question timer: 1 answered without being asked (ask_if); they are in no base")
    responses = survey.core().responses
    assert responses["state_timer"].iloc[0] == "outside"
    assert responses["q_timer"].isna().iloc[0]
    assert survey.core().rejected[["source_row", "question_id", "rule"]].values.tolist() == [
        [1, "timer", "outside"]
    ]


@pytest.mark.parametrize("value", ["400", "-1", "80,5", "1e9"])
def test_71_a_number_out_of_range(survey: TinySurvey, value: str) -> None:
    survey.write(csv_text(body=changed(2, "timer", value)))
    survey.notes("question timer: 1 answers are", "count as invalid")
    responses = survey.core().responses
    assert responses["state_timer"].iloc[1] == "invalid"
    assert responses["q_timer"].isna().iloc[1]

"""Bad inputs 72 and 74: personal details in open texts, and answers that nobody thought about."""

from datetime import timedelta

from tests.bad_inputs.tiny_survey import HEADER, QUESTIONNAIRE, TinySurvey, changed_rows, csv_text, rows

NATIONAL_ID = "01819000049"
"""Of a made-up person: 80 is added to the month."""
DETAILS = {
    2: f"Mitt nummer er {NATIONAL_ID[:6]} {NATIONAL_ID[6:]}",
    4: "skriv til ola@example.invalid",
    6: "ring 912 34 567",
    8: "ola@example.invalid eller 91234567",
}


def test_72_personal_details_in_open_texts_are_redacted(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed_rows(DETAILS, "merknad")))
    notes = survey.notes("column merknad: texts were redacted")
    assert "e-mail address in 2, national identity number in 1, phone number in 2" in notes
    source = survey.source()
    cells = source.cells(source.index.position("merknad"))
    assert cells.iloc[[1, 3, 5, 7]].tolist() == [
        "Mitt nummer er [redacted]",
        "skriv til [redacted]",
        "ring [redacted]",
        "[redacted] eller [redacted]",
    ]
    assert survey.core().responses["state_merknad"].iloc[[1, 3]].tolist() == ["substantive"] * 2


def test_72_personal_details_in_columns_that_are_not_used_are_redacted(survey: TinySurvey) -> None:
    survey.redefine("waves:", "ignore: {annet: not used}\nwaves:")
    survey.write(csv_text([*HEADER, "annet"], [[*row, f"ola@example.invalid {row[4]}"] for row in rows()]))
    survey.notes("column annet: texts were redacted, e-mail address in 30")
    source = survey.source()
    assert source.cells(source.index.position("annet")).iloc[0] == "[redacted] 1"


def test_72_names_and_numbers_that_the_export_itself_holds_are_redacted(survey: TinySurvey) -> None:
    """Names have no form, but the columns that are dropped at the door hold those of the respondents."""
    survey.redefine("identifiers: {", "identifiers: {navn: navn, medlem: medlemsnummer, ")
    texts = {
        2: "Sjefen min Kari Nordmann vet det",
        3: "Hilsen Ola",
        4: "Ola sa det",
        5: "medlem 7654321",
    }
    names = {1: "Kari Nordmann", 3: "Ola Hansen", 5: "Buss Ås"}
    body = [
        [*row, names.get(i, ""), "7654321" if i == 9 else ""]
        for i, row in enumerate(changed_rows(texts, "merknad"), start=1)
    ]
    survey.write(csv_text([*HEADER, "navn", "medlem"], body))
    survey.notes("column merknad: texts were redacted, name or number of a respondent in 3")
    source = survey.source()
    cells = source.cells(source.index.position("merknad"))
    assert cells.iloc[1:5].tolist() == [
        "Sjefen min [redacted] vet det",
        "Hilsen [redacted]",
        "Ola sa det",  # somebody else's first name is a word like others
        "medlem [redacted]",
    ]


def put_grid(survey: TinySurvey, answers: list[list[str]], body: list[list[str]]) -> None:
    """Ask a grid of five rows too, and write these answers to it beside the others."""
    items = ", ".join(f"{{id: rad_{i}, text: Rad {i}}}" for i in range(1, 6))
    columns = ", ".join(f"rad_{i}: g{i}" for i in range(1, 6))
    grid = f"""\
  - id: rutenett
    type: grid
    text: Er du enig?
    ask_if: everyone
    items: [{items}]
    columns: {{{columns}}}
    options: [{{id: no, code: 1, text: Nei}}, {{id: yes, code: 2, text: Ja}}]
"""
    survey.define("questionnaire.yaml", QUESTIONNAIRE + grid)
    wide = [[*row, *answer] for row, answer in zip(body, answers, strict=True)]
    survey.write(csv_text([*HEADER, *(f"g{i}" for i in range(1, 6))], wide))


def test_74_fifty_identical_rows(survey: TinySurvey) -> None:
    machine = rows()[1]
    made = [[f"bot-{i}", machine[1], f"bot{i}@example.invalid", *machine[3:]] for i in range(50)]
    put_grid(survey, [list("12121")] * 80, [*rows(), *made])
    survey.notes("51 respondents gave exactly the same answers", "the largest group has 51", "a machine")
    assert len(survey.core().responses) == 80  # told, and not left out


def test_74_good_rows_are_not_suspected(survey: TinySurvey) -> None:
    put_grid(survey, [list("12121")] * 30, rows())
    assert "note:" not in survey.notes()
    assert survey.core().flags.empty


def put_times(survey: TinySurvey, seconds: dict[int, int], more: str = "") -> None:
    """Say when each row was started and submitted: ten minutes apart, or so many seconds."""
    survey.redefine("respondent: {key: id,", f"respondent: {{key: id, started: fra, submitted: til, {more}")
    took = [timedelta(seconds=seconds.get(row, 600 + row)) for row in range(1, 31)]
    times = [["2026-01-10 12:00:00", f"2026-01-10 {timedelta(hours=12) + one}"] for one in took]
    wide = [[*row, *time] for row, time in zip(rows(), times, strict=True)]
    survey.write(csv_text([*HEADER, "fra", "til"], wide))


def test_74_five_second_completes_are_told_and_stay(survey: TinySurvey) -> None:
    put_times(survey, {3: 5, 4: 5, 30: 5})
    survey.notes("2 of 28 complete respondents took less than 184 seconds (30 % of the median, 615)")
    core = survey.core()
    assert len(core.responses) == 30
    assert core.flags[["source_row", "flag"]].values.tolist() == [[3, "too_fast"], [4, "too_fast"]]


def test_74_five_second_completes_are_left_out_where_that_is_declared(survey: TinySurvey) -> None:
    quality = "quality: {fastest_seconds: 10, fastest_share: null, remove: [too_fast, identical_answers]}, "
    put_times(survey, {3: 5, 4: 5, 5: 11}, quality)
    survey.notes("2 of 28 complete respondents took less than 10 seconds (as declared)")
    core = survey.core()
    assert len(core.responses) == 28
    assert core.rejected[["source_row", "rule"]].values.tolist() == [[3, "too_fast"], [4, "too_fast"]]


def test_74_fifty_identical_rows_are_left_out_where_that_is_declared(survey: TinySurvey) -> None:
    survey.redefine("respondent: {key: id,", "respondent: {key: id, quality: {remove: [identical_answers]},")
    machine = rows()[1]
    made = [[f"bot-{i}", machine[1], f"bot{i}@example.invalid", *machine[3:]] for i in range(50)]
    put_grid(survey, [list("12121")] * 80, [*rows(), *made])
    survey.notes("51 respondents gave exactly the same answers")
    core = survey.core()
    assert len(core.responses) == 29
    assert core.rejected["rule"].value_counts().to_dict() == {"identical_answers": 51}


def test_74_one_answer_to_all_rows_of_a_grid(survey: TinySurvey) -> None:
    blank_at_first = ["", *"1111"]
    answers = [list("22222") if i < 12 else blank_at_first if i < 20 else list("12121") for i in range(30)]
    put_grid(survey, answers, rows())
    survey.notes("12 of 22 respondents gave one and the same answer to all rows of each grid", "(rutenett)")

"""Bad inputs 72 and 74: personal details in open texts, and answers that nobody thought about."""

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


def test_74_one_answer_to_all_rows_of_a_grid(survey: TinySurvey) -> None:
    blank_at_first = ["", *"1111"]
    answers = [list("22222") if i < 12 else blank_at_first if i < 20 else list("12121") for i in range(30)]
    put_grid(survey, answers, rows())
    survey.notes("12 of 22 respondents gave one and the same answer to all rows of each grid", "(rutenett)")

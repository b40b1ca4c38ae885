"""Bad inputs 10 to 25: encodings, dialects, rows and headers of delimited text."""

import unicodedata

import pandas as pd
import pytest

from pipeline.survey.loading import load_definition
from pipeline.survey.method_changes import wave_before
from pipeline.survey.trends import waves_until
from tests.bad_inputs.tiny_survey import HEADER, NAME, PRIVATE, TinySurvey, changed, csv_text, rows, sav_file


def with_labels() -> list[list[str]]:
    """The good rows with texts instead of codes in one column."""
    made = rows()
    for row in made:
        row[4] = ["Uenig", "Verken eller", "Enig på jobb"][int(row[4]) - 1]
    return made


def same_core(survey: TinySurvey, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(survey.core().responses, expected)


def test_10_utf16_with_a_mark_and_tabs(survey: TinySurvey) -> None:
    expected = survey.core().responses
    survey.write("\ufeff" + csv_text(delimiter="\t"), encoding="utf-16-le")
    survey.notes()
    same_core(survey, expected)


def test_11_utf16_without_a_mark(survey: TinySurvey) -> None:
    expected = survey.core().responses
    survey.write(csv_text(delimiter="\t"), encoding="utf-16-le")
    survey.refusal("svar.csv", "declare `encoding: utf-16-le`")
    survey.read_as("encoding: utf-16-le")
    survey.notes()
    same_core(survey, expected)


def test_12_a_byte_order_mark_is_no_part_of_the_first_name(survey: TinySurvey) -> None:
    expected = survey.core().responses
    survey.write(csv_text(), encoding="utf-8-sig")
    survey.notes()
    same_core(survey, expected)


def test_13_windows_1252_with_dash_and_euro(survey: TinySurvey) -> None:
    text = "Enig – på jobb, 5 €"
    survey.redefine("Enig på jobb", f'"{text}"', "questionnaire.yaml")
    body = with_labels()
    for row in body:
        row[4] = row[4].replace("Enig på jobb", text)
    survey.write(csv_text(body=body), encoding="cp1252")
    survey.refusal("svar.csv", "byte ", "declare the file's encoding".capitalize(), "cp1252")
    survey.read_as("encoding: cp1252")
    survey.notes()
    assert survey.core().responses["q_enig"].value_counts().to_dict() == {1: 10, 2: 10, 3: 10}


def test_14_one_byte_of_another_encoding(survey: TinySurvey) -> None:
    content = csv_text().encode()
    place = content.index("på jobb".encode()) + 1
    survey.write(content[:place] + b"\xe5" + content[place + 2 :])
    message = survey.refusal("svar.csv", f"byte {place} is not valid utf-8")
    assert "cp1252" in message


def test_15_texts_that_were_decoded_wrongly(survey: TinySurvey) -> None:
    survey.write(csv_text().encode().decode("cp1252"))
    message = survey.refusal("column merknad", "15 of 15 cells", "decoded in the wrong encoding")
    assert "export it again" in message
    survey.write(csv_text())
    survey.read_as("encoding: cp1252")
    survey.refusal("correct the declared encoding")


def test_15_a_header_that_was_decoded_wrongly(survey: TinySurvey) -> None:
    survey.write(csv_text().replace("merknad", "kjønn_2").encode().decode("cp1252"))
    survey.refusal("column 12: its name was decoded in the wrong encoding")


def test_15_labels_of_a_sav_that_were_decoded_wrongly(survey: TinySurvey) -> None:
    survey.export("svar.sav")
    survey.write(sav_file(labels={1.0: "Kvinne", 2.0: "Mann", 9.0: "Vet ikke – spÃ¸r igjen"}), "svar.sav")
    survey.refusal("column KJONN", "spÃ¸r igjen", "decoded in the wrong encoding")


def test_15_one_answer_with_such_letters_is_told_and_stops_nothing(survey: TinySurvey) -> None:
    survey.write(csv_text(body=changed(5, "merknad", "limt inn: pÃ¥ nett")))
    survey.notes("column merknad", "1 of 16 cells")


def test_16_decomposed_letters_are_the_same_letters(survey: TinySurvey) -> None:
    survey.write(csv_text(body=with_labels()))
    expected = survey.core().responses
    survey.write(unicodedata.normalize("NFD", csv_text(body=with_labels())))
    survey.notes()
    same_core(survey, expected)


@pytest.mark.parametrize(("declared", "written"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_16_a_decomposed_name_of_a_column(survey: TinySurvey, declared: str, written: str) -> None:
    column = f'column: "{unicodedata.normalize(declared, "på_jobb")}"'
    survey.redefine("column: enig", column, "questionnaire.yaml")
    header = [unicodedata.normalize(written, "på_jobb") if name == "enig" else name for name in HEADER]
    survey.write(csv_text(header))
    survey.notes()


def test_16_composed_and_decomposed_names_beside_each_other(survey: TinySurvey) -> None:
    header = [*HEADER, "på", unicodedata.normalize("NFD", "på")]
    survey.write(csv_text(header, [[*row, "1", "2"] for row in rows()]))
    survey.refusal("svar.csv", "columns 13, 14 have the same name")


def test_16_composed_and_decomposed_options_of_one_question(survey: TinySurvey) -> None:
    twin = unicodedata.normalize("NFD", "Enig på jobb")
    survey.redefine("text: Uenig", f'text: "{twin}"', "questionnaire.yaml")
    said = survey.check()
    assert said.code == 2
    assert "2 options read" in said.errors


def test_17_another_delimiter_than_declared(survey: TinySurvey) -> None:
    survey.notes()
    survey.read_as('delimiter: ","')
    survey.refusal("svar.csv", "the declared delimiter ','", "';' gives 12 columns")


@pytest.mark.parametrize(("cells", "found"), [(11, "11 cells"), (13, "13 cells")])
def test_18_a_ragged_row(survey: TinySurvey, cells: int, found: str) -> None:
    body = rows()
    body[6] = (body[6] + ["x"])[:cells]
    survey.write(csv_text(body=body))
    survey.refusal("svar.csv", "line 8", found, "the first row has 12")


def test_19_line_ends_quotes_and_delimiters_inside_quotes(survey: TinySurvey) -> None:
    text = 'først;\r\nså "sitat"\n; og slutt'
    survey.write(csv_text(body=changed(5, "merknad", text)))
    survey.notes()
    source = survey.source()
    assert source.cells(source.index.position("merknad")).iloc[4] == text
    assert len(source.rows) == 30


def test_20_a_quote_that_is_never_closed(survey: TinySurvey) -> None:
    survey.write(csv_text().rstrip("\r\n") + f'\r\n"{PRIVATE};1')
    survey.refusal("svar.csv", "line 32", "a quote that is never closed")


def test_21_a_stray_quote_in_unquoted_text(survey: TinySurvey) -> None:
    body = csv_text(body=changed(2, "merknad", "STED"))
    survey.write(body.replace("STED", '"Åpen dag" sa de'))
    survey.refusal("svar.csv", "line 3")
    survey.read_as("quote: ''")
    survey.notes()
    assert len(survey.core().responses) == 30


@pytest.mark.parametrize(
    "ending",
    [
        lambda text: text + "\r\n\r\n",
        lambda text: text.replace("\r\n", ";\r\n"),
        lambda text: text.replace("\r\n", ";\r\n").replace("merknad;", "merknad", 1),
    ],
    ids=["blank line", "delimiter", "delimiter but in the header"],
)
def test_22_a_blank_line_or_a_delimiter_at_the_end(survey: TinySurvey, ending) -> None:
    expected = survey.core().responses
    survey.write(ending(csv_text()))
    survey.notes()
    same_core(survey, expected)


def test_23_a_header_and_no_respondents(survey: TinySurvey) -> None:
    survey.write(csv_text(body=[]))
    survey.refusal("there is no respondent: there are no rows")


def test_23_a_pilot_may_have_a_header_alone(survey: TinySurvey) -> None:
    survey.redefine("    field_start:", "    pilot: true\n    field_start:")
    survey.write(csv_text(body=[]))
    survey.notes("has its columns and no rows", "wave 2026 is declared a pilot: it has no report")
    said = survey.said_by("run", NAME)
    assert said.code == 0, said.errors
    assert "warning: the export of wave 2026 has its columns and no rows" in said.notes
    assert "core_responses" not in said.notes
    assert not survey.root.reports.exists()
    assert not list(survey.root.warehouse.rglob("*.parquet"))
    survey.write(csv_text([*HEADER, "ny"], []))
    survey.refusal("column ny")


def test_23_a_pilot_is_coded_and_has_no_report(survey: TinySurvey) -> None:
    survey.redefine("    field_start:", "    pilot: true\n    field_start:")
    assert "30 rows read, 30 respondents" in survey.notes_of_run(csv_text())
    assert not survey.root.reports.exists()
    changed_answers = survey.notes_of_run(csv_text(body=changed(2, "enig", "1")))
    assert "revision" not in changed_answers
    assert "wave 2026 is declared a pilot: it has no report, and no trend compares it" in changed_answers
    survey.redefine("    pilot: true\n", "")
    assert "nothing is kept" not in survey.notes_of_run(csv_text())
    assert survey.root.report(NAME, "2026", "trivsel").exists()


def test_23_no_trend_compares_a_pilot(survey: TinySurvey) -> None:
    pilot = "{pilot: true, field_start: 2025-01-05, field_end: 2025-01-25, report_date: 2025-02-01, "
    other = "field_start: 2024-01-05, field_end: 2024-01-25, report_date: 2024-02-01, "
    files = "export: {files: [svar.csv]}}"
    survey.redefine(
        "waves:\n", f"waves:\n  2024: {{{other}{files}\n  2025: {pilot}{files}\n  2027: {pilot}{files}\n"
    )
    definition = load_definition(survey.root.survey(NAME))
    assert waves_until(definition, "2026") == ["2024", "2026"]
    assert waves_until(definition, "2025") == ["2025"]
    assert wave_before(definition, "2026") == "2024"
    assert definition.newest_wave == "2026"


def test_24_no_header(survey: TinySurvey) -> None:
    lines = csv_text().splitlines(keepends=True)
    survey.write("".join(lines[2:]))
    survey.refusal("svar.csv", "looks like answers, not like column names")
    survey.write("".join(lines[1:]))
    survey.refusal("svar.csv", "the header row has no name for column 7, 12")


def test_24_a_person_in_the_place_of_the_header_is_not_told(survey: TinySurvey) -> None:
    person = [PRIVATE + word for word in "abcdefghijkl"]
    survey.write(csv_text(person, [person[::-1]] * 5))
    survey.refusal("none of the 11 columns that the definition names is among its 12", "a header is missing")


@pytest.mark.parametrize("twin", ["enig", "ENIG", " enig ", "e\u00a0nig"])
def test_25_two_columns_of_one_name(survey: TinySurvey, twin: str) -> None:
    header = list(HEADER)
    header[header.index("enig")] = "e nig" if "\u00a0" in twin else "enig"
    header[header.index("merknad")] = twin
    survey.write(csv_text(header))
    survey.refusal("svar.csv", "columns 5, 12 have the same name")

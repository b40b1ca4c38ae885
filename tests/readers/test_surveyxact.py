"""SurveyXact sets: the three dialects, stable ids, and sets that do not belong together."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.readers import surveyxact
from pipeline.readers.export import Export, ExportError
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, block, by_id, described, write

HERE = Path(__file__).parent / "surveyxact"
PARTS = ("synthetic", "structure", "labels")
SEMICOLON = [HERE / f"{part}_semicolon_cp1252.csv" for part in PARTS]
TAB = [HERE / f"{part}_tab_utf16.csv" for part in PARTS]
OPTIONS = ReadOptions(format="surveyxact")
HEADER = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\n"


@pytest.fixture(scope="module")
def semicolon() -> Export:
    return surveyxact.read(SEMICOLON, OPTIONS)


def small_set(
    folder: Path,
    six: tuple[int, ...] = (1, 2),
    seven: tuple[int, ...] = (1, 2),
    rows: str = "",
    header: str | None = None,
    cut: bool = True,
) -> list[Path]:
    """A set of two multiple-response questions, `basis_6` and `basis_7`, and a text.

    With `cut`, names are numbered through all of `basis`, as SurveyXact does after cutting them.
    """
    pairs = [("basis_6", code) for code in six] + [("basis_7", code) for code in seven]
    names = [f"basis_{i}" if cut else f"{q}_{c}" for i, (q, c) in enumerate(pairs, start=1)]
    structure = [f"{q};{n};Closed;Multiple;Hva?;{c};Valg {c}" for (q, c), n in zip(pairs, names, strict=True)]
    structure.append("merknad;merknad;Open;String;Merknad;;")
    labels = [f"{n};{code};{text}" for n in names for code, text in ((0, "Ikke valgt"), (1, "Valgt"))]
    dataset = (header or ";".join([*names, "merknad"])) + "\n" + rows
    folder.mkdir(exist_ok=True)
    return [
        write(folder / "dataset.csv", dataset, "cp1252"),
        write(folder / "structure.csv", HEADER + "\n".join(structure) + "\n", "cp1252"),
        write(folder / "labels.csv", "\n".join(labels) + "\n", "cp1252"),
    ]


def test_the_three_dialects_hold_the_same(semicolon):
    tab = surveyxact.read(list(reversed(TAB)), OPTIONS)
    workbook = surveyxact.read([HERE / "synthetic.xlsx"], OPTIONS)
    assert semicolon.frame.shape == (300, 242)
    assert sum(len(column.labels) for column in semicolon.columns) == 1199
    for other in (tab, workbook):
        pd.testing.assert_frame_equal(other.frame, semicolon.frame)
        assert other.columns == semicolon.columns
        assert other.notes == semicolon.notes


def test_cp1252_letters_are_exact(semicolon):
    assert described(semicolon, "v_1[10]").option == "10"
    assert described(semicolon, "v_1[10]").label.endswith(
        "Levande kulturarv "
    )  # raw, with its trailing space
    assert described(semicolon, "i_08").label.count("«Åpen dag» på videregående") == 1


def test_options_are_bound_by_choice_and_not_by_name(semicolon):
    assert described(semicolon, "v_1[16]").name == "v_1_14"
    assert described(semicolon, "v_1[16]").label.endswith("Programmering")
    assert described(semicolon, "s_11[7]").name == "s_11_5"
    assert described(semicolon, "b_1").name == "b_1"
    assert described(semicolon, "b_1@b_1_1").label == "Skole"
    assert described(semicolon, "b_1").labels == {"1": "Jente", "2": "Gutt", "3": "Annet/vil ikke svare"}


def test_people_who_never_opened_the_form_are_kept_with_their_zeros(semicolon):
    status = block(semicolon, "statoverall")
    assert (status == "1").sum().to_dict() == {"1": 0, "2": 115, "3": 25, "4": 160, "5": 0}
    ticked = by_id(semicolon, "v_1[1]") == "1"
    finished = by_id(semicolon, "statoverall[4]") == "1"
    assert block(semicolon, "v_1").notna().all(axis=None)
    assert ticked.sum() == 43
    assert (ticked & finished).sum() == 37
    assert round(100 * 37 / finished.sum(), 1) == 23.1


def test_comma_dialect_with_rows_of_seven_and_eight_fields(tmp_path):
    structure = (
        HEADER.replace(";", ",")
        + 'q1,q1_1,Closed,Multiple,"Hva, egentlig?",1,"Jakt – fiske",\n'
        + 'q1,q1_2,Closed,Multiple,"Hva, egentlig?",2,Annet\n'
    )
    files = [
        write(tmp_path / "dataset.csv", "q1_1,q1_2\n1,0\n", "cp1252"),
        write(tmp_path / "structure.csv", structure, "cp1252"),
        write(tmp_path / "labels.csv", 'q1_1,0,"Nei"\nq1_1,1,"Ja"\nq1_2,0,"Nei"\nq1_2,1,"Ja"\n', "cp1252"),
    ]
    export = surveyxact.read(files, OPTIONS)
    assert described(export, "q1[1]").label == "Hva, egentlig? - Jakt – fiske"
    assert as_dict(export) == {"q1[1]": ["1"], "q1[2]": ["0"]}


@pytest.mark.parametrize("quote", ['"', ""])
def test_raw_line_breaks_in_texts_are_joined_again(tmp_path, quote):
    files = small_set(tmp_path, rows="1;0;0;0;nei\n")
    structure = (
        files[1]
        .read_text("cp1252")
        .replace("Valg 2", f"{quote}Valg\nto{quote}")
        .replace(
            "basis_6;basis_1;Closed;Multiple;Hva?", f"basis_6;basis_1;Closed;Multiple;{quote}Hva\nda?{quote}"
        )
    )
    write(files[1], structure, "cp1252")
    export = surveyxact.read(files, OPTIONS)
    assert described(export, "basis_6[1]").label == "Hva\nda? - Valg 1"
    assert described(export, "basis_7[2]").label == "Hva? - Valg\nto"


def test_a_stray_quote_inside_unquoted_text_is_text(tmp_path):
    files = small_set(tmp_path, rows='1;0;0;0;han sa "nei" da\n0;0;0;0;5" skjerm\n')
    with pytest.raises(ExportError, match="quote"):
        surveyxact.read(files, OPTIONS)  # the number of rows cannot be checked with one quote open
    export = surveyxact.read(files, OPTIONS.model_copy(update={"quote": ""}))
    assert by_id(export, "merknad").tolist() == ['han sa "nei" da', '5" skjerm']


def test_an_option_more_in_one_question_does_not_move_another(tmp_path):
    before = surveyxact.read(small_set(tmp_path / "a", rows="1;0;1;0;x\n"), OPTIONS)
    after = surveyxact.read(small_set(tmp_path / "b", six=(1, 2, 3), rows="1;0;0;1;0;x\n"), OPTIONS)
    for identity in ("basis_6[1]", "basis_6[2]", "basis_7[1]", "basis_7[2]"):
        assert by_id(before, identity).tolist() == by_id(after, identity).tolist()
    by_name = [
        export.columns[[c.name for c in export.columns].index("basis_3")].id for export in (before, after)
    ]
    assert by_name == ["basis_7[1]", "basis_6[3]"]  # what binding by name would have mixed up


def test_a_renamed_variable_of_the_same_question_keeps_its_id(tmp_path):
    before = surveyxact.read(small_set(tmp_path / "a", rows="1;0;0;1;x\n"), OPTIONS)
    files = small_set(tmp_path / "b", rows="1;0;0;1;x\n")
    for path in files:
        write(path, path.read_text("cp1252").replace("basis_3", "syv_en"), "cp1252")
    after = surveyxact.read(files, OPTIONS)
    assert described(after, "basis_7[1]").name == "syv_en"
    assert as_dict(after) == as_dict(before)
    assert after.notes == before.notes


def test_reordered_columns_give_the_same(tmp_path):
    straight = surveyxact.read(small_set(tmp_path / "a", rows="1;0;0;1;x\n"), OPTIONS)
    files = small_set(tmp_path / "b", header="merknad;basis_4;basis_1;basis_2;basis_3", rows="x;1;1;0;0\n")
    reordered = surveyxact.read(files, OPTIONS)
    assert as_dict(straight) == as_dict(reordered)
    assert straight.notes == reordered.notes  # the same fingerprint


def test_a_header_cut_to_eight_characters_is_matched_by_order(tmp_path):
    files = small_set(
        tmp_path, cut=False, header="basis_1;basis_2;basis_3;basis_4;merknad", rows="1;0;0;1;x\n"
    )
    export = surveyxact.read(files, OPTIONS)
    assert by_id(export, "basis_7[2]").tolist() == ["1"]
    assert any("eight characters" in note for note in export.notes)


def test_a_header_that_is_no_cut_of_the_structure_is_refused(tmp_path):
    header = "basis_1;basis_2;kjonn_1;basis_4;merknad"
    with pytest.raises(ExportError, match=r"4 columns are not in it.* column 1\)"):
        surveyxact.read(small_set(tmp_path, cut=False, header=header, rows="1;0;0;1;x\n"), OPTIONS)


@pytest.mark.parametrize(
    "header",
    [
        "basis_6_9;basis_2;basis_3;basis_4;merknad",  # nine characters are no cut to eight
        "basis_1;basis_2;basis_3;basis_4",  # a column too few to be matched by order
    ],
)
def test_other_headers_that_are_no_cut_are_refused(tmp_path, header):
    rows = ";".join("1" if name.startswith("basis") else "x" for name in header.split(";")) + "\n"
    with pytest.raises(ExportError, match="does not fit the structure"):
        surveyxact.read(small_set(tmp_path, cut=False, header=header, rows=rows), OPTIONS)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("basis_2;1;Valgt\n", "", "its codes must be 0, 1"),
        ("basis_2;0;Ikke valgt\nbasis_2;1;Valgt\n", "", "1 options have no labels"),
        ("", "merknad;1;Valgt\n", "is an open question"),
        ("basis_2;1;Valgt", "basis_2;0;Valgt", "already has a label for code 0"),
        ("", "merknad;1\n", "2 fields"),
    ],
)
def test_labels_that_do_not_fit_are_refused(tmp_path, old, new, message):
    files = small_set(tmp_path, rows="1;0;0;0;x\n")
    labels = files[2].read_text("cp1252")
    write(files[2], labels.replace(old, new) if old else labels + new, "cp1252")
    with pytest.raises(ExportError, match=message):
        surveyxact.read(files, OPTIONS)


def test_an_open_quote_in_the_structure_is_refused_until_quotes_are_text(tmp_path):
    files = small_set(tmp_path, rows="1;0;0;0;x\n")
    write(files[1], files[1].read_text("cp1252").replace("Valg 2", 'Skjerm 5"', 1), "cp1252")
    with pytest.raises(ExportError, match="lines outside quotes"):
        surveyxact.read(files, OPTIONS)
    export = surveyxact.read(files, OPTIONS.model_copy(update={"quote": ""}))
    assert described(export, "basis_6[2]").label == 'Hva? - Skjerm 5"'


def test_columns_matched_by_order_must_fit_their_codes_too(tmp_path):
    structure = HEADER + "problem_a;problem_a;Closed;Single;A;;\nproblem_b;problem_b;Closed;Single;B;;\n"
    files = [
        write(tmp_path / "dataset.csv", "problem;proble_1\n7;1\n"),
        write(tmp_path / "structure.csv", structure),
        write(tmp_path / "labels.csv", "problem_a;1;Ja\nproblem_b;7;Nei\n"),
    ]
    with pytest.raises(ExportError, match="1 cells of 'problem_a'"):
        surveyxact.read(files, OPTIONS)
    write(files[0], "problem_a;problem_b\n7;1\n")
    assert as_dict(surveyxact.read(files, OPTIONS)) == {"problem_a": ["7"], "problem_b": ["1"]}


def test_a_person_in_the_place_of_the_header_is_not_told(tmp_path):
    files = small_set(tmp_path, header="1;0;0;1;kari@example.org", rows="1;0;0;1;x\n")
    with pytest.raises(ExportError, match="does not fit the structure") as caught:
        surveyxact.read(files, OPTIONS)
    assert "kari" not in str(caught.value)


def test_two_columns_cut_to_the_same_name_are_bound_by_their_place(tmp_path):
    files = small_set(
        tmp_path, cut=False, header="basis_1;basis_1;basis_1;basis_1;merknad", rows="1;0;0;1;x\n"
    )
    assert by_id(surveyxact.read(files, OPTIONS), "basis_7[2]").tolist() == ["1"]
    files = small_set(tmp_path, header="basis_1;basis_1;basis_3;basis_4;anna", rows="1;0;0;1;x\n")
    with pytest.raises(ExportError, match="or twice \\(first: column 2\\)"):
        surveyxact.read(files, OPTIONS)


def test_header_only_is_an_export_without_respondents(tmp_path):
    assert surveyxact.read(small_set(tmp_path), OPTIONS).frame.shape == (0, 5)


def test_a_missing_part_is_named(tmp_path):
    dataset, structure, labels = small_set(tmp_path, rows="1;0;0;0;x\n")
    for part, left in (
        ("labels", [dataset, structure]),
        ("structure", [dataset, labels]),
        ("dataset", [structure, labels]),
    ):
        with pytest.raises(ExportError, match=f"one {part} file"):
            surveyxact.read(left, OPTIONS)


def test_labels_of_another_survey_are_refused(tmp_path):
    dataset, structure, _ = small_set(tmp_path, rows="1;0;0;0;x\n")
    with pytest.raises(ExportError, match="labelled variables are not in the structure"):
        surveyxact.read([dataset, structure, SEMICOLON[2]], OPTIONS)


def test_a_dataset_of_one_wave_with_the_structure_of_another_is_refused(tmp_path):
    old = small_set(tmp_path / "a", rows="1;0;0;0;x\n")
    new = small_set(tmp_path / "b", six=(1, 2, 3), rows="1;0;0;0;0;x\n")
    with pytest.raises(ExportError, match="exported together"):
        surveyxact.read([old[0], *new[1:]], OPTIONS)
    with pytest.raises(ExportError, match="exported together"):
        surveyxact.read([new[0], *old[1:]], OPTIONS)


def test_codes_that_a_multiple_response_cannot_have_are_refused_without_telling_them(tmp_path):
    files = small_set(tmp_path, rows="1;0;77;0;x\n")
    with pytest.raises(ExportError, match=r"1 cells of 'basis_3'") as caught:
        surveyxact.read(files, OPTIONS)
    assert "77" not in str(caught.value)


def test_two_vintages_in_one_survey_stay_apart_by_their_background_variable(tmp_path):
    structure = HEADER + "ptype1;ptype1;Closed;Single;År;;\nq;q;Closed;Single;Enig?;;\n"
    files = [
        write(tmp_path / "dataset.csv", "ptype1;q\n1;1\n2;1\n2;2\n"),
        write(tmp_path / "structure.csv", structure, "cp1252"),
        write(tmp_path / "labels.csv", "ptype1;1;2023\nptype1;2;2024\nq;1;Ja\nq;2;Nei\n"),
    ]
    export = surveyxact.read(files, OPTIONS)
    assert described(export, "ptype1").labels == {"1": "2023", "2": "2024"}
    assert by_id(export, "ptype1").value_counts().to_dict() == {"2": 2, "1": 1}


def test_a_closed_variable_may_have_no_labels_at_all(tmp_path):
    structure = HEADER + "q;q;Closed;Single;Enig?;;\nr;r;Closed;Single;Hvor?;;\n"
    files = [
        write(tmp_path / "dataset.csv", "q;r\n1;17\n2;4\n"),
        write(tmp_path / "structure.csv", structure),
        write(tmp_path / "labels.csv", "q;1;Ja\nq;2;Nei\n"),
    ]
    export = surveyxact.read(files, OPTIONS)
    assert described(export, "r").labels == {}
    assert by_id(export, "r").tolist() == ["17", "4"]


def test_utf8_is_refused_until_it_is_declared(tmp_path):
    files = [write(tmp_path / path.name, path.read_text("cp1252"), "utf-8") for path in SEMICOLON]
    with pytest.raises(ExportError, match="declare encoding: utf-8"):
        surveyxact.read(files, OPTIONS)
    declared = surveyxact.read(files, OPTIONS.model_copy(update={"encoding": "utf-8"}))
    assert described(declared, "i_08").label.count("«Åpen dag»") == 1


def test_utf16_without_a_mark_must_be_declared(tmp_path):
    files = [tmp_path / path.name for path in TAB]
    for source, path in zip(TAB, files, strict=True):
        path.write_bytes(source.read_bytes()[2:])
    with pytest.raises(ExportError):
        surveyxact.read(files, OPTIONS)
    export = surveyxact.read(files, OPTIONS.model_copy(update={"encoding": "utf-16-le"}))
    assert export.frame.shape == (300, 242)


def test_an_invalid_byte_is_named_by_its_place(tmp_path):
    files = small_set(tmp_path, rows="1;0;0;0;x\n")
    content = files[1].read_bytes() + b"\x81"
    files[1].write_bytes(content)
    with pytest.raises(ExportError, match=f"byte {len(content) - 1} "):
        surveyxact.read(files, OPTIONS)


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def wide(second: list[list[object]]) -> dict[str, list[list[object]]]:
    structure = [
        cell.split(";") for cell in (HEADER.strip(), "key;key;Open;String;Nøkkel;;", "a;a;Closed;Single;A;;")
    ]
    structure.append(["b", "b", "Closed", "Single", "B", "", ""])
    return {
        "Forside": [["Undersøkelse 2026"]],
        "Labels": [["a", 1, "Ja"], ["b", 1, "Ja"], ["b", 2, "Nei"]],
        "Dataset(1)": [["key", "a"], ["k1", 1], ["k2", None], ["k3", 1]],
        "Dataset(2)": second,
        "Structure": [list(row) for row in structure],
    }


def test_a_dataset_over_two_sheets_is_joined(tmp_path):
    second = [["key", "b"], ["k1", 2], ["k2", 1], ["k3", 1]]
    export = surveyxact.read([workbook(tmp_path / "wide.xlsx", wide(second))], OPTIONS)
    assert as_dict(export) == {"key": ["k1", "k2", "k3"], "a": ["1", None, "1"], "b": ["2", "1", "1"]}


def test_hidden_rows_are_read_and_noted(tmp_path):
    path = workbook(tmp_path / "wide.xlsx", wide([["b"], [2], [1], [1]]))
    book = openpyxl.load_workbook(path)
    book["Dataset(1)"].row_dimensions[3].hidden = True
    book.save(path)
    export = surveyxact.read([path], OPTIONS)
    assert by_id(export, "key").tolist() == ["k1", "k2", "k3"]
    assert any("1 hidden rows" in note for note in export.notes)


def test_sheets_with_other_rows_or_another_key_are_refused(tmp_path):
    with pytest.raises(ExportError, match="has 3 rows, but"):
        surveyxact.read([workbook(tmp_path / "a.xlsx", wide([["b"], [2], [1]]))], OPTIONS)
    swapped = [["key", "b"], ["k2", 2], ["k1", 1], ["k3", 1]]
    with pytest.raises(ExportError, match="column 'key' is not the same"):
        surveyxact.read([workbook(tmp_path / "b.xlsx", wide(swapped))], OPTIONS)


def test_only_a_structure_is_recognised():
    assert surveyxact.looks_like([["questionName", "variableName", "questionType"], ["q", "q", "Closed"]])
    assert not surveyxact.looks_like([["v_1_1", "v_1_2"], ["0", "1"]])
    assert not surveyxact.looks_like([])

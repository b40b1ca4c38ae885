"""SPSS files: the open fixtures' facts, and files that a generator makes right or wrong on purpose."""

import struct
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from sav_files import DATE, DATETIME, QYR, SYSMIS, Var, sav_bytes

from pipeline.readers import Export, MissingRange

SAMPLES = Path(__file__).parent / "sav"
Read = Callable[..., Export]
Refusal = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def writing(*arguments: object, **options: object) -> Path:
        path = tmp_path / "made.sav"
        path.write_bytes(sav_bytes(*arguments, **options))  # type: ignore[arg-type]
        return path

    return writing


def column(export: Export, name: str) -> list[object]:
    position = [found.name for found in export.columns].index(name)
    return [None if pd.isna(cell) else cell for cell in export.frame.iloc[:, position]]


def test_dates_times_labels_and_notes_of_a_windows_1252_file(read: Read) -> None:
    export = read(SAMPLES / "sample.sav")
    assert column(export, "mydate") == ["2018-05-06", "1880-05-06", "1960-01-01", "1583-01-01", None]
    assert column(export, "dtime")[:2] == ["2018-05-06T10:10:10", "1880-05-06T10:10:10"]
    assert column(export, "mytime") == ["10:10:10", "23:10:10", "00:00:00", "16:10:10", None]
    labelled = {found.name: found.labels for found in export.columns}
    assert labelled["mylabl"] == {"1": "Male", "2": "Female"}
    assert [found.kind for found in export.columns] == [
        "text", "number", "date", "datetime", "number", "number", "time",
    ]  # fmt: skip
    assert sum(note.startswith("note in the file") for note in export.notes) == 4


def test_an_uncompressed_file(read: Read) -> None:
    export = read(SAMPLES / "sample_large.sav")
    assert export.frame.shape == (485, 7)
    assert export.frame["v0002"].mean() == pytest.approx(0.18)
    assert int(export.frame.isna().sum().sum()) == 291


def test_user_missing_values_are_kept_and_declared(read: Read) -> None:
    export = read(SAMPLES / "sample_missing.sav")
    ranges = {found.name: found.missing for found in export.columns}
    assert ranges["mynum"] == (MissingRange(2000.0, 3000.0), MissingRange(-1.0, -1.0))
    assert ranges["myord"] == (MissingRange(-1.0, -1.0), MissingRange(-2.0, -2.0), MissingRange(-3.0, -3.0))
    assert {2500.0, -1.0} <= set(column(export, "mynum"))
    assert -3.0 in column(export, "myord")
    # 10 missing numbers and dates; the eleventh is the blank text, which is no answer either.
    assert int(export.frame.isna().sum().sum()) == 11
    assert column(export, "mychar")[-1] is None


@pytest.mark.parametrize(
    ("file", "cells", "missing"),
    [
        ("missing_test.sav", [1.0, 2.0], (MissingRange(1.0, 1.0),)),
        ("missing_char.sav", ["Z", "a"], (MissingRange("Z", "Z"),)),
    ],
)
def test_user_missing_of_numbers_and_of_text(
    read: Read, file: str, cells: list[object], missing: tuple[MissingRange, ...]
) -> None:
    export = read(SAMPLES / file)
    assert export.frame["v0001"].tolist() == cells
    assert export.columns[0].missing == missing


def test_multiple_response_sets_give_block_and_option(read: Read) -> None:
    export = read(SAMPLES / "simple_alltypes.sav")
    places = {found.name: (found.block, found.option) for found in export.columns if found.block}
    assert places["bool2"] == ("mymrset", "Response #2")
    assert places["ca_subvar_3"] == ("categorical_array", "3")
    assert len(places) == 6
    assert [found.name for found in export.columns if found.is_mention] == [
        f"ca_subvar_{i}" for i in (1, 2, 3)
    ]
    assert column(export, "quarter")[0] == 13631500800.0  # QYR stays seconds
    assert "1776-07-04" in column(export, "y")
    assert "NA" in column(export, "str")
    assert {-9.0, 999.0} <= set(column(export, "z"))


def test_long_strings_and_names_outside_latin(read: Read) -> None:
    telugu = read(SAMPLES / "tegulu.sav")
    assert telugu.frame["v0002"].tolist() == ["నేను గతంలో వాడిన బ"]
    assert any("cut inside a character" in note for note in telugu.notes)
    wide = read(SAMPLES / "test_width.sav")
    assert column(wide, "StartDate")[0] == "2020-07-13 23:19:55"
    assert set(column(wide, "Finished")) <= {1.0, 2.0}
    hebrew = read(SAMPLES / "hebrews.sav")
    assert (hebrew.columns[0].name, hebrew.frame.columns[0], len(hebrew.frame)) == ("ותק_ב", "v0001", 99)


def test_texts_of_more_than_255_bytes_and_shared_labels(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "long.sav"
    long = ["Å" * 400 + "!", ""]
    frame = pd.DataFrame({"svar": long, "a": [1.0, 2.0], "b": [2.0, 1.0]})
    labels = {"a": {1: "Ja", 2: "Nei"}, "b": {1: "Ja", 2: "Nei"}}
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)
    export = read(path)
    assert column(export, "svar") == [long[0], None]
    assert export.columns[1].labels == export.columns[2].labels == {"1": "Ja", "2": "Nei"}


def test_a_generated_file_reads_as_written(read: Read, write: Callable[..., Path]) -> None:
    variables = [
        Var(
            "kjonn",
            label="Kjønn",
            labels={1.0: "Kvinne", 98.0: "Vet ikke"},
            missing=(-3, (-999.0, 0.0, 999.0)),
        ),
        Var("navn", width=12),
    ]
    export = read(write(variables, [[1.0, "Ås"], [SYSMIS, ""], [-5.0, "NA"]]))
    assert export.columns[0].label == "Kjønn"
    assert export.columns[0].labels == {"1": "Kvinne", "98": "Vet ikke"}
    assert export.columns[0].missing == (MissingRange(-999.0, 0.0), MissingRange(999.0, 999.0))
    assert column(export, "KJONN") == [1.0, None, -5.0]
    assert column(export, "NAVN") == ["Ås", None, "NA"]


def test_unknown_case_count_reads_all_rows(read: Read, write: Callable[..., Path]) -> None:
    assert len(read(write([Var("a")], [[float(i)] for i in range(7)], cases=-1)).frame) == 7


@pytest.mark.parametrize("cases", [0, 3, 9])
def test_a_case_count_that_is_not_the_number_of_rows_is_refused(
    refusal: Refusal, write: Callable[..., Path], cases: int
) -> None:
    message = refusal(write([Var("a")], [[float(i)] for i in range(7)], cases=cases))
    assert f"the header says {cases} rows and the file has 7" in message


def test_no_rows_is_an_export_with_a_note(read: Read, write: Callable[..., Path]) -> None:
    export = read(write([Var("a")], []))
    assert export.frame.shape == (0, 1)
    assert any("no respondents" in note for note in export.notes)


@pytest.mark.parametrize("cut", [1, 8, 60])
@pytest.mark.parametrize("file", ["sample.sav", "hebrews.sav"])
def test_a_cut_off_file_is_refused(refusal: Refusal, tmp_path: Path, file: str, cut: int) -> None:
    path = tmp_path / file
    path.write_bytes((SAMPLES / file).read_bytes()[:-cut])
    refusal(path)


def test_a_compressed_zsav_file(read: Read, refusal: Refusal, tmp_path: Path) -> None:
    path = tmp_path / "made.zsav"
    frame = pd.DataFrame({"a": [float(i % 7) for i in range(2_000)], "by": ["Tromsø", "", "Ås", "NA"] * 500})
    pyreadstat.write_sav(frame, path, compress=True)
    assert path.read_bytes()[:4] == b"$FL3"
    export = read(path)
    assert column(export, "a") == frame["a"].tolist()
    assert column(export, "by")[:4] == ["Tromsø", None, "Ås", "NA"]
    path.write_bytes(path.read_bytes()[:-200])
    refusal(path)


def test_the_weight_is_found_behind_a_long_string(read: Read, write: Callable[..., Path]) -> None:
    variables = [Var("id"), Var("text", width=20), Var("vekt")]
    rows = [[1.0, "a", 0.5], [2.0, "b", 1.5]]
    assert read(write(variables, rows, weight=5)).weight == "VEKT"
    assert read(write(variables, rows)).weight is None


@pytest.mark.parametrize("element", [3, 2, 6, 99, -1])
def test_a_weight_that_is_no_number_variable_is_refused(
    refusal: Refusal, write: Callable[..., Path], element: int
) -> None:
    variables = [Var("id"), Var("text", width=20), Var("vekt")]
    assert "weight" in refusal(write(variables, [[1.0, "a", 0.5]], weight=element))


def test_a_wrong_encoding_is_refused_and_the_override_reads_it(
    read: Read, refusal: Refusal, write: Callable[..., Path]
) -> None:
    # ReadStat alone would give "Troms" for the first two, and no error.
    for text in ("Tromsø", "Tromså", "Bodø by"):
        made = write([Var("by", width=16)], [[text]], encoding="UTF-8", written_as="cp1252")
        assert "declare `encoding`" in refusal(made)
        assert read(made, encoding="cp1252").frame["v0001"].tolist() == [text]
    assert "nonsense" in refusal(made, encoding="nonsense")


def test_dates_out_of_range_keep_their_seconds(read: Read, write: Callable[..., Path]) -> None:
    year_12000 = 328_700_000_000.0
    variables = [Var("d", format=DATE), Var("t", format=DATETIME), Var("q", format=QYR)]
    export = read(
        write(variables, [[year_12000, 13_744_000_000.5, 13_631_500_800.0], [86_400.0, SYSMIS, SYSMIS]])
    )
    assert column(export, "D") == ["328700000000", "1582-10-15"]
    assert column(export, "T") == ["2018-04-25T01:46:40.500000", None]
    assert column(export, "Q") == [13_631_500_800.0, None]
    assert any("out of range" in note for note in export.notes)


def test_a_user_missing_date_is_declared_as_the_cells_have_it(read: Read, write: Callable[..., Path]) -> None:
    export = read(
        write([Var("d", format=DATE, missing=(1, (86_400.0,)), labels={86_400.0: "ukjent"})], [[86_400.0]])
    )
    assert export.columns[0].missing == (MissingRange("1582-10-15", "1582-10-15"),)
    assert export.columns[0].labels == {"1582-10-15": "ukjent"}
    assert export.frame["v0001"].tolist() == ["1582-10-15"]


@pytest.mark.parametrize(
    ("sets", "members"), [("$m=D1 1 3 Set A\n", 1), ("$m=D1 1 3 Set A B\n", 2), ("$m=C 3 Set A B\n", 2)]
)
def test_sets_with_one_or_more_variables(
    read: Read, write: Callable[..., Path], sets: str, members: int
) -> None:
    export = read(write([Var("a", label="Buss"), Var("b", label="Tog")], [[1.0, 0.0]], sets=sets))
    assert sum(bool(found.block) for found in export.columns) == members
    assert any("multiple-response set" in note for note in export.notes) == (members == 1)
    assert export.columns[0].option == ("1" if "=C" in sets else "Buss")
    assert export.columns[0].block_text == "Set"


def test_the_title_of_a_file_is_the_survey_s(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "titled.sav"
    pyreadstat.write_sav(pd.DataFrame({"a": [1.0]}), path, file_label="Medlemmer på jobb 2024")
    assert read(path).title == "Medlemmer på jobb 2024"


def test_a_set_without_variables_does_no_harm(read: Read, write: Callable[..., Path]) -> None:
    export = read(write([Var("a")], [[1.0]], sets="$m=D1 1 3 Set\n"))
    assert export.frame.shape == (1, 1)


def test_a_set_that_names_a_missing_variable_is_refused(refusal: Refusal, write: Callable[..., Path]) -> None:
    assert "multiple-response set" in refusal(write([Var("a")], [[1.0]], sets="$m=D1 1 3 Set A NOWHERE\n"))


@pytest.mark.parametrize("very_long", ["A=00600\0\t", "A=99999\0\t", "A=abc\0\t", "A=\0\t"])
def test_very_long_strings_without_their_parts_are_refused(
    refusal: Refusal, write: Callable[..., Path], very_long: str
) -> None:
    assert "very long string" in refusal(write([Var("a", width=16)], [["x"]], very_long=very_long))


def test_names_that_differ_by_nothing_are_refused(refusal: Refusal, write: Callable[..., Path]) -> None:
    assert "the same name" in refusal(write([Var("a"), Var("a")], [[1.0, 2.0]]))


def test_a_blank_text_that_is_user_missing_is_a_code(read: Read, write: Callable[..., Path]) -> None:
    blank = struct.unpack("<d", b" " * 8)[0]
    export = read(write([Var("a", width=8, missing=(1, (blank,)))], [[" "], ["x"]]))
    assert export.columns[0].missing == (MissingRange("", ""),)
    assert export.frame["v0001"].tolist() == ["", "x"]


def test_names_and_sets_in_an_old_code_page(read: Read, write: Callable[..., Path]) -> None:
    made = write(
        [Var("a", label="Båt"), Var("b", label="Tog")], [[1.0, 0.0]], encoding="", written_as="cp1252"
    )
    assert [found.label for found in read(made).columns] == ["Båt", "Tog"]

"""Delimited text: no row is lost, whatever the file, and every cell stays the text that it is."""

import csv
import io
import string
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import Export, ExportError, ReadOptions
from pipeline.readers.delimited import parse_exactly, read_table
from pipeline.readers.dialect import read_head
from pipeline.readers.records import count_records

Read = Callable[..., Export]
Refusal = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def writing(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "svar.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return writing


def cells(export: Export) -> list[list[object]]:
    return [[None if pd.isna(cell) else cell for cell in row] for row in export.frame.to_numpy().tolist()]


@pytest.mark.parametrize(
    ("text", "encoding", "options"),
    [
        ("id;by\r\n1;Tromsø\r\n", "utf-8", {}),
        ("id;by\n1;Tromsø\n", "utf-8-sig", {}),
        ("id\tby\r\n1\tTromsø\r\n", "utf-16", {}),
        ("id\tby\r\n1\tTromsø\r\n", "utf-16-le", {"encoding": "utf-16-le"}),
        ("id,by\n1,Tromsø\n", "cp1252", {"encoding": "cp1252"}),
        ("id|by\r1|Tromsø\r", "utf-8", {}),
        ("id;by\n1;Tromsø\n", "utf-8-sig", {"encoding": "cp1252"}),  # the byte-order mark knows better
    ],
)
def test_encodings_and_delimiters(
    read: Read, write: Callable[..., Path], text: str, encoding: str, options: dict[str, str]
) -> None:
    export = read(write(text, encoding), **options)
    assert [found.id for found in export.columns] == ["id", "by"]
    assert cells(export) == [["1", "Tromsø"]]
    assert export.format == "csv"


def test_windows_punctuation_is_exact(read: Read, write: Callable[..., Path]) -> None:
    assert cells(read(write(b"a;b\n1 \x96 2;\x80\n", ""), encoding="cp1252")) == [["1 – 2", "€"]]


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        (b"a;b\n1;Troms\xf8\n", {}, "byte 11"),
        (b"a;b\n1;\x81\n", {"encoding": "cp1252"}, "byte 6"),
        (b"\xef\xbb\xbfa;b\n1;\xff\n", {}, "byte 9"),
        ("a\tb\n1\t2\n".encode("utf-16-le"), {}, "utf-16-le"),
        (b"a;b\n1;2\n", {"encoding": "klingon"}, "klingon"),
        (b"a;b\n1;x\0\n", {}, "NUL"),
    ],
)
def test_what_does_not_decode_is_refused_at_its_byte(
    refusal: Refusal, write: Callable[..., Path], content: bytes, options: dict[str, str], expected: str
) -> None:
    assert expected in refusal(write(content), **options)


@pytest.mark.parametrize(
    ("content", "line"),
    [("a;b;c\n1;2;3\n4;5\n6;7;8;9\n", 3), ('a;b\n"1\n2\n3";2\n4;5;6\n', 5), ("a;b\n\n1;2;3\n", 3)],
)
def test_a_ragged_row_is_refused_with_its_line(
    refusal: Refusal, write: Callable[..., Path], content: str, line: int
) -> None:
    assert f"line {line} " in refusal(write(content))


@pytest.mark.parametrize(
    "content", ["a;b;\n1;2\n3;4;5\n", "a;b;\n1;2\n3;4;\n", "a;b;c\n1;2\n3;4\n", "a;b;\n1;2;\n3;4\n5\n"]
)
def test_delimiters_at_the_end_of_some_rows_are_ragged(
    refusal: Refusal, write: Callable[..., Path], content: str
) -> None:
    assert "cells where the first row has 3" in refusal(write(content))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('a;b\n1;"never closed\n2;x\n', "line 2"),
        ('a;b\n1;"x" y\n', "line 2"),
        ('a;b\n1;19" felg\n2;17" felg\n', "stray quote"),
        ("a;b\n1;2\n\n3;4\n", "blank lines"),
        ("a;b\n1;2\n", ""),
    ],
)
def test_quotes_and_blank_lines_out_of_place(
    read: Read, refusal: Refusal, write: Callable[..., Path], content: str, expected: str
) -> None:
    if expected:
        assert expected in refusal(write(content))
    else:
        assert len(read(write(content)).frame) == 1


def test_quotes_are_plain_text_when_declared(read: Read, write: Callable[..., Path]) -> None:
    assert cells(read(write('a;b\n1;19" felg\n2;17\n'), quote="")) == [["1", '19" felg'], ["2", "17"]]


def test_embedded_line_breaks_quotes_and_delimiters_are_exact(read: Read, write: Callable[..., Path]) -> None:
    text = 'a;b\n1;"to\r\nlinjer; ""ja"""\n2;""\n'
    assert cells(read(write(text))) == [["1", 'to\r\nlinjer; "ja"'], ["2", None]]


@pytest.mark.parametrize(
    "text",
    [
        "a;b;\n1;2;\n3;4;\n",
        "a;b\n1;2;\n3;4;\n",
        "a;b;\n1;2\n3;4\n",
        "a;b\n1;2\n3;4\n\n\n",
        "a;b\n1;2\n3;4",
    ],
)
def test_trailing_delimiters_and_blank_lines_are_no_data(
    read: Read, write: Callable[..., Path], text: str
) -> None:
    assert cells(read(write(text))) == [["1", "2"], ["3", "4"]]


def test_a_declared_delimiter_that_is_not_the_files_is_refused(
    read: Read, refusal: Refusal, write: Callable[..., Path]
) -> None:
    path = write("a;b\n1;2,5\n")
    assert "';' gives 2 columns" in refusal(path, delimiter=",")
    assert cells(read(path, delimiter=";")) == [["1", "2,5"]]
    assert "one character" in refusal(path, delimiter=";;")


def test_two_delimiters_that_fit_alike_must_be_declared(
    read: Read, refusal: Refusal, write: Callable[..., Path]
) -> None:
    path = write("a,x;b\n1,y;2\n")
    assert "declare `delimiter`" in refusal(path)
    assert cells(read(path, delimiter=";")) == [["1,y", "2"]]


def test_a_header_without_respondents_is_an_export_with_a_note(
    read: Read, write: Callable[..., Path]
) -> None:
    export = read(write("a;b\n"))
    assert export.frame.shape == (0, 2)
    assert any("no respondents" in note for note in export.notes)


@pytest.mark.parametrize("header", ["1;34;2", "2026-01-01;x;y", "ola@example.org;a;b", "a;;b", "1,5;a;b"])
def test_a_header_that_is_no_header_is_refused(
    refusal: Refusal, write: Callable[..., Path], header: str
) -> None:
    message = refusal(write(f"{header}\n1;2;3\n"))
    assert "header" in message
    assert "example.org" not in message


def test_numbered_questions_are_a_header(read: Read, write: Callable[..., Path]) -> None:
    assert [found.id for found in read(write("1;2;3\n5;5;5\n")).columns] == ["1", "2", "3"]


@pytest.mark.parametrize("header", ["a;b;a", "Kjønn;x;kjønn", "a b;x; A  B ", "a\u030a;x;å"])
def test_names_that_are_one_to_a_person_are_refused(
    refusal: Refusal, write: Callable[..., Path], header: str
) -> None:
    assert "same name" in refusal(write(f"{header}\n1;2;3\n"))


def test_everything_stays_text(read: Read, write: Callable[..., Path]) -> None:
    row = ["0301", "9007199254740993", "1E5", "NA", "nan", "inf", "Null", "Ås", " ", "1 234,5"]
    header = [f"k{i}" for i in range(len(row))]
    export = read(write(";".join(header) + "\n" + ";".join(row) + "\n"))
    assert cells(export) == [row]
    assert {str(dtype) for dtype in export.frame.dtypes} == {"str"}


def test_a_single_column(read: Read, refusal: Refusal, write: Callable[..., Path]) -> None:
    assert cells(read(write("svar\nja\nnei\n"))) == [["ja"], ["nei"]]
    refusal(write("svar\nja\n\nnei\n"))  # a blank line or a blank answer: nobody can know


def test_no_value_is_in_a_message(refusal: Refusal, write: Callable[..., Path]) -> None:
    message = refusal(write("navn;svar\nKari Nordmann;1;2\n"))
    assert "Kari" not in message


def lists(cells: pa.Table) -> list[list[str]]:
    """Rows of a table, a missing cell as the empty text."""
    return [[cell or "" for cell in row.values()] for row in cells.to_pylist()]


def exact_rows(path: Path) -> list[list[str]]:
    """All rows of a `;` file by the exact parser alone."""
    data = path.read_bytes()
    return lists(parse_exactly(data, path.name, ";", '"', count_records(data, ";", '"')))


CELL = st.text(alphabet=string.ascii_letters + 'æøå ;,"\n\r0123456789', max_size=6)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_both_parsers_give_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, quoting: int
) -> None:
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # Python 3.11's writer leaves a lone carriage return without quotes
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(out.getvalue().encode())
    assert exact_rows(path) == rows
    table = read_table(path, ReadOptions(delimiter=";"))
    assert table.head == rows[:1]
    assert lists(table.cells) == rows[1:]


@given(st.text(alphabet='a;"\n\r', max_size=12))
def test_a_text_is_read_alike_by_both_parsers_or_by_none(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_text(text, encoding="utf-8", newline="")
    options = ReadOptions(delimiter=";")
    try:
        rows = exact_rows(path)
    except ExportError:
        with pytest.raises(ExportError):
            read_table(path, options)
        return
    table = read_table(path, options)
    assert table.head + lists(table.cells) == rows


@pytest.mark.parametrize(
    ("text", "records", "inner", "unclosed", "tidy"),
    [
        ("a;b\n1;2\n", 2, 0, False, True),
        ("a;b\r\n\r\n1;2\r\n\r\n", 2, 1, False, True),
        ("a;b\r1;2", 2, 0, False, True),
        ('a;b\n"1\n2";3\n', 2, 0, False, True),
        ('a;b\n"1\n2', 2, 0, True, False),
        ('a;b\n1;x"y"\n', 2, 0, False, False),
        ("", 0, 0, False, True),
        ("\n\n", 0, 0, False, True),
    ],
)
def test_the_independent_count(text: str, records: int, inner: int, unclosed: bool, tidy: bool) -> None:
    found = count_records(text.encode(), ";", '"')
    assert (found.records, found.inner_blank_lines, found.unclosed, found.tidy) == (
        records,
        inner,
        unclosed,
        tidy,
    )


def test_the_count_holds_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'a;b\r\n"1\r\n""2""";3\r\n\r\n4;5\r\n'
    whole = count_records(text, ";", '"')
    for size in range(1, 9):
        monkeypatch.setattr("pipeline.readers.records._CHUNK", size)
        assert count_records(text, ";", '"') == whole


def test_a_head_is_read_even_of_undeclared_code_pages(write: Callable[..., Path]) -> None:
    assert read_head(write("id;Kjønn\n1;2\n", "cp1252"), ReadOptions())[0][0] == "id"

"""Formats are known by their bytes: a wrong name, a web page, an archive are refused for what they are."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.readers import Export

SAMPLES = Path(__file__).parent / "sav"
Read = Callable[..., Export]
Refusal = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def writing(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return writing


@pytest.mark.parametrize(
    "content",
    [b"<!DOCTYPE html><html><body>Log in</body>", b"\xef\xbb\xbf\n <HTML>", "<html>".encode("utf-16")],
)
def test_a_login_page_is_refused(
    refusal: Refusal, write: Callable[[str, bytes], Path], content: bytes
) -> None:
    assert "web page" in refusal(write("svar.csv", content))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("svar.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        ("svar.csv", b"\x1f\x8b\x08\0\0", "gzip"),
        ("svar.csv", b"%PDF-1.7", "PDF"),
        ("svar.csv", b"PK\x03\x04broken", "zip structure"),
        ("svar.csv", bytes(range(256)) * 4, "none of the formats"),
        ("svar.parquet", b"PAR1" + b"\0" * 50, "cut off"),
        ("svar.sav", b"a;b\n1;2\n", "by its content this is a text file"),
    ],
)
def test_what_is_not_read_is_named(
    refusal: Refusal, write: Callable[[str, bytes], Path], name: str, content: bytes, expected: str
) -> None:
    assert expected in refusal(write(name, content))


def test_a_wrong_extension_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.save(tmp_path / "svar.csv")
    assert "Excel workbook" in refusal(tmp_path / "svar.csv")
    sav = tmp_path / "svar.xlsx"
    sav.write_bytes((SAMPLES / "sample.sav").read_bytes())
    assert "SPSS .sav" in refusal(sav)


def test_an_unknown_extension_is_read_by_its_content(read: Read, write: Callable[[str, bytes], Path]) -> None:
    assert read(write("svar.dat", b"a;b\n1;2\n")).format == "csv"
    assert read(write("uten_endelse", (SAMPLES / "sample.sav").read_bytes())).format == "sav"


def test_another_office_programs_workbook_is_refused_with_what_to_do(
    refusal: Refusal, tmp_path: Path
) -> None:
    path = tmp_path / "svar.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert ".ods" in refusal(path)


def test_a_declared_format_must_be_possible(refusal: Refusal, write: Callable[[str, bytes], Path]) -> None:
    message = refusal(write("svar.dat", b"a;b\n1;2\n"), format="sav")
    assert "declared as sav" in message


def test_a_portable_file_is_refused_with_what_to_do(
    refusal: Refusal, write: Callable[[str, bytes], Path]
) -> None:
    content = b"0" * 40 + b"ASCII SPSS PORT FILE" + b" " * 100
    assert "save it as .sav" in refusal(write("svar.por", content))


def test_utf16_without_a_mark_must_be_declared(
    read: Read, refusal: Refusal, write: Callable[[str, bytes], Path]
) -> None:
    path = write("svar.csv", "id;svar\n1;ja\n2;nei\n".encode("utf-16-le"))
    assert "encoding: utf-16-le" in refusal(path)
    assert len(read(path, encoding="utf-16-le").frame) == 2


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('"$submission_id";"$created";"q1"\n"1";"2026-01-02T03:04:05+01:00";"1"\n', "nettskjema"),
        ("q1;q2\n1;2\n", "csv"),
        ("[1] Hvor ofte?;{2}\n1;2\n", "csv"),
    ],
)
def test_a_platform_is_known_by_its_header(
    read: Read, write: Callable[[str, bytes], Path], header: str, expected: str
) -> None:
    assert read(write("svar.csv", header.encode())).format == expected

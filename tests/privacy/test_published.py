"""The last look before a release: every kind of file, what is seen in it, and what is meant to be read."""

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from pipeline.privacy.published import personal_in_folder

ADDRESS = "kari@example.invalid"


def html(path: Path, text: str) -> None:
    path.write_text(f"<html><body><p>Svar: {text.replace('@', '&#64;')}</p></body></html>", "utf-8")


def csv(path: Path, text: str) -> None:
    path.write_text(f"\ufeffspørsmål;svar\nMerknad;{text}\n", "utf-8")


def json(path: Path, text: str) -> None:
    path.write_text(f'{{"note": "{text}"}}', "utf-8")


def xlsx(path: Path, text: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_string(0, 0, text)


def parquet(path: Path, text: str) -> None:
    pd.DataFrame({"n": [1], "svar": [text]}).to_parquet(path)


@pytest.mark.parametrize("write", [html, csv, json, xlsx, parquet])
def test_an_address_in_each_kind_of_file(tmp_path: Path, write) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    write(folder / f"svar.{write.__name__}", f"skriv til {ADDRESS}")
    (line,) = personal_in_folder(tmp_path)
    assert line == f"tables/svar.{write.__name__}: 1 texts hold what looks like a personal e-mail address"
    assert personal_in_folder(tmp_path, known=[f"owner: {ADDRESS}"]) == []


@pytest.mark.parametrize("attribute", ["alt", "aria-label", "title"])
def test_what_is_read_aloud_counts(tmp_path: Path, attribute: str) -> None:
    (tmp_path / "a.html").write_text(f'<img {attribute}="{ADDRESS}" src="x.svg">', "utf-8")
    assert len(personal_in_folder(tmp_path)) == 1


def test_scripts_styles_and_drawings_do_not_count(tmp_path: Path) -> None:
    page = (
        f"<style>{ADDRESS}</style><script>'{ADDRESS}'</script><svg><path d='M91 23 45 67L91234567'/></svg>ok"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert personal_in_folder(tmp_path) == []

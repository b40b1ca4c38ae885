"""Bad inputs 1 to 9: what lies in the folder under the name of an export."""

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.bad_inputs.tiny_survey import PRIVATE, TinySurvey, csv_text
from tests.readers.sav_files import Var, sav_bytes


def test_01_an_empty_file(survey: TinySurvey) -> None:
    survey.write(b"")
    survey.refusal("svar.csv", "empty (0 bytes)")


@pytest.mark.parametrize("name", ["svar.csv.part", "~$svar.xlsx", "svar.csv.crdownload"])
def test_02_a_file_that_is_still_downloaded_or_edited(survey: TinySurvey, name: str) -> None:
    survey.export(f'"{name}"')
    survey.write(csv_text(), name)
    survey.refusal(name, "temporary file", "wait")


def test_03_a_link(survey: TinySurvey, tmp_path: Path) -> None:
    (survey.raw / "svar.csv").rename(tmp_path / "elsewhere.csv")
    (survey.raw / "svar.csv").symlink_to(tmp_path / "elsewhere.csv")
    survey.refusal("svar.csv", "leads out of the folder")
    (tmp_path / "elsewhere.csv").rename(survey.raw / "original.csv")
    (survey.raw / "svar.csv").unlink()
    (survey.raw / "svar.csv").symlink_to("original.csv")
    survey.refusal("svar.csv", "this is a link")


def test_03_a_name_that_leads_out_of_the_folder(survey: TinySurvey, tmp_path: Path) -> None:
    (survey.raw.parent / "svar.csv").write_text(csv_text())
    survey.export("../svar.csv")
    survey.refusal("svar.csv", "leads out of the folder")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_04_a_pipe_or_a_folder_under_the_files_name(survey: TinySurvey, make) -> None:
    (survey.raw / "svar.csv").unlink()
    make(survey.raw / "svar.csv")
    survey.refusal("svar.csv", "not a regular file")


def test_04_a_device_under_the_files_name(survey: TinySurvey) -> None:
    survey.export("/dev/null")
    survey.refusal("null", "leads out of the folder")


def test_05_the_same_file_declared_under_two_names(survey: TinySurvey) -> None:
    """Its rows are not counted twice. That a copy beside it changes nothing is in test_runs."""
    survey.write(csv_text(), "kopi.csv")
    survey.export("svar.csv", "kopi.csv")
    survey.refusal("one file")


def test_07_content_that_is_not_what_the_name_says(survey: TinySurvey, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.save(tmp_path / "book.xlsx")
    survey.write((tmp_path / "book.xlsx").read_bytes())
    survey.refusal("svar.csv", "an Excel workbook", "rename it")
    survey.write(sav_bytes([Var("id", width=8)], [[PRIVATE]]))
    survey.refusal("svar.csv", "an SPSS .sav file")
    survey.export("svar.xlsx")
    survey.write(csv_text(), "svar.xlsx")
    survey.refusal("svar.xlsx", "a text file")


def test_08_a_login_page(survey: TinySurvey) -> None:
    survey.write("<!DOCTYPE html>\n<html><head><title>Logg inn</title></head></html>")
    survey.refusal("svar.csv", "web page")


def test_09_an_archive_in_an_archive(survey: TinySurvey, tmp_path: Path) -> None:
    survey.export("svar.xlsx")
    with zipfile.ZipFile(survey.raw / "svar.xlsx", "w") as archive:
        archive.writestr("indre.zip", b"PK\x05\x06" + bytes(18))
    survey.refusal("svar.xlsx", "zip archive", "unpack")


def test_09_an_archive_with_a_password(survey: TinySurvey) -> None:
    survey.export("svar.xlsx")
    path = survey.raw / "svar.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = path.read_bytes()
    flagged = content.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
    path.write_bytes(
        flagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    )
    assert path.read_bytes() != content
    survey.refusal("svar.xlsx", "password")

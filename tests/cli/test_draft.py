"""Names that a draft makes folders of are refused before anything is written."""

from pathlib import Path

import pytest

from pipeline.cli.console import DONE, WRONG_DATA, WRONG_USE
from pipeline.cli.draft import draft_files


def drafted(data: Path, survey: str, wave: str) -> int:
    """Draft a survey from a small export in English."""
    source = data.with_name("export.csv")
    rows = "\n".join(f"{i},{answer}" for i, answer in enumerate(["Yes", "No"] * 20, start=1))
    source.write_text(f"id,Do you cycle?\n{rows}\n", "utf-8")
    return draft_files(data, [source], survey, wave, "en", None, "auto")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_a_draft_puts_definition_and_export_in_place(data: Path) -> None:
    assert drafted(data, "cycling", "2024") == DONE
    assert (data / "surveys/cycling/survey.yaml").is_file()
    assert (data / "raw/cycling/2024/export.csv").is_file()


@pytest.mark.parametrize(
    ("survey", "wave", "said"),
    [
        ("Our Survey", "2024", "--survey «Our Survey» does not fit; needed is lower-case letters"),
        ("../cycling", "2024", "--survey «../cycling» does not fit"),
        ("c" * 61, "2024", "should have at most 60 characters"),
        ("cycling", "24", "--wave «24» does not fit; needed is a year"),
        ("cycling", "../2024", "--wave «../2024» does not fit"),
    ],
)
def test_names_that_do_not_fit_are_refused(
    survey: str, wave: str, said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted(data, survey, wave) == WRONG_USE
    assert said in " ".join(capsys.readouterr().err.split())
    assert not list(data.iterdir())


def test_a_file_in_another_encoding_names_the_option(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = data.with_name("export.csv")
    source.write_bytes("id;Kjønn\n1;Kvinne\n".encode("cp1252"))
    assert draft_files(data, [source], "cycling", "2024", "nb", None, "auto") == WRONG_DATA
    said = " ".join(capsys.readouterr().err.split())
    assert "topline draft: --encoding cp1252" in said
    assert "register" not in said


def test_a_register_is_no_part_of_the_export(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [data.with_name(name) for name in ("export.csv", "register.csv")]
    for file in files:
        file.write_text("id,a\n1,x\n", "utf-8")
    assert draft_files(data, files, "cycling", "2024", "nb", None, "auto") == WRONG_DATA
    assert "declare it under universe in survey.yaml" in " ".join(capsys.readouterr().err.split())

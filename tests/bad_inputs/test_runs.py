"""Whole runs on bad inputs, as a person starts them: what stands afterwards, byte for byte.

Also 5, 72 and 73, which only runs can tell: a copy of a file, personal details in what is written, and
hostile labels in print.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.privacy.published import personal_in_folder
from pipeline.privacy.scan import count_personal
from tests.bad_inputs.test_people import DETAILS, NATIONAL_ID
from tests.bad_inputs.tiny_survey import (
    HEADER,
    NAME,
    PRIVATE,
    QUESTIONNAIRE,
    TinySurvey,
    changed_rows,
    csv_text,
    digests,
    rows,
)

ROOT = Path(__file__).resolve().parents[2]
MADE = ("warehouse", "reports")


def topline(survey: TinySurvey, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    environment = os.environ | {"TOPLINE_KEYS": str(survey.keys), "COLUMNS": "200"}
    environment.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-m", "pipeline.cli.main", *arguments, "--data", str(survey.root.path)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False, timeout=120
    )


def made(survey: TinySurvey) -> dict[str, str]:
    """What runs have made, with SHA-256."""
    return {f"{name}/{p}": d for name in MADE for p, d in digests(survey.root.path / name).items()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> TinySurvey:
    """The survey with a finished report."""
    survey = TinySurvey(tmp_path_factory.mktemp("published"))
    survey.write(csv_text(body=changed_rows(DETAILS, "merknad")))
    result = topline(survey, "run", NAME)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "30 rows read, 30 respondents" in result.stdout
    return survey


@pytest.fixture
def done(published: TinySurvey) -> Iterator[TinySurvey]:
    """The same, with its files put back afterwards."""
    definition, raw = published.root.survey(NAME), published.raw
    kept = {
        path: path.read_bytes()
        for folder in (definition, raw)
        for path in folder.rglob("*")
        if path.is_file()
    }
    yield published
    for path in (*definition.rglob("*"), *raw.rglob("*")):
        if path.is_file() or path.is_symlink():
            path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)


def test_05_a_copy_of_the_file_beside_it_changes_nothing(done: TinySurvey) -> None:
    before = made(done)
    shutil.copy(done.raw / "svar.csv", done.raw / "svar (1).csv")
    result = topline(done, "run", NAME)
    assert (result.returncode, "is up to date" in result.stdout) == (0, True)
    assert made(done) == before


def test_72_personal_details_in_open_texts_are_written_nowhere(published: TinySurvey) -> None:
    raw = pd.read_parquet(published.root.warehouse / NAME / "raw_responses/2026.parquet")
    texts = [cell for name in raw.columns for cell in raw[name].dropna().astype(str)]
    assert sum("[redacted]" in text for text in texts) == len(DETAILS)
    assert count_personal(texts) == {}
    assert personal_in_folder(published.root.reports) == []
    log = b"".join(contents(published.root.instance))
    assert not any(text.encode() in log for text in ("ola@example.invalid", NATIONAL_ID, "912 34 567"))


SPOILT = {
    "01 empty": b"",
    "26 a column more": csv_text([*HEADER, "ny"], [[*row, "1"] for row in rows()]).encode(),
    "41 an unknown code": csv_text(
        body=[*rows(), ["ny", *rows()[0][1:4], f"{PRIVATE} 4", *rows()[0][5:]]]
    ).encode(),
}
RAW = {
    f"warehouse/{NAME}/raw_{table}/2026.{end}"
    for table in ("responses", "columns", "revisions", "marks")
    for end in ("parquet", "json")
}
"""A file that can be read reaches raw; whether it is the wave's is found out after that."""


@pytest.mark.parametrize("what", SPOILT)
def test_nothing_downstream_changes(done: TinySurvey, what: str) -> None:
    before = made(done)
    done.write(SPOILT[what])
    said = done.said_by("run", NAME)
    assert said.code == 1, said
    assert "svar.csv" in said.errors or "column" in said.errors
    after = made(done)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= RAW
    assert PRIVATE.encode() not in b"".join(contents(done.root.instance))


def contents(folder: Path) -> Iterator[bytes]:
    """The bytes of every file in a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(0)",
    "#eval(1)",
    "{{7*7}} $x$ *b*",
    '"; drop table core_responses; --',
    "høyre\u202etil venstre",
    "langt " + "ord " * 2500,
)


def test_73_hostile_labels_are_plain_text_everywhere(tmp_path: Path) -> None:
    survey = TinySurvey(tmp_path)
    options = "".join(
        f"      - {{id: o{code}, code: {code}, text: {json.dumps(text, ensure_ascii=False)}}}\n"
        for code, text in enumerate(HOSTILE, start=1)
    )
    a, b = QUESTIONNAIRE.index("      - {id: disagree"), QUESTIONNAIRE.index("  - id: arbeid")
    text = QUESTIONNAIRE[:a].replace("type: scale", "type: single") + options + QUESTIONNAIRE[b:]
    survey.define("questionnaire.yaml", text.replace("Jeg trives", "Jeg <b>trives</b> & 1 = 1"))
    body = rows()
    for number, row in enumerate(body):
        row[4] = str(number % len(HOSTILE) + 1)
    survey.write(csv_text(body=body))
    said = survey.said_by("run", NAME)
    assert said.code == 0, said.errors
    folder = survey.root.report(NAME, "2026", "trivsel")
    page = (folder / "trivsel-2026.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<b>trives" not in page
    plain = html.unescape(re.sub(r"<[^>]+>", "", page)).replace("\u00ad", "")
    for label in HOSTILE[:5]:
        assert label in plain, label
    with zipfile.ZipFile(folder / "trivsel-2026.xlsx") as archive:
        sheets = "".join(
            archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/")
        )
    assert "HYPERLINK" not in sheets
    table = (folder / "tables/questions.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(0)" in table
    assert ";=HYPERLINK" not in table
    assert ';"=HYPERLINK' not in table
    assert (folder / "trivsel-2026.pdf").read_bytes().startswith(b"%PDF")
    with duckdb.connect(str(survey.root.warehouse / NAME / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from core_responses").fetchone() == (30,)


@pytest.mark.parametrize("character", ["\0", "\x1b"])
def test_73_control_characters_in_a_definition(tmp_path: Path, character: str) -> None:
    survey = TinySurvey(tmp_path)
    survey.redefine("text: Kvinne", f"text: Kvi{character}nne", "questionnaire.yaml")
    said = survey.check()
    assert said.code == 2
    assert "questionnaire.yaml" in said.errors
    assert "control characters" in said.errors

"""The command on the demo survey: what it makes, says and refuses, in a data root of its own."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.cli.demo import ROOT, SURVEY, Run, data_root, topline
from tests.marts.recomputed import Survey, mismatches
from tests.marts.stored import undefined_numbers

PUBLISHED = ROOT / "data/surveys/medlemsundersokelsen/published/2023"


def folder(root: Path) -> Path:
    return root / "reports" / SURVEY / "2023/hjemmekontor"


def test_every_number_comes_out_again_person_by_person(run):
    root, _ = run
    survey = Survey.of_run(root, SURVEY, "2023")
    for name in ("mart_question", "mart_demographic"):
        rows = pd.read_parquet(root / "warehouse" / SURVEY / name / "2023.parquet")
        assert len(rows) > 100
        assert mismatches(survey, rows) == []
    files = [*(root / "warehouse" / SURVEY).glob("*/*.parquet"), *(root / "reports").rglob("*.parquet")]
    assert [found for file in files for found in undefined_numbers(file)] == []


def digests(root: Path) -> dict[str, str]:
    files = [p for p in folder(root).rglob("*") if p.is_file()]
    return {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_a_run_says_what_it_did(run: Run) -> None:
    root, result = run
    assert result.returncode == 0, result.stderr
    assert "34062 rows read, 33900 respondents" in result.stdout
    assert "150 opened, 12 test" in result.stdout
    assert re.search(r"all\s+230\s+230", result.stdout)
    assert result.stdout.count("warning:") == 2
    assert str(folder(root) / "hjemmekontor-2023.html") in result.stdout


def test_the_manifest_names_inputs_and_outputs(run: Run) -> None:
    root, _ = run
    manifest = json.loads((folder(root) / "manifest.json").read_text("utf-8"))
    raw = root / "raw" / SURVEY / "2023"
    published = sorted((root / "surveys" / SURVEY / "published/2023").iterdir())
    made_from = {p.name: p for p in raw.iterdir()} | {f"published/2023/{p.name}": p for p in published}
    assert manifest["inputs"] == {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in made_from.items()}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder(root) / name).read_bytes()).hexdigest() == digest
    names = {p.relative_to(folder(root)).as_posix() for p in folder(root).rglob("*") if p.is_file()}
    assert names == {*manifest["files"], "manifest.json"}


def counts_and_percents() -> list[tuple[str, str, str, str]]:
    with (PUBLISHED / "questions.csv").open(encoding="utf-8") as file:
        return [(r["question_id"], r["option"], r["count"], r["percent"]) for r in csv.DictReader(file)]


def test_published_figures_stand_in_the_workbook(run: Run) -> None:
    root, _ = run
    book = openpyxl.load_workbook(folder(root) / "hjemmekontor-2023.xlsx")
    cells = {
        (str(row[0].value), row[1].value, row[2].value)
        for sheet in book
        for row in sheet.iter_rows(max_col=3)
        if len(row) == 3
    }
    for _, option, count, percent in counts_and_percents():
        assert (option, int(count), int(percent)) in cells


def test_published_figures_stand_in_the_page(run: Run) -> None:
    root, _ = run
    text = (folder(root) / "hjemmekontor-2023.html").read_text("utf-8")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00ad", "").replace("\u202f", " ")
    for _, option, count, percent in counts_and_percents():
        grouped = f"{int(count):,}".replace(",", " ")
        assert re.search(rf"{re.escape(option)} {grouped} {percent}\b", plain), (option, count)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_published_figures_stand_in_the_pdf(run: Run) -> None:
    root, _ = run
    command = ["pdftotext", "-layout", str(folder(root) / "hjemmekontor-2023.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    plain = re.sub(r"[ \u202f\u00a0]+", " ", text)
    for _, option, count, percent in counts_and_percents():
        grouped = f"{int(count):,}".replace(",", " ")
        assert re.search(rf"{re.escape(option)} {grouped} {percent}\b", plain), (option, count)


def test_published_tables_of_who_took_part_stand_in_every_format(
    run: Run,
) -> None:
    root, _ = run
    with (PUBLISHED / "representativity.csv").open(encoding="utf-8") as file:
        wanted = [
            [int(r[c]) for c in ("universe_count", "universe_percent", "response_count", "response_percent")]
            + [int(r["difference"])]
            for r in csv.DictReader(file)
        ]
    book = openpyxl.load_workbook(folder(root) / "hjemmekontor-2023.xlsx")
    rows = [[c.value for c in row if isinstance(c.value, int)] for sheet in book for row in sheet.iter_rows()]
    with (folder(root) / "tables/representativity.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = ("universe_n", "universe_pct", "respondents_n", "respondents_pct", "diff_pp")
        tidy = [[int(r[c]) for c in columns] for r in csv.DictReader(file, delimiter=";")]
    text = (folder(root) / "hjemmekontor-2023.html").read_text("utf-8")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u202f", " ").replace("\u2212", "-")
    for row in wanted:
        assert row in rows, row
        assert row in tidy, row
        shown = [f"{n:,}".replace(",", " ") for n in row[:4]] + [f"{row[4]:+d}" if row[4] else "0"]
        assert " ".join(shown) in plain, row


def test_published_figures_stand_in_the_tables(run: Run) -> None:
    root, _ = run
    with (folder(root) / "tables/questions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (r["question_id"], r["option"], r["option_n"], r["answered_pct"])
            for r in csv.DictReader(file, delimiter=";")
        ]
    assert set(counts_and_percents()) <= set(rows)


def test_no_identifier_survives(run: Run) -> None:
    root, _ = run
    needles = (b"example.invalid", b"M2023-0")
    for path in (p for name in ("warehouse", "reports", ".dagster") for p in (root / name).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert not any(needle in content for needle in needles), path


def test_a_second_run_has_nothing_to_do_and_a_forced_one_gives_the_same_bytes(
    run: Run,
) -> None:
    root, _ = run
    before = digests(root)
    again = topline("run", SURVEY, data=root)
    assert again.returncode == 0
    assert "up to date" in again.stdout
    forced = topline("run", SURVEY, "--force", data=root, TZ="Asia/Tokyo", LANG="C", PYTHONHASHSEED="7")
    assert forced.returncode == 0, forced.stderr
    assert digests(root) == before


def test_a_figure_that_stops_matching_fails_and_leaves_the_old_report(
    run: Run,
) -> None:
    root, _ = run
    before = digests(root)
    path = root / "surveys" / SURVEY / "published/2023/questions.csv"
    original = path.read_text("utf-8")
    path.write_text(original.replace(",2092,33", ",2093,33"), "utf-8")
    try:
        result = topline("run", SURVEY, data=root)  # the figures are among what a report is made from
    finally:
        path.write_text(original, "utf-8")
    assert result.returncode == 1
    assert "1 of 230 published figures do not come out" in result.stderr
    assert "published 2093, computed 2092" in result.stderr
    assert digests(root) == before


def test_names_that_do_not_exist_are_answered_with_the_nearest(tmp_path: Path) -> None:
    root = data_root(tmp_path / "data")
    unknown = topline("run", "medlemsundersokelse", data=root)
    assert (unknown.returncode, "did you mean medlemsundersokelsen?" in unknown.stderr) == (2, True)
    wave = topline("check", SURVEY, "--wave", "2024", data=root)
    assert (wave.returncode, "there is no wave 2024" in wave.stderr) == (2, True)
    report = topline("run", SURVEY, "--report", "hjemmekontr", data=root)
    assert (report.returncode, "did you mean hjemmekontor?" in report.stderr) == (2, True)


def test_check_writes_nothing(tmp_path: Path) -> None:
    root = data_root(tmp_path / "data")
    before = sorted(p.relative_to(root) for p in root.rglob("*"))
    result = topline("check", SURVEY, data=root)
    assert result.returncode == 0, result.stderr
    assert "fit together" in result.stdout
    assert sorted(p.relative_to(root) for p in root.rglob("*") if "keys" not in p.parts) == before


def test_a_method_that_nobody_told_stops_a_run_before_it_starts(tmp_path: Path) -> None:
    root = data_root(tmp_path / "data")
    path = root / "surveys" / SURVEY / "survey.yaml"
    path.write_text(path.read_text("utf-8").replace("  modes: [web]\n", ""), "utf-8")
    for command in ("run", "check"):
        result = topline(command, SURVEY, data=root)
        assert result.returncode == 2
        assert "`method:` does not say\n  modes: How people answered" in result.stderr
    assert not (root / "warehouse").exists()


def test_the_chapter_of_the_demo_has_every_part_in_both_languages(
    run: Run,
) -> None:
    root, _ = run
    for suffix, words in (
        ("", ("Oppdragsgiver", "RR6", "Begrensninger", "bare tilfeldigheter")),
        (".en", ("Sponsor", "RR6", "Limitations", "chance only")),
    ):
        text = (folder(root) / f"hjemmekontor-2023{suffix}.html").read_text("utf-8").replace("\u00ad", "")
        keys = (
            "collection",
            "sample",
            "weighting",
            "precision",
            "tests",
            "rules",
            "processing",
            "changes",
            "limits",
            "questionnaire",
        )
        assert [key for key in keys if f'id="s-{key}"' not in text] == []
        assert [word for word in words if word not in text] == []

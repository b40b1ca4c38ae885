"""The command on the demo survey: what it makes, says and refuses, in a data root of its own."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from tests.marts.recomputed import Survey, mismatches
from tests.marts.stored import undefined_numbers

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "data/surveys/medlemsundersokelsen/published/2023"
SURVEY = "medlemsundersokelsen"


def topline(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    env = os.environ | {"TOPLINE_KEYS": str(data.with_name("keys")), "COLUMNS": "200"} | environment
    env.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-m", "pipeline.cli.main", *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


def data_root(folder: Path) -> Path:
    """A copy of the demo's definition and files."""
    shutil.copytree(ROOT / "data/surveys", folder / "surveys")
    shutil.copytree(ROOT / "data/raw", folder / "raw")
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """One run of the demo survey."""
    root = data_root(tmp_path_factory.mktemp("data æøå"))
    return root, topline("run", SURVEY, data=root)


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


def test_a_run_says_what_it_did(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, result = run
    assert result.returncode == 0, result.stderr
    assert "34062 rows read, 33900 respondents" in result.stdout
    assert "150 opened, 12 test" in result.stdout
    assert re.search(r"all\s+230\s+230", result.stdout)
    assert result.stdout.count("warning:") == 2
    assert str(folder(root) / "hjemmekontor-2023.html") in result.stdout


def test_the_manifest_names_inputs_and_outputs(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, _ = run
    manifest = json.loads((folder(root) / "manifest.json").read_text("utf-8"))
    raw = root / "raw" / SURVEY / "2023"
    assert manifest["inputs"] == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in raw.iterdir()}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder(root) / name).read_bytes()).hexdigest() == digest
    names = {p.relative_to(folder(root)).as_posix() for p in folder(root).rglob("*") if p.is_file()}
    assert names == {*manifest["files"], "manifest.json"}


def counts_and_percents() -> list[tuple[str, str, str, str]]:
    with (PUBLISHED / "questions.csv").open(encoding="utf-8") as file:
        return [(r["question_id"], r["option"], r["count"], r["percent"]) for r in csv.DictReader(file)]


def test_published_figures_stand_in_the_workbook(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
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


def test_published_figures_stand_in_the_page(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, _ = run
    text = (folder(root) / "hjemmekontor-2023.html").read_text("utf-8")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00ad", "").replace("\u202f", " ")
    for _, option, count, percent in counts_and_percents():
        grouped = f"{int(count):,}".replace(",", " ")
        assert re.search(rf"{re.escape(option)} {grouped} {percent}\b", plain), (option, count)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_published_figures_stand_in_the_pdf(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, _ = run
    command = ["pdftotext", "-layout", str(folder(root) / "hjemmekontor-2023.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    plain = re.sub(r"[ \u202f\u00a0]+", " ", text)
    for _, option, count, percent in counts_and_percents():
        grouped = f"{int(count):,}".replace(",", " ")
        assert re.search(rf"{re.escape(option)} {grouped} {percent}\b", plain), (option, count)


def test_published_tables_of_who_took_part_stand_in_every_format(
    run: tuple[Path, subprocess.CompletedProcess[str]],
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


def test_published_figures_stand_in_the_tables(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, _ = run
    with (folder(root) / "tables/questions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (r["question_id"], r["option"], r["option_n"], r["answered_pct"])
            for r in csv.DictReader(file, delimiter=";")
        ]
    assert set(counts_and_percents()) <= set(rows)


def test_no_identifier_survives(run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, _ = run
    needles = (b"example.invalid", b"M2023-0")
    for path in (p for name in ("warehouse", "reports", ".dagster") for p in (root / name).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert not any(needle in content for needle in needles), path


def test_a_second_run_has_nothing_to_do_and_a_forced_one_gives_the_same_bytes(
    run: tuple[Path, subprocess.CompletedProcess[str]],
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
    run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, _ = run
    before = digests(root)
    path = root / "surveys" / SURVEY / "published/2023/questions.csv"
    original = path.read_text("utf-8")
    path.write_text(original.replace(",2092,33", ",2093,33"), "utf-8")
    try:
        result = topline("run", SURVEY, "--force", data=root)
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


TOLD = """
select value from mart_method where report_id = $report and item = $item and subject_id = $subject
"""


def test_the_method_chapter_says_what_the_marts_say(
    run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    """Each number of the demo's chapter, counted again in the warehouse."""
    root, _ = run
    path = root / "warehouse" / SURVEY / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:

        def one(sql: str) -> float:
            (found,) = connection.execute(sql).fetchone() or (None,)
            return float(found)

        def told(item: str, subject: str = "", report: str = "arbeidshverdag") -> float:
            values = {"report": report, "item": item, "subject": subject}
            ((found,),) = connection.execute(TOLD, values).fetchall()
            return float(found)

        everyone = "from mart_response_rate where demographic_id = ''"
        assert told("rr6_pct") == one(f"select 100.0 * (complete_n + partial_n) / total_n {everyone}")
        assert told("disposition_n", "complete") == one(
            "select count(*) from core_dispositions where status = 'complete'"
        )
        parts = one(
            "select sum(value) from mart_method where report_id = 'hjemmekontor' and item = 'disposition_n'"
        )
        assert parts == told("invited_n") == 226_044
        assert told("wave_respondents_n") == one("select count(*) from core_responses") == 33_900
        assert told("respondents_n") == one("select count(*) from core_responses where base_arbeidshverdag")
        assert told("respondents_n", report="hjemmekontor") == 6_470
        tests = "from mart_demographic where report_id = 'arbeidshverdag' and q_value is not null"
        assert told("tests_n") == one(f"select count(*) {tests}")
        assert told("method_n", "welch") == one(f"select count(*) {tests} and test_method = 'welch'")
        assert told("row_n", "test") == 12
        assert told("answer_n", "outside") == 14
        assert told("w_max") == pytest.approx(
            one(
                "select max(weight) from core_weights inner join core_responses using (respondent_id) "
                "where base_arbeidshverdag"
            ),
            abs=1e-6,
        )


def test_the_chapter_of_the_demo_has_every_part_in_both_languages(
    run: tuple[Path, subprocess.CompletedProcess[str]],
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


UNITS = """
with
units as (
    select question_id, item_id, option_id, net_id, measure,
        sum(option_n) as option_n, sum(valid_n) as valid_n, sum(answered_n) as answered_n
    from mart_demographic
    where report_id = 'arbeidshverdag' and demographic_id = 'tariffavtale'
    group by all
)
select count(*),
    count(*) filter (where units.option_n = everyone.option_n and units.valid_n = everyone.valid_n
        and units.answered_n = everyone.answered_n)
from mart_question as everyone
left join units using (question_id, item_id, option_id, net_id, measure)
where everyone.report_id = 'arbeidshverdag'
"""
SPREAD = """
with
own as (
    select question_id, item_id, option_id, quantile_cont(valid_pct, 0.75) as q3, count(*) as units_n
    from mart_demographic
    where report_id = 'arbeidshverdag' and demographic_id = 'tariffavtale' and group_id != 'unknown'
        and measure = 'option' and not is_multiple and role = 'substantive' and valid_n >= 10
    group by all
)
select count(*), max(abs(own.q3 - mart_benchmark.value)), min(own.units_n - mart_benchmark.units_n)
from own
inner join mart_benchmark using (question_id, item_id, option_id)
where mart_benchmark.benchmark_kind = 'units_q3' and mart_benchmark.measure = 'option'
"""


def test_the_units_of_the_demo_add_up_and_their_quartiles_are_duckdb_s(
    run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, _ = run
    with duckdb.connect(str(root / "warehouse" / SURVEY / "warehouse.duckdb"), read_only=True) as connection:
        ((rows, equal),) = connection.execute(UNITS).fetchall()
        assert rows == equal > 70
        ((results, off, missing),) = connection.execute(SPREAD).fetchall()
        assert results > 20
        assert off < 1e-9
        assert missing == 0
    with (root / "reports" / SURVEY / "2023/arbeidshverdag/tables/benchmarks.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        kinds = {row["benchmark_kind"] for row in csv.DictReader(file, delimiter=";")}
    assert kinds == {"pooled", "others", "units_q1", "units_median", "units_q3"}

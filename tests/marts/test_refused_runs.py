"""Runs that statistics refuse, by the real command: each ends with what is wrong, once, in plain words."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main

SURVEY = """\
survey: kant
title: Kant
owner: Oss
method:
  {sponsor: Oss, conductor: Oss, strategy: Et skjema, population: Alle, recruitment: Alle fikk en lenke,
   modes: [web], weighting: De fulgte med, limitations: Tallene er oppdiktet}
respondent: {completeness: {judges: []}}
waves:
  2024: {field_start: 2024-01-01, field_end: 2024-02-01, report_date: 2024-03-01,
         export: {files: [export.csv]}, universe: {files: [register.csv]}}
universe: {columns: {kjonn: Kjønn}, counts: {n: Antall}, population: n, invited: n}
demographics: [{id: kjonn, text: Kjønn}]
WEIGHTING"""
QUESTIONS = """\
questions:
  - id: kjonn
    background: true
    text: Kjønn
    column: kjonn
    options: [{id: kvinne, code: 1, text: Kvinne}, {id: mann, code: 2, text: Mann},
              {id: annet, code: 3, text: Annet}]
  - id: glad
    text: Er du glad?
    ask_if: everyone
    column: glad
    options: [{id: ja, code: 1, text: Ja}, {id: nei, code: 2, text: Nei}]
"""
REPORT = """\
report: alt
title: Alt
breakdowns: [{demographic: kjonn}]
chapters: [{id: en, title: En, questions: [glad]}]
"""
Three = tuple[int, int, int]
Run = Callable[..., list[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Writes a survey of so many women, men and others, runs it, and gives what it ends with."""

    def lines(persons: Three, register: Three, weighting: str = "") -> list[str]:
        survey, raw = tmp_path / "surveys/kant", tmp_path / "raw/kant/2024"
        (survey / "reports").mkdir(parents=True)
        raw.mkdir(parents=True)
        (survey / "survey.yaml").write_text(SURVEY.replace("WEIGHTING", weighting), "utf-8")
        (survey / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
        (survey / "reports/alt.yaml").write_text(REPORT, "utf-8")
        sexes = [sex for sex, count in enumerate(persons, start=1) for _ in range(count)]
        rows = [("kjonn", "glad"), *((sex, 1 + i % 2) for i, sex in enumerate(sexes))]
        counts = [("Kjønn", "Antall"), *zip(("Kvinne", "Mann", "Annet"), register, strict=True)]
        for name, table in (("export", rows), ("register", counts)):
            with (raw / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, delimiter=";").writerows(table)
        monkeypatch.setenv("TOPLINE_KEYS", str(tmp_path.with_name("keys of refused")))
        monkeypatch.delenv("DAGSTER_HOME", raising=False)
        result = CliRunner().invoke(main, ["run", "kant", "--data", str(tmp_path)])
        assert result.exit_code == 1, result.output
        said = result.output.replace("\n  ", "\n").splitlines()
        return [line for line in said if line.strip() and not line.lstrip().startswith(("✓", "✗", "Kant"))]

    return lines


def test_small_categories_are_said_once_although_two_tables_need_the_weights(run: Run) -> None:
    said = run((60, 60, 20), (600, 600, 90), "weighting: {variables: [{demographic: kjonn}]}\n")
    (line,) = said
    assert line == (
        "merge_categories: kjonn «annet»: 90 in the universe, 20 respondents, fewer than 30. "
        "Declare a merge or leave kjonn out"
    )


def test_a_group_with_more_respondents_than_the_register_has_people(run: Run) -> None:
    said = run((60, 60, 10), (59, 600, 90))
    where = "demographic_id=kjonn, group_id=kvinne"
    invited, people = said
    assert invited.startswith(
        f"response_results: wave=2024, {where}: more people came back than were invited"
    )
    assert f"{where}: universe_n is below respondents_n: the register is incomplete or lacks" in people

"""Trends as a person gets them: waves run one by one with the real command, and what is said and written.

What is only read comes from one data root in which every wave was run; what is changed, from a copy of it.
"""

import json
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from tests.trends.years_survey import NAME, REPORT, Years

WAVES = ("2022", "2023", "2024", "2025")


class Root:
    """The survey's data root, and the command on it."""

    def __init__(self, years: Years) -> None:
        self.years = years

    @classmethod
    def fresh(cls, folder: Path) -> "Root":
        """A data root in which nothing was run."""
        years = Years(folder)
        years.write()
        return cls(years)

    def topline(self, *arguments: str) -> tuple[int, str]:
        """Exit code and everything that was said."""
        result = CliRunner().invoke(main, [*arguments, "--data", str(self.years.folder)])
        return result.exit_code, result.output

    def run(self, wave: str) -> tuple[int, str]:
        """`topline run` of a wave."""
        return self.topline("run", NAME, "--wave", wave)

    def folder(self, wave: str = "2025") -> Path:
        """Where a wave's report is."""
        return self.years.folder / "reports" / NAME / wave / REPORT

    def mart(self, wave: str = "2025") -> pd.DataFrame:
        """`mart_trend`."""
        return pd.read_parquet(self.years.folder / "warehouse" / NAME / "mart_trend" / f"{wave}.parquet")

    def tidy(self) -> pd.DataFrame:
        """The trend as it is published."""
        return pd.read_parquet(self.folder() / "tables/trend.parquet")

    def page(self, wave: str = "2025") -> str:
        """The text of the page, without soft hyphens."""
        html = (self.folder(wave) / f"{REPORT}-{wave}.html").read_text("utf-8")
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00ad", "").replace("\u00a0", " ")

    def labels(self) -> list[str]:
        """The alternative texts of the page's figures over time."""
        html = (self.folder() / f"{REPORT}-2025.html").read_text("utf-8")
        return re.findall(r'aria-label="(Linjer[^"]*)"', html)


@pytest.fixture(scope="module", autouse=True)
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOPLINE_KEYS", str(tmp_path_factory.mktemp("keys of years")))
        patch.delenv("DAGSTER_HOME", raising=False)
        patch.setenv("COLUMNS", "200")
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, _keys: None) -> Root:
    """Every wave, run in turn; not to be changed."""
    made = Root.fresh(tmp_path_factory.mktemp("years"))
    for wave in WAVES:
        code, said = made.run(wave)
        assert code == 0, said
    return made


@pytest.fixture
def changed(root: Root, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """A copy of `root`, to be changed."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    folder = shutil.copytree(root.years.folder, tmp_path / "years")
    return Root(Years(folder, deepcopy(root.years.rows)))


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """A data root in which nothing was run."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return Root.fresh(tmp_path / "years")


def test_a_wave_runs_with_nothing_else_there_and_has_no_trend_then(fresh: Root) -> None:
    code, said = fresh.run("2025")
    assert code == 0, said
    assert "note: wave 2024 is not in the trends, for it has not been run here" in said
    assert set(fresh.mart()["wave"]) == {"2025"}
    assert "Utvikling over tid" not in fresh.page()
    assert not (fresh.folder() / "tables/trend.csv").exists()
    assert fresh.run("2025")[1].startswith("felles 2025 is up to date")


def test_waves_that_have_come_make_it_run_again(fresh: Root) -> None:
    assert fresh.run("2025")[0] == 0
    for wave in WAVES[:-1]:
        code, said = fresh.run(wave)
        assert code == 0, said
    code, said = fresh.run("2025")
    assert code == 0, said
    assert "up to date" not in said
    assert fresh.run("2025")[1].startswith("felles 2025 is up to date")
    inputs = json.loads((fresh.folder() / "manifest.json").read_text("utf-8"))["inputs"]
    assert "svar.csv" in inputs
    assert {name.partition("/")[0] for name in inputs if "/" in name} == {"2022", "2023", "2024"}
    assert "2024/core_responses" in inputs


def share(root: Root, wave: str, column: str, value: str, valid: set[str]) -> tuple[float, int]:
    """The share of a value among the valid ones, counted from what was written into the export."""
    cells = [row[column] for row in root.years.rows[wave] if row[column] in valid]
    return 100 * cells.count(value) / len(cells), len(cells)


def line(rows: pd.DataFrame, question: str, option: str = "", **where: str) -> pd.DataFrame:
    wanted = {"question_id": question, "option_id": option, "item_id": "", "group_id": "", "net_id": ""}
    for column, value in (wanted | where).items():
        rows = rows.loc[rows[column] == value]
    return rows.set_index("wave")


def test_shares_and_changes_are_those_of_the_answers(root: Root) -> None:
    found = line(root.mart(), "hjemme", "ja", measure="option")
    assert list(found.index) == list(WAVES)
    expected = {wave: share(root, wave, "hjemme", "1", {"1", "2", "3"}) for wave in WAVES}
    for wave, (percent, base) in expected.items():
        assert found["valid_pct"][wave] == pytest.approx(percent)
        assert found["valid_n"][wave] == base
    for before, wave in pairwise(WAVES):
        assert found["change_pp"][wave] == pytest.approx(expected[wave][0] - expected[before][0])
        persons = [
            {row["id"] for row in root.years.rows[w] if row["hjemme"] in {"1", "2", "3"}}
            for w in (before, wave)
        ]
        assert found["overlap_n"][wave] == len(persons[0] & persons[1]) > 50


def test_the_page_says_what_is_marked_cut_and_reworded(root: Root) -> None:
    page = root.page()
    assert "Siden 2024 har andelen «Helt enig og enig» økt fra" in page
    assert "Brudd i 2024: sju trinn i stedet for fem. Tallene før og etter kan ikke sammenlignes." in page
    assert (
        "Spørsmålet fikk ny ordlyd i 2023, men svarene er vurdert som sammenlignbare. Før: «Har du "
        "hjemmekontor?»" in page
    )
    assert "Spørsmålet ble ikke stilt i 2023." in page
    assert "Svarene er sammenlignet med 2022, 2023 og 2024." in page
    assert re.search(r"inntil \d+ har tatt stilling til det samme spørsmålet både nå og i 2024", page)
    assert "analyst" not in page, "who approved is not for readers"


def test_every_number_of_a_line_is_in_its_alternative_text(root: Root) -> None:
    (text,) = [label for label in root.labels() if "Kan du jobbe hjemmefra?" in label and "Delvis:" in label]
    found = line(root.tidy(), "hjemme", "ja")
    told = re.search(r"Ja: (.*?)\. Delvis", text)
    assert told
    numbers = [f"{wave} {found['value'][wave]:.0f}" for wave in WAVES]
    assert [number.partition(" ±")[0] for number in told[1].split(", ")[:4]] == numbers
    assert "Antall personer: 2022 " in text
    (cut,) = [label for label in root.labels() if "arbeidspresset" in label and "Trinn 3:" in label]
    assert "(kan ikke sammenlignes med årene før)" in cut


def test_a_break_has_no_change_and_what_was_no_answer_then_no_point(root: Root) -> None:
    found = line(root.mart(), "press", "s3", measure="option")
    assert found["segment"].tolist() == [1, 1, 2, 2]
    assert found["obs_status"].fillna("").tolist() == ["", "", "b", ""]
    assert found["change_pp"].notna().tolist() == [False, True, False, True]
    (text,) = [label for label in root.labels() if "arbeidspresset" in label and "Trinn 2:" in label]
    told = re.search(r"Trinn 2: (.*?)\. Trinn 3", text)
    assert told
    assert "2023" not in told[1]
    assert "Ingen ga dette svaret i årene uten punkt." in root.page()


def test_what_is_hidden_in_a_wave_does_not_come_back(root: Root) -> None:
    """Six answered in 2023; the changes from 2022 to 2023 and from 2023 to 2024 would tell what they said."""
    mart, tidy = (line(rows, "sjelden", "ja") for rows in (root.mart(), root.tidy()))
    assert mart["value"].notna().all()
    assert mart["change_pp"].notna().tolist() == [False, True, True, True]
    assert tidy["is_hidden"].tolist() == [False, True, False, False]
    assert tidy[["value", "base_n", "moe"]].notna().all(axis=1).tolist() == [True, False, True, True]
    assert tidy["change"].notna().tolist() == [False, False, False, True]
    assert tidy["mark"].isna()["2023"]
    (text,) = [label for label in root.labels() if "fått opplæring" in label and "Nei:" in label]
    assert "2022 " in text
    assert "2023 –" in text
    assert "endring" in text
    assert not {"z", "p_value", "se_change", "overlap_n"} & set(root.tidy().columns)


def test_groups_hidden_in_this_wave_are_hidden_in_every_format(root: Root) -> None:
    tidy = root.tidy()
    hidden = tidy.loc[tidy["is_hidden"] & (tidy["group_id"] != "")]
    assert set(hidden["wave"]) == set(WAVES)
    assert hidden[["value", "base_n", "moe", "change"]].isna().all(axis=None)
    shown = tidy.loc[~tidy["is_hidden"] & (tidy["group_id"] != "")]
    assert (shown["base_n"] >= 10).all()


def test_an_earlier_wave_that_has_become_another_is_noticed(changed: Root) -> None:
    row = next(row for row in changed.years.rows["2024"] if row["hjemme"] == "3" and not row["sjelden"])
    row["hjemme"] = "1"
    changed.years.export("2024")
    assert changed.run("2025")[1].startswith("felles 2025 is up to date"), "the tables are the old ones still"
    code, said = changed.run("2024")
    assert (code, "1 with other answers (hjemme 1)" in said) == (1, True), said
    sha256 = re.search(r'sha256: "([0-9a-f]{64})"', said)
    assert sha256
    approved = f"revisions: [{{sha256: '{sha256[1]}', approved_by: Kari, reason: rettet}}]"
    changed.years.redefine("survey.yaml", "  2024: {", f"  2024: {{{approved}, ")
    code, said = changed.run("2024")
    assert code == 0, said
    code, said = changed.run("2025")
    assert code == 0, said
    assert "up to date" not in said
    percent, _ = share(changed, "2024", "hjemme", "1", {"1", "2", "3"})
    assert line(changed.mart(), "hjemme", "ja")["valid_pct"]["2024"] == pytest.approx(percent)


def test_a_change_that_nobody_has_judged_stops_the_report(changed: Root) -> None:
    before = (changed.folder() / "manifest.json").read_bytes()
    old = "    codelist: enig\n    top2: true\n  - id: hjemme\n"
    new = "2025: {text: Jeg trives godt}"
    changed.years.redefine("questionnaire.yaml", old, old.replace("  - id", f"    waves: {{{new}}}\n  - id"))
    wanted = (
        "question trives, from 2024 to 2025: wording «Jeg trives på jobben» → «Jeg trives godt». Say how "
        "comparable the answers are, with compat under waves: 2025"
    )
    for command in ("check", "run"):
        code, said = changed.topline(command, NAME, "--wave", "2025")
        assert code == 1, said
        assert wanted in said
    assert (changed.folder() / "manifest.json").read_bytes() == before
    changed.years.redefine("questionnaire.yaml", new, "2025: {text: Jeg trives godt, compat: break}")
    code, said = changed.run("2025")
    assert code == 0, said
    assert "Brudd i 2025: spørsmålet er endret." in changed.page()


def test_tables_made_from_another_definition_are_left_out_and_said(changed: Root) -> None:
    changed.years.redefine(
        "questionnaire.yaml", "    column: hjemme\n", "    column: hjemme\n    missing: {4: skipped}\n"
    )
    code, said = changed.run("2025")
    assert code == 0, said
    assert "wave 2024 was run when the definition said something else of question hjemme" in said
    mart = changed.mart()
    assert set(mart.loc[mart["question_id"] == "hjemme", "wave"]) == {"2025"}
    assert set(mart.loc[mart["question_id"] == "trives", "wave"]) == set(WAVES)

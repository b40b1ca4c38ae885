"""Units beside their last wave, as a person gets them: two waves run with the real command.

What must come out is counted in the answers that were written.
"""

from collections.abc import Iterator

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from tests.trends.years_survey import NAME, REPORT, Years

SEXES = {"kvinne": "1", "mann": "2", "annet": "3"}


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    """The waves 2023 to 2025 of the survey, with sexes as units."""
    folder = tmp_path_factory.mktemp("units")
    made = Years(folder)
    made.write()
    path = folder / "surveys" / NAME / "reports" / f"{REPORT}.yaml"
    path.write_text(path.read_text("utf-8") + "benchmark: {demographic: kjonn}\n", "utf-8")
    survey = folder / "surveys" / NAME / "survey.yaml"
    survey.write_text(survey.read_text("utf-8") + "disclosure: {min_base: 5}\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOPLINE_KEYS", str(folder.with_name("keys of units")))
        patch.delenv("DAGSTER_HOME", raising=False)
        for wave in ("2023", "2024", "2025"):
            result = CliRunner().invoke(main, ["run", NAME, "--wave", wave, "--data", str(folder)])
            assert result.exit_code == 0, result.output
        yield made


def benchmarks(years: Years, wave: str = "2025") -> pd.DataFrame:
    return pd.read_parquet(years.folder / "warehouse" / NAME / "mart_benchmark" / f"{wave}.parquet")


def counted(years: Years, wave: str, unit: str) -> tuple[float, int]:
    """Per cent of a sex that can work from home, of those who say anything, in the answers of a wave."""
    rows = [row for row in years.rows[wave] if row["kjonn"] == SEXES[unit] and row["hjemme"]]
    return 100 * sum(row["hjemme"] == "1" for row in rows) / len(rows), len(rows)


def test_a_unit_stands_beside_its_own_last_wave(years: Years) -> None:
    rows = benchmarks(years).query("benchmark_kind == 'last_wave' and question_id == 'hjemme'")
    mine = rows.query("option_id == 'ja'").set_index("unit_id")
    assert {"kvinne", "mann"} <= set(mine.index)
    for unit, row in mine.iterrows():
        before, n = counted(years, "2024", str(unit))
        now, _ = counted(years, "2025", str(unit))
        assert row["value"] == pytest.approx(before)
        assert row["base_n"] == n
        assert row["unit_value"] == pytest.approx(now)
        assert row["diff"] == pytest.approx(now - before)
        assert row["previous_wave"] == "2024"
    trend = pd.read_parquet(years.folder / "warehouse" / NAME / "mart_trend" / "2025.parquet")
    tested = trend.query("wave == '2025' and question_id == 'hjemme' and option_id == 'ja'").set_index(
        "group_id"
    )
    assert (mine["mark"] == tested.loc[mine.index, "mark"]).all()


def test_what_cannot_be_compared_has_no_last_wave(years: Years) -> None:
    found = {
        wave: benchmarks(years, wave).query("benchmark_kind == 'last_wave'") for wave in ("2024", "2025")
    }
    assert set(found["2024"]["previous_wave"]) <= {"2023", "2022"}
    assert not {"press", "ny"} & set(found["2024"]["question_id"]), "a break, and a new question"
    assert {"press", "ny"} <= set(found["2025"]["question_id"])
    assert "timer" not in set(found["2024"]["question_id"]), "2022 has not been run, and 2023 did not ask"


def test_what_was_hidden_then_does_not_come_back(years: Years) -> None:
    """Six answered the last question in 2023: in a sex of fewer than five nothing of it is told in 2024."""
    trend = pd.read_parquet(years.folder / "warehouse" / NAME / "mart_trend" / "2024.parquet")
    small = trend.query("wave == '2023' and question_id == 'sjelden' and demographic_id == 'kjonn'")
    units = set(small.query("0 < valid_n < 5")["group_id"])
    assert units
    rows = benchmarks(years, "2024").query("question_id == 'sjelden' and benchmark_kind == 'last_wave'")
    assert not units & set(rows["unit_id"])


def test_the_report_prints_the_last_wave(years: Years) -> None:
    folder = years.folder / "reports" / NAME / "2025" / REPORT
    page = (folder / f"{REPORT}-2025.html").read_text("utf-8")
    assert "I 2024" in page
    tidy = pd.read_parquet(folder / "tables/benchmarks.parquet")
    last = tidy.query("benchmark_kind == 'last_wave' and question_id == 'hjemme' and option_id == 'ja'")
    shown = last.loc[~last["is_hidden"]].set_index("unit_id")["value"]
    for unit, value in shown.items():
        assert value == int(counted(years, "2024", str(unit))[0] + 0.5)

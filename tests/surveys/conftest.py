"""The surveys of this folder, each wave run once, as a person would run it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main

HERE = Path(__file__).parent
READERS = HERE.parent / "readers"
NCASES = slice(80, 84)
"""Where the header of a .sav file holds the number of cases."""
COPIED = {
    "starwars/2014": ["surveymonkey/StarWars.csv"],
    "surveyxact/2021": [
        f"surveyxact/{part}_semicolon_cp1252.csv" for part in ("synthetic", "structure", "labels")
    ],
    "surveyxact/2022": [f"surveyxact/{part}_tab_utf16.csv" for part in ("synthetic", "structure", "labels")],
    "surveyxact/2023": ["surveyxact/synthetic.xlsx"],
    "sav_samples/2018": ["sav/sample_missing.sav"],
    "sav_samples/2019": ["sav/sample_large.sav"],
    "sav_types/2015": ["sav/simple_alltypes.sav"],
}
"""Wave to the files that the readers' tests have already."""
REPORTS = {
    "starwars": "films",
    "pew_dec13": "approval",
    "surveyxact": "fagvalg",
    "sav_samples": "levels",
    "sav_types": "types",
    "workplace": "influence",
}
WAVES = ["pew_dec13/2013", "workplace/2024", "workplace/2025", *COPIED]


@dataclass(frozen=True)
class Ran:
    """A survey's wave after `topline run`."""

    root: Path
    survey: str
    wave: str
    exit_code: int
    output: str

    def table(self, name: str) -> pd.DataFrame:
        """A table of the warehouse."""
        return pd.read_parquet(self.root / "warehouse" / self.survey / name / f"{self.wave}.parquet")

    def row(self, question: str, option: str = "", *, measure: str = "option", **where: str) -> pd.Series:
        """One row of results: of everyone, or of a group."""
        rows = self.table("mart_demographic" if "group_id" in where else "mart_question")
        rows = rows.loc[rows["report_id"] == REPORTS[self.survey]]
        wanted = {
            "question_id": question,
            "measure": measure,
            "option_id": option,
            "item_id": "",
            "net_id": "",
        }
        for column, value in (wanted | where).items():
            rows = rows.loc[rows[column] == value]
        assert len(rows) == 1, f"{len(rows)} rows for {question} {option} {measure} {where}"
        return rows.iloc[0]

    @property
    def folder(self) -> Path:
        """Where the report's files are."""
        return self.root / "reports" / self.survey / self.wave / REPORTS[self.survey]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data root with every survey of this folder."""
    folder = tmp_path_factory.mktemp("surveys")
    for part in ("surveys", "raw"):
        shutil.copytree(HERE / part, folder / part)
    for wave, files in COPIED.items():
        (folder / "raw" / wave).mkdir(parents=True)
        for file in files:
            shutil.copyfile(READERS / file, folder / "raw" / wave / Path(file).name)
    _forget_cases(folder / "raw/sav_samples/2019/sample_large.sav")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOPLINE_KEYS", str(folder.with_name("keys of surveys")))
        patch.setenv("TOPLINE_DATA", str(folder))
        patch.setenv("DAGSTER_REDACT_USER_CODE_ERRORS", "1")
        patch.delenv("DAGSTER_HOME", raising=False)
        patch.setenv("COLUMNS", "200")
        yield folder


def _forget_cases(path: Path) -> None:
    """Write −1, not known, for the number of cases, as some programs do."""
    content = bytearray(path.read_bytes())
    content[NCASES] = (-1).to_bytes(4, "little", signed=True)
    path.write_bytes(content)


@pytest.fixture(scope="session")
def ran(root: Path) -> Callable[[str], Ran]:
    """Runs a survey's wave, once."""
    known: dict[str, Ran] = {}

    def run(wave: str) -> Ran:
        if wave not in known:
            survey, _, year = wave.partition("/")
            arguments = ["run", survey, "--wave", year, "--data", str(root)]
            result = CliRunner().invoke(main, arguments)
            known[wave] = Ran(root, survey, year, result.exit_code, result.output)
        return known[wave]

    return run

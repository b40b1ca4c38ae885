"""Where things are: the data root with its four folders, and the project's own files.

Belongs here: paths only. A data root holds `surveys/` (definitions), `raw/` (exports), `warehouse/` and
`reports/` (what runs make). It is the project's `data/` unless `TOPLINE_DATA` names another.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SQL = PROJECT / "sql"
DATA_VARIABLE = "TOPLINE_DATA"


@dataclass(frozen=True)
class DataRoot:
    """A data root and the folders in it."""

    path: Path

    @property
    def surveys(self) -> Path:
        """Definitions, a folder a survey."""
        return self.path / "surveys"

    @property
    def warehouse(self) -> Path:
        """Parquet, a folder a table, and `warehouse.duckdb`."""
        return self.path / "warehouse"

    @property
    def reports(self) -> Path:
        """Finished reports, `<survey>/<wave>/<report>/`."""
        return self.path / "reports"

    @property
    def instance(self) -> Path:
        """Dagster's home: run history and settings."""
        return self.path / ".dagster"

    def raw(self, survey: str, wave: str) -> Path:
        """Where a wave's export and register files lie."""
        return self.path / "raw" / survey / wave

    def survey(self, survey: str) -> Path:
        """The definition of a survey."""
        return self.surveys / survey

    def report(self, survey: str, wave: str, report: str) -> Path:
        """Where a report's files come out."""
        return self.reports / survey / wave / report


def data_root() -> DataRoot:
    """The data root that `TOPLINE_DATA` names, else the project's own `data/`."""
    return DataRoot(Path(os.environ.get(DATA_VARIABLE) or PROJECT / "data").expanduser().resolve())

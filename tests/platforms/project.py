"""A data root of its own, a draft of an export in it, and what check, core and run make of the draft.

Belongs here: what tests of platforms share. Nothing is edited between draft and run.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.coding.respondents import Core, build_core
from pipeline.coding.source import source_of
from pipeline.ingest import ingest_export
from pipeline.places import DataRoot
from pipeline.survey.loading import load_definition
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.warehouse import Warehouse

NAME, WAVE = "prove", "2024"


class Project:
    """A survey that was drafted from the files of one export."""

    def __init__(self, folder: Path) -> None:
        self.root = DataRoot(folder / "data")
        self.root.path.mkdir(parents=True)
        self.keys = folder / "keys"

    def topline(self, *arguments: str) -> str:
        """What the command says; it must end well."""
        environment = {"TOPLINE_KEYS": str(self.keys), "COLUMNS": "200", "DAGSTER_HOME": None}
        command = [*arguments, "--data", str(self.root.path)]
        result = CliRunner().invoke(main, command, env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    def draft(self, files: Sequence[Path], language: str = "nb", encoding: str | None = None) -> None:
        """`topline draft`, with nothing declared that can be seen."""
        more = ["--encoding", encoding] if encoding else []
        named = [str(path) for path in files]
        self.topline("draft", *named, "--survey", NAME, "--wave", WAVE, "--language", language, *more)

    @property
    def definition(self) -> Definition:
        """The definition as it was drafted."""
        return load_definition(self.root.survey(NAME))

    def asking(self, text: str) -> Question:
        """The question with this text."""
        return next(q for q in self.definition.questionnaire.questions if q.text.all()[0] == text)

    def core(self) -> Core:
        """The core tables that a run writes."""
        ingested = ingest_export(self.definition, self.root, WAVE, b"a key for tests")
        source = source_of(ingested.columns, ingested.rows)
        return build_core(self.definition, WAVE, source, Warehouse(self.root.warehouse).evaluate)

    def reports(self) -> list[Path]:
        """`topline run`; gives the pages that it made."""
        self.topline("run", NAME)
        return sorted(self.root.reports.rglob("*.html"))


def states(core: Core, question: str) -> dict[str, int]:
    """How many respondents are in each state of a question or item."""
    counts = core.responses[f"state_{question}"].value_counts()
    return {str(state): int(n) for state, n in counts.items() if n}


def chosen(core: Core, column: str) -> dict[int, int]:
    """How many respondents have each code."""
    counts: pd.Series[int] = core.responses[f"q_{column}"].value_counts()
    return {int(code): int(n) for code, n in counts.items()}

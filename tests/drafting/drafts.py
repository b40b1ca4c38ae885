"""Drafting in tests: exports made by hand, and drafts loaded as the pipeline would load them."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.coding.columns import column_uses
from pipeline.drafting.draft import draft_survey
from pipeline.readers.export import Export, SourceColumn, column_name
from pipeline.survey.loading import load_definition
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition

WAVE = "2024"


def export(columns: Sequence[tuple[SourceColumn, Sequence[object]]], platform: str = "csv") -> Export:
    """An export of columns with their cells."""
    frame = pd.DataFrame(
        {
            column_name(i): pd.Series(cells, dtype="float64" if column.kind == "number" else "str")
            for i, (column, cells) in enumerate(columns)
        }
    )
    return Export(platform, tuple(column for column, _ in columns), frame)


def number(
    identity: str, label: str, cells: Sequence[object], **more: object
) -> tuple[SourceColumn, list[object]]:
    return SourceColumn(identity, identity, label, "number", **more), list(cells)  # type: ignore[arg-type]


def text(
    identity: str, label: str, cells: Sequence[object], **more: object
) -> tuple[SourceColumn, list[object]]:
    return SourceColumn(identity, identity, label, "text", **more), list(cells)  # type: ignore[arg-type]


def drafted(source: Export, folder: Path, language: str = "nb") -> Definition:
    """The definition that a draft of an export loads as, every column of the export accounted for."""
    for name, content in draft_survey(source, "prove", WAVE, ["prove.sav"], language).items():
        path = folder / "prove" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    definition = load_definition(folder / "prove")
    accounted = column_uses(definition, WAVE, source.columns)
    assert (accounted.problems, accounted.undeclared) == ([], [])
    return definition


def texts(definition: Definition, question: Question) -> list[str]:
    return [option.text("nb") for option in definition.options(question)]


def roles(definition: Definition, question: Question) -> dict[str, str]:
    return {option.text("nb"): option.role for option in definition.options(question)}

"""Small surveys in tests: a definition from YAML, an export made by hand, and the core that comes of both."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.coding.respondents import Core, build_core
from pipeline.coding.source import Source
from pipeline.readers.export import SourceColumn, column_name
from pipeline.survey.loading import load_definition
from pipeline.survey.survey import Definition
from pipeline.warehouse import Warehouse

WAVE = "2024"
DAYS = "field_start: 2024-01-01, field_end: 2024-02-01, report_date: 2024-03-01"
METHOD = """\
method:
  sponsor: Vi
  conductor: Vi
  strategy: Et skjema
  population: Alle
  recruitment: Alle ble spurt
  modes: [web]
  weighting: De fulgte med
  limitations: Ingen kjente
"""
EXPORT = "export: {files: [export.csv]}"

evaluate = Warehouse(Path("nowhere")).evaluate


def survey_yaml(extra: str = "", waves: str = "") -> str:
    """A survey.yaml with one wave unless others are given. Rows are not judged by their blanks."""
    head = f"survey: prove\ntitle: Prøve\nowner: Vi\n{METHOD}"
    if "respondent:" not in extra:
        head += "respondent: {completeness: {judges: []}}\n"
    waves = waves or f"waves:\n  2024: {{{DAYS}, {EXPORT}}}\n"
    return head + textwrap.dedent(waves) + textwrap.dedent(extra)


def write(folder: Path, questionnaire: str, survey: str = "", **reports: str) -> Path:
    """The files of a definition."""
    root = folder / "prove"
    (root / "reports").mkdir(parents=True, exist_ok=True)
    (root / "survey.yaml").write_text(survey or survey_yaml(), "utf-8")
    (root / "questionnaire.yaml").write_text(textwrap.dedent(questionnaire), "utf-8")
    for name, text in reports.items():
        (root / "reports" / f"{name}.yaml").write_text(textwrap.dedent(text), "utf-8")
    return root


def define(folder: Path, questionnaire: str, survey: str = "", **reports: str) -> Definition:
    """A definition from YAML."""
    return load_definition(write(folder, questionnaire, survey, **reports))


Columns = Mapping[str, Sequence[object]] | Sequence[tuple[SourceColumn, Sequence[object]]]


def source(columns: Columns, keys: Sequence[str] | None = None, platform: str = "csv") -> Source:
    """An export as coding gets it. Text columns unless the column says otherwise."""
    pairs = (
        [(SourceColumn(name, name), cells) for name, cells in columns.items()]
        if isinstance(columns, Mapping)
        else list(columns)
    )
    names = [column_name(i) for i in range(len(pairs))]
    cells = {
        name: pd.Series(list(values), dtype="float64" if column.kind == "number" else "str")
        for name, (column, values) in zip(names, pairs, strict=True)
    }
    rows = len(next(iter(cells.values())))
    frame = pd.DataFrame(
        {
            "wave": WAVE,
            "source_row": range(1, rows + 1),
            "respondent_key": list(keys) if keys else [f"{i:032x}" for i in range(rows)],
            **cells,
        }
    )
    return Source(platform, tuple(column for column, _ in pairs), names, frame)


def core(definition: Definition, export: Source, wave: str = WAVE) -> Core:
    """What core makes of an export."""
    return build_core(definition, wave, export, evaluate)


def states(built: Core, question: str) -> list[str]:
    """A question's states, a respondent each."""
    return built.responses[f"state_{question}"].astype(str).tolist()


def values(built: Core, column: str) -> list[float | None]:
    """A column of answers, missing as None."""
    return [None if pd.isna(v) else float(v) for v in built.responses[f"q_{column}"]]


def yaml_list(words: Sequence[str]) -> str:
    """A list for YAML."""
    return json.dumps(list(words), ensure_ascii=False)

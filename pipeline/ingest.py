"""Taking in a wave's files: read, account for every column, drop what is personal, put pseudonyms for ids.

Belongs here: what happens between a file and `raw_…`. How a file is read is in `readers`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.coding.columns import ColumnIndex, ColumnUse, account_for_columns, universe_columns
from pipeline.coding.problems import WaveError
from pipeline.coding.values import canonical
from pipeline.places import DataRoot
from pipeline.pseudonyms import pseudonyms, survey_key
from pipeline.readers import Export, ExportError, ReadOptions, SourceColumn, read
from pipeline.readers.export import column_name
from pipeline.survey.survey import Definition
from pipeline.warehouse import sha256

KEPT = frozenset({"answer", "respondent", "ignored"})


@dataclass(frozen=True)
class Ingested:
    """What was taken in: rows, the columns' description, SHA-256 of each file, and what a person should know."""

    rows: pd.DataFrame
    columns: pd.DataFrame
    inputs: dict[str, str]
    notes: tuple[str, ...]


def ingest_export(definition: Definition, root: DataRoot, wave: str) -> Ingested:
    """`raw_responses` and `raw_columns` of a wave.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when the columns are not those of the definition, or ids are blank or stand twice.
    """
    settings = definition.survey.waves[wave].export
    export, inputs = _read(root.raw(definition.id, wave), settings.files, settings.read)
    uses = account_for_columns(definition, wave, export.columns)
    key = _respondent_ids(definition, wave, export)
    kept = [use for use in uses if use.use in KEPT and use.id != definition.survey.respondent.key]
    rows = pd.DataFrame(
        {
            "wave": wave,
            "source_row": np.arange(1, len(export.frame) + 1),
            "respondent_key": pseudonyms(key, definition.id, survey_key(definition.id)),
        }
    )
    cells = export.frame[[column_name(use.position) for use in kept]]
    return Ingested(
        pd.concat([rows, cells], axis=1), _describe(wave, export, uses, kept), inputs, export.notes
    )


def ingest_universe(definition: Definition, root: DataRoot, wave: str) -> Ingested:
    """`raw_universe` of a wave; the survey must declare a universe.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when the columns are not those of the definition.
    """
    universe = definition.survey.universe
    files = definition.survey.waves[wave].universe
    if universe is None or files is None:
        raise ExportError(
            f"wave {wave} of {definition.id} names no file with the register's counts (universe: files)"
        )
    export, inputs = _read(root.raw(definition.id, wave), files.files, universe.read)
    names = universe_columns(universe, wave, export.columns)
    text = export.frame.map(lambda v: canonical(v) if pd.notna(v) else "")
    is_total = pd.Series(False, index=text.index)
    for column, mark in universe.total_row.items():
        is_total |= text[names[column]] == canonical(mark)
    rows = pd.DataFrame(
        {"wave": wave, "source_row": np.arange(2, len(text) + 2), "is_total": is_total}
        | {f"group_{d}": text[names[column]] for d, column in universe.columns.items()}
        | {f"{name}_n": text[names[column]] for name, column in universe.counts.items()}
    )
    return Ingested(rows, pd.DataFrame(), inputs, export.notes)


def kept_columns(columns: pd.DataFrame) -> tuple[SourceColumn, ...]:
    """The kept columns of `raw_columns` as the readers describe them."""
    return tuple(
        SourceColumn(row.source_id, row.source_id, row.label, row.kind, json.loads(row.labels))  # type: ignore[arg-type]
        for row in columns.loc[columns["is_kept"]].itertuples()
    )


def _read(folder: Path, files: Sequence[str], options: ReadOptions) -> tuple[Export, dict[str, str]]:
    paths = [folder / name for name in files]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        there = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        found = f"there is {', '.join(there)}" if there else "the folder is empty or missing"
        raise ExportError(
            f"{', '.join(missing)} is not in {folder}; {found}. Put the file there, or correct survey.yaml"
        )
    return read(paths, options), {path.name: sha256(path) for path in paths}


def _respondent_ids(definition: Definition, wave: str, export: Export) -> pd.Series:
    """Respondent ids as text; row numbers where the survey has none."""
    column = definition.survey.respondent.key
    if column is None:
        return pd.Series([f"row {i}" for i in range(1, len(export.frame) + 1)], index=export.frame.index)
    name = ColumnIndex(export.columns).name(column)
    if name is None:
        raise KeyError(column)
    ids = export.frame[name].map(lambda v: canonical(v) if pd.notna(v) else "").astype(str)
    blank = ids == ""
    problems = []
    if blank.any():
        rows = (np.flatnonzero(blank) + 1)[:5]
        problems.append(
            f"respondent.key {column}: {int(blank.sum())} rows have a blank id, first in row {rows[0]}; every row "
            f"needs one"
        )
    twice = ids.duplicated(keep=False) & ~blank
    if twice.any() and definition.survey.respondent.duplicates == "refuse":
        rows = (np.flatnonzero(twice) + 1)[:5]
        problems.append(
            f"respondent.key {column}: {int(twice.sum())} rows share an id with another row (rows "
            f"{', '.join(map(str, rows))}{', …' if twice.sum() > 5 else ''}); correct the export, or set "
            f"respondent.duplicates: last_complete"
        )
    if problems:
        raise WaveError(f"the export of wave {wave}", problems)
    return ids


def _describe(
    wave: str, export: Export, uses: Sequence[ColumnUse], kept: Sequence[ColumnUse]
) -> pd.DataFrame:
    """`raw_columns`: a row a column of the export."""
    kept_positions = {use.position for use in kept}
    return pd.DataFrame(
        {
            "wave": wave,
            "position": [use.position + 1 for use in uses],
            "column_name": [column_name(use.position) for use in uses],
            "source_id": [use.id for use in uses],
            "label": [export.columns[use.position].label for use in uses],
            "kind": [export.columns[use.position].kind for use in uses],
            "labels": [json.dumps(export.columns[use.position].labels, ensure_ascii=False) for use in uses],
            "use": [use.use for use in uses],
            "reason": [use.reason for use in uses],
            "is_kept": [use.position in kept_positions for use in uses],
        }
    )

"""Taking in a wave's files: read, account for every column, drop what is personal, put pseudonyms for ids.

Belongs here: what happens between a file and `raw_…`. How a file is read is in `readers`.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.columns import ColumnUse, column_uses, universe_columns
from pipeline.coding.mojibake import garbled_texts
from pipeline.coding.own_words import own_words_columns
from pipeline.coding.problems import WaveError
from pipeline.coding.values import canonical, filled
from pipeline.places import DataRoot
from pipeline.privacy.columns import redact_columns
from pipeline.privacy.known import Known, known_details
from pipeline.pseudonyms import pseudonyms
from pipeline.readers import Export, ExportError, ReadOptions, SourceColumn, read
from pipeline.readers.export import column_name
from pipeline.readers.files import take
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class Ingested:
    """What was taken in.

    Attributes:
        rows: A row an exported row.
        columns: A row a column of the export; empty for the universe.
        inputs: File to the SHA-256 of the bytes that were read.
        notes: What a person should know, in words and counts.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    inputs: dict[str, str]
    notes: tuple[str, ...]


def ingest_export(definition: Definition, root: DataRoot, wave: str, key: bytes) -> Ingested:
    """`raw_responses` and `raw_columns` of a wave.

    Args:
        definition: The survey.
        root: Where its files lie.
        wave: The wave.
        key: The survey's secret key, for pseudonyms.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when texts were decoded wrongly, the columns are not those of the definition, or a
            respondent id is blank.
    """
    taken, problems, undeclared = inspect_export(definition, root, wave, key)
    if problems or undeclared:
        raise WaveError(f"the export of wave {wave}", [*problems, *undeclared])
    return taken


def inspect_export(
    definition: Definition, root: DataRoot, wave: str, key: bytes, left_out: frozenset[str] = frozenset()
) -> tuple[Ingested, list[str], list[str]]:
    """As much of an export as can be taken in, with what is wrong with its columns and ids, and undeclared.

    Args:
        definition: The survey, or what is sound of it.
        root: Where its files lie.
        wave: The wave.
        key: The survey's secret key, for pseudonyms.
        left_out: Columns that may be bound by a part of the definition that was left out.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when texts were decoded wrongly, or it is another survey's export.
    """
    settings = definition.survey.waves[wave].export
    export, inputs = _read(root.raw(definition.id, wave), settings.files, settings.read)
    problems, garbled = garbled_texts(export, settings.read)
    if problems:
        raise WaveError(f"the export of wave {wave}", problems)
    accounted = column_uses(definition, wave, export.columns, left_out)
    uses = accounted.uses
    ids, blank = _respondent_ids(definition, export)
    rows = pd.DataFrame(
        {
            "wave": wave,
            "source_row": np.arange(1, len(export.frame) + 1),
            "respondent_key": pseudonyms(ids, definition.id, key),
        }
    )
    cells = export.frame[[column_name(use.position) for use in uses if use.is_kept]]
    redacted: tuple[str, ...] = ()
    if texts := _free_text(definition, wave, export, uses):
        cells, redacted = redact_columns(cells, texts, _known(definition, export, uses, ids))
    taken = Ingested(
        rows=pd.concat([rows, cells], axis=1),
        columns=_describe(wave, export, uses),
        inputs=inputs,
        notes=(*export.notes, *accounted.notes, *garbled, *redacted, *_shared_addresses(export, uses)),
    )
    return taken, [*accounted.problems, *blank], accounted.undeclared


def ingest_universe(definition: Definition, root: DataRoot, wave: str) -> Ingested:
    """`raw_universe` of a wave; the survey must declare a universe.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when the columns are not those of the definition.
    """
    taken, problems = inspect_universe(definition, root, wave)
    if problems:
        raise WaveError(f"the register of wave {wave}", problems)
    return taken


def inspect_universe(definition: Definition, root: DataRoot, wave: str) -> tuple[Ingested, list[str]]:
    """The declared columns of a wave's register, and those that are not declared.

    Raises:
        ExportError: when a file is missing or cannot be read.
        WaveError: when a declared column is not there.
    """
    universe = definition.survey.universe
    files = definition.survey.waves[wave].universe
    if universe is None or files is None:
        raise ExportError(
            f"wave {wave} of {definition.id} names no file with the register's counts (universe: files)"
        )
    export, inputs = _read(root.raw(definition.id, wave), files.files, universe.read)
    names, missing, undeclared = universe_columns(universe, export.columns)
    if missing:
        raise WaveError(f"the register of wave {wave}", [*missing, *undeclared])
    text = export.frame.map(lambda v: canonical(v) if pd.notna(v) else "")
    is_total = pd.Series(False, index=text.index)
    for column, mark in universe.total_row.items():
        is_total |= text[names[column]] == canonical(mark)
    rows = pd.DataFrame(
        {"wave": wave, "source_row": np.arange(2, len(text) + 2), "is_total": is_total}
        | {f"group_{d}": text[names[column]] for d, column in universe.columns.items()}
        | {f"{name}_n": text[names[column]] for name, column in universe.counts.items()}
    )
    return Ingested(rows, pd.DataFrame(), inputs, export.notes), undeclared


def export_columns(definition: Definition, root: DataRoot, wave: str) -> tuple[SourceColumn, ...]:
    """The columns of a wave's export.

    Raises:
        ExportError: when a file is missing or cannot be read.
    """
    settings = definition.survey.waves[wave].export
    return _read(root.raw(definition.id, wave), settings.files, settings.read)[0].columns


def _read(folder: Path, files: Sequence[str], options: ReadOptions) -> tuple[Export, dict[str, str]]:
    """The files of an export, read from copies whose hashes are known."""
    missing = [name for name in files if not (folder / name).exists()]
    if missing:
        there = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        found = f"there is {', '.join(there)}" if there else "the folder is empty or missing"
        raise ExportError(
            f"{', '.join(missing)} is not in {folder}; {found}. Put the file there, or correct survey.yaml"
        )
    with tempfile.TemporaryDirectory(prefix="topline-raw-") as temporary:
        taken = {}
        for i, name in enumerate(files):
            place = Path(temporary, str(i))
            place.mkdir()
            taken[name] = take(folder / name, place, root=folder)
        export = read([copy.path for copy in taken.values()], options)
    return export, {name: copy.sha256 for name, copy in taken.items()}


def _respondent_ids(definition: Definition, export: Export) -> tuple[pd.Series, list[str]]:
    """Respondent ids as text, row numbers where there are none; and that some are blank."""
    column = definition.survey.respondent.key
    position = None if column is None else ColumnIndex(export.columns).position(column)
    numbers = pd.Series([f"row {i}" for i in range(1, len(export.frame) + 1)], index=export.frame.index)
    if position is None:
        return numbers, []
    ids = filled(export.frame[column_name(position)])
    blank = ids == ""
    if not blank.any():
        return ids, []
    first = int(np.argmax(blank)) + 1
    problem = f"respondent.key {column}: {int(blank.sum())} rows have a blank id, the first is row {first}; "
    return ids.mask(blank, numbers), [f"{problem}every row needs one"]


def _free_text(
    definition: Definition, wave: str, export: Export, uses: Sequence[ColumnUse]
) -> dict[str, str]:
    """Columns in which people may have written anything: open answers, own words for a tick, what is ignored.

    Their names in the frame, to their ids.
    """
    own_words = own_words_columns(definition, wave, export.columns)
    return {
        column_name(use.position): use.id
        for use in uses
        if export.columns[use.position].kind == "text"
        and (
            (use.use == "ignored" and use.is_kept)
            or (use.use == "answer" and definition.questions[use.reason].type == "open")
            or use.position in own_words
        )
    }


def _known(definition: Definition, export: Export, uses: Sequence[ColumnUse], ids: pd.Series) -> Known:
    """What the columns that are dropped here, and the respondent ids, tell of each row."""
    columns = [filled(export.frame[column_name(use.position)]) for use in uses if use.use == "identifier"]
    texts = [
        text
        for question in definition.questionnaire.questions
        for option in definition.every_option(question)
        for text in (*option.text.all(), *map(str, option.match))
    ]
    has_ids = definition.survey.respondent.key is not None
    return known_details([*columns, ids if has_ids else ids.mask(ids != "", "")], texts)


def _shared_addresses(export: Export, uses: Sequence[ColumnUse]) -> list[str]:
    """Columns of e-mail addresses in which rows share one: maybe one person has answered twice."""
    notes = []
    for use in uses:
        if use.use == "identifier" and export.columns[use.position].kind == "text":
            addresses = filled(export.frame[column_name(use.position)]).str.casefold()
            addresses = addresses[addresses.str.contains("@", regex=False)]
            shared = int(addresses.duplicated(keep=False).sum())
            if shared:
                notes.append(
                    f"column {use.id}: {shared} rows share an e-mail address with another row; "
                    "one person may have answered twice"
                )
    return notes


def _describe(wave: str, export: Export, uses: Sequence[ColumnUse]) -> pd.DataFrame:
    """`raw_columns`: a row a column of the export."""
    columns = [export.columns[use.position] for use in uses]
    return pd.DataFrame(
        {
            "wave": wave,
            "position": [use.position + 1 for use in uses],
            "column_name": [column_name(use.position) for use in uses],
            "source_id": [column.id for column in columns],
            "label": [column.label for column in columns],
            "kind": [column.kind for column in columns],
            "labels": [json.dumps(column.labels, ensure_ascii=False) for column in columns],
            "missing": [json.dumps([[m.low, m.high] for m in column.missing]) for column in columns],
            "block": [column.block for column in columns],
            "option": [column.option for column in columns],
            "is_mention": [column.is_mention for column in columns],
            "format": export.format,
            "use": [use.use for use in uses],
            "reason": [use.reason for use in uses],
            "is_kept": [use.is_kept for use in uses],
        }
    )

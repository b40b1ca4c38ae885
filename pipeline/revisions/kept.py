"""What the warehouse keeps of former exports of a wave, and what it will keep of this one.

Belongs here: `raw_revisions` and `raw_marks`, from the store and to it.

A revision counts when core tables were made from it. An export that raw took in and core refused is none:
what comes after it is compared with the one before it, so the marks of both are kept until core is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.coding.duplicates import without_duplicates
from pipeline.coding.problems import WaveError
from pipeline.coding.source import Source, source_of
from pipeline.coding.status import declared_status
from pipeline.coding.times import read_times
from pipeline.places import DataRoot
from pipeline.pseudonyms import identity_mark
from pipeline.revisions.difference import Kept, Taken, compare, keep
from pipeline.revisions.history import (
    PILOT,
    Revision,
    approval_of,
    export_sha256,
    first_revision,
    history_of,
    next_revision,
    revision_table,
)
from pipeline.revisions.marks import marked_columns
from pipeline.revisions.words import note
from pipeline.store import Store, Table, WarehouseError
from pipeline.survey.survey import Definition
from pipeline.warehouse import Warehouse

LOST = "nothing is kept of the export that the wave was made from before, so this one is not compared with it"
MARKS = ("wave", "export_sha256", "respondent_key", "status", "marks")


@dataclass(frozen=True)
class Export:
    """An export that was taken in: `raw_columns`, `raw_responses`, and file to SHA-256."""

    columns: pd.DataFrame
    rows: pd.DataFrame
    inputs: Mapping[str, str]


@dataclass(frozen=True)
class Revised:
    """`raw_revisions` and `raw_marks` with a new export, and what a person should know."""

    revisions: pd.DataFrame
    marks: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Former:
    """What is known of the export that core was made from; no history, when there is none or it is lost."""

    history: tuple[Revision, ...] = ()
    marks: pd.DataFrame | None = None
    is_lost: bool = False


def revise(definition: Definition, wave: str, root: DataRoot, key: bytes, export: Export) -> Revised:
    """Compare an export with the one that core was made from, and take it into the history.

    Args:
        definition: The survey.
        wave: The wave.
        root: Where its tables are.
        key: The survey's secret key.
        export: What was taken in.

    Raises:
        WaveError: when it takes away or changes what was there, and nobody has approved it; or when there is
            something before it, and its respondents cannot be told.
    """
    definition = definition.in_wave(wave)
    former = Former() if definition.is_pilot(wave) else former_of(definition, wave, root)
    column, sha256 = definition.survey.respondent.key, export_sha256(export.inputs.values())
    source = source_of(export.columns, export.rows)
    status, problems = _status(definition, wave, source)
    if problems and former.history:
        raise WaveError(f"the export of wave {wave}", problems)
    taken = Taken(source, status, tuple(export.columns["source_id"]), column is not None)
    new = Revision(
        number=0,
        sha256=sha256,
        basis="",
        identity=identity_mark(definition.id, column, key),
        respondents=int(taken.respondents.sum()),
        marked=marked_columns(definition, wave, export.columns),
        every_column=taken.every_column,
    )
    kept = keep(taken, new.marked, _salt(definition, wave, sha256), key)
    marks = _marks(wave, sha256, kept)
    history, is_other = _with(definition, wave, former, new, taken, key)
    if is_other and former.marks is not None:
        marks = pd.concat([former.marks, marks], ignore_index=True)
    return Revised(
        revision_table(wave, history), marks, _notes(definition, history[-1], is_other, former.is_lost)
    )


def _status(definition: Definition, wave: str, source: Source) -> tuple[pd.Series, list[str]]:
    """How far each row came, and what is wrong where that cannot be told; core says that too.

    Where no status is declared, nobody is known to be done.
    """
    respondent = definition.survey.respondent
    try:
        status = declared_status(definition, wave, source)
    except WaveError as error:
        return pd.Series(pd.NA, index=source.rows.index, dtype="object"), error.problems
    if respondent.status is None:
        status = status.replace("complete", "partial")
    if respondent.key is None:
        return status, []
    times = read_times(definition, wave, source)
    status, problem = without_duplicates(respondent, status, source.rows, times.at)
    return status, [problem] if problem else []


def _with(
    definition: Definition, wave: str, former: Former, new: Revision, taken: Taken, key: bytes
) -> tuple[tuple[Revision, ...], bool]:
    """The history with an export, and whether that is another one than the last."""
    approved = definition.survey.waves[wave].revisions
    if definition.is_pilot(wave):
        return (replace(new, number=1, basis=PILOT),), False
    if not former.history:
        return (first_revision(new, approved),), False
    last = former.history[-1]
    if last.sha256 == new.sha256:
        entry = approval_of(new.sha256, approved) or last.approval
        again = replace(new, number=last.number, basis=last.basis, difference=last.difference, approval=entry)
        return (*former.history[:-1], again), False
    if former.marks is not None and last.identity == new.identity:
        rows = former.marks.drop(columns=["wave", "export_sha256"])
        old = Kept(_salt(definition, wave, last.sha256), last.marked, last.every_column, rows)
        new = replace(new, difference=compare(definition, wave, old, taken, key))
    return (*former.history, next_revision(last, wave, new, approved)), True


def former_of(definition: Definition, wave: str, root: DataRoot) -> Former:
    """What is kept of the export that core was made from. What is damaged is lost."""
    warehouse = Warehouse(root.warehouse)
    reached = _in_core(warehouse, definition.id, wave)
    if reached is None:
        return Former(is_lost=any(root.reports.joinpath(definition.id, wave).glob("*/manifest.json")))
    try:
        history = history_of(warehouse.read(Table(definition.id, "raw_revisions", wave)))
        marks = warehouse.read(Table(definition.id, "raw_marks", wave))
    except WarehouseError:
        return Former(is_lost=True)
    while history and history[-1].sha256 != reached:
        history.pop()
    marks = marks[marks["export_sha256"] == reached]
    if history and history[-1].basis == PILOT:
        return Former()
    if not history or marks.empty:
        return Former(is_lost=True)
    return Former(tuple(history), marks.reset_index(drop=True))


def _in_core(store: Store, survey: str, wave: str) -> str | None:
    """The export that core was made from, None where there is none."""
    try:
        inputs = store.manifest(Table(survey, "core_responses", wave))["inputs"]
    except WarehouseError:
        return None
    return export_sha256(digest for name, digest in inputs.items() if name != "definition")


def _salt(definition: Definition, wave: str, sha256: str) -> str:
    return f"{definition.id}\x1f{wave}\x1f{sha256}"


def _marks(wave: str, sha256: str, kept: Kept) -> pd.DataFrame:
    return kept.rows.assign(wave=wave, export_sha256=sha256)[list(MARKS)]


def _notes(definition: Definition, last: Revision, is_other: bool, is_lost: bool) -> tuple[str, ...]:
    if is_lost:
        return (LOST,)
    if not is_other or last.difference is None:
        return ()
    by, reason = (last.approval.approved_by, last.approval.reason) if last.approval else ("", "")
    fewest = definition.survey.disclosure.min_base
    return (note(last.number, last.respondents, last.difference, by, reason, fewest),)

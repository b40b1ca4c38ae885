"""The revisions of a wave: which number a new export gets, and whether it may follow the one before.

Belongs here: that decision, and the table `raw_revisions`. What is different is found out by `difference`,
and said by `words`.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd

from pipeline.coding.problems import WaveError
from pipeline.revisions.difference import Difference
from pipeline.revisions.marks import MarkedColumn
from pipeline.revisions.words import blocked
from pipeline.survey.survey import ApprovedRevision

FIRST, ADDITIVE, APPROVED, PILOT = "first", "additive", "approved", "pilot"
COUNTS = ("gone", "new", "more", "people", "texts")
LISTS = ("columns_gone", "answers_gone", "columns_new")
"""What of a difference the table holds, besides `changed`."""
BASES = (FIRST, ADDITIVE, APPROVED, PILOT)
"""Why a revision was read: nothing is known to come before it, it only adds, somebody approved it, or it is a
pilot's."""


@dataclass(frozen=True)
class Revision:
    """One export of a wave that was read.

    Attributes:
        number: From 1.
        sha256: Of the export, by `export_sha256`.
        basis: One of `BASES`.
        identity: From `pseudonyms.identity_mark`.
        respondents: How many it has.
        difference: From the revision before; None where it is not known, or there is none before.
        approval: From `survey.yaml`, where there is one.
        marked: The columns that marks are kept of.
        every_column: The ids of all its columns.
    """

    number: int
    sha256: str
    basis: str
    identity: str
    respondents: int = 0
    marked: tuple[MarkedColumn, ...] = ()
    every_column: tuple[str, ...] = ()
    difference: Difference | None = None
    approval: ApprovedRevision | None = None


def export_sha256(digests: Iterable[str]) -> str:
    """What an export is known by: the SHA-256 of its file, or that of its files' sorted SHA-256, a line each.

    Names do not count, so the same content under another name is the same export.
    """
    lines = sorted(digests)
    return lines[0] if len(lines) == 1 else hashlib.sha256("\n".join(lines).encode()).hexdigest()


def approval_of(sha256: str, approved: Iterable[ApprovedRevision]) -> ApprovedRevision | None:
    """The entry of the change log that is for an export."""
    return next((entry for entry in approved if sha256.startswith(entry.sha256)), None)


def first_revision(new: Revision, approved: Sequence[ApprovedRevision]) -> Revision:
    """An export that nothing is known to come before, but what the change log says."""
    entry = approval_of(new.sha256, approved)
    if entry is None:
        return replace(new, number=1, basis=FIRST)
    return replace(new, number=approved.index(entry) + 2, basis=APPROVED, approval=entry)


def next_revision(last: Revision, wave: str, new: Revision, approved: Sequence[ApprovedRevision]) -> Revision:
    """The revision after `last`.

    Args:
        last: What the figures were made from.
        wave: The wave.
        new: The new export with its difference; its number, basis and approval are decided here.
        approved: The wave's change log.

    Raises:
        WaveError: when it does not only add to what was read, and nobody has approved it.
    """
    entry = approval_of(new.sha256, approved)
    is_additive = new.difference is not None and new.difference.is_additive
    if not is_additive and entry is None:
        problem = blocked(wave, last.number, new.sha256, new.difference, new.respondents)
        raise WaveError(f"the export of wave {wave}", [problem])
    basis = ADDITIVE if is_additive else APPROVED
    return replace(new, number=last.number + 1, basis=basis, approval=entry)


def revision_table(wave: str, history: Iterable[Revision]) -> pd.DataFrame:
    """`raw_revisions`: a row a revision."""
    rows: list[dict[str, Any]] = []
    for one in history:
        found, entry = one.difference, one.approval
        rows.append(
            {
                "wave": wave,
                "revision": one.number,
                "export_sha256": one.sha256,
                "basis": one.basis,
                "is_compared": found is not None,
                "respondents_n": one.respondents,
                **{f"{name}_n": getattr(found, name) if found else 0 for name in COUNTS},
                "changed": json.dumps(dict(found.changed) if found else {}),
                **{name: json.dumps(getattr(found, name) if found else []) for name in LISTS},
                "approved_by": entry.approved_by if entry else "",
                "reason": entry.reason if entry else "",
                "identity": one.identity,
                "marked": json.dumps([[c.id, c.question, c.kind] for c in one.marked]),
                "every_column": json.dumps(one.every_column),
            }
        )
    return pd.DataFrame(rows)


def history_of(table: pd.DataFrame) -> list[Revision]:
    """The revisions of `raw_revisions`."""
    return [_revision(row) for row in table.to_dict("records")]


def _revision(row: dict[Any, Any]) -> Revision:
    difference = Difference(
        **cast("dict[str, Any]", {name: int(row[f"{name}_n"]) for name in COUNTS}),
        changed=json.loads(row["changed"]),
        **cast("dict[str, Any]", {name: tuple(json.loads(row[name])) for name in LISTS}),
    )
    entry = ApprovedRevision(
        sha256=row["export_sha256"], approved_by=row["approved_by"] or "-", reason=row["reason"] or "-"
    )
    return Revision(
        number=int(row["revision"]),
        sha256=row["export_sha256"],
        basis=row["basis"],
        identity=row["identity"],
        respondents=int(row["respondents_n"]),
        marked=tuple(MarkedColumn(*one) for one in json.loads(row["marked"])),
        every_column=tuple(json.loads(row["every_column"])),
        difference=difference if row["is_compared"] else None,
        approval=entry if row["approved_by"] else None,
    )

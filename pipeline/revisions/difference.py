"""What is different between two exports of one wave: who is gone, who came, and which answers changed.

Belongs here: finding respondents again and comparing their marks. Whether a difference may be is decided in
`history`.

Only respondents are compared, as an export may hold everyone invited, and what it holds of those who have not
answered is no answer. Of those who had answered in part, blanks and ticks may be filled in; of those who were
done, nothing may change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from pipeline.coding.source import Source
from pipeline.coding.values import as_code_text, canonical
from pipeline.revisions.marks import (
    TEXT,
    Bits,
    MarkedColumn,
    as_text,
    content_keys,
    cover,
    from_text,
    value_bits,
    value_mark,
)
from pipeline.survey.questions import Value
from pipeline.survey.survey import Definition

COUNTED = ("complete", "partial")
STATUS = "status"
"""In the place of a question: who was done, and is not any more."""


@dataclass(frozen=True)
class Taken:
    """An export as it is compared.

    Attributes:
        source: Its kept columns, with their cells.
        status: How far each row came.
        every_column: The ids of all its columns, also of those that are not kept.
        by_person: Whether rows have a respondent's pseudonym. Else they are found again by what they hold.
    """

    source: Source
    status: pd.Series
    every_column: tuple[str, ...]
    by_person: bool

    @property
    def respondents(self) -> np.ndarray:
        """Which rows are respondents."""
        return self.status.isin(COUNTED).to_numpy()

    def bits(self, columns: Sequence[MarkedColumn], key: bytes) -> Bits:
        """A keyed hash of each respondent's cells; of columns that are not there as of blanks."""
        rows = self.respondents
        bits = np.empty((int(rows.sum()), len(columns)), dtype=np.uint32)
        for i, column in enumerate(columns):
            position = self.source.index.position(column.id)
            if position is None:
                bits[:, i] = value_mark("", column.id, key)
            else:
                bits[:, i] = value_bits(self.source.cells(position)[rows], column, key)
        return bits

    def has(self, column: MarkedColumn) -> bool:
        """Whether its cells can be read."""
        return self.source.index.position(column.id) is not None


@dataclass(frozen=True)
class Kept:
    """What is kept of an export that was read.

    Attributes:
        salt: Of its marks: survey, wave and export.
        columns: What is marked.
        every_column: The ids of all its columns.
        rows: A row a respondent: respondent_key, status, marks.
    """

    salt: str
    columns: tuple[MarkedColumn, ...]
    every_column: tuple[str, ...]
    rows: pd.DataFrame


@dataclass(frozen=True)
class Difference:
    """What a newer export changes, in counts.

    Attributes:
        gone: How many respondents of the older one it lacks.
        new: How many it has that the older one lacks.
        more: How many had answered in part, and have answered more.
        changed: Question, `weight` or `status`, to how many have another answer there.
        people: How many have another answer anywhere.
        texts: How many have another text in their own words, on which no figure depends.
        columns_gone: Columns that it lacks.
        answers_gone: Those of them that held answers.
        columns_new: Columns that the older one lacks.
    """

    gone: int = 0
    new: int = 0
    more: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)
    people: int = 0
    texts: int = 0
    columns_gone: tuple[str, ...] = ()
    answers_gone: tuple[str, ...] = ()
    columns_new: tuple[str, ...] = ()

    @property
    def is_additive(self) -> bool:
        """Whether everything that was there is there unchanged."""
        return not (self.gone or self.changed or self.answers_gone)


def keep(taken: Taken, columns: tuple[MarkedColumn, ...], salt: str, key: bytes) -> Kept:
    """What is kept of an export."""
    bits = taken.bits(columns, key)
    rows = taken.respondents
    if taken.by_person:
        keys = taken.source.rows.loc[rows, "respondent_key"].tolist()
        marks = as_text(bits ^ cover(keys, len(columns), salt, key))
    else:
        keys, marks = content_keys(bits[:, _answers(columns)], salt, key), [""] * len(bits)
    kept = {"respondent_key": keys, "status": taken.status[rows].tolist(), "marks": marks}
    return Kept(salt, columns, taken.every_column, pd.DataFrame(kept, dtype="str"))


def compare(definition: Definition, wave: str, old: Kept, new: Taken, key: bytes) -> Difference:
    """What `new` changes in `old`.

    Args:
        definition: The survey, as it is now.
        wave: The wave.
        old: What is kept of the export before, with keys of the same kind.
        new: The newer export.
        key: The survey's secret key.
    """
    bits = new.bits(old.columns, key)
    if new.by_person:
        found = _by_person(definition, wave, old, new, bits, key)
    else:
        found = _by_content(old, content_keys(bits[:, _answers(old.columns)], old.salt, key))
    gone = tuple(column for column in old.every_column if column not in new.every_column)
    return replace(
        found,
        columns_gone=gone,
        answers_gone=tuple(column.id for column in old.columns if column.id in gone and column.kind != TEXT),
        columns_new=tuple(column for column in new.every_column if column not in old.every_column),
    )


def _answers(columns: Sequence[MarkedColumn]) -> list[int]:
    return [i for i, column in enumerate(columns) if column.kind != TEXT]


def _by_content(old: Kept, keys: list[str]) -> Difference:
    """Rows that are alike are the same; of those who had answered in part, a changed one may be that one."""
    before, after = Counter(old.rows["respondent_key"]), Counter(keys)
    complete = Counter(old.rows.loc[old.rows["status"] == "complete", "respondent_key"])
    lost, came = (before - after).total(), (after - before).total()
    gone = min(lost, (complete - after).total())
    more = min(lost - gone, came)
    return Difference(gone=lost - more, more=more, new=came - more)


def _by_person(
    definition: Definition, wave: str, old: Kept, new: Taken, bits: Bits, key: bytes
) -> Difference:
    keys = pd.Index(new.source.rows.loc[new.respondents, "respondent_key"])
    places = keys.get_indexer(pd.Index(old.rows["respondent_key"]))
    there, at = old.rows[places >= 0], places[places >= 0]
    hiding = cover(there["respondent_key"].tolist(), len(old.columns), old.salt, key)
    was = from_text(there["marks"], len(old.columns)) ^ hiding
    partial = there["status"].eq("partial").to_numpy()
    undone = ~partial & new.status[new.respondents].eq("partial").to_numpy()[at]
    more, texts = np.zeros(len(there), dtype=bool), np.zeros(len(there), dtype=bool)
    changed = {STATUS: undone}

    def blanks(column: MarkedColumn) -> list[int]:
        return _nothing_yet(definition, wave, new.source.markers, column, key)

    for i, column in enumerate(old.columns):
        differs = was[:, i] != bits[at, i]
        if not new.has(column) or not differs.any():
            continue
        if column.kind == TEXT:
            texts |= differs
            continue
        filled = differs & partial & np.isin(was[:, i], blanks(column))
        more |= filled
        changed[column.question] = changed.get(column.question, False) | (differs & ~filled)
    return Difference(
        gone=int((places < 0).sum()),
        new=len(keys) - len(at),
        more=int(more.sum()),
        changed={question: int(rows.sum()) for question, rows in changed.items() if rows.any()},
        people=int(np.logical_or.reduce(list(changed.values())).sum()),
        texts=int(texts.sum()),
    )


def _nothing_yet(
    definition: Definition, wave: str, markers: Iterable[Value], column: MarkedColumn, key: bytes
) -> list[int]:
    """The marks of what is no answer yet: a blank, also one that is more, and a box that is not ticked."""
    question = definition.questions.get(column.question)
    unticked = question.binding(wave).unticked if question is not None and question.has_ticks else ()
    texts = ("", *map(str, markers), *(as_code_text(canonical(value)) for value in unticked))
    return [value_mark(text, column.id, key) for text in texts]

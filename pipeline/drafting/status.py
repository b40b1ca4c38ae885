"""The column that tells how far a respondent came, and which of its values mean what.

Belongs here: the guess of `respondent.status`, by what platforms call it and by the words of its labels.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.drafting.columns import Profile, value_text
from pipeline.drafting.names import words_of
from pipeline.drafting.words import plain
from pipeline.readers.export import Export, SourceColumn

_WORDS = {
    "test": r"test|preview|forhåndsvisning",
    "screened_out": r"screen|utenfor målgruppen|quota|kvote",
    "withdrawn": r"frafal|withdrawn|declined|reserv|opted out",
    "deleted": r"slettet|deleted",
    "partial": r"noen svar|delvis|partial|incomplete|ufullstendig|påbegynt|suspended|^false$",
    "undeliverable": r"bounce|undeliver|not delivered|ikke levert|i retur|ugyldig",
    "complete": r"gjennomført|fullført|complete|ferdig|finished|besvart|^true$",
    "opened": r"åpnet|opened|started|startet",
    "invited": r"^ny$|distribuert|distributed|invite|invitert|sendt|^sent$|not started|^new$",
}
_NAMES = re.compile(
    r"(svar|respons|response|respondent|overall|samlet)? ?(status|disposition|finished|completed)"
)
_MOST = 20


_SURVEYXACT = "statoverall"
_CHOICES = {"complete": ["4"], "partial": ["3"], "invited": ["1", "2"], "withdrawn": ["5"]}
"""Gjennomført, Noen svar, Ny and Distribuert, Frafalt: texts follow the form's language, choices do not."""


@dataclass
class DraftStatus:
    """`respondent.status` as it will be written, the columns that it is in, and what to check.

    `column` is the column of values, or the name of the block that `is_block` says it is.
    """

    column: str
    values: dict[str, list[str]]
    block: str = ""
    notes: list[str] = field(default_factory=list)
    is_block: bool = False
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A status in one column is in that column."""
        self.columns = self.columns or (self.column,)

    @property
    def place(self) -> dict[str, str]:
        """Where it stands, as `respondent.status` says it."""
        return {"block" if self.is_block else "column": self.column}


def find_status(pairs: Iterable[tuple[SourceColumn, Profile]]) -> DraftStatus | None:
    """The status column or columns of an export, or None."""
    pairs = list(pairs)
    ticks = {column.option: column.id for column, _ in pairs if column.block == _SURVEYXACT}
    if "4" in ticks:
        return _of_choices(ticks)
    found = [status for column, profile in pairs if (status := _status(column, profile)) is not None]
    return (
        min(found, key=lambda status: "Finished" not in status.column and "submitdate" not in status.column)
        if found
        else None
    )


def _of_choices(ticks: Mapping[str, str]) -> DraftStatus:
    """SurveyXact's status, a column a choice."""
    values = {status: [c for c in choices if c in ticks] for status, choices in _CHOICES.items()}
    values = {status: choices for status, choices in values.items() if choices}
    unknown = sorted(ticks.keys() - {choice for choices in _CHOICES.values() for choice in choices})
    notes = ["those with some answers count too, unless keep_partial is false"] if "3" in ticks else []
    if unknown:
        values["opened"] = unknown
        notes.append(f"what do {', '.join(unknown)} mean? They are not counted as answers here")
    return DraftStatus(_SURVEYXACT, values, notes=notes, is_block=True, columns=tuple(ticks.values()))


def _status(column: SourceColumn, profile: Profile) -> DraftStatus | None:
    if column.id == "submitdate":
        return DraftStatus(column.id, {"complete": ["*"], "partial": [""]})
    names = (words_of(column.id), words_of(column.name))
    if any(_NAMES.fullmatch(name) for name in names) and profile.distinct <= _MOST:
        return _by_words(column, profile)
    return None


def _by_words(column: SourceColumn, profile: Profile) -> DraftStatus | None:
    texts = dict(column.labels) | {v: v for v in profile.values if v not in column.labels}
    values, unknown = _sorted(texts)
    if "Finished" in (column.id, column.name) and "complete" not in values and set(texts) <= {"0", "1"}:
        values, unknown = {"complete": ["1"], "partial": ["0"]}, []
    if "complete" not in values:
        return None
    notes = []
    if unknown:
        values.setdefault("opened", []).extend(unknown)
        notes.append(f"what do {', '.join(unknown[:6])} mean? They are not counted as answers here")
    if profile.filled < profile.rows:
        values.setdefault("opened", []).append("")
    return DraftStatus(column.id, values, column.block, notes)


def _sorted(texts: Mapping[str, str]) -> tuple[dict[str, list[str]], list[str]]:
    """Values by status, and those whose words tell nothing."""
    values: dict[str, list[str]] = {}
    unknown: list[str] = []
    for value, text in texts.items():
        words = plain(text)
        status = next((s for s, pattern in _WORDS.items() if re.search(pattern, words)), None)
        if status is None:
            unknown.append(value)
        else:
            values.setdefault(status, []).append(value)
    ordered: Sequence[str] = ("complete", "partial", *(s for s in values if s not in {"complete", "partial"}))
    return {s: values[s] for s in ordered if s in values}, unknown


def completed(export: Export, status: DraftStatus | None) -> "pd.Series[bool]":
    """Which rows are of people who completed the form; all where no one column tells it."""
    everyone = pd.Series(True, index=export.frame.index)
    position = next((i for i, c in enumerate(export.columns) if status and c.id == status.column), None)
    if status is None or position is None or "complete" not in status.values:
        return everyone
    texts = export.frame.iloc[:, position].map(value_text, na_action="ignore")
    wanted = status.values["complete"]
    found = texts.notna() if wanted == ["*"] else texts.isin(wanted)
    return found if found.any() else everyone

"""Which columns of an export are one question: ticks of several answers, rows of a grid, ranks.

Belongs here: grouping by the platform's blocks, else by labels that begin alike, else by names that do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from pipeline.readers.export import SourceColumn
from pipeline.readers.markers import OWN_WORDS
from pipeline.readers.text_identity import comparable
from pipeline.survey.draft_columns import FEWEST_ROWS, Profile, in_missing
from pipeline.survey.draft_names import stems
from pipeline.survey.draft_options import code_text
from pipeline.survey.draft_words import missing_state, role_of
from pipeline.survey.questions import MissingState

Group = tuple[str, list["Part"]]
_FEWEST_BY_NAME = 3
_TICKS = ({"0", "1"}, {"Y", "N"})
_MOST_POINTS = 11
_MOSTLY = 0.9


@dataclass(frozen=True)
class Part:
    """A column with what is known of its cells."""

    column: SourceColumn
    profile: Profile
    cells: "pd.Series[str]"
    mark: str = ""
    """The number that stands for a tick, where the columns beside it tell that it does."""

    @cached_property
    def tick_missing(self) -> dict[str, MissingState]:
        """Values that stand for a blank: -99 for seen but unanswered, declared missing values."""
        found: dict[str, MissingState] = {}
        for value in {**self.column.labels, **self.profile.values}:
            state = missing_state(self.column.labels.get(value, ""))
            if state is None and (in_missing(value, self.column.missing) or re.fullmatch(r"-\d+", value)):
                state = "skipped"
            if state is not None:
                found[value] = state
        return found

    @cached_property
    def values(self) -> set[str]:
        """Different values that are answers."""
        return {code_text(value) for value in self.profile.values} - self.tick_missing.keys()

    @cached_property
    def tick_mark(self) -> str:
        """The text that stands for a tick where there is nothing but it and blanks; else empty."""
        if self.mark:
            return self.mark
        if self.column.kind != "text" or self.column.labels or len(self.values) != 1:
            return ""
        value = next(iter(self.values))
        enough = self.profile.filled >= FEWEST_ROWS and not self.profile.is_number
        return value if enough and value not in {"Y", "N"} else ""

    @cached_property
    def is_tick(self) -> bool:
        """Whether the column says chosen or not chosen of one option."""
        if self.profile.distinct > len(self.profile.values):
            return False
        codes = {code_text(code) for code in self.column.labels} - self.tick_missing.keys()
        coded = any(self.values <= pair for pair in _TICKS) and (not codes or codes in ({"0", "1"}, {"1"}))
        return (coded and bool(self.values or codes)) or bool(self.tick_mark)

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """What columns with the same answers have in common; empty for columns that belong to no group."""
        if self.is_tick:
            return ("tick", bool(self.tick_mark))
        if len(self.column.labels) > 1:
            return ("labels", tuple((c, comparable(t)) for c, t in self.column.labels.items()))
        return ()


def groups(parts: Sequence[Part]) -> Iterator[Group]:
    """Columns as questions in file order: (`multiple`, `grid`, `ranking` or `single`, columns)."""
    blocks: dict[str, list[Part]] = {}
    for part in parts:
        if part.column.block:
            blocks.setdefault(part.column.block, []).append(part)
    loose: list[Part] = []
    own_words = {part.column.id: part for part in parts if part.column.id.endswith(OWN_WORDS)}
    taken: set[str] = set()
    for part in parts:
        if not part.column.block:
            if part.column.id not in taken:
                loose.append(part)
            continue
        yield from _runs(loose)
        loose = []
        for kind, members in _block(blocks.pop(part.column.block, [])):
            own = own_words.get(part.column.block + OWN_WORDS) if kind == "multiple" else None
            taken.update([own.column.id] if own else [])
            yield kind, [*members, own] if own else members
    yield from _runs(loose)


def _block(members: Sequence[Part]) -> Iterator[Group]:
    """A platform's block: its ticks, its rows of the same answers, and the rest one by one.

    A column of own words beside ticks is an option too: who writes there has chosen «other».
    """
    members = _numbered_ticks(members)
    ticks = [part for part in members if part.is_tick]
    rest = [part for part in members if not part.is_tick]
    if len(ticks) == 1:
        ticks, rest = [], list(members)
    if ticks:
        own = [p for p in rest if p.column.kind == "text" and role_of(p.column.option) == "other"]
        rest = [part for part in rest if part not in own]
        yield "multiple", ticks + own
    rows = [part for part in rest if _same_answers(part, rest)]
    if len(rows) > 1:
        yield "ranking" if _ranks(rows) else "grid", rows
        rest = [part for part in rest if part not in rows]
    for part in rest:
        yield "single", [part]


def _numbered_ticks(members: Sequence[Part]) -> list[Part]:
    """Columns that hold nothing but one number, another in each, as ticks: the number is the option's."""
    alone = [p for p in members if p.profile.is_number and not p.column.labels and len(p.values) == 1]
    marks = [next(iter(part.values)) for part in alone]
    if len(alone) < 2 or len(set(marks)) < len(marks):
        return list(members)
    numbers = {part.column.id: mark for part, mark in zip(alone, marks, strict=True)}
    return [replace(part, mark=numbers.get(part.column.id, "")) for part in members]


def _same_answers(part: Part, others: Sequence[Part]) -> bool:
    """Whether a column answers with what most of its block does."""
    if part.profile.distinct > len(part.profile.values):
        return False
    if part.column.labels:
        return sum(part.signature == other.signature for other in others) * 2 > len(others)
    union = {value for other in others for value in other.values}
    if part.profile.is_number:
        return len(union) <= _MOST_POINTS and all(re.fullmatch(r"\d{1,2}", value) for value in union)
    shared = [
        value for value in part.values if sum(value in other.values for other in others) * 2 > len(others)
    ]
    return bool(part.values) and len(shared) == len(part.values)


def _ranks(rows: Sequence[Part]) -> bool:
    """Whether columns hold the places 1 to k of k things, hardly ever the same place twice in a row."""
    places = {str(i) for i in range(1, len(rows) + 1)}
    union = {value for part in rows for value in part.values}
    if len(rows) < _FEWEST_BY_NAME or not union or not union <= places or len(union) < len(rows):
        return False
    cells = pd.concat([part.cells for part in rows], axis=1).dropna(how="any")
    return bool(len(cells)) and float((cells.nunique(axis=1) == len(rows)).mean()) >= _MOSTLY


def _runs(parts: Sequence[Part]) -> Iterator[Group]:
    """Neighbouring columns without a block that are one question by their labels, else by their names."""
    start = 0
    while start < len(parts):
        length = max(_by_stem(parts, start), _by_name(parts, start))
        run = list(parts[start : start + length])
        if length == 1:
            yield "single", run
        else:
            yield ("multiple" if run[0].is_tick else "ranking" if _ranks(run) else "grid"), run
        start += length


def _by_stem(parts: Sequence[Part], start: int) -> int:
    """How many columns from `start` on have the same answers and labels that begin with the same question."""
    first = parts[start]
    if not first.signature:
        return 1
    best = 1
    for stem in stems(first.column.label):
        end = start + 1
        while (
            end < len(parts)
            and parts[end].signature == first.signature
            and comparable(parts[end].column.label).startswith(stem)
        ):
            end += 1
        best = max(best, end - start)
    return best


def _by_name(parts: Sequence[Part], start: int) -> int:
    """How many columns from `start` on have the same answers and names that count up: `q5_1`, `q5_2`, …."""
    first = parts[start]
    name = _numbered(first.column.id)
    if name is None or not first.signature or (not first.is_tick and len(first.column.labels) <= 2):
        return 1
    if first.column.label.rstrip().endswith("?"):  # a whole question, that its neighbour only resembles
        return 1
    end = start + 1
    while end < len(parts) and parts[end].signature == first.signature:
        other = _numbered(parts[end].column.id)
        if other is None or other != (name[0], name[1] + end - start):
            break
        end += 1
    return end - start if end - start >= _FEWEST_BY_NAME else 1


def _numbered(identity: str) -> tuple[str, int] | None:
    found = re.fullmatch(r"(.*[^\d])(\d{1,3})", identity)
    return (found[1], int(found[2])) if found else None

"""A column of an export with what drafting asks of its cells.

Belongs here: whether it says ticked or not, and what columns with the same answers have in common.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.drafting.columns import FEWEST_ROWS, Profile, in_missing
from pipeline.drafting.options import code_text
from pipeline.drafting.words import known_id, missing_state
from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import MissingState

_TICKS = ({"0", "1"}, {"Y", "N"})
_CHOSEN = re.compile(r"valgt|avkrysset|krysset av|selected|checked|marked|ticked|mentioned|nevnt|chosen")
_NOT_CHOSEN = re.compile(
    r"(ikke|ikkje|not|un) ?"
    r"(valgt|valt|avkrysset|krysset av|selected|checked|marked|ticked|mentioned|nevnt|chosen)"
)
_MOST_POINTS = 11
_MOST_WORDS = 12
_LIKE = 0.6


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
    def tick_words(self) -> tuple[str, str] | None:
        """The values for chosen and not chosen where words say so: 1 «Selected» and 2 «Not selected»."""
        told = self.answers or {value: value for value in self.profile.values}
        if len(told) > 2:
            return None
        yes = [code_text(code) for code, text in told.items() if _CHOSEN.fullmatch(text.casefold())]
        no = [code_text(code) for code, text in told.items() if _NOT_CHOSEN.fullmatch(text.casefold())]
        return (yes[0], no[0]) if len(yes) == len(no) == 1 and self.values <= {*yes, *no} else None

    @cached_property
    def yes_and_no(self) -> tuple[str, str] | None:
        """The values for yes and no where there are no other answers."""
        told = self.answers or {value: value for value in self.profile.values}
        known = {known_id(text): code_text(value) for value, text in told.items()}
        return (known["yes"], known["no"]) if len(told) == 2 and {"yes", "no"} <= known.keys() else None

    @cached_property
    def is_tick(self) -> bool:
        """Whether the column says chosen or not chosen of one option."""
        if self.profile.distinct > len(self.profile.values):
            return False
        if self.tick_words:
            return True
        codes = {code_text(code) for code in self.column.labels} - self.tick_missing.keys()
        coded = any(self.values <= pair for pair in _TICKS) and (not codes or codes in ({"0", "1"}, {"1"}))
        return (coded and bool(self.values or codes)) or bool(self.tick_mark)

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """What columns with the same answers have in common; empty for columns that belong to no group."""
        if self.is_tick:
            return ("tick", bool(self.tick_mark), self.tick_words)
        if len(self.column.labels) > 1:
            return ("labels", tuple((c, comparable(t)) for c, t in self.column.labels.items()))
        return ("points",) if self.is_points else ()

    @cached_property
    def heading(self) -> str:
        """The column's label, or its name where it has none."""
        return comparable(self.column.label) or comparable(self.column.name)

    @cached_property
    def answers(self) -> dict[str, str]:
        """The labels of answers, without those that stand for a blank."""
        return {
            code: text
            for code, text in self.column.labels.items()
            if code_text(code) not in self.tick_missing
        }

    @cached_property
    def is_points(self) -> bool:
        """Whether there are nothing but small whole numbers, which may be points of a scale or places."""
        if self.answers or not self.profile.is_number or self.profile.distinct > len(self.profile.values):
            return False
        small = all(re.fullmatch(r"\d{1,2}", value) for value in self.values)
        points = [value for value in self.values if small and int(value) <= _MOST_POINTS]
        return small and len(points) > 1 and len(self.values) - len(points) <= 2

    @cached_property
    def is_yes_no(self) -> bool:
        """Whether the answers are yes and no, perhaps with don't know."""
        known = {known_id(text) for text in (self.answers.values() or self.profile.values)}
        return {"yes", "no"} <= known

    @cached_property
    def words(self) -> frozenset[str]:
        """The few answers of a column of texts without labels; empty for others."""
        is_text = self.column.kind == "text" and not self.column.labels and not self.profile.is_number
        few = 1 < self.profile.distinct == len(self.profile.values) <= _MOST_WORDS
        return frozenset(self.values) if is_text and few and not self.is_tick else frozenset()

    def is_like(self, other: "Part") -> bool:
        """Whether another column has the same answers; of texts, nearly the same."""
        if self.words and other.words:
            return len(self.words & other.words) >= _LIKE * len(self.words | other.words)
        return bool(self.signature) and self.signature == other.signature

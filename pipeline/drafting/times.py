"""When respondents answered, and how long it took: the columns that a draft names for it.

Belongs here: which of the platform's times is which. That they are times is told in `uses`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.drafting.dates import ISO, format_of_dates
from pipeline.drafting.names import is_named, words_of
from pipeline.drafting.part import Part

_STARTED = (r"(start|påbegynt|begun)\w*\b.*", r"interview start")
_UNITS = (
    (re.compile(r"\b(ms|milliseconds?|millisekunder)\b"), "milliseconds"),
    (re.compile(r"\b(min|minutes?|minutter)\b"), "minutes"),
)
_MOSTLY = 0.5


@dataclass(frozen=True)
class DraftTimes:
    """Columns that tell when respondents answered.

    Attributes:
        started: The time of the first page.
        submitted: The time of the last answer.
        duration: `column` and `unit` of how long it took.
        date_format: Of the two times; empty for ISO 8601.
    """

    started: str | None = None
    submitted: str | None = None
    duration: Mapping[str, str] | None = None
    date_format: str = ISO

    @property
    def columns(self) -> set[str]:
        """All of them."""
        named = (self.started, self.submitted, self.duration and self.duration["column"])
        return {column for column in named if column}

    @property
    def data(self) -> dict[str, object]:
        """As `respondent` says it."""
        named = {"started": self.started, "submitted": self.submitted, "duration": self.duration}
        return {name: value for name, value in named.items() if value}


def find_times(stamps: Sequence[Part], durations: Sequence[Part]) -> DraftTimes:
    """Which columns tell when a respondent started and sent, and how long it took.

    Times in several formats cannot be read together: then those in the first one's are taken.

    Args:
        stamps: Columns with the platform's times, in file order.
        durations: Columns with what the platform says that it took.
    """
    formats = {part.column.id: _format(part) for part in stamps}
    told = next((found for found in formats.values() if found is not None), ISO)
    mine = [part for part in stamps if formats[part.column.id] == told]
    first = [part.column.id for part in mine if is_named(_STARTED, part.column)]
    last = [part.column.id for part in mine if not is_named(_STARTED, part.column)]
    numbers = [part for part in durations if _is_mostly_filled(part) and part.profile.is_number]
    return DraftTimes(
        started=first[0] if first else None,
        submitted=last[-1] if last else None,
        duration={"column": numbers[0].column.id, "unit": _unit(numbers[0])} if numbers else None,
        date_format=told,
    )


def _format(part: Part) -> str | None:
    """The format of a column of times of day; None where it has none, or hardly a cell."""
    if not _is_mostly_filled(part):
        return None
    if part.column.kind == "datetime":
        return ISO
    has_hour = all(re.search(r"\d[:.]\d\d", str(cell)[8:]) for cell in part.cells.dropna().head(20))
    return format_of_dates(part) if has_hour else None


def _is_mostly_filled(part: Part) -> bool:
    return part.profile.filled > _MOSTLY * part.profile.rows


def _unit(part: Part) -> str:
    words = f"{words_of(part.column.id)} {words_of(part.column.label)}"
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), "seconds")

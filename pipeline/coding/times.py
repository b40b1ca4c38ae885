"""When respondents answered, and how long it took, from the columns that the definition names for it.

Belongs here: reading those columns, and times that cannot be. What is too fast is for `quality`.

Of an hour that comes twice the first is taken, but where that would be before the respondent started, the
second.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.moments import Clock, read_moments
from pipeline.coding.numbers import read_numbers
from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import INVALID, Floats, canonical
from pipeline.survey.survey import Definition

_SECONDS = {"milliseconds": 0.001, "seconds": 1.0, "minutes": 60.0}


@dataclass(frozen=True)
class Times:
    """What is known of each row's time.

    Attributes:
        seconds: How long it took; missing where that is not known.
        at: When it was submitted (or started, where only that is known), in seconds since 1970, UTC.
        impossible: Where a time is none, does not exist, or is before the start.
        problems: What stops the wave.
        notes: What a person should know, in counts.
    """

    seconds: Floats
    at: Floats
    impossible: Flags
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stamps:
    """A column of time stamps; the second reading of a time is `later`."""

    seconds: Floats
    later: Floats
    wrong: Flags


class _Reader:
    """The time columns of a wave, and what was found to be wrong with them.

    That a column is not there at all is told where columns are accounted for.
    """

    def __init__(self, definition: Definition, wave: str, source: Source) -> None:
        self.respondent = definition.survey.respondent
        self.read = definition.survey.waves[wave].export.read
        self.clock = Clock(self.read.date_format, self.read.time_zone)
        self.source, self.rows = source, len(source.rows)
        self.problems: list[str] = []
        self.notes: list[str] = []

    def stamps(self, column: str | None) -> _Stamps:
        """A column of time stamps; all missing where there is none."""
        position = None if column is None else self.source.index.position(column)
        if position is None:
            missing = np.full(self.rows, np.nan)
            return _Stamps(missing, missing, np.zeros(self.rows, dtype=bool))
        positions, distinct = pd.factorize(self.source.cells(position), use_na_sentinel=True)
        read = read_moments([canonical(value) for value in distinct], self.clock)
        seconds, later = (np.append(values, np.nan)[positions] for values in (read.seconds, read.later))
        skipped, wrong = (np.append(flags, False)[positions] for flags in (read.skipped, read.wrong))
        self._note(str(column), wrong, skipped, int((seconds < later).sum()))
        return _Stamps(seconds, later, wrong | skipped)

    def _note(self, column: str, wrong: Flags, skipped: Flags, twice: int) -> None:
        rows, zone = f"column {column}: {{}} rows hold a time that the clocks", self.clock.time_zone
        if skipped.any():
            self.notes.append(f"{rows.format(int(skipped.sum()))} skipped ({zone}, summer time); it is none")
        if twice:
            self.notes.append(f"{rows.format(twice)} showed twice ({zone}, winter time); the first is taken")
        if not wrong.any():
            return
        count, first = int(wrong.sum()), int(self.source.rows["source_row"].iloc[int(np.argmax(wrong))])
        if self.clock.date_format is None:
            self.problems.append(
                f"column {column} (a time of respondents): {count} cells, the first in row {first}, hold no "
                "time in ISO 8601; declare date_format under export.read"
            )
        else:
            self.notes.append(f"column {column}: {count} rows hold no time in the declared format")

    def told(self) -> tuple[Floats, Flags]:
        """What the platform says that it took, in seconds, and cells that are no such number."""
        duration = self.respondent.duration
        position = self.source.index.position(duration.column) if duration else None
        if duration is None or position is None:
            return np.full(self.rows, np.nan), np.zeros(self.rows, dtype=bool)
        column = self.source.columns[position]
        found = read_numbers(column, self.source.cells(position), {}, self.read.decimal, self.read.thousands)
        seconds = found.values * _SECONDS[duration.unit]
        wrong: Flags = (found.cells == INVALID) | (seconds < 0)
        if wrong.any():
            self.notes.append(f"column {column.id}: {int(wrong.sum())} rows hold no duration")
        return np.where(wrong, np.nan, seconds), wrong


def read_times(definition: Definition, wave: str, source: Source) -> Times:
    """When each row of a wave was answered, and how long it took.

    Args:
        definition: The survey, with the columns under `respondent`.
        wave: The wave.
        source: The export.
    """
    reader = _Reader(definition, wave, source)
    started, submitted = reader.stamps(reader.respondent.started), reader.stamps(reader.respondent.submitted)
    end = np.where(submitted.seconds < started.seconds, submitted.later, submitted.seconds)
    backwards: Flags = end < started.seconds
    if backwards.any():
        reader.notes.append(f"{int(backwards.sum())} rows were submitted before they were started")
    seconds, wrong = reader.told()
    if reader.respondent.duration is None:
        seconds = np.where(backwards, np.nan, end - started.seconds)
    return Times(
        seconds=seconds,
        at=np.where(np.isnan(end), started.seconds, end),
        impossible=started.wrong | submitted.wrong | backwards | wrong,
        problems=tuple(reader.problems),
        notes=tuple(reader.notes),
    )

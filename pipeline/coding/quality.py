"""Respondents that a person should look at: too fast, like many others, at impossible times.

Belongs here: putting flags on respondents, and which of them the definition leaves out. How long somebody
took is `times`, and how answers look is `patterns`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.coding.patterns import identical_rows, straight_lines
from pipeline.coding.ticks import Flags
from pipeline.coding.times import Times
from pipeline.methods.rounding import half_away
from pipeline.survey.respondents import Flag
from pipeline.survey.survey import Definition

FLAGS = get_args(Flag)


@dataclass(frozen=True)
class Suspects:
    """The respondents of a wave with a flag.

    Attributes:
        flags: Flag to the rows that have it, in the order of `FLAGS`; rows that are no respondents have none.
        removed: The first flag for which a row is left out, empty for all others.
        notes: What a person should know, in counts.
    """

    flags: dict[str, Flags]
    removed: pd.Series
    notes: tuple[str, ...]


def find_suspects(
    definition: Definition, wave: str, status: pd.Series, values: pd.DataFrame | None, times: Times
) -> Suspects:
    """Flag the respondents of a wave.

    Args:
        definition: The survey.
        wave: The wave.
        status: Of each row; those that are complete or partial are looked at.
        values: The answer columns of each row; None where they are uncertain.
        times: When each row was answered.
    """
    quality = definition.survey.respondent.quality
    counted = status.isin(["complete", "partial"]).to_numpy()
    fast, fast_note = _too_fast(definition, (status == "complete").to_numpy(), times)
    mine = pd.DataFrame(index=status.index[counted]) if values is None else values.loc[counted]
    alike, alike_note = identical_rows(mine, quality.identical_rows)
    straight, straight_note = straight_lines(definition, mine)
    outside = counted & _outside_field(definition, wave, times)
    flags = {
        "too_fast": fast,
        "identical_answers": _among(counted, alike),
        "straight_lines": _among(counted, straight),
        "impossible_time": counted & times.impossible,
        "outside_field": outside,
    }
    notes = [fast_note, alike_note, straight_note]
    if outside.any():
        notes.append(f"{int(outside.sum())} respondents answered before field_start or after field_end")
    removed = pd.Series("", index=status.index, dtype=object)
    for flag in reversed([flag for flag in FLAGS if flag in quality.remove]):
        removed[flags[flag]] = flag
    return Suspects(flags, removed, (*times.notes, *(note for note in notes if note)))


def _among(rows: Flags, found: Flags) -> Flags:
    """Flags of some rows as flags of all."""
    wide = np.zeros(len(rows), dtype=bool)
    wide[rows] = found
    return wide


def _too_fast(definition: Definition, complete: Flags, times: Times) -> tuple[Flags, str]:
    """Complete respondents below the declared number of seconds or the share of the median of them all."""
    quality = definition.survey.respondent.quality
    known = complete & ~np.isnan(times.seconds)
    if not known.any():
        return np.zeros(len(complete), dtype=bool), ""
    median = float(np.median(times.seconds[known]))
    limits = {}
    if quality.fastest_seconds is not None:
        limits[quality.fastest_seconds] = "as declared"
    if quality.fastest_share is not None:
        percent = int(half_away(100 * quality.fastest_share))
        limits[quality.fastest_share * median] = f"{percent} % of the median, {int(half_away(median))}"
    if not limits:
        return np.zeros(len(complete), dtype=bool), ""
    limit = max(limits)
    fast: Flags = known & (times.seconds < limit - 1e-9)
    if not fast.any():
        return fast, ""
    text = f"{int(fast.sum())} of {int(known.sum())} complete respondents took less than"
    return fast, f"{text} {int(half_away(limit))} seconds ({limits[limit]})"


def _outside_field(definition: Definition, wave: str, times: Times) -> Flags:
    """Who answered before the first or after the last day of the field, as the export's clocks have it."""
    settings = definition.survey.waves[wave]
    zone = ZoneInfo(settings.export.read.time_zone)
    first = datetime.combine(settings.field_start, time(), zone).astimezone(UTC).timestamp()
    day_after = settings.field_end + timedelta(days=1)
    last = datetime.combine(day_after, time(), zone).astimezone(UTC).timestamp()
    outside: Flags = (times.at < first) | (times.at >= last)
    return outside

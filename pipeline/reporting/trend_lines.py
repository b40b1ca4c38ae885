"""Lines of a question over the waves: which numbers stand for it, and each as printed.

Belongs here: the rows of a trend, from the rows of `mart_trend` after suppression. The figure around them is
in `trends`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.rendering.tree import Mark, TrendPoint, TrendRow, TrendWave
from pipeline.reporting.rows import Record, Records, is_unreliable
from pipeline.reporting.words import Words

SIGNED = ("nps", "balance")
HIDDEN = "–"
LEAST_SPAN = {"share": 20.0, "nps": 40.0}
"""The height of a row at the least, so that small changes look small."""
ROOM = 1.15
"""How much higher a row is than its largest movement."""


@dataclass(frozen=True)
class Line:
    """One number of a question over the waves.

    Attributes:
        label: Its name.
        what: As it stands in a sentence: `andelen som svarer ja,`.
        records: Wave to the row of the mart.
        emphasis: A net, or everyone before groups.
        is_partial: Whether waves in which nobody could or did choose it were left out.
    """

    label: str
    what: str
    records: dict[str, Record]
    emphasis: bool = False
    is_partial: bool = False

    @property
    def newest(self) -> Record:
        """The row of the newest wave that it has."""
        return self.records[max(self.records)]

    @property
    def measure(self) -> str:
        """The word in the column `measure`."""
        return str(self.newest["measure"])

    @property
    def option(self) -> str:
        """The option that the number is of, or empty."""
        return str(self.newest["option_id"])

    @property
    def of_group(self) -> bool:
        """Whether the number is that of a group."""
        return bool(self.newest["group_id"])

    @property
    def segments(self) -> frozenset[int]:
        """The segments of the trend that it has a row in."""
        rows = self.records.values()
        return frozenset(int(row["segment"]) for row in rows if pd.notna(row["segment"]))

    def after(self, earlier: "Line") -> "Line":
        """This line, with the rows of one that stood in its place before it was cut."""
        is_partial = self.is_partial or earlier.is_partial
        return replace(self, records=earlier.records | self.records, is_partial=is_partial)

    def decimals(self, words: Words) -> int:
        """How many decimals its numbers have, in all waves the same."""
        return words.material.decimals.of_row(next(iter(self.records.values())))

    @property
    def is_share(self) -> bool:
        """Whether the number is a per cent of persons."""
        return self.measure not in {"mean", "index", *SIGNED}


def line_of(label: str, what: str, rows: Records, *, emphasis: bool = False) -> Line:
    """A line from its rows, one a wave."""
    return Line(label, what, {str(row["wave"]): row for row in rows}, emphasis)


def without_unchosen(line: Line) -> Line:
    """A line without the segments in which nobody chose it: the form of those waves may not have had it.

    Only where the line is cut at all; a share of 0 beside others of the same segment is a number.
    """
    segments: dict[float, list[Record]] = {}
    for row in line.records.values():
        if pd.notna(row["segment"]):
            segments.setdefault(float(row["segment"]), []).append(row)
    empty = {segment for segment, rows in segments.items() if all(row["value"] == 0 for row in rows)}
    if not empty or len(empty) == len(segments):
        return line
    kept = {wave: row for wave, row in line.records.items() if row["segment"] not in empty}
    return replace(line, records=kept, is_partial=True)


def printed(words: Words, line: Line, value: float) -> str:
    """A number of a line as printed."""
    digits = line.decimals(words)
    number = words.numbers.signed if line.measure in SIGNED else words.numbers.number
    return number(value, digits)


def printed_change(words: Words, line: Line, change: float) -> str:
    """A change of a line as printed, with its sign."""
    return words.numbers.signed(change, line.decimals(words))


def trend_waves(
    words: Words, waves: Sequence[str], lines: Sequence[Line], *, shared: bool
) -> list[TrendWave]:
    """The waves of a figure; with their bases where all lines have the same persons behind them."""
    found = []
    for place, wave in enumerate(waves):
        rows = [line.records[wave] for line in lines if wave in line.records]
        base = None if not shared or pd.isna(rows[0]["valid_n"]) else int(rows[0]["valid_n"])
        found.append(
            TrendWave(
                label=wave,
                base=("" if not shared else HIDDEN if base is None else words.numbers.number(base)),
                base_value=base,
                cut=place > 0 and all(pd.isna(row["previous_wave"]) for row in rows),
            )
        )
    return found


def trend_row(words: Words, waves: Sequence[str], line: Line, *, own_bases: bool) -> TrendRow:
    """A line as a row of a figure."""
    points = tuple(_point(words, line, line.records.get(wave), own_bases=own_bases) for wave in waves)
    change = last_change(line, waves[-1])
    return TrendRow(
        label=line.label,
        points=points,
        change="" if change is None else printed_change(words, line, change),
        change_value=change,
        emphasis=line.emphasis,
    )


def _point(words: Words, line: Line, record: Record | None, *, own_bases: bool) -> TrendPoint:
    if record is None:
        return TrendPoint(None, "")
    if record["is_hidden"]:
        return TrendPoint(None, HIDDEN, joined=False, base=HIDDEN if own_bases else "")
    base = int(record["valid_n"])
    bases = {"base": words.numbers.number(base), "base_value": base} if own_bases else {}
    if pd.isna(record["value"]):
        return TrendPoint(None, "", joined=False, **bases)
    value = float(record["value"])
    return TrendPoint(
        value=value,
        text=printed(words, line, value),
        mark=mark_of(words, record),
        joined=isinstance(record["previous_wave"], str),
        margin=_margin(words, record),
        unreliable=is_unreliable(record),
        **bases,
    )


def mark_of(words: Words, record: Record) -> Mark:
    """Whether the change from the wave before is marked, in reports with tests."""
    if not words.material.report.tests:
        return "none"
    return "up" if record["mark"] == "up" else "down" if record["mark"] == "down" else "none"


def _margin(words: Words, record: Record) -> str:
    if not words.material.report.margins or pd.isna(record["moe"]):
        return ""
    return words.numbers.margin(float(record["moe"]), words.material.decimals.of_margin(record))


def last_change(line: Line, wave: str) -> float | None:
    """The change to the newest wave; None where it cannot be compared, or may not be told."""
    record = line.records.get(wave)
    return None if record is None or pd.isna(record["change"]) else float(record["change"])


def last_value(line: Line, wave: str) -> float:
    """The number of the newest wave, to sort by; below all others where there is none."""
    value = line.records[wave]["value"] if wave in line.records else float("nan")
    return -1.0 if pd.isna(value) else float(value)


def span_of(rows: Sequence[TrendRow], lines: Sequence[Line]) -> float:
    """The common height of a figure's rows: room for the largest movement, in the unit of the numbers."""
    values = [[point.value for point in row.points if point.value is not None] for row in rows]
    moved = max((max(row) - min(row) for row in values if row), default=0.0)
    first = lines[0]
    if first.is_share or first.measure in {*SIGNED, "index"}:
        least = LEAST_SPAN["nps" if first.measure in SIGNED else "share"]
    else:
        least = 0.2 * max((abs(value) for row in values for value in row), default=1.0) or 1.0
    return max(ROOM * moved, least)

"""The figure of a report tree that shows waves: a small line an answer, group or item.

What belongs here: dataclasses of points with printed numbers and unrounded heights. What does not: where a
point lies (`trend_layout`), drawing. Read `tree` for the conventions; import everything from there.
"""

from dataclasses import dataclass

from pipeline.rendering.figure import Comparison, Mark, same_length


@dataclass(frozen=True, slots=True)
class TrendWave:
    """A wave, as a column of the figure.

    Attributes:
        label: such as `2024`.
        base: number of persons behind all numbers of the wave, as printed; empty where rows have their own.
        base_value: the same for machines; None when hidden or empty.
        cut: the numbers cannot be compared with those of the wave before: no line comes from there.
    """

    label: str
    base: str = ""
    base_value: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One number of a line.

    Attributes:
        value: unrounded height, in the unit of the figure's span; None for no point.
        text: the number as printed; `–` when hidden, empty where there is nothing.
        mark: whether the change from the point before is marked.
        joined: whether a line comes from the point before.
        margin: margin of error as printed, or empty.
        base: number of persons behind it, as printed; empty where it stands at the wave.
        base_value: the same for machines.
        unreliable: the number is to be read with care, starred.
    """

    value: float | None
    text: str
    mark: Mark = "none"
    joined: bool = True
    margin: str = ""
    base: str = ""
    base_value: int | None = None
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One line: an answer, a group or an item.

    Attributes:
        label: its name.
        points: one a wave of the figure.
        change: the change to the newest wave as printed, such as `+6`; empty for none.
        change_value: the same for machines.
        emphasis: bold and set apart.
    """

    label: str
    points: tuple[TrendPoint, ...]
    change: str = ""
    change_value: float | None = None
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class TrendLines:
    """Lines one below the other, all with the same steepness for the same change.

    Attributes:
        alt: a full sentence with every number in the figure.
        caption: caption without its number.
        row_heading: what the rows are.
        waves: oldest first.
        rows: in reading order.
        span: the height of a row, in the unit of its numbers.
        value_heading: what the numbers are, for tables.
        base_heading: heading of the bases at the waves; empty leaves them out.
        change_heading: heading of the changes; empty leaves the column out.
        cut_label: the word at a place where lines are cut.
        compared_with: what the marks compare with.
        notes: sentences under the figure.
    """

    alt: str
    caption: str
    row_heading: str
    waves: tuple[TrendWave, ...]
    rows: tuple[TrendRow, ...]
    span: float
    value_heading: str = ""
    base_heading: str = ""
    change_heading: str = ""
    cut_label: str = ""
    compared_with: Comparison = "previous"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not have a point a wave, and a figure without height."""
        if not self.span > 0:
            raise ValueError(f"TrendLines {self.caption!r}: span {self.span} must be above 0")
        for row in self.rows:
            same_length(f"TrendLines, row {row.label!r}", self.waves, row.points)

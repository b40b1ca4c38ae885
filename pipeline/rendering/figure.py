"""The figures of a report tree: stacked bars and single bars.

What belongs here: dataclasses of bars with printed numbers and unrounded lengths. What does not: tables,
chapters, drawing. Read `tree` for the conventions; import everything from there.
"""

from dataclasses import dataclass
from typing import Literal

Fill = Literal["neg3", "neg2", "neg1", "mid", "pos1", "pos2", "pos3", "dk"]
Mark = Literal["none", "up", "down"]
"""A difference that passed its test: `up` and `down` against what `compared_with` of the parent says."""
Comparison = Literal["rest", "previous"]
"""What a mark compares with: everyone else on the question, or the wave before."""


def same_length(where: str, wanted: tuple[object, ...], given: tuple[object, ...]) -> None:
    """Refuse a row that does not have one entry for each option or column.

    Raises:
        ValueError: the lengths differ; says where.
    """
    if len(wanted) != len(given):
        raise ValueError(f"{where}: {len(given)} given, {len(wanted)} needed, one for each")


@dataclass(frozen=True, slots=True)
class Option:
    """An answer option as figures name it: a column of a stacked bar, and an entry of its legend.

    Attributes:
        key: the option's id, unique in its figure; a table column with the same key holds its numbers.
        label: full text.
        short: the name inside a bar and in a legend; the label where there is no shorter one.
        fill: colour role.
    """

    key: str
    label: str
    short: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Part:
    """One option's part of a stacked bar; parts stand in the order of the figure's options.

    Attributes:
        share: unrounded length in percent of the whole bar.
        text: the number printed in it.
        mark: whether the difference to what the figure compares with is marked.
        margin: margin of error as printed, such as `± 3`, or empty.
        label: the number that is drawn in the bar where that is not `text`, so that labels add up to 100;
            empty for `text`. Tables and alternative texts have `text`.
        unreliable: the number is to be read with care; a star in tables, and at the row's label in figures.
    """

    share: float
    text: str
    mark: Mark = "none"
    margin: str = ""
    label: str = ""
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The answers of everyone as one bar, don't know included and last.

    Attributes:
        alt: a full sentence with every number in the figure.
        caption: caption without its number.
        options: in the order of the bar.
        parts: one an option.
        notes: sentences under the figure.
    """

    alt: str
    caption: str
    options: tuple[Option, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse parts that do not stand for the options one by one."""
        same_length("StackedBar", self.options, self.parts)


@dataclass(frozen=True, slots=True)
class BarRow:
    """A group, a wave or an item of a grid as one stacked bar.

    Attributes:
        label: name of the group, wave or item.
        parts: one an option of the figure; empty when hidden.
        base: number of persons behind the bar, as printed (`–` when hidden).
        base_value: the same for machines; None when hidden.
        aside: don't know in percent of everybody, as printed; empty when the figure has no such column.
        aside_share: its unrounded length in percent.
        hidden: why the row has no bar; empty for a row that is shown.
        emphasis: the row for everyone, or the latest wave: bold and set apart.
    """

    label: str
    parts: tuple[Part, ...]
    base: str
    base_value: int | float | None = None
    aside: str = ""
    aside_share: float = 0.0
    hidden: str = ""
    emphasis: bool = False

    @property
    def unreliable(self) -> bool:
        """Whether any of its numbers is to be read with care; the writers add a star to the label."""
        return any(part.unreliable for part in self.parts)


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Stacked bars by group, by wave or by item of a grid.

    Attributes:
        alt: a full sentence with every number in the figure.
        caption: caption without its number.
        row_heading: what the rows are, such as the name of the demographic.
        options: in the order of the bars; without don't know when that stands aside.
        rows: first the emphasised one, then the others in reading order.
        base_heading: heading of the bases; empty leaves the column out.
        aside_heading: heading of the don't know column; empty leaves it out.
        compared_with: what the marks compare with.
        notes: sentences under the figure.
    """

    alt: str
    caption: str
    row_heading: str
    options: tuple[Option, ...]
    rows: tuple[BarRow, ...]
    base_heading: str = ""
    aside_heading: str = ""
    compared_with: Comparison = "rest"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a shown row whose parts do not stand for the options one by one."""
        for row in self.rows:
            if not row.hidden:
                same_length(f"StackedBars, row {row.label!r}", self.options, row.parts)


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One single bar: an option of a multiple response question, or a mean of a group.

    Attributes:
        label: name of the row.
        value: unrounded length in the unit of the figure's scale; None when hidden.
        text: the number printed beside the bar.
        base: count or base as printed; empty when there is none.
        base_value: the same for machines.
        fill: colour role.
        low: lower end of the interval, same unit; None for no interval.
        high: upper end of the interval.
        interval: the margin of error as printed, such as `± 0,4`, or empty.
        mark: whether the difference to what the figure compares with is marked.
        hidden: why the row has no bar.
        unreliable: the number is to be read with care, starred.
        emphasis: bold and set apart.
    """

    label: str
    value: float | None
    text: str
    base: str = ""
    base_value: int | float | None = None
    fill: Fill = "pos2"
    low: float | None = None
    high: float | None = None
    interval: str = ""
    mark: Mark = "none"
    hidden: str = ""
    unreliable: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class PlainBars:
    """Single bars: several answers allowed, many options, or a number (mean, NPS) by group.

    Attributes:
        alt: a full sentence with every number in the figure.
        caption: caption without its number.
        row_heading: what the rows are.
        value_heading: what the numbers are.
        rows: in reading order: largest first unless the order carries meaning.
        base_heading: heading of the bases; empty leaves the column out.
        scale: the two ends of the axis; bars start at 0 where it lies between them, else at the lower end.
        compared_with: what the marks compare with.
        notes: sentences under the figure.
        key: id of the option that the bars are of; a table column with the same key holds their numbers.
    """

    alt: str
    caption: str
    row_heading: str
    value_heading: str
    rows: tuple[PlainRow, ...]
    base_heading: str = ""
    scale: tuple[float, float] = (0.0, 100.0)
    compared_with: Comparison = "rest"
    notes: tuple[str, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse an axis without length."""
        if not self.scale[0] < self.scale[1]:
            raise ValueError(f"PlainBars {self.caption!r}: scale {self.scale} must rise")

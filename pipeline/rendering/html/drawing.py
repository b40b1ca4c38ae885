"""Positions inside the page's figures: SVG attributes in percent, so that text never shrinks with a bar.

What belongs here: x, width and the class that says what fits. What does not: rounding for the reader, which
the tree holds already; the few decimals here only place ink (`numbers.plain`).
"""

from dataclasses import dataclass
from itertools import accumulate

from pipeline.rendering import trend_layout
from pipeline.rendering.layout import ARROWS, arrow_of, plain_bar, zero_of
from pipeline.rendering.numbers import plain
from pipeline.rendering.tree import (
    Cell,
    Column,
    Mark,
    Option,
    Part,
    PlainBars,
    PlainRow,
    StackedBars,
    TrendLines,
    TrendRow,
    TrendWave,
)

NAME_WIDTHS = (260, 340, 420, 500, 580, 660, 760, 900)
"""Bar widths in CSS pixels from which a name may fit inside its part."""
_LETTER_PX, _NAME_PADDING_PX = 7.4, 20
_ASIDE_PX, _DIFFERENCE_PX = 54.0, 56.0
_LONG_LABEL = 14
TREND_TOP_PX, TREND_PX, _DOT_PX = 18, 40, 4
"""Room for the numbers over the dots, height that the points have, and half of a dot."""
_LEGEND_PX, _LEGEND_ENTRY_PX = 400, 36


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of a stacked bar, placed.

    Attributes:
        fill: colour role.
        x: left edge, with its unit.
        width: with its unit.
        middle: centre, with its unit.
        name: short name of the option.
        text: number, with an arrow where it is marked and fits; empty where not even the number fits.
        fits: class of the smallest bar that has room for the name.
        size: class that makes the number smaller in a narrow part.
        first: whether it begins the bar.
    """

    fill: str
    x: str
    width: str
    middle: str
    name: str
    text: str
    fits: str
    size: str
    first: bool


@dataclass(frozen=True, slots=True)
class DrawnDot:
    """A point of a line, placed.

    Attributes:
        x: its middle, with its unit.
        y: its middle, in pixels.
        from_x: where the line to it begins; empty for none.
        from_y: the same.
        text: number, with star and arrow.
        text_y: base line of the number.
        shown: whether there is a dot.
        last: whether it is of the newest wave.
    """

    x: str
    y: str
    from_x: str
    from_y: str
    text: str
    text_y: str
    shown: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places the parts of figures.

    Attributes:
        longest_aside: the don't know share that fills the small bars beside the figures.
    """

    longest_aside: float

    def parts(
        self, options: tuple[Option, ...], parts: tuple[Part, ...], least: float = 2
    ) -> list[DrawnPart]:
        """Place the parts of a bar; parts of no length are dropped, and numbers under `least` percent."""
        starts = [0.0, *accumulate(part.share for part in parts)]
        return [
            _part(option, part, start, least)
            for option, part, start in zip(options, parts, starts, strict=False)
            if part.share > 0
        ]

    def aside_width(self, share: float) -> str:
        """Return the width of a small don't know bar."""
        return plain(share / self.longest_aside * _ASIDE_PX, 1) if self.longest_aside else "0"

    def difference(self, cell: Cell, column: Column) -> tuple[str, str]:
        """Return x and width of a diverging bar around the middle of its cell."""
        size = abs(cell.bar or 0.0) / (column.bar_limit or 1.0)
        length = min(size, 1.0) * _DIFFERENCE_PX
        middle = _DIFFERENCE_PX + 4
        return plain(middle - length if (cell.bar or 0.0) < 0 else middle, 1), plain(length, 1)

    def plain(self, row: PlainRow, figure: PlainBars) -> dict[str, str]:
        """Return the positions of a single bar and of its interval."""
        bar = plain_bar(row, figure)
        return {
            "x": _percent(bar.start),
            "width": _percent(bar.width),
            "end": _percent(bar.start + bar.width),
            "low": "" if bar.low is None else _percent(bar.low),
            "high": "" if bar.high is None else _percent(bar.high),
            "zero": _percent(zero_of(figure)),
        }

    def trend(self, row: TrendRow, figure: TrendLines) -> list[DrawnDot]:
        """Place the dots of a line; those without a number have their text alone."""
        room = TREND_PX - 2 * _DOT_PX
        drawn = []
        for place, (dot, point) in enumerate(zip(trend_layout.dots(row, figure), row.points, strict=True)):
            y = TREND_TOP_PX + _DOT_PX + room * ((dot.y if dot else 50) / 100)
            start = dot.from_y if dot and dot.from_y is not None else None
            drawn.append(
                DrawnDot(
                    x=_percent(trend_layout.wave_x(place, figure)),
                    y=plain(y, 1),
                    from_x="" if dot is None or dot.from_x is None else _percent(dot.from_x),
                    from_y="" if start is None else plain(TREND_TOP_PX + _DOT_PX + room * start / 100, 1),
                    text=self.marked(point.text + ("\u202f*" if point.unreliable else ""), point.mark),
                    text_y=plain(y - _DOT_PX - 5 if dot else y + 5, 1),
                    shown=dot is not None,
                    last=dot is not None and dot.last,
                )
            )
        return drawn

    def waves(self, figure: TrendLines) -> list[tuple[str, TrendWave]]:
        """Return the waves with the middle of their column."""
        return [(_percent(trend_layout.wave_x(i, figure)), wave) for i, wave in enumerate(figure.waves)]

    def cuts(self, figure: TrendLines) -> list[str]:
        """Return where lines are cut."""
        return [_percent(x) for x in trend_layout.cuts(figure)]

    @property
    def trend_height(self) -> int:
        """The height of a line's drawing."""
        return TREND_TOP_PX + TREND_PX

    def marked(self, text: str, mark: Mark) -> str:
        """Return a number with the arrow of its mark."""
        return f"{text}\u202f{ARROWS[mark]}".rstrip()

    def arrow(self, mark: Mark) -> str:
        """Return the arrow of a marked difference."""
        return ARROWS[mark]

    def columns(self, figure: StackedBars | PlainBars | TrendLines) -> str:
        """Return the classes for the columns that the rows of a figure have and the width of labels."""
        aside = isinstance(figure, StackedBars) and figure.aside_heading
        long = any(len(row.label) > _LONG_LABEL for row in figure.rows)
        classes = {
            "based": bool(figure.base_heading) and not isinstance(figure, TrendLines),
            "aside": bool(aside),
            "long": long,
            "wide-legend": _legend_px(figure) > _LEGEND_PX,
        }
        return " ".join(name for name, holds in classes.items() if holds)


def _legend_px(figure: StackedBars | PlainBars | TrendLines) -> float:
    """Estimate how wide the legend of a figure is on one line."""
    options = figure.options if isinstance(figure, StackedBars) else ()
    return sum(len(option.short) * _LETTER_PX + _LEGEND_ENTRY_PX for option in options)


def _part(option: Option, part: Part, start: float, least: float) -> DrawnPart:
    size = "" if part.share >= 5 else " thin" if part.share >= 3.5 else " thin tiny"
    return DrawnPart(
        option.fill,
        _percent(start),
        _percent(part.share),
        _percent(start + part.share / 2),
        option.short,
        f"{part.label or part.text} {arrow_of(part)}".rstrip() if part.share >= least else "",
        _fits(option.short, part.share),
        size,
        start == 0,
    )


def _fits(name: str, share: float) -> str:
    needed = (len(name) * _LETTER_PX + _NAME_PADDING_PX) / share * 100
    return next((f"w{width}" for width in NAME_WIDTHS if width >= needed), "never")


def _percent(value: float) -> str:
    return f"{plain(value)}%"

"""Decisions about a tree that every drawn output shares, so that HTML and PDF cannot differ.

What belongs here: which legend a chapter needs, the common length of the don't know bars, the axis of single
bars, and the bar that explains how figures are read. What does not: units, fonts, page or screen.
"""

from dataclasses import dataclass

from pipeline.rendering.tree import (
    Breakdown,
    Chapter,
    Figure,
    Option,
    Part,
    PlainBars,
    PlainRow,
    Question,
    Report,
    StackedBar,
    StackedBars,
    TrendLines,
)

ARROWS = {"none": "", "up": "↑", "down": "↓"}
LEAST_WITH_ARROW = 7.0
"""Below this share in percent a part of a bar is too narrow for an arrow beside its number."""
MOST_COVER_BARS = 8
END_LABEL = 0.88
"""Largest part of the width that a single bar takes when its number stands at its end."""


@dataclass(frozen=True, slots=True)
class Example:
    """The bar that the reading guide explains: the row for everyone of the first breakdown."""

    question: Question
    figure: StackedBars


@dataclass(frozen=True, slots=True)
class PlainBar:
    """Where a single bar and its interval lie, in percent of the axis.

    Attributes:
        start: left end of the bar.
        width: length of the bar.
        low: left end of the interval; None for no interval.
        high: right end of the interval.
    """

    start: float
    width: float
    low: float | None
    high: float | None


def example(report: Report) -> Example | None:
    """Find the bar for the reading guide; None when no figure has one."""
    for question in report.questions:
        for breakdown in question.breakdowns:
            figure = breakdown.figure
            if isinstance(figure, StackedBars) and figure.rows and not figure.rows[0].hidden:
                return Example(question, figure)
    return None


def arrow_notes(breakdown: Breakdown) -> tuple[str, ...]:
    """Return what the arrows of a breakdown's figure mean; nothing where none is drawn."""
    return (breakdown.arrows,) if breakdown.arrows and draws_arrows(breakdown.figure) else ()


def draws_arrows(figure: Figure) -> bool:
    """Tell whether any arrow stands in a figure: a marked part may be too narrow for one."""
    if isinstance(figure, StackedBar):
        return any(arrow_of(part) for part in figure.parts)
    if isinstance(figure, StackedBars):
        return any(arrow_of(part) for row in figure.rows for part in row.parts)
    if isinstance(figure, TrendLines):
        return any(point.mark != "none" for row in figure.rows for point in row.points)
    return any(row.mark != "none" for row in figure.rows)


def arrow_of(part: Part) -> str:
    """Return the arrow beside the number in a part of a stacked bar, where it is marked and has room."""
    return ARROWS[part.mark] if part.share >= LEAST_WITH_ARROW else ""


def longest_aside(report: Report) -> float:
    """Return the largest don't know share beside any bar of the report, in percent; 0 for none."""
    figures = [b.figure for q in report.questions for b in q.breakdowns]
    figures += [q.figure for q in report.questions if q.figure]
    rows = [row for figure in figures if isinstance(figure, StackedBars) for row in figure.rows]
    return max((row.aside_share for row in rows), default=0.0)


def bars_of(chapter: Chapter) -> list[StackedBar]:
    """Return the bars of all answers in a chapter."""
    return [q.figure for q in chapter.questions if isinstance(q.figure, StackedBar)]


def legend_of(chapter: Chapter) -> tuple[Option, ...]:
    """Return one legend for the small bars of a chapter.

    Returns:
        The options of all bars, in the order of the longest bar, don't know last; empty when one colour means
        different things in the chapter, so that each bar needs a legend of its own.
    """
    seen: dict[str, Option] = {}
    for bar in sorted(bars_of(chapter), key=lambda bar: -len(bar.options)):
        for option in bar.options:
            if seen.setdefault(option.fill, option).short != option.short:
                return ()
    return tuple(sorted(seen.values(), key=lambda option: option.fill == "dk"))


def number_at_end(figure: PlainBars) -> bool:
    """Tell whether the numbers stand at the ends of the bars, which needs bars in one direction only."""
    shown = [row for row in figure.rows if row.value is not None]
    return figure.scale[0] == 0 and not any(row.interval or row.low is not None for row in shown)


def zero_of(figure: PlainBars) -> float:
    """Return where bars start, in percent of the axis."""
    low, high = figure.scale
    return 100 * (min(max(0.0, low), high) - low) / (high - low)


def plain_bar(row: PlainRow, figure: PlainBars) -> PlainBar:
    """Place a shown row on the figure's axis.

    With the numbers at the ends the longest bar sets the length of the axis; else the scale does.
    """
    if number_at_end(figure):
        most = max((other.value or 0.0 for other in figure.rows), default=0.0)
        return PlainBar(0.0, 100 * END_LABEL * (row.value or 0.0) / most if most else 0.0, None, None)
    zero, end = zero_of(figure), _on_axis(row.value or 0.0, figure)
    interval = row.low is not None and row.high is not None
    return PlainBar(
        min(zero, end),
        abs(end - zero),
        _on_axis(row.low or 0.0, figure) if interval else None,
        _on_axis(row.high or 0.0, figure) if interval else None,
    )


def _on_axis(value: float, figure: PlainBars) -> float:
    low, high = figure.scale
    return 100 * (min(max(value, low), high) - low) / (high - low)


def cover_bars(report: Report) -> tuple[StackedBar, ...]:
    """Return the report's own bars for the cover; an empty tuple where there are none."""
    bars = [bar for chapter in report.chapters for bar in bars_of(chapter)]
    return tuple(bars[:MOST_COVER_BARS])


def has_about(report: Report) -> bool:
    """Tell whether there is anything to say about the report itself."""
    return bool(report.about or report.facts or report.warnings or report.reading or report.reading_terms)


def has_findings(report: Report) -> bool:
    """Tell whether a summary would say anything."""
    return any(question.finding for question in report.questions)

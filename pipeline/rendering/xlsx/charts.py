"""Native charts that a reader can edit, over the numbers on the same sheet.

What belongs here: which cells a chart reads, its colours, its alternative text. What does not: writing cells.
"""

from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.chart import Chart

from pipeline.rendering.layout import number_at_end
from pipeline.rendering.tree import Figure, Fill, Option, Part, PlainBars, StackedBar, StackedBars, TrendLines
from pipeline.rendering.xlsx.grid import Page, Placed
from pipeline.rendering.xlsx.styles import PAINT, SIZE

_WIDTH_PX, _ROW_PX, _FRAME_PX, _PX_A_LINE = 780, 38, 90, 20
_LINES_PX = 340
_PALE = {"mid", "dk"}
_LINE_PAINT = [PAINT[role] for role in ("pos2", "neg2", "pos1", "neg1", "muted", "outline")]
_LEAST_LABEL = 4
"""Smaller numbers have no room in a divided bar."""
_NOT_DRAWN = {"count", "text"}
_THIN = {"color": PAINT["outline"], "width": 0.5}


def add_chart(book: xlsxwriter.Workbook, page: Page, figure: Figure, placed: Placed) -> None:
    """Draw a figure under its table and move the page below it; nothing if the table lacks its numbers."""
    if isinstance(figure, TrendLines):
        _insert(page, figure, _lines(book, page, figure, placed), _LINES_PX)
        return
    if isinstance(figure, StackedBars):
        options = [option for option in figure.options if option.key in placed.keys]
        chart = _stacked(book, page, figure, options, placed) if options else None
    else:
        chart = _single(book, page, figure, placed)
    if chart is None or placed.last < placed.first:
        return
    drawn = placed.last - placed.first + 1 if isinstance(figure, StackedBars) else len(_bars(figure, placed))
    chart.set_y_axis(
        {
            "reverse": True,
            "line": {"none": True},
            "major_tick_mark": "none",
            "label_position": "low",
            "num_font": {"size": SIZE["note"]},
        }
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **_ends(figure)})
    _insert(page, figure, chart, _FRAME_PX + _ROW_PX * drawn)


def _ends(figure: StackedBar | StackedBars | PlainBars) -> dict[str, float]:
    """The ends of the axis: left to itself, a workbook begins bars where their differences look large."""
    if isinstance(figure, StackedBars):
        return {}
    if isinstance(figure, StackedBar) or number_at_end(figure):
        return {"min": 0}
    return {"min": figure.scale[0], "max": figure.scale[1]}


def _insert(page: Page, figure: Figure, chart: Chart, height: int) -> None:
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _WIDTH_PX, "height": height})
    page.skip()
    page.sheet.insert_chart(page.row, 0, chart, {"description": figure.alt, "object_position": 1})
    page.skip(height // _PX_A_LINE + 1)


def _lines(book: xlsxwriter.Workbook, page: Page, figure: TrendLines, placed: Placed) -> Chart:
    """A line a row of the figure, over its waves; the table has empty cells where lines have gaps."""
    chart = book.add_chart({"type": "line"})
    name = page.sheet.get_name()
    first, last = placed.keys["wave-0"], placed.keys[f"wave-{len(figure.waves) - 1}"]
    for place, row in enumerate(figure.rows):
        if all(point.value is None for point in row.points):
            continue
        paint, line = _LINE_PAINT[place % len(_LINE_PAINT)], placed.first + place
        dash = {"dash_type": "dash"} if place >= len(_LINE_PAINT) else {}
        chart.add_series(
            {
                "name": [name, line, 0],
                "categories": [name, placed.header, first, placed.header, last],
                "values": [name, line, first, line, last],
                "line": {"color": paint, "width": 2, **dash},
                "marker": {
                    "type": "circle",
                    "size": 6,
                    "fill": {"color": paint},
                    "border": {"color": PAINT["page"]},
                },
            }
        )
    chart.set_x_axis({"num_font": {"size": SIZE["note"]}, "line": {"color": PAINT["line"]}})
    chart.set_y_axis(
        {
            "num_font": {"size": SIZE["note"]},
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": PAINT["hair"]}},
        }
    )
    chart.set_legend({"position": "right", "font": {"size": SIZE["note"]}})
    chart.show_blanks_as("gap")
    return chart


def _stacked(
    book: xlsxwriter.Workbook, page: Page, figure: StackedBars, options: list[Option], placed: Placed
) -> Chart:
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    name = page.sheet.get_name()
    for option in options:
        column = placed.keys[option.key]
        font = {"color": PAINT[f"{option.fill}_ink"], "bold": True, "size": SIZE["note"]}
        place = figure.options.index(option)
        parts = [row.parts[place] if row.parts else None for row in figure.rows]
        chart.add_series(
            {
                "name": [name, placed.header, column],
                "categories": [name, placed.first, 0, placed.last, 0],
                "values": [name, placed.first, column, placed.last, column],
                "fill": {"color": PAINT[option.fill]},
                # without a border the key of a pale answer vanishes in the legend
                "border": {"color": PAINT["outline" if option.fill in _PALE else "page"], "width": 0.75},
                "gap": 35,
                "data_labels": {
                    "value": True,
                    "num_format": f'[<{_LEAST_LABEL}]"";0',
                    "font": font,
                    **_labels(parts, font, _LEAST_LABEL),
                },
            }
        )
    chart.set_legend({"position": "top", "font": {"size": SIZE["note"]}})
    return chart


def _labels(parts: Sequence[Part | None], font: Mapping[str, object], least: int) -> dict[str, object]:
    """The labels of bars that are not the numbers in their cells, in a report whose bars add up to 100."""
    if not any(part and part.label for part in parts):
        return {}
    labels = [part.label if part else "" for part in parts]
    return {"custom": [_label(text, font, least) if text else None for text in labels]}


def _label(text: str, font: Mapping[str, object], least: int) -> dict[str, object]:
    return {"value": text, "font": font} if float(text) >= least else {"delete": True}


def _single(
    book: xlsxwriter.Workbook, page: Page, figure: StackedBar | PlainBars, placed: Placed
) -> Chart | None:
    """One bar a row of the figure; None where the table has no such rows or no such numbers."""
    column, bars = _column(figure, placed), _bars(figure, placed)
    if column is None or not bars:
        return None
    name = page.sheet.get_name()
    font = {"bold": True, "size": SIZE["note"]}
    parts = dict(zip(bars, figure.parts, strict=True)) if isinstance(figure, StackedBar) else {}
    labels = _labels([parts[row] for row in sorted(parts)], font, least=0)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, min(bars), 0, max(bars), 0],
            "values": [name, min(bars), column, max(bars), column],
            "gap": 35,
            "fill": {"color": PAINT["pos2"]},
            "points": [{"fill": {"color": PAINT[bars[row]]}, "border": _THIN} for row in sorted(bars)],
            "data_labels": {"value": True, "font": font, **labels},
        }
    )
    chart.set_legend({"none": True})
    return chart


def _bars(figure: StackedBar | PlainBars, placed: Placed) -> dict[int, Fill]:
    """The colour of each bar by its sheet row: the rows of its names, else all in turn; empty if none fit."""
    if isinstance(figure, PlainBars):
        named: list[tuple[str, Fill]] = [(row.label, row.fill) for row in figure.rows]
    else:
        named = [(option.label, option.fill) for option in figure.options]
    if all(label in placed.rows for label, _ in named):
        bars = {placed.rows[label]: fill for label, fill in named}
    else:
        bars = dict(zip(range(placed.first, placed.last + 1), (fill for _, fill in named), strict=False))
    whole = bars and len(bars) == len(named) == max(bars) - min(bars) + 1
    return bars if whole else {}


def _column(figure: StackedBar | PlainBars, placed: Placed) -> int | None:
    """The sheet column of the numbers that the bars are of: never a count."""
    if isinstance(figure, PlainBars) and figure.key in placed.keys:
        return placed.keys[figure.key]
    numbers = (c for c, kind in zip(placed.columns, placed.kinds, strict=True) if kind not in _NOT_DRAWN)
    return next(numbers, None)

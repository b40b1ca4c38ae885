"""Native charts that a reader can edit, over the numbers on the same sheet.

What belongs here: which cells a chart reads, its colours, its alternative text. What does not: writing cells.
"""

import xlsxwriter
from xlsxwriter.chart import Chart

from pipeline.rendering.tree import Figure, Option, PlainBars, StackedBars
from pipeline.rendering.xlsx.grid import Page, Placed
from pipeline.rendering.xlsx.styles import PAINT, SIZE

_WIDTH_PX, _ROW_PX, _FRAME_PX, _PX_A_LINE = 780, 38, 90, 20
_PALE = {"mid", "dk"}


def add_chart(book: xlsxwriter.Workbook, page: Page, figure: Figure, placed: Placed) -> None:
    """Draw a figure under its table and move the page below it; nothing if the table lacks its numbers."""
    if isinstance(figure, StackedBars):
        options = [option for option in figure.options if option.key in placed.keys]
        chart = _stacked(book, page, options, placed) if options else None
    else:
        chart = _single(book, page, figure, placed)
    if chart is None or placed.last < placed.first:
        return
    height = _FRAME_PX + _ROW_PX * (placed.last - placed.first + 1)
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _WIDTH_PX, "height": height})
    chart.set_y_axis(
        {
            "reverse": True,
            "line": {"none": True},
            "major_tick_mark": "none",
            "label_position": "low",
            "num_font": {"size": SIZE["note"]},
        }
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    page.skip()
    page.sheet.insert_chart(page.row, 0, chart, {"description": figure.alt, "object_position": 1})
    page.skip(height // _PX_A_LINE + 1)


def _stacked(book: xlsxwriter.Workbook, page: Page, options: list[Option], placed: Placed) -> Chart:
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    name = page.sheet.get_name()
    for option in options:
        column = placed.keys[option.key]
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
                    "num_format": '[<4]"";0',
                    "font": {"color": PAINT[f"{option.fill}_ink"], "bold": True, "size": SIZE["note"]},
                },
            }
        )
    chart.set_legend({"position": "top", "font": {"size": SIZE["note"]}})
    return chart


def _single(book: xlsxwriter.Workbook, page: Page, figure: Figure, placed: Placed) -> Chart | None:
    """One bar a row, from the column of percentages or of values."""
    if not placed.columns:
        return None
    plain = isinstance(figure, PlainBars)
    column = placed.columns[0] if plain or len(placed.columns) == 1 else placed.columns[1]
    fills = [row.fill for row in figure.rows] if isinstance(figure, PlainBars) else []
    if not isinstance(figure, PlainBars) and not isinstance(figure, StackedBars):
        fills = [option.fill for option in figure.options]
    name = page.sheet.get_name()
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, placed.first, 0, placed.last, 0],
            "values": [name, placed.first, column, placed.last, column],
            "gap": 35,
            "fill": {"color": PAINT["pos2"]},
            "points": [
                {"fill": {"color": PAINT[fill]}, "border": {"color": PAINT["outline"], "width": 0.5}}
                for fill in fills
            ],
            "data_labels": {"value": True, "font": {"bold": True, "size": SIZE["note"]}},
        }
    )
    chart.set_legend({"none": True})
    return chart

"""A figure by group as a table: for readers who cannot use the drawing, and for workbooks.

What belongs here: turning bars into columns and rows of the same numbers. What does not: tables that carry
more than their figure, which whoever builds the tree gives to the breakdown.
"""

from dataclasses import replace

from pipeline.rendering.language import Catalogue
from pipeline.rendering.tree import (
    BarRow,
    Breakdown,
    Cell,
    Column,
    Figure,
    Part,
    PlainBars,
    PlainRow,
    Row,
    StackedBar,
    StackedBars,
    Table,
    TrendLines,
)
from pipeline.rendering.trend_table import trend_table

HIDDEN = "–"


def breakdown_table(breakdown: Breakdown, key: str, words: Catalogue) -> Table:
    """Return the table of a breakdown: its own, or the figure's numbers.

    Args:
        breakdown: part of a question.
        key: key of the table that is made.
        words: catalogue of the report's language.
    """
    if breakdown.table:
        return breakdown.table
    return replace(figure_table(breakdown.figure, key, words), arrows=breakdown.arrows)


def figure_table(figure: Figure, key: str, words: Catalogue) -> Table:
    """Make a table with the numbers of a figure; a hidden row keeps its label and its reason."""
    if isinstance(figure, StackedBar):
        return _of_bar(figure, key, words)
    if isinstance(figure, StackedBars):
        return _of_bars(figure, key)
    if isinstance(figure, TrendLines):
        return trend_table(figure, key, words)
    return _of_plain(figure, key)


def _of_bar(figure: StackedBar, key: str, words: Catalogue) -> Table:
    rows = tuple(
        Row(option.label, (cell_of(part),), swatch=option.fill)
        for option, part in zip(figure.options, figure.parts, strict=True)
    )
    columns = (Column(words.text("column.percent"), "percent"),)
    return Table(key, figure.caption, words.text("column.answer"), columns, rows, notes=figure.notes)


def cell_of(part: Part) -> Cell:
    """Return the number in a part of a bar as a cell."""
    return Cell(part.text, part.share, part.mark, part.margin, unreliable=part.unreliable)


def _of_bars(figure: StackedBars, key: str) -> Table:
    columns = [
        Column(option.label, "percent", key=option.key, short=option.short) for option in figure.options
    ]
    if figure.base_heading:
        columns.append(Column(figure.base_heading, "count"))
    if figure.aside_heading:
        columns.append(Column(figure.aside_heading, "percent"))
    return Table(
        key,
        figure.caption,
        figure.row_heading,
        tuple(columns),
        tuple(_bar_row(row, figure) for row in figure.rows),
        compared_with=figure.compared_with,
        notes=figure.notes,
    )


def _bar_row(row: BarRow, figure: StackedBars) -> Row:
    cells = [Cell(HIDDEN) for _ in figure.options] if row.hidden else [cell_of(part) for part in row.parts]
    if figure.base_heading:
        cells.append(Cell(row.base, row.base_value))
    if figure.aside_heading:
        cells.append(Cell(row.aside or HIDDEN, None if row.hidden else row.aside_share))
    return Row(labelled(row.label, row.hidden), tuple(cells), emphasis=row.emphasis)


def _of_plain(figure: PlainBars, key: str) -> Table:
    columns = [Column(figure.value_heading, "number", key=figure.key)]
    if figure.base_heading:
        columns.append(Column(figure.base_heading, "count"))
    return Table(
        key,
        figure.caption,
        figure.row_heading,
        tuple(columns),
        tuple(_plain_row(row, figure) for row in figure.rows),
        compared_with=figure.compared_with,
        notes=figure.notes,
    )


def _plain_row(row: PlainRow, figure: PlainBars) -> Row:
    shown = Cell(row.text, row.value, row.mark, row.interval, unreliable=row.unreliable)
    cells = [Cell(HIDDEN) if row.hidden else shown]
    if figure.base_heading:
        cells.append(Cell(row.base, row.base_value))
    return Row(labelled(row.label, row.hidden), tuple(cells), emphasis=row.emphasis)


def labelled(label: str, hidden: str) -> str:
    """Return the name of a row, with why it has no numbers where it has none."""
    return f"{label} ({hidden[:1].lower()}{hidden[1:]})" if hidden else label

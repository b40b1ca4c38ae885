"""A trend as a table: a column a wave, its bases, and the change to the newest one.

What belongs here: turning lines into columns and rows of the same numbers, with the margins of error and the
bases that are too much for the drawing. What does not: the lines themselves (`trend_figure`).
"""

from pipeline.rendering.language import Catalogue
from pipeline.rendering.tree import Cell, Column, ColumnKind, Row, Table, TrendLines, TrendRow

MOST_WITH_MARGINS = 3
"""Where every row has bases of its own, margins of error have room beside so many waves."""


def has_more(figure: TrendLines) -> bool:
    """Tell whether the table has numbers that the drawing has no room for."""
    return any(point.base or point.margin for row in figure.rows for point in row.points)


def _own_bases(figure: TrendLines) -> bool:
    return any(point.base for row in figure.rows for point in row.points)


def trend_table(figure: TrendLines, key: str, words: Catalogue) -> Table:
    """Make the table of a trend.

    Args:
        figure: The lines.
        key: key of the table that is made.
        words: catalogue of the report's language.
    """
    own_bases = _own_bases(figure)
    return Table(
        key,
        figure.caption,
        figure.row_heading,
        _columns(figure, words, own_bases=own_bases),
        (*(_row(row, figure, own_bases=own_bases) for row in figure.rows), *_bases(figure)),
        compared_with=figure.compared_with,
        notes=figure.notes,
    )


def workbook_table(figure: TrendLines, key: str, words: Catalogue) -> Table:
    """Make the table that a workbook draws its lines from.

    The numbers stand side by side, with an empty column where lines are cut and an empty cell where there is
    no point, so that a native chart has gaps there; margins of error and bases follow them.

    Args:
        figure: The lines.
        key: key of the table that is made.
        words: catalogue of the report's language.
    """
    own_bases = _own_bases(figure)
    with_margins = any(point.margin for row in figure.rows for point in row.points)
    columns = _wave_columns(figure, figure.value_heading, cuts=True)
    columns += _change_column(figure)
    if own_bases:
        columns += _after(figure, words.text("column.base"), "count")
    if with_margins:
        columns += _after(figure, words.text("column.margin"), "text")
    rows = []
    for row in figure.rows:
        cells = _with_cuts(
            figure,
            [
                Cell("" if p.value is None else p.text, p.value, p.mark, unreliable=p.unreliable)
                for p in row.points
            ],
        )
        cells += _change_cell(row, figure)
        cells += _base_cells(row) if own_bases else []
        cells += [Cell(p.margin) for p in row.points] if with_margins else []
        rows.append(Row(row.label, tuple(cells), emphasis=row.emphasis))
    for base in _bases(figure):
        waves = list(base.cells[: len(figure.waves)])
        cells = [*_with_cuts(figure, waves), *base.cells[len(figure.waves) :]]
        rows.append(Row(base.header, (*cells, *(Cell("") for _ in range(len(columns) - len(cells))))))
    return Table(
        key,
        figure.caption,
        figure.row_heading,
        tuple(columns),
        tuple(rows),
        compared_with=figure.compared_with,
        notes=figure.notes,
    )


def _wave_columns(figure: TrendLines, group: str, *, cuts: bool) -> list[Column]:
    """A column a wave; a cut is a column of its own, or told in the heading of the wave after it."""
    columns = []
    for place, wave in enumerate(figure.waves):
        if wave.cut and cuts:
            columns.append(Column(figure.cut_label, "text", key=f"cut-{place}", group=group))
        label = f"{wave.label} ({figure.cut_label})" if wave.cut and not cuts else wave.label
        columns.append(Column(label, "number", key=f"wave-{place}", group=group, short=wave.label))
    return columns


def _with_cuts(figure: TrendLines, cells: list[Cell]) -> list[Cell]:
    """Cells a wave, with an empty one where lines are cut."""
    found = []
    for wave, cell in zip(figure.waves, cells, strict=True):
        found += [Cell(""), cell] if wave.cut else [cell]
    return found


def _change_column(figure: TrendLines) -> list[Column]:
    return [Column(figure.change_heading, "difference")] if figure.change_heading else []


def _after(figure: TrendLines, group: str, kind: ColumnKind) -> list[Column]:
    return [Column(wave.label, kind, group=group) for wave in figure.waves]


def _columns(figure: TrendLines, words: Catalogue, *, own_bases: bool) -> tuple[Column, ...]:
    """Numbers by wave, the change, and bases by wave where each row has its own."""
    columns = _wave_columns(figure, figure.value_heading if own_bases else "", cuts=False)
    columns += _change_column(figure)
    if own_bases:
        columns += _after(figure, words.text("column.base"), "count")
    return tuple(columns)


def _row(row: TrendRow, figure: TrendLines, *, own_bases: bool) -> Row:
    with_margins = not own_bases or len(figure.waves) <= MOST_WITH_MARGINS
    cells = [
        Cell(p.text, p.value, p.mark, p.margin if with_margins else "", unreliable=p.unreliable)
        for p in row.points
    ]
    cells += _change_cell(row, figure)
    cells += _base_cells(row) if own_bases else []
    return Row(row.label, tuple(cells), emphasis=row.emphasis)


def _change_cell(row: TrendRow, figure: TrendLines) -> list[Cell]:
    return [Cell(row.change or "–", row.change_value)] if figure.change_heading else []


def _base_cells(row: TrendRow) -> list[Cell]:
    return [Cell(point.base or "–", point.base_value) for point in row.points]


def _bases(figure: TrendLines) -> tuple[Row, ...]:
    """The persons behind each wave, where all rows have the same."""
    if not figure.base_heading:
        return ()
    cells = [Cell(wave.base, wave.base_value) for wave in figure.waves]
    if figure.change_heading:
        cells.append(Cell(""))
    return (Row(figure.base_heading, tuple(cells)),)

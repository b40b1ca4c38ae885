"""Text and tables on a sheet, from the top down.

What belongs here: rows, columns, widths and heights. What does not: charts (`charts`), formats (`styles`).
"""

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from pipeline.rendering.language import Catalogue
from pipeline.rendering.layout import ARROWS
from pipeline.rendering.table_layout import grouped, notes_of
from pipeline.rendering.tree import Cell, Column, ColumnKind, Row, Table
from pipeline.rendering.xlsx.styles import PAINT, Styles

FIRST_WIDTH, WIDTH, TEXT_COLUMNS = 34, 13, 8
_LETTERS_A_LINE, _LINE_HEIGHT = 120, 15.5


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands.

    Attributes:
        header: row of the column headings.
        first: first body row.
        last: last body row.
        columns: sheet column of each table column.
        kinds: what each table column holds.
        keys: sheet column by the option key of the table column.
        rows: sheet row by the header of the body row.
    """

    header: int
    first: int
    last: int
    columns: tuple[int, ...]
    kinds: tuple[ColumnKind, ...]
    keys: dict[str, int]
    rows: dict[str, int]


class Page:
    """A sheet that is filled from the top down."""

    def __init__(self, sheet: Worksheet, styles: Styles, words: Catalogue) -> None:
        self.sheet = sheet
        self.row = 0
        self._styles = styles
        self._words = words
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, FIRST_WIDTH)
        sheet.set_column(1, 30, WIDTH)

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    def title(self, text: str) -> None:
        """Write the sheet's title."""
        self._wide(text, self._styles.title, 22, 90)

    def heading(self, text: str) -> None:
        """Write a heading."""
        self._wide(text, self._styles.heading, 18, _LETTERS_A_LINE)

    def finding(self, text: str) -> None:
        """Write a computed sentence; nothing for an empty one."""
        if text:
            self._wide(text, self._styles.finding, 17, 105)

    def note(self, text: str) -> None:
        """Write a grey sentence; nothing for an empty one."""
        if text:
            self._wide(text, self._styles.note, 14, 130)

    def text(self, text: str) -> None:
        """Write a paragraph."""
        self._wide(text, self._styles.text, _LINE_HEIGHT, _LETTERS_A_LINE)

    def _wide(self, text: str, style: object, height: float, letters: int) -> None:
        """Write text over the whole width; merged cells do not grow by themselves, so the height is set."""
        self.sheet.merge_range(self.row, 0, self.row, TEXT_COLUMNS - 1, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        lines = -(-len(text) // letters) or 1
        self.sheet.set_row(self.row, min(height * lines + 3, 400))
        self.row += 1

    def table(self, table: Table) -> Placed:
        """Write a table with its finding, caption and notes; a margin of error gets a column of its own."""
        self.finding(table.finding)
        self.note(table.caption)
        places = _places(table)
        header = self._header(table, places)
        first = self.row
        for row in table.rows:
            self._line(row, table, places)
        last = self.row - 1
        if table.total:
            self._line(table.total, table, places, total=True)
        for column, place in zip(table.columns, places, strict=True):
            if column.bar_limit:
                self._data_bars(first, last, place, column.bar_limit)
        for text in notes_of(table):
            self.note(text)
        keys = {c.key: place for c, place in zip(table.columns, places, strict=True) if c.key}
        rows = {row.header: first + i for i, row in enumerate(table.rows)}
        return Placed(header, first, last, places, tuple(c.kind for c in table.columns), keys, rows)

    def _header(self, table: Table, places: tuple[int, ...]) -> int:
        if grouped(table):
            for column, place in zip(table.columns, places, strict=True):
                self.sheet.write_string(self.row, place, column.group, self._styles.group)
            self.row += 1
        longest = max((len(column.heading) for column in table.columns), default=0)
        self.sheet.set_row(self.row, 18 if longest < WIDTH else 34 if longest < 2 * WIDTH else 64)
        self.sheet.write_string(self.row, 0, table.row_heading, self._styles.head)
        for column, place in zip(table.columns, places, strict=True):
            self.sheet.write_string(self.row, place, column.heading, self._styles.head_right)
        for place in sorted(set(range(1, _width(table, places))) - set(places)):
            self.sheet.write_string(
                self.row, place, self._words.text("column.margin"), self._styles.head_right
            )
        self.row += 1
        return self.row - 1

    def _line(self, row: Row, table: Table, places: tuple[int, ...], *, total: bool = False) -> None:
        style = self._styles.cell("text", 0, "", bold=row.emphasis, total=total)
        self.sheet.write_string(self.row, 0, row.header, style)
        if len(row.header) > FIRST_WIDTH:
            lines = -(-len(row.header) // FIRST_WIDTH)
            self.sheet.set_row(self.row, min(_LINE_HEIGHT * lines, 400))
        for cell, column, place in zip(row.cells, table.columns, places, strict=True):
            self._cell(cell, column, place, row, total=total)
        self.row += 1

    def _cell(self, cell: Cell, column: Column, place: int, row: Row, *, total: bool) -> None:
        decimals = _decimals(cell.text, self._words)
        kind = "number" if column.kind == "text" and cell.value is not None else column.kind
        if cell.text.startswith("+"):  # a balance under percents, NPS, a difference of means
            kind = "difference"
        # A number format for text too: it only aligns the dash of a hidden cell with the numbers.
        style = self._styles.cell(
            "percent" if kind == "text" else kind,
            decimals,
            _after(cell),
            bold=row.emphasis,
            total=total,
        )
        if cell.value is None and not cell.text:
            self.sheet.write_blank(
                self.row, place, None, style
            )  # a text, even without letters, is a 0 in charts
        elif cell.value is None:
            self.sheet.write_string(self.row, place, cell.text, style)
        else:
            # As printed: whoever copies or adds up a workbook's numbers gets those of the report.
            self.sheet.write_number(
                self.row, place, self._words.numbers.as_printed(cell.value, decimals), style
            )
        if cell.margin:
            self._margin(cell.margin, place + 1, row, total=total)

    def _margin(self, printed: str, place: int, row: Row, *, total: bool) -> None:
        decimals = _decimals(printed, self._words)
        style = self._styles.cell("margin", decimals, "", bold=row.emphasis, total=total)
        self.sheet.write_number(self.row, place, self._words.numbers.parsed_margin(printed), style)

    def _data_bars(self, first: int, last: int, place: int, limit: float) -> None:
        self.sheet.conditional_format(
            first,
            place,
            last,
            place,
            {
                "type": "data_bar",
                "bar_solid": True,
                "bar_color": PAINT["pos1"],
                "bar_negative_color": PAINT["neg1"],
                "bar_axis_position": "middle",
                "min_type": "num",
                "min_value": -2 * limit,  # bars end before the digits, which stand at the right
                "max_type": "num",
                "max_value": 2 * limit,
            },
        )


def _places(table: Table) -> tuple[int, ...]:
    """Return the sheet column of each table column, with one left free after a column with margins."""
    places, place = [], 1
    for index in range(len(table.columns)):
        places.append(place)
        place += 2 if any(row.cells[index].margin for row in table.rows) else 1
    return tuple(places)


def _width(table: Table, places: tuple[int, ...]) -> int:
    if not places:
        return 1
    return places[-1] + (2 if any(row.cells[-1].margin for row in table.rows) else 1)


def _after(cell: Cell) -> str:
    """Return what stands after a number: letters, a star, an arrow."""
    letters = f" {cell.letters}" if cell.letters else ""
    signs = ("*" if cell.unreliable else "") + ARROWS[cell.mark]
    return letters + (f"\u202f{signs}" if signs else "")


def _decimals(text: str, words: Catalogue) -> int:
    """Return how many decimals the printed number has, so that the workbook shows as many."""
    comma = "," if words.language == "nb" else "."
    _, found, decimals = text.partition(comma)
    return sum(letter.isdigit() for letter in decimals) if found else 0

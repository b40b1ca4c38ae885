"""The few cell formats of the workbook.

What belongs here: fonts, colours and number formats of cells. What does not: where a cell stands.
"""

from functools import cache
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format

from pipeline.rendering.tokens import colours, font_name, sizes
from pipeline.rendering.tree import ColumnKind

CellKind = ColumnKind | Literal["margin"]
PAINT = colours("light")
SIZE = sizes("workbook")


class Styles:
    """Formats of one workbook, made when first asked for."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.title = self._add(bold=True, font_size=SIZE["title"], font_color=PAINT["head"], text_wrap=True)
        self.heading = self._add(bold=True, font_size=SIZE["finding"], font_color=PAINT["head"])
        self.finding = self._add(bold=True, font_size=SIZE["finding"], text_wrap=True, valign="top")
        self.note = self._add(font_color=PAINT["muted"], font_size=SIZE["note"], text_wrap=True, valign="top")
        self.text = self._add(text_wrap=True, valign="top")
        self.link = self._add(font_color=PAINT["link"], underline=1)
        head = {"bold": True, "font_color": PAINT["head"], "text_wrap": True, "valign": "bottom"}
        self.head = self._add(**head, bottom=2, bottom_color=PAINT["head"])
        self.head_right = self._add(**head, bottom=2, bottom_color=PAINT["head"], align="right")
        self.group = self._add(**head, bottom=1, bottom_color=PAINT["line"], align="center")
        self.cell = cache(self._cell)

    def _add(self, **how: object) -> Format:
        basis = {"font_name": font_name("workbook_font"), "font_size": SIZE["text"], "valign": "vcenter"}
        return self._book.add_format(basis | how)

    def _cell(self, kind: CellKind, decimals: int, after: str, *, bold: bool, total: bool) -> Format:
        """Return the format of a table cell; what stands after a number is part of it."""
        how: dict[str, object] = {"bold": bold or total}
        if total:
            how |= {"top": 1, "top_color": PAINT["line"]}
        if kind == "text":
            return self._add(**how, text_wrap=True)
        return self._add(**how, align="right", num_format=number_format(kind, decimals, after))


def number_format(kind: CellKind, decimals: int, after: str = "") -> str:
    """Return the number format of a cell; Excel puts in the reader's own separators.

    Args:
        kind: what the number is.
        decimals: how many it has.
        after: letters, star and arrow that stand after it.
    """
    digits = "0" + ("." + "0" * decimals if decimals else "")
    arrow = f'"{after}"' if after else ""
    if kind == "margin":
        return f'"±\u00a0"{digits}'
    if kind == "difference":
        return f'+{digits}{arrow};"\u2212"{digits}{arrow};{digits}{arrow}'
    if kind == "count":
        return f"#,##0{arrow}"
    if kind == "number":
        digits = f"#,##{digits}"
    return f'{digits}{arrow};"\u2212"{digits}{arrow}'

"""Pairwise letters: a table of groups, each number with the letters of the groups that it is higher than.

Belongs here: the table of a breakdown in reports with `letters: true`.
"""

from dataclasses import dataclass

from pipeline.methods.pairwise import column_letter
from pipeline.rendering.tree import Cell, Column, Row, Table
from pipeline.reporting.shown import ShownOption
from pipeline.reporting.words import Words

NO_NUMBER = "–"


@dataclass(frozen=True)
class LetterRow:
    """A group of the table.

    Attributes:
        label: Its name.
        shown: Its options as printed; without a percent when it is hidden.
        letters: Option to the letters of the groups that it is higher than.
        order: Its place among the groups, from 1; 0 for everyone, who has no letter.
    """

    label: str
    shown: list[ShownOption]
    letters: dict[str, str]
    order: int


def letter_table(words: Words, key: str, caption: str, row_heading: str, rows: list[LetterRow]) -> Table:
    """Groups downwards, options across; the first row is everyone."""
    keys = [o.tree.key for o in rows[0].shown]
    return Table(
        key=key,
        caption=caption,
        row_heading=row_heading,
        columns=tuple(Column(o.tree.short, "text", key=o.tree.key) for o in rows[0].shown),
        rows=tuple(_row(row, keys) for row in rows),
        notes=(words.catalogue.text("measure.letters"),),
    )


def _row(row: LetterRow, keys: list[str]) -> Row:
    by_key = {o.tree.key: o for o in row.shown}
    cells = []
    for key in keys:
        option = by_key.get(key)
        if option is None or option.percent is None:
            cells.append(Cell(NO_NUMBER))
            continue
        letters = row.letters.get(key, "")
        text = f"{option.text} {letters}".strip()
        value = None if letters else option.whole
        cells.append(Cell(text, value, mark=option.mark, margin=option.margin))
    header = f"{column_letter(row.order - 1)} {row.label}" if row.order else row.label
    return Row(header, tuple(cells), emphasis=not row.order)

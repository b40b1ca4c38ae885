"""Pairwise letters: a table of groups, each number with the letters of the groups that it is higher than.

Belongs here: the table of a breakdown in reports with `letters: true`.
"""

from dataclasses import dataclass, replace

from pipeline.methods.pairwise import column_letter
from pipeline.rendering.tabulated import labelled
from pipeline.rendering.tree import Cell, Column, Row, Table
from pipeline.reporting.headings import arrows_of_groups, star_notes
from pipeline.reporting.shown import ShownOption, count_cell, percent_cell
from pipeline.reporting.words import Words

NO_NUMBER = "–"


@dataclass(frozen=True)
class LetterRow:
    """A group of the table.

    Attributes:
        label: Its name.
        shown: Its options as printed; without a percent when it is hidden.
        letters: Option to the letters of the groups that it is higher than.
        base: The persons behind the percents, None when hidden.
        order: Its place among the groups, from 1; 0 for everyone, who has no letter.
        hidden: Why it has no numbers, and no letter; empty when it has.
    """

    label: str
    shown: list[ShownOption]
    letters: dict[str, str]
    base: int | None
    order: int
    hidden: str


def letter_table(
    words: Words, key: str, caption: str, row_heading: str, rows: list[LetterRow], least: str
) -> Table:
    """Groups downwards, options across; the first row is everyone.

    Args:
        words: The report in a language.
        key: Key of the table.
        caption: What the percents are of.
        row_heading: What the groups are.
        rows: Everyone and the groups.
        least: The smallest difference that has an arrow or a letter.
    """
    keys = [o.tree.key for o in rows[0].shown]
    table = Table(
        key=key,
        caption=caption,
        row_heading=row_heading,
        columns=(
            *(Column(o.tree.short, "percent", key=o.tree.key) for o in rows[0].shown),
            Column(words.catalogue.text("column.base"), "count"),
        ),
        rows=tuple(_row(words, row, keys) for row in rows),
        arrows=arrows_of_groups(words, least),
        notes=(words.catalogue.text("measure.letters", least=least),),
    )
    return replace(table, notes=(*star_notes(words, table), *table.notes))


def _row(words: Words, row: LetterRow, keys: list[str]) -> Row:
    by_key = {o.tree.key: o for o in row.shown}
    cells = []
    for key in keys:
        option = by_key.get(key)
        if option is None or option.percent is None:
            cells.append(Cell(NO_NUMBER))
            continue
        letters = row.letters.get(key, "")
        cells.append(replace(percent_cell(option), letters=letters))
    cells.append(count_cell(words, row.base))
    if row.hidden:
        header = labelled(row.label, row.hidden)
    else:
        header = f"{column_letter(row.order - 1)} {row.label}" if row.order else row.label
    return Row(header, tuple(cells), emphasis=not row.order)

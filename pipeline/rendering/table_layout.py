"""Decisions about a table that every drawn output shares.

What belongs here: which columns stand under one heading, and whether a table is narrow. Not here: widths.
"""

from itertools import groupby

from pipeline.rendering.tree import Column, Table

COMPACT_COLUMNS = 3


def grouped(table: Table) -> bool:
    """Tell whether the table has a second line of headings."""
    return any(column.group for column in table.columns)


def column_groups(table: Table) -> list[tuple[str, list[Column]]]:
    """Return the columns under each shared heading; a column without one stands alone under ``""``."""
    marked = [(column.group or f"\0{place}", column) for place, column in enumerate(table.columns)]
    return [
        ("" if group.startswith("\0") else group, [column for _, column in pairs])
        for group, pairs in groupby(marked, key=lambda pair: pair[0])
    ]


def is_compact(table: Table) -> bool:
    """Tell whether the table needs only part of the width."""
    return len(table.columns) <= COMPACT_COLUMNS and not grouped(table)


def classes(table: Table) -> str:
    """Name what the table is, for style sheets."""
    named = {
        "compact": is_compact(table),
        "grouped": grouped(table),
        "swatched": has_swatches(table),
        "marked": has_marks(table) or has_stars(table),
    }
    return " ".join(["table", *(name for name, holds in named.items() if holds)])


def has_marks(table: Table) -> bool:
    """Tell whether a difference is marked anywhere in the table."""
    return any(cell.mark != "none" for row in table.rows for cell in row.cells)


def notes_of(table: Table) -> tuple[str, ...]:
    """Return the sentences under a table: its own, and what its arrows mean where it has any."""
    return (*table.notes, *arrow_notes(table))


def arrow_notes(table: Table) -> tuple[str, ...]:
    """Return what the arrows of a table mean; nothing for a table without any."""
    return (table.arrows,) if table.arrows and has_marks(table) else ()


def has_stars(table: Table) -> bool:
    """Tell whether a number anywhere in the table is to be read with care."""
    return any(cell.unreliable for row in table.rows for cell in row.cells)


def has_swatches(table: Table) -> bool:
    """Tell whether the table is the legend of a figure."""
    return any(row.swatch for row in table.rows)

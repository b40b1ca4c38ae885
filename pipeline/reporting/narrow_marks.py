"""Marked differences that a figure has no room to draw an arrow at.

Belongs here: telling them in words, so that no reader takes a narrow part for one that does not differ.
"""

from pipeline.rendering.layout import arrow_of
from pipeline.rendering.tree import StackedBars
from pipeline.reporting.words import Words


def narrow_mark_notes(words: Words, figure: StackedBars) -> tuple[str, ...]:
    """One sentence that names the group and option of each; none where every arrow has room.

    Args:
        words: The report in a language.
        figure: Divided bars, a group each.
    """
    found = [
        words.catalogue.text(f"note.narrow_{part.mark}", group=row.label, option=option.short)
        for row in figure.rows
        if not row.hidden
        for part, option in zip(row.parts, figure.options, strict=True)
        if part.mark != "none" and not arrow_of(part)
    ]
    return (words.catalogue.text("note.narrow_marks", what="; ".join(found)),) if found else ()

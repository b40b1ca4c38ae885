"""The heading of a breakdown and the notes under it, the same for every kind of question.

Belongs here: what stands around a figure by groups. The figures are in `breakdown` and `numeric`.
"""

from pipeline.methods.rounding import half_away
from pipeline.rendering.table_layout import has_stars
from pipeline.rendering.tree import Figure, StackedBar, Table, TrendLines
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question


def bars_are_of(words: Words) -> str:
    """Who the bars by groups are: `opinion`, `answered` (with don't know), or `either`; empty without any."""
    of_answered = {b.shown == "answered" for b in words.material.report.breakdowns}
    if len(of_answered) > 1:
        return "either"
    return {(): "", (True,): "answered", (False,): "opinion"}[tuple(of_answered)]


def breakdown_by(words: Words, demographic: Demographic) -> str:
    """A demographic as it stands in a sentence."""
    return text_of(demographic.by, words.language) or demographic.text(words.language).lower()


def breakdown_heading(words: Words, question: Question, demographic: Demographic, item: str) -> str:
    """Such as `Brutt ned på alder`, for an item of a grid with the item in front."""
    heading = words.catalogue.text("question.broken_down_by", demographic=breakdown_by(words, demographic))
    if not item:
        return heading
    text = next(i for i in question.items if i.id == item).text(words.language)
    return f"{text} – {heading[0].lower()}{heading[1:]}"


def smallest_share_difference(words: Words) -> str:
    """The smallest difference of shares that is marked, as it stands in a note."""
    points = words.material.definition.survey.tests.min_diff_pp
    return words.catalogue.text("measure.least_points", n=words.numbers.number(points, decimals(points)))


def decimals(number: float) -> int:
    """How many decimals a declared limit is printed with: as many as it has, at most two."""
    return next((digits for digits in (0, 1) if half_away(number, digits) == number), 2)


def star_notes(words: Words, *starred: Figure | Table | None, left_out: bool = False) -> tuple[str, ...]:
    """What the star means by the limits that the survey declares, where a figure or table has one.

    Args:
        words: The report in a language.
        starred: What stands over the note.
        left_out: Whether the sentence over it passes over starred numbers.
    """
    if not any(_has_stars(block) for block in starred):
        return ()
    limits, number = words.material.definition.survey.reliability, words.numbers.number
    half = limits.max_width_pp / 2
    key = "note.unreliable_weighted" if words.material.report.weighted else "note.unreliable"
    least = number(limits.min_n_eff, decimals(limits.min_n_eff))
    star = words.catalogue.text(key, least=least, half=number(half, decimals(half)))
    return (star, words.catalogue.text("note.unreliable_left_out")) if left_out else (star,)


def margin_notes(words: Words, table: Table) -> tuple[str, ...]:
    """What ± means, where it stands in the table of everyone."""
    if not any(cell.margin for row in table.rows for cell in row.cells):
        return ()
    return (words.catalogue.text("note.margin", confidence=confidence(words)),)


def confidence(words: Words) -> str:
    """The confidence of margins of error in per cent."""
    return words.numbers.number(words.material.told.count("confidence_pct"))


def _has_stars(block: Figure | Table | None) -> bool:
    if block is None or isinstance(block, StackedBar):
        return False
    if isinstance(block, Table):
        return has_stars(block)
    if isinstance(block, TrendLines):
        return any(point.unreliable for row in block.rows for point in row.points)
    return any(row.unreliable for row in block.rows)


def arrows_of_groups(words: Words, least: str) -> str:
    """What arrows at groups mean; writers print it where there are any. Empty in a report without tests.

    Args:
        words: The report in a language.
        least: The smallest difference that is marked, with its unit.
    """
    return words.catalogue.text("note.marks_rest", least=least) if words.material.report.tests else ""

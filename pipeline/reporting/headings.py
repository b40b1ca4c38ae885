"""The heading of a breakdown and the notes under it, the same for every kind of question.

Belongs here: what stands around a figure by groups. The figures are in `breakdown` and `numeric`.
"""

from pipeline.methods.rounding import half_away
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question

FEW = 30
"""Groups with fewer valid answers are starred and not named in sentences."""


def few_answers(base: int | None) -> bool:
    """Whether a base is shown, but small."""
    return base is not None and base < FEW


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


def star_notes(words: Words, *, has_few: bool, kind: str = "valid") -> tuple[str, ...]:
    """What the star means, where a group has one.

    Args:
        words: The report in a language.
        has_few: Whether a group is starred.
        kind: What the percents are of.
    """
    few = {"answered": "note.few_answered", "asked": "note.few_asked"}.get(kind, "note.few")
    return (words.catalogue.text(few, n=words.numbers.number(FEW)),) if has_few else ()


def arrows_of_groups(words: Words, least: str) -> str:
    """What arrows at groups mean; writers print it where there are any. Empty in a report without tests.

    Args:
        words: The report in a language.
        least: The smallest difference that is marked, with its unit.
    """
    return words.catalogue.text("note.marks_rest", least=least) if words.material.report.tests else ""

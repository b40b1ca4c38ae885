"""Footnotes where printed numbers do not add up, because each is rounded by itself.

Belongs here: the sentences under a table of everyone, and under nets by group. What is printed is rounded
once and never forced; labels in bars only where a report wants it (`shown.adjusted`).
"""

from collections.abc import Sequence

import pandas as pd

from pipeline.methods.rounding import difference_needs_note, half_away, sum_of_printed
from pipeline.reporting.rows import Record, Records
from pipeline.reporting.shown import ShownOption
from pipeline.reporting.shown_measures import FROM_SCORES, end_options, net_name
from pipeline.reporting.words import Words
from pipeline.survey.questions import Question


def sum_notes(
    words: Words, question: Question, shown: Sequence[ShownOption], rows: Records
) -> tuple[str, ...]:
    """What does not add up in the table of everyone.

    Args:
        words: The report in a language.
        question: A question with one answer a person, or several in per cent of all ticks.
        shown: The options of the table.
        rows: All rows of the question for everyone.
    """
    percents = [o.percent for o in shown]
    notes = list(whole_notes(words, percents))
    same_base = not question.has_ticks and all(o.has_opinion for o in shown)
    names = _off_nets(words, question, shown, rows) if same_base else []
    if is_off_balance(rows):
        names.append(words.catalogue.text("trend.the_balance"))
    if names:
        notes.append(words.catalogue.text("note.net_rounding", what=words.catalogue.listed(names)))
    return tuple(notes)


def whole_notes(words: Words, percents: Sequence[float | None]) -> tuple[str, ...]:
    """That the printed parts of a whole are 99 or 101 together, where they are."""
    known = [percent for percent in percents if percent is not None]
    if len(known) < len(percents) or abs(sum(known) - 100) > 1e-6:
        return ()
    total = sum_of_printed(known)
    if total == 100:
        return ()
    return (words.catalogue.text("note.sum_rounding", total=words.numbers.number(total)),)


def is_off_balance(rows: Records, ends: tuple[str, str] = ("top", "bottom")) -> bool:
    """Whether the printed balance (or NPS) is not the difference of its printed ends.

    Args:
        rows: All rows of a question, or of one item, for everyone or one group.
        ends: What the nets of the upper and the lower end begin with.
    """
    high, low = (next((r for r in rows if _is_end(r, end)), None) for end in ends)
    if high is None or low is None or pd.isna(high["value"]) or pd.isna(low["value"]):
        return False
    return difference_needs_note(float(high["value"]), float(low["value"]), rule="of_unrounded")


def _is_end(row: Record, end: str) -> bool:
    return str(row["net_id"]).startswith(end) and row["measure"] == row["net_id"]


def _off_nets(words: Words, question: Question, shown: Sequence[ShownOption], rows: Records) -> list[str]:
    """The names of the nets that are not the sum of their printed options."""
    percents = {o.option.id: o.percent for o in shown}
    declared = {net.id: net.options for net in question.nets}
    off: list[str] = []
    for row in rows:
        net = str(row["net_id"])
        if not net or pd.isna(row["value"]) or not (net in declared or net in FROM_SCORES):
            continue
        members = declared.get(net) or [o.id for o in end_options(words, question, net)]
        parts = [percent for o in members if (percent := percents.get(o)) is not None]
        if sum_of_printed(parts) != half_away(float(row["value"])):
            off.append(words.catalogue.text("quote", text=net_name(words, question, net)))
    return off

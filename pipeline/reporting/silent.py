"""Questions and items that a report has no numbers of: too few answers, or not asked in the wave.

Belongs here: telling them from others, the sentence in the place of figures and tables, and how many persons
left a question without an answer.
"""

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reporting.rows import Record, Records
from pipeline.reporting.words import Words
from pipeline.survey.questions import Question


def silence(words: Words, rows: Records) -> str:
    """The sentence in place of a question's base and figures; empty for a question that is shown.

    Args:
        words: The report in a language.
        rows: All rows of the question for everyone, at least one.
    """
    if all(not_asked(row) for row in rows):
        return words.catalogue.text("question.not_asked")
    if all(row["is_hidden"] or not_asked(row) for row in rows):
        fewest = words.material.definition.survey.disclosure.min_base
        return words.catalogue.text("question.hidden", n=words.numbers.number(fewest))
    return ""


def why_no_numbers(words: Words, rows: Records) -> str:
    """Why an item (or group) has no numbers, as it stands in place of a bar; empty when it has.

    Args:
        words: The report in a language.
        rows: The rows of one item, for everyone or a group, at least one.
    """
    if rows[0]["is_hidden"]:
        return words.catalogue.text("note.hidden")
    if not_asked(rows[0]):
        return words.catalogue.text("note.not_asked")
    return "" if rows[0]["valid_n"] else words.catalogue.text("note.no_answers")


def not_asked(row: Record) -> bool:
    """Whether a row is of a question that nobody was asked."""
    return bool(row["asked_n"] == 0 and row["state_not_asked_n"] == row["respondents_n"])


def left_out_notes(words: Words, question: Question, rows: Records) -> tuple[str, ...]:
    """How many of those who were asked gave no answer, or no number; nothing under half a per cent.

    What nobody was asked, but others were computed from, has no such share.

    Args:
        words: The report in a language.
        question: The question.
        rows: Its rows for everyone; of a grid the item with most is told.
    """
    known = [row for row in rows if pd.notna(row["skipped_pct"])]
    if not known or question.is_computed:
        return ()
    return (*_without_number(words, question, known[0]), *_skipped(words, question, known))


def _without_number(words: Words, question: Question, row: Record) -> tuple[str, ...]:
    """Don't know and its like instead of a number, which no option stands for."""
    answered = float(row["answered_n"])
    percent = half_away(100 * (answered - float(row["valid_n"])) / answered) if answered else 0
    if not question.is_numeric or not percent:
        return ()
    return (words.catalogue.text("note.no_number", p=words.numbers.number(percent)),)


def _skipped(words: Words, question: Question, known: Records) -> tuple[str, ...]:
    most = max(known, key=lambda row: float(row["skipped_pct"]))
    percent = half_away(float(most["skipped_pct"]))
    if not percent:
        return ()
    key = "note.skipped_items" if question.items else "note.skipped"
    number = words.numbers.number
    return (words.catalogue.text(key, n=number(int(most["asked_n"])), p=number(percent)),)

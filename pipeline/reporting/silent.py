"""Questions and items that a report has no numbers of: too few answers, or not asked in the wave.

Belongs here: telling them from others, and the sentence in the place of figures and tables.
"""

from pipeline.reporting.rows import Record, Records
from pipeline.reporting.words import Words


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

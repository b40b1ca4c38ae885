"""Questions and items that a report has no numbers of: too few answers, or not asked in the wave.

Belongs here: telling them from others, and the sentence in the place of figures and tables.
"""

import pandas as pd

from pipeline.reporting.words import Words


def silence(words: Words, rows: pd.DataFrame) -> str:
    """The sentence in place of a question's base and figures; empty for a question that is shown.

    Args:
        words: The report in a language.
        rows: All rows of the question for everyone, at least one.
    """
    is_hidden, is_not_asked = rows["is_hidden"], not_asked(rows)
    if is_not_asked.all():
        return words.catalogue.text("question.not_asked")
    if (is_hidden | is_not_asked).all():
        fewest = words.material.definition.survey.disclosure.min_base
        return words.catalogue.text("question.hidden", n=words.numbers.number(fewest))
    return ""


def why_no_numbers(words: Words, rows: pd.DataFrame) -> str:
    """Why an item (or group) has no numbers, as it stands in place of a bar; empty when it has.

    Args:
        words: The report in a language.
        rows: The rows of one item, for everyone or a group, at least one.
    """
    if rows["is_hidden"].iloc[0]:
        return words.catalogue.text("note.hidden")
    if not_asked(rows).iloc[0]:
        return words.catalogue.text("note.not_asked")
    return "" if rows["valid_n"].iloc[0] else words.catalogue.text("note.no_answers")


def not_asked(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of a question that nobody was asked."""
    return (rows["asked_n"] == 0) & (rows["state_not_asked_n"] == rows["respondents_n"])

"""How large a difference of means has to be to be marked, as it stands in a note.

Belongs here: the words for a question's number or mean place. Shares are in `headings`.
"""

import pandas as pd

from pipeline.reporting.headings import decimals, smallest_share_difference
from pipeline.reporting.rows import Records
from pipeline.reporting.shown_measures import main_measure
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question


def least_difference(words: Words, question: Question, groups: dict[str, Records]) -> str:
    """The smallest difference that is marked, in the unit of the question's number.

    Args:
        words: The report in a language.
        question: The question.
        groups: Group to its rows.
    """
    measure = main_measure(question)
    if measure == "nps":
        return smallest_share_difference(words)
    rows = [row for part in groups.values() for row in part if row["measure"] == measure]
    least = next((float(row["min_diff"]) for row in rows if pd.notna(row["min_diff"])), 0.0)
    return smallest_mean_difference(words, question, least)


def smallest_mean_difference(words: Words, question: Question, least: float) -> str:
    """The smallest difference of a mean or an index that is marked, as it stands in a note."""
    measure, say = main_measure(question), words.catalogue.text
    if measure == "index":
        return say("measure.least_index", n=words.numbers.number(least, decimals(least)))
    unit = text_of(question.unit, words.language)
    if question.min_diff is not None:
        return f"{words.numbers.number(least, decimals(least))} {unit}".strip()
    sd = words.material.definition.survey.tests.min_diff_sd
    digits = 2 if least < 10 else 0
    text = f"{words.numbers.number(least, digits)} {unit}".strip()
    return say("measure.least_sd", sd=words.numbers.number(sd, decimals(sd)), n=text)

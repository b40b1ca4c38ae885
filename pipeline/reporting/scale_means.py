"""The mean of a scale's scores, where a report prints it: its name with the ends of the scale, and its row.

Belongs here: what stands beside such a mean, so that a reader knows what it is a number of. Questions whose
result is a number are in `numeric`, mean places in `ranking`.
"""

from pipeline.rendering.tree import Cell, Row
from pipeline.reporting.headings import decimals
from pipeline.reporting.rows import Records
from pipeline.reporting.shown_measures import shown_measure
from pipeline.reporting.words import Words
from pipeline.survey.questions import NOT_SUBSTANTIVE, Question


def scale_name(words: Words, question: Question) -> str:
    """Such as `gjennomsnitt fra 1 (svært dårlig) til 5 (svært godt)`, for a heading, a caption or a row."""
    options = words.material.definition.options(question)
    scored = {o.score: o for o in options if o.score is not None and o.role not in NOT_SUBSTANTIVE}
    low, high = min(scored), max(scored)
    return words.catalogue.text(
        "measure.mean_of_scale",
        low=words.numbers.number(low, decimals(low)),
        lowest=words.short_option(scored[low]),
        high=words.numbers.number(high, decimals(high)),
        highest=words.short_option(scored[high]),
    )


def prints_means(words: Words) -> bool:
    """Whether the report prints any mean, index, NPS or mean place that is not hidden."""
    questions = words.material.definition.questions
    rows = words.material.marts.questions
    shown = set(rows.loc[~rows["is_hidden"], "question_id"])
    return any(
        entry.mean or questions[entry.id].is_numeric or questions[entry.id].type in {"nps", "ranking"}
        for chapter in words.material.report.chapters
        for entry in chapter.entries
        if entry.id in shown
    )


def mean_row(words: Words, question: Question, rows: Records) -> Row:
    """The mean under the options of a table, with the persons who gave a score.

    Args:
        words: The report in a language.
        question: The question.
        rows: The rows of the question for everyone.
    """
    shown = shown_measure(words, rows, "mean")
    base = shown.base or 0
    name = scale_name(words, question)
    return Row(
        f"{name[:1].upper()}{name[1:]}",
        (Cell(words.numbers.number(base), base), shown.cell()),
        emphasis=True,
    )

"""A grid in the report tree: a bar an item for everyone.

Belongs here: figure and table of grids. Breakdowns of an item are in `breakdown`.
"""

from pipeline.rendering import alt
from pipeline.rendering.tree import BarRow, Column, Row, StackedBars, Table
from pipeline.reporting.rows import Records, of_item
from pipeline.reporting.shown import (
    ShownOption,
    count_cell,
    dont_know,
    ordered_options,
    percent_cell,
    shown_options,
)
from pipeline.reporting.shown_measures import NO_NUMBER
from pipeline.reporting.silent import why_no_numbers
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Item, Question
from pipeline.survey.reports import ReportQuestion


def grid(words: Words, question: Question, entry: ReportQuestion, rows: Records) -> tuple[StackedBars, Table]:
    """A bar an item: percent of those with an opinion, don't know aside.

    Args:
        words: The report in a language.
        question: The question.
        entry: Its place in the report.
        rows: The rows of its options for everyone.
    """
    say = words.catalogue.text
    percent = "cases_pct" if question.type == "grid_multiple" else "valid_pct"
    items = [(item, of_item(rows, item.id)) for item in words.material.definition.items_of(question)]
    shown = {
        item.id: [o for o in shown_options(words, question, entry, mine, percent) if o.has_opinion]
        for item, mine in items
    }
    options = tuple(o.tree for o in next(iter(shown.values()), []))
    bars = tuple(_bar(words, item, mine, shown[item.id]) for item, mine in items)
    heading = say("column.answer")
    figure = StackedBars(
        alt=alt.stacked_bars(question.text(words.language), heading, options, bars, words.catalogue),
        caption=say("caption.of_opinion"),
        row_heading=heading,
        options=options,
        rows=bars,
        base_heading=say("column.base"),
        aside_heading=say("column.dont_know") if any(b.aside for b in bars) else "",
    )
    body = tuple(_row(words, item, mine, shown[item.id]) for item, mine in items)
    opinions = [o for o in ordered_options(words, question, entry) if o.role in {"substantive", "other"}]
    columns = (
        *(Column(words.short_option(o), "percent", key=o.id) for o in opinions),
        Column(say("column.base"), "count"),
    )
    return figure, Table(f"{question.id}-all", figure.caption, heading, columns, body)


def _row(words: Words, item: Item, rows: Records, shown: list[ShownOption]) -> Row:
    is_silent = bool(why_no_numbers(words, rows))
    base = count_cell(words, None if is_silent else int(rows[0]["valid_n"]))
    return Row(item.text(words.language), (*(percent_cell(o) for o in shown), base))


def _bar(words: Words, item: Item, rows: Records, shown: list[ShownOption]) -> BarRow:
    label = text_of(item.short, words.language) or item.text(words.language)
    why = why_no_numbers(words, rows)
    if why:
        return BarRow(label, (), NO_NUMBER, hidden=why)
    aside, valid = dont_know(rows), int(rows[0]["valid_n"])
    return BarRow(
        label=label,
        parts=tuple(o.part() for o in shown),
        base=words.numbers.number(valid),
        base_value=valid,
        aside="" if aside is None else words.numbers.number(aside),
        aside_share=aside or 0.0,
    )

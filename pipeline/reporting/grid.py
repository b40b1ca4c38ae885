"""A grid in the report tree: a bar an item for everyone.

Belongs here: figure and table of grids. Breakdowns of an item are in `breakdown`.
"""

from pipeline.rendering import alt
from pipeline.rendering.tree import BarRow, Column, Row, StackedBars, Table
from pipeline.reporting.rows import Records, of_item, options_of
from pipeline.reporting.scale_means import scale_name
from pipeline.reporting.shown import (
    ShownOption,
    count_cell,
    dont_know,
    is_scaled,
    ordered_options,
    parts_of,
    percent_cell,
    shown_options,
)
from pipeline.reporting.shown_measures import NO_NUMBER, shown_measure
from pipeline.reporting.silent import why_no_numbers
from pipeline.reporting.whole import PERSONS, caption_of, of_opinion
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Item, Question
from pipeline.survey.reports import ReportQuestion

Line = tuple[Item, Records, list[ShownOption]]
"""An item, its rows and what is shown of them."""


def grid(
    words: Words, question: Question, entry: ReportQuestion, rows: Records
) -> tuple[StackedBars | None, Table]:
    """A bar an item; don't know aside unless the percents are of everyone who answered.

    Several answers an item are no parts of one bar, and options without colours could not be told apart in
    it: of them there is the table alone.

    Args:
        words: The report in a language.
        question: The question.
        entry: Its place in the report.
        rows: Its rows for everyone.
    """
    kind = str(options_of(rows)[0]["base_kind"])
    lines: list[Line] = []
    for item in words.material.definition.items_of(question):
        mine = of_item(rows, item.id)
        options = options_of(mine)
        shown = shown_options(words, question, entry, options, "shown_pct")
        lines.append(
            (
                item,
                mine if entry.mean else options,
                [o for o in shown if o.has_opinion or not of_opinion(kind)],
            )
        )
    caption = caption_of(words, question, kind)
    drawn = is_scaled(ordered_options(words, question, entry)) and not question.has_ticks
    figure = _figure(words, question, kind, caption, lines) if drawn else None
    return figure, _table(words, question, entry, kind, caption, lines)


def _figure(words: Words, question: Question, kind: str, caption: str, lines: list[Line]) -> StackedBars:
    say = words.catalogue.text
    options = tuple(o.tree for o in next((shown for _, _, shown in lines), []))
    bars = tuple(_bar(words, kind, line) for line in lines)
    heading = say("column.row")
    return StackedBars(
        alt=alt.stacked_bars(question.text(words.language), heading, options, bars, words.catalogue),
        caption=caption,
        row_heading=heading,
        options=options,
        rows=bars,
        base_heading=say("column.base"),
        aside_heading=say("column.dont_know") if any(b.aside for b in bars) else "",
    )


def _table(
    words: Words, question: Question, entry: ReportQuestion, kind: str, caption: str, lines: list[Line]
) -> Table:
    """Items downwards, the options that are shown across, and the persons behind them."""
    say = words.catalogue.text
    every = ordered_options(words, question, entry)
    shown = [o for o in every if o.role in {"substantive", "other"} or not of_opinion(kind)]
    mean = (Column(say("column.mean"), "number"),) if entry.mean else ()
    columns = (
        *(Column(words.short_option(o), "percent", key=o.id) for o in shown),
        *mean,
        Column(say("column.base"), "count"),
    )
    if entry.mean:
        caption = f"{caption}; {scale_name(words, question)}"
    body = tuple(_row(words, entry, kind, line) for line in lines)
    return Table(f"{question.id}-all", caption, say("column.row"), columns, body)


def _row(words: Words, entry: ReportQuestion, kind: str, line: Line) -> Row:
    item, rows, shown = line
    mean = (shown_measure(words, rows, "mean").cell(),) if entry.mean else ()
    is_silent = bool(why_no_numbers(words, rows))
    base = count_cell(words, None if is_silent else int(rows[0][PERSONS[kind]]))
    return Row(item.text(words.language), (*(percent_cell(o) for o in shown), *mean, base))


def _bar(words: Words, kind: str, line: Line) -> BarRow:
    item, rows, shown = line
    label = text_of(item.short, words.language) or item.text(words.language)
    why = why_no_numbers(words, rows)
    if why:
        return BarRow(label, (), NO_NUMBER, hidden=why)
    base = int(rows[0][PERSONS[kind]])
    aside = dont_know(rows) if of_opinion(kind) else None
    return BarRow(
        label=label,
        parts=parts_of(words, shown),
        base=words.numbers.number(base),
        base_value=base,
        aside="" if aside is None else words.numbers.number(aside),
        aside_share=aside or 0.0,
    )

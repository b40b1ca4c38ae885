"""A question in the report tree: base, finding, figure and table for everyone.

Belongs here: which figure fits a question. Breakdowns are in `breakdown`.
"""

import pandas as pd

from pipeline.rendering import alt, findings
from pipeline.rendering.tree import (
    BarRow,
    Cell,
    Column,
    Figure,
    PlainBars,
    PlainRow,
    Question as TreeQuestion,
    Row,
    StackedBar,
    StackedBars,
    Table,
)
from pipeline.reporting.breakdown import breakdowns, dont_know
from pipeline.reporting.shown import (
    ShownOption,
    count_cell,
    is_scaled,
    ordered_options,
    percent_cell,
    shown_options,
)
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion

BASE_WORDS = {"answered": "base_all", "valid": "base_opinion", "cases": "base_all", "responses": "base_all"}


def question_tree(words: Words, entry: ReportQuestion, number: str) -> TreeQuestion:
    """A question with everything that the report shows of it."""
    question = words.material.definition.questions[entry.id]
    rows = words.material.marts.questions
    rows = rows.loc[rows["question_id"] == question.id]
    figure, table, finding, notes = _everyone(words, question, entry, rows)
    return TreeQuestion(
        key=question.id,
        number=number,
        short=words.short_question(question),
        text=question.text(words.language),
        base=_base_sentence(words, entry, rows),
        finding=finding,
        figure=figure,
        table=table,
        intro=text_of(question.intro, words.language),
        breakdowns=breakdowns(words, question, entry),
        notes=notes,
    )


def _base_sentence(words: Words, entry: ReportQuestion, rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    who = text_of(entry.base_text, words.language) or words.catalogue.text(
        f"question.{BASE_WORDS[first['base_kind']]}"
    )
    persons = words.catalogue.counted("question.persons", int(rows["base_n"].max()))
    return words.catalogue.text("question.base", who=who, persons=persons)


def _everyone(
    words: Words, question: Question, entry: ReportQuestion, rows: pd.DataFrame
) -> tuple[Figure, Table, str, tuple[str, ...]]:
    if question.items:
        figure, table = _grid(words, question, entry, rows)
        return figure, table, "", ()
    shown = shown_options(words, question, entry, rows, "shown_pct")
    total = int(rows["base_n"].max())
    table = _option_table(words, question, shown, total)
    persons = words.catalogue.counted("question.persons", total)
    answers = [o.answer(words.language) for o in shown]
    if question.type == "multiple" or not is_scaled([o.option for o in shown]):
        several = question.type == "multiple"
        finding = (
            findings.several(answers, words.catalogue)
            if several
            else findings.total(answers, words.catalogue)
        )
        notes = (words.catalogue.text("note.several"),) if several else ()
        return _plain_bars(words, question, shown), table, finding, notes
    parts = tuple(o.part() for o in shown)
    options = tuple(o.tree for o in shown)
    figure_alt = alt.stacked_bar(question.text(words.language), persons, options, parts, words.catalogue)
    caption = words.catalogue.text("caption.all_percent")
    figure = StackedBar(alt=figure_alt, caption=caption, options=options, parts=parts)
    return figure, table, findings.total(answers, words.catalogue), ()


def _option_table(words: Words, question: Question, shown: list[ShownOption], total: int) -> Table:
    """Options downwards, count and percent; the total is who answered."""
    several = question.type == "multiple"
    caption = "caption.several" if several else "caption.all_count_percent"
    return Table(
        key=f"{question.id}-all",
        caption=words.catalogue.text(caption),
        row_heading=words.catalogue.text("column.answer"),
        columns=(
            Column(words.catalogue.text("column.count"), "count"),
            Column(words.catalogue.text("column.percent"), "percent"),
        ),
        rows=tuple(
            Row(o.tree.label, (count_cell(words, o.count), percent_cell(o)), swatch=o.tree.fill)
            for o in shown
        ),
        total=Row(
            words.catalogue.text("column.total"),
            (count_cell(words, total), Cell("") if several else Cell(words.numbers.number(100), 100)),
            emphasis=True,
        ),
    )


def _plain_bars(words: Words, question: Question, shown: list[ShownOption]) -> PlainBars:
    """Single bars, largest first, those without an opinion last."""
    ordered = sorted(shown, key=lambda o: (not o.has_opinion, -(o.percent or 0.0)))
    rows = tuple(
        PlainRow(
            label=o.tree.label,
            value=o.percent,
            text=o.text,
            base=count_cell(words, o.count).text,
            base_value=o.count,
            fill=o.tree.fill,
            interval=o.margin,
        )
        for o in ordered
    )
    caption = words.catalogue.text(
        "caption.several" if question.type == "multiple" else "caption.all_percent"
    )
    return PlainBars(
        alt=alt.plain_bars(question.text(words.language), caption, rows, words.catalogue),
        caption=caption,
        row_heading=words.catalogue.text("column.answer"),
        value_heading=words.catalogue.text("column.percent"),
        rows=rows,
        base_heading=words.catalogue.text("column.count"),
    )


def _grid(
    words: Words, question: Question, entry: ReportQuestion, rows: pd.DataFrame
) -> tuple[StackedBars, Table]:
    """A bar an item: percent of those with an opinion, don't know aside."""
    opinions = [o for o in ordered_options(words, question, entry) if o.role in {"substantive", "other"}]
    bars, table_rows = [], []
    options = ()
    for item in question.items:
        mine = rows.loc[rows["item_id"] == item.id]
        percent = "cases_pct" if question.type == "grid_multiple" else "valid_pct"
        shown = [o for o in shown_options(words, question, entry, mine, percent) if o.has_opinion]
        options = tuple(o.tree for o in shown)
        aside = dont_know(mine)
        valid = int(mine["valid_n"].iloc[0])
        bars.append(
            BarRow(
                label=text_of(item.short, words.language) or item.text(words.language),
                parts=tuple(o.part() for o in shown),
                base=words.numbers.number(valid),
                base_value=valid,
                aside="" if aside is None else words.numbers.number(aside),
                aside_share=aside or 0.0,
            )
        )
        table_rows.append(
            Row(item.text(words.language), (*(percent_cell(o) for o in shown), count_cell(words, valid)))
        )
    caption = words.catalogue.text("caption.of_opinion")
    heading = words.catalogue.text("column.answer")
    figure = StackedBars(
        alt=alt.stacked_bars(question.text(words.language), heading, options, bars, words.catalogue),
        caption=caption,
        row_heading=heading,
        options=options,
        rows=tuple(bars),
        base_heading=words.catalogue.text("column.base"),
        aside_heading=words.catalogue.text("column.dont_know") if any(b.aside for b in bars) else "",
    )
    columns = (
        *(Column(words.short_option(o), "percent", key=o.id) for o in opinions),
        Column(words.catalogue.text("column.base"), "count"),
    )
    return figure, Table(f"{question.id}-all", caption, heading, columns, tuple(table_rows))

"""A question in the report tree: base, finding, figure and table for everyone.

Belongs here: which figure fits a question, and shares of options. Grids are in `grid`, numbers in `numeric`,
and groups in `breakdown`.
"""

import pandas as pd

from pipeline.rendering import alt, findings
from pipeline.rendering.tree import (
    Cell,
    Column,
    Figure,
    PlainBars,
    PlainRow,
    Row,
    StackedBar,
    Table,
)
from pipeline.rendering.tree import (
    Question as TreeQuestion,
)
from pipeline.reporting.breakdown import breakdowns
from pipeline.reporting.grid import grid
from pipeline.reporting.grid_finding import grid_finding
from pipeline.reporting.headings import margin_notes, star_notes
from pipeline.reporting.numeric import has_number, number_parts
from pipeline.reporting.ranking import ranking_parts
from pipeline.reporting.rows import Records, largest, options_of
from pipeline.reporting.scale_means import mean_row
from pipeline.reporting.shown import (
    ShownOption,
    count_cell,
    is_scaled,
    parts_of,
    percent_cell,
    shown_options,
)
from pipeline.reporting.shown_measures import sides, summary_rows
from pipeline.reporting.silent import left_out_notes, silence
from pipeline.reporting.sum_notes import sum_notes
from pipeline.reporting.trends import trend_breakdowns
from pipeline.reporting.turned import turned_notes
from pipeline.reporting.whole import caption_of, of_opinion, who
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion

Parts = tuple[Figure | None, Table, str, tuple[str, ...]]
"""Figure, table, finding and notes."""


def question_tree(words: Words, entry: ReportQuestion, number: str) -> TreeQuestion:
    """A question with everything that the report shows of it."""
    question = words.material.definition.questions[entry.id]
    rows = words.material.rows.everyone(question.id)
    instead = silence(words, rows)
    if instead:
        return TreeQuestion(
            key=question.id,
            number=number,
            short=words.short_question(question),
            text=question.text(words.language),
            base=instead,
        )
    figure, table, finding, notes = _everyone(words, question, entry, rows)
    notes = (*margin_notes(words, table), *star_notes(words, table, figure), *notes)
    if words.material.report.weighted and not has_number(question):
        notes = (*notes, words.catalogue.text("measure.weighted_note"))
    notes = (*notes, *turned_notes(words, question, rows), *left_out_notes(words, question, rows))
    return TreeQuestion(
        key=question.id,
        number=number,
        short=words.short_question(question),
        text=question.text(words.language),
        base=_base_sentence(words, question, entry, rows),
        finding=finding,
        figure=figure,
        table=table,
        intro=text_of(question.intro, words.language),
        breakdowns=(
            *trend_breakdowns(words, question, entry),
            *breakdowns(words, question, entry),
        ),
        notes=notes,
    )


def _base_sentence(words: Words, question: Question, entry: ReportQuestion, rows: Records) -> str:
    persons_of = words.say(entry.base_text) or who(words, question, rows[0]["base_kind"])
    persons = _persons(words, question, rows)
    if rows[0]["base_kind"] == "responses":
        answers = words.catalogue.counted("question.answers", largest(rows, "responses_n"))
        persons = words.catalogue.text("question.answers_of", answers=answers, persons=persons)
    return words.catalogue.text("question.base", who=persons_of, persons=persons)


def _persons(words: Words, question: Question, rows: Records) -> str:
    """How many are in the base: of rows with bases of their own, the fewest and the most."""
    most = largest(rows, "base_n")
    bases = [int(row["base_n"]) for row in options_of(rows) if pd.notna(row["base_n"])]
    fewest = min(bases, default=most)
    if not question.items or fewest == most or rows[0]["base_kind"] == "responses":
        return words.catalogue.counted("question.persons", most)
    numbers = words.numbers
    return words.catalogue.text(
        "question.persons_by_row", fewest=numbers.number(fewest), most=numbers.number(most)
    )


def _everyone(words: Words, question: Question, entry: ReportQuestion, rows: Records) -> Parts:
    if has_number(question):
        return number_parts(words, question, rows)
    options = options_of(rows)
    if question.type == "ranking":
        return ranking_parts(words, question, entry, rows)
    if question.items:
        figure, table = grid(words, question, entry, rows)
        return figure, table, grid_finding(words, question, rows), ()
    every = shown_options(words, question, entry, options, "shown_pct")
    kind = options[0]["base_kind"]
    apart, by_ticks = of_opinion(kind), kind == "responses"
    shown = [o for o in every if o.has_opinion or not apart]
    total = largest(options, "responses_n" if by_ticks else "base_n")
    summary = summary_rows(words, question, rows)
    if entry.mean:
        summary = (*summary, mean_row(words, question, rows))
    table = _option_table(words, question, shown, total, summary)
    answers = [o.answer(words.language) for o in shown]
    notes = tuple(_aside(words, options, o) for o in every if apart and not o.has_opinion)
    if _has_sums_of_opinion(shown, table):
        what = "nets" if not entry.mean else "sums" if len(summary) > 1 else "mean"
        notes = (*notes, words.catalogue.text(f"measure.{what}_of_opinion"))
    if not question.has_ticks or by_ticks:
        notes = (*sum_notes(words, question, shown, rows), *notes)
    if question.type == "multiple":
        finding = findings.several(answers, words.catalogue)
        key = "note.several_ticks" if by_ticks else "note.several"
        return _plain_bars(words, question, shown), table, finding, (words.catalogue.text(key), *notes)
    # The ends of a scale are per cent of those with an opinion, and only then told beside such options.
    ends = sides(words, question, rows) if all(o.has_opinion for o in shown) else None
    finding = findings.total(answers, words.catalogue, ends)
    if not is_scaled([o.option for o in shown]):
        return _plain_bars(words, question, shown), table, finding, notes
    return _stacked_bar(words, question, shown, total), table, finding, notes


def _has_sums_of_opinion(shown: list[ShownOption], table: Table) -> bool:
    """Whether nets or a mean stand under options of another base: theirs is those who took a stand."""
    if not shown or len(table.rows) <= len(shown):
        return False
    kind = shown[0].base_kind
    with_others = kind == "answered" and not all(o.has_opinion for o in shown)
    return with_others or kind in {"asked", "responses"}


def _aside(words: Words, rows: Records, option: ShownOption) -> str:
    """An answer without an opinion, in percent of everyone who answered, where the table leaves it out."""
    percent = next(float(row["answered_pct"]) for row in rows if row["option_id"] == option.option.id)
    return words.catalogue.text(
        "measure.aside", answer=option.tree.label, percent=words.numbers.number(percent)
    )


def _stacked_bar(words: Words, question: Question, shown: list[ShownOption], total: int) -> StackedBar:
    parts = parts_of(words, shown)
    options = tuple(o.tree for o in shown)
    persons = words.catalogue.counted("question.persons", total)
    return StackedBar(
        alt=alt.stacked_bar(question.text(words.language), persons, options, parts, words.catalogue),
        caption=_caption(words, question, shown, "caption.all_percent"),
        options=options,
        parts=parts,
    )


def _caption(words: Words, question: Question, shown: list[ShownOption], of_all: str) -> str:
    """What the percents are of; of one answer a person and everyone who answered, the words of `of_all`."""
    kind = shown[0].base_kind if shown else ""
    if kind in {"", "answered"} and not question.has_ticks:
        return words.catalogue.text(of_all)
    return caption_of(words, question, kind or "cases")


def _option_table(
    words: Words, question: Question, shown: list[ShownOption], total: int, summary: tuple[Row, ...]
) -> Table:
    """Options downwards, count and percent, nets under them; the total is who answered."""
    over_100 = question.type == "multiple" and shown[0].base_kind != "responses"
    return Table(
        key=f"{question.id}-all",
        caption=_caption(words, question, shown, "caption.all_count_percent"),
        row_heading=words.catalogue.text("column.answer"),
        columns=(
            Column(words.catalogue.text("column.count"), "count"),
            Column(words.catalogue.text("column.percent"), "percent"),
        ),
        rows=(
            *(
                Row(o.tree.label, (count_cell(words, o.count), percent_cell(o)), swatch=o.tree.fill)
                for o in shown
            ),
            *summary,
        ),
        total=Row(
            words.catalogue.text("column.total"),
            (count_cell(words, total), Cell("") if over_100 else Cell(words.numbers.number(100), 100)),
            emphasis=True,
        ),
    )


def _plain_bars(words: Words, question: Question, shown: list[ShownOption]) -> PlainBars:
    """Single bars, largest first, those of a scale in its order; those without an opinion last."""
    is_scale = question.type == "scale"
    ordered = sorted(shown, key=lambda o: (not o.has_opinion, 0.0 if is_scale else -(o.percent or 0.0)))
    rows = tuple(
        PlainRow(
            label=o.tree.label,
            value=o.percent,
            text=o.text,
            base=count_cell(words, o.count).text,
            base_value=o.count,
            fill=o.tree.fill,
            interval=o.margin,
            unreliable=o.is_unreliable,
        )
        for o in ordered
    )
    caption = _caption(words, question, shown, "caption.all_percent")
    return PlainBars(
        alt=alt.plain_bars(question.text(words.language), caption, rows, words.catalogue),
        caption=caption,
        row_heading=words.catalogue.text("column.answer"),
        value_heading=words.catalogue.text("column.percent"),
        rows=rows,
        base_heading=words.catalogue.text("column.count"),
    )

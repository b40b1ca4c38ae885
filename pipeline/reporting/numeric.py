"""A question whose result is a number: hours, an index, NPS.

Belongs here: the figure, the table and the finding of such questions, for everyone and for groups. NPS of
everyone is in `nps`.
"""

import pandas as pd

from pipeline.methods.rounding import at_least, half_away
from pipeline.methods.scales import LOW_ALPHA
from pipeline.rendering import alt, comparisons, findings
from pipeline.rendering.comparisons import GroupValue
from pipeline.rendering.tree import Breakdown, Cell, Column, Figure, PlainBars, PlainRow, Row, Table
from pipeline.reporting.benchmark import Shown, benchmark_tables
from pipeline.reporting.headings import (
    arrows_of_groups,
    breakdown_heading,
    star_notes,
)
from pipeline.reporting.least import least_difference
from pipeline.reporting.nps import nps_parts
from pipeline.reporting.rows import Records
from pipeline.reporting.shown_measures import (
    NO_NUMBER,
    ShownMeasure,
    main_measure,
    scale_of,
    shown_measure,
)
from pipeline.reporting.sums_by_group import sums_by_group
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question

NUMERIC = frozenset({"numeric", "index", "nps"})


def has_number(question: Question) -> bool:
    """Whether a question's result is a number rather than shares of its options."""
    return question.is_numeric or question.type in NUMERIC


def number_parts(
    words: Words, question: Question, rows: Records
) -> tuple[Figure | None, Table, str, tuple[str, ...]]:
    """Figure, table, finding and notes for everyone.

    Args:
        words: The report in a language.
        question: The question.
        rows: Its rows for everyone.
    """
    if question.type == "nps":
        return nps_parts(words, question, rows)
    say = words.catalogue.text
    measure = main_measure(question)
    shown = shown_measure(words, rows, measure)
    unit = text_of(question.unit, words.language)
    value = f"{shown.text} {unit}".strip()
    low, high = (words.numbers.number(end) for end in scale_of(question, 0.0))
    scale = (low, high) if question.type == "index" else None
    finding = findings.mean(value, words.catalogue, scale) if shown.value is not None else ""
    table = _number_table(words, question, rows, shown)
    alphas = [row for row in rows if row["measure"] == "index" and pd.notna(row["alpha"])]
    notes: tuple[str, ...] = ()
    if alphas:
        alpha, persons = float(alphas[0]["alpha"]), int(alphas[0]["alpha_n"])
        key = "measure.alpha" if at_least(alpha, LOW_ALPHA) else "measure.alpha_low"
        numbers = words.numbers
        notes = (say(key, alpha=numbers.number(alpha, 2), persons=numbers.number(persons)),)
    return None, table, finding, notes


def _number_table(words: Words, question: Question, rows: Records, shown: ShownMeasure) -> Table:
    """Mean with margin, median, quartiles, standard deviation and base, one below the other."""
    say, number = words.catalogue.text, words.numbers
    measure = main_measure(question)
    sd = [float(row["sd"]) for row in rows if row["measure"] == measure and pd.notna(row["sd"])]
    base, digits = shown.base or 0, words.material.decimals.of(question.id, "sd")
    lines = [
        Row(say(f"measure.{measure}"), (shown.cell(),), emphasis=True),
        *(
            Row(say(f"measure.{name}"), (shown_measure(words, rows, name).cell(),))
            for name in ("median", "q25", "q75")
        ),
    ]
    if sd:
        lines.append(Row(say("measure.sd"), (Cell(number.number(sd[0], digits), sd[0]),)))
    lines.append(Row(say("column.base"), (Cell(number.number(base), base),)))
    unit = text_of(question.unit, words.language)
    return Table(
        key=f"{question.id}-all",
        caption=say("measure.caption"),
        row_heading=say("measure.heading"),
        columns=(Column(unit[:1].upper() + unit[1:] if unit else say("column.value"), "number"),),
        rows=tuple(lines),
    )


def number_breakdown(
    words: Words,
    question: Question,
    demographic: Demographic,
    everyone: Records,
    groups: dict[str, Records],
) -> Breakdown:
    """The number of every group beside that of everyone.

    Args:
        words: The report in a language.
        question: The question.
        demographic: What it is broken down by.
        everyone: The question's rows for everyone.
        groups: Group to its rows, in the order of the demographic.
    """
    measure = main_measure(question)
    rows = [_bar(words, measure, words.catalogue.text("column.all"), everyone, emphasis=True)]
    rows += [_bar(words, measure, words.group(demographic.id, g), part) for g, part in groups.items()]
    digits = words.material.decimals.of(question.id, measure)
    values = [
        GroupValue(
            label=row.label,
            value=None if row.value is None else half_away(row.value, digits),
            text=row.text,
            phrase=words.group_phrase(demographic.id, group),
            mark=row.mark,
            unreliable=row.unreliable,
        )
        for group, row in zip(groups, rows[1:], strict=True)
    ]
    what, tested = words.catalogue.text(f"trend.the_{measure}"), words.material.report.tests
    finding = comparisons.numbers_by_group(what, values, words.catalogue, tested=tested)
    heading = breakdown_heading(words, question, demographic, "")
    arrows = arrows_of_groups(words, least_difference(words, question, groups))
    figure = _group_bars(words, question, demographic, rows)
    left_out = any(row.unreliable for row in rows[1:])
    notes = star_notes(words, figure, left_out=left_out and bool(finding))
    result = Shown(words.catalogue.text(f"measure.{measure}" if measure != "nps" else "column.nps"), measure)
    benchmarks = benchmark_tables(words, question, "", demographic, [result], result, arrows=arrows)
    sums = sums_by_group(words, question, demographic, everyone, groups)
    return Breakdown(
        demographic.id,
        heading,
        figure,
        finding,
        arrows=arrows,
        notes=notes,
        sums=sums,
        benchmarks=benchmarks,
    )


def _group_bars(
    words: Words, question: Question, demographic: Demographic, rows: list[PlainRow]
) -> PlainBars:
    caption, heading = _caption(words, question)
    ends = [end for row in rows for end in (row.value, row.high) if end is not None]
    return PlainBars(
        alt=alt.plain_bars(question.text(words.language), caption, rows, words.catalogue),
        caption=caption,
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        value_heading=heading,
        rows=tuple(rows),
        base_heading=words.catalogue.text("column.base"),
        scale=scale_of(question, max(ends, default=0.0)),
    )


def _caption(words: Words, question: Question) -> tuple[str, str]:
    """Caption of the figure and heading of its numbers."""
    say = words.catalogue.text
    if question.type == "nps":
        low, high = (words.numbers.number(end) for end in scale_of(question, 0.0))
        return say("caption.nps", low=low, high=high), say("column.nps")
    if question.type == "index":
        return say("measure.index_caption"), say("measure.index")
    unit = text_of(question.unit, words.language)
    return (f"{say('caption.mean')}, {unit}" if unit else say("caption.mean")), say("column.mean")


def _bar(words: Words, measure: str, label: str, rows: Records, *, emphasis: bool = False) -> PlainRow:
    if rows[0]["is_hidden"]:
        return PlainRow(label, None, NO_NUMBER, hidden=words.catalogue.text("note.hidden"))
    shown = shown_measure(words, rows, measure)
    if shown.value is None:
        return PlainRow(label, None, NO_NUMBER, hidden=words.catalogue.text("note.no_answers"))
    return PlainRow(
        label=label,
        value=shown.value,
        text=words.numbers.signed(shown.value) if measure == "nps" else shown.text,
        base=words.numbers.number(shown.base or 0),
        base_value=shown.base,
        low=shown.low,
        high=shown.high,
        interval=shown.margin,
        mark=shown.mark,
        unreliable=shown.is_unreliable,
        emphasis=emphasis,
    )

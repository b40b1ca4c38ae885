"""NPS of everyone: detractors, those between and promoters as one bar, and the difference of its ends.

Belongs here: figure, table and finding. By groups it is a number like others (`numeric`).
"""

from pipeline.rendering import alt
from pipeline.rendering.tabulated import cell_of
from pipeline.rendering.tree import Column, Figure, Option, Part, Row, StackedBar, Table
from pipeline.reporting.rows import Records
from pipeline.reporting.shown import adjusted
from pipeline.reporting.shown_measures import NO_NUMBER, ShownMeasure, shown_measure
from pipeline.reporting.sum_notes import is_off_balance, whole_notes
from pipeline.reporting.words import Words
from pipeline.survey.questions import Question


def nps_parts(
    words: Words, question: Question, rows: Records
) -> tuple[Figure | None, Table, str, tuple[str, ...]]:
    """Figure, table, finding and notes: detractors, those between, and promoters; NPS is their difference.

    Args:
        words: The report in a language.
        question: The question.
        rows: Its rows for everyone.
    """
    say = words.catalogue.text
    ends = {name: shown_measure(words, rows, name, name) for name in ("detractors", "promoters")}
    shown = shown_measure(words, rows, "nps")
    low, high = ends["detractors"].value, ends["promoters"].value
    if low is None or high is None or shown.value is None:
        return None, _nps_table(words, question, (), shown), "", ()
    between = 100.0 - low - high
    options = (
        Option("detractors", say("measure.detractors"), say("measure.detractors_short"), "neg1"),
        Option("passives", say("measure.passives"), say("measure.passives_short"), "mid"),
        Option("promoters", say("measure.promoters"), say("measure.promoters_short"), "pos2"),
    )
    parts: tuple[Part, ...] = (
        _part(low, ends["detractors"]),
        Part(between, words.numbers.number(between)),
        _part(high, ends["promoters"]),
    )
    parts = adjusted(words, parts)
    persons = words.catalogue.counted("question.persons", shown.base or 0)
    figure = StackedBar(
        alt=alt.stacked_bar(question.text(words.language), persons, options, parts, words.catalogue),
        caption=say("caption.of_opinion"),
        options=options,
        parts=parts,
    )
    lines = tuple(
        Row(
            option.label,
            (cell_of(part),),
            swatch=option.fill,
        )
        for option, part in zip(options, parts, strict=True)
    )
    signed = words.numbers.signed(shown.value)
    finding = say("measure.nps_finding", nps=signed, high=parts[2].text, low=parts[0].text)
    notes = [say("measure.nps_note"), *whole_notes(words, [low, between, high])]
    if is_off_balance(rows, ("promoters", "detractors")):
        notes.append(say("note.net_rounding", what=say("column.nps")))
    return figure, _nps_table(words, question, lines, shown), finding, tuple(notes)


def _part(share: float, end: ShownMeasure) -> Part:
    return Part(share, end.text, margin=end.margin, unreliable=end.is_unreliable)


def _nps_table(words: Words, question: Question, lines: tuple[Row, ...], shown: ShownMeasure) -> Table:
    say = words.catalogue.text
    text = NO_NUMBER if shown.value is None else words.numbers.signed(shown.value)
    total = Row(say("column.nps"), (shown.cell(text),), emphasis=True)
    return Table(
        key=f"{question.id}-all",
        caption=say("caption.of_opinion"),
        row_heading=say("column.answer"),
        columns=(Column(say("column.percent"), "number"),),
        rows=(*lines, total),
    )

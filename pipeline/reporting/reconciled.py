"""The appendix: figures once published, found again; and what a reader must know of them.

Belongs here: a reconciliation as a report tells it. Finding the figures is in `pipeline.reconciliation`.
"""

from pipeline.reconciliation.anomalies import Anomaly
from pipeline.reconciliation.reconcile import Reconciliation
from pipeline.rendering.tree import Block, Bullets, Cell, Column, Heading, Paragraph, Row, Section, Table
from pipeline.reporting.words import Words


def warnings(words: Words) -> tuple[str, ...]:
    """What a reader must know before using the figures."""
    found = words.material.reconciliation
    return tuple(_anomaly(words, anomaly) for anomaly in found.anomalies) if found else ()


def _anomaly(words: Words, anomaly: Anomaly) -> str:
    """An anomaly of the published figures, in the report's language."""
    first, low, high = (words.numbers.number(n) for n in anomaly.numbers)
    if anomaly.kind == "base_above_stated":
        questions = words.material.definition.questions
        names = [words.short_question(questions[q]) for q in anomaly.subject if q in questions]
        subject = words.catalogue.listed(names)
    else:
        demographic = words.material.definition.demographics.get(anomaly.subject[0])
        subject = demographic.text(words.language).lower() if demographic else anomaly.subject[0]
    key = f"reconciliation.{anomaly.kind}"
    return words.catalogue.text(key, subject=subject, first=first, low=low, high=high)


def appendix_sections(words: Words) -> tuple[Section, ...]:
    """Figures once published, found again; nothing where nothing was published."""
    found = words.material.reconciliation
    if found is None:
        return ()
    say, number = words.catalogue.text, words.numbers.number
    text = say("reconciliation.text", matched=number(found.matched), figures=number(len(found.figures)))
    blocks: list[Block] = [Paragraph(text), _table(words, found)]
    if found.anomalies:
        blocks += [Heading(say("reconciliation.anomalies")), Bullets(warnings(words))]
    return (Section("reconciliation", say("reconciliation.title"), tuple(blocks)),)


def _table(words: Words, found: Reconciliation) -> Table:
    say, number = words.catalogue.text, words.numbers.number

    def cells(*counts: int) -> tuple[Cell, ...]:
        return tuple(Cell(number(count), count) for count in counts)

    rows = tuple(
        Row(say(f"reconciliation.{row['file']}"), cells(int(row["figures"]), int(row["matched"])))
        for row in found.summary().to_dict("records")
    )
    return Table(
        key="reconciliation",
        caption=say("reconciliation.caption"),
        row_heading=say("reconciliation.heading"),
        columns=(
            Column(say("reconciliation.figures"), "count"),
            Column(say("reconciliation.matched"), "count"),
        ),
        rows=rows,
        total=Row(say("column.total"), cells(len(found.figures), found.matched), emphasis=True),
    )

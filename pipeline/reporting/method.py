"""The method chapter and the appendix: who took part, how numbers are made, and what was found again.

Belongs here: sections from the definition, the marts and the catalogue. Every number in them is computed.
"""

import pandas as pd

from pipeline.rendering import comparisons
from pipeline.rendering.comparisons import Deviation
from pipeline.rendering.tree import (
    Block,
    Bullets,
    Cell,
    Column,
    Fact,
    FactStrip,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
)
from pipeline.reconciliation.anomalies import Anomaly
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of


def method_sections(words: Words) -> tuple[Section, ...]:
    """The sections of the method chapter, those that the report has something for."""
    sections = [_sample(words), _rules(words)]
    return tuple(section for section in sections if section.blocks)


def _sample(words: Words) -> Section:
    """How the survey was made, who answered, and who took part."""
    say = words.catalogue.text
    report = words.material.report
    wave = words.material.definition.survey.waves[words.material.wave]
    blocks: list[Block] = [Paragraph(words.say(text)) for text in report.method]
    blocks.append(
        Paragraph(
            say(
                "method.field",
                start=words.numbers.day(wave.field_start),
                end=words.numbers.day(wave.field_end),
            )
        )
    )
    response = words.material.marts.response
    if not response.empty:
        everyone = response.loc[response["demographic_id"] == ""].iloc[0]
        answered = int(everyone["complete_n"] + everyone["partial_n"])
        blocks.append(
            Paragraph(
                say(
                    "method.response_rate",
                    rate=words.numbers.percent(float(everyone["rr6_pct"])),
                    responses=words.numbers.number(answered),
                    eligible=words.numbers.number(int(everyone["eligible_known_n"])),
                )
            )
        )
    facts = _fact_strip(words)
    if facts:
        blocks.append(facts)
    if report.representativity and not words.material.marts.representativity.empty:
        blocks += [Paragraph(words.say(text)) for text in report.representativity.text]
        blocks.append(Paragraph(say("method.universe_compared")))
        blocks.append(Paragraph(say(f"method.difference_{report.representativity.difference}")))
        blocks += _representativity_tables(words)
    return Section("sample", say("method.sample"), tuple(blocks))


def _fact_strip(words: Words) -> FactStrip | None:
    """Facts that have a text and do not stand on the first page."""
    report = words.material.report
    names = [n for n, fact in report.facts.items() if fact.text is not None and n not in report.strip]
    facts = [Fact(words.large_fact(n), text_of(report.facts[n].text, words.language)) for n in names]
    return FactStrip(tuple(facts)) if facts else None


def _representativity_tables(words: Words) -> list[Block]:
    rows = words.material.marts.representativity
    part = words.material.report.representativity
    widest = max(1.0, float(rows["shown_diff_pp"].abs().max()))
    return [
        _representativity_table(words, demographic, rows.loc[rows["demographic_id"] == demographic], widest)
        for demographic in (part.tables if part else ())
    ]


def _representativity_table(words: Words, demographic_id: str, rows: pd.DataFrame, widest: float) -> Table:
    say, number = words.catalogue.text, words.numbers
    demographic = words.material.definition.demographics[demographic_id]
    deviations, body = [], []
    for row in rows.itertuples():
        label = words.group(demographic_id, row.group_id)
        difference = int(row.shown_diff_pp)
        deviations.append(Deviation(label, difference))
        body.append(
            Row(
                label,
                (
                    Cell(number.number(row.universe_n), int(row.universe_n)),
                    Cell(number.number(row.shown_universe_pct), int(row.shown_universe_pct)),
                    Cell(number.number(row.respondents_n), int(row.respondents_n)),
                    Cell(number.number(row.shown_respondents_pct), int(row.shown_respondents_pct)),
                    Cell(number.signed(difference), difference, bar=float(difference)),
                ),
            )
        )
    universe, responses = int(rows["universe_n"].sum()), int(rows["respondents_n"].sum())
    total = (
        Cell(number.number(universe), universe),
        Cell(""),
        Cell(number.number(responses), responses),
        Cell(""),
        Cell(""),
    )
    groups = (say("column.universe"), say("column.responses"))
    count, percent, short = say("column.count"), say("column.percent"), say("column.percent_short")
    return Table(
        key=f"representativity-{demographic_id}",
        caption=say("caption.representativity", demographic=demographic.text(words.language)),
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        columns=(
            Column(count, "count", group=groups[0]),
            Column(percent, "percent", group=groups[0], short=short),
            Column(count, "count", group=groups[1]),
            Column(percent, "percent", group=groups[1], short=short),
            Column(
                say("column.difference_points"),
                "difference",
                group=say("column.difference"),
                short=say("column.difference_short"),
                bar_limit=widest,
            ),
        ),
        rows=tuple(body),
        total=Row(say("column.total"), total, emphasis=True),
        finding=comparisons.representativity(deviations, words.catalogue),
        notes=_uncounted(words, rows),
    )


def _uncounted(words: Words, rows: pd.DataFrame) -> tuple[str, ...]:
    """Respondents who are in no row: of groups that the register does not have, and without a value."""
    outside, missing = int(rows["outside_n"].max()), int(rows["missing_n"].max())
    notes = []
    if outside:
        notes.append(words.catalogue.counted("note.outside_universe", outside))
    if missing:
        notes.append(words.catalogue.counted("note.without_value", missing))
    return tuple(notes)


def _rules(words: Words) -> Section:
    """How percents, figures and hidden groups are made."""
    say = words.catalogue.text
    disclosure = words.material.definition.survey.disclosure
    hidden = words.material.hidden_n
    rule = "method.disclosure_rule" if hidden else "method.disclosure_none"
    values = {"base": words.numbers.number(disclosure.min_base)}
    if hidden:
        values["hidden"] = words.numbers.number(hidden)
    blocks: list[Block] = [Paragraph(say("method.rounding_rule"))]
    if words.material.report.breakdowns:
        blocks += [Paragraph(say("method.dont_know_rule")), Paragraph(say(rule, **values))]
    return Section("rules", say("method.rules"), tuple(blocks))


def warnings(words: Words) -> tuple[str, ...]:
    """What a reader must know before using the figures."""
    found = words.material.reconciliation
    return tuple(_anomaly(words, anomaly) for anomaly in found.anomalies) if found else ()


def _anomaly(words: Words, anomaly: Anomaly) -> str:
    """An anomaly of the published figures, in the report's language."""
    first, low, high = (words.numbers.number(n) for n in anomaly.numbers)
    if anomaly.kind == "base_above_stated":
        questions = words.material.definition.questions
        subject = words.catalogue.listed(
            [words.short_question(questions[q]) for q in anomaly.subject if q in questions]
        )
    else:
        demographic = words.material.definition.demographics.get(anomaly.subject[0])
        subject = demographic.text(words.language).lower() if demographic else anomaly.subject[0]
    return words.catalogue.text(
        f"reconciliation.{anomaly.kind}", subject=subject, first=first, low=low, high=high
    )


def appendix_sections(words: Words) -> tuple[Section, ...]:
    """The appendix: figures once published, found again."""
    found = words.material.reconciliation
    if found is None:
        return ()
    say, number = words.catalogue.text, words.numbers
    rows = tuple(
        Row(
            say(f"reconciliation.{row.file}"),
            (
                Cell(number.number(row.figures), int(row.figures)),
                Cell(number.number(row.matched), int(row.matched)),
            ),
        )
        for row in found.summary().itertuples()
    )
    total = len(found.figures)
    table = Table(
        key="reconciliation",
        caption=say("reconciliation.caption"),
        row_heading=say("reconciliation.heading"),
        columns=(
            Column(say("reconciliation.figures"), "count"),
            Column(say("reconciliation.matched"), "count"),
        ),
        rows=rows,
        total=Row(
            say("column.total"),
            (Cell(number.number(total), total), Cell(number.number(found.matched), found.matched)),
            emphasis=True,
        ),
    )
    blocks: list[Block] = [
        Paragraph(
            say("reconciliation.text", matched=number.number(found.matched), figures=number.number(total))
        ),
        table,
    ]
    if found.anomalies:
        blocks += [Heading(say("reconciliation.anomalies")), Bullets(warnings(words))]
    return (Section("reconciliation", say("reconciliation.title"), tuple(blocks)),)

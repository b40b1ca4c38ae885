"""How many of those invited answered: the response rate with its formula, and what became of everybody.

Belongs here: dispositions and AAPOR's RR6 as a report prints them.
"""

from pipeline.rendering.tree import Block, Cell, Column, Paragraph, Row, Table
from pipeline.reporting.words import Words

CODES = {
    "complete": "I",
    "partial": "P",
    "opened": "R",
    "withdrawn": "R",
    "undeliverable": "NC",
    "invited": "NC",
    "unknown_eligibility": "U",
    "screened_out": "NE",
}
"""Our status to AAPOR's disposition; NE is not eligible, and so in no rate."""


def response_blocks(words: Words) -> list[Block]:
    """The rate and the dispositions, or that nobody knows how many were asked."""
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    rate = told.number("rr6_pct")
    if rate is None:
        return [Paragraph(say("method.response_unknown"))]
    answered = told.count("disposition_n", "complete") + told.count("disposition_n", "partial")
    text = say(
        "method.response_rate",
        rate=words.numbers.percent(rate),
        responses=number(answered),
        eligible=number(told.count("eligible_n")),
    )
    return [Paragraph(text), _dispositions(words)]


def _dispositions(words: Words) -> Table:
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    counts = {name: told.count("disposition_n", name) for name in told.subjects("disposition_n")}
    rows = tuple(
        Row(
            say("disposition.named", what=say(f"disposition.{name}"), code=CODES[name]), (Cell(number(n), n),)
        )
        for name, n in counts.items()
        if n
    )
    invited = told.count("invited_n")
    return Table(
        key="dispositions",
        caption=say("disposition.caption"),
        row_heading=say("disposition.heading"),
        columns=(Column(say("column.count"), "count"),),
        rows=rows,
        total=Row(say("disposition.invited_total"), (Cell(number(invited), invited),), emphasis=True),
        notes=(say("disposition.note"),),
    )

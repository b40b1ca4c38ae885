"""Who took part: the tables of respondents beside the universe, with a finding and a verdict each.

Belongs here: representativity as a report prints it. The numbers are those of `mart_representativity`.
"""

import pandas as pd

from pipeline.rendering import comparisons
from pipeline.rendering.comparisons import Deviation
from pipeline.rendering.tree import Block, Cell, Column, Paragraph, Row, Table
from pipeline.reporting.headings import decimals
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of


def representativity_blocks(words: Words) -> list[Block]:
    """What the tables compare, and a table a demographic; nothing without a universe."""
    part, rows = words.material.report.representativity, words.material.marts.representativity
    if part is None or rows.empty:
        return []
    say = words.catalogue.text
    blocks: list[Block] = [Paragraph(words.say(text)) for text in part.text]
    blocks.append(Paragraph(say("method.universe_compared")))
    limits = [words.material.told.number(name) or 0.0 for name in ("good_below_pp", "skewed_above_pp")]
    good, skewed = (words.numbers.number(limit, decimals(limit)) for limit in limits)
    verdicts = say("verdict.limits", good=good, skewed=skewed)
    blocks.append(Paragraph(f"{say(f'method.difference_{part.difference}')} {verdicts}"))
    widest = max(1.0, float(rows["shown_diff_pp"].abs().max()))
    blocks += [_table(words, name, rows.loc[rows["demographic_id"] == name], widest) for name in part.tables]
    return [*blocks, *_evenness(words)]


def _evenness(words: Words) -> list[Block]:
    """The R-indicator in a sentence: how evenly the universe answered over all tables at once.

    Only where all of the universe was invited: in a sample of a large one every propensity is close to 0, and
    the indicator close to 1, whoever answered.
    """
    universe = words.material.definition.survey.universe
    if universe is None or universe.invited is None:
        return []
    told, number = words.material.told, words.numbers.number
    for model in told.subjects("r_indicator"):
        adjusted, plain = told.number("r_indicator_adj", model), told.number("r_indicator", model) or 0.0
        r, cells = (plain if adjusted is None else adjusted), told.count("r_cells_n", model)
        text = words.catalogue.text(f"method.r_indicator_{model}", r=number(r, 2), cells=number(cells))
        return [Paragraph(text)]
    return []


def _table(words: Words, demographic_id: str, rows: pd.DataFrame, widest: float) -> Table:
    say = words.catalogue.text
    demographic = words.material.definition.demographics[demographic_id]
    deviations, body = [], []
    for row in rows.to_dict("records"):
        label = words.group(demographic_id, row["group_id"])
        deviations.append(Deviation(label, int(row["shown_diff_pp"])))
        body.append(_row(words, label, {str(name): value for name, value in row.items()}))
    finding = comparisons.representativity(deviations, words.catalogue)
    return Table(
        key=f"representativity-{demographic_id}",
        caption=say("caption.representativity", demographic=demographic.text(words.language)),
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        columns=_columns(words, widest),
        rows=tuple(body),
        total=_total(words, rows),
        finding=f"{finding} {_verdict(words, demographic_id)}".strip(),
        notes=_uncounted(words, rows),
    )


def _row(words: Words, label: str, row: dict[str, float]) -> Row:
    number, difference = words.numbers.number, int(row["shown_diff_pp"])
    counts = ("universe_n", "shown_universe_pct", "respondents_n", "shown_respondents_pct")
    cells = [Cell(number(row[name]), int(row[name])) for name in counts]
    cells.append(Cell(words.numbers.signed(difference), difference, bar=float(difference)))
    return Row(label, tuple(cells))


def _columns(words: Words, widest: float) -> tuple[Column, ...]:
    say = words.catalogue.text
    count, percent, short = say("column.count"), say("column.percent"), say("column.percent_short")
    pairs = [
        (Column(count, "count", group=group), Column(percent, "percent", group=group, short=short))
        for group in (say("column.universe"), say("column.responses"))
    ]
    difference = Column(
        say("column.difference_points"),
        "difference",
        group=say("column.difference"),
        short=say("column.difference_short"),
        bar_limit=widest,
    )
    return (*pairs[0], *pairs[1], difference)


def _total(words: Words, rows: pd.DataFrame) -> Row:
    counts = [int(rows[name].sum()) for name in ("universe_n", "respondents_n")]
    universe, responses = (Cell(words.numbers.number(count), count) for count in counts)
    cells = (universe, Cell(""), responses, Cell(""), Cell(""))
    return Row(words.catalogue.text("column.total"), cells, emphasis=True)


def _verdict(words: Words, demographic_id: str) -> str:
    """The verdict on a demographic in words, with the largest difference; empty where nobody answered."""
    told = words.material.told
    verdict = told.word("verdict", demographic_id)
    if not verdict:
        return ""
    points = words.numbers.number(told.number("max_abs_diff_pp", demographic_id) or 0.0, 1)
    return words.catalogue.text(f"verdict.{verdict}", points=points)


def _uncounted(words: Words, rows: pd.DataFrame) -> tuple[str, ...]:
    """Respondents who are in no row: of groups that the register does not have, and without a value."""
    outside, missing = int(rows["outside_n"].max()), int(rows["missing_n"].max())
    notes = []
    if outside:
        notes.append(words.catalogue.counted("note.outside_universe", outside))
    if missing:
        notes.append(words.catalogue.counted("note.without_value", missing))
    return tuple(notes)

"""Measures as a report shows them: means, NPS, indices and nets with their printed numbers.

Belongs here: how many decimals a measure has, its unit and scale, and the name of a net. Options are in
`shown`.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.rendering.findings import Net
from pipeline.rendering.tree import Cell, Mark, Row
from pipeline.reporting.rows import Record, Records, is_unreliable
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Option, Question

NO_NUMBER = "–"
FROM_SCORES = tuple(f"{end}{size}" for end in ("top", "bottom") for size in range(1, 6))


@dataclass(frozen=True)
class ShownMeasure:
    """One number of a question (in a group or for everyone) as printed.

    Attributes:
        value: Unrounded, None when hidden or without a base.
        text: As printed.
        margin: Margin of error as printed, or empty.
        low: Lower end of the margin, None without.
        high: Upper end.
        mark: Whether the group differs from the rest.
        base: Unweighted number of persons, None when hidden.
        is_unreliable: Whether the mart says that the number is to be read with care.
    """

    value: float | None
    text: str
    margin: str
    low: float | None
    high: float | None
    mark: Mark
    base: int | None
    is_unreliable: bool = False

    def cell(self, text: str | None = None) -> Cell:
        """The number in a table, with a sign of its own where `text` is given."""
        return Cell(
            text or self.text,
            self.value,
            mark=self.mark,
            margin=self.margin,
            unreliable=self.is_unreliable,
        )


def main_measure(question: Question) -> str:
    """The measure that stands for a question which is a number."""
    return {"index": "index", "nps": "nps"}.get(question.type, "mean")


def scale_of(question: Question, highest: float) -> tuple[float, float]:
    """The ends of the axis of a question's main measure.

    Args:
        question: A question whose result is a number.
        highest: The largest number that is drawn, which ends the axis where nothing else does.
    """
    if question.type == "index":
        return 0.0, 100.0
    if question.type == "nps":
        return -100.0, 100.0
    low = 0.0 if question.min is None or question.min > 0 else question.min
    return low, max(highest, low + 1.0)


def shown_measure(words: Words, rows: Records, measure: str, net_id: str = "") -> ShownMeasure:
    """A measure with its printed numbers.

    Args:
        words: The report in a language.
        rows: The rows of one question and item, for everyone or one group.
        measure: The word in the column `measure`.
        net_id: Which net, for nets.
    """
    row: Record = next((r for r in rows if r["measure"] == measure and r["net_id"] == net_id), {})
    value, moe = row.get("value"), row.get("moe")
    if value is None or pd.isna(value):
        return ShownMeasure(None, NO_NUMBER, "", None, None, "none", _whole(row.get("base_n")))
    decimals = words.material.decimals
    margin, low, high = "", None, None
    if words.material.report.margins and moe is not None and pd.notna(moe):
        margin = words.numbers.margin(float(moe), decimals.of_margin(row))
        low, high = float(value) - float(moe), float(value) + float(moe)
    mark: Mark = "none"
    if words.material.report.tests and row.get("mark") in ("up", "down"):
        mark = "up" if row["mark"] == "up" else "down"
    text = words.numbers.number(float(value), decimals.of_row(row))
    base = _whole(row.get("base_n"))
    return ShownMeasure(float(value), text, margin, low, high, mark, base, is_unreliable(row))


def _whole(number: float | None) -> int | None:
    return None if number is None or pd.isna(number) else int(number)


def summary_rows(words: Words, question: Question, rows: Records) -> tuple[Row, ...]:
    """Nets, top, bottom and balance under the options of a table: a count of persons and a percent each.

    Args:
        words: The report in a language.
        question: The question.
        rows: The rows of the question for everyone.
    """
    nets = [row for row in rows if row["net_id"] and row["measure"] in {"net", *FROM_SCORES}]
    found = []
    for row in nets:
        shown = shown_measure(words, rows, row["measure"], row["net_id"])
        count = int(row["option_n"])
        cells = (Cell(words.numbers.number(count), count), shown.cell())
        found.append(Row(net_name(words, question, row["net_id"]), cells, emphasis=True))
    if any(row["measure"] == "balance" for row in rows):
        balance = shown_measure(words, rows, "balance")
        text = NO_NUMBER if balance.value is None else words.numbers.signed(balance.value)
        name = words.catalogue.text("measure.balance")
        found.append(Row(name, (Cell(""), balance.cell(text)), emphasis=True))
    return tuple(found)


def sides(words: Words, question: Question, rows: Records) -> tuple[Net, Net] | None:
    """The upper and the lower end of a scale, as a sentence tells them; None where they are not both there.

    Args:
        words: The report in a language.
        question: The question.
        rows: The rows of the question, or of one item, for everyone.
    """
    found = []
    for end in ("top", "bottom"):
        ids = [r["net_id"] for r in rows if r["net_id"] in FROM_SCORES and r["net_id"].startswith(end)]
        shown = shown_measure(words, rows, ids[0], ids[0]) if ids else None
        if shown is None or shown.value is None:
            return None
        names = [words.catalogue.text("quote", text=name) for name in end_names(words, question, ids[0])]
        *others, last = names
        phrase = words.catalogue.text("list.last_or", first=", ".join(others), last=last) if others else last
        found.append(Net(phrase, int(half_away(shown.value))))
    return found[0], found[1]


def net_name(words: Words, question: Question, net_id: str) -> str:
    """A net's own text, or for the ends of a scale the options in it."""
    declared = {net.id: text_of(net.text, words.language) for net in question.nets}
    if net_id in declared:
        return declared[net_id]
    first, *others = end_names(words, question, net_id)
    return words.catalogue.listed([first, *(n[0].lower() + n[1:] for n in others)])


def end_options(words: Words, question: Question, net_id: str) -> list[Option]:
    """The options at an end of a scale, the outermost first: of `top2` the two with the highest scores."""
    scored = sorted(
        (o for o in words.material.definition.options(question) if o.score is not None),
        key=lambda o: o.score or 0.0,
        reverse=net_id.startswith("top") == (question.polarity == "normal"),
    )
    size = int(net_id.removeprefix("top").removeprefix("bottom"))
    return scored[:size]


def end_names(words: Words, question: Question, net_id: str) -> list[str]:
    """The texts of the options at an end of a scale."""
    return [words.option(o) for o in end_options(words, question, net_id)]

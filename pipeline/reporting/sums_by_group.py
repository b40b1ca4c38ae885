"""Nets and the balance of a question by the groups of a demographic: a table under the figure by groups.

Belongs here: which sums a breakdown tells, group by group, with arrows and a sentence. Options by groups are
in `breakdown`, questions whose result is a number in `numeric`.
"""

from dataclasses import dataclass, replace

from pipeline.methods.rounding import half_away
from pipeline.rendering import comparisons
from pipeline.rendering.comparisons import GroupValue
from pipeline.rendering.tree import Cell, Column, ColumnKind, Row, Table
from pipeline.reporting.headings import arrows_of_groups, smallest_share_difference, star_notes
from pipeline.reporting.least import least_difference
from pipeline.reporting.rows import Records
from pipeline.reporting.scale_means import scale_name
from pipeline.reporting.shown_measures import (
    FROM_SCORES,
    NO_NUMBER,
    ShownMeasure,
    end_names,
    net_name,
    shown_measure,
)
from pipeline.reporting.sum_notes import is_off_balance
from pipeline.reporting.whole import caption_of
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question

TOLD = 2
"""Of so many nets there is a sentence."""
OF_NPS = ("detractors", "promoters")


@dataclass(frozen=True)
class _Sum:
    """A column of the table.

    Attributes:
        name: As its heading.
        what: As it stands in a sentence; empty for one that no sentence is of.
        measure: The word in the column `measure`.
        net: Its net, or empty.
    """

    name: str
    what: str
    measure: str
    net: str = ""

    @property
    def kind(self) -> ColumnKind:
        """How a workbook shows it."""
        return "percent" if self.net else "difference" if self.is_signed else "number"

    @property
    def is_signed(self) -> bool:
        """Whether it is a difference of shares."""
        return self.measure == "balance"


def sums_by_group(
    words: Words,
    question: Question,
    demographic: Demographic,
    everyone: Records,
    groups: dict[str, Records],
    *,
    with_mean: bool = False,
) -> Table | None:
    """Nets, balance and mean of everyone and each group; None for a question (or item) without any.

    Args:
        words: The report in a language.
        question: The question.
        demographic: What it is broken down by.
        everyone: The rows of the question, or of one item, for everyone.
        groups: Group to its rows, in the order of the demographic.
        with_mean: Whether the mean of a scale is told too.
    """
    sums = _sums(words, question, everyone, with_mean=with_mean)
    if not sums:
        return None
    lines = [_line(words, words.catalogue.text("column.all"), sums, everyone, emphasis=True)]
    lines += [_line(words, words.group(demographic.id, g), sums, rows) for g, rows in groups.items()]
    item = str(everyone[0]["item_id"])
    notes: list[str] = []
    if any(is_off_balance(rows) for rows in (everyone, *groups.values())):
        what = words.catalogue.text("trend.the_balance")
        notes.append(words.catalogue.text("note.net_rounding", what=what))
    table = Table(
        key="-".join(part for part in (question.id, demographic.id, item, "sums") if part),
        caption=_caption(words, question, sums),
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        columns=(
            *(Column(one.name, one.kind) for one in sums),
            Column(words.catalogue.text("column.base"), "count"),
        ),
        rows=tuple(lines),
        finding=_finding(words, demographic, sums, groups),
        arrows=arrows_of_groups(words, _least(words, question, sums, groups)),
        notes=tuple(notes),
    )
    told = [column for column, one in enumerate(sums) if one.what]
    left_out = any(row.cells[column].unreliable for row in table.rows[1:] for column in told)
    stars = star_notes(words, table, left_out=left_out and bool(table.finding))
    return replace(table, notes=(*stars, *table.notes))


def _least(words: Words, question: Question, sums: list[_Sum], groups: dict[str, Records]) -> str:
    """The smallest difference that is marked: of shares, of means, or of both."""
    of_shares = smallest_share_difference(words)
    means = [one for one in sums if one.measure == "mean"]
    if not means:
        return of_shares
    of_means = least_difference(words, question, groups)
    both = words.catalogue.text("measure.least_both", shares=of_shares, means=of_means)
    return of_means if len(means) == len(sums) else both


def _caption(words: Words, question: Question, sums: list[_Sum]) -> str:
    if question.type == "ranking":
        return words.catalogue.text("ranking.mean_place")
    has_mean = any(one.measure == "mean" for one in sums)
    scale = scale_name(words, question) if has_mean else ""
    if has_mean and len(sums) == 1:
        return f"{scale[:1].upper()}{scale[1:]}"
    of_whom = caption_of(words, question, "cases" if question.has_ticks else "valid")
    caption = words.catalogue.text("measure.sums_caption", of=f"{of_whom[:1].lower()}{of_whom[1:]}")
    return f"{caption}; {scale}" if has_mean else caption


def _sums(words: Words, question: Question, rows: Records, *, with_mean: bool) -> list[_Sum]:
    say = words.catalogue.text
    if question.type == "nps":
        return [_Sum(say(f"measure.{net}"), "", net, net) for net in OF_NPS]
    if question.type == "ranking":
        return [_Sum(say("ranking.mean_place"), say("ranking.the_mean_place"), "mean")]
    told = 0
    found = []
    for row in rows:
        net = str(row["net_id"])
        if not net or row["measure"] not in {"net", *FROM_SCORES}:
            continue
        name, what = net_name(words, question, net), ""
        if told < TOLD and not net.startswith("bottom"):
            what, told = _share_of(words, question, net, name), told + 1
        found.append(_Sum(name, what, str(row["measure"]), net))
    if any(row["measure"] == "balance" for row in rows):
        found.append(_Sum(say("measure.balance"), say("trend.the_balance"), "balance"))
    if with_mean:
        found.append(_Sum(say("column.mean"), say("trend.the_mean"), "mean"))
    return found


def _share_of(words: Words, question: Question, net: str, name: str) -> str:
    """A net as it stands in a sentence: by its own name, or by the answers at the end of a scale."""
    if net not in FROM_SCORES:
        return words.catalogue.text("trend.share_of_net", net=name)
    quoted = [words.catalogue.text("quote", text=text) for text in end_names(words, question, net)]
    return words.catalogue.text("finding.share_phrase", answer=words.catalogue.either(quoted))


def _shown(words: Words, one: _Sum, rows: Records) -> ShownMeasure:
    return shown_measure(words, rows, one.measure, one.net)


def _text(words: Words, one: _Sum, shown: ShownMeasure) -> str:
    return words.numbers.signed(shown.value) if one.is_signed and shown.value is not None else shown.text


def _line(words: Words, label: str, sums: list[_Sum], rows: Records, *, emphasis: bool = False) -> Row:
    first = rows[0]
    if first["is_hidden"]:
        why = words.catalogue.text("note.hidden")
        label = f"{label} ({why[:1].lower()}{why[1:]})"
        return Row(label, tuple(Cell(NO_NUMBER) for _ in (*sums, first)), emphasis=emphasis)
    base = int(first["valid_n"])
    cells = []
    for one in sums:
        shown = _shown(words, one, rows)
        cells.append(shown.cell(_text(words, one, shown)))
    cells.append(Cell(words.numbers.number(base), base))
    return Row(label, tuple(cells), emphasis=emphasis)


def _finding(words: Words, demographic: Demographic, sums: list[_Sum], groups: dict[str, Records]) -> str:
    """A sentence on each sum that has one, side by side."""
    tested = words.material.report.tests
    sentences = []
    for one in sums:
        if not one.what:
            continue
        values = [_value(words, demographic, one, group, rows) for group, rows in groups.items()]
        tell = comparisons.by_group if one.net else comparisons.numbers_by_group
        sentences.append(tell(one.what, values, words.catalogue, tested=tested))
    return " ".join(sentence for sentence in sentences if sentence)


def _value(words: Words, demographic: Demographic, one: _Sum, group: str, rows: Records) -> GroupValue:
    shown = _shown(words, one, rows)
    digits = words.material.decimals.of(str(rows[0]["question_id"]), one.measure)
    return GroupValue(
        label=words.group(demographic.id, group),
        value=None if shown.value is None else half_away(shown.value, digits),
        text=_text(words, one, shown),
        phrase=words.group_phrase(demographic.id, group),
        mark=shown.mark,
        unreliable=shown.is_unreliable,
    )

"""Units held against each other: how their results spread, and each beside everyone outside it.

Belongs here: the tables of benchmarks under a breakdown. Their numbers are those of `mart_benchmark`.
"""

from dataclasses import dataclass, replace

import pandas as pd

from pipeline.methods.rounding import difference_needs_note
from pipeline.rendering.tree import Cell, Column, ColumnKind, Mark, Row, Table
from pipeline.reporting.headings import star_notes
from pipeline.reporting.rows import Record, Records, is_unreliable
from pipeline.reporting.shown_measures import NO_NUMBER
from pipeline.reporting.whole import caption_of
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question

SPREAD = ("pooled", "units_q1", "units_median", "units_q3")
"""The columns of the table of all units."""
FEWEST_UNITS = 5
SIGNED = frozenset({"nps", "balance"})


@dataclass(frozen=True)
class Shown:
    """A result of the breakdown that is benchmarked.

    Attributes:
        label: As the row of a table names it.
        measure: The word in the column `measure`.
        option: The option, empty for a measure of the whole question.
    """

    label: str
    measure: str
    option: str = ""


def benchmark_tables(
    words: Words,
    question: Question,
    item: str,
    demographic: Demographic,
    shown: list[Shown],
    focus: Shown,
    *,
    arrows: str,
) -> tuple[Table, ...]:
    """The spread of units, and each unit beside the others; nothing where the report has no such units.

    Args:
        words: The report in a language.
        question: The question.
        item: Its item, empty without.
        demographic: What the breakdown is by.
        shown: The results of the question, in the order of figures.
        focus: The one that units are compared by.
        arrows: What arrows at the groups mean.
    """
    benchmark = words.material.report.benchmark
    rows = words.material.benchmarks.get((question.id, item), [])
    if benchmark is None or benchmark.demographic != demographic.id or not rows:
        return ()
    units = _Units(words, question, item, demographic, rows)
    spread = _spread(units, shown)
    return (*([spread] if spread else []), _beside(units, focus, arrows))


@dataclass(frozen=True)
class _Units:
    """The units of one question and item, with their rows."""

    words: Words
    question: Question
    item: str
    demographic: Demographic
    rows: Records

    @property
    def key(self) -> str:
        """What the keys of tables begin with."""
        return "-".join(part for part in (self.question.id, self.demographic.id, self.item) if part)

    def decimals(self, measure: str) -> int:
        """How many decimals a measure is printed with."""
        return self.words.material.decimals.of(self.question.id, measure)

    def of(self, shown: Shown) -> Records:
        """The rows of one result."""
        return [r for r in self.rows if (r["measure"], r["option_id"]) == (shown.measure, shown.option)]

    def is_unreliable(self, shown: Shown, unit: str) -> bool:
        """Whether a unit's own result is starred, as where it stands among the groups."""
        groups = self.words.material.rows.groups(self.question.id, self.item, self.demographic.id)
        place = (shown.measure, shown.option, "")
        return any(
            is_unreliable(row)
            for row in groups.get(unit, [])
            if (row["measure"], row["option_id"], row["net_id"]) == place
        )

    def of_whom(self, shown: Shown) -> str:
        """Whom percents are of, as the end of a caption; nothing for other numbers."""
        if not shown.option:
            return ""
        kind = "cases" if self.question.has_ticks else "valid"
        text = caption_of(self.words, self.question, kind)
        return f". {text}"


def _spread(mine: _Units, shown: list[Shown]) -> Table | None:
    """Everyone, and the quartiles and median of the units' own results; None where no result has them."""
    words, say, demographic = mine.words, mine.words.catalogue.text, mine.demographic
    lines: list[Row] = []
    units = 0
    for one in shown:
        by_kind = {row["benchmark_kind"]: row for row in mine.of(one)}
        known = [by_kind[kind] for kind in SPREAD if kind in by_kind]
        if len(known) == len(SPREAD) and pd.notna(by_kind["units_median"]["value"]):
            units = int(by_kind["units_median"]["units_n"])
            lines.append(Row(one.label, tuple(_number(mine, one.measure, row["value"]) for row in known)))
    if not lines:
        return None
    least = words.numbers.number(words.material.definition.survey.disclosure.min_base)
    return Table(
        key=f"{mine.key}-spread",
        caption=say(
            "benchmark.spread_caption",
            demographic=demographic.text(words.language),
            of=mine.of_whom(shown[0]),
        ),
        row_heading=say("column.answer") if shown[0].option else say("measure.heading"),
        columns=tuple(Column(say(f"benchmark.{kind}"), _kind(shown[0])) for kind in SPREAD),
        rows=tuple(lines),
        notes=(say("benchmark.spread_note", units=words.numbers.number(units), base=least),),
    )


def _beside(mine: _Units, focus: Shown, arrows: str) -> Table:
    """A row a unit: its own result, that of all others, and the difference."""
    words, say, demographic = mine.words, mine.words.catalogue.text, mine.demographic
    rows = [row for row in mine.of(focus) if row["benchmark_kind"] == "others"]
    middle = [row["value"] for row in mine.of(focus) if row["benchmark_kind"] == "units_median"]
    kind = _kind(focus)
    before = {row["unit_id"]: row for row in mine.of(focus) if row["benchmark_kind"] == "last_wave"}
    waves = sorted({str(row["previous_wave"]) for row in before.values()})
    columns = (
        Column(say("benchmark.unit"), kind),
        *(Column(say("benchmark.last_wave", wave=wave), kind) for wave in waves),
        Column(say("benchmark.others"), kind),
        Column(say("benchmark.difference"), "difference" if kind == "percent" else "number"),
        Column(say("column.base"), "count"),
    )
    notes = [say("benchmark.others_note")]
    if any(_is_off(mine, focus.measure, row) for row in rows):
        notes.append(say("note.difference_rounding"))
    if all(pd.isna(value) for value in middle):
        notes.append(say("benchmark.few_units", n=words.numbers.number(FEWEST_UNITS)))
    table = Table(
        key=f"{mine.key}-others",
        caption=say("benchmark.others_caption", result=focus.label, of=mine.of_whom(focus)),
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        columns=columns,
        rows=tuple(
            Row(
                words.group(demographic.id, row["unit_id"]),
                _unit(
                    mine,
                    focus.measure,
                    row,
                    [_in_wave(before.get(row["unit_id"]), one) for one in waves],
                    unreliable=mine.is_unreliable(focus, str(row["unit_id"])),
                ),
            )
            for row in rows
        ),
        arrows=arrows,
        notes=tuple(notes),
    )
    return replace(table, notes=(*star_notes(words, table), *table.notes))


def _in_wave(row: Record | None, wave: str) -> Record:
    """The row of a unit in an earlier wave, without a number where it is not compared with that one."""
    return row if row is not None and row["previous_wave"] == wave else {"value": None}


def _unit(
    mine: _Units, measure: str, row: Record, before: list[Record], *, unreliable: bool
) -> tuple[Cell, ...]:
    return (
        replace(_number(mine, measure, row["unit_value"]), unreliable=unreliable),
        *(_number(mine, measure, one["value"]) for one in before),
        _number(mine, measure, row["value"]),
        _difference(mine, measure, row),
        _count(mine.words, row["unit_n"]),
    )


def _difference(mine: _Units, measure: str, row: Record) -> Cell:
    words = mine.words
    if pd.isna(row["diff"]):
        return Cell(NO_NUMBER)
    mark: Mark = "none"
    if words.material.report.tests and row["mark"] in ("up", "down"):
        mark = "up" if row["mark"] == "up" else "down"
    digits = mine.decimals(measure)
    return Cell(words.numbers.signed(float(row["diff"]), digits), float(row["diff"]), mark=mark)


def _number(mine: _Units, measure: str, value: float | None) -> Cell:
    if value is None or pd.isna(value):
        return Cell(NO_NUMBER)
    number, write = float(value), mine.words.numbers
    signed = measure in SIGNED
    text = write.signed(number) if signed else write.number(number, mine.decimals(measure))
    return Cell(text, number)


def _count(words: Words, value: float) -> Cell:
    return Cell(NO_NUMBER) if pd.isna(value) else Cell(words.numbers.number(int(value)), int(value))


def _kind(shown: Shown) -> ColumnKind:
    return "percent" if shown.option else "number"


def _is_off(mine: _Units, measure: str, row: Record) -> bool:
    """Whether the printed difference is not that of the printed numbers."""
    if pd.isna(row["diff"]):
        return False
    own, others = float(row["unit_value"]), float(row["value"])
    return difference_needs_note(own, others, rule="of_unrounded", digits=mine.decimals(measure))

"""Figure and table numbers, counted once in reading order for every writer.

What belongs here: which blocks have a number, and which. What does not: the words before it (`language`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.rendering.language import Catalogue
from pipeline.rendering.tree import Figure, PlainBars, Report, StackedBar, StackedBars, Table, TrendLines

FIGURES = (StackedBar, StackedBars, PlainBars, TrendLines)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one report; keyed by identity, because equal blocks are still two blocks.

    Attributes:
        numbers: identity of a figure or table of the report to its name, such as `Figur 3`.
    """

    numbers: dict[int, str]

    def __call__(self, block: Figure | Table) -> str:
        """Return the name of a figure or table.

        Raises:
            KeyError: the block is not part of the numbered report.
        """
        return self.numbers[id(block)]


def numbered(report: Report, words: Catalogue) -> Numbering:
    """Count figures and tables of a report, each kind from 1."""
    names: dict[int, str] = {}
    figures = tables = 0
    for block in _in_order(report):
        if isinstance(block, Table):
            tables += 1
            names[id(block)] = words.text("report.table", n=str(tables))
        else:
            figures += 1
            names[id(block)] = words.text("report.figure", n=str(figures))
    return Numbering(names)


def _in_order(report: Report) -> Iterator[Figure | Table]:
    for question in report.questions:
        yield from (block for block in (question.figure, question.table) if block)
        for breakdown in question.breakdowns:
            yield breakdown.figure
            yield from (*((breakdown.sums,) if breakdown.sums else ()), *breakdown.benchmarks)
    for section in (*report.method, *report.appendix):
        yield from (block for block in section.blocks if isinstance(block, (Table, *FIGURES)))
    for question in report.questions:  # tables with more than their figure stand last
        for breakdown in question.breakdowns:
            if breakdown.table:
                yield breakdown.table

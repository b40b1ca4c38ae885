"""The tree of a finished report: what every writer lays out, and nothing that a writer must compute.

What belongs here: frozen dataclasses of text that is ready to print, beside the unrounded floats that
give bars their length and the plain numbers that workbooks and tidy files hold. What does not: formatting,
rounding, suppression, layout, colour values. A number that may not be published never gets into a tree.

Conventions, for whoever builds one:

* `text` is what the reader sees, made by `numbers`; `value` is the same number for machines and must print
  as `text`; `share` is a percentage from 0 to 100 that only gives a bar its length.
* An empty string, an empty tuple or `None` means that the part does not exist: the writers leave it out.
* `fill` names a colour role of `tokens.json`: `neg3` to `neg1`, `mid`, `pos1` to `pos3`, or `dk` (hatched).
* Figures and tables are numbered by the writers, in reading order (`numbering`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.rendering.figure import (
    BarRow,
    Comparison,
    Fill,
    Mark,
    Option,
    Part,
    PlainBars,
    PlainRow,
    StackedBar,
    StackedBars,
)
from pipeline.rendering.table import Cell, Column, ColumnKind, Row, Table
from pipeline.rendering.trend_figure import TrendLines, TrendPoint, TrendRow, TrendWave

__all__ = [
    "BarRow",
    "Block",
    "Breakdown",
    "Bullets",
    "Cell",
    "Chapter",
    "Column",
    "ColumnKind",
    "Comparison",
    "Fact",
    "FactStrip",
    "Figure",
    "Fill",
    "Heading",
    "Language",
    "Mark",
    "Option",
    "Paragraph",
    "Part",
    "PlainBars",
    "PlainRow",
    "Question",
    "Report",
    "Row",
    "Section",
    "StackedBar",
    "StackedBars",
    "Table",
    "Term",
    "Terms",
    "TrendLines",
    "TrendPoint",
    "TrendRow",
    "TrendWave",
]

Language = Literal["nb", "en"]
Figure = StackedBar | StackedBars | PlainBars | TrendLines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A large figure and what it is: `15 %`, `svarprosent i hele undersøkelsen`."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class FactStrip:
    """A few facts side by side; four a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means, or a point and what there is to say of it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms one below the other, in reading order."""

    terms: tuple[Term, ...]


Block = Paragraph | Heading | Bullets | Terms | FactStrip | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the method chapter or of the appendix.

    Attributes:
        key: id, unique in the report; anchor and sheet name.
        title: heading.
        blocks: in reading order.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A question by the groups of one demographic, or by wave.

    Attributes:
        key: id, unique in its question.
        heading: heading, such as `Brutt ned på tariffavtale`.
        figure: the bars.
        finding: computed sentence over the figure; empty for none.
        table: the same numbers with marks and margins; None lets the writers make it from the figure.
        arrows: what the marks of the figure mean; printed where any are drawn, or stand in its table.
        notes: sentences under figure and table.
        sums: nets and the balance of the same rows, after the notes; None for none.
        benchmarks: tables of what the rows are held against, after the notes.
    """

    key: str
    heading: str
    figure: Figure
    finding: str = ""
    table: Table | None = None
    arrows: str = ""
    notes: tuple[str, ...] = ()
    sums: Table | None = None
    benchmarks: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question with everything that is shown of it.

    Attributes:
        key: the question's id, unique in the report.
        number: such as `1.2`.
        short: short name for contents and navigation.
        text: full wording, without its introduction.
        base: base sentence, such as `Grunnlag: alle som svarte på spørsmålet, 6 393 personer.`
        finding: computed sentence over the figure of all; empty for none.
        figure: the answers of everyone; None when there is nothing to show.
        table: the same as numbers.
        intro: introduction in the questionnaire; empty for none.
        breakdowns: by group and by wave.
        notes: sentences under the table of all.
    """

    key: str
    number: str
    short: str
    text: str
    base: str
    finding: str = ""
    figure: Figure | None = None
    table: Table | None = None
    intro: str = ""
    breakdowns: tuple[Breakdown, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Questions under one title.

    Attributes:
        key: id, unique in the report.
        number: such as `1`.
        title: heading.
        questions: in reading order.
        lead: a sentence or two under the title; empty for none.
    """

    key: str
    number: str
    title: str
    questions: tuple[Question, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report.

    Attributes:
        survey_id: id of the survey.
        wave: the wave, such as `2023`.
        report_id: id of the report in its survey.
        title: title.
        source: name of the survey and wave, over the title and in the footer.
        author: who publishes it.
        language: language of every text in the tree and of the writers' own words.
        date: the report's own date; goes into the files' metadata, so never today's.
        chapters: in reading order.
        subtitle: what it is about; empty for none.
        about: paragraphs of the section about the report.
        facts: the strip under them.
        reading: paragraphs on how figures are read.
        reading_terms: the words of a figure explained, under the example bar.
        method: sections of the method chapter.
        appendix: sections after it.
        warnings: what a reader must know before using the figures, such as an unexplained deviation.
        notice: status of the whole report (synthetic data, draft), on the cover and at the end.
        keywords: for the files' metadata.
    """

    survey_id: str
    wave: str
    report_id: str
    title: str
    source: str
    author: str
    language: Language
    date: date
    chapters: tuple[Chapter, ...]
    subtitle: str = ""
    about: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    reading: tuple[str, ...] = ()
    reading_terms: tuple[Term, ...] = ()
    method: tuple[Section, ...] = ()
    appendix: tuple[Section, ...] = ()
    warnings: tuple[str, ...] = ()
    notice: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in reading order."""
        return tuple(question for chapter in self.chapters for question in chapter.questions)

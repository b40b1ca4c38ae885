"""The workbook writer: which sheets there are and what stands on each.

What belongs here: order of sheets and of their contents. What does not: cells (`grid`), charts (`charts`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from pipeline.rendering.clean import clean_report
from pipeline.rendering.language import Catalogue, catalogue
from pipeline.rendering.tabulated import breakdown_table, figure_table
from pipeline.rendering.tree import (
    Block,
    Breakdown,
    Bullets,
    FactStrip,
    Heading,
    Paragraph,
    Question,
    Report,
    Section,
    StackedBars,
    Table,
    Terms,
    TrendLines,
)
from pipeline.rendering.trend_table import workbook_table
from pipeline.rendering.xlsx.charts import add_chart
from pipeline.rendering.xlsx.grid import Page
from pipeline.rendering.xlsx.sheet_names import SheetNames
from pipeline.rendering.xlsx.styles import Styles

# Text never becomes a formula, a link or a number: only write_string and write_number are used besides.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TEXT = (Paragraph, Heading, Bullets, FactStrip, Terms)
"""Blocks without a table or a figure."""


def write(report: Report, path: Path) -> None:
    """Write the report as a workbook.

    Args:
        report: a finished tree; hostile text in it stays text.
        path: file to make or replace.
    """
    path.write_bytes(render(report))


def render(report: Report) -> bytes:
    """Return the workbook of a report; the same tree always gives the same bytes."""
    target = BytesIO()
    cleaned = clean_report(report)
    book = xlsxwriter.Workbook(target, _OPTIONS)
    _Workbook(book, cleaned, catalogue(cleaned.language)).fill()
    book.close()
    return target.getvalue()


class _Workbook:
    """One workbook while it is filled."""

    def __init__(self, book: xlsxwriter.Workbook, report: Report, words: Catalogue) -> None:
        self._book = book
        self._report = report
        self._words = words
        self._styles = Styles(book)
        self._names = SheetNames()
        self._title = words.text("report.document_title", title=report.title, source=report.source)

    def fill(self) -> None:
        """Write all sheets, the index first."""
        date = self._report.date
        self._book.set_properties(
            {
                "title": self._title,
                "subject": self._report.subtitle,
                "author": self._report.author,
                "keywords": ", ".join(self._report.keywords),
                "created": datetime(date.year, date.month, date.day),  # noqa: DTZ001 - the file format has no zone
            }
        )
        index = self._page(self._words.text("workbook.index"))
        links = [(self._question(question), question) for question in self._report.questions]
        sections = list(self._sections())
        self._index(index, links, sections)

    def _page(self, wanted: str) -> Page:
        return Page(self._book.add_worksheet(self._names.unique(wanted)), self._styles, self._words)

    def _index(self, page: Page, links: list[tuple[str, Question]], sections: list[tuple[str, str]]) -> None:
        report = self._report
        page.title(self._title)
        for text in (report.subtitle, report.author, report.notice):
            page.note(text)
        page.skip()
        for text in (*report.about, *report.warnings):
            page.text(text)
        for fact in report.facts:
            page.note(f"{fact.value} {fact.text}")
        page.skip()
        page.heading(self._words.text("workbook.question_and_finding"))
        for name, question in links:
            self._link(page, name, f"{question.number} {question.short}")
            page.text(question.text)
            page.note(question.finding)
            page.skip()
        for name, title in sections:
            self._link(page, name, title)

    def _link(self, page: Page, name: str, text: str) -> None:
        quoted = name.replace("'", "''")
        page.sheet.write_url(page.row, 0, f"internal:'{quoted}'!A1", self._styles.link, text[:250])
        page.skip()

    def _question(self, question: Question) -> str:
        page = self._page(question.number)
        page.title(f"{question.number} {question.text}")
        if question.intro:
            page.note(self._words.text("question.intro", text=question.intro))
        page.note(question.base)
        page.skip()
        page.finding(question.finding)
        if question.table or question.figure:
            self._answers(page, question)
        for text in question.notes:
            page.note(text)
        for breakdown in question.breakdowns:
            page.skip()
            page.heading(breakdown.heading)
            page.finding(breakdown.finding)
            table = self._table(breakdown, f"{question.key}-{breakdown.key}")
            placed = page.table(table)
            for text in breakdown.notes:
                if text not in table.notes:
                    page.note(text)
            add_chart(self._book, page, breakdown.figure, placed)
            for table in (*((breakdown.sums,) if breakdown.sums else ()), *breakdown.benchmarks):
                page.skip()
                page.table(table)
        return str(page.sheet.get_name())

    def _table(self, breakdown: Breakdown, key: str) -> Table:
        """Return the table of a breakdown; that of lines has gaps where lines have."""
        if isinstance(breakdown.figure, TrendLines):
            return replace(workbook_table(breakdown.figure, key, self._words), arrows=breakdown.arrows)
        return breakdown_table(breakdown, key, self._words)

    def _answers(self, page: Page, question: Question) -> None:
        """Write the answers of everyone; a chart of them where no breakdown has one with the same answers."""
        figure = question.figure
        own = question.table
        table = own or (figure_table(figure, question.key, self._words) if figure else None)
        if table is None:
            return
        placed = page.table(table)
        shown = any(isinstance(breakdown.figure, StackedBars) for breakdown in question.breakdowns)
        if figure and not shown:
            add_chart(self._book, page, figure, placed)

    def _sections(self) -> Iterable[tuple[str, str]]:
        """Write method and appendix; sections of the method that are a few sentences share a sheet."""
        shared: Page | None = None
        for section in (*self._report.method, *self._report.appendix):
            is_text = all(isinstance(block, _TEXT) for block in section.blocks)
            if not is_text or section in self._report.appendix:
                page = self._page(section.title)
                yield page.sheet.get_name(), section.title
            else:
                if shared is None:
                    shared = self._page(self._words.text("workbook.method"))
                    yield shared.sheet.get_name(), self._words.text("workbook.method")
                page = shared
            self._section(page, section)

    def _section(self, page: Page, section: Section) -> None:
        page.title(section.title)
        for block in section.blocks:
            self._block(page, block)
        page.skip()

    def _block(self, page: Page, block: Block) -> None:
        if isinstance(block, Paragraph):
            page.text(block.text)
        elif isinstance(block, Heading):
            page.skip()
            page.heading(block.text)
        elif isinstance(block, Bullets):
            for item in block.items:
                page.text(f"• {item}")
        elif isinstance(block, Terms):
            for term in block.terms:
                page.text(f"{term.term}: {term.text}")
        elif isinstance(block, FactStrip):
            for fact in block.facts:
                page.note(f"{fact.value} {fact.text}")
        elif isinstance(block, Table):
            page.skip()
            page.table(block)
        else:
            page.skip()
            add_chart(self._book, page, block, page.table(figure_table(block, "", self._words)))

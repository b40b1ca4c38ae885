"""What the PDF template is given: the tree as plain data, with everything decided that is not typesetting.

What belongs here: names of figures, positions from `layout`, fixed words. What does not: sizes and places on
a page, which are the template's. Typst reads strings as values, so nothing in them is ever markup.
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain

from pipeline.rendering import layout, table_layout, tokens, trend_layout
from pipeline.rendering.language import Catalogue, catalogue
from pipeline.rendering.numbering import Numbering, numbered
from pipeline.rendering.tree import (
    Block,
    Breakdown,
    Cell,
    Chapter,
    Mark,
    Option,
    Part,
    PlainBars,
    Question,
    Report,
    Section,
    StackedBar,
    StackedBars,
    Table,
    TrendLines,
)

Data = dict[str, object]

_REGION = {"nb": "NO", "en": "GB"}
_WORDS = ("about", "reading", "warnings", "contents_and_findings", "method", "appendix", "tables")


def template_data(report: Report) -> Data:
    """Return the report for the template, JSON-ready."""
    words = catalogue(report.language)
    make = _Maker(numbered(report, words), words)
    example = layout.example(report)
    return {
        "font": tokens.font_name(),
        "paint": tokens.colours("light"),
        "size": tokens.sizes("print"),
        "words": {word: words.text(f"report.{word}") for word in _WORDS},
        "lang": report.language,
        "region": _REGION[report.language],
        "document_title": words.text("report.document_title", title=report.title, source=report.source),
        "footer": words.text("report.footer", title=report.title, source=report.source),
        **{key: getattr(report, key) for key in ("title", "subtitle", "source", "author", "notice")},
        "keywords": report.keywords,
        "date": {"year": report.date.year, "month": report.date.month, "day": report.date.day},
        "cover": [_parts(bar.options, bar.parts) for bar in layout.cover_bars(report)],
        **{key: getattr(report, key) for key in ("about", "reading", "warnings")},
        "facts": [asdict(fact) for fact in report.facts],
        "terms": [asdict(term) for term in report.reading_terms],
        "example": example
        and {
            "caption": words.text("report.example", number=example.question.number),
            "figure": make.bars(example.figure),
        },
        "longest_aside": layout.longest_aside(report),
        "chapters": [make.chapter(chapter) for chapter in report.chapters],
        "method": [make.section(section) for section in report.method],
        "appendix": [make.section(section) for section in report.appendix],
        "tables": [make.own_tables(question) for question in report.questions if _has_own(question)],
    }


class _Maker:
    """Turns the parts of one report into plain data."""

    def __init__(self, name: Numbering, words: Catalogue) -> None:
        self._name = name
        self._words = words

    def chapter(self, chapter: Chapter) -> Data:
        legend = layout.legend_of(chapter)
        return {
            "key": chapter.key,
            "title": chapter.title,
            "lead": chapter.lead,
            "legend": [asdict(option) for option in legend],
            "questions": [self.question(question) for question in chapter.questions],
        }

    def question(self, question: Question) -> Data:
        return {
            **{key: getattr(question, key) for key in ("key", "number", "short", "text", "base", "finding")},
            "intro": self._words.text("question.intro", text=question.intro) if question.intro else "",
            "figure": self.block(question.figure) if question.figure else None,
            "table": self.block(question.table) if question.table else None,
            "breakdowns": [self.breakdown(breakdown) for breakdown in question.breakdowns],
            "notes": question.notes,
        }

    def breakdown(self, breakdown: Breakdown) -> Data:
        return {
            "heading": breakdown.heading,
            "finding": breakdown.finding,
            "figure": self.block(breakdown.figure),
            "notes": (*breakdown.notes, *layout.arrow_notes(breakdown)),
            "sums": self.block(breakdown.sums) if breakdown.sums else None,
            "benchmarks": [self.block(table) for table in breakdown.benchmarks],
        }

    def section(self, section: Section) -> Data:
        blocks = [self.block(block) for block in section.blocks]
        return {"key": section.key, "title": section.title, "blocks": blocks}

    def own_tables(self, question: Question) -> Data:
        """Return the tables that carry more than their figures."""
        tables = [
            {**self.block(breakdown.table), "caption": f"{breakdown.heading}. {breakdown.table.caption}"}
            for breakdown in question.breakdowns
            if breakdown.table
        ]
        return {"number": question.number, "title": question.short, "tables": tables}

    def block(self, block: Block) -> Data:
        kind: Data = {"kind": type(block).__name__}
        if isinstance(block, Table):
            return kind | {"name": self._name(block)} | self.table(block)
        if isinstance(block, StackedBar):
            named = {"name": self._name(block), "alt": block.alt, "caption": block.caption}
            return kind | named | {"parts": _parts(block.options, block.parts), "notes": block.notes}
        if isinstance(block, StackedBars):
            return kind | {"name": self._name(block)} | self.bars(block)
        if isinstance(block, PlainBars):
            return kind | {"name": self._name(block)} | self.plain(block)
        if isinstance(block, TrendLines):
            return kind | {"name": self._name(block)} | self.trend(block)
        return kind | asdict(block)

    def bars(self, figure: StackedBars) -> Data:
        rows = [
            {
                **{key: getattr(row, key) for key in ("base", "aside", "aside_share", "hidden", "emphasis")},
                "label": _starred(row.label, row.unreliable),
                "parts": [] if row.hidden else _parts(figure.options, row.parts),
            }
            for row in figure.rows
        ]
        keys = ("alt", "caption", "base_heading", "aside_heading", "notes")
        return {
            **{key: getattr(figure, key) for key in keys},
            "options": [asdict(option) for option in figure.options],
            "rows": rows,
        }

    def plain(self, figure: PlainBars) -> Data:
        rows = [
            {
                **asdict(row),
                "label": _starred(row.label, row.unreliable),
                "text": _marked(row.text, row.mark),
                "bar": None if row.hidden or row.value is None else asdict(layout.plain_bar(row, figure)),
            }
            for row in figure.rows
        ]
        keys = ("alt", "caption", "value_heading", "base_heading", "notes")
        return {
            **{key: getattr(figure, key) for key in keys},
            "rows": rows,
            "at_end": layout.number_at_end(figure),
            "zero": layout.zero_of(figure),
        }

    def trend(self, figure: TrendLines) -> Data:
        rows = [
            {
                "label": row.label,
                "change": row.change or "–",
                "emphasis": row.emphasis,
                "points": [
                    {
                        "text": _marked(_starred(point.text, point.unreliable), point.mark),
                        "dot": dot and asdict(dot),
                    }
                    for point, dot in zip(row.points, trend_layout.dots(row, figure), strict=True)
                ],
            }
            for row in figure.rows
        ]
        waves = [
            {
                "label": wave.label,
                "base": wave.base,
                "x": trend_layout.wave_x(place, figure),
            }
            for place, wave in enumerate(figure.waves)
        ]
        keys = ("alt", "caption", "base_heading", "change_heading", "cut_label", "notes")
        return {
            **{key: getattr(figure, key) for key in keys},
            "rows": rows,
            "waves": waves,
            "cuts": trend_layout.cuts(figure),
            "close": len(rows) > trend_layout.MANY_ROWS,
        }

    def table(self, table: Table) -> Data:
        groups = [
            {"heading": group, "columns": [asdict(column) for column in columns]}
            for group, columns in table_layout.column_groups(table)
        ]
        rows = [
            {
                "header": row.header,
                "swatch": row.swatch,
                "emphasis": row.emphasis,
                "cells": [_cell(cell) for cell in row.cells],
            }
            for row in chain(table.rows, (table.total,) if table.total else ())
        ]
        return {
            **{key: getattr(table, key) for key in ("caption", "row_heading", "finding")},
            "notes": table_layout.notes_of(table),
            "groups": groups,
            "two_lines": table_layout.grouped(table),
            "compact": table_layout.is_compact(table),
            "rows": rows if table.total is None else rows[:-1],
            "total": rows[-1] if table.total else None,
        }


def _has_own(question: Question) -> bool:
    return any(breakdown.table for breakdown in question.breakdowns)


def _starred(label: str, unreliable: bool) -> str:
    return f"{label}\u00a0*" if unreliable else label


def _marked(text: str, mark: Mark) -> str:
    return f"{text}\u202f{layout.ARROWS[mark]}".rstrip()


def _cell(cell: Cell) -> Data:
    text = f"{cell.text} {cell.letters}".rstrip()
    signs = ("*" if cell.unreliable else "") + layout.ARROWS[cell.mark]
    return {"text": text, "signs": signs, "margin": cell.margin, "bar": cell.bar}


def _parts(options: Sequence[Option], parts: Sequence[Part]) -> list[Data]:
    """Join options and parts; parts of no length are dropped, because a grid cannot hold them."""
    return [
        {
            "fill": option.fill,
            "short": option.short,
            "share": part.share,
            "text": part.label or part.text,
            "arrow": layout.arrow_of(part),
        }
        for option, part in zip(options, parts, strict=True)
        if part.share > 0
    ]

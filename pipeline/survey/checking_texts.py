"""Texts that are filled with facts, checked: what stands in braces is a fact.

Belongs here: the texts of reports, and those of a survey that are not filled.
"""

import re
from collections.abc import Iterator

from pipeline.survey.check import SURVEY, Check
from pipeline.survey.documents import Loc
from pipeline.survey.model import EVERY_LANGUAGE, Text
from pipeline.survey.problems import nearest
from pipeline.survey.reports import Report

PLACEHOLDER = re.compile(r"\{\s*([^\W\d_][\w .-]*?)\s*\}")
"""A fact in a text, also one spelled with capitals, spaces or hyphens, which would not be filled."""
OF_WAVE = ("wave", "year")
"""What texts of reports may always hold."""


def check_texts_of_survey(check: Check) -> None:
    """Texts that stand in every report are printed as they are."""
    for name in ("title", "owner"):
        if any(PLACEHOLDER.search(wording) for wording in getattr(check.definition.survey, name).all()):
            message = "facts, {wave} and {year} are filled in the texts of reports, not here"
            check.report(SURVEY, (name,), message)


def check_placeholders(check: Check, report: Report, file: str) -> None:
    """A `{name}` in a text that is filled with facts names one, in every language."""
    known = [*report.facts, *OF_WAVE]
    for name in OF_WAVE:
        if name in report.facts:
            check.report(
                file, ("facts", name), f"{{{name}}} is the report's {name} already; give another name"
            )
    for loc, text in _filled_texts(report):
        for language, wording in text.root.items():
            for name in PLACEHOLDER.findall(wording):
                if name not in known:
                    where = (*loc, language) if language != EVERY_LANGUAGE else loc
                    meant = re.sub(r"[ .-]+", "_", name.lower())
                    message = f"{{{name}}} is no fact of this report{nearest(meant, known)}"
                    check.report(file, where, message, follows=name in check.cut_words)


def _filled_texts(report: Report) -> Iterator[tuple[Loc, Text]]:
    """The texts of a report in which facts are put, with their places."""
    for name in ("title", "subtitle", "note"):
        text = getattr(report, name)
        if text is not None:
            yield (name,), text
    for name in ("about", "method"):
        for i, text in enumerate(getattr(report, name)):
            yield (name, i), text
    for name, fact in report.facts.items():
        if fact.text is not None:
            yield ("facts", name, "text"), fact.text
    yield from _texts_of_chapters(report)
    if report.representativity is not None:
        for i, text in enumerate(report.representativity.text):
            yield ("representativity", "text", i), text


def _texts_of_chapters(report: Report) -> Iterator[tuple[Loc, Text]]:
    for i, chapter in enumerate(report.chapters):
        yield ("chapters", i, "title"), chapter.title
        if chapter.lead is not None:
            yield ("chapters", i, "lead"), chapter.lead
        for j, entry in enumerate(chapter.entries):
            if entry.base_text is not None:
                yield ("chapters", i, "questions", j, "base_text"), entry.base_text

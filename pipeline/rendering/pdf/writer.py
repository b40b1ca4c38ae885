"""The PDF writer: the call to Typst, and the pass that adds row headers.

What belongs here: compiling the template with the report's own fonts and date. What does not: layout
(`*.typ`), what the template is given (`data`), tags (`row_headers`).
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from pipeline.rendering.clean import clean_report
from pipeline.rendering.coverage import FONTS, drawable
from pipeline.rendering.pdf.data import template_data
from pipeline.rendering.pdf.row_headers import promote
from pipeline.rendering.tree import Report

TEMPLATES = Path(__file__).parent


class PdfError(RuntimeError):
    """Typst refused or doubted the report; the message is Typst's own."""


def write(report: Report, path: Path) -> None:
    """Write the report as a PDF.

    Args:
        report: a finished tree; hostile text in it stays text, and characters without a glyph are replaced.
        path: file to make or replace.

    Raises:
        PdfError: the document breaks PDF/UA-1 or PDF/A-2a, or a font is missing.
    """
    path.write_bytes(render(report))


def render(report: Report) -> bytes:
    """Return the PDF of a report; the same tree always gives the same bytes. Raises as `write` does."""
    return promote(compiled(report))


def compiled(report: Report) -> bytes:
    """Return what Typst makes of a report, still without row headers. Raises as `write` does."""
    cleaned = clean_report(report, drawable())
    midnight = datetime(cleaned.date.year, cleaned.date.month, cleaned.date.day, tzinfo=UTC)
    try:
        data, warnings = typst.compile_with_warnings(
            str(TEMPLATES / "report.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(midnight.timestamp()),
            sys_inputs={"report": json.dumps(template_data(cleaned), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise PdfError(f"{report.report_id}: {error.message}") from error
    if warnings:  # an unknown font family is only a warning, and another font would take its place
        raise PdfError(f"{report.report_id}: " + "; ".join(warning.message for warning in warnings))
    return bytes(data)


@cache
def _fonts() -> typst.Fonts:
    """Load the report fonts once a process, and no font of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])

"""The HTML writer: the template, what it may call, and the security policy of the page.

What belongs here: assembling the page from a tree. What does not: markup (`*.html.j2`), styles (`styles`),
positions inside a figure (`drawing`).
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from pipeline.rendering import layout, table_layout
from pipeline.rendering.clean import clean_report
from pipeline.rendering.html import drawing
from pipeline.rendering.html.hyphens import Hyphens
from pipeline.rendering.html.styles import stylesheet
from pipeline.rendering.language import catalogue
from pipeline.rendering.numbering import numbered
from pipeline.rendering.tabulated import breakdown_table
from pipeline.rendering.tree import Report

HERE = Path(__file__).parent


class _CompiledOnce(BytecodeCache):
    """Templates that were compiled once in this process: a run renders several reports and languages."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code where it is there already."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledOnce()


def write(report: Report, path: Path) -> None:
    """Write the report as one self-contained HTML file.

    Args:
        report: a finished tree; hostile text in it stays text.
        path: file to make or replace.
    """
    path.write_text(render(report), encoding="utf-8", newline="\n")


def render(report: Report) -> str:
    """Return the HTML of a report; the same tree always gives the same text."""
    cleaned = clean_report(report)
    words = catalogue(cleaned.language)
    css, js = stylesheet(), (HERE / "report.js").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    hyphens = Hyphens(cleaned.language)
    environment.filters.update(soft=hyphens.soft, joined=hyphens.joined)
    environment.tests["of"] = lambda block, name: type(block).__name__ == name
    environment.globals.update(
        t=words.text,
        name=numbered(cleaned, words),
        draw=drawing.Drawing(layout.longest_aside(cleaned)),
        layout=layout,
        tables=table_layout,
        as_table=lambda breakdown, key: breakdown_table(breakdown, key, words),
        css=css,
        js=js,
        css_hash=_digest(css),
        js_hash=_digest(js),
    )
    return environment.get_template("report.html.j2").render(r=cleaned)


def _digest(text: str) -> str:
    """Return the hash that lets the page's own style and script run, and no other."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

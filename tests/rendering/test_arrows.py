"""What arrows mean stands where arrows are, and only there: in every format and language."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from states_report import by_group, states

from pipeline.rendering import alt, html, pdf, xlsx
from pipeline.rendering.language import catalogue
from pipeline.rendering.tree import (
    BarRow,
    Breakdown,
    Cell,
    Column,
    Part,
    PlainRow,
    Report,
    Row,
    StackedBars,
    Table,
)

MEANING = "Piler viser noe som denne prøven kjenner igjen."


def bars(*rows: tuple[str, float]) -> StackedBars:
    """Groups of two answers; the first one marked as told, and as large."""
    whole = by_group()
    made = tuple(
        BarRow(f"Gruppe {i}", (Part(share, f"{share:.0f}", mark), Part(100 - share, "x")), "50", 50)
        for i, (mark, share) in enumerate(rows)
    )
    return replace(whole, options=whole.options[:2], rows=made, aside_heading="")


def table(mark: str) -> Table:
    columns = (Column("Prosent", "percent"),)
    return Table("t", "Tall", "Gruppe", columns, (Row("A", (Cell("1", 1, mark),)),), arrows=MEANING)


def report(breakdown: Breakdown) -> Report:
    """A report of one question with one breakdown."""
    chapter = states().chapters[0]
    question = replace(chapter.questions[0], breakdowns=(breakdown,))
    return replace(states(), chapters=(replace(chapter, questions=(question,)),), method=(), appendix=())


def in_html(tree: Report) -> int:
    return html.render(tree).count(MEANING)


def in_pdf(tree: Report) -> int:
    command = ["pdftotext", "-raw", "-", "-"]
    text = subprocess.run(command, input=pdf.render(tree), check=True, capture_output=True).stdout
    return re.sub(r"\s+", " ", text.decode()).count(MEANING)


def in_xlsx(tree: Report) -> int:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(tree)))
    return sum(cell.value == MEANING for sheet in book for line in sheet for cell in line)


reads_pdf = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
FORMATS = [in_html, pytest.param(in_pdf, marks=reads_pdf), in_xlsx]


@pytest.mark.parametrize("told", FORMATS)
@pytest.mark.parametrize(("mark", "times"), [("none", 0), ("up", 1), ("down", 1)])
def test_under_a_figure(told: Callable[[Report], int], mark: str, times: int) -> None:
    figure = bars(("none", 40.0), (mark, 60.0))
    assert told(report(Breakdown("b", "Brutt ned", figure, arrows=MEANING))) == times


@pytest.mark.parametrize(
    ("told", "times"), [(in_html, 1), pytest.param(in_pdf, 0, marks=reads_pdf), (in_xlsx, 1)]
)
def test_a_part_too_narrow_for_its_arrow_has_it_in_the_table_alone(
    told: Callable[[Report], int], times: int
) -> None:
    """Three per cent: no format draws the arrow; the tables of the page and of the workbook have it."""
    assert told(report(Breakdown("b", "Brutt ned", bars(("down", 3.0)), arrows=MEANING))) == times


@pytest.mark.parametrize("told", FORMATS)
@pytest.mark.parametrize(("mark", "times"), [("none", 0), ("up", 2)])
def test_under_sums_and_benchmarks(told: Callable[[Report], int], mark: str, times: int) -> None:
    tables = {"sums": table(mark), "benchmarks": (replace(table(mark), key="u"),)}
    assert told(report(Breakdown("b", "Brutt ned", bars(("none", 40.0)), arrows=MEANING, **tables))) == times


@pytest.mark.parametrize("told", FORMATS)
@pytest.mark.parametrize(("mark", "times"), [("none", 0), ("up", 1)])
def test_under_a_table_of_its_own(told: Callable[[Report], int], mark: str, times: int) -> None:
    """Such as that of letters, which stands last in a PDF and folded on the page; with its other notes."""
    own = replace(table(mark), notes=("Bokstaver viser noe.",))
    tree = report(Breakdown("b", "Brutt ned", bars(("none", 40.0)), table=own, arrows=MEANING))
    assert told(tree) == times
    assert "Bokstaver viser noe." in html.render(tree)


def test_alternative_texts_say_what_the_arrows_do() -> None:
    words = catalogue("nb")
    shares = bars(("up", 60.0), ("none", 40.0))
    told = alt.stacked_bars("Hva?", "gruppe", shares.options, shares.rows, words).replace("\u00a0", " ")
    assert "60 prosent (høyere enn blant alle andre)" in told
    assert told.count("alle andre") == 1
    row = PlainRow("A", 1.0, "1", mark="down")
    assert "A 1 (lavere enn blant alle andre)" in alt.plain_bars("Hva?", "Tall", [row], words)

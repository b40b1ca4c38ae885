"""The PDF: tags, texts, and what Typst must refuse."""

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hostile_report import hostile
from published import counts_and_percents
from sample_report import sample
from states_report import states
from tagged import check

from pipeline.rendering.pdf import render, write
from pipeline.rendering.pdf.writer import PdfError, compiled
from pipeline.rendering.tree import Report


@pytest.fixture(scope="module")
def published() -> bytes:
    return render(sample())


def test_the_published_report_is_tagged(published: bytes) -> None:
    kinds = check(published)
    assert kinds["/Figure"] == 14
    assert kinds["/Table"] == 11
    assert kinds["/TOCI"] == 2 + 2 + 7  # about, method, chapters, questions


def test_without_the_row_pass_the_check_fails() -> None:
    with pytest.raises(AssertionError, match="row headers"):
        check(compiled(sample()))


@pytest.mark.parametrize(
    "report", [states(), states(method=False), hostile()], ids=["states", "bare", "hostile"]
)
def test_awkward_reports_are_tagged_too(report: Report) -> None:
    assert check(render(report))["/Figure"] >= 7


def test_an_english_report_says_so() -> None:
    check(render(replace(states(), language="en")), "en-GB")


def test_a_report_without_anything_is_still_a_document() -> None:
    with pikepdf.open(BytesIO(render(replace(states(method=False), chapters=())))) as pdf:
        assert len(pdf.pages) == 1


def test_metadata_is_the_reports_own(published: bytes) -> None:
    with pikepdf.open(BytesIO(published)) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "Hjemmekontor. Medlemsundersøkelsen 2023"
        assert meta["dc:creator"] == ["Analyseavdelingen"]
        assert meta["xmp:CreateDate"].startswith("2023-06-01")


def test_a_missing_alternative_text_stops_the_build() -> None:
    report = states(method=False)
    chapter = report.chapters[0]
    question = chapter.questions[0]
    assert question.figure
    blind = replace(question, figure=replace(question.figure, alt=""))
    blinded = replace(chapter, questions=(blind,))
    try:
        data = render(replace(report, chapters=(blinded,)))
    except PdfError as error:
        assert "alt" in str(error).lower()  # noqa: PT017 - either way out of a blind figure is closed
    else:
        with pytest.raises(AssertionError):
            check(data)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_every_published_number_is_in_the_text(tmp_path: Path) -> None:
    write(sample(), tmp_path / "report.pdf")
    out = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    lines = [re.sub(r"\s+", " ", line.replace("\u202f", " ")) for line in out.splitlines()]
    for count, percent in counts_and_percents():
        wanted = re.compile(rf"(^| ){re.escape(count.replace(chr(0x202F), ' '))} {percent}( |$)")
        assert any(wanted.search(line) for line in lines), (count, percent)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    write(hostile(), tmp_path / "report.pdf")
    out = subprocess.run(["pdftotext", tmp_path / "report.pdf", "-"], check=True, capture_output=True).stdout
    text = out.decode()
    for attack in ('#eval("1+1") *bold* $x$ @ref `code`', "<script>alert(1)</script>", "{n} %s {0} {text}"):
        assert attack in re.sub(r"\s+", " ", text)
    assert "\u202e" not in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_points_stand_in_the_order_of_reading(tmp_path: Path) -> None:
    path = tmp_path / "states.pdf"
    path.write_bytes(render(states()))
    command = ["pdftotext", "-raw", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"Oppdragsgiver\s+Forbundet\s+Målgruppe\s+Alle medlemmer\.\s+Ordlyd", text)

"""Letters of pairwise tests: explained, at the groups' names, and nothing of a hidden group, everywhere."""

import re
import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest

from pipeline.methods.pairwise import column_letter
from pipeline.rendering import html, pdf, xlsx
from tests.reporting.members_report import members_tree, question
from tests.reporting.twenty import Twenty

EXPLAINED = "En bokstav etter et tall betyr at tallet er høyere enn i gruppen med den bokstaven"
WHY = "(vises ikke av hensyn til personvernet)"


def test_a_hidden_group_has_its_reason_and_no_letter() -> None:
    tree = members_tree(min_base=60)
    hidden = 0
    for one in tree.questions:
        for table in (b.table for b in one.breakdowns if b.table):
            everyone, *groups = table.rows
            assert everyone.header == "Alle"
            gone = set()
            for place, row in enumerate(groups):
                letter = column_letter(place)
                if row.header.endswith(WHY):
                    hidden += 1
                    gone.add(letter)
                    assert not row.header.startswith(f"{letter} ")
                    assert {cell.text for cell in row.cells} == {"–"}
                else:
                    assert row.header.startswith(f"{letter} ")
            assert not gone & {letter for row in groups for cell in row.cells for letter in cell.letters}
    assert hidden


def test_what_a_letter_means_stands_under_its_table() -> None:
    """4 of 8 women and 6 of 7 men say yes; ten of each make that 36 points that passed the test."""
    tree = Twenty("single", "letters: true\n", times=10).tree()
    table = question(tree, "single").breakdowns[0].table
    assert [(row.header, row.cells[0].letters) for row in table.rows] == [
        ("Alle", ""),
        ("A Kvinne", ""),
        ("B Mann", "A"),
    ]
    assert table.rows[1].cells[1].letters == "B"  # no
    assert any(EXPLAINED in note and "minst 5\u00a0prosentpoeng" in note for note in table.notes)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_every_format_has_letters_at_names_and_numbers_with_what_they_mean() -> None:
    tree = Twenty("single", "letters: true\n", times=10).tree()
    page = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", html.render(tree)))
    command = ["pdftotext", "-raw", "-", "-"]
    printed = subprocess.run(command, input=pdf.render(tree), check=True, capture_output=True)
    typeset = re.sub(r"\s+", " ", printed.stdout.decode())
    for text in (page, typeset):
        assert EXPLAINED in text
        assert re.search("B Mann 86 A", text)
        assert "Brutt ned på kjønn. Prosent av dem som har tatt stilling" in text
    book = openpyxl.load_workbook(BytesIO(xlsx.render(tree)))
    rows = {line[0].value: line for sheet in book for line in sheet.iter_rows() if line[0].value}
    assert rows["B Mann"][1].number_format.startswith('0" A"')
    assert any(EXPLAINED in str(text) for text in rows)

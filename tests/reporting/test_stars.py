"""The star in figures and tables is what the mart says of reliability, and is told by the declared limits."""

import re
import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest

from pipeline.rendering import html, pdf, xlsx
from pipeline.rendering.language import catalogue
from pipeline.rendering.tabulated import breakdown_table
from pipeline.rendering.tree import Table
from pipeline.reporting.printed import printed_tables
from pipeline.survey.reports import Breakdown
from tests.reporting.members_report import members_tree, question
from tests.reporting.twenty import Twenty

NEVER = "reliability: {min_n_eff: 1, max_width_pp: 100}"
# n_eff of 8 women and 7 men with an opinion; their Wilson intervals are 57.0 and 48.7 points wide
BY_WIDTH = "reliability: {min_n_eff: 5, max_width_pp: 50}"
BY_SIZE = "reliability: {min_n_eff: 7.5, max_width_pp: 100}"
NOTE = "* Usikkert tall: Det bygger på færre enn"


def by_sex(survey: str, more: str = "", name: str = "single"):
    return question(Twenty(name, survey=survey, more=more).tree(), name).breakdowns[0]


def starred(table: Table) -> list[list[bool]]:
    return [[cell.unreliable for cell in row.cells] for row in table.rows]


def test_a_wide_interval_has_a_star_and_a_narrower_one_has_none() -> None:
    found = by_sex(BY_WIDTH)
    assert [row.unreliable for row in found.figure.rows] == [False, True, False]
    table = breakdown_table(found, "t", catalogue("nb"))
    assert starred(table) == [[False, False], [True, False], [False, False]]  # yes, and the base
    assert found.notes[-1] == (
        f"{NOTE} 5 personer, eller feilmarginen for andelen er 25\u00a0prosentpoeng eller mer."
    )


def test_a_small_effective_size_too() -> None:
    """Seven men with an opinion are fewer than 7.5; eight women are not."""
    found = by_sex(BY_SIZE)
    assert [row.unreliable for row in found.figure.rows] == [False, False, True]
    assert found.notes[-1].startswith(f"{NOTE} 7,5 personer")


@pytest.mark.parametrize("name", ["single", "scale", "grid", "several", "rank", "hours", "nps"])
def test_limits_that_nothing_breaks_leave_no_star_and_no_note(name: str) -> None:
    """By default every number of twenty persons has one, of everyone and of groups."""
    for survey, has_any in ((NEVER, False), ("", True)):
        shown = question(Twenty(name, survey=survey).tree(), name)
        assert any(cell.unreliable for row in shown.table.rows for cell in row.cells) == has_any
        assert any(note.startswith(NOTE) for note in shown.notes) == has_any
        for found in shown.breakdowns:
            assert any(row.unreliable for row in found.figure.rows) == has_any
            assert any(note.startswith(NOTE) for note in found.notes) == has_any
            assert found.sums is None or any(n.startswith(NOTE) for n in found.sums.notes) == has_any


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_every_format_shows_the_star_and_tells_it_in_either_language() -> None:
    for language, note in (("nb", NOTE), ("en", "* Uncertain: based on fewer than 5 persons")):
        tree = Twenty("single", survey=BY_WIDTH).tree(language)
        page = re.sub("<[^>]*>", "", html.render(tree))
        assert note in page
        assert re.search("Kvinne \\*", page)
        command = ["pdftotext", "-raw", "-", "-"]
        typeset = subprocess.run(
            command, input=pdf.render(tree), check=True, capture_output=True
        ).stdout.decode()
        assert note in re.sub(r"\s+", " ", typeset)
        assert re.search(r"Kvinne\s\*", typeset)
        book = openpyxl.load_workbook(BytesIO(xlsx.render(tree)))
        cells = [cell for sheet in book for line in sheet for cell in line]
        assert any(str(cell.value).startswith(note) for cell in cells)
        assert [cell.value for cell in cells if "*" in cell.number_format] == [50]


def test_a_weighted_report_speaks_of_its_weighted_base() -> None:
    tree = members_tree(min_base=5, weighted=True)
    notes = [note for breakdown in question(tree, "q1").breakdowns for note in breakdown.notes]
    assert any(
        note.startswith("* Usikkert tall: Etter vekting svarer grunnlaget til færre enn 30") for note in notes
    )


def test_a_sentence_that_passes_over_starred_groups_says_so() -> None:
    """Where one group alone is left, no sentence compares it, and none is said to pass over others."""
    tree = members_tree(min_base=5, margins=True, breakdowns=[Breakdown(demographic="region")])
    for breakdown in question(tree, "q1").breakdowns:
        is_left_out = any(row.unreliable for row in breakdown.figure.rows[1:])
        told = [note for note in breakdown.notes if note.startswith("*")]
        assert bool(told) == is_left_out
        passed_over = "Setningen over ser bort fra tallene med stjerne." in breakdown.notes
        assert passed_over == (bool(breakdown.finding) and is_left_out)
    alone = by_sex(BY_SIZE)
    assert (alone.finding, alone.notes[-1].endswith("eller mer.")) == ("", True)


def test_margins_are_told_with_their_confidence_under_the_first_table_and_in_the_reading_guide() -> None:
    for margins, times in ((True, 1), (False, 0)):
        tree = members_tree(margins=margins)
        for one in tree.questions:
            assert one.notes.count("\u00b1 er feilmarginen ved 95\u00a0prosent konfidens.") == times
        assert sum("Med 95\u00a0prosent konfidens" in text for text in tree.reading) == times


def test_the_star_is_told_once_beside_a_table_of_its_own() -> None:
    """Letters have a table of their own with the same star as the figure."""
    tree = Twenty("single", "letters: true\nbreakdowns: [{demographic: sex}]\n").tree()
    book = openpyxl.load_workbook(BytesIO(xlsx.render(tree)))
    told = [
        cell.value for sheet in book for line in sheet for cell in line if str(cell.value).startswith(NOTE)
    ]
    assert len(told) == 2  # of everyone, and of groups
    assert html.render(tree).count(NOTE) == 2


def test_the_files_of_tables_tell_of_measures_too() -> None:
    """Men: 7 of an opinion, fewer than 7.5; the figures star them, the files say u."""
    more = "breakdowns: [{demographic: sex}]\n"
    tables = printed_tables(Twenty("{id: single, mean: true}", more, survey=BY_SIZE).material(), "nb")
    groups = tables["measures_by_group"].set_index(["measure", "group_id"])["obs_status"]
    assert groups["mean"].fillna("").to_dict() == {"woman": "", "man": "u"}

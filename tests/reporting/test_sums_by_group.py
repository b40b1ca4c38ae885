"""Nets, balance, indices and NPS by group: in a table under the figure, with arrows and a sentence."""

import pytest

from pipeline.rendering.html import writer as html
from pipeline.rendering.tree import Breakdown, Table
from tests.reporting.members_report import cells, members_tree, question
from tests.reporting.twenty import Twenty

# forty women and forty men: enough to be tested and told
EIGHTY = Twenty("single, scale, several, grid, nps, hours", "tests: true\nmargins: true\n", times=4)


@pytest.fixture(scope="module")
def by_sex() -> dict[str, Breakdown]:
    return {q.key: q.breakdowns[0] for q in EIGHTY.tree().questions}


def sums(breakdown: Breakdown) -> Table:
    assert breakdown.sums is not None
    return breakdown.sums


def test_top_bottom_and_balance_of_every_group(by_sex: dict[str, Breakdown]) -> None:
    """Women: 3 of 10 four or five, 5 of 10 one or two; men: 8 of 10 and none."""
    table = sums(by_sex["scale"])
    assert [c.heading for c in table.columns] == [
        "Fem og fire",
        "Ett og to",
        "Balanse, prosentpoeng",
        "Grunnlag",
    ]
    assert table.caption == "Svar slått sammen, prosent av dem som har tatt stilling"
    assert cells(table) == {
        "Alle": ["55", "25", "+30", "80"],
        "Kvinne": ["30", "50", "−20", "40"],
        "Mann": ["80", "0", "+80", "40"],
    }
    assert {row.header: [c.mark for c in row.cells] for row in table.rows} == {
        "Alle": ["none"] * 4,
        "Kvinne": ["down", "up", "down", "none"],
        "Mann": ["up", "down", "up", "none"],
    }
    assert all(cell.margin.startswith("±") for cell in table.rows[1].cells[:3])


def test_they_are_told_in_words(by_sex: dict[str, Breakdown]) -> None:
    assert sums(by_sex["scale"]).finding.replace("\u00a0", " ") == (
        "Andelen som svarer «Fem» eller «Fire», er størst i gruppen «Mann» (80 prosent) og minst i gruppen "
        "«Kvinne» (30 prosent). Balansen er høyest i gruppen «Mann» (+80) og lavest i gruppen «Kvinne» (−20)."
    )
    english = EIGHTY.tree("en")
    assert sums(question(english, "scale").breakdowns[0]).finding.replace("\u00a0", " ") == (
        "The share answering “Fem” or “Fire” is largest in the group “Mann” (80 per cent) and smallest in "
        "the group “Kvinne” (30 per cent). The balance is highest in the group “Mann” (+80) and lowest in "
        "the group “Kvinne” (−20)."
    )


def test_a_net_of_several_answers_counts_persons_once(by_sex: dict[str, Breakdown]) -> None:
    """All ten women ticked a or b, two of the five men with an opinion."""
    table = sums(by_sex["several"])
    assert cells(table) == {"Alle": ["80", "60"], "Kvinne": ["100", "40"], "Mann": ["40", "20"]}
    assert [row.cells[0].unreliable for row in table.rows] == [False, False, True]
    assert "tatt stilling; flere svar var mulig" in table.caption
    assert table.finding == ""  # one group alone has thirty


def test_nps_is_told_with_its_ends(by_sex: dict[str, Breakdown]) -> None:
    """Women: 8 of 10 at ten, none below seven; men: none at nine or ten, 4 of 8 at zero."""
    assert cells(sums(by_sex["nps"])) == {
        "Alle": ["22", "44", "72"],
        "Kvinne": ["0", "80", "40"],
        "Mann": ["50", "0", "32"],
    }
    finding = by_sex["nps"].finding
    assert finding == "Netto anbefaling er høyest i gruppen «Kvinne» (+80) og lavest i gruppen «Mann» (−50)."


def test_what_has_no_nets_has_no_such_table(by_sex: dict[str, Breakdown]) -> None:
    assert by_sex["single"].sums is None
    assert by_sex["hours"].sums is None


def test_groups_that_no_test_tells_apart_are_not_named() -> None:
    """Twenty of each answer among both: no difference at all."""
    same = {"scale": [1, 2, 3, 4, 5] * 4}
    tree = Twenty("scale", "tests: true", times=4, cells=same).tree()
    finding = sums(question(tree, "scale").breakdowns[0]).finding.replace("\u00a0", " ")
    assert finding == (
        "Andelen som svarer «Fem» eller «Fire», er 40 prosent i alle gruppene. "
        "Ingen forskjell mellom gruppene: balansen er 0 i alle."
    )


def test_a_hidden_group_has_no_sum() -> None:
    few = {"scale": [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 3, 3, 3, None, None, None, None, None, None, None]}
    table = sums(question(Twenty("scale", cells=few).tree(), "scale").breakdowns[0])
    for row in table.rows[1:]:
        assert [cell.text for cell in row.cells] == ["–"] * 4
        assert [cell.value for cell in row.cells] == [None] * 4
        assert "vises ikke av hensyn til personvernet" in row.header


def test_an_index_is_told_by_group() -> None:
    """The reference index by age: the marked groups are the ends."""
    index = question(members_tree(), "idx").breakdowns[1]
    assert index.finding.startswith(("Indeksen er høyest", "Ingen statistisk sikre forskjeller"))


def test_the_table_is_on_the_page() -> None:
    page = html.render(EIGHTY.tree()).replace("\u00ad", "")
    assert "Svar slått sammen, prosent av dem som har tatt stilling" in page
    assert "Balansen er høyest" in page

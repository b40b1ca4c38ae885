"""Footnotes where rounded numbers do not add up, and labels in bars that are made to."""

import re
import zipfile
from io import BytesIO

import pytest

from pipeline.rendering import xlsx
from pipeline.rendering.html import writer as html
from pipeline.rendering.tree import StackedBar, StackedBars
from tests.reporting.members_report import cells, question
from tests.reporting.twenty import Twenty

NOT = [None]
# 1, 1, 1, 1 and 2 of six: 16.67 four times and 33.33
SIX = {"scale": [1, 2, 3, 4, 5, 5, *NOT * 14]}
# 1, 1, 1, 2 and 2 of seven: 14.29 three times, 28.57 twice
SEVEN = {"scale": [1, 2, 3, 4, 4, 5, 5, *NOT * 13]}
SUM = "Prosentene er avrundet hver for seg og blir 101 til sammen."
NET = "Regnet ut før avrunding, og kan derfor avvike fra det de avrundede prosentene gir: "


def notes(twenty: Twenty, name: str) -> list[str]:
    told = question(twenty.tree(), name).notes
    return [note for note in told if "avrund" in note]


def test_parts_that_come_to_101_and_a_net_that_is_no_sum_of_its_printed_parts() -> None:
    """17 four times and 33; one and two are 33.33, printed 33, not 34. Four and five are 50."""
    twenty = Twenty("scale", cells=SIX)
    table = cells(question(twenty.tree(), "scale").table)
    assert [table[name][1] for name in ("Ett", "To", "Tre", "Fire", "Fem")] == ["17", "17", "17", "17", "33"]
    assert [table[name][1] for name in ("Fem og fire", "Ett og to")] == ["50", "33"]
    assert notes(twenty, "scale") == [SUM, f"{NET}«Ett og to»."]


def test_a_balance_that_is_no_difference_of_its_printed_ends() -> None:
    """57.14 − 28.57 = 28.57, printed 57, 29 and 29; the parts are 14, 14, 14, 29 and 29, together 100."""
    twenty = Twenty("scale", cells=SEVEN)
    table = cells(question(twenty.tree(), "scale").table)
    assert [table[name][1] for name in ("Fem og fire", "Ett og to", "Balanse, prosentpoeng")] == [
        *("57", "29", "+29")
    ]
    assert notes(twenty, "scale") == [f"{NET}«Fem og fire», «Ett og to» og balansen."]


def test_where_all_adds_up_there_is_no_footnote() -> None:
    """10, 15, 20, 30 and 25 of a hundred."""
    assert notes(Twenty("scale"), "scale") == []


def test_nps_too() -> None:
    """2 of 7 promoters and 4 of 7 detractors: 28.57 − 57.14; printed 29, 57 and −29."""
    cells_ = {"nps": [10, 10, 0, 0, 0, 0, 7, *NOT * 13]}
    assert notes(Twenty("nps", cells=cells_), "nps") == [f"{NET}NPS."]


def test_shares_of_several_answers_are_no_parts_of_a_whole_but_shares_of_ticks_are() -> None:
    """8, 8 and 3 of 19 ticks: 42.1, 42.1 and 15.8; of 15 persons 53, 53 and 20."""
    assert notes(Twenty("{id: several, shown: cases}"), "several") == []
    assert notes(Twenty("{id: several, shown: responses}"), "several") == []
    # 2, 2 and 2 of 6 ticks: 33 each
    thirds = {"several_a": [1, 1, *NOT * 18], "several_b": [*NOT * 2, 1, 1, *NOT * 16]}
    thirds |= {"several_c": [*NOT * 4, 1, 1, *NOT * 14], "several_dk": [*NOT * 20]}
    of_ticks = Twenty("{id: several, shown: responses}", cells=thirds)
    assert notes(of_ticks, "several") == ["Prosentene er avrundet hver for seg og blir 99 til sammen."]


def test_nets_of_those_with_an_opinion_are_not_held_to_parts_of_everyone() -> None:
    """Under percents of everyone who answered, don't know among them, another note stands.

    Yes and no are 66.67 and 33.33 of those with an opinion, printed 67 and 33; their balance is 33.33.
    """
    nets = (("codelist: yes_no}\n  - {id: scale", "codelist: yes_no, top2: true}\n  - {id: scale"),)
    told = question(Twenty("single", changed=nets).tree(), "single").notes
    assert "Summene under svarene er prosent av dem som har tatt stilling." in told
    assert [note for note in told if note.startswith(NET)] == [f"{NET}balansen."]


@pytest.mark.parametrize("wanted", [True, False])
def test_labels_in_bars_add_up_to_100_where_the_report_wants_it(wanted: bool) -> None:
    """Whole parts 16, 16, 16, 16 and 33 leave three points: to the first three of four equal remainders."""
    more = "sum_to_100: chart\n" if wanted else ""
    # as many women as men, so that both are shown
    both = {"scale": [*SIX["scale"][:6], *NOT * 4, *SIX["scale"][:6], *NOT * 4]}
    tree = Twenty("scale", more, cells=both).tree()
    scale = question(tree, "scale")
    assert isinstance(scale.figure, StackedBar)
    groups = scale.breakdowns[0].figure
    assert isinstance(groups, StackedBars)
    for parts in (scale.figure.parts, *(row.parts for row in groups.rows)):
        assert [part.text for part in parts] == ["17", "17", "17", "17", "33"]
        drawn = [part.label or part.text for part in parts]
        assert drawn == (["17", "17", "17", "16", "33"] if wanted else ["17", "17", "17", "17", "33"])
    assert (">16</text>" in html.render(tree).partition("<h3")[2].partition("<table")[0]) == wanted
    reading = " ".join(tree.reading)
    assert ("justert slik at de blir 100" in reading) == wanted
    rounding = next(section for section in tree.method if section.key == "rules")
    assert ("med de største restene først" in str(rounding)) == wanted


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("by_group", [True, False])
def test_labels_of_charts_in_a_workbook_too(by_group: bool, wanted: bool) -> None:
    """The fourth of five answers is 17 in the table and 16 in the chart, for everyone and for both groups."""
    both = {"scale": [*SIX["scale"][:6], *NOT * 4, *SIX["scale"][:6], *NOT * 4]}
    more = ("sum_to_100: chart\n" if wanted else "") + ("" if by_group else "breakdowns: []\n")
    tree = Twenty("scale", more, cells=both).tree()
    with zipfile.ZipFile(BytesIO(xlsx.render(tree))) as book:
        (chart,) = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        series = re.findall("<c:ser>.*?</c:ser>", book.read(chart).decode())
    labels = [re.findall('<c:dLbl><c:idx val="(.)"/>.*?<a:t>(.*?)</a:t>', one) for one in series]
    if not wanted:
        assert labels == [[]] * (5 if by_group else 1)
    elif by_group:  # everyone, women and men
        assert labels == [[], [], [], [("0", "16"), ("1", "16"), ("2", "16")], []]
    else:
        assert labels == [[("3", "16")]]


def test_by_group_a_balance_is_noted_too() -> None:
    both = {"scale": [*SEVEN["scale"][:7], *NOT * 3, *SEVEN["scale"][:7], *NOT * 3]}
    table = question(Twenty("scale", cells=both).tree(), "scale").breakdowns[0].sums
    assert table is not None
    assert [note for note in table.notes if not note.startswith("*")] == [f"{NET}balansen."]

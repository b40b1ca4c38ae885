"""Means of scales: printed where a report chooses it, with base, margin, arrows and the ends of the scale."""

import pytest

from pipeline.rendering.tree import Question
from pipeline.survey.problems import DefinitionError
from tests.reporting.members_report import cells, members_tree, section
from tests.reporting.twenty import Twenty

NAME = "Gjennomsnitt fra 1 (Ett) til 5 (Fem)"


def shown(entry: str, more: str = "", language: str = "nb") -> Question:
    twenty = Twenty(entry, more)
    return twenty.tree(language).questions[0]


def test_under_the_options_with_its_base_and_the_ends_of_the_scale() -> None:
    """69 of 20 persons: 3.45, half away from zero; the scores have a standard deviation of 1.3."""
    table = cells(shown("{id: scale, mean: true}").table)
    assert list(table.items())[-1] == (NAME, ["20", "3,5"])
    assert NAME not in cells(shown("scale").table)
    english = cells(shown("{id: scale, mean: true}", language="en").table)
    assert list(english.items())[-1] == ("Mean from 1 (Ett) to 5 (Fem)", ["20", "3.5"])


def test_by_group_beside_the_sums() -> None:
    """27 of ten women and 42 of ten men."""
    sums = shown("{id: scale, mean: true}").breakdowns[0].sums
    assert {row.header: row.cells[-2].text for row in sums.rows} == {
        "Alle": "3,5",
        "Kvinne": "2,7",
        "Mann": "4,2",
    }
    assert sums.columns[-2].heading == "Gjennomsnitt"
    assert sums.caption.endswith("; gjennomsnitt fra 1 (Ett) til 5 (Fem)")


def test_a_mean_alone_is_a_table_by_group_too() -> None:
    """Of those with an opinion: 4 yes (2) and 4 no (1) of women, 6 and 1 of men; 10 and 5 together."""
    single = shown("{id: single, mean: true}")
    assert list(cells(single.table).items())[-1] == ("Gjennomsnitt fra 1 (Nei) til 2 (Ja)", ["15", "1,67"])
    assert "Gjennomsnittet under svarene er av dem som har tatt stilling." in single.notes
    sums = single.breakdowns[0].sums
    assert cells(sums) == {"Alle": ["1,67", "15"], "Kvinne": ["1,50", "8"], "Mann": ["1,86", "7"]}
    assert sums.caption == "Gjennomsnitt fra 1 (Nei) til 2 (Ja)"


def test_a_grid_has_a_column_and_each_row_its_own() -> None:
    """8 yes and 8 no; 5 and 10."""
    grid = shown("{id: grid, mean: true}")
    assert [column.heading for column in grid.table.columns][-2] == "Gjennomsnitt"
    assert [row.cells[-2].text for row in grid.table.rows] == ["1,50", "1,33"]
    assert grid.table.caption.endswith("; gjennomsnitt fra 1 (Nei) til 2 (Ja)")
    assert all(breakdown.sums is not None for breakdown in grid.breakdowns)


def test_margins_and_arrows_as_of_other_means() -> None:
    """At 200 persons women and men differ by 1.5 points, far more than 0.2 deviations."""
    tested = Twenty("{id: scale, mean: true}", "margins: true\ntests: true\n", times=10).tree()
    sums = tested.questions[0].breakdowns[0].sums
    assert [row.cells[-2].mark for row in sums.rows] == ["none", "down", "up"]
    assert all(row.cells[-2].margin.startswith("±") for row in sums.rows)
    assert "på minst 5\u00a0prosentpoeng, for gjennomsnitt 0,2\u00a0standardavvik (0,2" in sums.arrows
    assert "standardavvik" in str(section(tested, "rules"))


def test_the_method_chapter_tells_of_means_only_where_some_are_printed() -> None:
    with_means = str(members_tree(margins=True).method)
    assert "1,96 standardfeil" in with_means
    without = str(Twenty("scale", "margins: true\n").tree().method)
    assert "1,96 standardfeil" not in without
    assert "en tidel av standardavviket" not in without
    assert "1,96 standardfeil" in str(Twenty("{id: scale, mean: true}", "margins: true\n").tree().method)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{id: hours, mean: true}", "hours is of type numeric and told as a number anyway; leave it out"),
        ("{id: rank, mean: true}", "rank is of type ranking and told as a number anyway; leave it out"),
        ("{id: several, mean: true}", "a mean is of one answer a person, and several is of type multiple"),
        (
            "{id: sex, mean: true}",
            "a mean is of scores, and sex has options without one: woman, man; give each",
        ),
    ],
)
def test_where_there_is_no_mean_to_print_the_definition_says_so(entry: str, reason: str) -> None:
    with pytest.raises(DefinitionError, match=reason):
        Twenty(entry).definition()

"""The tree refuses what no writer could lay out, and every part of it can be absent."""

import pytest
from sample_report import sample
from states_report import by_group, number, states

from pipeline.rendering.language import catalogue
from pipeline.rendering.layout import legend_of, plain_bar
from pipeline.rendering.numbering import numbered
from pipeline.rendering.tabulated import figure_table
from pipeline.rendering.tree import (
    BarRow,
    Cell,
    Chapter,
    Column,
    Option,
    Part,
    PlainBars,
    PlainRow,
    Question,
    Row,
    StackedBar,
    StackedBars,
    Table,
)

OPTION = Option("ja", "Ja", "Ja", "pos2")


def test_a_bar_needs_a_part_an_option() -> None:
    with pytest.raises(ValueError, match="StackedBar: 2 given, 1 needed"):
        StackedBar("alt", "", (OPTION,), (Part(1, "1"), Part(2, "2")))
    with pytest.raises(ValueError, match="row 'Øst': 0 given"):
        StackedBars("alt", "", "", (OPTION,), (BarRow("Øst", (), "1"),))


def test_a_hidden_row_needs_no_parts() -> None:
    assert StackedBars("alt", "", "", (OPTION,), (BarRow("Øst", (), "–", hidden="Vises ikke"),)).rows


def test_a_row_needs_a_cell_a_column() -> None:
    with pytest.raises(ValueError, match="Table 't', row 'a': 1 given, 2 needed"):
        Table("t", "", "", (Column("x"), Column("y")), (Row("a", (Cell("1"),)),))


def test_an_axis_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise"):
        PlainBars("alt", "c", "", "", (), scale=(1.0, 1.0))


def test_figures_and_tables_are_numbered_in_reading_order() -> None:
    report = sample()
    name = numbered(report, catalogue("nb"))
    first = report.questions[0]
    assert first.figure
    assert first.table
    assert name(first.figure) == "Figur\u00a01"
    assert name(first.table) == "Tabell\u00a01"
    assert name(first.breakdowns[0].figure) == "Figur\u00a02"
    assert name(report.method[0].blocks[-1]) == "Tabell\u00a011"
    assert len(set(name.numbers.values())) == len(name.numbers) == 14 + 11


def test_equal_figures_still_have_numbers_of_their_own() -> None:
    report = states()
    name = numbered(report, catalogue("nb"))
    assert len(set(name.numbers.values())) == len(name.numbers)


def test_a_figure_as_table_keeps_hidden_rows_and_shows_no_number_of_theirs() -> None:
    table = figure_table(by_group(), "k", catalogue("nb"))
    hidden = [row for row in table.rows if "Vises ikke" in row.header or "vises ikke" in row.header]
    assert len(hidden) == 2
    assert all(cell.value is None and cell.text == "–" for row in hidden for cell in row.cells)


def test_a_chapter_with_two_meanings_of_a_colour_has_no_common_legend() -> None:
    def bar(short: str) -> Question:
        option = Option("x", short, short, "pos2")
        return Question("q", "1", "", "", "", figure=StackedBar("alt", "", (option,), (Part(100, "100"),)))

    assert legend_of(Chapter("c", "1", "", (bar("Ja"), bar("Bedre")))) == ()
    assert [option.short for option in legend_of(Chapter("c", "1", "", (bar("Ja"), bar("Ja"))))] == ["Ja"]
    assert [o.short for o in legend_of(sample().chapters[0])] == ["Ja", "Delvis", "Nei", "Vet ikke"]


def test_bars_start_at_zero_and_stay_on_the_axis() -> None:
    figure = number().figure
    assert isinstance(figure, PlainBars)
    below = plain_bar(figure.rows[0], figure)
    assert below.start + below.width == pytest.approx(50)
    beyond = plain_bar(PlainRow("x", 250.0, "250"), figure)
    assert (beyond.start, beyond.width) == (50, 50)

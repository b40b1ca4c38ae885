"""Numbers, nets, NPS, indices and letters in a report, as a reader sees them."""

import pytest

from pipeline.rendering.tree import PlainBars, StackedBar
from tests.reporting.members_report import cells, members_material, members_tree, question


@pytest.fixture(scope="module")
def tree():
    return members_tree(margins=True)


def test_a_number_has_mean_median_quartiles_and_base(tree):
    hours = question(tree, "hours")
    assert hours.figure is None
    assert hours.finding == "Gjennomsnittet er 35,8."
    assert cells(hours.table) == {
        "Gjennomsnitt": ["35,8"],
        "Median": ["37,5"],
        "Nedre kvartil": ["33,0"],
        "Øvre kvartil": ["37,5"],
        "Standardavvik": ["5,2"],
        "Grunnlag": ["852"],
    }
    # 1.96 standard errors of 0.2018, less the part of the universe that answered
    assert hours.table.rows[0].cells[0].margin == "±\u00a00,4"


def test_means_of_groups_are_bars_with_margins_and_arrows(tree):
    by_gender = question(tree, "hours").breakdowns[0]
    assert isinstance(by_gender.figure, PlainBars)
    everyone, women, men = by_gender.figure.rows
    assert (everyone.text, women.text, men.text) == ("35,8", "34,8", "37,8")
    assert (everyone.mark, women.mark, men.mark) == ("none", "down", "up")
    assert women.low < women.value < women.high
    assert everyone.emphasis
    assert by_gender.finding.startswith("Gjennomsnittet er høyest")


def test_under_a_figure_stands_how_large_a_difference_has_to_be(tree):
    notes = {key: question(tree, key).breakdowns[0].arrows for key in ("hours", "idx", "nps", "q1")}
    # 0.2 of the standard deviation 5.2232085
    assert "på minst 0,2\u00a0standardavvik (1,04) fra alle andre" in notes["hours"]
    assert "på minst 5\u00a0poeng fra alle andre" in notes["idx"]
    for key in ("nps", "q1"):
        assert "på minst 5\u00a0prosentpoeng fra alle andre" in notes[key]


def test_nps_is_a_bar_of_three_and_a_signed_number(tree):
    nps = question(tree, "nps")
    assert isinstance(nps.figure, StackedBar)
    assert sum(part.share for part in nps.figure.parts) == pytest.approx(100)
    assert [option.key for option in nps.figure.options] == ["detractors", "passives", "promoters"]
    assert cells(nps.table)["NPS"] == ["−18"]
    assert "−18" in nps.finding
    assert nps.breakdowns[0].figure.scale == (-100, 100)


def test_an_index_tells_its_alpha(tree):
    index = question(tree, "idx")
    assert index.finding == "Indeksen er i gjennomsnitt 49 på en skala fra 0 til 100."
    assert "Cronbachs alfa er 0,85, regnet av de 679" in index.notes[1]


def test_top_bottom_and_balance_stand_under_the_options(tree):
    table = cells(question(tree, "q2").table)
    assert list(table)[-3:] == ["5 og 4", "1 og 2", "Balanse, prosentpoeng"]
    assert [table[name][-1] for name in list(table)[-3:]] == ["39", "35", "+4"]


def test_a_net_of_several_answers_counts_persons_once(tree):
    multi = question(tree, "multi")
    assert cells(multi.table)["a eller b"] == ["548", "66"]


def test_do_not_know_is_told_where_the_table_leaves_it_out(tree):
    q1 = question(tree, "q1")
    assert "vet_ikke" not in cells(q1.table)
    assert "«vet_ikke» er 16\u00a0prosent av alle som svarte." in q1.notes


def test_the_ends_of_a_scale_are_told(tree):
    """39.33 and 35.09 per cent, the reference values of the two nets; q1 has no scores."""
    told = question(tree, "q2").finding.replace("\u00a0", " ")
    assert told == "Flere svarer «5» eller «4» (39 prosent) enn «1» eller «2» (35 prosent)."
    assert "eller «" not in question(tree, "q1").finding


def test_items_that_hardly_differ_are_not_told_apart(tree):
    assert question(tree, "grid").finding == ""


def test_letters_are_in_the_table_of_groups(tree):
    table = question(tree, "q1").breakdowns[1].table
    headers = [row.header for row in table.rows]
    assert headers[0] == "Alle"
    assert headers[1].startswith("A ")
    assert any(cell.letters.isalpha() for row in table.rows[1:] for cell in row.cells)
    assert not any(cell.letters for cell in table.rows[0].cells)
    assert table.columns[-1].kind == "count"
    assert all(row.cells[-1].value for row in table.rows)


def test_without_letters_margins_and_tests_none_are_shown():
    plain = members_tree(letters=False, margins=False, tests=False)
    hours, q1 = question(plain, "hours"), question(plain, "q1")
    assert q1.breakdowns[0].table is None
    assert hours.table.rows[0].cells[0].margin == ""
    rows = [row for q in plain.questions for b in q.breakdowns for row in b.figure.rows]
    marks = [getattr(row, "mark", "none") for row in rows]
    marks += [part.mark for row in rows for part in getattr(row, "parts", ())]
    assert set(marks) == {"none"}


def test_a_hidden_group_leaves_no_number_and_no_letter():
    few = members_material(min_base=60)
    hidden = few.groups.loc[few.groups["is_hidden"]]
    assert len(hidden)
    numbers = [c for c in hidden.select_dtypes("number").columns if not c.endswith("_order")]
    assert hidden[numbers].isna().all(axis=None)
    assert hidden[["mark", "letters", "test_method"]].isna().all(axis=None)
    shown = few.groups.loc[~few.groups["is_hidden"]].dropna(subset=["letters"])
    gone = hidden.groupby(["question_id", "item_id", "demographic_id"])["group_order"].apply(set)
    for row in shown.itertuples():
        orders = gone.get((row.question_id, row.item_id, row.demographic_id), set())
        assert not {chr(64 + int(order)) for order in orders} & set(row.letters)

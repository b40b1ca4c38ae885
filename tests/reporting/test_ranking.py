"""Rankings: mean place and first places, for everyone and by group."""

import pandas as pd
import pytest

from pipeline.rendering.tree import PlainBars
from pipeline.reporting.printed import printed_tables
from tests.marts.recomputed import Survey, mismatches
from tests.reporting.members_report import cells, question
from tests.reporting.twenty import Twenty

RANK = Twenty("rank", "tests: true\nmargins: true\n", times=4)


def test_the_mean_place_is_a_result_with_its_error_and_test() -> None:
    """P: 8 · 1, 8 · 2 and 4 · 3 of 20; Q: 8, 4 and 8; R: 4, 8 and 8."""
    found = Twenty("rank").results()
    means = found.questions.loc[found.questions["measure"] == "mean"].set_index("item_id")
    assert means["value"].to_dict() == pytest.approx({"p": 1.8, "q": 2.0, "r": 2.2})
    assert set(means["base_n"]) == {20}
    options = found.questions.loc[found.questions["measure"] == "option"]
    assert dict(zip(options["option_id"], options["score"], strict=True)) == {
        "first": 1,
        "second": 2,
        "third": 3,
    }
    # Σ(x − 1.8)² = 11.2 of 19
    assert means.loc["p", "sd"] == pytest.approx((11.2 / 19) ** 0.5)
    groups = found.groups.loc[found.groups["measure"] == "mean"].set_index(["item_id", "group_id"])
    # women: P first of eight, second of two; men: second of six, third of four
    assert groups.loc[("p", "woman"), "value"] == pytest.approx(1.2)
    assert groups.loc[("p", "man"), "value"] == pytest.approx(2.4)
    assert groups.loc[("p", "man"), "rest_value"] == pytest.approx(1.2)
    twenty = Twenty("rank")
    survey = Survey(twenty.definition(), twenty.core.responses, twenty.weights, pd.DataFrame())
    assert mismatches(survey, found.questions) == mismatches(survey, found.groups) == []


def test_the_best_place_comes_first() -> None:
    rank = question(RANK.tree(), "rank")
    assert cells(rank.table) == {
        "P": ["1,80", "40", "40", "20", "80"],
        "Q": ["2,00", "40", "20", "40", "80"],
        "R": ["2,20", "20", "40", "40", "80"],
    }
    assert [c.heading for c in rank.table.columns] == ["Gjennomsnittlig plass", "1", "2", "3", "Grunnlag"]
    assert isinstance(rank.figure, PlainBars)
    assert [(row.label, row.text) for row in rank.figure.rows] == [("P", "40"), ("Q", "40"), ("R", "20")]
    assert rank.figure.caption == "Satt på plass «1», prosent av dem som ga alternativet en plass"
    assert rank.finding.replace("\u00a0", " ") == (
        "Oftest satt først: «P» og «Q» (40 prosent). Best gjennomsnittlig plass: «P» (1,80)."
    )
    assert "Plass «1» er den beste." in rank.notes[-1]


def test_groups_are_shown_by_first_places_with_their_mean_place() -> None:
    by_sex = question(RANK.tree(), "rank").breakdowns[0]
    assert by_sex.figure.caption == "Satt på plass «1», prosent av dem som ga alternativet en plass"
    assert by_sex.finding.startswith("Andelen som satte alternativet på plass «1», er størst")
    assert [row.text for row in by_sex.figure.rows] == ["40", "80", "0"]
    table = by_sex.sums
    assert table is not None
    assert cells(table) == {"Alle": ["1,80", "80"], "Kvinne": ["1,20", "40"], "Mann": ["2,40", "40"]}
    assert [row.cells[0].mark for row in table.rows] == ["none", "down", "up"]
    assert table.finding == (
        "Det gjennomsnittlige plassnummeret er høyest i gruppen «Mann» (2,40) "
        "og lavest i gruppen «Kvinne» (1,20)."
    )


def test_an_alternative_that_few_ranked_has_no_place() -> None:
    """Three persons ranked R, fewer than the least base; P and Q stay as they are."""
    few = {"rank_r": [3, 3, 3, *[None] * 17]}
    rank = question(Twenty("rank", cells=few).tree("en"), "rank")
    assert cells(rank.table)["R"] == ["–"] * 5
    assert rank.figure.rows[-1].label == "R"
    assert rank.figure.rows[-1].hidden
    assert rank.finding.replace("\u00a0", " ") == (
        "Most often put first: “P” and “Q” (40 per cent). Best mean place: “P” (1.80)."
    )


def test_a_score_is_the_place_where_an_option_has_one() -> None:
    """Codes of a ranking are its places; a form that counts from 10 says so by scores."""
    scored = (('{id: first, code: 1, text: "1"}', '{id: first, code: 1, score: 10, text: "1"}'),)
    found = Twenty("rank", changed=scored).results().questions
    mean = found.loc[(found["measure"] == "mean") & (found["item_id"] == "p"), "value"].item()
    assert mean == pytest.approx((8 * 10 + 8 * 2 + 4 * 3) / 20)


def test_mean_places_leave_as_tidy_data() -> None:
    measures = printed_tables(RANK.material(), "nb")["measures"]
    assert list(measures.loc[measures["measure"] == "mean", "value"]) == [1.8, 2.0, 2.2]

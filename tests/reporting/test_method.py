"""The method chapter says what was done, and only that."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.rendering.tree import Paragraph, Table
from pipeline.reporting.printed import printed_tables
from pipeline.reporting.report import report_tree
from pipeline.survey.reports import Breakdown as ReportBreakdown
from tests.marts.members_survey import results
from tests.reporting.members_report import cells, members_material, members_tree, question, section


def text_of(tree, key):
    found = section(tree, key)
    return " ".join(block.text for block in found.blocks if isinstance(block, Paragraph)) if found else ""


def test_weighting_is_told_with_its_tables():
    tree = members_tree()
    text = text_of(tree, "weighting")
    assert "gender, age_group, office, occupation og region" in text
    assert "0,27 til 3,80" in text
    assert "designeffekt på 1,29" in text
    assert "mellom 0,2 og 5,0" in text
    table = next(b for b in section(tree, "weighting").blocks if isinstance(b, Table))
    assert cells(table) == {"Kvinne": ["67,8", "78,4", "67,8"], "Mann": ["32,2", "21,6", "32,2"]}


def test_how_much_weighting_moved_is_the_largest_of_the_marts():
    impact = results("weight").impact
    points, sd = impact["weight_impact_pp"].max(), impact["weight_impact_sd"].max()
    assert points > 1
    assert sd > 0.05
    text = text_of(members_tree(), "weighting")
    assert f"inntil {points:.1f} prosentpoeng".replace(".", ",") in text
    assert f"inntil {sd:.2f} standardavvik".replace(".", ",") in text


def test_the_limits_of_marks_are_those_of_the_survey():
    text = text_of(members_tree(), "tests")
    assert "netto anbefaling skille minst 5 poeng, indekser minst 5 poeng" in text
    assert "gjennomsnitt minst 0,2 standardavvik" in text


def test_an_unweighted_report_says_so_and_nothing_more():
    tree = members_tree(weighted=False)
    assert text_of(tree, "weighting") == "Tallene er ikke vektet."
    assert len(section(tree, "weighting").blocks) == 1


def test_margins_and_tests_are_told_where_they_are_used():
    tree = members_tree(margins=True)
    assert "Wilson" in text_of(tree, "precision")
    assert "hvor stor del av målgruppen" in text_of(tree, "precision")
    tests = text_of(tree, "tests")
    families = results("weight").groups.dropna(subset=["family_size"]).drop_duplicates("family_id")
    spaced = f"{int(families['family_size'].sum()):,}".replace(",", "\u202f")
    assert f"Det er gjort {spaced} tester." in tests
    assert "minst 5 prosentpoeng" in tests
    assert "Welchs test" in tests
    assert "alle par av grupper" in tests


def test_margins_and_tests_are_not_told_where_they_are_not():
    tree = members_tree(margins=False, tests=False)
    assert section(tree, "precision") is None
    assert section(tree, "tests") is None


@pytest.mark.parametrize("language", ["nb", "en"])
def test_both_languages_have_every_sentence(language):
    tree = members_tree(language, margins=True)
    assert {s.key for s in tree.method} >= {"sample", "weighting", "precision", "tests", "rules"}


def test_tidy_tables_hold_every_measure_once():
    tables = printed_tables(members_material(), "nb")
    measures = tables["measures"]
    assert not measures.duplicated(["question_id", "item_id", "measure", "net_id"]).any()
    nps = measures.loc[measures["measure"] == "nps", "value"]
    assert nps.tolist() == [-18]
    assert (tables["questions"]["option_id"] != "").all()
    assert tables["weighting"]["after_pct"].notna().all()
    assert (tables["measures_by_group"]["group_id"] != "unknown").all()


def with_shown(*shown):
    """The report with these breakdowns."""
    names = ("gender", "age_group")
    return [ReportBreakdown(demographic=name, shown=kind) for name, kind in zip(names, shown, strict=False)]


@pytest.mark.parametrize(
    ("shown", "bar", "terms", "rule"),
    [
        (["valid"], "dem som har tatt stilling.", 3, "bare dem som har tatt stilling"),
        (["answered"], "alle som svarte, «vet ikke» medregnet.", 2, "alle som svarte, «vet ikke» medregnet"),
        (["valid", "answered"], "eller alle som svarte;", 3, "eller alle som svarte;"),
    ],
)
def test_the_bars_are_told_as_they_are(shown, bar, terms, rule):
    tree = members_tree(breakdowns=with_shown(*shown))
    assert bar in tree.reading_terms[0].text
    assert len(tree.reading_terms) == terms
    assert rule in text_of(tree, "rules")


def test_a_small_group_of_everyone_who_answered_is_not_of_those_with_an_opinion():
    for shown, sentence in (("valid", "har tatt stilling"), ("answered", "har svart")):
        few = members_material(min_base=5, breakdowns=[ReportBreakdown(demographic="region", shown=shown)])
        notes = [n for b in question(report_tree(few, "nb"), "q1").breakdowns for n in b.notes]
        assert any(n == f"* Færre enn 30 {sentence}. Tolkes med varsomhet." for n in notes), notes


@pytest.mark.parametrize(
    ("language", "sentence", "start"),
    [
        (
            "nb",
            "Hvert svar har vekten som fulgte med i datafilen.",
            "Vektingen går ut fra vekten som fulgte med i datafilen.",
        ),
        (
            "en",
            "Every answer has the weight that came with the data file.",
            "Weighting starts from the weight that came with the data file.",
        ),
    ],
)
def test_a_weight_of_the_export_is_told(language, sentence, start):
    plain = members_material()
    survey = plain.definition.survey.model_copy(update={"weight": "w", "weighting": None})
    empty = pd.DataFrame()
    brought = replace(
        plain,
        definition=plain.definition.model_copy(update={"survey": survey}),
        marts=replace(plain.marts, weighting=empty, weighting_run=empty),
    )
    assert sentence in text_of(report_tree(brought, language), "weighting")
    # The survey of the tests brings a weight, which its weighting starts from.
    assert text_of(report_tree(plain, language), "weighting").startswith(start)
    unweighted = replace(brought, report=brought.report.model_copy(update={"weighted": False}))
    assert sentence not in text_of(report_tree(unweighted, language), "weighting")

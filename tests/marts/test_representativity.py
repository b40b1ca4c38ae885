"""Who took part: which rows a table has, who is missing from it, and what it is a share of."""

import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.marts.population import overfull_groups, population_counts
from pipeline.marts.representativity import representativity_results
from pipeline.schemas.mart_participation import mart_representativity
from pipeline.survey.survey import Definition
from tests.coding import small_survey

QUESTIONS = """
questions:
  - id: sex
    background: true
    text: Kjønn
    column: sex
    options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann},
              {id: other, code: 3, text: Annet}]
  - {id: glad, text: Glad?, ask_if: everyone, column: glad, options: [{id: ja, code: 1, text: Ja}]}
"""
DEMOGRAPHICS = """
demographics:
  - {id: sex, text: Kjønn}
universe: {columns: {sex: Kjønn}, counts: {n: N}, population: n}
"""
REPORT = """
report: r
title: R
chapters: [{id: en, title: En, questions: [glad]}]
breakdowns: [{demographic: sex}]
representativity: {tables: [sex], difference: DIFFERENCE}
"""


def survey(folder, difference: str = "of_unrounded") -> Definition:
    days = f"{{{small_survey.DAYS}, {small_survey.EXPORT}, universe: {{files: [register.csv]}}}}"
    text = small_survey.survey_yaml(DEMOGRAPHICS, f"waves:\n  2024: {days}\n")
    return small_survey.define(folder, QUESTIONS, text, r=REPORT.replace("DIFFERENCE", difference))


def counts(**universe: int) -> pd.DataFrame:
    """16 women, 7 men, 2 others whom the register does not have, and 5 who did not say."""
    people = {"woman": 16, "man": 7, "other": 2, "unknown": 5}
    rows = [
        {
            "wave": "2024", "report_id": "r", "demographic_id": "sex", "group_id": group,
            "table_order": 1, "group_order": order, "in_universe": group in {"woman", "man"},
            "universe_n": universe.get(group, 0), "respondents_n": n, "respondents_w": float(n),
        }
        for order, (group, n) in enumerate(people.items(), start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_those_whom_the_register_does_not_have_are_counted_apart(tmp_path):
    found = representativity_results(survey(tmp_path), counts(woman=55, man=45))
    assert breaches(found, mart_representativity()) == []
    assert found["group_id"].tolist() == ["woman", "man"]
    for name, n in (("base_n", 25), ("missing_n", 5), ("outside_n", 2)):
        assert found[name].tolist() == [n, n]
    # Shares of the register are of those whom it has; printed ones of everyone with a known group.
    assert found["respondents_pct"].tolist() == pytest.approx([100 * 16 / 23, 100 * 7 / 23])
    assert found["shown_respondents_pct"].tolist() == [64, 28]
    assert found["universe_pct"].tolist() == [55, 45]


def test_without_a_value_is_a_row_where_the_register_has_it(tmp_path):
    found = representativity_results(survey(tmp_path), counts(woman=50, man=40, unknown=10))
    assert found["group_id"].tolist() == ["woman", "man", "unknown"]
    assert found["missing_n"].tolist() == [0, 0, 0]
    assert found["base_n"].tolist() == [30, 30, 30]


@pytest.mark.parametrize(("rule", "printed"), [("of_unrounded", [9, -17]), ("of_rounded", [8, -17])])
def test_the_printed_difference_follows_the_report_s_rule(tmp_path, rule, printed):
    """64 and 28 against 55.5 and 44.5 per cent, which are printed 56 and 45."""
    found = representativity_results(survey(tmp_path, rule), counts(woman=555, man=445))
    assert found["shown_universe_pct"].tolist() == [56, 45]
    assert found["shown_diff_pp"].tolist() == printed


def test_the_universe_of_a_report_and_its_groups(tmp_path):
    """One row of the register has no sex, and one is not in the report's base."""
    definition = survey(tmp_path)
    universe = pd.DataFrame(
        {
            "universe_n": [40, 30, 8, 100],
            "group_sex": pd.array([1, 2, None, 1], dtype="Int64"),
            "population_r": [True, True, True, False],
        }
    )
    found = population_counts(definition, universe).set_index(["demographic_id", "group_id"])["universe_n"]
    assert found.to_dict() == {
        ("", ""): 78, ("sex", "woman"): 40, ("sex", "man"): 30, ("sex", "unknown"): 8,
    }  # fmt: skip
    assert population_counts(definition, None).empty
    responses = pd.DataFrame(
        {"group_sex": pd.array([1] * 40 + [2] * 31 + [None] * 8, dtype="Int64"), "base_r": True}
    )
    texts = overfull_groups(definition, responses, universe)
    assert [text.split(";")[0] for text in texts] == [
        "report r, everyone: 79 respondents, but 78 in the register",
        "report r, sex man: 31 respondents, but 30 in the register",
    ]

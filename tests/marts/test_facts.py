"""Facts: a number each, a date, or the word for why there is neither."""

import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.marts.facts import fact_results
from pipeline.marts.response import response_results
from pipeline.schemas.mart_participation import mart_fact
from pipeline.survey.survey import Definition
from tests.coding import small_survey

QUESTIONS = """
questions:
  - id: glad
    text: Glad?
    ask_if: everyone
    column: glad
    options: [{id: ja, code: 1, text: Ja}, {id: nei, code: 2, text: Nei}]
"""
UNIVERSE = "universe: {columns: {glad: Glad}, counts: {n: N}, population: n, invited: n}\n"
REPORT = """
report: r
title: R
chapters: [{id: en, title: En, questions: [glad]}]
facts:
  glade: {count: glad = 'ja'}
  andel: {share: glad = 'ja', among: glad = 'nei'}
  start: {take: field_start}
  alle: {take: respondents_n}
  rate: {take: response_rate_pct}
  inviterte: {take: invited_n}
"""
NOWHERE = pd.DataFrame(columns=["report_id", "demographic_id", "universe_n", "base_n", "missing_n"])
PERSONS = ["complete_n", "partial_n", "opened_n", "withdrawn_n", "undeliverable_n", "screened_out_n"]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    days = f"{{{small_survey.DAYS}, {small_survey.EXPORT}, universe: {{files: [register.csv]}}}}"
    text = small_survey.survey_yaml(UNIVERSE, f"waves:\n  2024: {days}\n")
    text += "demographics: [{id: glad, text: Glad}]\n"
    return small_survey.define(tmp_path_factory.mktemp("facts"), QUESTIONS, text, r=REPORT)


def facts(survey: Definition, invited: dict[str, int] | None, among: int = 0) -> pd.DataFrame:
    """Seven are glad; of `among` who are not, three are."""
    names = list(survey.reports["r"].facts)
    counts = pd.DataFrame(
        {
            "wave": "2024",
            "report_id": "r",
            "fact_id": names,
            "fact_order": range(1, len(names) + 1),
            "kind": ["count", "share", *["take"] * 4],
            "numerator_n": [7, min(3, among), 0, 0, 0, 0],
            "denominator_n": [None, float(among), None, None, None, None],
        }
    )
    response = NOWHERE
    if invited is not None:
        row = {"wave": "2024", "demographic_id": "", "group_id": "", "left_out_n": 0}
        response = response_results(pd.DataFrame([row | dict.fromkeys(PERSONS, 0) | invited]))
    found = fact_results(survey, "2024", counts, NOWHERE, response, 20)
    assert breaches(found, mart_fact()) == []
    return found.set_index("fact_id")


def test_a_fact_is_a_number_or_a_date(survey: Definition) -> None:
    """Ten were invited: four complete, one partial, one left; RR6 counts partial ones."""
    found = facts(survey, {"invited_n": 10, "complete_n": 4, "partial_n": 1, "screened_out_n": 1}, among=4)
    assert found["value"].dropna().to_dict() == {
        "glade": 7,
        "andel": 75,
        "alle": 20,
        "rate": pytest.approx(100 * 5 / 9),
        "inviterte": 10,
    }
    assert found["value_date"].dropna().to_dict() == {"start": "2024-01-01"}
    assert found["stat_note"].isna().all()


def test_what_is_undefined_says_why(survey: Definition) -> None:
    """Nobody is among them, and everyone who was invited left the universe."""
    found = facts(survey, {"invited_n": 2, "screened_out_n": 2})
    assert found["stat_note"].dropna().to_dict() == {"andel": "no_base", "rate": "no_base"}
    without = facts(survey, None, among=4)
    assert without["stat_note"].dropna().to_dict() == {"rate": "no_universe", "inviterte": "no_universe"}
    assert without.loc[without["stat_note"].notna(), "value"].isna().all()

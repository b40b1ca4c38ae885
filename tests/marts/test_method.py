"""`mart_method`: every number of the method chapter is one of another mart, and nothing is left untold."""

from functools import cache

import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.marts.method_items import PARTS
from pipeline.reporting.told import Told
from pipeline.schemas.mart_method import mart_method
from tests.marts.members_survey import results
from tests.reporting.members_report import members_material


@cache
def rows() -> pd.DataFrame:
    return members_material(margins=True).marts.method


def value(item: str, subject: str = "") -> float:
    found = rows().query("item == @item and subject_id == @subject")
    assert len(found) == 1, item
    return float(found["value"].iloc[0])


def test_it_keeps_its_contract() -> None:
    assert breaches(rows(), mart_method()) == []


def test_every_disclosure_item_of_aapor_is_told() -> None:
    assert {*range(1, 12)} <= set(rows()["aapor_item"])
    assert {aapor for aapor, _ in PARTS.values()} == {*range(12)}


def test_what_no_mart_knows_names_where_it_is_said() -> None:
    said = rows().query("item in ['sponsor', 'population', 'limitations']")
    assert set(said["source"]) == {f"survey.yaml: method.{name} of 2024" for name in said["item"]}
    assert said["value_text"].tolist() == ["Vi", "Alle", "Ingen kjente"]


def test_sizes_and_margins_are_those_of_the_results() -> None:
    questions = results("weight").questions
    options = questions.loc[questions["measure"] == "option"]
    assert value("respondents_n") == 896
    assert value("wave_respondents_n") == 896
    assert value("universe_n") == 6000
    assert value("base_min_n") == questions["base_n"].min()
    assert value("base_max_n") == questions["base_n"].max()
    assert value("moe_max_pp") == options["moe_pp"].max()
    assert value("moe_min_pp") == options["moe_pp"].min()
    assert (value("is_census"), value("is_finite")) == (0, 1)


def test_tests_are_counted_as_they_were_made() -> None:
    groups = results("weight").groups
    tested = groups.dropna(subset=["q_value"])
    assert value("tests_n") == len(tested)
    assert value("families_n") == tested["family_id"].nunique()
    methods = tested["test_method"].value_counts()
    assert {m: value("method_n", m) for m in methods.index} == methods.to_dict()
    assert value("marked_n") == tested["mark"].isin(["up", "down"]).sum()
    compared = groups.loc[
        (groups["n_eff"] < 30) & (groups["measure"] == "option") & (groups["role"] == "substantive")
    ]
    assert value("not_tested_n") >= len(compared.query("valid_n > 0 and group_id != 'unknown'"))


def test_weighting_is_that_of_the_reference() -> None:
    assert value("deff_kish") == pytest.approx(1.290091, abs=1e-6)
    assert value("n_eff") == pytest.approx(694.5244, rel=1e-6)
    raked = rows().query("item == 'raked'")["subject_id"].tolist()
    assert raked == ["gender", "age_group", "office", "occupation", "region"]
    impact = results("weight").impact
    most = Told(rows()).most("weight_impact_pp")
    assert most is not None
    assert most[1] == impact["weight_impact_pp"].max()


def test_a_report_without_tests_or_weights_tells_of_none() -> None:
    plain = members_material(tests=False, weighted=False).marts.method
    assert not set(plain["part"]) & {"tests"}
    assert plain.query("part == 'weighting'")["item"].tolist() == ["weighting", "is_weighted"]


def spoiled(**changed: object) -> list[str]:
    frame = rows().copy()
    for column, found in changed.items():
        frame.loc[frame.index[0], column] = found
    return [breach.rule for breach in breaches(frame, mart_method())]


def test_the_contract_refuses_what_is_not_of_the_chapter() -> None:
    assert "one_value_a_row" in spoiled(value_text=None)
    assert "one_value_a_row" in spoiled(value=1.0)
    assert "item_stands_in_its_part" in spoiled(aapor_item=7)
    untold = rows().query("item != 'field_start'")
    assert [b.rule for b in breaches(untold, mart_method())] == ["every_report_tells_everything"]
    twice = pd.concat([rows(), rows().tail(1)], ignore_index=True)
    assert breaches(twice, mart_method())

"""The weighting of a survey: cells, declared merges, bounds, and respondents outside its base."""

import pandas as pd
import pytest

from pipeline.marts.weights import unweighted, weight_to_universe
from pipeline.methods.bad_input import WeightingError
from pipeline.survey.settings import Merge, Weighting, WeightVariable
from pipeline.survey.survey import Definition
from tests.coding.small_survey import evaluate
from tests.marts.members_survey import DEMOGRAPHICS, definition, people, tables, universe_cells
from tests.methods.reference_cases import read

EVERYTHING = tuple(WeightVariable(demographic=name) for name in DEMOGRAPHICS)


def with_weighting(weighting: Weighting) -> Definition:
    survey = definition().survey.model_copy(update={"weighting": weighting})
    return definition().model_copy(update={"survey": survey})


def weighted(
    weighting: Weighting, responses: pd.DataFrame | None = None, universe: pd.DataFrame | None = None
):
    rows = tables().responses if responses is None else responses
    cells = universe_cells() if universe is None else universe
    return weight_to_universe(with_weighting(weighting), rows, cells, evaluate)


def test_the_reference_weights_start_weights_respected():
    made = weighted(Weighting(variables=EVERYTHING))
    expected = (
        read("rake_weights", "expected").set_index("person_id").loc[people()["person_id"], "start_weights"]
    )
    # R ran to 1e-12; at the default stop weights differ by up to 6e-6 of their size.
    assert made.weights["weight"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-5)
    run = made.run.iloc[0]
    assert run["status"] == "converged"
    assert (run["iterations"], run["cycles"], run["outside_n"]) == (5, 0, 0)
    assert run["deff_kish"] == pytest.approx(1.290091, abs=1e-5)
    assert made.weights["weight"].sum() == pytest.approx(896, abs=1e-6)


def test_margins_are_met_and_told_before_and_after():
    made = weighted(Weighting(variables=EVERYTHING)).margins
    assert (made["after_pct"] - made["universe_pct"]).abs().max() < 1e-3
    assert (made["before_pct"] - made["universe_pct"]).abs().max() > 3
    assert made.groupby("demographic_id")["universe_n"].sum().eq(6000).all()


def test_respondents_outside_the_base_keep_their_start_weight_at_mean_one():
    base = Weighting(variables=EVERYTHING[1:2], base="gender = 'g_kvinne'")
    made = weighted(base)
    is_woman = tables().responses["group_gender"] == 1
    outside = made.weights.loc[~is_woman]
    assert outside["weight"].sum() == pytest.approx(len(outside))
    ratio = outside["weight"] / outside["start_weight"]
    assert ratio.max() == pytest.approx(ratio.min())
    assert made.weights.loc[is_woman, "weight"].sum() == pytest.approx(is_woman.sum(), abs=1e-6)
    assert made.run["outside_n"].iloc[0] == (~is_woman).sum()


def test_a_group_that_the_register_lacks_is_merged_by_declaration():
    universe = universe_cells()
    universe["group_region"] = universe["group_region"].replace(5, 4)
    with pytest.raises(WeightingError, match="region «g_ukjent»: 0 in the universe, 30 respondents"):
        weighted(Weighting(variables=EVERYTHING), universe=universe)
    into = Merge(groups=("g_ukjent",), into="g_ost")
    variables = (*EVERYTHING[:4], WeightVariable(demographic="region", merge=(into,)))
    made = weighted(Weighting(variables=variables), universe=universe)
    merged = made.margins.query("demographic_id == 'region' and group_id == 'g_ost'").iloc[0]
    assert merged["merged_groups"] == "g_ost, g_ukjent"
    assert merged["respondents_n"] == 367 + 30


def test_respondents_without_a_value_can_be_merged():
    responses = tables().responses.copy()
    responses.loc[:2, "group_age_group"] = pd.NA
    with pytest.raises(WeightingError, match="age_group «unknown»"):
        weighted(Weighting(variables=EVERYTHING), responses)
    into = Merge(groups=("unknown",), into="g_50_59")
    variables = (*EVERYTHING[:1], WeightVariable(demographic="age_group", merge=(into,)))
    made = weighted(Weighting(variables=variables), responses)
    assert made.weights["weight"].gt(0).all()


def test_small_categories_are_merged_by_their_rule():
    responses = tables().responses
    few = responses.loc[(responses["group_age_group"] != 1) | (responses["respondent_id"] % 3 == 0)]
    with pytest.raises(WeightingError, match="fewer than 30"):
        weighted(Weighting(variables=EVERYTHING[1:2]), few.reset_index(drop=True))
    rule = WeightVariable(demographic="age_group", merge_small="neighbours")
    made = weighted(Weighting(variables=(rule,)), few.reset_index(drop=True))
    assert made.margins["merged_groups"].iloc[0] == "g_18_29, g_30_39"


def test_bounds_hold():
    made = weighted(Weighting(variables=EVERYTHING, bounds=(0.3, 3.0)))
    assert made.weights["weight"].between(0.3 - 1e-5, 3 + 1e-5).all()
    assert made.run["cycles"].iloc[0] == 11


def test_without_weighting_everyone_keeps_the_weight_that_came():
    made = unweighted(tables().responses)
    assert (made["weight"] == made["start_weight"]).all()
    with pytest.raises(ValueError, match="declares no weighting"):
        weight_to_universe(definition(), tables().responses, universe_cells(), evaluate)


def test_the_base_is_a_part_of_the_universe_too():
    universe = universe_cells()
    women = Weighting(variables=EVERYTHING[1:2], base="gender = 'g_kvinne'")
    made = weighted(women, universe=universe)
    assert made.margins["universe_n"].sum() == universe.loc[universe["group_gender"] == 1, "universe_n"].sum()
    assert made.margins["respondents_n"].sum() == (tables().responses["group_gender"] == 1).sum()


@pytest.mark.parametrize("rule", ["neighbours", "pool"])
def test_few_without_a_value_join_the_largest_group(rule):
    """Two respondents and seven rows of the register have no age."""
    responses, universe = tables().responses.copy(), universe_cells()
    responses.loc[:1, "group_age_group"] = pd.NA
    universe["group_age_group"] = universe["group_age_group"].astype("Int64")
    universe.loc[:6, "group_age_group"] = pd.NA
    variable = WeightVariable(demographic="age_group", merge_small=rule)
    made = weighted(Weighting(variables=(variable,)), responses, universe).margins
    joined = made.loc[made["merged_groups"].str.contains("unknown")]
    assert len(joined) == 1
    assert joined["universe_n"].iloc[0] == made["universe_n"].max()


def test_a_variable_of_which_one_group_is_left_is_named():
    into = Merge(groups=("g_mann",), into="g_kvinne")
    variables = (WeightVariable(demographic="gender", merge=(into,)), EVERYTHING[1])
    made = weighted(Weighting(variables=variables))
    assert made.run["unused"].tolist() == ["gender"]
    assert made.margins["demographic_id"].unique().tolist() == ["age_group"]

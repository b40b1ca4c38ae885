"""Rakings that are refused: each failure's code, and what it names."""

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.bad_input import MethodError, WeightingError
from pipeline.methods.raking import RakingRule, rake
from tests.methods.reference_cases import RAKED_WEIGHT, assert_close, read


@pytest.fixture
def small():
    cells = read("rake_small", "input").rename(columns={"n": "respondents_n"})
    return cells, read("rake_small", "targets")


def refusal(cells, targets, variables=("a", "b"), rule=None):
    with pytest.raises(WeightingError) as caught:
        rake(cells, targets, list(variables), rule or RakingRule())
    return caught.value


def test_categories_that_cannot_be_raked_are_named(small):
    cells, targets = small
    extra = pd.DataFrame({"demographic_id": ["b"], "group_id": ["s"], "universe_n": [460]})
    empty = refusal(cells, pd.concat([targets, extra]))
    assert empty.code == "empty_category"
    assert str(empty) == "rake: b «s»: 460 in the universe, 0 respondents. Declare a merge or leave b out"

    unlisted = refusal(cells, targets[targets["group_id"] != "r"])
    assert (unlisted.code, unlisted.key) == ("unknown_category", "b «r»")
    assert "60 respondents" in unlisted.reason

    nobody = targets.assign(universe_n=targets["universe_n"].where(targets["group_id"] != "r", 0))
    assert refusal(cells, nobody).code == "unknown_category"

    missing = refusal(cells.assign(a=cells["a"].where(cells["a"] != "y")), targets)
    assert (missing.code, missing.key) == ("unknown_category", "a «NULL»")
    assert "110 respondents" in missing.reason

    totals = refusal(cells, targets.assign(universe_n=targets["universe_n"] + (targets["group_id"] == "x")))
    assert totals.code == "margin_totals_differ"
    assert "a 10001, b 10000" in totals.reason


def test_a_category_that_is_empty_on_both_sides_is_dropped(small):
    cells, targets = small
    extra = pd.DataFrame({"demographic_id": ["b"], "group_id": ["s"], "universe_n": [0]})
    raked = rake(cells, pd.concat([extra, targets]), ["a", "b"], RakingRule(tolerance=1e-12))
    assert raked.dropped == (("b", "s"),)
    assert_close(raked.cells["weight"], read("rake_small", "expected")["weight"], rtol=RAKED_WEIGHT)


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_bad_start_weights_are_counted_and_not_shown(small, bad):
    cells, targets = small
    start = cells["start_weight"].astype(float).where(cells.index != 2, bad)
    found = refusal(cells.assign(start_weight=start), targets)
    assert found.code == "bad_start_weight"
    assert "25 respondents" in found.reason


def test_margins_that_contradict_each_other_name_the_empty_crossings():
    cells = pd.DataFrame({"a": ["x", "y"], "b": ["p", "q"], "start_weight": 1.0, "respondents_n": [50, 50]})
    universe = pd.DataFrame(
        {
            "demographic_id": ["a", "a", "b", "b"],
            "group_id": ["x", "y", "p", "q"],
            "universe_n": [70, 30, 40, 60],
        }
    )
    found = refusal(cells, universe)
    assert found.code == "no_convergence"
    assert found.key.startswith("a «")
    assert "«x» × b «q», «y» × b «p»" in found.reason


def test_missing_columns_and_nobody_are_refused(small):
    cells, targets = small
    with pytest.raises(MethodError, match="column start_weight is missing"):
        rake(cells.drop(columns="start_weight"), targets, ["a"])
    with pytest.raises(MethodError, match="no respondents to weight"):
        rake(cells.assign(respondents_n=0), targets, ["a"])
    with pytest.raises(MethodError, match="the key occurs twice"):
        rake(cells, pd.concat([targets, targets]), ["a"])

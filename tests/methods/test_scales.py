"""Index and Cronbach's alpha: the reference values, covariances on the persons, and too few items."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.methods.bad_input import MethodError
from pipeline.methods.numeric import mean_measures
from pipeline.methods.scales import LOW_ALPHA, cronbach_alpha, person_index, scale_items
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read
from tests.methods.survey_cells import members, person_groups, value_sums

ITEMS = [f"i{number}" for number in range(1, 6)]
LOW, HIGH = np.full(5, 1.0), np.full(5, 5.0)
IS_REVERSED = np.array([False, False, False, True, False])
GROUP = ["demographic_id", "group_id"]


def scaled(persons: pd.DataFrame) -> np.ndarray:
    return scale_items(persons[ITEMS].to_numpy(dtype=float), low=LOW, high=HIGH, is_reversed=IS_REVERSED)


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_the_reference_values(weighting):
    expected = read("index", "expected").query("weighting == @weighting").reset_index(drop=True)
    demographics = tuple(expected["demographic_id"].unique())
    persons = members(weighting)
    persons = persons.assign(idx=person_index(scaled(persons)))
    sums = value_sums(persons, "idx", demographics).assign(f=0.0)
    found = mean_measures(sums, base="valid", keys=GROUP, measure="index")
    actual = expected[GROUP].merge(found, on=GROUP, how="left")
    for ours, theirs in {"value": "index", "se": "se", "base_n": "base_n"}.items():
        assert_close(actual[ours], expected[theirs])
    assert (actual["measure"] == "index").all()

    long = person_groups(persons, demographics)
    place = pd.MultiIndex.from_frame(expected[GROUP]).get_indexer(pd.MultiIndex.from_frame(long[GROUP]))
    alpha = cronbach_alpha(scaled(long), long["weight"].to_numpy(), place, groups=len(expected))
    assert_close(alpha["alpha"], expected["alpha"])
    assert_close(alpha["alpha_n"], expected["alpha_n"])


def test_items_may_have_other_ranges_and_are_turned():
    values = np.array([[1.0, 0.0, 7.0], [5.0, 10.0, 1.0], [3.0, np.nan, 4.0]])
    out = scale_items(
        values,
        low=np.array([1.0, 0, 1]),
        high=np.array([5.0, 10, 7]),
        is_reversed=np.array([False, False, True]),
    )
    np.testing.assert_array_equal(out, [[0, 0, 0], [100, 100, 100], [50, np.nan, 50]])


def test_half_of_the_items_rounded_up_are_needed():
    nan = np.nan
    five = np.array([[0, 100, 50, nan, nan], [0, 100, nan, nan, nan], [nan] * 5], dtype=float)
    np.testing.assert_array_equal(person_index(five), [50, nan, nan])
    np.testing.assert_array_equal(person_index(five, min_items=2), [50, 50, nan])
    np.testing.assert_array_equal(person_index(np.array([[80.0, nan]])), [80])
    with pytest.raises(MethodError, match="min_items"):
        person_index(five, min_items=6)


@FEW
@given(
    arrays(float, (12, 4), elements=st.integers(0, 4)),
    arrays(float, 12, elements=st.sampled_from([0.5, 1, 2])),
)
def test_alpha_is_that_of_the_covariance_matrix(values, weight):
    x = values * 25
    whole, none = np.zeros(12, dtype=np.int64), np.full(12, -1)
    out = cronbach_alpha(x, weight, whole, groups=1)
    covariance = np.cov(x.T, aweights=weight)
    total = covariance.sum()
    if total < 1e-6:
        assert np.isnan(out["alpha"].item())
        return
    assert out["alpha"].item() == pytest.approx(4 / 3 * (1 - np.trace(covariance) / total))
    again = cronbach_alpha(x, 3 * weight, whole, groups=1)
    assert again["alpha"].item() == pytest.approx(out["alpha"].item())
    assert cronbach_alpha(x, weight, none, groups=1)["stat_note"].tolist() == ["no_base"]


@pytest.mark.parametrize(
    "x", [np.array([[10.0], [90.0]]), np.full((4, 3), 50.0), np.array([[0.0, 100.0], [100.0, 0.0]])]
)
def test_one_item_or_no_variance_has_no_alpha(x):
    out = cronbach_alpha(x, np.ones(len(x)), np.zeros(len(x), dtype=np.int64), groups=1)
    assert np.isnan(out["alpha"].item())
    assert out["stat_note"].tolist() == ["degenerate"]


def test_below_070_the_items_hang_loosely_together():
    assert LOW_ALPHA == 0.70


def test_a_value_out_of_range_is_refused_without_showing_it():
    with pytest.raises(MethodError, match="1 values are outside") as caught:
        scale_items(np.array([[77.0]]), low=np.ones(1), high=np.full(1, 5.0), is_reversed=np.array([False]))
    assert "77" not in str(caught.value)


def test_declarations_that_do_not_fit_are_refused():
    with pytest.raises(MethodError, match="declarations"):
        scale_items(np.ones((2, 3)), low=LOW, high=HIGH, is_reversed=IS_REVERSED)
    with pytest.raises(MethodError, match="vmin is not below vmax"):
        scale_items(np.ones((2, 5)), low=HIGH, high=HIGH, is_reversed=IS_REVERSED)
    with pytest.raises(MethodError, match="groups must be"):
        cronbach_alpha(np.ones((2, 2)), np.ones(2), np.array([0, 3]), groups=2)

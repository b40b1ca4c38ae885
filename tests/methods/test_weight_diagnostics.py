"""What weights look like and what they move; the raked reference weights are checked in test_raking."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.weight_diagnostics import describe_weights, weight_impact, weighted_quantile_type_7

counted = st.lists(st.tuples(st.floats(0.1, 10), st.integers(0, 9)), min_size=1, max_size=20).filter(
    lambda rows: any(count for _, count in rows)
)


@given(counted, st.floats(0, 1))
def test_the_quantile_is_that_of_the_written_out_values(rows, q):
    values, counts = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    written_out = np.repeat(values, counts.astype(int))
    expected = np.quantile(written_out, q, method="linear")
    assert weighted_quantile_type_7(values, counts, q) == pytest.approx(expected, rel=1e-9)


@given(counted)
def test_a_description_holds_its_identities(rows):
    weights, counts = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = describe_weights(weights, counts)
    assert found["deff_kish"] >= 1 - 1e-12
    assert found["n_eff"] * found["deff_kish"] == pytest.approx(found["respondents_n"], rel=1e-9)
    assert found["w_min"] <= found["w_p1"] * (1 + 1e-12)
    assert found["w_p1"] <= found["w_p99"] * (1 + 1e-12)
    assert found["w_p99"] <= found["w_max"] * (1 + 1e-12)


def test_weights_that_are_none_are_refused():
    with pytest.raises(MethodError, match="1 weights are not positive"):
        describe_weights(np.array([1.0, 0.0]), np.array([3.0, 1.0]))
    with pytest.raises(MethodError, match="there are no respondents"):
        describe_weights(np.array([1.0]), np.array([0.0]))
    # A cell without respondents has no weight that counts.
    assert describe_weights(np.array([1.0, 0.0]), np.array([3.0, 0.0]))["w_min"] == 1


def test_the_impact_is_the_greatest_difference_of_a_question():
    columns = ["question_id", "measure", "value", "unweighted_value", "sd"]
    rows = [
        ("r", "option", None, None, None),
        ("q", "option", 30.0, 33.0, None),
        ("q", "net", 60.0, 52.5, None),
        ("q", "mean", 3.1, 3.0, 0.5),
        ("n", "mean", 35.0, 36.0, 4.0),
        ("n", "median", 37.5, 30.0, None),
        ("i", "index", 50.0, 48.0, 20.0),
        ("p", "nps", -20.0, 90.0, 70.0),
    ]
    impact = weight_impact(pd.DataFrame(rows, columns=columns), by=["question_id"])
    assert impact["question_id"].tolist() == ["r", "q", "n", "i", "p"]
    # A balance of NPS can move by more than 100 points; a mean is told in standard deviations alone.
    np.testing.assert_allclose(impact["weight_impact_pp"], [np.nan, 7.5, np.nan, np.nan, 110.0])
    np.testing.assert_allclose(impact["weight_impact_sd"], [np.nan, 0.2, 0.25, 0.1, np.nan])
    # n has no share and p no mean, which needs no word; r has shares, but nobody answered.
    assert impact["stat_note"].fillna("").tolist() == ["no_base", "", "", "", ""]


def test_where_all_answer_the_same_a_mean_has_not_moved():
    row = {"question_id": "q", "measure": "mean", "value": 5.0, "unweighted_value": 5.0, "sd": 0.0}
    impact = weight_impact(pd.DataFrame([row]), by=["question_id"])
    assert impact["weight_impact_sd"].isna().all()
    assert impact["stat_note"].tolist() == ["degenerate"]


def test_of_one_person_there_is_no_standard_deviation_to_move_by():
    share = {"question_id": "q", "measure": "option", "value": 100.0, "unweighted_value": 100.0, "sd": None}
    mean = share | {"measure": "mean", "value": 5.0, "unweighted_value": 5.0}
    impact = weight_impact(pd.DataFrame([share, mean]), by=["question_id"])
    assert impact[["weight_impact_pp", "stat_note"]].to_numpy().tolist() == [[0.0, "small_base"]]
    nobody = mean | {"value": None, "unweighted_value": None}
    assert weight_impact(pd.DataFrame([nobody]), by=["question_id"])["stat_note"].tolist() == ["no_base"]

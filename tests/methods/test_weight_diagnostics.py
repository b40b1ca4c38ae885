"""What weights look like and what they move; the raked reference weights are checked in test_raking."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.bases import add_percentages, choose_base
from pipeline.methods.weight_diagnostics import describe_weights, weight_impact, weighted_quantile_type_7
from tests.methods.sums import single_choice, sums_columns

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
    yes, no, maybe = [Decimal("0.5")] * 6, [Decimal("1.5")] * 2, [Decimal("1.5")] * 2
    everyone = yes + no + maybe
    rows = [
        {"question_id": "q", "option_id": name, "role": "substantive", "is_multiple": False}
        | sums_columns("option", weights)
        | sums_columns("answered", everyone)
        | sums_columns("valid", everyone)
        for name, weights in (("yes", yes), ("no", no), ("maybe", maybe))
    ]
    empty = [row | {"question_id": "r"} | sums_columns("option", []) for row in rows]
    empty = [row | sums_columns("answered", []) | sums_columns("valid", []) for row in empty]
    table = choose_base(
        add_percentages(pd.DataFrame(empty + rows), keys=["question_id", "option_id"]), "valid"
    )
    impact = weight_impact(table, by=["question_id"])
    assert impact["question_id"].tolist() == ["r", "q"]
    assert np.isnan(impact["weight_impact_pp"][0])
    # The greatest is the fall of "yes", twice as far as either of the others rises.
    assert impact["weight_impact_pp"][1] == pytest.approx(60 - 100 * 3 / 9)


@given(single_choice())
def test_without_weights_there_is_no_impact(options):
    for base in ("option", "answered", "valid"):
        options[f"{base}_w"] = options[f"{base}_w2"] = options[f"{base}_n"]
    table = choose_base(add_percentages(options, keys=["option_id"]), "answered")
    impact = weight_impact(table, by=["question_id"])["weight_impact_pp"]
    assert impact.fillna(0).tolist() == [0]

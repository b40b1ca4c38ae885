"""Benjamini-Hochberg: the reference families, scipy's adjustment, and invariants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from pipeline.methods.bad_input import MethodError
from pipeline.methods.false_discovery import (
    add_q_values,
    benjamini_hochberg,
    family_cutoffs,
    reaches_cutoff,
    reaches_q,
)
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read_cases

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_the_reference_families():
    cases = read_cases("bh")
    out = add_q_values(cases[["case_id", "p_value"]], family=["case_id"])
    assert_close(out["q_value"], cases["q_value"])
    assert_close(out["family_size"], cases["family_size"])
    reached = cases["q_le_05"].map({"yes": True, "no": False}).fillna(value=False)
    assert reaches_q(out["q_value"].to_numpy()).tolist() == reached.tolist()


@FEW
@given(P_VALUES)
def test_one_family_is_what_scipy_gives(p_values):
    p = np.array(p_values)
    q, size = benjamini_hochberg(p, np.zeros(p.size, dtype=np.int64))
    np.testing.assert_allclose(q, false_discovery_control(p), rtol=1e-12)
    assert (size == p.size).all()


@FEW
@given(P_VALUES, P_VALUES, st.randoms())
def test_families_do_not_see_each_other_and_order_does_not_matter(first, second, random):
    rows = [("a", p) for p in first] + [("b", p) for p in second] + [("c", float("nan"))]
    random.shuffle(rows)
    frame = pd.DataFrame(rows, columns=["family", "p_value"])
    out = add_q_values(frame, family=["family"])
    for name, alone in (("a", first), ("b", second)):
        part = out[out["family"] == name]
        expected = false_discovery_control(part["p_value"].to_numpy())
        np.testing.assert_allclose(part["q_value"], expected, rtol=1e-12)
        assert (part["family_size"] == len(alone)).all()
    empty = out[out["family"] == "c"]
    assert empty["q_value"].isna().all()
    assert empty["family_size"].tolist() == [0]


@FEW
@given(P_VALUES)
def test_q_is_never_below_p_and_keeps_its_order(p_values):
    p = np.array(p_values)
    q, _ = benjamini_hochberg(p, np.zeros(p.size, dtype=np.int64))
    assert (q >= p * (1 - 1e-12)).all()
    assert (np.diff(q[np.argsort(p)]) >= 0).all()


@FEW
@given(P_VALUES)
def test_the_cut_off_separates_the_discoveries(p_values):
    frame = pd.DataFrame({"family": "a", "p_value": p_values})
    out = add_q_values(frame, family=["family"])
    cutoff = family_cutoffs(out, family=["family"])["p_crit"].item()
    assert cutoff >= 0.05 / len(p_values) - 1e-15
    clear = np.abs(out["p_value"] - cutoff) > 1e-9
    assert (reaches_q(out["q_value"].to_numpy()) == (out["p_value"] <= cutoff).to_numpy())[clear].all()


def test_a_family_without_tests_has_no_cut_off():
    out = add_q_values(pd.DataFrame({"family": ["a"], "p_value": [np.nan]}), family=["family"])
    assert family_cutoffs(out, family=["family"])["p_crit"].isna().all()


def test_an_empty_frame_stays_empty():
    out = add_q_values(pd.DataFrame({"family": [], "p_value": np.empty(0)}), family=["family"])
    assert list(out.columns) == ["family", "p_value", "family_id", "family_size", "q_value"]
    assert out.empty


def test_the_family_id_names_its_keys():
    frame = pd.DataFrame({"question_id": ["q1", "q1"], "demographic_id": ["a", "b"], "p_value": [0.1, 0.2]})
    out = add_q_values(frame, family=["question_id", "demographic_id"])
    assert out["family_id"].tolist() == ["q1/a", "q1/b"]


@pytest.mark.parametrize("p_value", [-0.1, 1.5])
def test_a_p_value_outside_its_range_is_refused(p_value):
    with pytest.raises(MethodError, match="outside"):
        add_q_values(pd.DataFrame({"family": ["a"], "p_value": [p_value]}), family=["family"])


def test_the_limits_are_part_of_the_discoveries_and_have_room_for_the_last_bits():
    assert reaches_q(np.array([0.05, 0.05 + 1e-12, 0.050001, np.nan])).tolist() == [True, True, False, False]
    # 0.1 + 0.2 is 0.30000000000000004: a p-value at its cut-off can be a bit above it.
    p_values = [0.3, 0.1 + 0.2, 0.3001, 0.2999, None]
    nets = pd.DataFrame({"p_value": p_values, "p_crit": [0.3] * 4 + [None]})
    assert reaches_cutoff(nets).tolist() == [True, True, False, True, False]

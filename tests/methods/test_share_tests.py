"""The test of two shares: the edge cases one by one, its limits, and invariants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.false_discovery import add_q_values, reaches_q
from pipeline.methods.marks import marks
from pipeline.methods.share_tests import ShareSample, compare_shares
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read_cases


def case_samples(cases: pd.DataFrame) -> tuple[ShareSample, ShareSample]:
    def side(name: str) -> ShareSample:
        columns = [f"{column}_{name}" for column in ("p", "n_eff", "f", "n", "x")]
        return ShareSample(*(cases[column].to_numpy(dtype=float) for column in columns))

    return side("group"), side("rest")


def test_the_edge_cases():
    cases = read_cases("group_cases")
    tests = compare_shares(*case_samples(cases))
    frame = add_q_values(cases.assign(p_value=tests.p_value), family=["case_id"])
    assert tests.test_method.tolist() == cases["test_method"].tolist()
    assert_close(pd.Series(tests.diff_pp), cases["diff_pp"], atol=1e-12)
    assert_close(pd.Series(tests.z), cases["z"])
    assert_probabilities(pd.Series(tests.p_value), cases["p_value"])
    significant = reaches_q(frame["q_value"].to_numpy())
    assert marks(tests.diff_pp, tests.test_method, significant).tolist() == cases["mark"].tolist()


@st.composite
def two_sides(draw):
    sides = []
    for _ in range(2):
        n = draw(st.integers(30, 400))
        x = draw(st.one_of(st.just(0), st.just(n), st.integers(0, n)))
        f = draw(st.sampled_from([0.0, 0.2, 0.9]))
        deff = draw(st.sampled_from([1.0, 1.3]))
        sides.append(ShareSample(*(np.array([v], dtype=float) for v in (x / n, n / deff, f, n, x))))
    return sides


@FEW
@given(two_sides())
def test_exchanging_the_sides_only_turns_the_sign(sides):
    there, back = compare_shares(*sides), compare_shares(*reversed(sides))
    assert there.test_method == back.test_method
    np.testing.assert_allclose(there.diff_pp, -back.diff_pp)
    np.testing.assert_allclose(there.z, -back.z, rtol=1e-12)
    np.testing.assert_allclose(there.p_value, back.p_value, rtol=1e-9)


@FEW
@given(two_sides())
def test_an_option_and_its_complement_have_the_same_p_value(sides):
    def other(side):
        return ShareSample(1 - side.p, side.n_eff, side.f, side.n, side.n - side.option_n)

    one, two = compare_shares(*sides), compare_shares(*(other(side) for side in sides))
    assert one.test_method == two.test_method
    np.testing.assert_allclose(one.p_value, two.p_value, rtol=1e-7)


@FEW
@given(two_sides())
def test_a_p_value_is_defined_exactly_where_a_test_was_made(sides):
    out = compare_shares(*sides)
    assert (out.test_method[0] in {"z", "fisher"}) == (0 <= out.p_value[0] <= 1)
    assert (out.test_method[0] == "z") == np.isfinite(out.z[0])


@pytest.mark.parametrize(
    ("p", "n_eff", "method"),
    [
        (0.1, 50.0, "z"),  # exactly 5 are expected
        (0.1, 50 - 1e-11, "z"),  # as good as 5
        (0.1, 49.99, "fisher"),
        (0.5, 30.0, "z"),
        (0.5, 30 - 1e-11, "z"),
        (0.5, 29.99, "not_tested"),
    ],
)
def test_limits_have_room_for_float_noise_and_no_more(p, n_eff, method):
    one, other = (
        ShareSample(*(np.array([value], dtype=float) for value in (p, size, 0, 1000, round(1000 * p))))
        for size in (n_eff, 500)
    )
    assert compare_shares(one, other).test_method.tolist() == [method]
    assert compare_shares(other, one).test_method.tolist() == [method]

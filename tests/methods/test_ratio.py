"""Division by zero is NaN, and a per cent is as exact as floats allow."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.ratio import percent, ratio


def test_nothing_divided_by_nothing_is_undefined():
    found = ratio([1.0, 0.0, 3.0, np.nan], [0.0, 0.0, 2.0, 1.0])
    assert np.isnan(found).tolist() == [True, True, False, True]
    assert found[2] == 1.5
    assert ratio(3, [2.0, 4.0]).tolist() == [1.5, 0.75]
    assert np.isnan(percent(0, 0))


def test_multiplying_first_is_exact_where_dividing_first_is_not():
    assert percent(57, 200) == 28.5
    assert 57 / 200 * 100 != 28.5


@given(st.floats(1e-9, 1e12), st.floats(0, 1))
def test_a_part_is_never_more_than_its_whole(whole, share):
    assert percent(whole, whole) == 100
    assert 0 <= percent(whole * share, whole) <= 100
    assert percent(2 * whole, whole) > 100

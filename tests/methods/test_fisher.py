"""Fisher's exact test against scipy's, table by table, and its symmetries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from pipeline.methods.bad_input import MethodError
from pipeline.methods.fisher import fisher_two_sided
from tests.methods.drawn import FEW

TABLES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 300), st.integers(0, 300)),
    min_size=1,
    max_size=8,
)


def columns(tables):
    yes_1, no_1, yes_2, no_2 = (np.array(column, dtype=np.int64) for column in zip(*tables, strict=True))
    return yes_1, yes_1 + no_1, yes_2, yes_2 + no_2


@FEW
@given(TABLES)
def test_many_tables_at_once_are_what_scipy_gives_one_by_one(tables):
    expected = [fisher_exact([[a, b], [c, d]]).pvalue for a, b, c, d in tables]
    np.testing.assert_allclose(fisher_two_sided(*columns(tables)), expected, rtol=1e-9)


def test_a_large_survey():
    table = [(2, 3998, 61, 28939)]
    expected = fisher_exact([[2, 3998], [61, 28939]]).pvalue
    np.testing.assert_allclose(fisher_two_sided(*columns(table)), expected, rtol=1e-9)


def test_equally_likely_tables_count_as_extreme():
    # 3 of 6 against 3 of 6: the observed table is the likeliest, so p is 1; 0 of 6 against 6 of 6 has a twin.
    p = fisher_two_sided(*columns([(3, 3, 3, 3), (0, 6, 6, 0)]))
    np.testing.assert_allclose(p, [1, 2 / 924], rtol=1e-12)
    # 0 of 10 against 3 of 10: by C(10, 3) / C(20, 3) = 2/19, and 3 of 10 against 0 of 10 is as likely, though
    # the logarithms of the two differ in the last bit.
    np.testing.assert_allclose(fisher_two_sided(*columns([(0, 10, 3, 7)])), [4 / 19], rtol=1e-12)


def test_no_table_gives_no_p_value():
    none = np.empty(0, dtype=np.int64)
    assert fisher_two_sided(none, none, none, none).size == 0


def test_a_count_above_its_base_is_refused():
    one = np.array([1], dtype=np.int64)
    with pytest.raises(MethodError, match="outside 0 to its base"):
        fisher_two_sided(one + 5, one, one, one)

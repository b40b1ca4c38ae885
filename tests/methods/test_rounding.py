"""Rounding, printed differences and chart labels against the reference cases, and their invariants."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.rounding import (
    at_least,
    decimals_of_margin,
    decimals_of_mean,
    difference,
    difference_needs_note,
    half_away,
    sum_of_printed,
    sum_to_100,
)
from tests.methods.reference_cases import read_cases


def test_rounding_cases():
    cases = read_cases("rounding")
    shown = [
        half_away(100 * n / base, d)
        for n, base, d in zip(cases["n"], cases["base"], cases["digits"], strict=True)
    ]
    assert shown == cases["shown"].tolist()
    # What the usual wrong rules print; if they passed these cases too, the cases would prove nothing.
    wrong = [
        round(100 * n / base, d)
        for n, base, d in zip(cases["n"], cases["base"], cases["digits"], strict=True)
    ]
    assert wrong == cases["wrong_python_round"].tolist()
    scale = 10.0 ** cases["digits"]
    divided = np.floor(cases["n"] / cases["base"] * 100 * scale + 0.5) / scale
    assert divided.tolist() == cases["divide_first"].tolist()
    assert (cases["shown"] != cases["wrong_python_round"]).sum() >= 15
    assert (cases["shown"] != cases["divide_first"]).sum() >= 10


def test_a_series_is_rounded_like_its_values():
    cases = read_cases("rounding")
    for digits, part in cases.groupby("digits"):
        percent = 100 * part["n"] / part["base"]
        assert half_away(percent, int(digits)).tolist() == part["shown"].tolist()


@pytest.mark.parametrize("digits", [0, 1, 2])
def test_every_share_of_a_small_base_is_rounded_exactly(digits):
    pairs = [(n, base) for base in range(1, 301) for n in range(base + 1)]
    rounded = half_away(pd.Series([100 * n / base for n, base in pairs]), digits)
    exact = [(2 * 100 * n * 10**digits + base) // (2 * base) / 10**digits for n, base in pairs]
    assert rounded.tolist() == exact


@pytest.mark.parametrize("digits", [0, 1])
def test_every_difference_of_two_small_shares_is_rounded_exactly(digits):
    fractions = sorted({Fraction(100 * n, base) for base in range(1, 41) for n in range(base + 1)})[::3]
    pairs = [(a, b) for a in fractions for b in fractions]
    rounded = half_away(pd.Series([float(a) - float(b) for a, b in pairs]), digits)
    scale = 10**digits
    half = Fraction(1, 2)
    exact = [(1 if a >= b else -1) * int(abs(a - b) * scale + half) / scale + 0.0 for a, b in pairs]
    assert rounded.tolist() == exact


@pytest.mark.parametrize("x", [78220048785.915, 702602359475.575, 1144566997270.755])
def test_a_half_of_a_huge_number_is_one_too(x):
    """In floats 100·x is too coarse to be near a half."""
    expected = float(Decimal(repr(x)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    assert half_away(pd.Series([x, -x]), 2).tolist() == [expected, -expected]


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_scalar_and_series_agree_and_are_symmetric(x, digits):
    one = half_away(x, digits)
    assert half_away(pd.Series([x]), digits).tolist() == [one]
    assert half_away(-x, digits) == -one
    # Half of a unit, and what repairing float noise may move.
    assert abs(Decimal(one) - Decimal(x)) <= Decimal("0.5") / 10**digits + Decimal("1e-3")
    assert half_away(one, digits) == one


@given(st.integers(-(10**7), 10**7), st.integers(0, 3))
def test_exact_decimals_round_like_decimal_arithmetic(thousandths, digits):
    expected = Decimal(thousandths).scaleb(-4).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert half_away(thousandths / 10_000, digits) == float(expected)
    assert half_away(Decimal(thousandths).scaleb(-4), digits) == float(expected)


def test_minus_zero_is_never_returned():
    assert str(half_away(-0.3)) == "0.0"
    assert str(half_away(pd.Series([-0.3, -1e-12]), 0).tolist()) == "[0.0, 0.0]"
    assert str(difference(49.92, 50.0, rule="of_unrounded")) == "0.0"


def test_missing_stays_missing_and_the_input_is_untouched():
    series = pd.Series([2.5, None, -2.5], index=["a", "b", "c"], name="pct")
    rounded = half_away(series)
    assert rounded["a"] == 3
    assert pd.isna(rounded["b"])
    assert rounded["c"] == -3
    assert rounded.name == "pct"
    assert series["a"] == 2.5
    decimals = pd.Series([Decimal("0.5"), None], dtype=object)
    assert half_away(decimals)[0] == 1
    assert half_away(pd.Series([1, None], dtype="Int64"))[0] == 1
    assert half_away(pd.Series([], dtype=float)).empty


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_refused(bad):
    with pytest.raises(MethodError, match="half_away: the value is not a finite number"):
        half_away(bad)


def test_an_infinite_value_in_a_series_and_wrong_digits_are_refused():
    with pytest.raises(MethodError, match="half_away: pct: a value is infinite"):
        half_away(pd.Series([np.inf], name="pct"))
    with pytest.raises(MethodError, match="digits=-1: must be 0 to 9"):
        half_away(1.0, -1)


def test_difference_cases():
    cases = read_cases("difference")
    for case in cases.itertuples():
        a, b = 100 * case.n_a / case.base_a, 100 * case.n_b / case.base_b
        assert half_away(a, case.digits) == case.shown_a, case.case_id
        assert half_away(b, case.digits) == case.shown_b, case.case_id
        assert difference(a, b, rule="of_unrounded", digits=case.digits) == case.difference_of_unrounded
        assert difference(a, b, rule="of_rounded", digits=case.digits) == case.difference_of_rounded
        footnote = difference_needs_note(a, b, rule="of_unrounded", digits=case.digits)
        assert footnote == (case.footnote == "yes"), case.case_id
        assert not difference_needs_note(a, b, rule="of_rounded", digits=case.digits)


def test_difference_of_series():
    a, b = pd.Series([75.44, 50.0, None]), pd.Series([74.64, 50.0, 3.0])
    assert difference(a, b, rule="of_unrounded").tolist()[:2] == [1, 0]
    assert difference(a, b, rule="of_rounded").tolist()[:2] == [0, 0]
    assert difference(a, b, rule="of_rounded").isna().tolist() == [False, False, True]
    assert difference_needs_note(a, b, rule="of_unrounded").tolist() == [True, False, False]


def test_an_unknown_difference_rule_is_refused():
    with pytest.raises(MethodError, match="must be of_unrounded or of_rounded"):
        difference(1.0, 2.0, rule="rounded")


def test_sum_to_100_cases():
    cases = read_cases("sum_to_100")
    for case_id, options in cases.groupby("case_id", sort=False):
        shares = 100 * options["n"] / options["n"].sum()
        assert half_away(shares).tolist() == options["table_label"].tolist(), case_id
        assert sum_to_100(shares) == options["chart_label"].tolist(), case_id


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12).filter(any))
def test_chart_labels_add_up_and_stay_next_to_the_share(counts):
    shares = [100 * n / sum(counts) for n in counts]
    labels = sum_to_100(shares)
    assert sum(labels) == 100
    assert all(abs(label - share) < 1 for label, share in zip(labels, shares, strict=True))
    assert all(label == 0 for label, n in zip(labels, counts, strict=True) if n == 0)
    assert all(
        a >= b
        for a, n in zip(labels, counts, strict=True)
        for b, m in zip(labels, counts, strict=True)
        if n > m
    )


@pytest.mark.parametrize("shares", [[50.0, 49.0], [110.0, -10.0], [float("nan"), 100.0], []])
def test_shares_that_are_no_whole_are_refused(shares):
    with pytest.raises(MethodError, match="sum_to_100"):
        sum_to_100(shares)


def test_thresholds_have_room_for_float_noise():
    assert 100 * (0.35 - 0.30) < 5
    assert at_least(100 * (0.35 - 0.30), 5)
    assert not at_least(4.99999, 5)
    assert at_least(np.array([np.nan, 30.0, 29.999]), 30).tolist() == [False, True, False]


def test_a_reader_who_sums_a_column_gets_the_sum_of_what_is_printed():
    """46 + 44 beside a net of 91; 33.3 three times."""
    assert sum_of_printed([46.4, 44.4]) == 90
    assert half_away(46.4 + 44.4) == 91
    assert sum_of_printed([100 / 3] * 3) == 99
    assert sum_of_printed([100 / 3] * 3, 1) == 99.9
    assert sum_of_printed([]) == 0


@pytest.mark.parametrize(
    ("sd", "moe", "digits"),
    [
        (80_000, float("nan"), 0),
        (25, 0.4, 0),  # an index from 0 to 100; the margin beside it has a decimal
        (10, float("nan"), 0),
        (9.99, 0.6, 1),
        (5.2232, 0.3955, 1),  # hours a week
        (1.2, 0.08, 1),  # a scale of five points
        (1.0, float("nan"), 1),
        (0.99, float("nan"), 2),
        (1.5, 0.05, 1),  # ± 0,1
        (1.5, 0.0499, 2),  # not ± 0,0
        (1.5, 0.0004, 3),
        (0.004, float("nan"), 3),
        (0, 0, 1),  # everyone gave the same answer
        (25, 0.04, 2),
    ],
)
def test_decimals_of_a_mean_follow_its_spread(sd, moe, digits):
    assert decimals_of_mean(sd, moe) == digits


@pytest.mark.parametrize(
    ("moe", "digits", "printed"), [(0.3, 0, 1), (9.9, 0, 1), (10, 0, 0), (12, 1, 1), (0.1, 2, 2)]
)
def test_decimals_of_a_margin(moe, digits, printed):
    assert decimals_of_margin(moe, digits) == printed


@pytest.mark.parametrize("sd", [-1.0, float("nan"), float("inf")])
def test_a_spread_that_is_none_has_no_decimals(sd):
    with pytest.raises(MethodError):
        decimals_of_mean(sd, 0.1)

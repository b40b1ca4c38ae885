"""Numeric questions: R's means and quantiles, numpy on the persons, and exact ties."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.numeric import mean_measures, moments, quantile_measures, weight_units
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read
from tests.methods.survey_cells import members, person_groups, value_sums

KEYS = ["question_id", "demographic_id", "group_id"]
DEMOGRAPHICS = ("total", "gender", "age_group")


def expected_rows(weighting: str) -> pd.DataFrame:
    expected = read("numeric", "expected")
    return expected[expected["weighting"] == weighting].reset_index(drop=True)


def valid_values(weighting: str) -> pd.DataFrame:
    """The persons' hours and q2, where 9 is don't know and no value."""
    persons = members(weighting)
    return persons.assign(q2=persons["q2"].astype(float).where(persons["q2"] != 9))


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_the_reference_means(weighting):
    expected = expected_rows(weighting)
    sums = pd.concat([value_sums(valid_values(weighting), name, DEMOGRAPHICS) for name in ("hours", "q2")])
    actual = expected[KEYS].merge(mean_measures(sums.assign(f=0.0), base="valid", keys=KEYS), on=KEYS)
    n_eff = expected[KEYS].merge(sums.assign(n_eff=moments(sums, base="valid").n_eff), on=KEYS)["n_eff"]
    assert_close(n_eff, expected["n_eff"])
    for ours, theirs in {"value": "mean", "se": "se_mean", "sd": "sd", "base_n": "base_n"}.items():
        assert_close(actual[ours], expected[theirs])


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_the_reference_quartiles(weighting):
    expected = expected_rows(weighting)
    long = person_groups(valid_values(weighting), DEMOGRAPHICS)
    long = long.melt([*KEYS[1:], "weight"], ["hours", "q2"], "question_id").dropna(subset="value")
    values = long.groupby([*KEYS, "value"])["weight"].agg(value_n="size", value_w="sum").reset_index()
    found = quantile_measures(values, keys=KEYS).pivot(index=KEYS, columns="measure", values="value")
    actual = expected[KEYS].merge(found.reset_index(), on=KEYS)
    for name in ("q25", "median", "q75"):
        assert_close(actual[name], expected[name], rtol=0)


def sums_of(values, weights, centre=0.0):
    x, w = np.array(values, dtype=float) - centre, np.array(weights, dtype=float)
    return pd.DataFrame(
        {
            "group_id": ["g"], "centre": centre, "f": 0.0,
            "valid_n": len(x), "valid_w": w.sum(), "valid_w2": (w**2).sum(),
            "valid_wx": (w * x).sum(), "valid_wx2": (w * x**2).sum(),
            "valid_w2x": (w**2 * x).sum(), "valid_w2x2": (w**2 * x**2).sum(),
        }
    )  # fmt: skip


SAMPLES = st.lists(st.tuples(st.integers(0, 168), st.sampled_from([0.5, 1.0, 1.7])), min_size=2, max_size=30)


@FEW
@given(SAMPLES, st.floats(0.1, 10))
def test_mean_and_sd_are_numpy_s_and_do_not_depend_on_centre_or_scale(sample, scale):
    x, w = (np.array(column, dtype=float) for column in zip(*sample, strict=True))
    out = mean_measures(sums_of(x, w), base="valid", keys=["group_id"])
    assert out["value"].item() == pytest.approx(np.average(x, weights=w))
    assert out["sd"].item() == pytest.approx(np.sqrt(np.cov(x, aweights=w)), abs=1e-4)
    other = mean_measures(sums_of(x, scale * w, centre=40.0), base="valid", keys=["group_id"])
    for name in ("value", "se", "sd"):
        assert_close(other[name], out[name], rtol=1e-7, atol=1e-4)


def test_equal_values_have_no_spread_at_all():
    out = mean_measures(sums_of([37.3] * 7, [0.3] * 7), base="valid", keys=["group_id"])
    assert out[["se", "sd"]].to_numpy().tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(("n", "note"), [(0, "no_base"), (1, "small_base")])
def test_too_few_persons(n, note):
    out = mean_measures(sums_of([5.0] * n, [1.0] * n), base="valid", keys=["group_id"])
    assert out["stat_note"].tolist() == [note]
    assert out[["se", "sd"]].isna().all(axis=None)
    assert out["value"].isna().item() == (n == 0)


def test_a_census_has_no_error():
    out = mean_measures(sums_of([1, 2, 3], [1, 1, 1]).assign(f=1.0), base="valid", keys=["group_id"])
    assert out["se"].item() == 0


def quantiles(rows) -> dict[str, float]:
    frame = pd.DataFrame(rows, columns=["value", "value_n", "value_w"]).assign(g="g")
    return quantile_measures(frame, keys=["g"]).set_index("measure")["value"].to_dict()


def test_an_exact_tie_is_the_mean_of_two_values():
    # 0.1 + 0.2 is not 0.3 in floats: in decimals, half of the weight is reached exactly.
    tie = [(1, 1, 0.1), (2, 1, 0.2), (5, 1, 0.3)]
    assert quantiles(tie)["median"] == 3.5
    assert quantiles([(value, n, Decimal(str(w))) for value, n, w in tie])["median"] == 3.5
    assert quantiles([(1, 1, 0.1), (2, 1, 0.2), (5, 1, 0.300000001)])["median"] == 5


@FEW
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=12),
    st.sampled_from([1, 3]),
)
def test_quantiles_are_those_of_the_repeated_values(sample, scale):
    weights: dict[int, int] = {}
    for value, weight in sample:
        weights[value] = weights.get(value, 0) + weight
    repeated = sorted(value for value, weight in weights.items() for _ in range(weight))
    found = quantiles([(value, 1, scale * weight / 8) for value, weight in weights.items()])
    for name, q in (("q25", 0.25), ("median", 0.5), ("q75", 0.75)):
        assert found[name] == np.quantile(repeated, q, method="averaged_inverted_cdf")


def test_sums_that_no_float_holds_are_compared_to_the_last_unit():
    """Half of 9 billion is met exactly, or missed by one unit of the ninth decimal."""
    half = 45 * 10**17
    for units, median in (((half, half), 15.0), ((half - 1, half + 1), 20.0), ((half + 1, half - 1), 10.0)):
        assert float(units[0]) == half
        rows = pd.DataFrame({"g": "g", "value": [10.0, 20.0], "value_n": 1, "value_w": list(units)})
        found = quantile_measures(rows, keys=["g"]).set_index("measure")["value"]
        assert found.to_dict() == {"q25": 10.0, "median": median, "q75": 20.0}
    with pytest.raises(MethodError, match="1 sums of weights are negative"):
        weight_units(pd.Series([3, -1]))


def test_groups_do_not_see_each_other():
    rows = pd.DataFrame(
        {"g": ["b", "a", "b", "a", "c"], "value": [9, 1, 7, 3, 5], "value_n": [1, 1, 1, 1, 0],
         "value_w": [1.0, 1.0, 3.0, 1.0, 0.0]}
    )  # fmt: skip
    found = quantile_measures(rows, keys=["g"]).pivot(index="g", columns="measure", values="value")
    assert found["median"].to_dict() == {"a": 2.0, "b": 7.0}
    assert quantile_measures(rows.head(0), keys=["g"]).empty


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf, 1e-10, Decimal("0.0000000001"), Decimal("NaN")])
def test_a_weight_that_is_no_decimal_is_refused(weight):
    with pytest.raises(MethodError, match="decimals"):
        weight_units(pd.Series([weight]))

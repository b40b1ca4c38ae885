"""Benchmarks: the reference distribution of units, numpy's quantiles, and units that do not add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.benchmark import (
    add_best_quarter,
    pooled_shares,
    require_units_add_up,
    unit_distribution,
)
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read

KEYS = ["question_id"]


def reference_units() -> pd.DataFrame:
    units = read("benchmark", "input")
    option_w = units["pct"] * units["valid_n"] / 100
    return units.assign(option_w=option_w, valid_w=units["valid_n"].astype(float))


def test_the_reference_distribution():
    expected = read("benchmark", "expected")
    units = reference_units()
    found = unit_distribution(units, base="valid", keys=KEYS, min_base=10, value="pct")
    found = found.merge(pooled_shares(units, base="valid", keys=KEYS), on=KEYS)
    for name in ("units_n", "units_q1_pct", "units_median_pct", "units_q3_pct", "pooled_pct"):
        assert_close(found[name], expected[name])


def test_the_best_quarter_is_at_or_above_the_upper_quartile():
    units = reference_units()
    distribution = unit_distribution(units, base="valid", keys=KEYS, min_base=10, value="pct")
    found = add_best_quarter(units, distribution, base="valid", keys=KEYS, min_base=10, value="pct")
    q1 = found[found["question_id"] == "q1"]
    best = q1["is_best_quarter"].fillna(value=False).astype(bool)
    assert q1["unit_id"][best].tolist() == ["E01", "E03", "E08"]
    assert q1["unit_id"][q1["is_best_quarter"].isna()].tolist() == ["E05"]
    assert found[found["question_id"] == "q2"]["is_best_quarter"].isna().all()


@FEW
@given(st.lists(st.floats(0, 100), min_size=0, max_size=30), st.randoms())
def test_quartiles_are_numpy_s_and_every_unit_counts_once(values, random):
    n = [random.choice([10, 500]) for _ in values]
    rows = [("q", f"u{i}", size, pct) for i, (size, pct) in enumerate(zip(n, values, strict=True))]
    rows += [("q", "small", 9, 100.0), ("q", "none", 0, np.nan), ("other", "u1", 30, 5.0)]
    random.shuffle(rows)
    units = pd.DataFrame(rows, columns=["question_id", "unit_id", "valid_n", "shown_pct"])
    found = unit_distribution(units, base="valid", keys=KEYS, min_base=10).set_index("question_id").loc["q"]
    assert found["units_n"] == len(values)
    for name, q in (("units_q1_pct", 0.25), ("units_median_pct", 0.5), ("units_q3_pct", 0.75)):
        if len(values) < 5:
            assert np.isnan(found[name])
        else:
            assert found[name] == pytest.approx(np.quantile(values, q))


def test_units_add_up_to_the_total():
    units = pd.DataFrame(
        {"question_id": "q", "unit_id": ["a", "b"], "valid_n": [3, 4], "valid_w": [0.1, 0.2]}
    )
    totals = pd.DataFrame({"question_id": ["q"], "valid_n": [7], "valid_w": [0.3]})
    require_units_add_up(units, totals, keys=KEYS, sums=["valid_n", "valid_w"])
    with pytest.raises(MethodError, match="question_id=q: valid_n of the units does not add up"):
        require_units_add_up(units, totals.assign(valid_n=8), keys=KEYS, sums=["valid_n"])
    for weight, fits in ((0.3 * (1 + 1e-12), True), (0.3 * (1 + 1e-6), False)):
        off = totals.assign(valid_w=weight)
        if fits:
            require_units_add_up(units, off, keys=KEYS, sums=["valid_w"])
        else:
            with pytest.raises(MethodError, match="valid_w of the units does not add up"):
                require_units_add_up(units, off, keys=KEYS, sums=["valid_w"])
    with pytest.raises(MethodError, match="no units"):
        require_units_add_up(units.head(0), totals, keys=KEYS, sums=["valid_n"])


def test_a_unit_twice_is_refused():
    units = reference_units()
    with pytest.raises(MethodError, match="the key occurs twice"):
        unit_distribution(pd.concat([units, units]), base="valid", keys=KEYS, min_base=10, value="pct")


def test_the_pooled_share_is_of_weights_and_has_the_small_units():
    units = pd.DataFrame(
        {
            "question_id": "q", "unit_id": ["a", "small"], "option_w": [3.0, 2.5],
            "valid_n": [10, 2], "valid_w": [12.0, 2.5],
        }
    )  # fmt: skip
    found = pooled_shares(units, base="valid", keys=KEYS)
    assert found["pooled_pct"].tolist() == [pytest.approx(100 * 5.5 / 14.5)]
    assert found["pooled_n"].tolist() == [12]

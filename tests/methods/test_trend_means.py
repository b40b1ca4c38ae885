"""Changes of means: R's paired and Welch's t by their formulas, the share as a mean, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from pipeline.methods.bad_input import MethodError
from pipeline.methods.trend import compare_waves
from pipeline.methods.trend_means import compare_means_of_waves
from tests.methods.drawn import FEW
from tests.methods.test_trend import KEYS, reference_pairs


def side(x: pd.Series, w: pd.Series, prefix: str) -> dict[str, float]:
    """One wave's mean and the variance of it; a blank is not in the wave."""
    some = x.notna()
    x, w, n = x[some], w[some], int(some.sum())
    mean = (w * x).sum() / w.sum()
    variance = n / (n - 1) * (w**2 * (x - mean) ** 2).sum() / w.sum() ** 2 if n > 1 else np.nan
    return {
        f"{prefix}value": mean, f"{prefix}mean_variance": variance, f"{prefix}valid_n": n,
        f"{prefix}valid_w": w.sum(), f"{prefix}n_eff": w.sum() ** 2 / (w**2).sum(),
        f"{prefix}f": 0.0, f"{prefix}universe_n": np.nan,
    }  # fmt: skip


def compared(x1, x2, w1=1.0, w2=1.0, min_change=0.0, **more) -> pd.Series:
    """The change between two waves' numbers of the same persons."""
    x1, x2 = (pd.Series(x, dtype=float) for x in (x1, x2))
    w1, w2 = (pd.Series(w, index=x1.index, dtype=float) for w in (w1, w2))
    row = side(x1, w1, "previous_") | side(x2, w2, "")
    both = x1.notna() & x2.notna()
    off = w1 * w2 * (x1 - row["previous_value"]) * (x2 - row["value"])
    row |= {"overlap_n": int(both.sum()), "overlap_products": off[both].sum(), "overlap_universe_n": np.nan}
    frame = pd.DataFrame([{"case_id": "a", "min_change": min_change} | row | more])
    return compare_means_of_waves(frame, keys=KEYS, family=KEYS).iloc[0]


NUMBERS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=30, max_size=60)


@FEW
@given(NUMBERS, st.floats(0.1, 10))
def test_a_full_panel_is_the_paired_t_test_at_any_scale_of_weights(numbers, scale):
    x1, x2 = (np.array(column, dtype=float) for column in zip(*numbers, strict=True))
    found = compared(x1, x2, scale, scale)
    assert found["change"] == pytest.approx(x2.mean() - x1.mean(), abs=1e-9)
    if np.ptp(x2 - x1) == 0:
        assert found["test_method"] == "degenerate"
        return
    assert found["z"] == pytest.approx(ttest_rel(x2, x1).statistic, rel=1e-6, abs=1e-9)


def test_without_common_persons_the_variances_add_up():
    x1 = np.r_[np.arange(40.0), np.full(50, np.nan)]
    x2 = np.r_[np.full(40, np.nan), np.arange(50.0)]
    found = compared(x1, x2)
    assert found["overlap_n"] == 0
    expected = np.var(x1[:40], ddof=1) / 40 + np.var(x2[40:], ddof=1) / 50
    assert found["se_change"] == pytest.approx(np.sqrt(expected))


@pytest.mark.parametrize("fpc", [False, True])
def test_a_share_is_the_mean_of_zeros_and_ones(fpc):
    """The reference panels again: what is known of shares must come out of means."""
    pairs = reference_pairs(fpc=fpc)
    shares = compare_waves(pairs, base="valid", keys=KEYS, family=KEYS)
    for prefix in ("previous_", ""):
        p = pairs[f"{prefix}option_w"] / pairs[f"{prefix}valid_w"]
        n, w, s = (pairs[f"{prefix}valid_{k}"] for k in ("n", "w", "w2"))
        spread = (1 - p) ** 2 * pairs[f"{prefix}option_w2"] + p**2 * (s - pairs[f"{prefix}option_w2"])
        pairs[f"{prefix}value"] = p
        pairs[f"{prefix}mean_variance"] = n / (n - 1) * spread / w**2
        pairs[f"{prefix}n_eff"] = w**2 / s
    p1, p2 = pairs["previous_value"], pairs["value"]
    pairs["overlap_products"] = (
        pairs["overlap_ww_both"]
        - p2 * pairs["overlap_ww_previous"]
        - p1 * pairs["overlap_ww_current"]
        + p1 * p2 * pairs["overlap_ww"]
    )
    means = compare_means_of_waves(pairs.assign(min_change=0.05), keys=KEYS, family=KEYS)
    for name in ("z", "p_value", "q_value"):
        np.testing.assert_allclose(means[name], shares[name], rtol=1e-9)
    np.testing.assert_allclose(100 * means["se_change"], shares["se_change_pp"], rtol=1e-9)
    assert means["mark"].tolist() == shares["mark"].tolist()


def test_a_mark_needs_both_certainty_and_size():
    x1 = np.tile([0.0, 10.0], 200)
    assert compared(x1, x1[::-1] + 3, min_change=3.0)["mark"] == "up"
    assert compared(x1, x1[::-1] + 3, min_change=3.01)["mark"] == "none"
    assert compared(x1[:40], x1[:40][::-1] + 0.5)["mark"] == "none"
    assert compared(x1, x1[::-1] - 3)["mark"] == "down"


def test_a_small_wave_is_not_tested_but_its_change_is_shown():
    found = compared(np.arange(29.0), np.arange(29.0)[::-1] + 5)
    assert (found["test_method"], found["mark"], found["change"]) == ("not_tested", "not_tested", 5)


def test_one_person_has_no_standard_error():
    found = compared([4.0, np.nan], [3.0, np.nan])
    assert np.isnan(found["se_change"])
    assert found["stat_note"] == "small_base"


def test_more_persons_in_both_than_in_one_are_refused():
    with pytest.raises(MethodError, match="overlap_n exceeds"):
        compared(np.arange(40.0), np.arange(40.0), overlap_n=41)


def test_the_effective_size_decides_what_is_tested():
    answers, even, uneven = np.arange(40.0), np.ones(40), np.array([20.0, *[1.0] * 39])
    assert compared(answers, answers[::-1] + 1)["test_method"] == "z"
    for before, after in ((even, uneven), (uneven, even)):
        assert compared(answers, answers[::-1] + 1, before, after)["test_method"] == "not_tested"


def test_waves_in_which_all_answered_the_same_again_leave_no_variance():
    for seed in range(40):
        draw = np.random.default_rng(seed)
        answers, weights = draw.normal(30, 9, 50), draw.uniform(0.2, 5, 50)
        found = compared(answers, answers, weights, weights)
        assert (found["test_method"], found["stat_note"]) == ("degenerate", "degenerate")

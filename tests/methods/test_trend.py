"""Year on year: the reference panels, R's paired t, and waves without a test."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from pipeline.methods.bad_input import MethodError
from pipeline.methods.trend import _wave as wave_shares
from pipeline.methods.trend import compare_waves, compare_waves_of_nets, overlap_covariance
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read

KEYS = ["case_id"]


def wave_sums(y: pd.Series, w: pd.Series, prefix: str) -> dict[str, float]:
    """n, Σw, Σw² of the base and of those with the option; a blank is not in the wave."""
    some, w = y.notna(), w.where(y.notna(), 0.0)
    yes = y == 1
    return {
        f"{prefix}option_n": int(yes.sum()), f"{prefix}option_w": w[yes].sum(),
        f"{prefix}option_w2": (w[yes] ** 2).sum(),
        f"{prefix}valid_n": int(some.sum()), f"{prefix}valid_w": w.sum(), f"{prefix}valid_w2": (w**2).sum(),
        f"{prefix}f": 0.0, f"{prefix}universe_n": np.nan,
    }  # fmt: skip


def pair(y1, w1, y2, w2) -> dict[str, float]:
    """One row of two waves from the same persons' answers and weights."""
    y1, w1, y2, w2 = (pd.Series(column, dtype=float) for column in (y1, w1, y2, w2))
    both = y1.notna() & y2.notna()
    ww = (w1 * w2)[both]
    overlap = {
        "overlap_n": int(both.sum()), "overlap_ww": ww.sum(), "overlap_ww_previous": (ww * y1[both]).sum(),
        "overlap_ww_current": (ww * y2[both]).sum(), "overlap_ww_both": (ww * y1[both] * y2[both]).sum(),
        "overlap_universe_n": np.nan,
    }  # fmt: skip
    return wave_sums(y1, w1, "previous_") | wave_sums(y2, w2, "") | overlap


def reference_pairs(*, fpc: bool) -> pd.DataFrame:
    rows = []
    for case_id, part in read("yoy", "input").groupby("case_id", sort=False):
        columns = (part[name].to_numpy() for name in ("y1", "w1", "y2", "w2"))
        rows.append({"case_id": case_id} | pair(*columns))
    pairs = pd.DataFrame(rows)
    if not fpc:
        return pairs
    known = read("yoy", "expected").set_index("case_id").loc[pairs["case_id"]].reset_index()
    return pairs.assign(
        previous_universe_n=known["universe_n1"], universe_n=known["universe_n2"],
        overlap_universe_n=known["universe_n12"], previous_f=pairs["previous_valid_n"] / known["universe_n1"],
        f=pairs["valid_n"] / known["universe_n2"],
    )  # fmt: skip


@pytest.mark.parametrize(("fpc", "suffix"), [(False, ""), (True, "_fpc")])
def test_the_reference_panels(fpc, suffix):
    expected = read("yoy", "expected")
    found = compare_waves(reference_pairs(fpc=fpc), base="valid", keys=KEYS, family=KEYS)
    actual = expected[KEYS].merge(found, on=KEYS, how="left")
    names = {
        "change_pp": "change_pp", f"z{suffix}": "z", f"p_value{suffix}": "p_value", "n12": "overlap_n",
        "se_change_fpc_pp" if fpc else "se_change_pp": "se_change_pp",
    }  # fmt: skip
    for theirs, ours in names.items():
        assert_close(actual[ours], expected[theirs])
    assert (actual["test_method"] == "z").all()


def test_the_parts_of_the_reference_panels():
    """Size, share and error of each wave, and their covariance and correlation."""
    expected = read("yoy", "expected")
    pairs = reference_pairs(fpc=False)
    assert pairs["case_id"].tolist() == expected["case_id"].tolist()
    before, after = wave_shares(pairs, "valid", "previous_"), wave_shares(pairs, "valid", "")
    for side, suffix in ((before, "1"), (after, "2")):
        assert_close(pd.Series(side.n), expected[f"n{suffix}"])
        assert_close(pd.Series(100 * side.p), expected[f"wave{suffix}_pct"])
        assert_close(pd.Series(100 * np.sqrt(side.variance)), expected[f"se{suffix}_pp"])
    covariance = overlap_covariance(pairs, before, after)
    assert_close(pd.Series(1e4 * covariance), expected["cov_pp2"])
    assert_close(pd.Series(covariance / np.sqrt(before.variance * after.variance)), expected["corr"])


def test_without_links_the_waves_count_as_independent():
    pairs = reference_pairs(fpc=False)
    none = dict.fromkeys([name for name in pairs.columns if name.startswith("overlap_ww")], 0.0)
    found = compare_waves(pairs.assign(overlap_n=0, **none), base="valid", keys=KEYS, family=KEYS)
    expected = read("yoy", "expected")
    actual = expected[KEYS].merge(found, on=KEYS, how="left")
    assert_close(actual["z"], expected["z_if_independent"])


def test_an_unknown_common_register_is_the_smaller_one():
    pairs = reference_pairs(fpc=True)
    unknown = compare_waves(pairs.assign(overlap_universe_n=np.nan), base="valid", keys=KEYS, family=KEYS)
    smaller = pairs[["previous_universe_n", "universe_n"]].min(axis=1)
    known = compare_waves(pairs.assign(overlap_universe_n=smaller), base="valid", keys=KEYS, family=KEYS)
    assert_close(unknown["se_change_pp"], known["se_change_pp"])


ANSWERS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=30, max_size=80)


def one(row: dict[str, float], **columns) -> pd.Series:
    frame = pd.DataFrame([{"case_id": "a"} | row | columns])
    return compare_waves(frame, base="valid", keys=KEYS, family=KEYS).iloc[0]


@FEW
@given(ANSWERS, st.floats(0.01, 100))
def test_a_full_panel_is_the_paired_t_test_at_any_scale_of_weights(answers, scale):
    y1, y2 = (np.array(column, dtype=float) for column in zip(*answers, strict=True))
    w = np.full(len(answers), scale)
    found = one(pair(y1, w, y2, w))
    assert found["change_pp"] == pytest.approx(100 * (y2.mean() - y1.mean()), abs=1e-9)
    if np.ptp(y2 - y1) == 0:
        assert found["test_method"] == "degenerate"
        assert np.isnan(found["z"])
        return
    assert found["z"] == pytest.approx(ttest_rel(y2, y1).statistic, rel=1e-6, abs=1e-9)
    turned = one(pair(y2, w, y1, w))
    assert turned["z"] == pytest.approx(-found["z"], rel=1e-6, abs=1e-9)


def test_a_small_wave_is_not_tested_but_its_change_is_shown():
    ones = np.ones(29)
    found = one(pair(ones, ones, 0 * ones, ones))
    assert (found["test_method"], found["mark"], found["change_pp"]) == ("not_tested", "not_tested", -100)


def test_an_empty_wave_has_no_change():
    ones, nobody = np.ones(40), np.full(40, np.nan)
    found = one(pair(ones, ones, nobody, nobody))
    assert np.isnan(found["change_pp"])
    assert found["stat_note"] == "no_base"


def test_a_break_has_neither_change_nor_test():
    answers = np.tile([0.0, 1.0], 30)
    found = one(pair(answers, np.ones(60), answers[::-1], np.ones(60)), obs_status="b")
    assert found[["change_pp", "se_change_pp", "z", "p_value", "q_value"]].isna().all()
    assert (found["stat_note"], found["mark"]) == ("break", "not_tested")


def test_a_mark_needs_both_certainty_and_size():
    before, ones = np.repeat([0.0, 1.0], [3000, 3000]), np.ones(6000)
    far, near = np.repeat([0.0, 1.0], [2700, 3300]), np.repeat([0.0, 1.0], [2701, 3299])
    assert one(pair(before, ones, far, ones))["mark"] == "up"
    assert one(pair(before, ones, near, ones))["mark"] == "none"


def test_a_net_is_held_to_its_family():
    pairs = reference_pairs(fpc=False).assign(question_id="q")
    options = compare_waves(pairs, base="valid", keys=KEYS, family=["question_id"])
    nets = compare_waves_of_nets(pairs, options, base="valid", keys=KEYS, family=["question_id"])
    found = nets.set_index("case_id")
    assert found["family_size"].tolist() == [4] * 4
    # Two of the four have q ≤ 0.05, so a net has to reach 0.05·2/4.
    assert found["p_crit"].tolist() == [0.025] * 4
    assert found["mark"].to_dict() == {
        "partial": "none", "panel": "none", "panel_unweighted": "up", "independent": "down",
    }  # fmt: skip


def test_more_persons_in_both_than_in_one_are_refused():
    pairs = reference_pairs(fpc=False)
    with pytest.raises(MethodError, match="overlap_n exceeds"):
        compare_waves(pairs.assign(overlap_n=5000), base="valid", keys=KEYS, family=KEYS)


def test_the_effective_size_decides_what_is_tested():
    """40 persons, one of whom weighs as much as 20 others, are 40² · 1.475² / (39 + 400) = 7.9."""
    answers, even, uneven = np.tile([0.0, 1.0], 20), np.ones(40), np.array([20.0, *[1.0] * 39])
    assert one(pair(answers, even, answers[::-1], even))["test_method"] == "z"
    for weights in ((even, uneven), (uneven, even)):
        assert one(pair(answers, weights[0], answers[::-1], weights[1]))["test_method"] == "not_tested"


def test_waves_in_which_all_answered_the_same_again_leave_no_variance():
    """V₁ + V₂ − 2C is 0, but for the last bits, which are below 0 here and above 0 there."""
    for seed in range(40):
        draw = np.random.default_rng(seed)
        answers, weights = draw.integers(0, 2, 50).astype(float), draw.uniform(0.2, 5, 50)
        found = one(pair(answers, weights, answers, weights))
        assert (found["test_method"], found["stat_note"]) == ("degenerate", "degenerate")
        assert np.isnan(found["z"])

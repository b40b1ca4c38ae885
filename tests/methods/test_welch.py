"""Welch's test on effective sizes: the reference tests, scipy's t-test, and cases without a test."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from pipeline.methods.precision import effective_n
from pipeline.methods.rest import add_rest_fraction, rest_sums
from pipeline.methods.scored import score_sums
from pipeline.methods.welch import compare_means_with_rest
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read
from tests.methods.survey_cells import COUNTS, members, option_rows, split_total, value_sums

KEYS = ["report_id", "question_id", "item_id"]
ROW = ["question_id", "demographic_id", "group_id"]
SUMS = [f"valid_{kind}" for kind in ("n", "w", "w2", "wx", "wx2", "w2x", "w2x2")]


def run(rows: pd.DataFrame) -> pd.DataFrame:
    groups, totals = split_total(rows)
    cells = add_rest_fraction(rest_sums(groups, totals, keys=KEYS, sums=[*SUMS, *COUNTS]))
    return compare_means_with_rest(cells, base="valid")


def reference_rows(weighting: str) -> pd.DataFrame:
    hours = value_sums(members(weighting), "hours", ("total", "gender", "age_group", "region"))
    options = option_rows(weighting).query("question_id == 'q2'")
    options = options[options["demographic_id"].isin(hours["demographic_id"].unique())]
    options = options.assign(score=options["option_id"].astype(float))
    return pd.concat([hours, score_sums(options, base="valid", keys=[*KEYS, "demographic_id", "group_id"])])


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_the_reference_tests(weighting):
    expected = read("welch", "expected").query("weighting == @weighting").reset_index(drop=True)
    actual = expected[ROW].merge(run(reference_rows(weighting)), on=ROW, how="left")
    names = {
        "mean_group": "group_mean", "mean_rest": "rest_mean", "sd_group": "group_sd", "sd_rest": "rest_sd",
        "f_group": "f", "f_rest": "rest_f", "diff": "diff", "t": "t", "df": "df",
    }  # fmt: skip
    for theirs, ours in names.items():
        assert_close(actual[ours], expected[theirs], atol=1e-12)
    for name in ("p_value", "q_value"):
        assert_probabilities(actual[name], expected[name])
    for ours, theirs in (("", "group"), ("rest_", "rest")):
        n_eff = effective_n(actual[f"{ours}valid_w"], actual[f"{ours}valid_w2"])
        assert_close(pd.Series(n_eff), expected[f"n_eff_{theirs}"])
    assert (actual["test_method"] == "not_tested").tolist() == expected["t"].isna().tolist()


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_the_reference_tests_without_a_universe(weighting):
    expected = read("welch", "expected").query("weighting == @weighting").reset_index(drop=True)
    actual = expected[ROW].merge(run(reference_rows(weighting).assign(universe_n=np.nan, f=0.0)), on=ROW)
    for theirs, ours in {"t_nofpc": "t", "df_nofpc": "df"}.items():
        assert_close(actual[ours], expected[theirs], atol=1e-12)
    assert_probabilities(actual["p_value"], expected["p_nofpc"])


def sums(x: np.ndarray, prefix: str = "") -> dict[str, float]:
    moments = {"n": len(x), "w": len(x), "w2": len(x), "wx": x.sum(), "wx2": (x**2).sum()}
    moments |= {"w2x": moments["wx"], "w2x2": moments["wx2"]}
    return {f"{prefix}valid_{name}": float(value) for name, value in moments.items()}


def row(group: np.ndarray, rest: np.ndarray, f: float = 0.0) -> pd.DataFrame:
    ids = {"report_id": "r", "question_id": "q", "item_id": "_", "demographic_id": "d", "group_id": "g"}
    return pd.DataFrame([ids | sums(group) | sums(rest, "rest_") | {"centre": 0.0, "f": f, "rest_f": f}])


SIDES = st.lists(st.integers(-20, 20), min_size=30, max_size=50).map(lambda x: np.array(x, dtype=float))


@FEW
@given(SIDES, SIDES)
def test_without_weights_it_is_the_ordinary_welch_test(group, rest):
    out = compare_means_with_rest(row(group, rest), base="valid")
    if group.std() == rest.std() == 0:
        assert out["test_method"].item() == "not_tested"
        return
    expected = ttest_ind(group, rest, equal_var=False)
    assert out["t"].item() == pytest.approx(expected.statistic, rel=1e-7, abs=1e-9)
    assert out["p_value"].item() == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)
    turned = compare_means_with_rest(row(rest, group), base="valid")
    assert turned["t"].item() == pytest.approx(-out["t"].item())


@pytest.mark.parametrize(
    ("group", "f"),
    [(np.arange(29.0), 0.0), (np.empty(0), 0.0), (np.array([1.0]), 0.0), (np.arange(60.0), 1.0)],
)
def test_too_few_persons_and_everybody_are_not_tested(group, f):
    out = compare_means_with_rest(row(group, np.arange(50.0), f), base="valid")
    assert out["test_method"].tolist() == ["not_tested"]
    assert out[["t", "df", "p_value", "q_value"]].isna().all(axis=None)
    assert out["family_size"].tolist() == [0]


def test_the_effective_size_decides_what_is_tested():
    """40 persons, one of whom weighs as much as 20 others, have an effective size of 7.9."""
    x, w = np.arange(40.0), np.array([20.0, *[1.0] * 39])
    moments = {"n": 40, "w": w.sum(), "w2": (w**2).sum(), "wx": (w * x).sum(), "wx2": (w * x**2).sum()}
    moments |= {"w2x": (w**2 * x).sum(), "w2x2": (w**2 * x**2).sum()}
    even = row(x, x + 1)
    assert compare_means_with_rest(even, base="valid")["test_method"].tolist() == ["welch"]
    for prefix in ("", "rest_"):
        uneven = even.assign(**{f"{prefix}valid_{name}": float(value) for name, value in moments.items()})
        assert compare_means_with_rest(uneven, base="valid")["test_method"].tolist() == ["not_tested"]

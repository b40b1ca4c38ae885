"""Group against the rest: every reference test, the edge cases one by one, and invariants."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.group_tests import compare_with_rest
from pipeline.methods.marks import MIN_DIFF_INDEX, MIN_DIFF_PP, MIN_DIFF_SD, marks, smallest_differences
from pipeline.methods.precision import effective_n
from pipeline.methods.rest import add_rest_fraction, rest_sums
from pipeline.survey import settings
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read
from tests.methods.survey_cells import COUNTS, option_rows, split_total, without_universe

KEYS = ["report_id", "question_id", "item_id", "option_id"]
ROW = ["question_id", "demographic_id", "group_id", "option_id"]
SUMS = [f"{prefix}_{kind}" for prefix in ("option", "valid") for kind in ("n", "w", "w2")]


def run(rows: pd.DataFrame) -> pd.DataFrame:
    groups, totals = split_total(rows)
    cells = add_rest_fraction(rest_sums(groups, totals, keys=KEYS, sums=[*SUMS, *COUNTS]))
    return compare_with_rest(cells, base="valid")


def matched(actual: pd.DataFrame, expected: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    expected = expected.astype(dict.fromkeys(keys, "str"))
    return expected[keys].merge(actual, on=keys, how="left", validate="one_to_one")


def test_the_reference_tests():
    expected = read("group_vs_rest", "expected")
    actual = matched(run(option_rows()), expected, ROW)
    assert len(actual) == 121
    for name in ("group_pct", "rest_pct", "diff_pp", "z", "family_size"):
        assert_close(actual[name], expected[name], atol=1e-12)
    for name in ("p_value", "q_value"):
        assert_probabilities(actual[name], expected[name])
    for ours, theirs in (("", "group"), ("rest_", "rest")):
        assert_close(actual[f"{ours}f"], expected[f"f_{theirs}"])
        n_eff = effective_n(actual[f"{ours}valid_w"], actual[f"{ours}valid_w2"])
        assert_close(pd.Series(n_eff), expected[f"n_eff_{theirs}"])
    assert actual["test_method"].tolist() == expected["test_method"].tolist()
    assert actual["mark"].tolist() == expected["mark"].tolist()


def test_the_reference_tests_without_a_universe():
    expected = read("group_vs_rest", "expected")
    actual = matched(run(without_universe(option_rows())), expected, ROW)
    normal = expected["test_method"] == "z"
    assert_probabilities(actual["p_value"][normal], expected["p_value_nofpc"][normal])
    assert expected["p_value_nofpc"].notna().equals(normal)


def test_don_t_know_is_in_no_family_and_has_no_share():
    rows = run(option_rows())
    unknown = rows[rows["role"] == "dont_know"]
    assert len(unknown) > 0
    assert unknown[["group_pct", "rest_pct", "diff_pp", "p_value", "q_value"]].isna().all(axis=None)
    assert set(unknown["mark"]) == {"not_tested"}


def test_the_rest_holds_persons_whose_group_is_unknown():
    rows = option_rows()
    known = rows[~((rows["demographic_id"] == "region") & (rows["group_id"] == "Ukjent"))]
    both, without = run(rows), run(known)
    kept = both["group_id"] != "Ukjent"
    for name in ("group_pct", "rest_pct", "diff_pp", "p_value"):
        assert_close(without[name].reset_index(drop=True), both[name][kept].reset_index(drop=True))


def test_an_empty_group_and_a_full_group():
    totals = pd.DataFrame(
        {
            "report_id": "r", "question_id": "q", "item_id": "_", "option_id": ["a", "b"],
            "option_n": [60, 40], "option_w": [60.1, 39.9], "option_w2": [61.0, 41.0],
            "valid_n": 100, "valid_w": 100.0, "valid_w2": 102.0, "f": 0.0,
        }
    )  # fmt: skip
    # The same persons, summed in another order: the last bits differ, and the rest is still nobody.
    bits = {name: totals[name] * (1 - 4e-16) for name in SUMS if not name.endswith("_n")}
    full = totals.assign(demographic_id="d", group_id="all", **bits)
    empty = full.assign(group_id="none", **dict.fromkeys(SUMS, 0))
    cells = rest_sums(pd.concat([full, empty]), totals, keys=KEYS, sums=SUMS).assign(rest_f=0.0)
    out = compare_with_rest(cells, base="valid")
    assert set(out["test_method"]) == {"not_tested"}
    assert out["diff_pp"].isna().all()
    assert (out["family_size"] == 0).all()
    assert (cells[[f"rest_{name}" for name in SUMS]].to_numpy()[:2] == 0).all()


def test_a_question_with_one_option_has_nothing_to_test():
    rows = option_rows().query("question_id == 'q1' and option_id == 'ja'")
    everybody = {f"valid_{kind}": rows[f"option_{kind}"] for kind in ("n", "w", "w2")}
    out = run(rows.assign(**everybody))
    large = out["test_method"] != "not_tested"
    assert set(out["test_method"][large]) == {"degenerate"}
    assert (out[["group_pct", "rest_pct"]] == 100).all(axis=None)
    assert out["p_value"].isna().all()
    assert set(out["mark"]) == {"none", "not_tested"}


def test_decimals_and_nullable_counts_give_what_floats_give():
    rows = option_rows()
    exact = {
        name: [Decimal(f"{value:.18f}") for value in rows[name]]
        for name in rows.columns
        if name.endswith(("_w", "_w2"))
    }
    counts = {name: rows[name].astype("Int64") for name in rows.columns if name.endswith("_n")}
    one, two = run(rows), run(rows.assign(**exact, **counts))
    assert one["mark"].tolist() == two["mark"].tolist()
    for name in ("group_pct", "p_value", "q_value"):
        assert_close(two[name], one[name], atol=1e-12)


def test_the_frames_given_are_not_touched():
    groups, totals = split_total(option_rows())
    before = groups.copy(), totals.copy()
    cells = add_rest_fraction(rest_sums(groups, totals, keys=KEYS, sums=[*SUMS, *COUNTS]))
    kept = cells.copy()
    compare_with_rest(cells, base="valid")
    pd.testing.assert_frame_equal(groups, before[0])
    pd.testing.assert_frame_equal(totals, before[1])
    pd.testing.assert_frame_equal(cells, kept)


def test_impossible_counts_are_refused():
    groups, totals = split_total(option_rows())
    cells = add_rest_fraction(rest_sums(groups, totals, keys=KEYS, sums=[*SUMS, *COUNTS]))
    known = cells[cells["role"] == "substantive"]
    too_many = known.assign(**{name: known[name] * 40 for name in ("option_n", "option_w", "option_w2")})
    with pytest.raises(MethodError, match="option_n exceeds valid_n"):
        compare_with_rest(too_many, base="valid")
    with pytest.raises(MethodError, match="the key occurs twice"):
        compare_with_rest(pd.concat([cells, cells.head(1)]), base="valid")


@FEW
@given(st.floats(0.1, 50))
def test_the_scale_of_the_weights_changes_nothing(scale):
    rows = option_rows()
    rows = rows[rows["question_id"] == "q1"]
    factors = {"w": scale, "w2": scale**2}
    scaled = {c: rows[c] * factors[c.rsplit("_", 1)[1]] for c in rows.columns if c.endswith(("_w", "_w2"))}
    one, two = run(rows), run(rows.assign(**scaled))
    assert one["mark"].tolist() == two["mark"].tolist()
    for name in ("group_pct", "rest_pct", "z", "p_value", "q_value"):
        assert_close(one[name], two[name], atol=1e-12)


def test_the_smallest_difference_of_a_mean_has_its_unit():
    nothing = float("nan")
    measure = np.array(["balance", "nps", "index", "index", "mean", "mean", "mean"], dtype=object)
    sd = np.array([80.0, 70.0, 20.0, 20.0, 5.0, 5.0, nothing])
    declared = np.array([2.0, nothing, nothing, 3.0, nothing, 0.0, nothing])
    found = smallest_differences(measure, sd, declared)
    # By hand: 5 points; an index 5 or as declared; a mean 0.2 · 5 hours, or as declared.
    np.testing.assert_allclose(found, [5, 5, 5, 3, 1, 0, nothing])
    found = smallest_differences(measure, sd, declared, min_diff_pp=4, min_diff_index=6, min_diff_sd=0.5)
    np.testing.assert_allclose(found, [4, 4, 6, 3, 2.5, 0, nothing])
    with pytest.raises(MethodError, match="1 smallest differences are negative"):
        smallest_differences(measure[:1], sd[:1], declared[:1], min_diff_pp=-1)


def test_a_mark_needs_its_own_smallest_difference():
    difference = np.array([1.0, 0.999, -1.0, 0.0, 9.0, 9.0, 2.0])
    method = np.array(["welch"] * 6 + ["not_tested"], dtype=object)
    sure = np.array([True, True, True, True, True, False, True])
    least = np.array([1.0, 1.0, 1.0, 0.0, np.nan, 1.0, 1.0])
    words = marks(difference, method, sure, min_diff=least).tolist()
    assert words == ["up", "none", "down", "none", "none", "none", "not_tested"]


def test_the_defaults_of_a_survey_are_those_of_the_methods():
    rules = settings.Tests()
    found = (rules.min_diff_pp, rules.min_diff_index, rules.min_diff_sd)
    assert found == (MIN_DIFF_PP, MIN_DIFF_INDEX, MIN_DIFF_SD)

"""Design effect, standard error and interval against R's values, and what holds for every base."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.bases import add_percentages, choose_base
from pipeline.methods.precision import (
    Z_95,
    add_precision,
    add_sampling_fraction,
    design_effect,
    effective_n,
    effective_n_of_universe,
    sampling_fraction,
    standard_error,
    unreliable,
    weight_efficiency,
    wilson_interval,
)
from tests.methods.reference_cases import assert_close, read, read_cases
from tests.methods.sums import single_choice

QUESTION = ["question_id", "demographic_id", "group_id"]
ROW = [*QUESTION, "option_id"]
NOT_VALID = {"q1": "vet_ikke", "q2": "9"}


def with_every_option(sums):
    """Add the rows of options that nobody in a group chose, as the product's tables have them."""
    groups = sums[[*QUESTION, "universe_n"]].drop_duplicates()
    every = groups.merge(sums[["question_id", "option_id"]].drop_duplicates(), on="question_id")
    filled = every.merge(sums.drop(columns="universe_n"), on=ROW, how="left")
    return filled.fillna({"option_n": 0, "option_w": 0, "option_w2": 0})


def published(base_kind):
    """Sums by question, group and option → the printed share with its precision, over one base."""
    sums = read("shares", "input").rename(columns={"n": "option_n", "w": "option_w", "w2": "option_w2"})
    answered = with_every_option(sums[sums["option_id"].notna()])
    substantive = answered["option_id"] != answered["question_id"].map(NOT_VALID)
    answered["role"] = np.where(substantive, "substantive", "dont_know")
    answered["is_multiple"] = False
    for base, rows in (("answered", answered), ("valid", answered[substantive])):
        totals = rows.groupby(QUESTION)[["option_n", "option_w", "option_w2"]].sum()
        totals.columns = [f"{base}_n", f"{base}_w", f"{base}_w2"]
        answered = answered.merge(totals, on=QUESTION)
    asked = sums.groupby(QUESTION)["option_n"].sum().rename("asked_n")
    answered = answered.merge(asked, on=QUESTION).assign(state_unknown_blank_n=0)
    answered["respondents_n"] = answered["asked_n"]
    rows = choose_base(add_percentages(answered, keys=ROW), base_kind)
    return add_precision(add_sampling_fraction(rows, keys=ROW), keys=ROW)


def test_every_share_of_the_reference_table():
    expected = read("shares", "expected")
    found = pd.concat([published("answered"), published("valid")]).set_index([*ROW, "base_kind"])
    found = found.loc[pd.MultiIndex.from_frame(expected[[*ROW, "base_kind"]])]
    assert len(found) == 207
    for column, name in {
        "option_n": "option_n", "base_n": "base_n", "base_w": "base_w", "n_eff": "n_eff",
        "deff_kish": "deff_kish", "shown_pct": "pct", "f": "f", "se_pp": "se_fpc_pp", "n_star": "n_star",
        "ci_low_pct": "ci_low_pct", "ci_high_pct": "ci_high_pct", "moe_pp": "moe_pp",
    }.items():  # fmt: skip
        # At 100 % the reference's standard error is the float noise 6e-16, ours is 0.
        assert_close(found[column], expected[name], atol=1e-12 if column == "se_pp" else 0)
    without_universe = standard_error(
        found["shown_pct"] / 100, found["option_w2"], found["base_n"], found["base_w"], found["base_w2"]
    )
    assert_close(100 * pd.Series(without_universe), expected["se_pp"], atol=1e-12)
    flagged = (expected["n_eff"] < 30) | (expected["ci_high_pct"] - expected["ci_low_pct"] >= 30)
    assert 0 < flagged.sum() < 207
    assert (found["obs_status"] == "u").tolist() == flagged.tolist()


def test_wilson_cases():
    cases = read_cases("wilson")
    n_star = effective_n_of_universe(cases["n_eff"], cases["f"])
    low, high = wilson_interval(cases["p"], n_star)
    assert_close(pd.Series(n_star), cases["n_star"])
    assert_close(pd.Series(100 * low), cases["ci_low_pct"])
    assert_close(pd.Series(100 * high), cases["ci_high_pct"])
    assert_close(pd.Series(50 * (high - low)), cases["moe_pp"])
    notes = np.where(cases["f"] == 1, "census", np.where(cases["n_eff"] > 0, "", "no_base"))
    assert notes.tolist() == cases["note"].fillna("").tolist()
    assert (cases["note"].isna() == cases["n_star"].notna()).all()


def test_kish_cases():
    for case in read_cases("kish").itertuples():
        weights = np.array([float(w) for w in str(case.weights).split(";")])
        n, w, w2 = len(weights), weights.sum(), (weights**2).sum()
        assert (n, w, w2) == (case.n, pytest.approx(case.sum_w), pytest.approx(case.sum_w2))
        assert design_effect(n, w, w2) == pytest.approx(case.deff_kish, rel=1e-9)
        assert effective_n(w, w2) == pytest.approx(case.n_eff, rel=1e-9)
        assert weight_efficiency(n, w, w2) == pytest.approx(case.weight_efficiency, rel=1e-9)


def test_z_is_the_exact_quantile():
    assert abs(Z_95 - 1.959963984540054) < 1e-15


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_wilson_holds_the_share_and_is_never_degenerate(p, n_star):
    low, high = wilson_interval(p, n_star)
    assert 0 <= low <= p + 1e-15
    assert p - 1e-15 <= high <= 1
    assert high - low > 0
    mirrored_low, mirrored_high = wilson_interval(1 - p, n_star)
    assert mirrored_low == pytest.approx(1 - high, abs=1e-12)
    assert mirrored_high == pytest.approx(1 - low, abs=1e-12)
    # The ends are where the score test is exactly at its limit.
    for end in (low, high):
        if 1e-6 < end < 1 - 1e-6:
            assert (p - end) ** 2 == pytest.approx(Z_95**2 * end * (1 - end) / n_star, rel=1e-6, abs=1e-15)


def test_0_and_100_per_cent_have_exact_ends():
    low, high = wilson_interval(np.array([0.0, 1.0]), np.array([38.0, 38.0]))
    assert low[0] == 0
    assert high[1] == 1
    assert high[0] == pytest.approx(1 - low[1], abs=1e-15)


@given(single_choice(), st.integers(0, 60))
def test_precision_of_any_table(options, more_in_universe):
    answered = int(options["answered_n"].iloc[0])
    options = options.assign(
        respondents_n=answered,
        asked_n=answered,
        state_unknown_blank_n=0,
        universe_n=answered + more_in_universe,
    )
    for kind in ("answered", "valid"):
        rows = choose_base(add_percentages(options, keys=["option_id"]), kind)
        found = add_precision(add_sampling_fraction(rows, keys=["option_id"]), keys=["option_id"])
        base_n, f = found["base_n"], found["f"]
        assert not np.isinf(found.select_dtypes("number")).any(axis=None)
        some = base_n > 0
        assert (found.loc[some, "n_eff"] <= base_n[some] * (1 + 1e-9)).all()
        assert (found.loc[some, "n_eff"] >= 1 - 1e-9).all()
        assert found["n_eff"].isna().tolist() == (~some).tolist()
        assert found["se_pp"].isna().tolist() == ((base_n < 2) | found["shown_pct"].isna()).tolist()
        has_interval = some & (f < 1) & found["shown_pct"].notna()
        assert found["moe_pp"].notna().tolist() == has_interval.tolist()
        undefined = found[["n_eff", "n_star"]].isna().any(axis=1) | (base_n == 1)
        # The note explains a NULL anywhere in its row, also that of a base that is not shown.
        undefined |= (found["valid_n"] == 0) & (found["role"] == "substantive")
        assert found["stat_note"].notna().tolist() == undefined.tolist()


def table(**columns):
    row = {
        "question_id": "q", "group_id": "g", "shown_pct": 25.0, "option_w2": 25.0, "base_kind": "valid",
        "base_n": 100, "base_w": 100.0, "base_w2": 100.0, "f": 0.0,
    }  # fmt: skip
    return pd.DataFrame([row | columns])


NOBODY = {"base_n": 0, "base_w": 0, "base_w2": 0, "shown_pct": None}
ONE_PERSON = {"base_n": 1, "base_w": 2.0, "base_w2": 4.0, "option_w2": 0.0, "shown_pct": 0.0}


@pytest.mark.parametrize(
    ("columns", "note", "null", "there"),
    [
        ({}, None, [], ["se_pp", "moe_pp", "n_eff"]),
        ({"f": 1.0}, "census", ["moe_pp", "n_star", "ci_low_pct"], ["n_eff", "se_pp"]),
        (ONE_PERSON, "small_base", ["se_pp"], ["moe_pp"]),
        (NOBODY, "no_base", ["se_pp", "moe_pp", "n_eff", "deff_kish"], []),
        ({"base_kind": "responses"}, "degenerate", ["se_pp", "moe_pp"], ["n_eff"]),
        ({"stat_note": "no_universe"}, "no_universe", [], ["moe_pp"]),
        ({"stat_note": "no_universe", "base_kind": "responses"}, "degenerate", ["moe_pp"], []),
        ({"stat_note": "break", "f": 1.0}, "break", ["moe_pp"], []),
    ],
)
def test_what_is_undefined_is_null_with_a_word(columns, note, null, there):
    found = add_precision(table(**columns), keys=["question_id"]).iloc[0]
    assert found["stat_note"] == note if note else pd.isna(found["stat_note"])
    assert found[null].isna().all()
    assert found[there].notna().all()


def test_the_reliability_flag_has_both_reasons():
    few = table(base_n=29, base_w=29.0, base_w2=29.0, shown_pct=0.0, option_w2=0.0)
    wide = table(base_n=36, base_w=36.0, base_w2=36.0, shown_pct=50.0, option_w2=18.0)
    fine = table(base_n=60, base_w=60.0, base_w2=60.0, shown_pct=50.0, option_w2=30.0)
    found = add_precision(pd.concat([few, wide, fine]), keys=["question_id"])
    assert found["obs_status"].isna().tolist() == [False, False, True]


def test_the_reliability_limits_have_room_for_float_noise_and_no_more():
    """An effective size of 30 is enough, and an interval of 30 points is too wide."""
    n_eff = np.array([30.0, 30 - 1e-11, 29.999, np.nan, 500.0, 500.0, 500.0])
    width = np.array([29.0, 29.0, 29.0, np.nan, 30.0, 30 - 1e-11, 29.999])
    assert unreliable(n_eff, width).tolist() == [False, False, True, False, True, True, False]


def test_sampling_fraction_counts_unknown_blanks_as_asked():
    rows = pd.DataFrame({"group_id": ["a", "b", "c"], "respondents_n": 22, "universe_n": [100, None, 22]})
    rows = rows.assign(answered_n=[12, 12, 22], asked_n=[12, 12, 22], state_unknown_blank_n=[10, 10, 0])
    found = add_sampling_fraction(rows, keys=["group_id"])
    assert found["f"].tolist() == [pytest.approx(0.12), 0.0, 1.0]
    assert found["stat_note"].isna().tolist() == [True, False, True]
    assert found["stat_note"][1] == "no_universe"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"universe_n": 21}, "universe_n is below respondents_n"),
        ({"universe_n": 22.5}, "universe_n is not a count"),
        ({"answered_n": 23}, "answered_n exceeds the number of people asked"),
        ({"asked_n": 23}, "more people asked than respondents_n"),
    ],
)
def test_impossible_populations_are_refused(columns, reason):
    row = {"group_id": "a", "respondents_n": 22, "universe_n": 100, "answered_n": 12, "asked_n": 22}
    frame = pd.DataFrame([row | {"state_unknown_blank_n": 0} | columns])
    with pytest.raises(MethodError, match=f"add_sampling_fraction: group_id=a: {reason}"):
        add_sampling_fraction(frame, keys=["group_id"])


def test_shares_and_fractions_outside_their_range_are_refused():
    with pytest.raises(MethodError, match="1 shares are outside"):
        wilson_interval(1.2, 10)
    with pytest.raises(MethodError, match="1 shares are outside"):
        add_precision(table(shown_pct=-1.0), keys=["question_id"])
    with pytest.raises(MethodError, match="outside"):
        effective_n_of_universe(10, -0.1)
    with pytest.raises(MethodError, match="outside"):
        sampling_fraction(20, 10, 5, 5)
    with pytest.raises(MethodError, match="exceeds n times"):
        add_precision(table(base_w2=90.0), keys=["question_id"])


def test_equal_weights_are_as_efficient_as_can_be_and_never_a_bit_more() -> None:
    weights = np.array([1.164398, 0.1, 0.7, 2.2, 1 / 3])
    one = weight_efficiency(np.ones(5), weights, np.square(weights))
    many = weight_efficiency(np.full(5, 7), 7 * weights, 7 * np.square(weights))
    assert np.all(one == pytest.approx(1.0))
    assert np.all(one <= 1.0)
    assert np.all(many == pytest.approx(1.0))
    assert np.all(many <= 1.0)
    assert weight_efficiency(2, 3.0, 5.0) == pytest.approx(0.9)  # weights 1 and 2: 9 / 5 of 2

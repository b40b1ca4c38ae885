"""Representativity against the reference values, the published report's tables, and its invariants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.representativity import (
    VerdictLimits,
    representativity_measures,
    representativity_table,
)
from pipeline.methods.rounding import difference, half_away
from tests.methods.reference_cases import assert_close, read

CATEGORY = ["demographic_id", "group_id"]


@pytest.fixture
def categories():
    universe = read("representativity_summary", "input")
    members = read("representativity", "input")
    weights = pd.concat(
        [
            members.groupby(name)["weight"]
            .sum()
            .rename_axis("group_id")
            .reset_index()
            .assign(demographic_id=name)
            for name in universe["demographic_id"].unique()
        ]
    )
    return universe.merge(weights.rename(columns={"weight": "respondents_w"}), on=CATEGORY, how="left")


def test_the_table_of_the_reference(categories):
    table = representativity_table(categories, with_weights=True)
    expected = read("representativity", "expected")
    assert table[CATEGORY].equals(expected[CATEGORY])
    for column in (
        "universe_n", "universe_pct", "respondents_n", "respondents_pct", "diff_pp", "response_rate_pct",
        "rep_index", "r_partial_cat",
    ):  # fmt: skip
        assert_close(table[column], expected[column])
    # These come from weights with 9 decimals; what is left of a residual of 0 is their rounding.
    assert_close(table["weighted_pct"], expected["weighted_pct"], rtol=1e-8)
    assert_close(table["residual_pp"], expected["residual_pp"], atol=1e-7)


def test_the_measures_of_the_reference(categories):
    measures = representativity_measures(representativity_table(categories, with_weights=True))
    expected = read("representativity_summary", "expected")
    assert measures["demographic_id"].tolist() == expected["demographic_id"].tolist()
    assert measures["verdict"].tolist() == expected["verdict"].tolist()
    for column in (
        "groups_n", "dissimilarity", "cohens_w", "chi2", "chi2_fpc", "df", "max_abs_diff_pp", "r_partial",
    ):  # fmt: skip
        assert_close(measures[column], expected[column])
    for column in ("p_value", "q_value"):
        assert_close(measures[column], expected[column], atol=1e-12)
    assert measures["stat_note"].isna().all()
    assert (measures["missing_respondents_n"] == 0).all()


@pytest.fixture
def published():
    names = {"demographic": "demographic_id", "group": "group_id"}
    counts = {"universe_count": "universe_n", "response_count": "respondents_n"}
    return read("reference_2023", "input").rename(columns=names | counts)


def test_the_measures_of_the_published_report(published):
    measures = representativity_measures(representativity_table(published, with_weights=False))
    expected = read("reference_2023", "expected").set_index("demographic_id").loc[measures["demographic_id"]]
    assert measures["verdict"].tolist() == expected["verdict"].tolist()
    for column in (
        "universe_n", "respondents_n", "dissimilarity", "max_abs_diff_pp", "chi2_fpc", "df", "cohens_w",
        "r_partial",
    ):  # fmt: skip
        assert_close(measures[column], expected[column])
    # The report prints no category for those of unknown gender.
    assert measures.set_index("demographic_id")["missing_respondents_n"].to_dict() == {
        "kjonn": 65, "alder": 0, "tillitsverv": 0, "yrke": 0,
    }  # fmt: skip


def test_the_published_differences_are_those_of_the_printed_shares(published):
    table = representativity_table(published, with_weights=False)
    # Its gender shares fit another base than its counts; all other printed numbers must come out again.
    table = table[table["demographic_id"] != "kjonn"]
    assert half_away(table["respondents_pct"]).tolist() == table["response_percent"].tolist()
    assert half_away(table["universe_pct"]).tolist() == table["universe_percent"].tolist()
    of_rounded = difference(table["respondents_pct"], table["universe_pct"], rule="of_rounded")
    assert of_rounded.tolist() == table["difference"].tolist()
    of_unrounded = difference(table["respondents_pct"], table["universe_pct"], rule="of_unrounded")
    differing = table.loc[of_unrounded != table["difference"], "group_id"].tolist()
    assert differing == ["20-29", "Leder oppvekst", "Leder teknisk", "Rådgiver"]


def frame(universe, respondents, demographic_id="v"):
    ids = [f"g{i}" for i in range(len(universe))]
    counts = {"universe_n": universe, "respondents_n": respondents}
    return pd.DataFrame({"demographic_id": demographic_id, "group_id": ids} | counts)


@pytest.mark.parametrize(
    ("respondents", "verdict"),
    [
        ([50, 50], "god"),
        ([51, 49], "god"),
        ([52, 48], "noe_skjev"),
        ([55, 45], "noe_skjev"),
        ([56, 44], "skjev"),
    ],
)
def test_verdicts_at_their_limits(respondents, verdict):
    table = representativity_table(frame([500, 500], respondents), with_weights=False)
    assert representativity_measures(table)["verdict"].tolist() == [verdict]


def test_limits_are_configurable():
    table = representativity_table(frame([500, 500], [55, 45]), with_weights=False)
    assert representativity_measures(table, limits=VerdictLimits(6, 9))["verdict"].tolist() == ["god"]
    assert representativity_measures(table, limits=VerdictLimits(1, 4))["verdict"].tolist() == ["skjev"]


def test_nobody_everybody_and_a_single_category():
    categories = pd.concat(
        [
            frame([10, 20], [0, 0], "nobody"),
            frame([10, 20], [10, 20], "everybody"),
            frame([30], [5], "single"),
            frame([30, 0, 30], [5, 0, 6], "dropped"),
        ]
    )
    table = representativity_table(categories, with_weights=False)
    assert len(table) == 7
    measures = representativity_measures(table).set_index("demographic_id")
    assert measures["stat_note"].fillna("").to_dict() == {
        "nobody": "no_base", "everybody": "census", "single": "degenerate", "dropped": "",
    }  # fmt: skip
    assert (
        measures.loc["nobody", ["dissimilarity", "chi2_fpc", "p_value", "verdict", "r_partial"]].isna().all()
    )
    assert measures.loc["everybody", ["chi2_fpc", "p_value", "q_value"]].isna().all()
    assert measures.loc["everybody", "verdict"] == "god"
    assert np.isnan(measures.loc["single", "p_value"])
    assert measures.loc["dropped", "q_value"] == measures.loc["dropped", "p_value"]
    assert measures["missing_universe_n"].to_dict() == {
        "nobody": 30,
        "everybody": 30,
        "single": 30,
        "dropped": 0,
    }


def test_reports_are_families_of_their_own(categories):
    both = pd.concat([categories.assign(report_id="a"), categories.head(2).assign(report_id="b")])
    by = ["report_id", "demographic_id"]
    measures = representativity_measures(representativity_table(both, by=by, with_weights=True), by=by)
    expected = read("representativity_summary", "expected")
    assert_close(measures["q_value"].head(5), expected["q_value"], atol=1e-12)
    assert measures["q_value"].iloc[5] == measures["p_value"].iloc[5]


@pytest.mark.parametrize(
    ("universe", "respondents", "reason"),
    [
        ([10, 0], [5, 1], "universe_n is below respondents_n"),
        ([10, 4], [5, 5], "universe_n is below respondents_n"),
        ([10, 4], [5, -1], "respondents_n is not a count"),
        ([10, 4.5], [5, 1], "universe_n is not a count"),
        ([10, None], [5, 1], "universe_n is not a count"),
    ],
)
def test_impossible_counts_are_refused(universe, respondents, reason):
    with pytest.raises(MethodError, match=f"demographic_id=v, group_id=g1: {reason}"):
        representativity_table(frame(universe, respondents), with_weights=False)


def test_weights_without_respondents_are_refused():
    categories = frame([10, 20], [0, 5]).assign(respondents_w=[1.0, 5.0])
    with pytest.raises(MethodError, match="respondents_w must be positive where"):
        representativity_table(categories, with_weights=True)
    with pytest.raises(MethodError, match="column respondents_w is missing"):
        representativity_table(frame([10, 20], [0, 5]), with_weights=True)


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0, 1)), min_size=1, max_size=8))
def test_identities(rows):
    universe = [people for people, _ in rows]
    respondents = [int(people * rate) for people, rate in rows]
    categories = frame(universe, respondents)
    before = categories.copy(deep=True)
    table = representativity_table(categories, with_weights=False)
    pd.testing.assert_frame_equal(categories, before)
    if sum(respondents) == 0:
        assert table["respondents_pct"].isna().all()
        return
    assert table["respondents_pct"].sum() == pytest.approx(100)
    assert table["universe_pct"].sum() == pytest.approx(100)
    assert table["diff_pp"].sum() == pytest.approx(0, abs=1e-9)
    measures = representativity_measures(table).iloc[0]
    assert 0 <= measures["dissimilarity"] <= 1
    assert 100 * measures["dissimilarity"] >= measures["max_abs_diff_pp"] - 1e-9
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)
    # Cohen's w and the partial indicator tell the same on two scales: r_partial = response rate · w.
    rate = sum(respondents) / sum(universe)
    assert measures["r_partial"] == pytest.approx(rate * measures["cohens_w"], abs=1e-12)

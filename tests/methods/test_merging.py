"""Merging of small categories against the reference cases, its refusals, and what it never loses."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import WeightingError
from pipeline.methods.merging import MIN_RESPONDENTS, MergeRule, merge_categories
from pipeline.methods.raking import rake
from tests.methods.reference_cases import read

RULE_BY_KIND = {"ordered": "neighbours", "nominal": "pool", "nominal_missing": "pool"}


def test_reference_cases():
    given_ = read("merge", "input")
    kinds = given_.drop_duplicates("demographic_id").set_index("demographic_id")["kind"]
    rules = {name: MergeRule(small=RULE_BY_KIND[kind]) for name, kind in kinds.items()}
    merged = merge_categories(given_, rules)
    expected = read("merge", "expected").assign(used_in_raking=lambda e: e["used_in_raking"] == "yes")
    pd.testing.assert_frame_equal(merged.groups, expected, check_dtype=False)
    assert merged.unused == ("union_role",)


def categories(*rows, demographic_id="v"):
    frame = pd.DataFrame(rows, columns=["group_id", "universe_n", "respondents_n"])
    return frame.assign(demographic_id=demographic_id)


def merged_ids(frame, rule):
    return merge_categories(frame, {"v": rule}).groups["weighting_group_id"].tolist()


def test_declared_merges_come_first_and_take_their_name():
    frame = categories(("a", 100, 10), ("b", 100, 25), ("c", 100, 60), ("d", 100, 40))
    assert merged_ids(frame, MergeRule(into={"a or b": ["a", "b"]})) == ["a or b", "a or b", "c", "d"]
    rule = MergeRule(into={"ad": ["a", "d"]}, small="neighbours")
    assert merged_ids(frame, rule) == ["ad + b", "ad + b", "c", "ad + b"]


def test_a_large_missing_category_is_nobodys_neighbour():
    frame = categories(("young", 100, 90), ("old", 100, 10), ("Ukjent", 100, 40))
    rule = MergeRule(small="neighbours")
    assert merge_categories(frame, {"v": rule}).universe()["group_id"].tolist() == ["young + old", "Ukjent"]


def test_a_small_missing_category_joins_the_largest_universe():
    frame = categories(("a", 100, 90), ("b", 300, 50), ("Ukjent", 40, 0))
    for small in ("neighbours", "pool"):
        assert merged_ids(frame, MergeRule(small=small)) == ["a", "b + Ukjent", "b + Ukjent"]


def test_a_category_that_has_the_pools_id_is_the_pool():
    frame = categories(("a", 100, 90), ("Øvrige", 300, 50), ("b", 40, 5), ("c", 40, 31))
    assert merged_ids(frame, MergeRule(small="pool")) == ["a", "Øvrige", "Øvrige", "c"]


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (("b", 460, 0), "empty_category", "460 in the universe, 0 respondents"),
        (("b", 460, 29), "small_category", "460 in the universe, 29 respondents, fewer than 30"),
        (("b", 0, 31), "unknown_category", "0 in the universe, 31 respondents"),
    ],
)
def test_without_a_rule_the_run_stops(row, code, words):
    frame = categories(("a", 1000, 300), row, demographic_id="yrke")
    with pytest.raises(WeightingError, match=words) as refusal:
        merge_categories(frame, {})
    assert (refusal.value.code, refusal.value.key) == (code, "yrke «b»")


@pytest.mark.parametrize(
    "into", [{"ab": ["a", "x"]}, {"c": ["a", "b"]}, {"ab": []}, {"ab": ["a", "b"], "ac": ["a", "c"]}]
)
def test_a_declared_merge_of_what_is_not_there_is_refused(into):
    frame = categories(("a", 100, 50), ("b", 100, 50), ("c", 100, 50))
    with pytest.raises(WeightingError, match="the merge into"):
        merge_categories(frame, {"v": MergeRule(into=into)})


def test_a_category_without_anyone_is_dropped_and_listed():
    frame = categories(("a", 100, 50), ("b", 0, 0), ("c", 100, 50))
    merged = merge_categories(frame, {})
    assert merged.dropped == (("v", "b"),)
    assert merged.groups["group_id"].tolist() == ["a", "c"]


def test_thirty_respondents_are_enough():
    frame = categories(("a", 100, MIN_RESPONDENTS), ("b", 100, 50))
    assert merge_categories(frame, {}).groups["weighting_group_id"].tolist() == ["a", "b"]


groups = st.lists(st.tuples(st.integers(1, 900), st.integers(0, 80)), min_size=1, max_size=9)


@given(groups, st.sampled_from(["neighbours", "pool"]), st.booleans())
def test_nobody_is_lost_and_nothing_small_is_left(rows, small, has_missing):
    ids = [f"g{i}" for i in range(len(rows))]
    if has_missing:
        ids[-1] = "Ukjent"
    frame = categories(*[(name, *row) for name, row in zip(ids, rows, strict=True)])
    merged = merge_categories(frame, {"v": MergeRule(small=small)})
    once = merged.groups.drop_duplicates("weighting_group_id")
    if merged.unused:
        assert once["merged_universe_n"].tolist() == [frame["universe_n"].sum()]
        return
    assert once["merged_universe_n"].sum() == frame["universe_n"].sum()
    assert once["merged_respondents_n"].sum() == frame["respondents_n"].sum()
    assert (once["merged_respondents_n"] >= MIN_RESPONDENTS).all()
    if small == "neighbours":
        # Merged categories of an ordered variable are runs without holes; only the missing one may jump.
        order = merged.groups.loc[merged.groups["group_id"] != "Ukjent", "weighting_group_id"]
        assert (order != order.shift()).sum() == order.nunique()


def test_recoded_cells_can_be_raked_to_the_merged_universe():
    cells = pd.DataFrame(
        {
            "v": ["a", "b", "c", "a", "c"],
            "u": list("xxxyy"),
            "start_weight": 1.0,
            "respondents_n": [9, 20, 40, 8, 35],
        }
    )
    found = pd.concat(
        [
            categories(("a", 200, 17), ("b", 150, 20), ("c", 650, 75)),
            categories(("x", 1000, 112), demographic_id="u"),
        ]
    )
    merged = merge_categories(found, {"v": MergeRule(small="neighbours")})
    recoded = merged.recode(cells)
    assert recoded["v"].tolist() == ["a + b", "a + b", "c", "a + b", "c"]
    assert recoded["u"].tolist() == cells["u"].tolist()
    raked = rake(recoded, merged.universe(), ["v"])
    assert raked.margins["after_pct"].tolist() == pytest.approx([35, 65])
    assert cells["v"].tolist() == ["a", "b", "c", "a", "c"]


def test_of_two_equal_neighbours_the_earlier_takes_the_small_one():
    frame = categories(("a", 900, 40), ("b", 100, 10), ("c", 100, 40))
    assert merged_ids(frame, MergeRule(small="neighbours")) == ["a + b", "a + b", "c"]
    frame = categories(("a", 100, 41), ("b", 100, 10), ("c", 900, 40))
    assert merged_ids(frame, MergeRule(small="neighbours")) == ["a", "b + c", "b + c"]


def test_a_pool_takes_the_missing_ones_last():
    frame = categories(("a", 100, 90), ("Ukjent", 100, 31), ("b", 100, 40), ("c", 100, 5))
    assert merged_ids(frame, MergeRule(small="pool")) == ["a", "Ukjent", "Øvrige", "Øvrige"]

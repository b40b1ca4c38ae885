"""Pairs of columns: the reference letters, groups that share persons, and invariants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.pairwise import cell_letters, column_letter, compare_columns
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read
from tests.methods.survey_cells import members, option_rows

KEYS = ["report_id", "question_id", "item_id"]
PAIR = ["question_id", "demographic_id", "option_id", "group_id_1", "group_id_2"]


def age_cells() -> pd.DataFrame:
    rows = option_rows()
    return rows[(rows["question_id"] == "q1") & (rows["demographic_id"] == "age_group")]


def test_the_reference_letters():
    expected = read("pairwise", "expected")
    actual = expected[PAIR].merge(compare_columns(age_cells(), base="valid"), on=PAIR, how="left")
    assert len(actual) == 30
    for name in ("diff_pp", "z"):
        assert_close(actual[name], expected[name], atol=1e-12)
    for name in ("p_value", "q_value"):
        assert_probabilities(actual[name], expected[name])
    for name in ("column_1", "column_2", "letter_goes_to"):
        assert actual[name].fillna("").tolist() == expected[name].fillna("").tolist()
    assert (actual["family_size"] == 30).all()


def test_a_cell_has_the_letters_of_the_columns_below_it():
    letters = cell_letters(compare_columns(age_cells(), base="valid"), keys=KEYS)
    found = letters.set_index(["option_id", "group_id"])["letters"].to_dict()
    assert found == {
        ("ja", "50-59"): "C", ("ja", "60+"): "C",
        ("nei", "18-29"): "E", ("nei", "30-39"): "E", ("nei", "40-49"): "DE",
    }  # fmt: skip


def ticks(weighting: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """q1 among those who ticked a, b, c, d: groups that share persons, and Σw² of those they share."""
    valid = members(weighting)
    valid = valid[valid["q1"].isin(["ja", "delvis", "nei"])]
    valid = valid.assign(w2=valid["weight"] ** 2)
    groups = {name: valid[valid[f"m_{name}"] == 1] for name in "abcd"}
    rows = []
    for group_id, base in groups.items():
        yes = base[base["q1"] == "ja"]
        rows.append(
            {
                "group_id": group_id,
                "option_n": len(yes), "option_w": yes["weight"].sum(), "option_w2": yes["w2"].sum(),
                "valid_n": len(base), "valid_w": base["weight"].sum(), "valid_w2": base["w2"].sum(),
            }
        )  # fmt: skip
    ids = {"report_id": "r", "question_id": "q1", "item_id": "_", "demographic_id": "m"}
    shared = [
        {"group_id_1": one, "group_id_2": two, "overlap_w2": valid["w2"][both].sum(), "overlap_n": both.sum()}
        for one in "abcd"
        for two in "abcd"
        if one < two and (both := (valid[f"m_{one}"] == 1) & (valid[f"m_{two}"] == 1)).any()
    ]
    cells = pd.DataFrame(rows).assign(option_id="ja", f=0.0, **ids)
    return cells, pd.DataFrame(shared).assign(**ids)


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
@pytest.mark.parametrize("turned", [False, True])
def test_groups_that_share_persons(weighting, turned):
    expected = read("overlap", "expected").rename(columns={"group_1": "group_id_1", "group_2": "group_id_2"})
    expected = expected[expected["weighting"] == weighting].reset_index(drop=True)
    cells, overlaps = ticks(weighting)
    if turned:
        overlaps = overlaps.rename(columns={"group_id_1": "group_id_2", "group_id_2": "group_id_1"})
    pairs = compare_columns(cells, base="valid", overlaps=overlaps)
    actual = expected[["group_id_1", "group_id_2"]].merge(pairs, how="left")
    assert len(actual) == 3
    for name in ("overlap_term", "diff_pp", "z"):
        assert_close(actual[name], expected[name])
    assert_probabilities(actual["p_value"], expected["p_value"])
    groups = cells.set_index("group_id")
    for side in ("1", "2"):
        mine = groups.loc[expected[f"group_id_{side}"]].reset_index()
        assert_close(mine["valid_n"], expected[f"n{side}"])
        assert_close(100 * mine["option_w"] / mine["valid_w"], expected[f"group_{side}_pct"])
        assert_close(mine["valid_w"] ** 2 / mine["valid_w2"], expected[f"n_eff_{side}"])
    both = overlaps.set_index(["group_id_1", "group_id_2"])["overlap_n"]
    pair = ["group_id_2", "group_id_1"] if turned else ["group_id_1", "group_id_2"]
    assert both.loc[pd.MultiIndex.from_frame(expected[pair])].tolist() == expected["n12"].tolist()


def test_two_groups_of_the_same_persons_have_nothing_to_test():
    cells, _ = ticks("weight")
    one = cells[cells["group_id"] == "a"]
    twice = pd.concat([one, one.assign(group_id="again")])
    overlaps = pd.DataFrame(
        {
            "report_id": "r", "question_id": "q1", "item_id": "_", "demographic_id": "m",
            "group_id_1": ["a"], "group_id_2": ["again"], "overlap_w2": [one["valid_w2"].item()],
        }
    )  # fmt: skip
    pairs = compare_columns(twice, base="valid", overlaps=overlaps)
    assert pairs["test_method"].tolist() == ["degenerate"]
    assert pairs["p_value"].isna().all()


def test_overlapping_groups_are_never_given_fisher_s_test():
    cells, overlaps = ticks("weight")
    none = cells.assign(option_n=0, option_w=0.0, option_w2=0.0)
    few = pd.concat([none[none["group_id"] == "a"], cells[cells["group_id"] != "a"]])
    pairs = compare_columns(few, base="valid", overlaps=overlaps)
    assert set(pairs["test_method"][pairs["group_id_1"] == "a"]) == {"not_tested"}
    assert set(compare_columns(few, base="valid")["test_method"]) == {"fisher", "z"}


def test_one_column_has_no_pairs():
    rows = age_cells()
    pairs = compare_columns(rows[rows["group_id"] == "18-29"], base="valid")
    assert pairs.empty
    assert cell_letters(pairs, keys=KEYS).empty


@FEW
@given(st.permutations(range(20)))
def test_the_order_of_the_rows_of_other_options_does_not_matter(order):
    cells = age_cells().reset_index(drop=True)
    shuffled = cells.iloc[sorted(range(20), key=order.index)]
    names = ["question_id", "demographic_id", "option_id"]
    one, two = compare_columns(cells, base="valid"), compare_columns(shuffled, base="valid")
    unordered = [
        frame.assign(pair=[frozenset(p) for p in zip(frame["group_id_1"], frame["group_id_2"], strict=True)])
        .set_index([*names, "pair"])["p_value"]
        for frame in (one, two)
    ]  # fmt: skip
    np.testing.assert_allclose(unordered[0], unordered[1].reindex(unordered[0].index), rtol=1e-12)


def test_letters_go_on_after_z():
    assert [column_letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    with pytest.raises(MethodError, match="counted from 0"):
        column_letter(-1)


def test_a_negative_overlap_is_refused():
    cells, overlaps = ticks("weight")
    with pytest.raises(MethodError, match="overlap_w2"):
        compare_columns(cells, base="valid", overlaps=overlaps.assign(overlap_w2=-1.0))


def test_a_letter_needs_a_difference_that_is_large_enough():
    ids = {"report_id": "r", "question_id": "q", "item_id": "_", "demographic_id": "d", "option_id": "a"}
    rows = [
        ids | {"group_id": name, "option_n": n, "option_w": float(n), "option_w2": float(n)}
        for name, n in (("a", 5200), ("b", 4700), ("c", 4699))
    ]
    cells = pd.DataFrame(rows).assign(valid_n=10000, valid_w=1e4, valid_w2=1e4, f=0.0)
    found = compare_columns(cells, base="valid").set_index(["group_id_1", "group_id_2"])
    assert found["letter_goes_to"].fillna("").tolist() == ["A", "A", ""]  # by exactly 5 points, and 5.01
    wider = compare_columns(cells, base="valid", min_diff_pp=5.005)
    assert wider["letter_goes_to"].fillna("").tolist() == ["", "A", ""]
    assert (wider["q_value"][:2] < 1e-9).all()


def test_a_pair_that_shares_nobody_is_independent_beside_pairs_that_do():
    cells, overlaps = ticks("weight")
    listed = overlaps[(overlaps["group_id_1"] == "a") & (overlaps["group_id_2"] == "b")]
    keys = ["group_id_1", "group_id_2"]
    found = compare_columns(cells, base="valid", overlaps=listed).set_index(keys)
    plain = compare_columns(cells, base="valid").set_index(keys)
    assert found.loc[("a", "b"), "overlap_term"] > 0
    others = found.index != ("a", "b")
    assert (found["overlap_term"][others] == 0).all()
    assert_close(found["z"][others], plain["z"][others])


def test_letters_of_two_characters_are_kept_apart():
    names = ["column_1", "column_2", "group_id_1", "group_id_2", "letter_goes_to"]
    rows = [("A", "B", "g1", "g2", "A"), ("A", "AA", "g1", "g27", "A"), ("B", "AA", "g2", "g27", "AA")]
    pairs = pd.DataFrame(rows, columns=names).assign(
        report_id="r", question_id="q", item_id="_", option_id="o", demographic_id="d"
    )
    found = cell_letters(pairs, keys=KEYS).set_index("group_id")["letters"].to_dict()
    assert found == {"g1": "B AA", "g27": "B"}
    assert cell_letters(pairs.head(1), keys=KEYS)["letters"].tolist() == ["B"]

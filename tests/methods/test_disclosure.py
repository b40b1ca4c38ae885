"""Which questions and groups are too small to be shown, worked out by hand."""

import pandas as pd
import pytest

from pipeline.methods.disclosure import hidden_groups, hidden_sharing_groups, too_few


def hidden_of(valid, answered=None, min_base=10, unprinted=""):
    """The hidden ones of the groups a, b, … of one table."""
    names = list("abcdef")[: len(valid)]
    answered = valid if answered is None else answered
    groups = pd.DataFrame({"table": "t", "group_id": names, "valid_n": valid, "answered_n": answered})
    groups["is_printed"] = ~groups["group_id"].isin(list(unprinted))
    hidden = hidden_groups(groups, keys=["table"], min_base=min_base)
    return "".join(groups.loc[hidden, "group_id"])


@pytest.mark.parametrize(
    ("valid", "hidden"),
    [
        ([10, 10, 10], ""),
        ([9, 50, 20], "ac"),
        ([9, 8, 50], "ab"),
        ([4, 5, 50, 40], "abd"),
        ([9, 30], "ab"),
        ([0, 30, 40], ""),
        ([9], "a"),
        ([9, 30, 30], "ab"),
    ],
)
def test_small_groups_and_the_siblings_that_would_give_them_away(valid, hidden):
    assert hidden_of(valid) == hidden


def test_a_group_of_answers_without_an_opinion_is_small():
    assert hidden_of([0, 30, 40], [4, 30, 40]) == "ab"


def test_tables_are_hidden_apart():
    groups = pd.DataFrame(
        {"table": list("ssttt"), "group_id": list("abcde"), "valid_n": [9, 20, 30, 40, 50]},
        index=range(5, 10),
    )
    hidden = hidden_groups(
        groups.assign(answered_n=groups["valid_n"], is_printed=True), keys=["table"], min_base=10
    )
    assert hidden.index.tolist() == [5, 6, 7, 8, 9]
    assert hidden.tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("valid", "answered", "is_few"), [(9, 9, True), (10, 12, False), (0, 0, False), (0, 1, True)]
)
def test_a_base_is_too_small_where_somebody_answered(valid, answered, is_few):
    rows = pd.DataFrame({"valid_n": [valid], "answered_n": [answered]})
    assert too_few(rows, min_base=10).tolist() == [is_few]


def test_those_in_no_printed_group_hide_a_small_one_between_them() -> None:
    """5 of one group among 13 without a value: the rest of 18 gives neither away. Among 3 it would be 8."""
    assert hidden_of([5, 186, 196, 13], unprinted="d") == "a"
    assert hidden_of([5, 186, 196, 3], unprinted="d") == "ab"
    assert hidden_of([50, 186, 196, 13], unprinted="d") == ""


@pytest.mark.parametrize(
    ("valid", "apart", "is_hidden"),
    [(4, 40, True), (5, 40, False), (50, 4, True), (50, 5, False), (50, 0, False), (0, 4, True)],
)
def test_a_group_that_nearly_is_another_is_hidden(valid: int, apart: int, is_hidden: bool) -> None:
    rows = pd.DataFrame({"answered_n": [60], "valid_n": [valid], "apart_n": [float(apart)]})
    assert hidden_sharing_groups(rows, min_base=5).tolist() == [is_hidden]

"""How digits share packs."""

import pandas as pd
import pytest

from pipeline.survey.packs import LIMIT, evenly, in_order, packed


def test_packs_in_order_are_filled_one_after_the_other() -> None:
    assert in_order([13, 13, 13, 2, 300, 13]) == [0, 0, 1, 1, 2, 3]  # 169, 26, 300, 13
    assert in_order([]) == []


@pytest.mark.parametrize(
    ("sizes", "packs"),
    [
        # gender, age, gender, county, trade and region, each with one more for who has none: their product
        # is 90,720, more than two packs of 256 hold; 21 x 3, 12 x 3 and 8 x 5 are the most even three
        ([3, 8, 3, 21, 12, 5], [63, 36, 40]),
        ([1], [1]),
        ([2] * 8, [256]),
        ([2] * 9, [32, 16]),
        # a larger digit does not scatter the others: 12 x 8 x 3 is not larger than it
        ([400, 3, 8, 12], [400, 288]),
    ],
)
def test_even_packs_are_few_and_alike(sizes: list[int], packs: list[int]) -> None:
    digits = pd.DataFrame({"size": sizes})
    table = packed({"one": digits}, evenly, digits.head(0))
    assert sorted(table.groupby("pack_key")["size"].prod(), reverse=True) == sorted(packs, reverse=True)
    assert table["pack_size"].max() <= max([LIMIT, *sizes])


def test_packs_and_places_are_each_reports_own() -> None:
    digits = pd.DataFrame({"name": ["a", "b", "c"], "size": [10, 20, 5]})
    table = packed({"one": digits, "none": digits.head(0), "two": digits.tail(1)}, in_order, digits.head(0))
    assert table[["name", "report_id", "report_key", "pack_key", "place", "pack_size"]].values.tolist() == [
        ["a", "one", 1, 1, 1, 200],
        ["b", "one", 1, 1, 10, 200],
        ["c", "one", 1, 2, 1, 5],
        ["c", "two", 3, 3, 1, 5],
    ]


def test_without_reports_there_are_no_packs() -> None:
    none = pd.DataFrame({"size": pd.Series(dtype="int64")})
    table = packed({}, evenly, none)
    assert list(table) == ["size", "report_id", "report_key", "pack_key", "place", "pack_size"]
    assert table.empty

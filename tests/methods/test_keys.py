"""Keys of several columns as whole numbers."""

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.keys import find_rows, first_rows, key_codes, repeated_keys, values_at

ROWS = pd.DataFrame(
    {
        "question_id": ["q2", "q1", "q2", "q1", "q2", "q1"],
        "group_id": ["b", "b", "a", None, "b", None],
        "option_n": [1, 2, 3, 4, 5, 6],
    }
)
KEYS = ["question_id", "group_id"]


def as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    """With categories in another order than that of the rows, one of which no row has."""
    types = {
        "question_id": pd.CategoricalDtype(["q0", "q1", "q2"]),
        "group_id": pd.CategoricalDtype(["b", "a"]),
    }
    return frame.astype({name: types[name] for name in frame.columns if name in types})


@pytest.mark.parametrize("rows", [ROWS, as_categories(ROWS), ROWS.astype(object)])
def test_keys_are_numbered_in_order_of_appearance_and_null_is_a_key(rows: pd.DataFrame) -> None:
    codes = key_codes(rows, KEYS)
    assert codes.tolist() == [0, 1, 2, 3, 0, 3]
    assert first_rows(codes).tolist() == [0, 1, 2, 3]
    assert repeated_keys(rows, KEYS).tolist() == [False, False, False, False, True, True]


def test_without_keys_all_rows_are_one_and_without_rows_there_is_none() -> None:
    assert key_codes(ROWS, []).tolist() == [0] * 6
    assert key_codes(ROWS.head(0), KEYS).tolist() == []
    assert first_rows(key_codes(ROWS.head(0), KEYS)).tolist() == []


def test_keys_whose_numbers_exceed_a_machine_word_stay_apart() -> None:
    rows = 2_000
    random = np.random.default_rng(7)
    frame = pd.DataFrame({f"k{i}": random.permutation(rows) for i in range(8)})
    twice = pd.concat([frame, frame], ignore_index=True)
    assert key_codes(twice, list(frame)).tolist() == [*range(rows), *range(rows)]


@pytest.mark.parametrize("make_wanted", [pd.DataFrame.copy, as_categories])
@pytest.mark.parametrize("make_table", [pd.DataFrame.copy, as_categories])
def test_rows_of_a_table_are_found_by_text_or_category(make_wanted, make_table) -> None:
    wanted = pd.DataFrame(
        {"question_id": ["q1", "q2", "q1", "q0", "q1"], "group_id": ["b", "b", "a", "b", None]}
    )
    place = find_rows(make_wanted(wanted), make_table(ROWS), KEYS)
    assert place.tolist() == [1, 0, -1, -1, 3]


def test_categories_in_another_order_are_the_same_keys() -> None:
    wanted = pd.DataFrame({"question_id": pd.Categorical(["q1", "q2"], ["q1", "q2"])})
    table = pd.DataFrame({"question_id": pd.Categorical(["q1", "q2"], ["q2", "q1"])})
    assert wanted["question_id"].dtype == table["question_id"].dtype
    assert find_rows(wanted, table, ["question_id"]).tolist() == [0, 1]


def test_numbers_are_looked_up_by_place() -> None:
    assert values_at(np.array([1.5, 2.5]), np.array([1, -1, 0])).tolist() == pytest.approx(
        [2.5, np.nan, 1.5], nan_ok=True
    )
    assert np.isnan(values_at(np.array([]), np.array([-1]))).all()


def test_a_text_that_is_no_category_of_the_wanted_rows_is_not_taken_for_null() -> None:
    table = pd.DataFrame({"question_id": ["unknown"], "group_id": ["b"]})
    wanted = as_categories(pd.DataFrame({"question_id": [None, "q1"], "group_id": ["b", "b"]}))
    assert find_rows(wanted, table, KEYS).tolist() == [-1, -1]

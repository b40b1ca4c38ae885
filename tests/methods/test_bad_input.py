"""Refusals that no other method's test meets: what they say, and what they let pass."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipeline.methods.bad_input import (
    MethodError,
    WeightingError,
    check_counts,
    check_sums,
    check_within,
    floats,
    refuse_where,
    require_declared,
    require_fraction,
    require_unique,
    require_weights,
)
from pipeline.methods.stat_notes import with_notes

ROWS = pd.DataFrame({"question_id": ["q1", "q2", "q3"], "option_n": [1, 2, 3]})


def test_a_refusal_carries_function_key_and_reason():
    error = MethodError("mean", "question_id=q1", "the base is negative")
    assert (error.function, error.key, error.reason) == ("mean", "question_id=q1", "the base is negative")
    assert str(error) == "mean: question_id=q1: the base is negative"
    assert str(MethodError("mean", "", "the frame is empty")) == "mean: the frame is empty"
    weighting = WeightingError("rake", "kjonn «Mann»", "nobody", code="empty_category")
    assert weighting.code == "empty_category"
    assert isinstance(weighting, MethodError)
    assert isinstance(weighting, ValueError)


def test_the_first_bad_row_is_named_and_the_others_are_counted():
    bad = np.array([False, True, True])
    with pytest.raises(MethodError, match=r"mean: question_id=q2: too many \(1 more rows like it\)"):
        refuse_where(bad, function="mean", frame=ROWS, keys=["question_id"], reason="too many")
    refuse_where(~bad & False, function="mean", frame=ROWS, keys=["question_id"], reason="too many")


def test_undeclared_ids_are_named():
    require_declared(ROWS, "question_id", ["q1", "q2", "q3", "q4"], function="mean")
    with pytest.raises(MethodError, match="mean: question_id=q2, q3: not declared; must be one of q1"):
        require_declared(ROWS, "question_id", ["q1"], function="mean")


def test_weights_and_fractions():
    require_weights(np.array([0.2, 5.0]), function="mean")
    with pytest.raises(MethodError, match="4 weights"):
        require_weights(np.array([0.0, -1.0, np.nan, np.inf, 1.0]), function="mean")
    require_fraction(np.array([0.0, 1.0, 1 + 1e-15, np.nan]), function="mean")
    with pytest.raises(MethodError, match="2 sampling fractions"):
        require_fraction(np.array([-1e-9, 1.001]), function="mean")


@pytest.mark.parametrize("dtype", ["Int64", "float64", "object", "decimal"])
def test_all_kinds_of_number_columns_become_floats(dtype):
    values = [1, None, 3]
    if dtype == "decimal":
        column = pd.Series([Decimal("1.5"), None, Decimal(3)], dtype=pd.ArrowDtype(pa.decimal128(18, 9)))
    else:
        column = pd.Series(values, dtype=dtype)
    found = floats(column)
    assert found.dtype == np.float64
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[2] == 3


def test_sums_of_equal_weights_pass_in_spite_of_float_noise():
    # n equal weights are the limit of Cauchy-Schwarz, W² = n·S, which floats miss by a bit.
    rows = pd.DataFrame({"b_n": range(1, 200)})
    rows["b_w"] = rows["b_n"] * 0.1
    rows["b_w2"] = rows["b_n"] * 0.1 * 0.1
    assert (rows["b_w"] ** 2 > rows["b_n"] * rows["b_w2"]).any()
    check_sums(rows, "b", keys=["b_n"], function="mean")


def test_empty_frames_pass():
    empty = pd.DataFrame({"question_id": pd.Series(dtype=str), "b_n": [], "b_w": [], "b_w2": []})
    require_unique(empty, ["question_id"], function="mean")
    check_counts(empty, ["b_n"], keys=["question_id"], function="mean")
    check_sums(empty, "b", keys=["question_id"], function="mean")


def test_the_first_reason_for_a_null_stays_and_a_remark_gives_way():
    rows = pd.DataFrame({"stat_note": pd.Series(["no_base", None, "no_universe", None], dtype="str")})
    everywhere = np.ones(4, dtype=bool)
    notes = with_notes(rows, {"census": everywhere & (rows.index != 3), "degenerate": everywhere})
    assert notes.tolist() == ["no_base", "census", "census", "degenerate"]
    nothing = with_notes(rows, {"census": ~everywhere})
    assert nothing.fillna("").tolist() == ["no_base", "", "no_universe", ""]
    assert with_notes(ROWS, {}).isna().all()


def test_a_part_may_exceed_its_whole_by_a_last_bit_and_no_more():
    whole = {"base_n": [3], "base_w": [3.0], "base_w2": [3.0]}
    for excess, is_refused in ((1 + 1e-12, False), (1 + 1e-6, True)):
        rows = pd.DataFrame({"option_n": [3], "option_w": [3.0 * excess], "option_w2": [3.0], **whole})
        if is_refused:
            with pytest.raises(MethodError, match="option_w exceeds base_w"):
                check_within(rows, "option", "base", keys=["option_n"], function="mean")
        else:
            check_within(rows, "option", "base", keys=["option_n"], function="mean")

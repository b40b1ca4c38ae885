"""Response rates against the reference values, the completion rule at its limits, the order of the rates."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.response_rates import DISPOSITIONS, completion_status, response_rates
from tests.methods.reference_cases import assert_close, read

RATES = [f"rr{i}_pct" for i in range(1, 7)]


def test_reference_values():
    found = response_rates(read("dispositions", "input"), keys=["group_id"])
    expected = read("dispositions", "expected")
    for column in ("eligible_known_n", "e", *RATES):
        assert_close(found[column], expected[column])
    assert found["stat_note"].fillna("").tolist() == ["", "", "", "no_base"]


@given(st.lists(st.integers(0, 500), min_size=len(DISPOSITIONS), max_size=len(DISPOSITIONS)))
def test_the_rates_keep_their_order(numbers):
    counts = pd.DataFrame([dict(zip(DISPOSITIONS, numbers, strict=True))])
    counts = counts.assign(group_id="g", total_n=sum(numbers))
    before = counts.copy(deep=True)
    found = response_rates(counts, keys=["group_id"]).iloc[0]
    pd.testing.assert_frame_equal(counts, before)
    if found["eligible_known_n"] == 0:
        assert found[["e", *RATES]].isna().all()
        return
    slack = 1e-9
    assert 0 <= found["rr1_pct"] <= found["rr3_pct"] + slack
    assert found["rr3_pct"] <= found["rr5_pct"] + slack
    assert found["rr2_pct"] <= found["rr4_pct"] + slack
    assert found["rr4_pct"] <= found["rr6_pct"] + slack <= 100 + 2 * slack
    if counts["unknown_eligibility_n"][0] == 0:
        assert found["rr1_pct"] == found["rr3_pct"] == found["rr5_pct"]


def test_dispositions_that_do_not_add_up_are_refused():
    counts = read("dispositions", "input")
    counts.loc[1, "opened_n"] += 1
    with pytest.raises(MethodError, match="group_id=Helse: the dispositions do not add up to total_n"):
        response_rates(counts, keys=["group_id"])
    with pytest.raises(MethodError, match="column withdrawn_n is missing"):
        response_rates(counts.drop(columns="withdrawn_n"), keys=["group_id"])
    with pytest.raises(MethodError, match="the key occurs twice"):
        response_rates(pd.concat([counts, counts]), keys=["group_id"])


@pytest.mark.parametrize(
    ("answered", "applicable", "status"),
    [
        (5, 5, "complete"), (81, 100, "complete"), (4, 5, "partial"), (8, 10, "partial"), (1, 2, "partial"),
        (56, 70, "partial"), (57, 70, "complete"), (49, 100, "opened"), (0, 3, "opened"), (0, 0, "opened"),
    ],
)  # fmt: skip
def test_the_completion_rule(answered, applicable, status):
    row = pd.DataFrame({"answered_n": [answered], "applicable_n": [applicable]})
    assert completion_status(row).tolist() == [status]


def test_exact_limits_hold_for_every_number_of_questions():
    applicable = np.arange(5, 1001, 5)
    exactly = pd.DataFrame({"applicable_n": applicable, "answered_n": applicable * 4 // 5})
    assert (completion_status(exactly) == "partial").all()
    assert (completion_status(exactly.assign(answered_n=exactly["answered_n"] + 1)) == "complete").all()


def test_wrong_limits_and_counts_are_refused_without_a_persons_values():
    row = pd.DataFrame({"answered_n": [6], "applicable_n": [5]})
    with pytest.raises(MethodError) as refusal:
        completion_status(row)
    assert str(refusal.value) == "completion_status: answered_n exceeds applicable_n"
    with pytest.raises(MethodError, match="must be 0 < partial_from <= complete_from < 1"):
        completion_status(row, complete_from=0.4)

"""The sums of everyone outside a group: weights of any size, and groups that do not fit their total."""

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.bad_input import MethodError
from pipeline.methods.group_tests import compare_with_rest
from pipeline.methods.rest import add_rest_fraction, rest_sums
from tests.methods.survey_cells import option_rows, split_total

KEYS = ["report_id", "question_id", "item_id", "option_id"]
SUMS = [f"{prefix}_{kind}" for prefix in ("option", "valid") for kind in ("n", "w", "w2")]


def uneven(light: float, *, shared: bool = False) -> pd.DataFrame:
    """60 persons of weight 1000 in one group, 50 of another weight in the other; 24 and 30 say yes."""
    ids = {"report_id": "r", "question_id": "q", "item_id": "_", "option_id": "a", "demographic_id": "d"}
    sides = {"heavy": (24, 60, 1000.0), "light": (30, 50, light), "unknown": (0, 0, 1.0)}

    def row(*parts: tuple[int, int, float]) -> dict[str, float]:
        return {
            f"{what}_{kind}": float(sum(part[i] * part[2] ** power for part in parts))
            for i, what in enumerate(("option", "valid"))
            for power, kind in enumerate(("n", "w", "w2"))
        }

    groups = pd.DataFrame([ids | row(side) | {"group_id": name} for name, side in sides.items()])
    if shared:  # some persons are in both, so the other group is not everyone else
        groups = pd.concat([groups, groups.iloc[:1].assign(group_id="again")], ignore_index=True)
    total = pd.DataFrame([ids | row(*sides.values())]).drop(columns="demographic_id")
    cells = rest_sums(groups, total, keys=KEYS, sums=SUMS).assign(f=0.0, rest_f=0.0)
    return compare_with_rest(cells, base="valid").set_index("group_id")


@pytest.mark.parametrize("light", [1.0, 1e-4, 1e-7, 1e-9])
def test_weights_may_be_as_uneven_as_they_are(light):
    """Σw² of the light is less than the last digit of that of the heavy; 60 % say yes all the same."""
    heavy, other = (uneven(light).loc[name] for name in ("heavy", "light"))
    assert (heavy["group_pct"], other["group_pct"]) == (pytest.approx(40, rel=1e-9), pytest.approx(60))
    assert heavy["rest_pct"] == pytest.approx(60, rel=1e-9)
    pooled = (60 * 0.4 + 50 * 0.6) / 110
    z = -0.2 / np.sqrt(pooled * (1 - pooled) * (1 / 60 + 1 / 50))
    assert heavy["z"] == pytest.approx(z, rel=1e-9)
    assert other["z"] == pytest.approx(-z, rel=1e-9)


def test_a_rest_of_which_no_digits_are_left_is_not_tested():
    found = uneven(1e-7, shared=True)
    assert found["rest_pct"].isna().to_dict() == {
        "heavy": True, "again": True, "light": False, "unknown": False,
    }  # fmt: skip
    assert set(found.loc[["heavy", "again"], "test_method"]) == {"not_tested"}
    assert uneven(10.0, shared=True).loc["heavy", "rest_pct"] == pytest.approx(60)


def test_a_group_larger_than_the_total_is_refused():
    groups, totals = split_total(option_rows())
    groups.loc[0, "valid_n"] = 5000
    with pytest.raises(MethodError, match="valid_n of the group exceeds that of the total"):
        rest_sums(groups, totals, keys=KEYS, sums=SUMS)


def test_a_group_without_a_total_is_refused():
    groups, totals = split_total(option_rows())
    with pytest.raises(MethodError, match="has no row in the totals"):
        rest_sums(groups, totals[totals["question_id"] != "q3"], keys=KEYS, sums=SUMS)


def test_unknown_blanks_of_the_rest_count_as_asked():
    rest = {
        "respondents_n": 40,
        "universe_n": 200,
        "answered_n": 15,
        "asked_n": 20,
        "state_unknown_blank_n": 10,
    }
    row = pd.DataFrame([{f"rest_{name}": value for name, value in rest.items()}])
    # 40 of 200 are respondents, and 15 of the 30 who may have been asked answered.
    assert add_rest_fraction(row)["rest_f"].tolist() == [pytest.approx(0.1)]
    assert add_rest_fraction(row.assign(rest_universe_n=np.nan))["rest_f"].tolist() == [0]

"""The R-indicator against the reference values, and what holds for every crossing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.r_indicator import logit_propensities, r_indicator, signed_partials
from tests.methods.reference_cases import assert_close, read

CROSSINGS = {
    "saturated gender x age_group x office": ["gender", "age_group", "office"],
    "logit main effects gender+age_group+office+occupation": ["gender", "age_group", "office", "occupation"],
    "single variable age_group": ["age_group"],
    "worked example 1200/900/400/100 vs 600/360/120/20": ["stratum"],
}
WORKED_EXAMPLE = pd.DataFrame(
    {"stratum": list("abcd"), "universe_n": [1200, 900, 400, 100], "respondents_n": [600, 360, 120, 20]}
)


@pytest.mark.parametrize("model", CROSSINGS)
def test_reference_values(model):
    expected = read("r_indicator", "expected").set_index("model").loc[model]
    cells = WORKED_EXAMPLE if model.startswith("worked") else read("r_indicator", "input")
    found = r_indicator(cells, CROSSINGS[model])
    assert found.model == ("logit" if model.startswith("logit") else "saturated")
    assert found.cells_n == expected["cells"]
    for column in ("mean_propensity", "s_rho", "r_indicator", "cv_propensity"):
        assert getattr(found, column) == pytest.approx(expected[column], rel=1e-9), column
    if not np.isnan(expected["r_indicator_adj"]):
        assert found.r_indicator_adj == pytest.approx(expected["r_indicator_adj"], rel=1e-9)
    assert np.isnan(found.r_indicator_adj) == (found.model == "logit")
    assert found.stat_note is None


def test_partials_of_the_reference():
    table = read("representativity", "expected")
    totals = table.groupby("demographic_id")[["universe_n", "respondents_n"]].transform("sum")
    columns = (table["universe_n"], table["respondents_n"], totals["universe_n"], totals["respondents_n"])
    partials = pd.Series(signed_partials(*(column.to_numpy(dtype=float) for column in columns)))
    assert_close(partials, table["r_partial_cat"])
    by_variable = np.sqrt((partials**2).groupby(table["demographic_id"]).sum())
    summary = read("representativity_summary", "expected").set_index("demographic_id")
    assert_close(by_variable.loc[summary.index], summary["r_partial"])


@st.composite
def crossings(draw):
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    names = [f"v{i}" for i in range(len(sizes))]
    cells = pd.MultiIndex.from_product([range(size) for size in sizes], names=names).to_frame(index=False)
    people = draw(st.lists(st.integers(0, 90), min_size=len(cells), max_size=len(cells)))
    rates = draw(st.lists(st.floats(0, 1), min_size=len(cells), max_size=len(cells)))
    cells["universe_n"] = people
    cells["respondents_n"] = [int(count * rate) for count, rate in zip(people, rates, strict=True)]
    return cells, names


@given(crossings())
def test_every_crossing_has_an_indicator_or_a_reason(case):
    cells, names = case
    before = cells.copy(deep=True)
    found = r_indicator(cells, names)
    pd.testing.assert_frame_equal(cells, before)
    if cells["respondents_n"].sum() == 0:
        assert found.stat_note == ("no_universe" if cells["universe_n"].sum() == 0 else "no_base")
        assert np.isnan(found.r_indicator)
        return
    assert -1e-9 <= found.r_indicator <= 1
    assert found.s_rho <= 0.5 + 1e-9
    if found.model == "saturated":
        assert found.r_indicator <= found.r_indicator_adj <= 1


@given(crossings())
def test_the_logit_model_keeps_every_margin(case):
    """Its score equations: fitted and observed respondents agree in every category (canonical link)."""
    cells, names = case
    cells = cells[cells["universe_n"] > 0]
    answered, people = cells["respondents_n"], cells["universe_n"]
    if not 0 < answered.sum() < people.sum():
        return
    fitted = logit_propensities(cells, names) * people
    for name in names:
        assert fitted.groupby(cells[name]).sum().to_numpy() == pytest.approx(
            answered.groupby(cells[name]).sum().to_numpy(), abs=1e-6
        )


def test_equal_rates_are_perfect_and_everyone_answering_too():
    even = pd.DataFrame({"v": ["a", "b"], "universe_n": [100, 300], "respondents_n": [10, 30]})
    assert r_indicator(even, ["v"]).r_indicator == pytest.approx(1)
    everyone = even.assign(respondents_n=even["universe_n"])
    assert r_indicator(everyone, ["v"]).r_indicator == 1
    half = pd.DataFrame({"v": ["a", "b"], "universe_n": [50, 50], "respondents_n": [0, 50]})
    assert r_indicator(half, ["v"]).r_indicator == pytest.approx(0)


def test_sparse_crossings_use_the_model():
    enough = [{"v": i, "universe_n": 30, "respondents_n": 10 + i % 3} for i in range(8)]
    sparse = [{"v": 8 + i, "universe_n": 29, "respondents_n": 10} for i in range(2)]
    assert r_indicator(pd.DataFrame(enough + sparse), ["v"]).model == "saturated"
    sparse.append({"v": 10, "universe_n": 29, "respondents_n": 10})
    assert r_indicator(pd.DataFrame(enough + sparse), ["v"]).model == "logit"
    many = [{"v": i, "universe_n": 30 - (i < 5), "respondents_n": 10} for i in range(24)]  # 20.8 % of 24
    assert r_indicator(pd.DataFrame(many), ["v"]).model == "logit"


def test_one_person_cells_add_nothing_to_the_adjustment():
    cells = pd.DataFrame(
        {"v": range(6), "universe_n": [1, 60, 60, 60, 60, 60], "respondents_n": [1, 6, 9, 12, 9, 6]}
    )
    found = r_indicator(cells, ["v"])
    assert found.model == "saturated"
    # By hand: of 301 people 43 answered; five cells of 60 with rates 0.1, 0.15, 0.2, 0.15, 0.1, and one of 1.
    rates, share = np.array([1, 0.1, 0.15, 0.2, 0.15, 0.1]), np.array([1, *[60] * 5]) / 301
    spread = (share * (rates - 43 / 301) ** 2).sum()
    chance = (60 / 301 * (1 - 60 / 301) * rates[1:] * (1 - rates[1:]) / 59).sum()
    assert found.r_indicator_adj == pytest.approx(1 - 2 * np.sqrt(spread - chance), rel=1e-12)


def test_cells_of_two_persons_add_to_the_adjustment():
    cells = pd.DataFrame({"v": range(6), "universe_n": [2, *[60] * 5], "respondents_n": [1, 6, 30, 54, 9, 6]})
    rates, share = np.array([0.5, 0.1, 0.5, 0.9, 0.15, 0.1]), np.array([2, *[60] * 5]) / 302
    spread = (share * (rates - 106 / 302) ** 2).sum()
    people = np.array([2, *[60] * 5])
    chance = (share * (1 - share) * rates * (1 - rates) / (people - 1)).sum()
    found = r_indicator(cells, ["v"]).r_indicator_adj
    assert found == pytest.approx(1 - 2 * np.sqrt(spread - chance), rel=1e-12)


def test_impossible_input_is_refused():
    cells = pd.DataFrame({"v": ["a", "b"], "universe_n": [10, 5], "respondents_n": [3, 6]})
    with pytest.raises(MethodError, match="v=b: universe_n is below respondents_n"):
        r_indicator(cells, ["v"])
    with pytest.raises(MethodError, match="a category is NULL"):
        r_indicator(cells.assign(v=["a", None]), ["v"])
    with pytest.raises(MethodError, match="column w is missing"):
        r_indicator(cells, ["w"])

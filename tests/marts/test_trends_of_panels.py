"""The reference panels of the methods as two waves of a survey, by the real statements."""

from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pytest

from tests.marts.panel_survey import panel, panel_definition
from tests.marts.test_trends import HIGH, LOW, one
from tests.methods.reference_cases import read


def reference_panel(
    case_id: str, universe: dict[str, int] | None = None, *, tests: str = "tests: {}\n"
) -> pd.Series:
    """One case of `tests/cases/yoy` as core tables of two waves, weighted."""
    case = read("yoy", "input").query("case_id == @case_id")
    folder = Path(mkdtemp())
    survey = "respondent: {key: id}\nweight: w\n" + tests
    definition = panel_definition(folder, survey=survey, trend="weighted: true\ntrend: true\n")
    data, weights = {}, {}
    for wave, suffix in (("2023", "1"), ("2024", "2")):
        there = case.dropna(subset=f"y{suffix}")
        data[wave] = {
            person: (1, HIGH if y else LOW, 0, 0, 1, 30)
            for person, y in zip(there["person_id"], there[f"y{suffix}"], strict=True)
        }
        weights[wave] = there[f"w{suffix}"].tolist()
    return one(panel(definition, data, folder, weights).trend(universe), "content", "high")


@pytest.mark.parametrize("case_id", ["partial", "panel", "panel_unweighted", "independent"])
def test_the_reference_panels_come_out_of_the_statements(case_id):
    expected = read("yoy", "expected").set_index("case_id").loc[case_id]
    found = reference_panel(case_id)
    names = {"change_pp": "change_pp", "se_change_pp": "se_change_pp", "z": "z", "p_value": "p_value"}
    for theirs, ours in names.items():
        assert found[ours] == pytest.approx(expected[theirs], rel=1e-9)
    assert (found["overlap_n"], found["valid_n"]) == (expected["n12"], expected["n2"])
    assert found["valid_pct"] == pytest.approx(expected["wave2_pct"], rel=1e-9)


@pytest.mark.parametrize("case_id", ["partial", "panel", "independent"])
def test_a_finite_population_makes_a_change_surer(case_id):
    """Who is in both registers is not known, so it is the smaller of the two that counts."""
    known = read("yoy", "expected").set_index("case_id").loc[case_id]
    n1, n2 = int(known["universe_n1"]), int(known["universe_n2"])
    f1, f2, n12 = known["n1"] / n1, known["n2"] / n2, known["n12"]
    shared = 1 - f1 * f2 * min(n1, n2) / n12 if n12 else 0
    own = known["se1_pp"] ** 2 * (1 - f1) + known["se2_pp"] ** 2 * (1 - f2)
    universe = {"2023": n1, "2024": n2}
    found = reference_panel(case_id, universe)
    assert found["se_change_pp"] == pytest.approx(np.sqrt(own - 2 * known["cov_pp2"] * shared), rel=1e-9)
    assert found["z"] == pytest.approx(found["change_pp"] / found["se_change_pp"], rel=1e-9)
    if known["universe_n12"] == min(n1, n2):
        assert found["z"] == pytest.approx(known["z_fpc"], rel=1e-9)
    without = reference_panel(case_id, universe, tests="tests: {fpc: false}\n")
    assert without["z"] == pytest.approx(known["z"], rel=1e-9)

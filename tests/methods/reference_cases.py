"""Reading the reference cases of the methods: pairs of input and expected values under tests/cases.

Here belongs only reading and comparing at the stated tolerance; what a case means stands in its test.
"""

from pathlib import Path

import numpy as np
import pandas as pd

CASES = Path(__file__).parents[1] / "cases"
CLOSED_FORMULA = 1e-9
RAKED_WEIGHT = 1e-7


def read(topic: str, name: str) -> pd.DataFrame:
    """Read one file of a topic; blank is NULL, ids stay text."""
    return pd.read_csv(CASES / topic / f"{name}.csv")


def read_cases(topic: str) -> pd.DataFrame:
    """Read a topic's input with its expected values beside it, matched on the columns that both have."""
    given, expected = read(topic, "input"), read(topic, "expected")
    keys = [column for column in given.columns if column in expected.columns]
    cases = given.merge(expected, on=keys, how="outer", validate="one_to_one", indicator=True)
    assert (cases["_merge"] == "both").all()
    # merge sorts by key; a case's rows keep the order of its input.
    return given[keys].merge(cases.drop(columns="_merge"), on=keys, how="left")


def assert_probabilities(actual: pd.Series, expected: pd.Series) -> None:
    """Compare p- or q-values at the stated tolerance: relative, but absolute below 1e-6."""
    wanted = expected.to_numpy(dtype=float, na_value=np.nan)
    assert (actual.isna().to_numpy() == np.isnan(wanted)).all(), expected.name
    found = actual.to_numpy(dtype=float, na_value=np.nan)
    tolerance = np.where(wanted < 1e-6, 1e-12, CLOSED_FORMULA * wanted)
    off = np.flatnonzero(np.abs(found - wanted) > tolerance)
    assert off.size == 0, f"{expected.name}: rows {off.tolist()}"


def assert_close(
    actual: pd.Series, expected: pd.Series, *, rtol: float = CLOSED_FORMULA, atol: float = 0.0
) -> None:
    """Compare two columns row by row, at least one; a blank must meet a blank."""
    assert len(expected) > 0, expected.name
    np.testing.assert_allclose(
        actual.to_numpy(dtype=float, na_value=np.nan),
        expected.to_numpy(dtype=float, na_value=np.nan),
        rtol=rtol,
        atol=atol,
        err_msg=str(expected.name),
    )

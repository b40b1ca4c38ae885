"""The R-indicator of reports, from the cells that SQL counts."""

import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.marts.propensity import r_indicator_results
from pipeline.schemas.mart_participation import mart_r_indicator


def cells(respondents: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wave": "2024",
            "report_id": "r",
            "cell_key": ["age=1|gender=1", "age=1|gender=2", "age=2|gender=1", "age=2|gender=2"],
            "universe_n": [1200, 900, 400, 100],
            "respondents_n": respondents,
        }
    )


def test_four_cells_by_hand() -> None:
    """R = 1 − 2·S(ρ) over the propensities 0.5, 0.4, 0.3 and 0.2."""
    result = r_indicator_results(cells([600, 360, 120, 20]))
    assert result["r_indicator"].iloc[0] == pytest.approx(0.830769, abs=5e-7)
    assert (result["model"].iloc[0], result["cells_n"].iloc[0], result["uncounted_n"].iloc[0]) == (
        "saturated",
        4,
        0,
    )
    assert breaches(result, mart_r_indicator()) == []


def test_more_answers_than_members_in_a_cell_are_left_out_and_counted() -> None:
    result = r_indicator_results(cells([600, 360, 120, 103]))
    assert result["uncounted_n"].iloc[0] == 3
    whole = r_indicator_results(cells([600, 360, 120, 100]))
    assert result["r_indicator"].iloc[0] == whole["r_indicator"].iloc[0]

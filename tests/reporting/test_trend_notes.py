"""Where a printed change is not that of the printed numbers, for every kind of number."""

import pytest

from pipeline.reporting.trend_lines import Line
from pipeline.reporting.trend_notes import _differs


def line(measure: str, before: float, now: float) -> Line:
    rows = {
        "2024": {"value": before, "change": float("nan"), "previous_wave": None, "measure": measure},
        "2025": {"value": now, "change": now - before, "previous_wave": "2024", "measure": measure},
    }
    return Line("Tall", "tallet", rows)


@pytest.mark.parametrize(
    ("measure", "before", "now", "digits", "differs"),
    [
        ("nps", -10.4, 16.4, 0, True),  # printed -10, +16 and +27
        ("nps", -10.0, 16.0, 0, False),
        ("mean", 3.44, 3.56, 1, True),  # printed 3.4, 3.6 and +0.1
        ("mean", 3.4, 3.6, 1, False),
        ("option", 74.64, 75.44, 0, True),  # printed 75, 75 and +1
    ],
)
def test_a_change_that_is_not_that_of_the_printed_numbers(
    measure: str, before: float, now: float, digits: int, differs: bool
) -> None:
    assert _differs(line(measure, before, now), digits) == differs

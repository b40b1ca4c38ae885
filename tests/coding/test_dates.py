"""Dates, for their answer states."""

import pandas as pd
import pytest

from pipeline.coding.dates import is_date, read_dates


@pytest.mark.parametrize(
    ("text", "date_format", "expected"),
    [
        ("2026-02-01", None, True),
        ("2026-02-30", None, False),
        ("2026-02-01T10:30:00+01:00", None, True),
        ("2026-02-01 10:30", "%d.%m.%Y", True),  # what a reader gives for a date always fits
        ("01/02/2026", None, False),
        ("01/02/2026", "%d/%m/%Y", True),
        ("13/13/2026", "%d/%m/%Y", False),
        ("06.09.2025 kl. 15.37.20", "%d.%m.%Y kl. %H.%M.%S", True),
        ("12000-01-01", None, False),
        ("20260201", None, False),
        ("13918694400.0", None, False),
    ],
)
def test_a_date_is_a_day_that_exists(text: str, date_format: str | None, expected: bool) -> None:
    assert is_date(text, date_format) is expected


def test_blanks_and_missing_values_are_no_dates() -> None:
    cells = pd.Series(["2026-01-01", " ", None, "99", "i går"], dtype="str")
    assert read_dates(cells, {99: "skipped"}, None).tolist() == [
        "value",
        "blank",
        "blank",
        "skipped",
        "invalid",
    ]

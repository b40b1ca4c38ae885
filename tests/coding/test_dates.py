"""Dates, for their answer states."""

import pandas as pd
import pytest

from pipeline.coding.dates import read_dates
from pipeline.coding.moments import Clock, read_moment, read_moments


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
    assert (read_moment(text, Clock(date_format)) is not None) is expected


def test_blanks_and_missing_values_are_no_dates() -> None:
    cells = pd.Series(["2026-01-01", " ", None, "99", "i går"], dtype="str")
    assert read_dates(cells, {99: "skipped"}, Clock()).cells.tolist() == [
        "value",
        "blank",
        "blank",
        "skipped",
        "invalid",
    ]


SPRING, AUTUMN = "2026-03-29", "2026-10-25"
"""The nights on which the clocks of Oslo change: 02:00 becomes 03:00, and 03:00 becomes 02:00."""


def seconds(text: str, zone: str = "Europe/Oslo") -> float:
    moment = read_moment(text, Clock(time_zone=zone))
    assert moment is not None
    assert not moment.is_skipped
    return moment.seconds


@pytest.mark.parametrize(
    ("text", "zone", "skipped"),
    [
        (f"{SPRING} 01:59:59", "Europe/Oslo", False),
        (f"{SPRING} 02:00", "Europe/Oslo", True),
        (f"{SPRING} 02:30:00", "Europe/Oslo", True),
        (f"{SPRING}T02:59:59", "Europe/Oslo", True),
        (f"{SPRING} 03:00:00", "Europe/Oslo", False),
        (f"{SPRING} 02:30:00", "UTC", False),
        (f"{SPRING} 02:30:00+01:00", "Europe/Oslo", False),  # its own offset: there was such a time
        ("2026-03-08 02:30:00", "America/New_York", True),
        ("2018-11-04", "America/Sao_Paulo", False),  # the day began at 01:00, but it was
        ("2018-11-04 00:30", "America/Sao_Paulo", True),
    ],
)
def test_an_hour_that_the_clocks_skip_is_no_time(text: str, zone: str, skipped: bool) -> None:
    moment = read_moment(text, Clock(time_zone=zone))
    assert moment is not None
    assert moment.is_skipped is skipped


def test_a_declared_format_meets_the_same_clocks() -> None:
    moment = read_moment("29.03.2026 kl. 02.30.00", Clock("%d.%m.%Y kl. %H.%M.%S"))
    assert moment is not None
    assert moment.is_skipped
    assert read_moment("29.03.2026", Clock("%d.%m.%Y")) == read_moment("2026-03-29", Clock())


def test_of_an_hour_that_comes_twice_the_first_is_taken() -> None:
    moment = read_moment(f"{AUTUMN} 02:30", Clock())
    assert moment is not None
    assert moment.seconds == seconds(f"{AUTUMN} 02:30+02:00")
    assert moment.later == seconds(f"{AUTUMN} 02:30+01:00") == moment.seconds + 3600
    assert seconds(f"{AUTUMN} 01:30") == moment.seconds - 3600
    assert seconds(f"{AUTUMN} 03:30") == moment.seconds + 7200


def test_a_night_on_which_the_clocks_change_has_another_length() -> None:
    assert seconds(f"{SPRING} 03:05") - seconds(f"{SPRING} 01:55") == 600
    assert seconds(f"{AUTUMN} 03:05") - seconds(f"{AUTUMN} 01:55") == 70 * 60 + 3600


def test_a_skipped_time_is_invalid_and_told_apart() -> None:
    cells = pd.Series([f"{SPRING} 02:30", f"{SPRING} 03:30", "02:30"], dtype="str")
    read = read_dates(cells, {}, Clock())
    assert read.cells.tolist() == ["invalid", "value", "invalid"]
    assert read.skipped.tolist() == [True, False, False]


@pytest.mark.parametrize("zone", ["Europe/Oslo", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"])
def test_many_times_at_once_are_what_each_one_is(zone: str) -> None:
    days = [
        "2018-02-17",
        "2018-11-04",
        SPRING,
        AUTUMN,
        "2026-04-05",
        "2026-10-04",
        "1890-01-01",
        "2060-07-01",
    ]
    texts = [
        f"{d}{t}{h:02d}:{m}" for d in days for h in range(24) for m, t in (("00", " "), ("30:15.5", "T"))
    ]
    together, alone = (
        read_moments(texts, Clock(time_zone=zone)),
        read_moments([*texts, ""], Clock(time_zone=zone)),
    )
    for quick, slow in zip(together, alone, strict=True):
        assert quick.tolist() == pytest.approx(slow[:-1].tolist(), nan_ok=True)
    assert together.skipped.any() == (zone != "UTC")
    assert (together.later > together.seconds).any() == (zone != "UTC")


def test_one_bad_time_among_many() -> None:
    read = read_moments(["2026-02-30 10:00", "2026-02-28 10:00", "", "i dag"], Clock())
    assert read.wrong.tolist() == [True, False, False, True]
    assert pd.isna(read.seconds).tolist() == [True, False, True, True]

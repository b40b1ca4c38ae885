"""Numbers and dates as text."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.rendering.numbers import NumberFormat, plain

NB, EN = NumberFormat("nb"), NumberFormat("en")


@pytest.mark.parametrize(
    ("value", "digits", "nb", "en"),
    [
        (6393, 0, "6\u202f393", "6,393"),
        (1234567.25, 1, "1\u202f234\u202f567,3", "1,234,567.3"),
        (-0.45, 0, "0", "0"),
        (-0.5, 0, "\u22121", "\u22121"),
        (12.5, 0, "13", "13"),
        (0.125, 2, "0,13", "0.13"),
        (7, 1, "7,0", "7.0"),
        (Decimal("2.5"), 0, "3", "3"),
        (-1234.5, 1, "\u22121\u202f234,5", "\u22121,234.5"),
        (2 / 24 * 100 - 5 / 24 * 100, 0, "\u221213", "\u221213"),
    ],
)
def test_number(value: float, digits: int, nb: str, en: str) -> None:
    assert NB.number(value, digits) == nb
    assert EN.number(value, digits) == en


@pytest.mark.parametrize(("value", "text"), [(4, "+4"), (-5, "\u22125"), (0, "0"), (0.4, "0"), (-0.4, "0")])
def test_signed_has_a_sign_only_where_the_printed_number_is_not_zero(value: float, text: str) -> None:
    assert NB.signed(value) == text


def test_percent_and_margin() -> None:
    assert NB.percent(15) == "15\u202f%"
    assert EN.percent(15) == "15%"
    assert NB.margin(2.838, 1) == "±\u00a02,8"


def test_dates() -> None:
    day = date(2023, 2, 24)
    assert NB.day(day) == "24.\u00a0februar 2023"
    assert EN.day(day) == "24\u00a0February 2023"
    assert NB.short_day(day) == "24.\u00a0feb."
    assert NB.short_day(date(2023, 5, 1)) == "1.\u00a0mai"
    assert EN.short_day(day) == "24\u00a0Feb"


@pytest.mark.parametrize(
    ("value", "text"), [(33.333, "33.33"), (50.0, "50"), (-0.001, "0"), (1e-9, "0"), (120.0, "120")]
)
def test_plain_is_what_a_drawing_can_read(value: float, text: str) -> None:
    assert plain(value) == text

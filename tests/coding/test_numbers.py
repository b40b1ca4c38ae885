"""Numbers written as text."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.numbers import AMBIGUOUS, parse_number, read_numbers
from pipeline.coding.values import canonical
from pipeline.readers.export import MissingRange, SourceColumn

TEXT = SourceColumn("n", "n")


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("12", None, 12),
        ("-3", None, -3),
        ("−3,5", ",", -3.5),
        ("+4", None, 4),
        ("1,5", ",", 1.5),
        ("1.5", ".", 1.5),
        (",5", ",", 0.5),
        ("1 234", ",", 1234),
        ("1 234 567,8", ",", 1234567.8),
        ("1.234", ",", 1234),
        ("1,234", ".", 1234),
        ("1.234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("1.234", ".", 1.234),
        # without a declaration, where a mark can be but one of the two
        ("1.5", None, 1.5),
        ("1,5", None, 1.5),
        ("1.2345", None, 1.2345),
        ("0.123", None, 0.123),
        ("1234.567", None, 1234.567),
        ("1.234,5", None, 1234.5),
        ("1,234.5", None, 1234.5),
        ("1.234.567", None, 1234567),
        ("1 234", None, 1234),
    ],
)
def test_numbers_are_read_as_declared(text: str, decimal: str | None, number: float) -> None:
    assert parse_number(canonical(text), decimal) == number  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1.234", "12,345", "-1.234", "999.999"])
def test_a_mark_that_may_be_either_is_ambiguous(text: str) -> None:
    assert parse_number(text, None) == AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1.5", ","),  # no thousand, so not 15
        ("12.34,5", ","),
        ("1 23", ","),
        ("1,2,3", ","),
        ("1.234 567", ","),  # two separators
        ("5.", "."),
        ("1E5", None),
        ("nan", None),
        ("inf", None),
        ("0x10", None),
        ("37 timer", None),
        ("01.02.2026", None),
        ("-", None),
        ("١٢", None),
        (".", None),
    ],
)
def test_what_is_no_number_is_none(text: str, decimal: str | None) -> None:
    assert parse_number(text, decimal) is None  # type: ignore[arg-type]


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**6), st.sampled_from([",", "."]), st.booleans())
def test_what_is_written_is_read(whole: int, part: int, decimal: str, grouped: bool) -> None:
    digits = f"{abs(whole):,}".replace(",", "\u202f") if grouped else str(abs(whole))
    text = f"{'-' if whole < 0 else ''}{digits}{decimal}{part}"
    expected = float(f"{'-' if whole < 0 else ''}{abs(whole)}.{part}")
    assert parse_number(canonical(text), decimal) == expected  # type: ignore[arg-type]


def test_two_marks_in_a_column_are_ambiguous_until_one_is_declared() -> None:
    cells = pd.Series(["1,5", "1.5", "3", "x", None], dtype="str")
    mixed = read_numbers(TEXT, cells, {})
    assert mixed.ambiguous.tolist() == [True, True, False, False, False]
    assert mixed.cells.tolist() == ["invalid", "invalid", "value", "invalid", "blank"]
    declared = read_numbers(TEXT, cells, {}, ",")
    assert declared.cells.tolist() == ["value", "invalid", "value", "invalid", "blank"]
    assert declared.values[0] == 1.5


def test_thousands_are_as_declared() -> None:
    assert parse_number("1.234,5", ",", " ") is None
    assert parse_number("1 234,5", ",", "\u00a0") == 1234.5
    assert parse_number("1'234", ".", "'") == 1234


def test_values_that_the_file_declares_missing_are_not_numbers() -> None:
    column = SourceColumn(
        "n", "n", kind="number", missing=(MissingRange(-999.0, 0.0), MissingRange(999.0, 999.0))
    )
    cells = pd.Series([5.0, 0.0, -3.0, 999.0, math.nan, math.inf, 98.0])
    read = read_numbers(column, cells, {98: "dont_know", 999: "skipped"})
    assert read.cells.tolist() == ["value", "invalid", "invalid", "skipped", "blank", "invalid", "dont_know"]
    assert read.declared_missing.tolist() == [False, True, True, False, False, False, False]
    assert [v for v in read.values if not math.isnan(v)] == [5.0]

"""Numbers written as text: decimal marks, thousands, and what is ambiguous between the two.

Belongs here: reading a numeric column. Whether a number is in range is for the question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import pandas as pd

from pipeline.coding.values import BLANK, INVALID, VALUE, Floats, Words, canonical
from pipeline.readers.export import SourceColumn
from pipeline.survey.questions import Value

Decimal = Literal[".", ","]
_SPACES = " '’"  # canonical text has every kind of space as a plain one
_MARKS: tuple[Decimal, Decimal] = (".", ",")
_THOUSAND = 3
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Numbers:
    """A numeric column, read.

    Attributes:
        values: Missing where there is no number.
        cells: What each cell is: `value`, `blank`, `invalid`, or a state that its value stands for.
        ambiguous: Where a mark may be a decimal mark or separate thousands; these cells are invalid too.
        declared_missing: Where the file itself declares the value as missing and the definition does not.
    """

    values: Floats
    cells: Words
    ambiguous: np.ndarray
    declared_missing: np.ndarray


def read_numbers(
    column: SourceColumn,
    cells: pd.Series,
    missing: Mapping[Value, str],
    decimal: Decimal | None = None,
    thousands: str | None = None,
) -> Numbers:
    """Read a column of numbers, or of numbers written as text.

    Args:
        column: The column, for the values that the file declares as missing.
        cells: Its cells.
        missing: Values that stand for a state.
        decimal: The decimal mark of text. Without it a mark is taken only where it can be but one of the two.
        thousands: What separates thousands in text; without it spaces, apostrophes, and the other mark.
    """
    states = {canonical(value): state for value, state in missing.items()}
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    texts = [canonical(value) for value in distinct]
    read = [
        float(value) if isinstance(value, float) else parse_number(text, decimal, thousands)
        for value, text in zip(distinct, texts, strict=True)
    ]
    mixed = decimal is None and _mixed_marks(texts, read)
    values = np.full(len(distinct) + 1, np.nan)
    kinds = np.full(len(distinct) + 1, BLANK, dtype=object)
    unclear = np.zeros(len(distinct) + 1, dtype=bool)
    left_out = np.zeros(len(distinct) + 1, dtype=bool)
    for i, (text, number) in enumerate(zip(texts, read, strict=True)):
        if text == "" or text in states:
            kinds[i] = states.get(text, BLANK)
        elif not isinstance(number, float) or not np.isfinite(number):
            kinds[i], unclear[i] = INVALID, number == AMBIGUOUS
        elif mixed and decisive_mark(text):
            kinds[i], unclear[i] = INVALID, True
        elif _is_declared_missing(column, number, text):
            kinds[i], left_out[i] = INVALID, True
        else:
            kinds[i], values[i] = VALUE, number
    return Numbers(values[positions], kinds[positions], unclear[positions], left_out[positions])


def _mixed_marks(texts: Sequence[str], read: Sequence[float | str | None]) -> bool:
    """Whether some numbers of a column have a decimal comma and others a decimal point."""
    numbers = (text for text, number in zip(texts, read, strict=True) if isinstance(number, float))
    return len({mark for text in numbers if (mark := decisive_mark(text))}) > 1


def parse_number(text: str, decimal: Decimal | None, thousands: str | None = None) -> float | str | None:
    """A number from canonical text; `AMBIGUOUS`; or None when it is no number.

    Args:
        text: As `canonical` gives it.
        decimal: The decimal mark, or None when it is not declared.
        thousands: What separates thousands, or None for whatever is usual with that decimal mark.
    """
    plain = text.replace("−", "-")
    if decimal is None:
        mark = decisive_mark(plain)
        if mark is None and _has_mark(plain):
            return AMBIGUOUS if _pattern(".", None).fullmatch(plain) else None
        decimal = mark or "."
    return _parsed(plain, decimal, thousands)


def _parsed(text: str, decimal: Decimal, thousands: str | None) -> float | None:
    found = _pattern(decimal, thousands).fullmatch(text)
    if found is None:
        return None
    digits = re.sub(r"[^0-9]", "", found["whole"])
    return float(f"{found['sign']}{digits}.{found['part'] or '0'}")


@cache
def _pattern(decimal: Decimal, thousands: str | None) -> re.Pattern[str]:
    other = _MARKS[decimal == "."]
    separators = _SPACES + other if thousands is None else " " if thousands.isspace() else thousands
    one = f"[{re.escape(separators)}]"
    whole = rf"(?P<whole>[0-9]{{1,3}}(?P<separator>{one})[0-9]{{3}}(?:(?P=separator)[0-9]{{3}})*|[0-9]*)"
    mark = re.escape(decimal)
    return re.compile(rf"(?P<sign>[+-]?)(?={mark}?[0-9]){whole}(?:{mark}(?P<part>[0-9]+))?")


def _has_mark(text: str) -> bool:
    return "." in text or "," in text


def decisive_mark(text: str) -> Decimal | None:
    """The decimal mark of a text in which it can be no other; None where there is none or it is unclear.

    A mark that stands alone before other than three digits is a decimal mark, and so is one after the other
    mark or behind more than three digits or a zero. A mark that stands twice separates thousands, so the
    other one is the decimal mark, whether it is there or not.
    """
    counts = {mark: text.count(mark) for mark in _MARKS}
    used = [mark for mark in _MARKS if counts[mark]]
    if len(used) == len(_MARKS):
        return max(_MARKS, key=text.rfind)
    if not used:
        return None
    mark = used[0]
    if counts[mark] > 1:
        return _MARKS[mark == "."]
    head, _, tail = text.lstrip("+-−").partition(mark)
    thousand = len(tail) == _THOUSAND and tail.isdecimal() and 0 < len(head) <= _THOUSAND and head[0] != "0"
    return None if thousand else mark


def _is_declared_missing(column: SourceColumn, number: float, text: str) -> bool:
    for missing in column.missing:
        if isinstance(missing.low, str) or isinstance(missing.high, str):
            if missing.low == text:
                return True
        elif missing.low <= number <= missing.high:
            return True
    return False

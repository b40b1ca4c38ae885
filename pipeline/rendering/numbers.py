"""The only place where a number or a date becomes text.

What belongs here: printed numbers in Norwegian and English, dates, and the plain decimals that drawings need.
What does not: words around a number (`language`), rounding rules (`pipeline.methods.rounding`), and deciding
how many decimals a measure has (whoever builds the tree).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pipeline.methods.rounding import half_away

Language = Literal["nb", "en"]

NARROW_SPACE = "\u202f"  # between thousands, and before a Norwegian per cent sign
NO_BREAK = "\u00a0"
MINUS = "\u2212"

_MONTHS: dict[Language, tuple[str, ...]] = {
    "nb": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def plain(value: float, digits: int = 2) -> str:
    """Write a length or position for a drawing: a point, no thousands, no trailing zeros.

    Args:
        value: finite number.
        digits: decimals to keep, 0 to 9.

    Returns:
        For example `12.5` or `-3`.
    """
    text = _digits(value, digits, grouped=False)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(value: float | Decimal, digits: int, *, grouped: bool) -> str:
    """Return the rounded value with exactly `digits` decimals and an ASCII minus."""
    rounded = Decimal(repr(half_away(value, digits)))
    padded = rounded.quantize(Decimal(1).scaleb(-digits))  # only pads: the value is rounded already
    return f"{padded:,f}" if grouped else f"{padded:f}"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Numbers and dates of one language.

    Norwegian: U+202F between thousands, decimal comma, U+202F before %. English: comma, point, no space.
    Both: U+2212 as minus, half away from zero, never minus zero.

    Attributes:
        language: `nb` or `en`.
    """

    language: Language

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """Write a number with exactly `digits` decimals: 6393 is `6 393`, -0.45 is `0`."""
        text = _digits(value, digits, grouped=True).replace("-", MINUS)
        if self.language == "en":
            return text
        return text.replace(",", NARROW_SPACE).replace(".", ",")

    def signed(self, value: float | Decimal, digits: int = 0) -> str:
        """Write a difference: `+4`, `−5`, `0`."""
        text = self.number(value, digits)
        return f"+{text}" if half_away(value, digits) > 0 else text

    def percent(self, value: float | Decimal, digits: int = 0) -> str:
        """Write a share with its sign: `15 %` in Norwegian, `15%` in English."""
        return self.number(value, digits) + (f"{NARROW_SPACE}%" if self.language == "nb" else "%")

    def margin(self, value: float | Decimal, digits: int = 0) -> str:
        """Write a margin of error: `± 3`."""
        return f"±{NO_BREAK}{self.number(value, digits)}"

    def as_printed(self, value: float | Decimal, digits: int = 0) -> float:
        """Give the number that `number` writes, for workbooks."""
        return float(half_away(value, digits))

    def parsed_margin(self, printed: str) -> float:
        """Read what `margin` wrote."""
        digits = printed.removeprefix(f"±{NO_BREAK}").replace(NARROW_SPACE, "")
        return float(digits.replace(",", ".") if self.language == "nb" else digits.replace(",", ""))

    def day(self, value: date) -> str:
        """Write a date: `24. februar 2023`, `24 February 2023`."""
        point = "." if self.language == "nb" else ""
        return f"{value.day}{point}{NO_BREAK}{_MONTHS[self.language][value.month - 1]} {value.year}"

    def short_day(self, value: date) -> str:
        """Write day and month where space is short: `24. feb.`, `24 Feb`."""
        name = _MONTHS[self.language][value.month - 1]
        if self.language == "en":
            return f"{value.day}{NO_BREAK}{name[:3]}"
        return f"{value.day}.{NO_BREAK}{name if len(name) <= 4 else name[:3] + '.'}"

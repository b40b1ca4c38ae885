"""What the cells of an export's column look like, in counts: the ground on which a draft guesses.

Belongs here: counting, and recognising personal data by its form. Which values may be written is decided by
`options`: never those of a few.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.drafting.words import missing_state, role_of
from pipeline.readers.export import Export, MissingRange, SourceColumn
from pipeline.readers.markers import NOT_SHOWN, SEEN_UNANSWERED
from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import NOT_SUBSTANTIVE

MOST_VALUES = 300
"""Columns with more different values than this are numbers or texts, never options."""

FEWEST_ROWS = 3
"""A text is only taken for an option when at least so many rows hold it."""

_NUMBER = re.compile(r"[-−+]?(\d+|\d{1,3}([ '’]\d{3})+)([.,]\d+)?([eE][-+]?\d+)?")
_EMAIL = r"[^\s@<>;,]+@[^\s@<>;,]+\.[A-Za-z]{2,}"
_MOBILE = r"(?:(?:\+|00)47\s?)?[49]\d{2}\s?\d{2}\s?\d{3}|(?:(?:\+|00)47\s?)?[2-9]\d(?:\s?\d{2}){3}"
_PHONE = rf"{_MOBILE}|\+\d{{1,3}}[\s-]?\d[\d\s()-]{{6,14}}\d"
_IP = r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}"
_DAY = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_FORMS = {
    "e-mail addresses": re.compile(_EMAIL),
    "IP addresses": re.compile(_IP),
    "telephone numbers": re.compile(_PHONE),
}
_INSIDE = re.compile(rf"{_EMAIL}|(?<!\d)(?:{_MOBILE})(?!\d)|(?<!\d)\d{{6}}\s?\d{{5}}(?!\d)")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


@dataclass(frozen=True)
class Profile:
    """A column in counts.

    Attributes:
        rows: Rows of the export.
        filled: Rows that are not blank.
        distinct: Different values.
        values: Value to its rows, as canonical text; empty where there are more than `MOST_VALUES`.
        is_number: Every value is a number.
        beside: Where most values are numbers and no other is an answer proper: those others (don't know).
        decimal: The decimal mark of numbers written as text, where any has one.
        longest: Characters of the longest value.
        personal: What most values have the form of (`e-mail addresses`), or empty.
        personal_inside: Rows whose text holds something of such a form.
    """

    rows: int
    filled: int
    distinct: int
    values: Mapping[str, int] = field(default_factory=dict)
    is_number: bool = False
    beside: Mapping[str, int] = field(default_factory=dict)
    decimal: str | None = None
    longest: int = 0
    personal: str = ""
    personal_inside: int = 0

    @property
    def is_unique(self) -> bool:
        """Whether every row holds a value of its own."""
        return 0 < self.rows == self.filled == self.distinct


def profiles(export: Export) -> list[Profile]:
    """The profile of each column of an export, in file order."""
    blanks = blank_marks(export)
    return [
        _profile(column, export.frame.iloc[:, position], blanks)
        for position, column in enumerate(export.columns)
    ]


def blank_marks(export: Export) -> frozenset[str]:
    """What the platform itself writes for a blank that it knows more of: no answer, whatever the question."""
    marks_seen = any(column.blank == "not_asked" for column in export.columns)
    return frozenset((NOT_SHOWN, SEEN_UNANSWERED) if marks_seen else (NOT_SHOWN,))


def _profile(column: SourceColumn, cells: "pd.Series[str]", blanks: frozenset[str]) -> Profile:
    counts = cells.dropna().value_counts()
    texts: dict[str, int] = {}
    for value, rows in counts.items():
        text = value_text(value)
        if text and text not in blanks:
            texts[text] = texts.get(text, 0) + int(rows)
    others = {text: n for text, n in texts.items() if not _NUMBER.fullmatch(text)}
    is_number = bool(texts) and not others
    beside = others if others and _are_beside(texts, others) else {}
    written = column.kind == "text" and (is_number or bool(beside))
    return Profile(
        rows=len(cells),
        filled=sum(texts.values()),
        distinct=len(texts),
        values=texts if len(texts) <= MOST_VALUES else {},
        is_number=is_number,
        beside=beside,
        decimal=_decimal(text for text in texts if text not in others) if written else None,
        longest=max(map(len, texts), default=0),
        personal="" if column.labels else _personal(texts),
        personal_inside=0 if is_number else sum(n for text, n in texts.items() if _INSIDE.search(text)),
    )


def value_text(value: object) -> str:
    """A cell as labels write codes: one line, whole numbers without a decimal part."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return comparable(str(value))


def _are_beside(texts: Mapping[str, int], others: Mapping[str, int]) -> bool:
    """Whether what is no number says why there is none, and numbers are the rule."""
    return 2 * len(others) < len(texts) and all(
        missing_state(text) or role_of(text) in NOT_SUBSTANTIVE for text in others
    )


def _decimal(texts: Iterable[str]) -> str | None:
    texts = list(texts)
    return next((mark for mark in ",." if any(mark in text for text in texts)), None)


def _personal(texts: Mapping[str, int]) -> str:
    """What at least half of the values have the form of."""
    if not texts:
        return ""
    if 2 * sum(is_birth_number(text) for text in texts) >= len(texts):
        return "national identity numbers"
    for what, form in _FORMS.items():
        hits = sum(1 for text in texts if form.fullmatch(text) and not _DAY.fullmatch(text))
        if 2 * hits >= len(texts):
            return what
    return ""


def is_birth_number(text: str) -> bool:
    """Whether a text is a Norwegian fødselsnummer or D-number: eleven digits with both check digits right.

    Control digits by weights 3 7 6 1 8 9 4 5 2 and 5 4 3 2 7 6 5 4 3 2, modulo 11 (Skatteetaten).
    """
    digits = text.replace(" ", "").zfill(11) if len(text) >= 10 else ""
    if not re.fullmatch(r"[0-7]\d[014589]\d{8}", digits):
        return False
    return all(
        sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11 == 0 for weights in _WEIGHTS
    )


def in_missing(value: str, ranges: tuple[MissingRange, ...]) -> bool:
    """Whether a value is declared user-missing."""
    for one in ranges:
        if isinstance(one.low, str) or isinstance(one.high, str):
            if str(one.low) <= value <= str(one.high):
                return True
        elif _NUMBER.fullmatch(value) and one.low <= float(value.replace(",", ".")) <= one.high:
            return True
    return False

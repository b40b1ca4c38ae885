"""Personal details that a text holds: national identity numbers, e-mail addresses, phone numbers and GUIDs.

Belongs here: what each looks like, counting and redacting. Names have no form that tells them from other
words: those that an export itself holds are in `known`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

REDACTED = "[redacted]"
SHORTEST = 6
"""The shortest detail is an address such as a@b.no."""

_NATIONAL_ID = re.compile(r"(?<![\d.,])\d{6}[ -]?\d{5}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_PHONE = re.compile(
    r"(?<![\w.,+])(?:"
    r"(?:\+|00)[1-9](?:[ -]?\d){7,13}"  # international
    r"|(?!20)[2-9](?:\d{7}|\d{2} \d{2} \d{3}|\d \d{2} \d{2} \d{2})"  # Norwegian, as it is grouped
    r")(?!\w)"
)
_GUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)

_DIGIT = re.compile(r"\d")
_FIRST_CHECK = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_CHECK = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DAY_OF_D_NUMBERS = 40
_MONTHS_ADDED = (0, 40, 65, 80)
"""To the month: nothing, 40 for numbers of hospitals, 65 and 80 for made-up persons of public registers."""


def is_national_id(digits: str) -> bool:
    """Whether eleven digits are a Norwegian national identity number: a date and two check digits.

    D-numbers and numbers of made-up persons count. The check digits are those of the regulation on the
    population register (forskrift til folkeregisterloven § 2-2-1): weighted sums of digits that 11 divides.
    """
    figures = [int(digit) for digit in digits]
    return (
        _has_birthday(figures)
        and sum(w * d for w, d in zip(_FIRST_CHECK, figures[:10], strict=True)) % 11 == 0
        and sum(w * d for w, d in zip(_SECOND_CHECK, figures, strict=True)) % 11 == 0
    )


def _has_birthday(figures: list[int]) -> bool:
    day, month = figures[0] * 10 + figures[1], figures[2] * 10 + figures[3]
    day -= _DAY_OF_D_NUMBERS if day > _DAY_OF_D_NUMBERS else 0
    for added in _MONTHS_ADDED:
        try:
            date(2000, month - added, day)  # a leap year, as the century is not known
        except ValueError:
            continue
        return True
    return False


@dataclass(frozen=True)
class _Form:
    """What one kind of detail looks like, and what else must hold of it."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = bool

    def replaced(self, text: str, by: str) -> str:
        """The text with `by` for every such detail."""
        return self.pattern.sub(lambda match: by if self.holds(match[0]) else match[0], text)


_FORMS = (
    _Form("e-mail address", _EMAIL),
    _Form("GUID", _GUID),
    _Form("national identity number", _NATIONAL_ID, lambda found: is_national_id(re.sub(r"\D", "", found))),
    _Form("phone number", _PHONE),
)
"""In the order that they are looked for: what is found is taken out before the next."""


def _may_hold(text: str) -> bool:
    """Whether a text has what any detail needs: an @, four hyphens (a GUID), or eight digits."""
    if len(text) < SHORTEST:
        return False
    return "@" in text or text.count("-") >= 4 or len(_DIGIT.findall(text)) >= 8


def _details(text: str) -> Iterator[tuple[str, str]]:
    """Kind and wording of every personal detail."""
    if not _may_hold(text):
        return
    for form in _FORMS:
        for found in form.pattern.findall(text):
            if form.holds(found):
                yield form.kind, found
        text = form.replaced(text, " ")


def redact(text: str) -> str:
    """A text with every personal detail replaced by `REDACTED`."""
    for form in _FORMS:
        text = form.replaced(text, REDACTED)
    return text


def details_in(texts: Iterable[str]) -> frozenset[str]:
    """Every personal detail in some texts, as it is written there."""
    return frozenset(detail for text in texts for _, detail in _details(text))


def count_personal(texts: Iterable[str], known: Iterable[str] = ()) -> dict[str, int]:
    """In how many texts there are personal details of each kind.

    Args:
        texts: Any texts.
        known: Details that are meant to be read, e.g. an address to write to: see `details_in`.

    Returns:
        Kind, in words, to the number of texts; kinds that are in none are left out.
    """
    allowed = frozenset(known)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({kind for kind, detail in _details(text) if detail not in allowed})
    return dict(sorted(counts.items()))

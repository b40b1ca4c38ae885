"""Names of columns with a wildcard: `meta_*` stands for every column whose name begins so.

Belongs here: which names a pattern fits, and the nearest ones where it fits none. What the columns are for is
elsewhere.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable

WILDCARD = "*"
_CLOSE = 0.6
_NAMED = 3


def has_wildcard(name: str) -> bool:
    """Whether a name may stand for several columns."""
    return WILDCARD in name


def fits(pattern: str, name: str) -> bool:
    """Whether a column's whole name is what a pattern says, in capitals or not; `*` is any text."""
    parts = (re.escape(_folded(part)) for part in pattern.split(WILDCARD))
    return re.fullmatch("(?s:.*)".join(parts), _folded(name)) is not None


def nearest_names(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that are most like what a pattern begins (or else ends) with, the likeliest first."""
    stem, _, end = _folded(pattern).partition(WILDCARD)
    wanted, size = stem or end, len(stem or end)
    scored: list[tuple[float, int, str]] = []
    for name in names:
        part = _folded(name)[:size] if stem else _folded(name)[-size:]
        ratio = difflib.SequenceMatcher(None, wanted, part).ratio()
        if ratio >= _CLOSE:
            scored.append((-ratio, len(scored), name))
    return [name for *_, name in sorted(scored)[:_NAMED]]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

"""Ids and texts of a drafted definition: from what an export calls things to what topline does.

Belongs here: slugs, unique ids, and cutting «question – option» labels into their two parts.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ð": "d", "þ": "th"})
_HASH = re.compile(r"(_response)?_[0-9a-f]{8}(_\d+)?$")
_DASHES = (" – ", " — ", " - ", " | ")
_SEPARATORS = (*_DASHES, ": ", "? ")
_SHORTEST_STEM = 4
_SHORT_LABEL = 60
_RESERVED = frozenset(
    [
        "wave",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "case",
        "when",
        "then",
        "else",
        "end",
        "between",
        "true",
        "false",
        "select",
        "from",
        "where",
        "order",
        "group",
        "by",
        "like",
        "on",
        "all",
        "any",
        "as",
        "asc",
        "desc",
        "distinct",
        "having",
        "limit",
        "union",
        "using",
        "with",
    ]
)
"""Words that a predicate could not use as the name of a variable."""


def slug(text: str, longest: int = 40) -> str:
    """`text` as an id: lower-case letters, digits and single underscores; empty where nothing is left of it.

    Cut at a word's end where that leaves at least half of `longest`.
    """
    letters = unicodedata.normalize("NFKD", comparable(text).casefold().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "_", letters.encode("ascii", "ignore").decode()).strip("_")
    if len(words) > longest:
        cut = words[: longest + 1].rfind("_")
        words = words[: cut if cut >= longest // 2 else longest].strip("_")
    return words if not words or words[0].isalpha() else f"n{words}"


class Ids:
    """Ids given out so far, so that the next one is another."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def unique(self, wanted: str, fallback: str) -> str:
        """`wanted`, else with a number behind it; `fallback` where `wanted` is empty."""
        base = wanted or fallback
        found, number = base, 2
        while found in self._taken:
            found, number = f"{base}_{number}", number + 1
        self._taken.add(found)
        return found


def question_slug(identity: str) -> str:
    """A question's id from the id of its column or block, without the hash that tells texts apart."""
    name = slug(_HASH.sub("", identity)) or slug(identity)
    return f"q_{name}" if name in _RESERVED else name


def group_slug(columns: Sequence[SourceColumn]) -> str:
    """A question's id from the names that its columns begin with: `sp05` for `sp05_1`, `sp05_2`."""
    shared = common_prefix([column.id for column in columns])
    whole = shared if not shared[-1:].isdigit() else re.sub(r"\d+$", "", shared)  # not half of a number
    return question_slug(re.sub(r"[\W_]+$", "", whole)) or question_slug(columns[0].id)


def common_prefix(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    low, high = min(texts), max(texts)
    end = next((i for i, letter in enumerate(low) if i >= len(high) or high[i] != letter), len(low))
    return low[:end]


def stems(label: str) -> list[str]:
    """Every beginning of a «question – option» label that may be the question, the shortest first."""
    text = comparable(label)
    ends = {found.end() for mark in _SEPARATORS for found in re.finditer(re.escape(mark), text)}
    return [text[:end] for end in sorted(ends) if _SHORTEST_STEM < end < len(text)]


def shared_stem(labels: Sequence[str]) -> str:
    """The longest stem that all labels share, with its separator; empty where there is none.

    A dash goes before a colon, with which an option may begin itself.
    """
    texts = [comparable(label) for label in labels]
    shared = [stem for stem in stems(texts[0]) if all(text.startswith(stem) for text in texts)]
    dashed = [stem for stem in shared if stem.endswith(_DASHES)]
    return (dashed or shared or [""])[-1]


def stem_text(stem: str) -> str:
    """A stem without its separator."""
    return stem.rstrip(" –—-|:").strip() or stem.strip()


def rest_text(label: str, stem: str) -> str:
    """What a label says beyond its stem."""
    return comparable(label).removeprefix(stem).strip()


def words_of(text: str) -> str:
    """A column's name as lower-case words: `RecipientEmail` as `recipient email`."""
    apart = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", _HASH.sub("", text))
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


def is_named(patterns: Sequence[str], column: SourceColumn) -> bool:
    """Whether a column's id, name or short label is what one of the patterns says."""
    label = comparable(column.label)
    head = re.split(r"[(:]", label)[0] if len(label) <= _SHORT_LABEL else ""
    names = [words_of(text) for text in (column.id, column.name, head) if text]
    return any(re.fullmatch(pattern, name) for pattern in patterns for name in names)

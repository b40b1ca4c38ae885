"""Cells that hold all chosen options of a question as one text, recognised: `A;B;` or `A, B`, and rankings.

Belongs here: the guess, for drafting. Splitting in a run needs the codebook's options and is the readers'
matter.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from pipeline.drafting.columns import FEWEST_ROWS, Profile
from pipeline.drafting.order import in_order
from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable

_SEPARATORS = {"microsoft_forms": (";",), "google_forms": (", ",), "qualtrics": (",",)}
_ANY_SEPARATOR = (";", "|", ", ")
"""What other files may join answers with, the surest first."""

_ENDS_IN_SEPARATOR = frozenset(("microsoft_forms",))
"""Platforms whose joined cells end in the separator too, so that no text of one's own looks like one."""

_MOST_PARTS = 40
_LONGEST_PART = 120
_MOSTLY = 0.5


class Joined(NamedTuple):
    """How cells are joined.

    Attributes:
        separator: What stands between the options.
        labels: Code (or text) to text of the options.
        own_words: Whether there are parts that only few gave: answers of their own.
        is_ranking: Whether every cell holds all options, in an order.
    """

    separator: str
    labels: dict[str, str]
    own_words: bool = False
    is_ranking: bool = False


def joined_parts(
    column: SourceColumn, seen: Profile, cells: "pd.Series[str]", platform: str
) -> Joined | None:
    """The options that a text column joins in its cells, or None when it does not look like one.

    Every part must stand in several rows, so that free text with commas is none; a few may be own words.
    """
    if column.kind != "text" or (seen.is_number and not column.labels):
        return None
    texts = [comparable(str(cell)) for cell in cells.dropna()]
    is_certain = platform in _ENDS_IN_SEPARATOR
    marks = _SEPARATORS.get(platform, _ANY_SEPARATOR)
    found = (_joined(column, texts, mark, certain=is_certain) for mark in marks)
    return next((joined for joined in found if joined is not None), None)


def _joined(column: SourceColumn, texts: Sequence[str], separator: str, *, certain: bool) -> Joined | None:
    """The options of texts that are joined by a separator."""
    lists = [_parts(text, separator) for text in texts if text]
    if not any(len(parts) > 1 for parts in lists):
        return None
    counts = Counter(part for parts in lists for part in parts)
    if column.labels:
        return Joined(separator, column.labels) if set(counts) <= set(column.labels) else None
    certain = certain and all(text.endswith(separator) for text in texts if text)
    common = [part for part, rows in counts.items() if rows >= FEWEST_ROWS and len(part) <= _LONGEST_PART]
    if len(common) < 2 or len(common) > _MOST_PARTS or not _explained(lists, common, certain=certain):
        return None
    if not certain and len(counts) >= len(set(texts)):
        return None
    labels = {text: text for text in in_order(common).values}
    is_ranking = certain and all(sorted(parts) == sorted(common) for parts in lists)
    return Joined(separator, labels, len(common) < len(counts), is_ranking)


def _parts(text: str, separator: str) -> list[str]:
    return [comparable(part) for part in text.split(separator.strip()) if part.strip()]


def _explained(lists: Sequence[Sequence[str]], common: Sequence[str], *, certain: bool) -> bool:
    """Whether the common parts explain the cells: all of them, or most where the form itself is proof."""
    explained = sum(all(part in common for part in parts) for parts in lists)
    return explained >= (_MOSTLY * len(lists) if certain else len(lists))

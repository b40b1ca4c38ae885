"""Cells that hold all chosen options of a question as one text, recognised: `A;B;` or `A, B`.

Belongs here: the guess, for drafting. Splitting in a run needs the codebook's options and is the readers'
matter.
"""

from collections import Counter
from typing import NamedTuple

import pandas as pd

from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.draft_columns import FEWEST_ROWS, Profile
from pipeline.survey.draft_order import in_order

_SEPARATORS = {"microsoft_forms": ";", "google_forms": ", ", "qualtrics": ","}
_MOST_PARTS = 40
_LONGEST_PART = 120


class Joined(NamedTuple):
    """How cells are joined, and code (or text) to text of the options in them."""

    separator: str
    labels: dict[str, str]


def joined_parts(
    column: SourceColumn, seen: Profile, cells: "pd.Series[str]", platform: str
) -> Joined | None:
    """The options that a text column joins in its cells, or None when it does not look like one.

    Every part must stand in several rows, so that free text with commas is none.
    """
    separator = _SEPARATORS.get(platform, ";")
    if column.kind != "text" or (seen.is_number and not column.labels):
        return None
    texts = [comparable(str(cell)) for cell in cells.dropna()]
    lists = [[p for p in text.split(separator.strip()) if p.strip()] for text in texts if text]
    if not any(len(parts) > 1 for parts in lists):
        return None
    counts = Counter(comparable(part) for parts in lists for part in parts)
    if (
        len(counts) > _MOST_PARTS
        or min(counts.values()) < FEWEST_ROWS
        or max(map(len, counts)) > _LONGEST_PART
    ):
        return None
    if column.labels:
        return Joined(separator, column.labels) if set(counts) <= set(column.labels) else None
    if len(counts) >= len(set(texts)):
        return None
    return Joined(separator, {text: text for text in in_order(list(counts)).values})

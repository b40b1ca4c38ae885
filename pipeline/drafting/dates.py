"""Dates that an export writes as text, recognised by their form.

Belongs here: which columns hold dates, and their format. What a date is used for is told elsewhere.
"""

import re
from datetime import date

from pipeline.drafting.part import Part
from pipeline.readers.text_identity import comparable

ISO = ""
"""Stands for ISO 8601, which need not be declared."""
_FORMATS: tuple[tuple[str, str], ...] = (
    (r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", ISO),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y"),
    (r"\d{1,2}\.\d{1,2}\.\d{4} kl\. \d{1,2}\.\d{2}", "%d.%m.%Y kl. %H.%M"),
    (r"\d{1,2}\.\d{1,2}\.\d{4} kl\. \d{1,2}\.\d{2}\.\d{2}", "%d.%m.%Y kl. %H.%M.%S"),
    (r"\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d{2}", "%d.%m.%Y %H:%M"),
    (r"\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d{2}:\d{2}", "%d.%m.%Y %H:%M:%S"),
)
_FEWEST = 3
_LOOKED_AT = 200


def format_of_dates(part: Part) -> str | None:
    """The format of a text column in which every answer is a date; None where it is no such column.

    Days and months that could be either are not guessed: 03/04/2024 is left as a text.
    """
    if part.column.kind != "text" or part.column.labels or part.profile.is_number:
        return None
    texts = [comparable(str(cell)) for cell in part.cells.dropna().unique()[:_LOOKED_AT]]
    if len(texts) < _FEWEST:
        return None
    for pattern, date_format in _FORMATS:
        if all(re.fullmatch(pattern, text) for text in texts):
            return date_format if all(_is_date(text, date_format) for text in texts) else None
    return None


def _is_date(text: str, date_format: str) -> bool:
    """Whether the day is there; the time is left to the run."""
    numbers = [int(number) for number in re.findall(r"\d+", text)[:3]]
    year, month, day = numbers if date_format == ISO else numbers[::-1]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

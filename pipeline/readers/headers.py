"""The header row of a table that has no other description of its columns.

Belongs here: what makes a row usable as column names. Does not: what the names mean.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from pipeline.readers.export import ExportError

_SPACE = re.compile(r"\s+")
_VALUE = re.compile(
    r"[-+]?\d+([.,]\d+)?%?"  # a number
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?"  # a date, with or without a time
    r"|[^@\s]+@[^@\s]+\.[^@\s]+"  # an e-mail address
)


def same_name(name: str) -> str:
    """What two names have in common when a person, or a database, would take them for one."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", name)).strip().casefold()


def check_header(header: Sequence[str], file: str) -> None:
    """Refuse a header row that does not name each column once.

    Raises:
        ExportError: On a blank name, on names that are equal but for case and white space, and on a row that
            looks like a respondent's answers instead of names.
    """
    blank = [str(i + 1) for i, name in enumerate(header) if not name.strip()]
    if blank:
        raise ExportError(
            f"{file}: the header row has no name for column {', '.join(blank[:5])}; "
            "is it a header row at all?"
        )
    if _looks_like_data(header):
        raise ExportError(
            f"{file}: the first row looks like answers, not like column names; a header is missing"
        )
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(header):
        positions[same_name(name)].append(i)
    twice = [found for found in positions.values() if len(found) > 1]
    if twice:
        places = ", ".join(str(i + 1) for i in twice[0])
        raise ExportError(
            f"{file}: columns {places} have the same name, {header[twice[0][0]]!r} (case and spaces aside); "
            f"{len(twice)} names occur more than once"
        )


def _looks_like_data(header: Sequence[str]) -> bool:
    """Whether the names are values: most of them, or any decimal number, date or address."""
    names = [name.strip() for name in header]
    if names == [str(i + 1) for i in range(len(names))] and len(names) > 1:
        return False  # questions numbered 1, 2, 3 …
    values = [name for name in names if _VALUE.fullmatch(name)]
    return len(values) * 2 > len(names) or any(not name.lstrip("+-").isdigit() for name in values)

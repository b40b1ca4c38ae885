"""Names that Excel accepts for sheets.

What belongs here: length, forbidden characters and uniqueness. What does not: choosing the words.
"""

import re

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class SheetNames:
    """The names given so far; Excel compares them without case."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}  # Excel keeps that name for itself

    def unique(self, wanted: str) -> str:
        """Return the nearest name that is allowed and free, and take it."""
        base = _FORBIDDEN.sub("-", wanted).strip(" '") or "-"
        name, number = base[:LONGEST], 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" {number}"
            name = base[: LONGEST - len(ending)] + ending
        self._taken.add(name.casefold())
        return name

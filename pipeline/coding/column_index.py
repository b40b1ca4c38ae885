"""Finding columns of an export by their stable id.

Belongs here: the look-up, and the words for what is not found.
"""

import difflib
import unicodedata
from collections.abc import Sequence

from pipeline.readers.export import SourceColumn


class ColumnIndex:
    """The columns of an export by id: exactly, else without regard to case where that is unambiguous.

    How a letter is composed (å, or a with a ring) never counts.
    """

    def __init__(self, columns: Sequence[SourceColumn]) -> None:
        self.columns = columns
        self._exact: dict[str, list[int]] = {}
        self._folded: dict[str, list[int]] = {}
        for position, column in enumerate(columns):
            self._exact.setdefault(_composed(column.id), []).append(position)
            self._folded.setdefault(_folded(column.id), []).append(position)

    def _found(self, column: str) -> list[int]:
        return self._exact.get(_composed(column)) or self._folded.get(_folded(column)) or []

    def position(self, column: str) -> int | None:
        """The position of a column, or None when it is not there or not unique."""
        found = self._found(column)
        return found[0] if len(found) == 1 else None

    def why_not(self, column: str) -> str:
        """Why `position` gave None: `is not in the export; the nearest is x`, or that several are meant."""
        found = self._found(column)
        if len(found) > 1:
            names = ", ".join(self.columns[i].id for i in found)
            return f"can be any of {names} (columns {', '.join(str(i + 1) for i in found)})"
        close = difflib.get_close_matches(column, self._exact, n=1)
        return "is not in the export" + (f"; the nearest is {close[0]}" if close else "")

    def block(self, name: str) -> list[int]:
        """The positions of the columns that the export keeps together under a name, in file order."""
        folded = _folded(name)
        return [i for i, column in enumerate(self.columns) if _folded(column.block) == folded]

    def parts_of(self, name: str) -> list[tuple[int, str]]:
        """The columns of a block and of the blocks inside it (`grid.row`), each with what it is there."""
        folded = _folded(name)
        found = []
        for i, column in enumerate(self.columns):
            block = _folded(column.block)
            if block == folded:
                found.append((i, column.option))
            elif block.startswith(f"{folded}."):
                found.append((i, f"{column.block[len(name) :].lstrip('.')}.{column.option}"))
        return found

    def nearest_block(self, name: str) -> str:
        """`; the nearest is x`, or nothing."""
        close = difflib.get_close_matches(name, {c.block for c in self.columns if c.block}, n=1)
        return f"; the nearest is {close[0]}" if close else ""


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(name).casefold()

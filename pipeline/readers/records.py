"""Counting the records of a delimited text without parsing it.

Belongs here: the independent count that every parse is compared with. It knows nothing of fields: a record
ends at a line end outside quotes. A parser that drops, splits or joins rows disagrees with it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1 << 24  # bytes looked at together: bounds memory to a few times this, whatever the file's size
_LF, _CR = 10, 13


@dataclass(frozen=True)
class RecordCount:
    """What the bytes of a delimited text say.

    Attributes:
        records: Records that are not blank lines.
        inner_blank_lines: Blank lines before the last record.
        unclosed: Whether the text ends inside quotes.
        tidy: Whether every quote stands at the edge of a field or is doubled inside one, so that all CSV
            parsers agree about it.
    """

    records: int
    inner_blank_lines: int
    unclosed: bool
    tidy: bool


def count_records(data: bytes, delimiter: str, quote: str) -> RecordCount:
    """Count the records of UTF-8 text in which `quote` (or nothing, if empty) encloses fields."""
    content = np.frombuffer(data, dtype=np.uint8)
    quoting = bool(quote) and quote.encode() in data
    inside = False
    ends: list[NDArray[np.int64]] = []
    for start in range(0, len(content), _CHUNK):
        stop = min(start + _CHUNK, len(content))
        line_ends = _line_ends(content, start, stop)
        if quoting:
            within = np.logical_xor.accumulate(content[start:stop] == ord(quote))
            if inside:
                np.logical_not(within, out=within)
            inside = bool(within[-1])
            line_ends &= ~within
        ends.append(np.flatnonzero(line_ends) + start)
    records, inner = _records(content, np.concatenate(ends) if ends else np.empty(0, dtype=np.int64))
    tidy = not quoting or (len(delimiter.encode()) == 1 and _tidy(content, ord(delimiter), ord(quote)))
    return RecordCount(records, inner, inside, tidy and not inside)


def _line_ends(content: NDArray[np.uint8], start: int, stop: int) -> NDArray[np.bool_]:
    """Where lines end: at LF, and at a CR that no LF follows."""
    part = content[start:stop]
    carriage = part == _CR
    if carriage.any():
        following = np.full(len(part), _CR, dtype=np.uint8)
        after = content[start + 1 : stop + 1]
        following[: len(after)] = after
        carriage &= following != _LF
        ends: NDArray[np.bool_] = carriage | (part == _LF)
        return ends
    return np.equal(part, _LF)


def _records(content: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[int, int]:
    """The number of lines with content, and of blank lines before the last of them."""
    starts = np.concatenate(([0], ends + 1))
    ends = np.append(ends, len(content))
    lengths = ends - starts
    # A line of one byte is blank too when the byte is the CR of a CRLF.
    lone = np.flatnonzero(lengths == 1)
    lengths[lone[content[starts[lone]] == _CR]] = 0
    filled = np.flatnonzero(lengths)
    if len(filled) == 0:
        return 0, 0
    return len(filled), int(filled[-1]) + 1 - len(filled)


def _tidy(content: NDArray[np.uint8], delimiter: int, quote: int) -> bool:
    """Whether quotes open only after a field's edge and close only before one (or beside another quote)."""
    edge = np.zeros(256, dtype=bool)
    edge[[delimiter, _LF, _CR, quote]] = True
    quotes = np.flatnonzero(content == quote)
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = opening[opening > 0] - 1, closing[closing < len(content) - 1] + 1
    return bool(edge[content[before]].all() and edge[content[after]].all())

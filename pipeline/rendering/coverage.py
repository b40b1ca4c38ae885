"""Which characters the report font can draw, read from the font itself.

What belongs here: reading the character map of the TrueType files in `fonts/`. What does not: what to do with
a character that is missing (`clean`). Read from the file, so that a swapped font cannot disagree with a list.
The format is the OpenType specification's `cmap` table, subtable formats 4 and 12.
"""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


@cache
def drawable() -> frozenset[int]:
    """Return the code points that every style of the report font can draw.

    Raises:
        ValueError: a font file has no Unicode character map that this reader knows; names the file.
    """
    files = sorted(FONTS.glob("*.ttf"))
    if not files:
        raise ValueError(f"no TrueType file in {FONTS.name}/")
    return frozenset.intersection(*(_code_points(file) for file in files))


def _code_points(file: Path) -> frozenset[int]:
    data = file.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    if start is not None:
        (count,) = struct.unpack_from(">H", data, start + 2)
        for index in range(count):
            platform, _, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * index)
            if platform in (0, 3):
                found |= _subtable(data, start + offset)
    if not found:
        raise ValueError(f"{file.name}: no Unicode character map in format 4 or 12")
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    return None


def _subtable(data: bytes, start: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", data, start)
    if kind == 4:
        return _segments(data, start)
    return _groups(data, start) if kind == 12 else set()


def _segments(data: bytes, start: int) -> set[int]:
    """Format 4: segments of the basic plane; the last one, 0xFFFF, is a stop and not a character."""
    (double,) = struct.unpack_from(">H", data, start + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", data, start + 14)
    starts = struct.unpack_from(f">{segments}H", data, start + 16 + double)
    return {
        code
        for first, last in zip(starts, ends, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF
    }


def _groups(data: bytes, start: int) -> set[int]:
    """Format 12: runs of code points."""
    (count,) = struct.unpack_from(">L", data, start + 12)
    found: set[int] = set()
    for index in range(count):
        first, last, _ = struct.unpack_from(">LLL", data, start + 16 + 12 * index)
        found.update(range(first, last + 1))
    return found

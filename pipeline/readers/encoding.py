"""Bytes to text: the declared encoding, strictly, and a byte-order mark honoured and removed.

Belongs here: decoding only. Nothing is guessed, replaced or ignored: a survey's Norwegian letters either
come out as they were written, or the file is refused with the byte where it went wrong.
"""

import codecs
from pathlib import Path

from pipeline.readers.export import ExportError

# UTF-32-LE begins with the mark of UTF-16-LE, so it has to be tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DEFAULT = "utf-8"


def byte_order_mark(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte-order mark at the start of `data` names, and the mark's length in bytes."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    return None


def looks_like_utf16(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when every other of the first bytes is mostly NUL, as in Western text."""
    head = data[:4096]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0 : 2 * half : 2].count(0) / half, head[1 : 2 * half : 2].count(0) / half
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    if even > 0.7 and odd < 0.1:
        return "utf-16-be"
    return None


def decode(data: bytes, file: str, encoding: str | None) -> str:
    """The text of a file.

    Args:
        data: The whole file.
        file: The file's name, for messages.
        encoding: The declared encoding; None is UTF-8. A byte-order mark overrules it.

    Raises:
        ExportError: When the encoding is unknown, a byte is not valid in it, or the text holds a NUL.
    """
    mark = byte_order_mark(data)
    name, skip = mark or (encoding or DEFAULT, 0)
    try:
        text = data[skip:].decode(name, errors="strict")
    except UnicodeDecodeError as error:
        offset = skip + error.start
        raise ExportError(
            f"{file}: byte {offset} is not valid {name}. {_advice(data, encoding, mark)}"
        ) from None
    except (LookupError, TypeError):
        raise ExportError(
            f"{file}: the encoding {name!r} is unknown; try utf-8, cp1252 or utf-16-le"
        ) from None
    if "\0" in text:
        raise ExportError(f"{file}: character {text.index(chr(0))} is NUL. {_advice(data, encoding, mark)}")
    return text


def to_utf8(data: bytes, file: str, encoding: str | None) -> bytes:
    """The text of a file as UTF-8 without a byte-order mark; a file that is so already is not copied.

    Raises:
        ExportError: As `decode`.
    """
    text = decode(data, file, encoding)
    mark = byte_order_mark(data)
    name, skip = mark or (encoding or DEFAULT, 0)
    if codecs.lookup(name).name == DEFAULT:
        return data[skip:] if skip else data
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ExportError(f"{file}: character {error.start} is no character that can be written") from None


def _advice(data: bytes, encoding: str | None, mark: tuple[str, int] | None) -> str:
    wide = looks_like_utf16(data)
    if wide and not mark:
        return f"It looks like UTF-16 without a byte-order mark: declare {_declared(wide)}"
    if encoding or mark:
        return "Declare the encoding that the platform writes, or export the file again"
    return f"Declare the file's encoding, e.g. {_declared('cp1252')}, or export it again as UTF-8"


def _declared(encoding: str) -> str:
    """How an encoding is declared, in a definition and before there is one."""
    return f"`encoding: {encoding}` under read in survey.yaml (topline draft: --encoding {encoding})"


def read_text(path: Path, encoding: str | None) -> str:
    """`decode` for the whole file at `path`."""
    return decode(path.read_bytes(), path.name, encoding)

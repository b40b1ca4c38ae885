"""Texts that were decoded in the wrong encoding before they came here: `KjÃ¸nn` for `Kjønn`.

Belongs here: telling such texts by their letters. They decode without an error, so no reader can refuse them,
and they would stand in the report. Bytes that do not decode are the readers' (`pipeline.readers.encoding`).
"""

import re

from pipeline.readers import Export
from pipeline.readers.export import column_name
from pipeline.readers.options import ReadOptions


def _read_as_windows(byte: int) -> str:
    """The character that a reader of windows-1252 makes of a byte; of Latin-1 where it has none."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_FOLLOWING = "".join(
    {_read_as_windows(byte) for byte in range(0x80, 0xC0)} | set(map(chr, range(0x80, 0xC0)))
)
# The first bytes of UTF-8 for Latin-1 letters and for punctuation (– ’ … €), as windows-1252 has them. Å and
# Ä are such bytes too (for ş or č), but «Å» is Norwegian.
GARBLED = re.compile(f"[ÃÂ][{re.escape(_FOLLOWING)}]|â[€\u0080‚\u0082][{re.escape(_FOLLOWING)}]")
_ENOUGH = 3
"""So many cells, if they are also most of those with special letters, are the file's fault and not pasted."""


def is_garbled(text: str) -> bool:
    """Whether a text holds UTF-8 that was read as windows-1252 or Latin-1."""
    return GARBLED.search(text) is not None


def garbled_texts(export: Export, options: ReadOptions) -> tuple[list[str], list[str]]:
    """What an export holds of texts that were decoded wrongly, without telling any person's text.

    Args:
        export: The export.
        options: How it was read; a declared encoding may be the mistake.

    Returns:
        Problems: names, labels, and columns whose special letters are mostly wrong. Notes: columns with a few
        such cells, which people may have pasted.
    """
    problems, notes = [], []
    cure = "correct the declared encoding" if options.encoding else "export it again"
    for position, column in enumerate(export.columns):
        if is_garbled(column.name):
            problems.append(f"column {position + 1}: its name was decoded in the wrong encoding; {cure}")
        text = next(filter(is_garbled, (column.label, column.option, *column.labels.values())), None)
        if text is not None:
            problems.append(f"column {column.id}: «{text[:80]}» was decoded in the wrong encoding; {cure}")
        if column.kind != "text":
            continue
        cells = export.frame[column_name(position)].dropna()
        special = cells[~cells.str.isascii()]
        wrong = sum(map(is_garbled, special))
        what = f"column {column.id}: {wrong} of {len(special)} cells with special letters were decoded in the"
        if wrong >= _ENOUGH and 2 * wrong > len(special):
            problems.append(f"{what} wrong encoding; {cure}")
        elif wrong:
            notes.append(f"{what} wrong encoding, or pasted so by those who answered")
    return problems, notes

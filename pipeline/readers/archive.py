"""The checks that a zip-based file passes before anything is unpacked.

Belongs here: limits on size, ratio, count and names, read from the zip directory alone. Does not: what the
parts hold.
"""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from pipeline.readers.export import ExportError

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
"""What reading a damaged archive raises."""

MAX_ENTRIES = 1_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes in all
MAX_RATIO = 100  # unpacked to packed
_SMALL = 1024 * 1024  # below this a high ratio is only a sheet of many blanks
_NESTED = (".zip", ".gz", ".7z", ".rar")
_WORKBOOKS = (".xlsx", ".xlsm")


def check_archive(path: Path, advice: str = "export the data as CSV or .sav") -> list[str]:
    """Refuse a zip file that is damaged, locked, or would unpack to far more than it is.

    Args:
        path: A workbook or a plain archive.
        advice: What to do instead.

    Returns:
        The names of the entries.

    Raises:
        ExportError: With the rule that the file breaks.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except DAMAGED:
        raise ExportError(
            f"{path.name}: the zip structure is damaged or cut off; export the file again"
        ) from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    problem = _problem(entries, _NESTED if path.suffix.lower() == ".zip" else (*_NESTED, *_WORKBOOKS))
    if len(entries) > MAX_ENTRIES:
        problem = f"it holds {len(entries):,} parts, more than {MAX_ENTRIES:,}"
    elif unpacked > MAX_UNPACKED:
        problem = f"it unpacks to {unpacked // 2**20:,} MB, more than {MAX_UNPACKED // 2**20:,}"
    elif unpacked > _SMALL and unpacked > MAX_RATIO * packed:
        problem = f"it unpacks to {unpacked // packed:,} times its size, more than {MAX_RATIO}"
    if problem:
        raise ExportError(f"{path.name}: {problem}; {advice}")
    return [entry.filename for entry in entries]


def _problem(entries: list[zipfile.ZipInfo], nested: tuple[str, ...]) -> str:
    """What is wrong with an entry's name or flags, or nothing."""
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "it is protected by a password"
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
            return "a part has a name that leads out of the file"
        if name.suffix.lower() in nested:
            return "it holds another archive"
    return ""

"""Zip archives that hold an export: platforms pack what they let download, one file or a set.

Belongs here: taking the files out, under the limits of `archive`. Does not: what they are (`detect`).
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipeline.readers.archive import DAMAGED, check_archive
from pipeline.readers.export import ExportError

MOST_FILES = 20
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RESIDUE = ("__MACOSX", ".")  # what a Mac packs along
_CHUNK = 1 << 20


def unpacked(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files of an export, with the files inside instead of a `.zip`.

    Args:
        files: The files. One whose name and content contradict each other is refused later.
        folder: An existing folder for what is taken out.

    Raises:
        ExportError: When an archive is damaged, locked, holds nothing, too much or another archive, or would
            unpack to far more than it is.
    """
    found: list[Path] = []
    for i, path in enumerate(files):
        if path.suffix.lower() == ".zip" and _is_archive(path):
            place = folder / str(i)
            place.mkdir()
            found += _take_out(path, place)
        else:
            found.append(path)
    return found


def _is_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in _ZIP


def _take_out(path: Path, place: Path) -> list[Path]:
    names = [name for name in check_archive(path, "unpack it and give the files inside") if _is_file(name)]
    if not names:
        raise ExportError(f"{path.name}: the archive holds no file")
    if len(names) > MOST_FILES:
        raise ExportError(
            f"{path.name}: the archive holds {len(names)} files, more than {MOST_FILES}; unpack it and give "
            "the files of one export"
        )
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in names:
            target = place / PurePosixPath(name.replace("\\", "/")).name
            if target.exists():
                raise ExportError(f"{path.name}: two files in the archive have the same name; unpack it")
            _copy(archive, name, target, path.name)
            found.append(target)
    return found


def _copy(archive: zipfile.ZipFile, name: str, target: Path, file: str) -> None:
    try:
        with archive.open(name) as source, target.open("xb") as copy:
            while chunk := source.read(_CHUNK):
                copy.write(chunk)
    except DAMAGED as error:
        kind = type(error).__name__
        raise ExportError(f"{file}: a file in the archive is damaged ({kind}); download it again") from None
    if not target.stat().st_size:
        raise ExportError(f"{file}: a file in the archive is empty (0 bytes)")


def _is_file(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not name.endswith("/") and bool(parts) and not any(part.startswith(_RESIDUE) for part in parts)

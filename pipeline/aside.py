"""Files that are there whole or not at all: written aside, synced, and renamed into place.

Belongs here: that one way of writing, and the hash that tells a whole file.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A file to write beside `target`; renamed onto it when all went well, and else removed.

    Raises:
        OSError: when the folder cannot be written, or the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    path = Path(name)
    try:
        yield path
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(target)
        _sync_folder(target.parent)
    finally:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

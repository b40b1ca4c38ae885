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

    What a process that was killed left there goes too; so let only one process at a time write a target.

    Raises:
        OSError: when the folder cannot be written, or the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}.*.part*"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    path = Path(name)
    try:
        yield path
        sync(path)
        path.replace(target)
        sync(target.parent)
    finally:
        path.unlink(missing_ok=True)


def sync(*paths: Path) -> None:
    """Have files, or the names in folders, on the disk before anything else happens.

    Raises:
        OSError: when the disk cannot take them.
    """
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

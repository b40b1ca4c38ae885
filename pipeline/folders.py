"""Folders that are there whole or not at all: made aside, synced, and put in place in a single step.

Belongs here: that one way of making a folder. Linux lets two names change places at once; where the file
system cannot, the old folder is set aside first, and put back when a process was killed in between.
"""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.aside import sync

_HERE = -100  # AT_FDCWD: paths are as they stand
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """A folder to fill beside `target`; it takes the target's place when all went well, and else is removed.

    What a process that was killed left there goes too; so let only one process at a time make a target.

    Raises:
        OSError: when the folder around it cannot be written, or the disk is full; then the target is as it
            was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_remains(target)
    path = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield path
        path.chmod(0o755)
        sync(*sorted(path.rglob("*")), path)
        _put_in_place(path, target)
        sync(target.parent)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _clear_remains(target: Path) -> None:
    """Put back or remove what a process that was killed has left."""
    old = _old(target)
    if old.exists() and not target.exists():
        old.rename(target)
    for left in (old, *target.parent.glob(f".{target.name}.*.part")):
        shutil.rmtree(left, ignore_errors=True)


def _put_in_place(path: Path, target: Path) -> None:
    if not target.exists():
        path.rename(target)
    elif not exchange(path, target):
        old = _old(target)
        target.rename(old)
        try:
            path.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places at once; False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)

"""Files as they arrive: what may be opened at all, and the copy that is read instead of them.

Belongs here: paths, file types, sizes and hashes. Does not: what a file holds (`detect`, the readers).

A file in a drop folder can change, or be exchanged for a link, between a check and a read. So it is opened
once, checked through the open descriptor, copied and hashed in one pass, and only the copy is parsed.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.readers.export import ExportError

MAX_BYTES = 2 * 1024**3
_TEMPORARY_PREFIXES = ("~$", ".")
_TEMPORARY_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class TakenFile:
    """A copied file.

    Attributes:
        path: The copy, under the original's name.
        sha256: Hexadecimal SHA-256 of the copied bytes.
        size: Their number.
    """

    path: Path
    sha256: str
    size: int


def is_temporary(name: str) -> bool:
    """Whether a name is that of an unfinished download, of an office program's lock, or hidden."""
    return name.startswith(_TEMPORARY_PREFIXES) or name.lower().endswith(_TEMPORARY_SUFFIXES)


def take(path: Path, folder: Path, root: Path | None = None, max_bytes: int = MAX_BYTES) -> TakenFile:
    """Copy a file into `folder` and hash what was copied.

    Args:
        path: The file. It must be a regular file itself, not a link to one.
        folder: Where the copy goes, under the file's own name.
        root: A folder that the file must lie in once all links in its path are followed.
        max_bytes: The largest size that is accepted.

    Raises:
        ExportError: When the file is missing, temporary, a link, a folder, a device or a pipe, outside
            `root`, empty, too large, or changes while it is copied.
    """
    name = path.name
    if is_temporary(name):
        raise ExportError(
            f"{name}: this is a temporary file; wait until the download or the edit is finished"
        )
    if not name.isprintable():
        raise ExportError(f"{name!r}: the file's name has control characters; rename it")
    if root is not None and not path.resolve().is_relative_to(root.resolve()):
        raise ExportError(f"{name}: the path leads out of the folder {root.name!r}")
    descriptor = _open(path)
    try:
        before = os.fstat(descriptor)
        _check(before, name, max_bytes)
        target = folder / name
        sha256, size = _copy(descriptor, target)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (size, after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
        raise ExportError(f"{name}: the file is still being written; wait until it is complete")
    return TakenFile(target, sha256, size)


def _open(path: Path) -> int:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        raise ExportError(f"{path.name}: there is no such file") from None
    except OSError as error:
        if path.is_symlink():
            raise ExportError(f"{path.name}: this is a link; put the file itself into the folder") from None
        raise ExportError(f"{path.name}: the file cannot be opened ({error.strerror})") from None


def _check(status: os.stat_result, name: str, max_bytes: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ExportError(f"{name}: this is not a regular file but a folder, a pipe or a device")
    if status.st_size == 0:
        raise ExportError(f"{name}: the file is empty (0 bytes)")
    if status.st_size > max_bytes:
        raise ExportError(
            f"{name}: the file has {status.st_size / 2**20:,.0f} MB; "
            f"at most {max_bytes / 2**20:,.0f} MB are accepted"
        )


def _copy(descriptor: int, target: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as copy:
        target.chmod(0o600)
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return digest.hexdigest(), size

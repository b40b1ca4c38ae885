"""Turns: one process at a time works on a thing, and the others wait and say for whom.

Belongs here: the lock alone. The kernel lets go of it when a process ends, however it ends, so a run that was
killed keeps nobody waiting.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 600
_STEP = 0.1


class TurnError(RuntimeError):
    """Another process has not ended in time: which one, and what to do."""


class _Lock:
    """A lock of this process: between its threads, and with `flock` between processes."""

    def __init__(self) -> None:
        self.threads = threading.RLock()
        self.depth = 0
        self.file = -1


_locks: dict[Path, _Lock] = {}
_registry = threading.Lock()


@contextmanager
def turn(
    path: Path, what: str, on_wait: Callable[[str], None] | None = None, patience: int = PATIENCE
) -> Iterator[bool]:
    """Hold a lock until the block ends. A thread that holds it already goes straight on.

    Args:
        path: The lock's file, made when it is not there; it holds the process that has the lock.
        what: What the lock is for, in messages.
        on_wait: Told once, in words, that another process is waited for.
        patience: How many seconds to wait.

    Yields:
        Whether another process was waited for.

    Raises:
        TurnError: when the other process has not ended in time.
        OSError: when the lock's file cannot be made.
    """
    with _registry:
        lock = _locks.setdefault(path, _Lock())
    with lock.threads:
        waited = False
        if lock.depth == 0:
            lock.file, waited = _acquire(path, what, on_wait, patience)
        lock.depth += 1
        try:
            yield waited
        finally:
            lock.depth -= 1
            if lock.depth == 0:
                _name_holder(lock.file, "")
                os.close(lock.file)


def _acquire(path: Path, what: str, on_wait: Callable[[str], None] | None, patience: int) -> tuple[int, bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        waited = _wait(file, what, on_wait, patience)
    except BaseException:
        os.close(file)
        raise
    _name_holder(file, str(os.getpid()))
    return file, waited


def _name_holder(file: int, name: str) -> None:
    """Write who holds the lock: a courtesy to those who wait, so a full disk keeps nobody out."""
    with contextlib.suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, name.encode(), 0)


def _wait(file: int, what: str, on_wait: Callable[[str], None] | None, patience: int) -> bool:
    """Take the lock; tells whether it had to be waited for."""
    deadline = time.monotonic() + patience
    waited = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 20, 0).decode("ascii", "replace") or "unknown"
            if not waited and on_wait is not None:
                on_wait(f"another run works on {what} (process {holder}); waiting until it ends")
            waited = True
            if time.monotonic() > deadline:
                raise TurnError(
                    f"another run works on {what} (process {holder}) and has not ended in {patience} "
                    "seconds; let it end, or end it, and run again"
                ) from None
            time.sleep(_STEP)
        else:
            return waited

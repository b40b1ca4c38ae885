"""The one public function: the files of an export in, an `Export` out.

Belongs here: the order of things. Copies are taken, and a guarded child process reads the copies.
"""

import atexit
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.export import Export, ExportError
from pipeline.readers.files import take
from pipeline.readers.guard import Guard
from pipeline.readers.limits import Limits
from pipeline.readers.options import ReadOptions

_waiting: list[Guard] = []


def read(files: Sequence[Path], options: ReadOptions | None = None) -> Export:
    """Read the files of one export.

    Args:
        files: The files that belong together, in any order: one, or a dataset with its structure and labels.
        options: What is declared about them; None: everything is detected.

    Returns:
        The rows as they are, with what the export says of its columns.

    Raises:
        ExportError: When the files cannot be used, whatever the reason: the one exception of a bad export.
    """
    with _waiting.pop() if _waiting else Guard() as guard:
        return read_with(guard, files, options)


def prepare(reads: int) -> None:
    """Start the child processes of the next reads, so that their start runs beside other work."""
    _waiting.extend(Guard() for _ in range(reads))


@atexit.register
def _dismiss() -> None:
    """End the child processes that nothing was read with."""
    while _waiting:
        _waiting.pop().close()


def read_with(guard: Guard, files: Sequence[Path], options: ReadOptions | None = None) -> Export:
    """`read` in a child process that is there already, for many exports in a row.

    Raises:
        ExportError: As `read`. The guard can be used on.
    """
    if not files:
        raise ExportError("an export has at least one file; none was given")
    with tempfile.TemporaryDirectory(prefix="topline-copy-") as temporary:
        taken = []
        for i, path in enumerate(files):
            folder = Path(temporary, str(i))  # two files of a set may have the same name in different folders
            folder.mkdir()
            taken.append(take(path, folder))
        limits = Limits.for_size(sum(copy.size for copy in taken))
        return guard.read([copy.path for copy in taken], options or ReadOptions(), limits)

"""The one public function: the files of an export in, an `Export` out.

Belongs here: the order of things. Copies are taken, and a guarded child process reads the copies.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.export import Export, ExportError
from pipeline.readers.files import take
from pipeline.readers.guard import Guard
from pipeline.readers.limits import Limits
from pipeline.readers.options import ReadOptions


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
    with Guard() as guard:
        return read_with(guard, files, options)


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

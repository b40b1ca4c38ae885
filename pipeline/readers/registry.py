"""The formats that can be read, and the module that reads each.

Belongs here: the names and the protocol. Does not: detection (`detect`), and the guarded process (`guard`).

A reader is a module of this package with one function, `read`, which runs inside the guarded child process.
It may trust its files to be regular, not empty and its own copy, and nothing else about them.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from pipeline.readers.export import Export, ExportError
from pipeline.readers.options import ReadOptions

MODULES: dict[str, str] = {
    "sav": "pipeline.readers.sav",
    "por": "pipeline.readers.por",
    "csv": "pipeline.readers.delimited",
    "xlsx": "pipeline.readers.xlsx",
    "parquet": "pipeline.readers.parquet",
    "surveyxact": "pipeline.readers.surveyxact",
    "nettskjema": "pipeline.readers.nettskjema",
    "limesurvey": "pipeline.readers.limesurvey",
    "qualtrics": "pipeline.readers.qualtrics",
    "surveymonkey": "pipeline.readers.surveymonkey",
    "microsoft_forms": "pipeline.readers.microsoft_forms",
    "google_forms": "pipeline.readers.google_forms",
    "triple_s": "pipeline.readers.triple_s",
}


class Reader(Protocol):
    """One export format."""

    def read(self, files: Sequence[Path], options: ReadOptions) -> Export:
        """Read the files of one export.

        Args:
            files: The files that belong together: one, or a dataset with its structure and labels, in any
                order.
            options: The declared dialect. `format` is never `auto` here.

        Raises:
            ExportError: When the files cannot be used; the message names the file and never holds a cell's
                value.
        """
        ...


def reader(name: str) -> Reader:
    """The reader of the format `name`, imported on first use so that a child process stays small."""
    if name not in MODULES:
        raise ExportError(f"the format {name!r} is unknown; known are {', '.join(MODULES)}")
    return cast("Reader", import_module(MODULES[name]))


def one_file(files: Sequence[Path], name: str) -> Path:
    """The only file of a format that has one file.

    Raises:
        ExportError: When there are more or none.
    """
    if len(files) != 1:
        names = ", ".join(path.name for path in files)
        raise ExportError(f"an export of the format {name} is one file; {len(files)} were given: {names}")
    return files[0]

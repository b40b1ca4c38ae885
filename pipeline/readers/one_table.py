"""The one table of an export that is a text file or a workbook, whichever the platform was asked for.

Belongs here: telling the two apart. Does not: reading either (`delimited`, `xlsx`).
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import MODULES, one_file
from pipeline.readers.table import HeaderRows, Table, one_row

ZIP = b"PK\x03\x04"


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, which is a zip archive."""
    with path.open("rb") as stream:
        return stream.read(len(ZIP)) == ZIP


def read_one_table(
    files: Sequence[Path], name: str, options: ReadOptions, header_rows: HeaderRows = one_row
) -> Table:
    """The table of the only file of an export.

    Args:
        files: The export's files, of which there must be one.
        name: The format, for messages.
        options: As for the two readers.
        header_rows: How many of the first rows come before the first respondent.

    Raises:
        ExportError: More than one file, or as the two readers.
    """
    path = one_file(files, name)
    # By name, so that a child process that reads text does not import what reads workbooks.
    module = import_module(MODULES["xlsx" if is_workbook(path) else "csv"])
    table: Table = module.read_table(path, options, header_rows)
    return table

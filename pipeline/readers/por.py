"""SPSS portable files (.por), which are refused.

Belongs here: the reason. The library that reads them gives user-missing values as blanks and does not say
which they were, so "don't know" would silently become "no answer".
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from pipeline.readers.export import ExportError
from pipeline.readers.options import ReadOptions


def read(files: Sequence[Path], options: ReadOptions) -> NoReturn:  # noqa: ARG001  the protocol of `registry.Reader`
    """Refuse a portable file.

    Raises:
        ExportError: Always, with what to do.
    """
    raise ExportError(
        f"{files[0].name}: a portable (.por) file loses its user-missing values when it is read; "
        "open it in SPSS or PSPP and save it as .sav"
    )

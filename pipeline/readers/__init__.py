"""Reading survey exports: one file per format, all giving the same `Export`.

Belongs here: formats, their detection, and the guarded child process that every read runs in.
Does not: what a column means in a survey (that is `pipeline.survey`), and any database or orchestration.

`read(files, options)` is the way in. Names are imported on first use: the child process imports this
package too.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.readers.export import Export, ExportError, MissingRange, SourceColumn
    from pipeline.readers.options import ReadOptions
    from pipeline.readers.reading import read

__all__ = ["Export", "ExportError", "MissingRange", "ReadOptions", "SourceColumn", "read"]

_MODULES = {"ReadOptions": "options", "read": "reading"}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  only needed here

    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'export')}"), name)

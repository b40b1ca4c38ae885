"""An `Export` on its way from the child process to its parent: an Arrow file and a JSON file in a folder.

Belongs here: both directions of it. The child may have read a hostile file, so the parent checks what it
gets.
"""

import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.readers.export import Export, MissingRange, SourceColumn

_FRAME, _REST = "frame.arrow", "export.json"


def write(export: Export, folder: Path) -> None:
    """Write `export` into an existing folder."""
    table = pa.Table.from_pandas(export.frame, preserve_index=False).replace_schema_metadata(None)
    with pa.OSFile(str(folder / _FRAME), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    rest = {
        "format": export.format,
        "columns": [asdict(column) for column in export.columns],
        "weight": export.weight,
        "notes": export.notes,
        "title": export.title,
    }
    # errors="surrogatepass" is not given: text that is no text must not travel further.
    (folder / _REST).write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")


def read(folder: Path) -> Export:
    """The export that `write` left in `folder`.

    Raises:
        ValueError: When the two files do not make an export (`pyarrow.ArrowInvalid` is one).
    """
    with pa.memory_map(str(folder / _FRAME)) as source:
        table = pa.ipc.open_file(source).read_all()
    table.validate(full=True)
    frame: pd.DataFrame = table.to_pandas()
    rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
    columns = tuple(_column(column) for column in rest["columns"])
    return Export(rest["format"], columns, frame, rest["weight"], tuple(rest["notes"]), rest["title"])


def _column(described: dict[str, object]) -> SourceColumn:
    missing = described.pop("missing")
    if not isinstance(missing, list):
        raise TypeError("missing is a list of ranges")
    return SourceColumn(**described, missing=tuple(MissingRange(**one) for one in missing))  # type: ignore[arg-type]  # JSON

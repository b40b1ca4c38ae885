"""Looking at an `Export` by the ids that a definition binds to, for tests of readers."""

from pathlib import Path

import pandas as pd

from pipeline.readers.export import Export, SourceColumn


def by_id(export: Export, identity: str) -> "pd.Series[str]":
    """The cells of the column with this id."""
    return export.frame[export.frame.columns[position(export, identity)]]


def described(export: Export, identity: str) -> SourceColumn:
    return export.columns[position(export, identity)]


def position(export: Export, identity: str) -> int:
    return [column.id for column in export.columns].index(identity)


def block(export: Export, identity: str) -> pd.DataFrame:
    """The cells of a whole question, a column an option."""
    parts = {column.option: by_id(export, column.id) for column in export.columns if column.block == identity}
    return pd.DataFrame(parts)


def as_dict(export: Export) -> dict[str, list[str | None]]:
    """The whole export by id, whatever the order of its columns; None is missing."""
    cells = export.frame.astype(object).where(export.frame.notna(), None)
    return {column.id: cells.iloc[:, i].tolist() for i, column in enumerate(export.columns)}


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path

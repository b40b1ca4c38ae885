"""Rows of cells kept as columns of text, so that memory follows the text and not the number of cells.

Belongs here: gathering rows into Arrow columns, and working on a column by its distinct texts. Does not:
where rows come from, or what a cell means.
"""

from collections.abc import Callable, Sequence
from itertools import zip_longest

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.export import column_name

TEXT = pa.large_string()
_PENDING = 1_000_000  # cells that wait as Python texts before they become Arrow's


class Columns:
    """Rows, added one after the other; a blank cell is missing."""

    def __init__(self) -> None:
        self.rows = 0
        self._chunks: list[list[pa.Array]] = []  # a list a column
        self._pending: list[Sequence[str | None]] = []
        self._cells = 0

    def add(self, row: Sequence[str | None]) -> None:
        """One more row, of any width; what it lacks beside others is blank."""
        self._pending.append(row)
        self._cells += len(row) + 1
        self.rows += 1
        if self._cells > _PENDING:
            self._flush()

    def _flush(self) -> None:
        before = self.rows - len(self._pending)
        columns = list(zip_longest(*self._pending))
        for _ in range(len(self._chunks), len(columns)):
            self._chunks.append([pa.nulls(before, TEXT)] if before else [])
        for i, chunks in enumerate(self._chunks):
            cells = [cell or None for cell in columns[i]] if i < len(columns) else None
            chunks.append(pa.nulls(len(self._pending), TEXT) if cells is None else pa.array(cells, TEXT))
        self._pending = []
        self._cells = 0

    def table(self, rows: int | None = None, width: int | None = None) -> pa.Table:
        """All rows, or the first so many; all columns, or so many, those that no row has being blank."""
        self._flush()
        found = [pa.chunked_array(chunks, TEXT) for chunks in self._chunks]
        wanted = len(found) if width is None else width
        found = found[:wanted] + [pa.chunked_array([pa.nulls(self.rows, TEXT)])] * (wanted - len(found))
        return named(found).slice(0, rows)


def named(columns: Sequence[pa.ChunkedArray]) -> pa.Table:
    """Columns as a table with the names that an `Export` has: `v0001`, `v0002`, …."""
    return pa.table(columns, names=[column_name(i) for i in range(len(columns))])


def frame_of(cells: pa.Table) -> pd.DataFrame:
    """A table of text as an `Export`'s frame."""
    frame: pd.DataFrame = cells.to_pandas()
    return frame


def by_distinct(column: pa.ChunkedArray, change: Callable[[str], str | None]) -> pa.ChunkedArray:
    """A column with each text changed, once a distinct text; None and an empty text are missing."""
    if not column.null_count < len(column):
        return column
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    texts = pa.array([change(text) or None for text in coded.dictionary.to_pylist()], TEXT)
    return pa.chunked_array([texts.take(coded.indices)])


def blank_is_missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of text in which an empty text is missing."""
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, column.type), column)


def is_blank(column: pa.ChunkedArray) -> bool:
    """Whether no cell holds anything but white space."""
    return not pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()

"""Parquet files: columns of plain types, as another program or a warehouse wrote them.

Belongs here: Parquet's types to the two of an `Export`. Does not: what columns mean; Parquet has no labels.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from pipeline.readers.export import Export, ExportError, Kind, SourceColumn, column_name
from pipeline.readers.headers import check_header
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file

MAX_CELLS = 500_000_000  # a few kilobytes of Parquet can stand for billions of equal values
_EXACT = 2**53  # whole numbers above it are not all float64 numbers: identifiers, kept as text


def read(files: Sequence[Path], options: ReadOptions) -> Export:  # noqa: ARG001  the protocol of `registry.Reader`
    """Read a Parquet file (the protocol of `registry.Reader`).

    Numbers and booleans (1, 0) become float64, everything else text; dates and times in ISO 8601.

    Raises:
        ExportError: When the file is damaged or too large, or a column holds lists, records or bytes.
    """
    path = one_file(files, "parquet")
    try:
        with parquet.ParquetFile(path) as file:
            rows, width = file.metadata.num_rows, file.metadata.num_columns
            if rows * width > MAX_CELLS:
                raise ExportError(
                    f"{path.name}: {rows:,} rows of {width:,} columns are more than can be read"
                )
            table = file.read()
        table.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError, UnicodeDecodeError) as error:
        kind = type(error).__name__
        raise ExportError(f"{path.name}: the Parquet file is damaged ({kind}); export it again") from None
    check_header(table.column_names, path.name)
    columns, series = [], {}
    for i, name in enumerate(table.column_names):
        cells, kind = _cells(table.column(i), name, path.name)
        columns.append(SourceColumn(id=name, name=name, kind=kind))
        series[column_name(i)] = cells
    notes = () if table.num_rows else (f"{path.name}: the file has columns and no respondents",)
    return Export("parquet", tuple(columns), pd.DataFrame(series), notes=notes)


def _cells(column: pa.ChunkedArray, name: str, file: str) -> tuple["pd.Series[float] | pd.Series[str]", Kind]:
    found = column.type
    if pa.types.is_dictionary(found):
        column = column.cast(found.value_type)
        found = column.type
    if _is_number(column):
        return column.cast(pa.float64(), safe=False).to_pandas().astype("float64"), "number"
    kind = _text_kind(found)
    if kind is None:
        raise ExportError(
            f"{file}: column {name!r} holds {found}; only numbers, text, dates and times are read"
        )
    return _blank_is_missing(_text(column, kind)), kind


def _is_number(column: pa.ChunkedArray) -> bool:
    found = column.type
    if pa.types.is_integer(found):
        extent = pc.min_max(column).as_py()
        return extent["min"] is None or max(abs(extent["min"]), abs(extent["max"])) <= _EXACT
    return bool(
        pa.types.is_floating(found)
        or pa.types.is_boolean(found)
        or pa.types.is_decimal(found)
        or pa.types.is_null(found)
    )


def _text_kind(found: pa.DataType) -> Kind | None:
    kinds: tuple[tuple[bool, Kind], ...] = (
        (pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_integer(found), "text"),
        (pa.types.is_string_view(found), "text"),
        (pa.types.is_date(found), "date"),
        (pa.types.is_timestamp(found), "datetime"),
        (pa.types.is_time(found), "time"),
    )
    return next((kind for matches, kind in kinds if matches), None)


def _text(column: pa.ChunkedArray, kind: Kind) -> pa.ChunkedArray:
    if kind == "datetime":
        # Arrow writes a space between date and time, and the zone's offset only by a format of its own.
        zone = "%z" if column.type.tz else ""
        texts = pc.strftime(column, format=f"%Y-%m-%dT%H:%M:%S{zone}").cast(pa.large_string())
        texts = pc.replace_substring_regex(texts, r"([+-]\d{2})(\d{2})$", r"\1:\2") if zone else texts
    else:
        texts = column.cast(pa.large_string())
    if kind in {"datetime", "time"}:
        texts = pc.replace_substring_regex(texts, r"\.0+([+-]\d{2}:\d{2})?$", r"\1")
    return texts


def _blank_is_missing(column: pa.ChunkedArray) -> "pd.Series[str]":
    blank = pc.equal(column, "")
    cells: pd.Series[str] = pc.if_else(blank, pa.scalar(None, pa.large_string()), column).to_pandas()
    return cells

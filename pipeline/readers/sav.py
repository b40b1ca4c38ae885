"""SPSS .sav and .zsav files, read by pyreadstat and checked against the file's own header.

Belongs here: columns, user-missing values, labels and multiple-response sets. Does not: the header and the
dictionary (`sav_header`), dates (`sav_moments`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from pipeline.readers.export import Export, ExportError, Kind, MissingRange, SourceColumn, column_name
from pipeline.readers.frames import number_text
from pipeline.readers.headers import same_name
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.response_sets import place_in_sets
from pipeline.readers.sav_header import SavDictionary, clear_case_count, read_dictionary
from pipeline.readers.sav_moments import kind_of, moment_column, moment_text


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a .sav file (the protocol of `registry.Reader`), which is our own copy: its case count is changed.

    Number columns are float64 with user-missing values in place, declared in `SourceColumn.missing`. A blank
    text is missing, unless the blank has a label or is itself declared as user-missing.

    Raises:
        ExportError: When the file is damaged, has more or fewer rows than its header says, is written in
            another encoding than it says, or has names or sets that contradict each other.
    """
    path = one_file(files, "sav")
    dictionary = read_dictionary(path)
    clear_case_count(path, dictionary.order)
    frame, meta = _parse(path, options)
    names = [str(name) for name in meta.column_names]
    _check(frame, names, dictionary, path.name)
    places, set_notes = place_in_sets(meta.mr_sets, dict(meta.column_names_to_labels), path.name)
    columns, series, odd_moments = [], {}, 0
    for i, name in enumerate(names):
        kind: Kind = kind_of(meta.original_variable_types[name])
        if meta.readstat_variable_types[name] == "string":
            kind = "text"
        column = _column(name, kind, meta, places.get(name, ("", "")))
        series[column_name(i)], odd = _cells(frame[name], column)
        columns.append(column)
        odd_moments += odd
    notes = [*dictionary.notes, *set_notes, *(f"note in the file: {line.strip()}" for line in meta.notes)]
    if odd_moments:
        notes.append(f"{odd_moments} dates or times are out of range and were left as seconds")
    if frame.empty:
        notes.append(f"{path.name}: the file has variables and no respondents")
    weight = None if dictionary.weight is None else names[dictionary.weight]
    return Export("sav", tuple(columns), pd.DataFrame(series), weight, tuple(notes))


def _parse(path: Path, options: ReadOptions) -> tuple[pd.DataFrame, Any]:
    try:
        frame, meta = pyreadstat.read_sav(
            path, user_missing=True, disable_datetime_conversion=True, encoding=options.encoding
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError) or "byte sequence" in str(error):
            declared = options.encoding or "the encoding that the file names"
            raise ExportError(
                f"{path.name}: a text is not valid in {declared}; declare `encoding`, e.g. cp1252 or utf-8"
            ) from None
        # ReadStat's own messages are fixed sentences; pyreadstat's may quote what it met.
        reason = f"ReadStat: {error}" if isinstance(error, pyreadstat.ReadstatError) else type(error).__name__
        raise ExportError(
            f"{path.name}: the file is damaged or cut off ({reason}); export it again"
        ) from None
    return frame, meta


def _check(frame: pd.DataFrame, names: list[str], dictionary: SavDictionary, file: str) -> None:
    if len(names) != dictionary.columns or list(frame.columns) != names:
        raise ExportError(f"{file}: {dictionary.columns} variables are declared and {len(names)} were read")
    if dictionary.cases is not None and dictionary.cases != len(frame):
        raise ExportError(
            f"{file}: the header says {dictionary.cases} rows and the file has {len(frame)}; "
            "it was cut off or changed after it was written: export it again"
        )
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(same_name(name), name)
        if other is not name:
            raise ExportError(f"{file}: the variables {other!r} and {name!r} differ by case only; rename one")


def _column(name: str, kind: Kind, meta: Any, place: tuple[str, str]) -> SourceColumn:
    labels = meta.variable_value_labels.get(name, {})
    ranges = meta.missing_ranges.get(name, [])
    return SourceColumn(
        id=name,
        name=name,
        label=meta.column_names_to_labels.get(name) or "",
        kind=kind,
        labels={_code(code, kind): str(label or "") for code, label in labels.items() if code == code},  # noqa: PLR0124  NaN
        missing=tuple(MissingRange(_bound(one["lo"], kind), _bound(one["hi"], kind)) for one in ranges),
        block=place[0],
        option=place[1],
    )


def _code(code: float | str, kind: Kind) -> str:
    """A label's code as the cells of its column have it."""
    if isinstance(code, str):
        return code
    return number_text(code) if kind == "number" else moment_text(code, kind)


def _bound(bound: float | str, kind: Kind) -> float | str:
    if isinstance(bound, str) or kind == "number":
        return bound
    return moment_text(bound, kind)


def _cells(cells: "pd.Series[Any]", column: SourceColumn) -> tuple["pd.Series[Any]", int]:
    """The cells of a column in its kind's form, and how many moments have no such form."""
    if column.kind == "number":
        return cells.astype("float64"), 0
    if column.kind != "text":
        return moment_column(cells.astype("float64"), column.kind)
    blank_is_code = "" in column.labels or any(one.low == "" for one in column.missing)
    text = cells.astype("str")
    return (text if blank_is_code else text.mask(text == "")), 0

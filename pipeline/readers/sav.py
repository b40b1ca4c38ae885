"""SPSS .sav and .zsav files, read by pyreadstat and checked against the file's own header.

Belongs here: columns, user-missing values, labels and multiple-response sets. Does not: the header and the
dictionary (`sav_header`), the encoding (`sav_encoding`), dates (`sav_moments`).
"""

import math
import warnings
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
from pipeline.readers.response_sets import Place, place_in_sets
from pipeline.readers.sav_encoding import BYTES_AS_TEXT, Decoder
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
    source, meta = _parse(path)
    decoder = Decoder(options.encoding or dictionary.encoding, path.name)
    names = [decoder.text(name) for name in meta.column_names]
    _check(source, names, dictionary, path.name)
    labels = [decoder.text(label or "") for label in meta.column_labels]
    places, set_notes = place_in_sets(
        decoder.sets(meta.mr_sets), dict(zip(names, labels, strict=True)), path.name
    )
    columns, series, odd_moments = [], {}, 0
    for i, raw_name in enumerate(meta.column_names):
        column = _column(raw_name, meta, decoder, labels[i], places.get(names[i], Place()))
        width = int(meta.variable_storage_width[raw_name])
        series[column_name(i)], odd = _cells(source[raw_name], column, decoder, width)
        columns.append(column)
        odd_moments += odd
    notes = [*dictionary.notes, *set_notes]
    notes += [f"note in the file: {decoder.text(line).strip()}" for line in meta.notes]
    if decoder.cut:
        notes.append(f"{decoder.cut} texts were cut inside a character before they were exported")
    if odd_moments:
        notes.append(f"{odd_moments} dates or times are out of range and were left as seconds")
    if source.empty:
        notes.append(f"{path.name}: the file has variables and no respondents")
    weight = None if dictionary.weight is None else names[dictionary.weight]
    title = decoder.text(meta.file_label or "").strip()
    return Export("sav", tuple(columns), pd.DataFrame(series), weight, tuple(notes), title)


def _parse(path: Path) -> tuple[pd.DataFrame, Any]:
    """Pyreadstat's frame and metadata, every text with one character a byte: `Decoder` reads it."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            frame, meta = pyreadstat.read_sav(
                path, user_missing=True, disable_datetime_conversion=True, encoding=BYTES_AS_TEXT
            )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        # ReadStat's own messages are fixed sentences; pyreadstat's may quote what it met.
        reason = f"ReadStat: {error}" if isinstance(error, pyreadstat.ReadstatError) else type(error).__name__
        raise ExportError(
            f"{path.name}: the file is damaged or cut off ({reason}); export it again"
        ) from None
    if any("duplicated" in str(warning.message) for warning in caught):
        raise ExportError(f"{path.name}: two variables have the same name; rename one before exporting")
    return frame, meta


def _check(frame: pd.DataFrame, names: list[str], dictionary: SavDictionary, file: str) -> None:
    if not len(names) == dictionary.columns == frame.shape[1]:
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


def _column(raw_name: str, meta: Any, decoder: Decoder, label: str, place: Place) -> SourceColumn:
    is_text = meta.readstat_variable_types[raw_name] == "string"
    kind: Kind = "text" if is_text else kind_of(meta.original_variable_types[raw_name])
    labels = meta.variable_value_labels.get(raw_name, {})
    ranges = meta.missing_ranges.get(raw_name, [])
    name = decoder.text(raw_name)
    return SourceColumn(
        id=name,
        name=name,
        label=label,
        kind=kind,
        labels={
            _code(code, kind, decoder): decoder.text(text or "")
            for code, text in labels.items()
            if isinstance(code, str) or not math.isnan(code)
        },
        missing=tuple(
            MissingRange(_bound(one["lo"], kind, decoder), _bound(one["hi"], kind, decoder)) for one in ranges
        ),
        block=place.block,
        option=place.option,
        block_text=place.text,
        is_mention=place.is_mention,
    )


def _code(code: float | str, kind: Kind, decoder: Decoder) -> str:
    """A label's code as the cells of its column have it."""
    if isinstance(code, str):
        return decoder.text(code)
    return number_text(code) if kind == "number" else moment_text(code, kind)


def _bound(bound: float | str, kind: Kind, decoder: Decoder) -> float | str:
    if isinstance(bound, str):
        return decoder.text(bound)
    return bound if kind == "number" else moment_text(bound, kind)


def _cells(
    cells: "pd.Series[Any]", column: SourceColumn, decoder: Decoder, width: int
) -> tuple["pd.Series[Any]", int]:
    """The cells of a column in its kind's form, and how many moments have no such form."""
    if column.kind == "number":
        return cells.astype("float64"), 0
    if column.kind != "text":
        return moment_column(cells.astype("float64"), column.kind)
    text = decoder.column(cells.astype("str"), width)
    blank_is_code = "" in column.labels or any(one.low == "" for one in column.missing)
    return (text if blank_is_code else text.mask(text == "")), 0

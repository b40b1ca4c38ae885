"""What an export holds of each row's status: one column of values, or a column of ticks a status.

Belongs here: finding those columns, and one value a row. What the values mean is in `status`.
"""

import numpy as np
import pandas as pd

from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.problems import WaveError
from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import as_code_text, canonical, filled
from pipeline.survey.respondents import Status

TICKED = ("1", "Y")
UNTICKED = ("0", "N", "")
WHOLE = ""
"""What a column of values stands for: nothing by itself."""


def status_positions(status: Status, index: ColumnIndex) -> tuple[dict[int, str], list[str]]:
    """Where the status stands.

    Args:
        status: As declared.
        index: The export's columns.

    Returns:
        Position to what a tick there means (an option of the block, or a declared column; `WHOLE` for a
        column of values), and what is not in the export.
    """
    if status.block:
        return _in_block(status, status.block, index)
    wanted = {status.column: WHOLE} if status.column else {column: column for column in status.columns}
    found = {column: index.position(column) for column in wanted}
    missing = [f"status column {c} {index.why_not(c)}" for c, place in found.items() if place is None]
    return {place: wanted[column] for column, place in found.items() if place is not None}, missing


def _in_block(status: Status, block: str, index: ColumnIndex) -> tuple[dict[int, str], list[str]]:
    inside = {position: canonical(index.columns[position].option) for position in index.block(block)}
    if not inside:
        return {}, [f"{status.place} is not in the export{index.nearest_block(block)}"]
    absent = [value for value in status.meanings if value not in {"", "*", *inside.values()}]
    have = f"its columns are {', '.join(inside.values())}"
    return inside, [f"{status.place} has no column for {', '.join(absent)}; {have}"] if absent else []


def status_values(status: Status, source: Source) -> pd.Series:
    """The value of each row, '' where there is none.

    Raises:
        WaveError: for a column that is not there, a cell that is no tick, and a row that is ticked for
            several statuses.
    """
    positions, problems = status_positions(status, source.index)
    if not problems and WHOLE in positions.values():
        return filled(source.cells(next(iter(positions))))
    ticks: dict[str, Flags] = {}
    for position, value in positions.items():
        cells = filled(source.cells(position)).map(as_code_text)
        ticks[value] = cells.isin(TICKED).to_numpy()
        strange = ~ticks[value] & ~cells.isin(UNTICKED).to_numpy()
        if strange.any():
            name = source.columns[position].id
            problems.append(f"status column {name}: {_rows(source, strange)} hold neither 1 nor 0")
    values, several = _one_value(status, ticks, len(source.rows))
    if several.any():
        what = "are ticked for more than one status; name the column that decides under status.column"
        problems.append(f"{status.place}: {_rows(source, several)} {what}")
    if problems:
        raise WaveError("the export", problems)
    return pd.Series(values, index=source.rows.index, dtype=object)


def _one_value(status: Status, ticks: dict[str, Flags], rows: int) -> tuple[np.ndarray, Flags]:
    """The ticked value of each row, and rows whose ticks mean different statuses."""
    meanings = {canonical(value): meaning for value, meaning in status.meanings.items()}
    values = np.full(rows, "", dtype=object)
    said = np.full(rows, "", dtype=object)
    several = np.zeros(rows, dtype=bool)
    for value, ticked in ticks.items():
        meaning = meanings.get(value, value)
        several |= ticked & (values != "") & (said != meaning)
        values[ticked], said[ticked] = value, meaning
    return values, several


def _rows(source: Source, where: Flags) -> str:
    """`3 rows, the first in row 7,`."""
    first = source.rows["source_row"].iloc[int(np.argmax(where))]
    return f"{int(where.sum())} rows, the first in row {first},"

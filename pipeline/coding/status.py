"""How far each exported row came, as the platform says it: complete, partial, or not a respondent at all.

Belongs here: declared statuses, tests, and rows of another wave. What answers themselves tell is for
`completion`.
"""

from collections.abc import Mapping
from typing import get_args

import numpy as np
import pandas as pd

from pipeline.coding.problems import WaveError
from pipeline.coding.source import Source
from pipeline.coding.status_cells import status_values
from pipeline.coding.values import as_code_text, canonical, filled
from pipeline.survey.questions import Value
from pipeline.survey.respondents import Respondent, Status, StatusName
from pipeline.survey.survey import Definition

STATUSES = (*get_args(StatusName), "duplicate", "other_wave")
SHOWN_ROWS = 5
"""How many row numbers a message gives."""


def declared_status(definition: Definition, wave: str, source: Source) -> pd.Series:
    """The status of each row by the platform; complete where it gives none.

    Raises:
        WaveError: when a status value is not declared, or no row belongs to the wave or is a respondent.
    """
    respondent = definition.survey.respondent
    rows = definition.survey.waves[wave].rows
    status = pd.Series("complete", index=source.rows.index, dtype=object)
    if respondent.status is not None:
        status = _by_rule(respondent.status, status_values(respondent.status, source))
    for column, values in respondent.test_rows.items():
        status[_holds(source, column, values)] = "test"
    for column, values in rows.items():
        status[~_holds(source, column, values)] = "other_wave"
    problem = _elsewhere(status, rows) or _unknown(respondent, status, source) or nobody(status)
    if problem:
        raise WaveError(f"the export of wave {wave}", [problem])
    return status


def _cells(source: Source, column: str) -> pd.Series:
    position = source.index.position(column)
    if position is None:
        raise WaveError("the export", [f"column {column} {source.index.why_not(column)}"])
    return filled(source.cells(position))


def _holds(source: Source, column: str, values: tuple[Value, ...]) -> pd.Series:
    wanted = {canonical(value) for value in values}
    cells = _cells(source, column)
    return cells.isin(wanted) | cells.map(as_code_text).isin(wanted)


def _by_rule(rule: Status, cells: pd.Series) -> pd.Series:
    """The declared status of each cell; missing where none is."""
    meanings = {canonical(value): status for value, status in rule.meanings.items()}
    otherwise = meanings.pop("*", None)
    found = {
        text: meanings.get(text) or meanings.get(as_code_text(text)) or (otherwise if text else None)
        for text in cells.unique()
    }
    return cells.map(found).astype(object)


def _unknown(respondent: Respondent, status: pd.Series, source: Source) -> str | None:
    if respondent.status is None or not status.isna().any():
        return None
    first = source.rows["source_row"].iloc[int(np.argmax(status.isna()))]
    return (
        f"{respondent.status.place}: {int(status.isna().sum())} rows hold a value that no status is declared "
        f"for, the first in row {first}; declare it under respondent.status"
    )


def _elsewhere(status: pd.Series, rows: Mapping[str, object]) -> str | None:
    if rows and (status == "other_wave").all():
        return f"none of its {len(status)} rows belongs to the wave (waves.….rows: {', '.join(rows)})"
    return None


def nobody(status: pd.Series) -> str | None:
    """What is wrong where no row is a respondent."""
    if status.isin(["complete", "partial"]).any():
        return None
    counts = ", ".join(f"{n} {name}" for name, n in status.value_counts().items()) or "there are no rows"
    return f"there is no respondent: {counts}"

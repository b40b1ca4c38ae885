"""How far each exported row came: complete, partial, or not a respondent at all.

Belongs here: the status of rows by the definition's rule, tests, duplicates, and rows of another wave.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.coding.problems import WaveError
from pipeline.coding.source import Source
from pipeline.coding.status_cells import status_values
from pipeline.coding.values import as_code_text, canonical, filled
from pipeline.survey.questions import Value
from pipeline.survey.respondents import Respondent, Status
from pipeline.survey.survey import Definition

STATUSES = (
    "complete",
    "partial",
    "opened",
    "invited",
    "screened_out",
    "withdrawn",
    "deleted",
    "test",
    "duplicate",
    "other_wave",
)
SHOWN_ROWS = 5
"""How many row numbers a message gives."""


def row_status(definition: Definition, wave: str, source: Source) -> pd.Series:
    """The status of each row, by the definition.

    Raises:
        WaveError: when a status value is not declared, no row belongs to the wave or is a respondent, or a
            respondent stands twice and the rule is to refuse.
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
    problem = _nobody(status, rows) or _unknown(respondent, status, source)
    if problem:
        raise WaveError(f"the export of wave {wave}", [problem])
    return _without_duplicates(respondent, wave, status, source.rows)


def counts_as_respondent(definition: Definition, status: pd.Series) -> pd.Series:
    """Which rows are respondents: complete, and partial where the definition keeps them."""
    return status.isin(["complete", "partial"] if definition.survey.respondent.keep_partial else ["complete"])


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


def _nobody(status: pd.Series, rows: Mapping[str, object]) -> str | None:
    if rows and (status == "other_wave").all():
        return f"none of its {len(status)} rows belongs to the wave (waves.….rows: {', '.join(rows)})"
    if status.isin(["complete", "partial"]).any() or status.isna().any():
        return None
    counts = ", ".join(f"{n} {name}" for name, n in status.value_counts().items()) or "there are no rows"
    return f"there is no respondent: {counts}"


def _without_duplicates(respondent: Respondent, wave: str, status: pd.Series, raw: pd.DataFrame) -> pd.Series:
    """Of rows with the same respondent the last complete one stays, where the definition says so.

    The last is the one furthest down in the file; without a complete one the last partial one stays.
    """
    key = raw["respondent_key"]
    counted = status.isin(["complete", "partial"])
    twice = counted & key.isin(
        key[counted & key[counted].duplicated(keep=False).reindex(key.index, fill_value=False)]
    )
    if not twice.any():
        return status
    if respondent.duplicates == "refuse":
        rows = ", ".join(map(str, raw.loc[twice, "source_row"].head(SHOWN_ROWS)))
        more = ", …" if twice.sum() > SHOWN_ROWS else ""
        problem = (
            f"respondent.key {respondent.key}: {int(twice.sum())} rows share a respondent id with another "
            f"row (rows {rows}{more}); correct the export, or set respondent.duplicates: last_complete"
        )
        raise WaveError(f"the export of wave {wave}", [problem])
    order = (status == "complete").astype(int) * (len(raw) + 1) + np.arange(len(raw))
    best = order.where(twice).groupby(key).transform("max")
    return status.mask(twice & (order != best), "duplicate")

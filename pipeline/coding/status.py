"""How far each exported row came: complete, partial, or not a respondent at all.

Belongs here: the status of rows by the definition's rule, duplicates, and rows of another wave.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.coding.columns import ColumnIndex
from pipeline.coding.problems import WaveError
from pipeline.coding.values import canonical
from pipeline.survey.survey import Definition, Status

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


def row_status(
    definition: Definition, wave: str, index: ColumnIndex, names: Sequence[str], raw: pd.DataFrame
) -> pd.Series:
    """The status of each row, by the definition.

    Raises:
        WaveError: when a status value is not declared, or a respondent stands twice and the rule is to refuse.
    """
    status = pd.Series("complete", index=raw.index, dtype=object)
    rule = definition.survey.respondent.status
    if rule is not None:
        status = _by_rule(rule, _cells(rule.column, index, names, raw))
    for column, values in definition.survey.waves[wave].rows.items():
        wanted = {canonical(v) for v in values}
        cells = _cells(column, index, names, raw)
        status[~cells.isin(wanted)] = "other_wave"
    return _without_duplicates(definition, wave, status, raw)


def _cells(column: str, index: ColumnIndex, names: Sequence[str], raw: pd.DataFrame) -> pd.Series:
    position = index.position(column)
    if position is None:
        raise KeyError(column)
    cells = raw[names[position]]
    distinct = {value: canonical(value) for value in cells.dropna().unique()}
    return cells.map(distinct).fillna("")


def _by_rule(rule: Status, cells: pd.Series) -> pd.Series:
    meaning: dict[str, str] = {}
    otherwise: str | None = None
    for status in STATUSES:
        for value in getattr(rule, status, ()):
            if value == "*":
                otherwise = status
            else:
                meaning[canonical(value)] = status
    found = cells.map(meaning).astype(object)
    if otherwise is not None:
        found = found.where(found.notna() | (cells == ""), otherwise)
    if found.isna().any():
        raise WaveError(
            f"status column {rule.column}",
            [
                f"{int(found.isna().sum())} rows hold a value that no status is declared for, first in row "
                f"{int(np.argmax(found.isna())) + 1}; declare it under respondent.status"
            ],
        )
    return found


def _without_duplicates(definition: Definition, wave: str, status: pd.Series, raw: pd.DataFrame) -> pd.Series:
    """Of rows with the same respondent the last complete one stays, where the definition says so."""
    counted = status.isin(["complete", "partial"])
    twice = counted & raw["respondent_key"].duplicated(keep=False) & raw["respondent_key"].notna()
    if not twice.any():
        return status
    if definition.survey.respondent.duplicates == "refuse":
        rows = raw.loc[twice, "source_row"].head(5).tolist()
        raise WaveError(
            f"the export of wave {wave}",
            [
                f"{int(twice.sum())} rows share a respondent id with another row (rows {', '.join(map(str, rows))}"
                f"{', …' if twice.sum() > 5 else ''}); correct the export, or set respondent.duplicates: last_complete"
            ],
        )
    order = (status == "complete").astype(int) * (len(raw) + 1) + np.arange(len(raw))
    best = order.where(twice).groupby(raw["respondent_key"]).transform("max")
    status = status.copy()
    status[twice & (order != best)] = "duplicate"
    return status

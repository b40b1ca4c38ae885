"""Weights that an export brings, and which of them reports are to use.

Belongs here: telling them by name and by their numbers.
"""

import re
from collections.abc import Sequence

import pandas as pd

from pipeline.drafting.columns import Profile
from pipeline.drafting.names import is_named, words_of
from pipeline.readers.export import Export, SourceColumn

_WEIGHT = (r"(\w+ ?)?(vekt|weight|wt|wgt|wght)(er|s)?( ?\d| including .*)?|weight ?var|vekt(er)?( ?\d)?",)
_OTHER_WEIGHT = (r"\w*(weight|vekt|wgt|wght)s?( \w{1,10})?|.* weight",)
_FINAL = re.compile(r"post|psp|final|total|endelig|kombinert|combined")
_FEWEST = 2
_SUM_TOLERANCE = 0.01
"""How far the mean may be from 1 before a run asks what the weights add up to."""


def find_weight(export: Export, pairs: Sequence[tuple[SourceColumn, Profile]]) -> str | None:
    """The weight that reports are to use: the file's own, else the one that sounds most like a final one."""
    if export.weight is not None:
        return export.weight
    found = [
        column
        for position, (column, profile) in enumerate(pairs)
        if is_named(_WEIGHT, column) and _is_weight(column, profile, export.frame.iloc[:, position])
    ]
    final = [column for column in found if _FINAL.search(words_of(f"{column.id} {column.label}"))]
    return next((column.id for column in [*final, *found]), None)


def _is_weight(column: SourceColumn, profile: Profile, cells: "pd.Series[str]") -> bool:
    """Whether a column holds a positive number with decimals for everybody."""
    if not profile.is_number or profile.filled < profile.rows or column.labels:
        return False
    text = cells.astype(str).str.replace(profile.decimal or ".", ".", regex=False)
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    return bool((numbers > 0).all()) and bool((numbers % 1 != 0).any())


def odd_sum(export: Export, weight: str | None, kept: "pd.Series[bool]") -> str:
    """That the weights of those who completed the form do not add up to their number, or empty.

    Args:
        export: The export.
        weight: The weight's column.
        kept: Which rows are of people who completed the form.
    """
    position = next((i for i, column in enumerate(export.columns) if column.id == weight), None)
    if position is None:
        return ""
    text = export.frame.loc[kept].iloc[:, position].astype(str).str.replace(",", ".", regex=False)
    weights = pd.to_numeric(text, errors="coerce").dropna().astype("float64")
    if weights.empty or abs(float(weights.mean()) - 1) <= _SUM_TOLERANCE:
        return ""
    return f"the weights do not add up to the {len(weights)} respondents"


def is_other_weight(column: SourceColumn, profile: Profile) -> bool:
    """Whether a column is called a weight and holds numbers, of whatever kind."""
    return (
        is_named(_OTHER_WEIGHT, column)
        and profile.is_number
        and not column.labels
        and profile.distinct > _FEWEST
    )

"""Rows of one and the same respondent: refused, or the last complete one stays.

Belongs here: telling which row stays. Rows that are no respondents are never duplicates.
"""

import numpy as np
import pandas as pd

from pipeline.coding.status import SHOWN_ROWS
from pipeline.coding.values import Floats
from pipeline.survey.respondents import Respondent


def without_duplicates(
    respondent: Respondent, status: pd.Series, raw: pd.DataFrame, at: Floats
) -> tuple[pd.Series, str | None]:
    """Of rows with the same respondent the last complete one stays, where the definition says so.

    The last is the one submitted last, and of those without a time the one furthest down in the file. Without
    a complete one the last partial one stays.

    Args:
        respondent: The definition's rules.
        status: Of each row.
        raw: `respondent_key` and `source_row` of each row.
        at: When each row was submitted, in seconds; missing where that is not known.

    Returns:
        The status of each row, and what is wrong where a respondent stands twice and the rule is to refuse.
    """
    key = raw["respondent_key"]
    counted = status.isin(["complete", "partial"])
    twice = counted & key.isin(
        key[counted & key[counted].duplicated(keep=False).reindex(key.index, fill_value=False)]
    )
    if not twice.any():
        return status, None
    if respondent.duplicates == "refuse":
        rows = ", ".join(map(str, raw.loc[twice, "source_row"].head(SHOWN_ROWS)))
        more = ", …" if twice.sum() > SHOWN_ROWS else ""
        problem = (
            f"respondent.key {respondent.key}: {int(twice.sum())} rows share a respondent id with another "
            f"row (rows {rows}{more}); correct the export, or set respondent.duplicates: last_complete"
        )
        return status, problem
    candidates = pd.DataFrame(
        {
            "key": key[twice],
            "complete": status[twice] == "complete",
            "at": np.where(np.isnan(at), -np.inf, at)[twice.to_numpy()],
            "row": np.arange(len(raw))[twice.to_numpy()],
        }
    ).sort_values(["complete", "at", "row"])
    stays = candidates.drop_duplicates("key", keep="last").index
    return status.mask(twice & ~status.index.isin(stays), "duplicate"), None

"""Shares without weights, for figures that were published without them by a report that has weights now.

Belongs here: the shares of options and nets from unweighted counts. Means and their like have no such twin.
"""

import pandas as pd

BASES = {
    "asked_pct": "asked_n",
    "answered_pct": "answered_n",
    "valid_pct": "valid_n",
    "cases_pct": "valid_n",
    "responses_pct": "responses_n",
}


def without_weights(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `mart_question` or `mart_demographic` with every share of persons instead of weights.

    Args:
        rows: With option_n, the bases' counts, base_kind and the percentages.

    Returns:
        A new frame. A share that was missing is missing still.
    """
    found = rows.copy()
    for share, base in BASES.items():
        persons = 100.0 * rows["option_n"] / rows[base].where(rows[base] > 0)
        found[share] = persons.where(rows[share].notna())
    shown = pd.Series(float("nan"), index=rows.index)
    for share in BASES:
        shown = shown.where(rows["base_kind"] + "_pct" != share, found[share])
    found["shown_pct"] = shown.where(rows["shown_pct"].notna())
    return found

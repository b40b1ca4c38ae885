"""How evenly the universe answered: the R-indicator of each report.

Belongs here: `mart_r_indicator` from the cells that SQL counts. The formula is in `methods.r_indicator`.
"""

import dataclasses

import pandas as pd

from pipeline.methods.r_indicator import r_indicator

COLUMNS = {
    "wave": "str",
    "report_id": "str",
    "model": "str",
    "cells_n": "int64",
    "mean_propensity": "float64",
    "s_rho": "float64",
    "r_indicator": "float64",
    "r_indicator_adj": "float64",
    "cv_propensity": "float64",
    "uncounted_n": "int64",
    "stat_note": "str",
}


def r_indicator_results(cells: pd.DataFrame) -> pd.DataFrame:
    """One row a report.

    Respondents in cells where the register has nobody, and those beyond the number that it has (answers and
    register need not agree on a person's groups), cannot have a propensity: they are left out and counted.

    Args:
        cells: From `sql/mart/mart_response_cell.sql`.

    Returns:
        wave, report_id, the attributes of `methods.r_indicator.RIndicator`, and uncounted_n.
    """
    rows = []
    for (wave, report_id), mine in cells.groupby(["wave", "report_id"], sort=True):
        groups = mine["cell_key"].str.split("|").apply(lambda parts: dict(p.split("=", 1) for p in parts))
        frame = pd.DataFrame(groups.tolist(), index=mine.index)
        counted = mine["respondents_n"].clip(upper=mine["universe_n"])
        table = frame.assign(universe_n=mine["universe_n"], respondents_n=counted)
        found = r_indicator(table, list(frame.columns))
        uncounted = int(mine["respondents_n"].sum() - counted.sum())
        rows.append(
            {"wave": wave, "report_id": report_id, **dataclasses.asdict(found), "uncounted_n": uncounted}
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)

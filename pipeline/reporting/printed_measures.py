"""The tables of a report as tidy data: what is no option, such as nets, means and indices, and the weighting.

Belongs here: a row a measure, after suppression, rounded as it is printed.
"""

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reporting.decimals import Decimals
from pipeline.reporting.material import Material

KEYS = ["wave", "report_id", "question_id", "item_id", "measure", "net_id"]
GROUPS = ["demographic_id", "group_id"]


def measure_tables(material: Material) -> dict[str, pd.DataFrame]:
    """Name to table: measures, measures_by_group and weighting; those without rows are empty."""
    return {
        "measures": _measures(material.marts.questions, KEYS, material.decimals),
        "measures_by_group": _measures(material.groups, [*KEYS, *GROUPS], material.decimals),
        "weighting": _weighting(material),
    }


def _measures(rows: pd.DataFrame, keys: list[str], decimals: Decimals) -> pd.DataFrame:
    mine = rows.loc[rows["measure"] != "option"].reset_index(drop=True)
    if mine.empty:
        return mine
    printed = mine[[*keys, "is_hidden"]].assign(value=float("nan"), moe=float("nan"), base_n=mine["base_n"])
    for digits, same in mine.groupby(decimals.of_rows(mine)):
        printed.loc[same.index, "value"] = half_away(same["value"], int(str(digits)))
        printed.loc[same.index, "moe"] = half_away(same["moe"], max(1, int(str(digits))))
    words = mine[[name for name in ("mark", "obs_status") if name in mine]]
    return pd.concat([printed.astype({"base_n": "Int64"}), words], axis=1)


def _weighting(material: Material) -> pd.DataFrame:
    rows = material.marts.weighting
    if rows.empty or not material.report.weighted:
        return pd.DataFrame()
    keys = ["wave", "demographic_id", "group_id", "merged_groups", "universe_n"]
    shares = ("universe_pct", "before_pct", "after_pct")
    return rows[keys].assign(**{name: half_away(rows[name], 1) for name in shares})

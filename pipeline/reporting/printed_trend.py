"""The trend of a report as tidy data: a row a wave and number, after suppression, rounded as it is printed.

Belongs here: what leaves of `mart_trend`. Standard errors and the numbers of tests stay: from them and the
shares one could compute what the few who are in both waves answered.
"""

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reporting.material import Material

KEYS = ["wave", "report_id", "question_id", "item_id", "measure", "option_id", "net_id"]
GROUPS = ["demographic_id", "group_id"]


def trend_table(material: Material) -> pd.DataFrame:
    """Every shown number of every wave, with its change since the wave that it is compared with."""
    rows = material.trend.reset_index(drop=True)
    if not material.earlier_waves:
        return pd.DataFrame()
    digits = material.decimals.of_rows(rows)
    value, change, moe = (pd.Series(float("nan"), index=rows.index) for _ in range(3))
    for places, same in rows.groupby(digits):
        value[same.index] = half_away(same["value"], int(str(places)))
        moe[same.index] = half_away(same["moe"], max(1, int(str(places))))
        change[same.index] = half_away(same["change"], max(1, int(str(places))))
    return rows[[*KEYS, *GROUPS, "is_hidden", "base_kind"]].assign(
        base_n=rows["valid_n"].astype("Int64"),
        value=value,
        moe=moe,
        previous_wave=rows["previous_wave"],
        change=change,
        mark=rows["mark"],
        segment=rows["segment"].astype("Int64"),
        compat=rows["compat"],
        obs_status=rows["obs_status"],
    )

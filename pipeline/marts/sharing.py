"""Groups that share respondents: how far each is from the others, so that none is told by subtraction.

Belongs here: `apart_n` of `mart_demographic`. What is hidden for it is decided in `reporting.suppression`.
"""

import pandas as pd

from pipeline.marts.rows import QUESTION
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN

TABLE = [*QUESTION, "demographic_id"]


def apart(definition: Definition, counts: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """By how few respondents a group differs from another one, or from everyone.

    Two groups differ by those who are in one of them and not in both, and a group and everyone by those who
    are outside the group. A group that is the same as another one tells nothing new of either.

    Args:
        definition: The survey.
        counts: `mart_counts`.
        overlaps: From `sql/mart/mart_overlap.sql`.

    Returns:
        `QUESTION`, demographic_id, group_id, apart_n, of demographics whose groups share respondents: over
        the base `valid`, the smallest such number that is not 0; 0 where there is none.
    """
    rows = counts.loc[counts["demographic_id"].isin(["", *definition.sharing])]
    rows = rows.drop_duplicates([*TABLE, "group_id"])[[*TABLE, "group_id", "valid_n"]]
    groups = rows.loc[(rows["demographic_id"] != "") & (rows["group_id"] != UNKNOWN)]
    total = rows.loc[rows["demographic_id"] == "", [*QUESTION, "valid_n"]]
    outside = groups.merge(total, on=QUESTION, suffixes=("", "_2"))
    outside = outside.assign(apart_n=outside["valid_n_2"] - outside["valid_n"])
    pairs = groups.merge(groups, on=TABLE, suffixes=("", "_2"))
    pairs = pairs.loc[pairs["group_id"] != pairs["group_id_2"]]
    turned = {"group_id_1": "group_id_2", "group_id_2": "group_id"}
    both = pd.concat([overlaps.rename(columns={"group_id_1": "group_id"}), overlaps.rename(columns=turned)])
    keys = [*TABLE, "group_id", "group_id_2"]
    pairs = pairs.merge(both[[*keys, "overlap_n"]], on=keys, how="left", validate="one_to_one")
    shared = pairs["overlap_n"].fillna(0)
    pairs = pairs.assign(apart_n=pairs["valid_n"] + pairs["valid_n_2"] - 2 * shared)
    found = pd.concat([outside, pairs])[[*TABLE, "group_id", "apart_n"]]
    found["apart_n"] = found["apart_n"].where(found["apart_n"] > 0).astype("float64")
    least = found.groupby([*TABLE, "group_id"], sort=False)["apart_n"].min()
    return least.fillna(0.0).reset_index()

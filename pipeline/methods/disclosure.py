"""Which groups are too small to be shown: by their base, and siblings that would give a hidden one away.

Belongs here: the choice of hidden groups within one question and demographic. Not here: hiding over a whole
publication with an audit, and how a hidden group looks.
"""

import pandas as pd


def hidden_groups(groups: pd.DataFrame, *, keys: list[str], min_base: int) -> pd.Series:
    """Groups of a question and demographic that are not shown.

    A group is hidden when its base is below `min_base` (primary). When exactly one group is hidden, or the
    hidden ones together have fewer than `min_base`, the smallest shown one is hidden too, for everyone minus
    the shown groups is the hidden rest (siblings). Groups without anyone are not hidden: there is nobody to
    protect.

    Args:
        groups: A row a group, with `keys`, group_id, valid_n (unweighted).
        keys: What names a question and demographic.
        min_base: Fewest valid answers that are shown.

    Returns:
        A boolean series on the index of `groups`.
    """
    hidden = pd.Series(False, index=groups.index)
    for _, rows in groups.groupby(keys, sort=False):
        ordered = rows.loc[rows["valid_n"] > 0].sort_values(["valid_n", "group_id"])
        chosen = int((ordered["valid_n"] < min_base).sum())
        if chosen:
            while chosen < len(ordered) and (
                chosen == 1 or ordered["valid_n"].iloc[:chosen].sum() < min_base
            ):
                chosen += 1
            hidden[ordered.index[:chosen]] = True
    return hidden

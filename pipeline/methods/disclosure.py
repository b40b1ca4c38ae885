"""What is too small to be shown: questions and groups by their base, and siblings that would give one away.

Belongs here: the choice of hidden questions, and of hidden groups within one question and demographic. Not
here: hiding over a whole publication with an audit, and how something hidden looks.
"""

import numpy as np
import pandas as pd

from pipeline.methods.keys import key_codes


def too_few(rows: pd.DataFrame, *, min_base: int) -> pd.Series:
    """Bases that are not shown: somebody answered, but fewer than `min_base` took a stand.

    Where nobody answered there is nobody to protect. Where all who answered are without an opinion, the base
    is 0 and hidden as well: what they all said would be known.

    Args:
        rows: A row a base, with answered_n and valid_n (unweighted).
        min_base: Fewest valid answers that are shown.

    Returns:
        A boolean series on the index of `rows`.
    """
    return (rows["answered_n"] > 0) & (rows["valid_n"] < min_base)


def hidden_sharing_groups(groups: pd.DataFrame, *, min_base: int) -> pd.Series:
    """Groups that are not shown, of a demographic whose groups share persons.

    Their answers do not add up to everyone's, so other differences would give persons away: everyone minus a
    group is who is outside it, and a group minus one that lies inside it, or nearly so, is who is in one of
    the two alone. A group is hidden when it or such a difference is too few.

    Args:
        groups: A row a group, with answered_n, valid_n and apart_n (unweighted): the smallest such difference
            that is not 0.
        min_base: Fewest valid answers that are shown.

    Returns:
        A boolean series on the index of `groups`.
    """
    near = (groups["apart_n"] > 0) & (groups["apart_n"] < min_base)
    return too_few(groups, min_base=min_base) | (near & (groups["answered_n"] > 0))


def hidden_groups(groups: pd.DataFrame, *, keys: list[str], min_base: int) -> pd.Series:
    """Groups of a question and demographic that are not shown.

    A group is hidden when it has too few answers (primary). Everyone minus the shown groups is the rest: the
    hidden groups, and whoever is in no printed group. Where one group alone makes up the rest, or the rest
    has fewer than `min_base`, the smallest shown group is hidden too (siblings).

    Args:
        groups: A row a group, with `keys`, group_id, answered_n and valid_n (unweighted), and is_printed,
            False for those who are in no printed group.
        keys: What names a question and demographic.
        min_base: Fewest valid answers that are shown.

    Returns:
        A boolean series on the index of `groups`.
    """
    hidden = pd.Series(False, index=groups.index)
    codes = key_codes(groups, keys)
    small = (too_few(groups, min_base=min_base) & groups["is_printed"]).to_numpy(dtype=bool)
    # Where no group is too small by itself nothing is hidden, and most questions are such.
    at_risk = np.isin(codes, codes[small])
    for _, rows in groups.loc[at_risk].groupby(codes[at_risk], sort=False):
        answered = rows.loc[rows["answered_n"] > 0]
        silent = answered.loc[~answered["is_printed"], "valid_n"]
        ordered = answered.loc[answered["is_printed"]].sort_values(["valid_n", "group_id"])
        chosen = int(too_few(ordered, min_base=min_base).sum())
        if chosen:
            while chosen < len(ordered) and (
                chosen + len(silent) == 1 or ordered["valid_n"].iloc[:chosen].sum() + silent.sum() < min_base
            ):
                chosen += 1
            hidden[ordered.index[:chosen]] = True
    return hidden

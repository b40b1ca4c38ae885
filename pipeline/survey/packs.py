"""Packs: which digits share one small number.

Belongs here: sharing digits out and giving each its place. What digits are is not known here.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

LIMIT = 256
"""The most values of a pack, which is one byte then. A digit with more is a pack of its own."""


def packed(
    reports: Mapping[str, pd.DataFrame], share: Callable[[list[int]], list[int]], none: pd.DataFrame
) -> pd.DataFrame:
    """Digits with their packs.

    Args:
        reports: For each report in turn its digits; `size` is how many values one has, 0 among them.
        share: From sizes to the number of each digit's pack, from 0.
        none: The columns of digits, for a survey without reports.

    Returns:
        The digits of all, with report_id, report_key (its number), pack_key (of no other report), place
        (what a value is multiplied with in its pack) and pack_size (how many values the pack has).
    """
    parts, first = [_placed(none, "", 0, [])], 1
    for report_key, (report_id, digits) in enumerate(reports.items(), start=1):
        packs = [first + pack for pack in share(digits["size"].tolist())]
        parts.append(_placed(digits, report_id, report_key, packs))
        first = max([first - 1, *packs]) + 1
    return pd.concat(parts, ignore_index=True)


def _placed(digits: pd.DataFrame, report_id: str, report_key: int, packs: list[int]) -> pd.DataFrame:
    placed = digits.assign(report_id=report_id, report_key=report_key, pack_key=np.array(packs, dtype=int))
    through = placed.groupby("pack_key")["size"].cumprod()
    placed["place"] = through // placed["size"]
    placed["pack_size"] = through.groupby(placed["pack_key"]).transform("max")
    return placed.astype({"report_id": "str"})


def in_order(sizes: list[int]) -> list[int]:
    """A pack after the other, each filled to the limit."""
    packs: list[int] = []
    pack, size = 0, 1
    for one in sizes:
        if packs and size * one > LIMIT:
            pack, size = pack + 1, 1
        packs.append(pack)
        size *= one
    return packs


def evenly(sizes: list[int]) -> list[int]:
    """As few packs as keep to the limit, of about the same size: the largest digit goes to the smallest."""
    largest_first = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    limit = max([LIMIT, *sizes])
    for number in range(1, len(sizes) + 1):
        packs, totals = [0] * len(sizes), [1] * number
        for i in largest_first:
            packs[i] = totals.index(min(totals))
            totals[packs[i]] *= sizes[i]
        if max(totals) <= limit or number == len(sizes):
            return packs
    return []

"""The rest: sums of everyone in the total who is not in the group.

Here belongs the subtraction of group rows from total rows. The total holds everyone valid on the question,
also those whose group is unknown, so they are in every group's rest. A group and its rest never share a
person.

Not here: what is computed from the sums (group_tests, welch).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import FloatArray, floats, refuse_where, require_columns, require_unique
from pipeline.methods.precision import sampling_fraction

GROUP_KEYS = ("demographic_id", "group_id")
REST = "rest_"

# A rest of nobody must have sums of exactly 0; floats leave a few last bits.
_NOISE = 1e-9


def rest_sums(
    groups: pd.DataFrame, totals: pd.DataFrame, *, keys: Sequence[str], sums: Sequence[str]
) -> pd.DataFrame:
    """Add `rest_<sum>` = total − group for every sum.

    Args:
        groups: one row per `keys` × demographic × group.
        totals: one row per `keys`, over everyone, those with unknown group included.
        keys: columns that name a row of `totals`, as report, question, item and option.
        sums: additive columns of both frames, named `<what>_n`, `<what>_w`, `<what>_w2`, `<what>_wx` …
            A NULL (as an unknown universe) gives a NULL rest.

    Returns:
        A new frame: `groups` with the added columns.

    Raises:
        MethodError: if a column is missing, a key occurs twice, a group has no total, or a group exceeds it.
    """
    function = "rest_sums"
    row_keys = [*keys, *GROUP_KEYS]
    require_columns(groups, sums, function=function)
    require_columns(totals, sums, function=function)
    require_unique(groups, row_keys, function=function)
    require_unique(totals, keys, function=function)
    place = pd.MultiIndex.from_frame(totals[list(keys)]).get_indexer(
        pd.MultiIndex.from_frame(groups[list(keys)])
    )
    reason = "has no row in the totals; a group's rest needs the total"
    refuse_where(place < 0, function=function, frame=groups, keys=row_keys, reason=reason)
    rests: dict[str, FloatArray] = {}
    for name in sums:
        total = floats(totals[name])[place]
        rest = total - floats(groups[name])
        if name.endswith(("_n", "_w", "_w2")):
            reason = f"{name} of the group exceeds that of the total"
            beyond = rest < -_NOISE * np.maximum(np.abs(total), 1)
            refuse_where(beyond, function=function, frame=groups, keys=row_keys, reason=reason)
        rests[f"{REST}{name}"] = rest
    return groups.assign(**_without_noise(rests))


def add_rest_fraction(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `rest_f`, the sampling fraction of everyone outside the group, from their own counts.

    Args:
        frame: from `rest_sums`, with `rest_respondents_n`, `rest_universe_n` (NULL: none known),
            `rest_answered_n`, `rest_asked_n` and `rest_state_unknown_blank_n`, which counts as asked here.

    Returns:
        A new frame; 0 without a universe, NULL where the rest is empty.

    Raises:
        MethodError: if a column is missing, or more people answered than there are.
    """
    names = ("respondents_n", "universe_n", "answered_n", "asked_n", "state_unknown_blank_n")
    require_columns(frame, [f"{REST}{name}" for name in names], function="add_rest_fraction")
    respondents, universe, answered, asked, unknown = (floats(frame[f"{REST}{name}"]) for name in names)
    return frame.assign(rest_f=sampling_fraction(respondents, universe, answered, asked + unknown))


def _without_noise(rests: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Set the weighted sums of a rest without persons to exactly 0."""
    out: dict[str, FloatArray] = {}
    for name, rest in rests.items():
        count = rests.get(f"{name.rsplit('_', 1)[0]}_n")
        out[name] = rest if count is None else np.where(count == 0, 0.0, rest)
    return out

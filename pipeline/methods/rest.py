"""The rest: sums of everyone in the total who is not in the group.

Here belongs the subtraction of group rows from total rows. The total holds everyone valid on the question,
also those whose group is unknown, so they are in every group's rest. A group and its rest never share a
person.

Sums come as floats, so what a group of nearly all the weight leaves of the total may be no more than the last
digits. Such a rest is added up from the other groups, which loses nothing; where these are not everyone else,
since groups share persons, it is not known, and counts as nobody.

Not here: what is computed from the sums (group_tests, welch).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import FloatArray, floats, refuse_where, require_columns, require_unique
from pipeline.methods.keys import find_rows
from pipeline.methods.precision import sampling_fraction
from pipeline.methods.ratio import ratio

GROUP_KEYS = ("demographic_id", "group_id")
REST = "rest_"

# A rest of nobody must have sums of exactly 0; floats leave a few last bits.
_NOISE = 1e-9
# A difference that is less than this part of the total has lost four of its sixteen digits or more.
_POOR = 1e-4
# Of a difference that is less than this part of the total, too few digits are left to compute with.
_LOST = 1e-6

Positions = npt.NDArray[np.intp]


def rest_sums(
    groups: pd.DataFrame, totals: pd.DataFrame, *, keys: Sequence[str], sums: Sequence[str]
) -> pd.DataFrame:
    """Add `rest_<sum>`, what the group leaves of the total, for every sum.

    Args:
        groups: one row per `keys` × demographic × group, that of unknown group among them.
        totals: one row per `keys`, over everyone, those with unknown group included.
        keys: columns that name a row of `totals`, as report, question, item and option.
        sums: additive columns of both frames, named `<what>_n`, `<what>_w`, `<what>_w2`, `<what>_wx` …
            A NULL (as an unknown universe) gives a NULL rest.

    Returns:
        A new frame: `groups` with the added columns; all 0 where too few digits are left to tell.

    Raises:
        MethodError: if a column is missing, a key occurs twice, a group has no total, or a group exceeds it.
    """
    function = "rest_sums"
    row_keys = [*keys, *GROUP_KEYS]
    require_columns(groups, sums, function=function)
    require_columns(totals, sums, function=function)
    require_unique(groups, row_keys, function=function)
    require_unique(totals, keys, function=function)
    place = find_rows(groups, totals, keys)
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
        rests[name] = rest
    rests = _without_noise(rests)
    poor = _part_of(rests, totals, place)
    if (poor < _POOR).any():
        rests = _added_up(groups, rests, poor, keys)
    return groups.assign(**{f"{REST}{name}": rest for name, rest in rests.items()})


def _part_of(rests: dict[str, FloatArray], totals: pd.DataFrame, place: Positions) -> FloatArray:
    """Return which part of the total is left in a row's smallest weighted rest that anybody is in."""
    least = np.full(place.shape, np.inf)
    for name, rest in rests.items():
        what, _, kind = name.rpartition("_")
        if kind in {"w", "w2"} and f"{what}_n" in rests:
            part = ratio(rest, floats(totals[name])[place])
            least = np.fmin(least, np.where(rests[f"{what}_n"] > 0, part, np.inf))
    return least


def _added_up(
    groups: pd.DataFrame, rests: dict[str, FloatArray], part: FloatArray, keys: Sequence[str]
) -> dict[str, FloatArray]:
    """Add up poor rests from the other groups where these are everyone else; set those that are lost to 0."""
    blocks = groups.groupby([*keys, GROUP_KEYS[0]], sort=False, dropna=False, observed=True)
    code, number = (np.asarray(codes, dtype=np.int64) for codes in (blocks.ngroup(), blocks.cumcount()))
    poor = part < _POOR
    rows = np.flatnonzero(np.isin(code, code[poor]))
    row_of = np.unique(code[rows], return_inverse=True)[1], number[rows]
    others = 1.0 - np.eye(int(number[rows].max()) + 1)

    def of_others(name: str) -> FloatArray:
        table = np.zeros((int(row_of[0].max()) + 1, len(others)))
        table[row_of] = floats(groups[name])[rows]
        return np.asarray((table @ others)[row_of])

    weighted = [n for n in rests if n.rpartition("_")[2] not in {"n", "nx"}]
    counts = {f"{n.rpartition('_')[0]}_n" for n in weighted} & set(rests)
    complete = np.all([of_others(name) == rests[name][rows] for name in counts], axis=0)
    known, lost = rows[complete & poor[rows]], rows[~complete & (part[rows] < _LOST)]
    out = dict(rests)
    for name in weighted:
        out[name] = rests[name].copy()
        out[name][known] = of_others(name)[complete & poor[rows]]
    for name in (*weighted, *counts):
        out[name] = out[name].copy()
        out[name][lost] = 0.0
    return out


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
        count = rests.get(f"{name.rpartition('_')[0]}_n")
        out[name] = rest if count is None else np.where(count == 0, 0.0, rest)
    return out

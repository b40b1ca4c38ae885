"""Trend lines: which waves of a question may be compared, and where a line breaks.

Here belongs the reading of `compat`, which the survey definition gives for every change of a question, into
segments; no line and no change goes from one segment to the next.

Not here: the test of a change (trend), and the recoding itself (SQL).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import floats, refuse_where, require_columns, require_unique

COMPARABLE = ("exact", "recoded", "reversed")
BREAKING = ("approximate", "break", "new")
REWORDED, DROPPED = "reworded", "dropped"
# What a number rests on besides the question; a change of one of these is a break too.
BASIS = ("base_kind", "weighting_scheme", "mode")
BREAK = "b"


def _check(waves: pd.DataFrame, keys: Sequence[str]) -> None:
    function = "trend_lines"
    require_columns(waves, ["compat", "approved_by"], function=function)
    require_unique(waves, [*keys, "wave"], function=function)
    known = (*COMPARABLE, *BREAKING, REWORDED, DROPPED)
    first = waves["wave"] == waves.groupby(list(keys), sort=False, observed=True)["wave"].transform("min")
    bad = ~waves["compat"].isin(known) & ~(first & waves["compat"].isna())
    reason = f"compat is missing or unknown; every change of a question needs one of {', '.join(known)}"
    refuse_where(
        bad.to_numpy(dtype=bool), function=function, frame=waves, keys=[*keys, "wave"], reason=reason
    )


def _basis_changed(waves: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Tell where base kind, weighting scheme or mode differ from the wave before, undeclared."""
    changed = pd.Series(data=False, index=waves.index)
    grouped = waves.groupby(list(keys), sort=False, observed=True)
    for name in BASIS:
        if name in waves.columns:
            before = grouped[name].shift()
            same = (before == waves[name]) | (before.isna() & waves[name].isna())
            changed |= ~same.fillna(value=False).astype(bool)
    if "is_basis_comparable" in waves.columns:
        changed &= ~waves["is_basis_comparable"].fillna(value=False).astype(bool)
    return changed


def trend_lines(
    waves: pd.DataFrame, *, keys: Sequence[str] = ("report_id", "question_id"), value: str = "pct"
) -> pd.DataFrame:
    """Add segments, breaks and unrounded changes to the waves of each question.

    `exact`, `recoded` and `reversed` are compared with the wave before; `reworded` too if somebody approved
    it, with a footnote; all others start a new segment. So does another base kind, weighting scheme or mode,
    unless that is declared comparable.

    Args:
        waves: one row per `keys` × `wave`: `compat`, `approved_by` (NULL: nobody), the column `value` in per
            cent, and where known `base_kind`, `weighting_scheme`, `mode`, `is_basis_comparable`. A `dropped`
            wave has no value; the next one is compared with the last that has.
        keys: columns that name a line, as report, question and option.
        value: the column that changes are computed of.

    Returns:
        A new frame, same order, with `segment` (from 1), `previous_wave` (in the segment), `change_pp`,
        `change_from_segment_start_pp`, `obs_status` (`b` at a break, else as before) and `has_footnote`.

    Raises:
        MethodError: if a column is missing, a wave occurs twice, or a change has no known `compat`.
    """
    require_columns(waves, [*keys, "wave", value], function="trend_lines")
    _check(waves, keys)
    kept = waves[waves["compat"] != DROPPED].sort_values([*keys, "wave"], kind="stable")
    names = list(keys)
    first = ~kept.duplicated(names)
    approved = (kept["compat"] == REWORDED) & kept["approved_by"].notna()
    compared = (kept["compat"].isin(COMPARABLE) | approved) & ~_basis_changed(kept, names)
    breaks = ~compared & ~first
    segment = 1 + breaks.astype(int).groupby([kept[name] for name in names], sort=False).cumsum()
    line = kept[names].assign(segment=segment, wave=kept["wave"], value=floats(kept[value]))
    within = line.groupby([*names, "segment"], sort=False, observed=True)
    found = pd.DataFrame(
        {
            "segment": segment.astype("Int64"),
            "previous_wave": within["wave"].shift(),
            "change_pp": line["value"] - within["value"].shift(),
            "change_from_segment_start_pp": line["value"] - within["value"].transform("first"),
            "is_break": breaks,
            "has_footnote": approved & compared & ~first,
        }
    )
    # A segment's first wave has nothing to be compared with.
    found.loc[found["previous_wave"].isna(), "change_from_segment_start_pp"] = np.nan
    out = waves.join(found)
    status = waves["obs_status"].astype("str") if "obs_status" in waves.columns else None
    flags = pd.Series(pd.NA, index=waves.index, dtype="str") if status is None else status
    is_break = out.pop("is_break").fillna(value=False).astype(bool)
    return out.assign(
        obs_status=flags.mask(is_break, BREAK),
        has_footnote=out["has_footnote"].fillna(value=False).astype(bool),
    )

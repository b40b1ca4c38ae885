"""The four percentages of an option, and the choice of the one that is printed.

Here belongs what divides an option by a base: `answered_pct` (everyone who answered), `valid_pct` (without
don't know, refused, not applicable), `cases_pct` (persons of a multiple-choice question) and `responses_pct`
(ticks of it). There is no default denominator: whoever prints a share names its base.

Not here: which state an answer has, and therefore who is in a base (SQL); nets and other measures.
"""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    BoolArray,
    MethodError,
    check_sums,
    check_within,
    floats,
    refuse_where,
    require_columns,
    require_declared,
    require_unique,
)
from pipeline.methods.keys import key_codes
from pipeline.methods.ratio import percent
from pipeline.methods.stat_notes import with_notes

BaseKind = Literal["asked", "answered", "valid", "cases", "responses"]
BASE_KINDS: tuple[BaseKind, ...] = get_args(BaseKind)
VALID_ROLES = ("substantive", "other")
ROLES = (*VALID_ROLES, "dont_know", "not_applicable", "refused")
# Persons that each kind of share is about; a share of ticks still rests on the persons who ticked.
_PERSONS = {
    "asked": "asked",
    "answered": "answered",
    "valid": "valid",
    "cases": "valid",
    "responses": "valid",
}


def join_bases(options: pd.DataFrame, bases: pd.DataFrame, *, on: Sequence[str]) -> pd.DataFrame:
    """Put the bases of a question (in a group) beside its options.

    Args:
        options: a row an option, with the key columns `on`, `option_id` and `option_n`, `_w`, `_w2`.
        bases: a row a key, with `answered_n`, … as SQL gives them.
        on: the key columns that name a question in a group of a report.

    Returns:
        The option rows in their order, with the columns of `bases` added.

    Raises:
        MethodError: if a key occurs twice, or an option has no base row.
    """
    keys = list(on)
    require_unique(options, [*keys, "option_id"], function="join_bases")
    require_unique(bases, keys, function="join_bases")
    joined = options.merge(bases, on=keys, how="left", validate="many_to_one", indicator=True)
    refuse_where(
        (joined["_merge"] != "both").to_numpy(dtype=bool),
        function="join_bases",
        frame=joined,
        keys=[*keys, "option_id"],
        reason="the option has no row of bases",
    )
    joined.index = options.index
    return joined.drop(columns="_merge")


def in_valid(role: pd.Series) -> BoolArray:
    """Mark the options that are in the base `valid`, by their role."""
    codes, roles = pd.factorize(role)
    # NULL, the last place, is in no base.
    return np.append(np.isin(roles, VALID_ROLES), [False])[codes]


def _kinds(options: pd.DataFrame, *, function: str) -> tuple[BoolArray, BoolArray]:
    """Mark the options that are in the base `valid`, and those of multiple-choice questions."""
    require_declared(options, "role", ROLES, function=function)
    require_declared(options, "is_multiple", (True, False), function=function)
    return in_valid(options["role"]), options["is_multiple"].to_numpy(dtype=bool)


def add_responses(options: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Add the ticks of each multiple-choice question: `responses_n`, `responses_w`; NULL for other types.

    Ticks on don't know, not applicable and refused do not count; an explicit "none" does.

    Args:
        options: a row an option (no nets), with `role`, `is_multiple`, `option_n`, `option_w`.
        by: the key columns that name a question in a group of a report.

    Returns:
        A new frame with the two columns.

    Raises:
        MethodError: if a column is missing.
    """
    keys = list(by)
    require_columns(options, [*keys, "option_n", "option_w"], function="add_responses")
    counted, multiple = _kinds(options, function="add_responses")
    codes = key_codes(options[multiple], keys)
    found = {}
    for name, source in (("responses_n", "option_n"), ("responses_w", "option_w")):
        ticks = pd.Series(np.where(counted, floats(options[source]), 0.0)[multiple])
        total = np.full(len(options), np.nan)
        total[multiple] = ticks.groupby(codes).transform("sum")
        found[name] = total
    return options.assign(**found)


def add_percentages(options: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Add `asked_pct`, `answered_pct`, `valid_pct`, `cases_pct`, `responses_pct` and `stat_note`.

    `asked_pct` is of everyone who was asked, also those who ticked nothing. `valid_pct` is NULL for multiple
    choice, `asked_pct`, `cases_pct` and `responses_pct` for all other questions, and `valid_pct`, `cases_pct`
    and `responses_pct` for options outside the base `valid`. That is a matter of definition and gets no note;
    a share that would be defined if its base were not empty gets `no_base`.

    Args:
        options: a row an option, with `role`, `is_multiple`, the sums `_n`, `_w`, `_w2` of `option`,
            `answered` and `valid`, and `responses_w` and the sums of `asked` if there is multiple choice.
        keys: columns that name a row, for messages.

    Returns:
        A new frame; the five columns are unrounded float64 per cents.

    Raises:
        MethodError: if a column is missing, a sum is impossible, or an option exceeds its base.
    """
    function = "add_percentages"
    for prefix in ("option", "answered", "valid"):
        check_sums(options, prefix, keys=keys, function=function)
    counted, multiple = _kinds(options, function=function)
    check_within(options, "option", "answered", keys=keys, function=function)
    check_within(options, "option", "valid", keys=keys, function=function, rows=counted)
    check_within(options, "valid", "answered", keys=keys, function=function)
    if multiple.any():
        require_columns(options, ["responses_w"], function=function)
        check_sums(options, "asked", keys=keys, function=function)
        check_within(options, "answered", "asked", keys=keys, function=function)

    option_w = floats(options["option_w"])
    of_valid = percent(option_w, floats(options["valid_w"]))
    out = options.copy(deep=False)
    asked_w = floats(options["asked_w"]) if multiple.any() else np.zeros(len(options))
    out["asked_pct"] = np.where(multiple, percent(option_w, asked_w), np.nan)
    out["answered_pct"] = percent(option_w, floats(options["answered_w"]))
    out["valid_pct"] = np.where(counted & ~multiple, of_valid, np.nan)
    out["cases_pct"] = np.where(counted & multiple, of_valid, np.nan)
    responses_w = floats(options["responses_w"]) if multiple.any() else np.zeros(len(options))
    out["responses_pct"] = np.where(counted & multiple, percent(option_w, responses_w), np.nan)
    empty = (floats(options["answered_n"]) == 0) | (counted & (floats(options["valid_n"]) == 0))
    out["stat_note"] = with_notes(options, {"no_base": empty})
    return out


def skipped_percent(frame: pd.DataFrame) -> pd.Series:
    """Persons who left a question without an answer, in per cent of those who were asked.

    100·(skipped + not_reached) / asked, of persons and never weighted; NULL where nobody was asked. What is
    neither answered nor left out is `invalid`.

    Args:
        frame: `state_skipped_n`, `state_not_reached_n` and `asked_n`.

    Raises:
        MethodError: if a column is missing.
    """
    columns = ["state_skipped_n", "state_not_reached_n", "asked_n"]
    require_columns(frame, columns, function="skipped_percent")
    skipped, unreached, asked = (floats(frame[name]) for name in columns)
    return pd.Series(percent(skipped + unreached, asked), index=frame.index, name="skipped_pct")


def choose_base(frame: pd.DataFrame, kind: BaseKind | pd.Series) -> pd.DataFrame:
    """Name the base of each row: adds `base_kind`, `base_n`, `base_w`, `base_w2` and `shown_pct`.

    Args:
        frame: what `add_percentages` returns.
        kind: one kind for all rows, or a series with a kind a row (same index as `frame`).

    Returns:
        A new frame. For `cases` and `responses` the base columns count persons in `valid`.

    Raises:
        MethodError: if a kind is unknown or a column is missing.
    """
    kinds = pd.Series(kind, index=frame.index, dtype="str", name="base_kind")
    unknown = sorted({str(value) for value in kinds.unique()} - set(BASE_KINDS))
    if unknown:
        raise MethodError("choose_base", f"base_kind={', '.join(unknown)}", f"must be one of {BASE_KINDS}")
    used = [kind for kind in BASE_KINDS if (kinds == kind).any()]
    needed = [f"{kind}_pct" for kind in used]
    needed += [f"{_PERSONS[kind]}_{suffix}" for kind in used for suffix in ("n", "w", "w2")]
    require_columns(frame, needed, function="choose_base")

    out = frame.copy(deep=False)
    out["base_kind"] = kinds
    rows = {kind: (kinds == kind).to_numpy() for kind in used}
    for suffix in ("n", "w", "w2"):
        column = np.full(len(frame), np.nan)
        for name, mask in rows.items():
            column[mask] = floats(frame[f"{_PERSONS[name]}_{suffix}"])[mask]
        out[f"base_{suffix}"] = column
    shown = np.full(len(frame), np.nan)
    for name, mask in rows.items():
        shown[mask] = floats(frame[f"{name}_pct"])[mask]
    out["shown_pct"] = shown
    return out

"""Nets: options taken together, with the standard error of their share.

Here belongs the sum of single-choice options into a net, and the share of any net. A net of a multiple-choice
question is persons with at least one of its options: SQL counts it, since a sum of ticks would count persons
twice; it comes here as a row like any other.

Not here: nets that follow from scores (scored), and their test against the rest (group_tests).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    MethodError,
    check_sums,
    check_within,
    floats,
    require_columns,
    require_unique,
)
from pipeline.methods.keys import find_rows, first_rows, key_codes
from pipeline.methods.precision import standard_error
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer
from pipeline.methods.stat_notes import with_notes

OPTION_SUMS = ("option_n", "option_w", "option_w2")


def _require_members(options: pd.DataFrame, members: pd.DataFrame, base: str, on: Sequence[str]) -> None:
    """Refuse a net of an option that the question does not have, or that is not in the base."""
    keys = [*on, "option_id"]
    rows = in_base(options, base)
    for known, reason in (
        (options, "is not an option of the question"),
        (options[rows], f"has a role that is not in the base {base}; a net of it would have no denominator"),
    ):
        place = find_rows(members, known, keys)
        if (place < 0).any():
            lost = members.iloc[int(np.argmax(place < 0))]
            key = ", ".join(f"{name}={lost[name]}" for name in [*on, "net_id", "option_id"])
            raise MethodError("sum_nets", key, reason)


def sum_nets(
    options: pd.DataFrame,
    members: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str],
    on: Sequence[str] = ("question_id",),
    carry: Sequence[str] = (),
) -> pd.DataFrame:
    """Sum the options of each net of single-choice questions.

    Args:
        options: all options, one row per `keys` × option: `option_n`, `option_w`, `option_w2`, `<base>_n`,
            `<base>_w`, `<base>_w2`, `f` and (for base `valid`) `role`.
        members: one row per `on` × `net_id` × `option_id`: which options are in which net.
        base: name of the base, as `valid`.
        keys: columns that name a question in a group.
        on: the columns of `keys` that `members` has.
        carry: further columns that are the same for all options of a question in a group.

    Returns:
        One row per `keys` × `net_id` with the sums over the net's options, the base, `f` and `carry`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, a sum is impossible, an option is not in the
            question or not in the base, or a person can have several answers.
    """
    function = "sum_nets"
    bases = [f"{base}_{kind}" for kind in ("n", "w", "w2")]
    require_columns(options, [*OPTION_SUMS, *bases, "f", *carry], function=function)
    require_unique(options, [*keys, "option_id"], function=function)
    require_unique(members, [*on, "net_id", "option_id"], function=function)
    _require_members(options, members, base, on)
    kept = options[in_base(options, base)]
    for prefix in ("option", base):
        check_sums(kept, prefix, keys=[*keys, "option_id"], function=function)
    require_one_answer(kept, base=base, keys=keys, function=function)
    question = key_codes(kept, keys)
    places = kept[[*on, "option_id"]].assign(row=np.arange(len(kept)), question=question)
    named = places.merge(members[[*on, "net_id", "option_id"]], on=[*on, "option_id"], how="inner")
    codes = key_codes(named, ["question", "net_id"])
    heads = first_rows(codes)
    row = named["row"].to_numpy()
    out = kept[[*keys, *bases, "f", *carry]].iloc[row[heads]].reset_index(drop=True)
    sums = {name: np.bincount(codes, floats(kept[name])[row], minlength=len(out)) for name in OPTION_SUMS}
    # A net of everybody is its base; added up in another order it may exceed the base by a last bit.
    is_whole = sums["option_n"] == floats(out[f"{base}_n"])
    for name, of_base in zip(OPTION_SUMS, bases, strict=True):
        sums[name] = np.where(is_whole, floats(out[of_base]), sums[name])
    sums["option_n"] = sums["option_n"].astype(np.int64)
    return out.assign(net_id=named["net_id"].iloc[heads].array, **sums)


def net_measures(nets: pd.DataFrame, *, base: str, keys: Sequence[str]) -> pd.DataFrame:
    """Return the share of each net in its base, in per cent, with its standard error.

    Args:
        nets: one row per `keys` × `net_id`: from `sum_nets`, or union rows of multiple choice from SQL,
            with `option_n`, `option_w`, `option_w2`, `<base>_n`, `<base>_w`, `<base>_w2` and `f`.
        base: name of the base, as `valid`.
        keys: columns that, with the net, name a row.

    Returns:
        `keys`, `net_id`, `measure` (`top2`, `bottom2` and the like keep their name, others are `net`),
        `value` and `se` (percentage points), `base_n`, `stat_note`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    function = "net_measures"
    row_keys = [*keys, "net_id"]
    require_columns(nets, ["f"], function=function)
    require_unique(nets, row_keys, function=function)
    for prefix in ("option", base):
        check_sums(nets, prefix, keys=row_keys, function=function)
    check_within(nets, "option", base, keys=row_keys, function=function)
    option_n, option_w, option_w2 = (floats(nets[name]) for name in OPTION_SUMS)
    n, w, w2 = (floats(nets[f"{base}_{kind}"]) for kind in ("n", "w", "w2"))
    p = np.full(n.shape, np.nan)
    np.divide(option_w, w, out=p, where=n > 0)
    p = np.where(n == 0, p, np.where(option_n == n, 1.0, np.minimum(p, 1.0)))
    se = standard_error(p, option_w2, n, w, w2, np.nan_to_num(floats(nets["f"]), nan=0.0))
    from_scores = nets["net_id"].str.fullmatch(r"(top|bottom)\d+|promoters|detractors")
    return nets[row_keys].assign(
        measure=nets["net_id"].where(from_scores, "net"),
        value=100 * p,
        se=100 * se,
        base_n=nets[f"{base}_n"],
        stat_note=with_notes(nets, {"no_base": n == 0, "small_base": n == 1}),
    )

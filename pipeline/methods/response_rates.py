"""Response rates by the standard of AAPOR, from the final disposition of everyone who was invited.

Here belongs the rule that makes a respondent complete or partial, and RR1 to RR6 from counts of dispositions
(AAPOR Standard Definitions).

Not here: which status a platform's export gives a row (SQL), and which register groups are looked at.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    FloatArray,
    MethodError,
    check_counts,
    floats,
    refuse_where,
    require_unique,
)
from pipeline.methods.ratio import percent, ratio
from pipeline.methods.stat_notes import with_notes

# I, P, R (refusal and break-off), NC (non-contact), UH/UO (unknown eligibility), not eligible.
COMPLETE = ("complete_n",)
PARTIAL = ("partial_n",)
REFUSED = ("opened_n", "withdrawn_n")
NO_CONTACT = ("undeliverable_n", "invited_n")
UNKNOWN = ("unknown_eligibility_n",)
NOT_ELIGIBLE = ("screened_out_n",)
DISPOSITIONS = (*COMPLETE, *PARTIAL, *REFUSED, *NO_CONTACT, *UNKNOWN, *NOT_ELIGIBLE)


def completion_status(
    frame: pd.DataFrame, *, complete_from: float = 0.8, partial_from: float = 0.5
) -> pd.Series:
    """Tell `complete` (more than 80 %), `partial` (50 to 80 %) and `opened` (less) respondents apart.

    Args:
        frame: `applicable_n`, the questions that a respondent should have answered, and `answered_n`, those
            of them with a state in the base `answered`. A row may stand for many respondents alike.
        complete_from: share of the applicable questions that must be exceeded.
        partial_from: least share of a partial interview.

    Returns:
        A text series; who had no applicable question broke off (`opened`).

    Raises:
        MethodError: if a count is impossible or the limits are not 0 < partial_from ≤ complete_from < 1.
    """
    function = "completion_status"
    if not 0 < partial_from <= complete_from < 1:
        limits = f"partial_from={partial_from}, complete_from={complete_from}"
        raise MethodError(function, limits, "must be 0 < partial_from <= complete_from < 1")
    check_counts(frame, ["applicable_n", "answered_n"], keys=[], function=function)
    applicable, answered = floats(frame["applicable_n"]), floats(frame["answered_n"])
    too_many = answered > applicable
    reason = "answered_n exceeds applicable_n"
    refuse_where(too_many, function=function, frame=frame, keys=[], reason=reason)
    status = np.full(len(frame), "opened", dtype=object)
    # 4 of 5 is exactly 80 %, and 0.8 · 5 is not always exactly 4 in floats.
    status[(applicable > 0) & (answered >= partial_from * applicable - 1e-9)] = "partial"
    status[answered > complete_from * applicable + 1e-9] = "complete"
    return pd.Series(status, index=frame.index, dtype="str", name="status")


def _sum(counts: pd.DataFrame, names: Sequence[str]) -> FloatArray:
    return floats(counts[list(names)].astype("float64").sum(axis=1))


def response_rates(counts: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Add AAPOR's six response rates to counts of dispositions.

    With D = (I + P) + (R + NC + O): RR1 = I/(D + U), RR2 = (I + P)/(D + U), RR3 = I/(D + e·U),
    RR4 = (I + P)/(D + e·U), RR5 = I/D, RR6 = (I + P)/D, and e = D/(D + not eligible).

    Args:
        counts: a row a group: the columns of `keys`, `total_n` (everyone on the list) and the dispositions
            `complete_n`, `partial_n`, `opened_n`, `withdrawn_n`, `undeliverable_n`, `invited_n` (nothing came
            back), `unknown_eligibility_n`, `screened_out_n` (those who left the universe among them).
        keys: columns that name a row.

    Returns:
        A new frame with `eligible_known_n` (D), `e` (a fraction), `rr1_pct` … `rr6_pct` and `stat_note`;
        where D is 0 all but D is NULL and the note is `no_base`.

    Raises:
        MethodError: if a count is missing or impossible, a key occurs twice, or the dispositions of a row do
            not add up to its total.
    """
    function = "response_rates"
    require_unique(counts, keys, function=function)
    check_counts(counts, ["total_n", *DISPOSITIONS], keys=keys, function=function)
    refuse_where(
        _sum(counts, DISPOSITIONS) != floats(counts["total_n"]),
        function=function,
        frame=counts,
        keys=keys,
        reason="the dispositions do not add up to total_n; everyone invited has exactly one",
    )
    complete = _sum(counts, COMPLETE)
    interviews = complete + _sum(counts, PARTIAL)
    eligible = interviews + _sum(counts, REFUSED) + _sum(counts, NO_CONTACT)
    unknown = _sum(counts, UNKNOWN)
    some = eligible > 0
    e = np.where(some, ratio(eligible, eligible + _sum(counts, NOT_ELIGIBLE)), np.nan)

    out = counts.copy()
    out["eligible_known_n"] = eligible
    out["e"] = e
    for name, part, whole in (
        ("rr1_pct", complete, eligible + unknown),
        ("rr2_pct", interviews, eligible + unknown),
        ("rr3_pct", complete, eligible + e * unknown),
        ("rr4_pct", interviews, eligible + e * unknown),
        ("rr5_pct", complete, eligible),
        ("rr6_pct", interviews, eligible),
    ):
        out[name] = np.where(some, percent(part, whole), np.nan)
    out["stat_note"] = with_notes(counts, {"no_base": ~some})
    return out

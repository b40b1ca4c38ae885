"""Design effect, standard error and interval of a share: how far chance alone can have moved it.

Here belongs everything between the sums of a base (n, W = Σw, S = Σw²) and the margin of error: Kish's
design effect, the sampling fraction f of a finite universe, the linearised standard error and the Wilson
interval. Always over the base of the row, never over the file.

Not here: comparing two shares (tests, trend). The margin covers chance only, not who chose to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from pipeline.methods.bad_input import (
    FRACTION_SLACK,
    BoolArray,
    FloatArray,
    check_counts,
    check_population,
    check_sums,
    floats,
    refuse_where,
    require_columns,
    require_fraction,
    require_share,
)
from pipeline.methods.ratio import ratio
from pipeline.methods.rounding import at_least
from pipeline.methods.stat_notes import with_notes

# 97.5 % point of the standard normal distribution: 1.959963984540054, never 1.96.
Z_95 = float(ndtri(0.975))
MIN_N_EFF = 30.0
MAX_WIDTH_PP = 30.0


def effective_n(w: npt.ArrayLike, w2: npt.ArrayLike) -> FloatArray:
    """Kish's effective sample size n_eff = W² / S; NaN for an empty base."""
    return ratio(np.square(w), w2)


def design_effect(n: npt.ArrayLike, w: npt.ArrayLike, w2: npt.ArrayLike) -> FloatArray:
    """Kish's design effect of unequal weights, n·S / W²; NaN for an empty base."""
    return ratio(np.asarray(n, dtype=float) * np.asarray(w2, dtype=float), np.square(w))


def weight_efficiency(n: npt.ArrayLike, w: npt.ArrayLike, w2: npt.ArrayLike) -> FloatArray:
    """Effective over actual sample size, n_eff / n: 1 for equal weights, never a bit above it."""
    return np.minimum(ratio(effective_n(w, w2), n), 1.0)


def effective_n_of_universe(n_eff: npt.ArrayLike, f: npt.ArrayLike) -> FloatArray:
    """n* = n_eff / (1 − f), the sample size that an interval may use.

    NaN for an empty base and at f = 1 (a census).

    Raises:
        MethodError: if f is outside [0, 1].
    """
    fraction = np.asarray(f, dtype=float)
    require_fraction(fraction, function="effective_n_of_universe")
    rest = np.where(fraction >= 1 - FRACTION_SLACK, 0.0, 1 - fraction)
    size = np.asarray(n_eff, dtype=float)
    return ratio(np.where(size > 0, size, np.nan), rest)


def sampling_fraction(
    respondents_n: npt.ArrayLike,
    universe_n: npt.ArrayLike,
    answered_n: npt.ArrayLike,
    asked_n: npt.ArrayLike,
) -> FloatArray:
    """Return f = respondents / universe · answered / asked, the part of the universe that answered.

    Args:
        respondents_n: respondents in the group.
        universe_n: people in the group's universe; NaN (none known) gives f = 0.
        answered_n: respondents in the base `answered` of the question.
        asked_n: respondents that were asked, those with an unknown blank among them.

    Returns:
        Fractions in [0, 1]; NaN where nobody was asked or the universe is empty.

    Raises:
        MethodError: if f exceeds 1.
    """
    universe = np.asarray(universe_n, dtype=float)
    f = ratio(respondents_n, universe) * ratio(answered_n, asked_n)
    f = np.where(np.isnan(universe), 0.0, f)
    require_fraction(f, function="sampling_fraction")
    return np.where(f >= 1 - FRACTION_SLACK, 1.0, f)


def standard_error(
    p: npt.ArrayLike,
    option_w2: npt.ArrayLike,
    n: npt.ArrayLike,
    w: npt.ArrayLike,
    w2: npt.ArrayLike,
    f: npt.ArrayLike = 0.0,
) -> FloatArray:
    """Linearised standard error of a weighted share, one stage, weights taken as given (a fraction).

    se² = n/(n−1) · [(1 − p)²·S_o + p²·(S − S_o)] / W² · (1 − f); what R's svymean gives for a design on the
    rows of the base.

    Args:
        p: the shares, as fractions.
        option_w2: Σw² of the option.
        n: respondents in the base.
        w: Σw of the base.
        w2: Σw² of the base.
        f: sampling fractions.

    Returns:
        Fractions; NaN for a base of 0 or 1.

    Raises:
        MethodError: if p or f is outside [0, 1].
    """
    share, inside, total, fraction = (np.asarray(x, dtype=float) for x in (p, option_w2, w2, f))
    require_share(share, function="standard_error")
    require_fraction(fraction, function="standard_error")
    count = np.asarray(n, dtype=float)
    # The sums are exact decimals turned into floats, so S − S_o can miss 0 by a few bits.
    outside = np.maximum(total - inside, 0.0)
    spread = np.square(1 - share) * inside + np.square(share) * outside
    variance = ratio(count, count - 1) * ratio(spread, np.square(w)) * np.maximum(1 - fraction, 0.0)
    return np.sqrt(np.where(count >= 2, variance, np.nan))


def wilson_interval(p: npt.ArrayLike, n_star: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Wilson's 95 % interval of a share, as fractions; never of width 0, never outside [0, 1].

    Written with the product of the two ends, p²/(1 + z²/n), so that nothing cancels next to 0 and 1.

    Args:
        p: the shares, as fractions.
        n_star: the sample size to use, n_eff / (1 − f).

    Returns:
        Lower and upper ends; NaN where p or n_star is.

    Raises:
        MethodError: if p is outside [0, 1].
    """
    share = np.asarray(p, dtype=float)
    require_share(share, function="wilson_interval")
    z2_n = ratio(Z_95**2, n_star)
    half = np.sqrt(share * (1 - share) * z2_n + np.square(z2_n) / 4)
    common = z2_n / 2 + half
    return np.square(share) / (share + common), 1 - np.square(1 - share) / (1 - share + common)


def add_sampling_fraction(frame: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Add `f`, the sampling fraction of the row's group on the row's question.

    Args:
        frame: `respondents_n`, `universe_n` (NULL: none known), `answered_n`, `asked_n` and
            `state_unknown_blank_n`, which counts as asked here.
        keys: columns that name a row, for messages.

    Returns:
        A new frame; `f` is 0 and `stat_note` says `no_universe` where no universe is known.

    Raises:
        MethodError: if a count is impossible, or more people answered than there are.
    """
    function = "add_sampling_fraction"
    check_population(frame, keys=keys, function=function)
    check_counts(frame, ["answered_n", "asked_n", "state_unknown_blank_n"], keys=keys, function=function)
    answered = floats(frame["answered_n"])
    asked = floats(frame["asked_n"]) + floats(frame["state_unknown_blank_n"])
    universe = floats(frame["universe_n"])
    for bad, reason in (
        (answered > asked, "answered_n exceeds the number of people asked"),
        (asked > floats(frame["respondents_n"]), "more people asked than respondents_n"),
    ):
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=reason)
    out = frame.copy(deep=False)
    out["f"] = sampling_fraction(frame["respondents_n"].to_numpy(dtype=float), universe, answered, asked)
    out["stat_note"] = with_notes(frame, {"no_universe": np.isnan(universe)})
    return out


def _interval_columns(out: pd.DataFrame, p: FloatArray, n_star: FloatArray) -> None:
    low, high = wilson_interval(p, n_star)
    out["ci_low_pct"] = 100.0 * low
    out["ci_high_pct"] = 100.0 * high
    out["moe_pp"] = 50.0 * (high - low)


@dataclass(frozen=True)
class ReliabilityLimits:
    """Limits of the flag `u`, compared unrounded.

    Attributes:
        min_n_eff: below this effective size a number is flagged.
        max_width_pp: from this width of its interval a share is flagged, in percentage points.
    """

    min_n_eff: float = MIN_N_EFF
    max_width_pp: float = MAX_WIDTH_PP


DEFAULT_RELIABILITY = ReliabilityLimits()


def unreliable(
    n_eff: FloatArray, width_pp: FloatArray, limits: ReliabilityLimits = DEFAULT_RELIABILITY
) -> BoolArray:
    """Mark what is to be read with care: a small effective size, or a wide interval."""
    small = ~np.isnan(n_eff) & ~at_least(n_eff, limits.min_n_eff)
    return small | at_least(width_pp, limits.max_width_pp)


def add_precision(
    frame: pd.DataFrame, *, keys: Sequence[str], limits: ReliabilityLimits = DEFAULT_RELIABILITY
) -> pd.DataFrame:
    """Add the precision of `shown_pct` over its base.

    Args:
        frame: `shown_pct`, `option_w2`, `base_kind`, `base_n`, `base_w`, `base_w2` and `f`.
        keys: columns that name a row, for messages.
        limits: when a share is flagged.

    Returns:
        A new frame with `n_eff`, `deff_kish`, `weight_efficiency`, `n_star`, `se_pp`, `ci_low_pct`,
        `ci_high_pct`, `moe_pp`, `obs_status` (`u` or NULL) and `stat_note`. An empty base leaves all NULL
        (`no_base`); a census has no interval (`census`) and se 0; one respondent has no se (`small_base`); a
        share of ticks has neither, because the sums of persons do not determine it (`degenerate`).

    Raises:
        MethodError: if a column is missing, a sum is impossible, or a share or f is outside its range.
    """
    function = "add_precision"
    require_columns(frame, ["shown_pct", "option_w2", "base_kind", "f"], function=function)
    check_sums(frame, "base", keys=keys, function=function)
    n, w, w2 = (floats(frame[name]) for name in ("base_n", "base_w", "base_w2"))
    f = floats(frame["f"])
    of_ticks = (frame["base_kind"] == "responses").to_numpy(dtype=bool)
    p = np.where(of_ticks, np.nan, floats(frame["shown_pct"]) / 100.0)

    out = frame.copy(deep=False)
    n_eff = effective_n(w, w2)
    out["n_eff"] = n_eff
    out["deff_kish"] = design_effect(n, w, w2)
    out["weight_efficiency"] = weight_efficiency(n, w, w2)
    n_star = effective_n_of_universe(n_eff, f)
    out["n_star"] = n_star
    out["se_pp"] = 100.0 * standard_error(p, floats(frame["option_w2"]), n, w, w2, f)
    _interval_columns(out, p, n_star)
    flags = np.full(len(frame), None, dtype=object)
    flags[unreliable(n_eff, 2.0 * floats(out["moe_pp"]), limits)] = "u"
    out["obs_status"] = pd.Series(flags, index=frame.index, dtype="str")
    out["stat_note"] = with_notes(
        frame,
        {"no_base": n == 0, "census": f >= 1 - FRACTION_SLACK, "small_base": n == 1, "degenerate": of_ticks},
    )
    return out

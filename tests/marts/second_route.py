"""A second route to the numbers of the marts: person by person, with none of the product's methods.

Belongs here: what a result is by its definition, computed from the respondents of `core_responses` with numpy
and scipy. Sums of weights by group, on which the product works, do not occur.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import stats

Z = stats.norm.ppf(0.975)
ANSWERED = ("substantive", "dont_know", "not_applicable", "refused")
SILENT = ("not_asked", "outside", "unknown_blank")
NOTHING = float("nan")


@dataclass(frozen=True)
class Side:
    """Some persons on one question: a base, or a part of it."""

    weight: np.ndarray
    f: float

    @property
    def n_eff(self) -> float:
        return float(self.weight.sum() ** 2 / (self.weight**2).sum()) if len(self.weight) else NOTHING

    def mean(self, x: np.ndarray) -> float:
        return float(np.average(x, weights=self.weight)) if len(x) else NOTHING

    def error(self, x: np.ndarray) -> float:
        """Linearised standard error of the weighted mean of x."""
        n, w = len(x), self.weight
        if n < 2:
            return NOTHING
        spread = (w**2 * (x - self.mean(x)) ** 2).sum() / w.sum() ** 2
        return float(np.sqrt(n / (n - 1) * spread * (1 - self.f)))

    def variance(self, x: np.ndarray) -> float:
        return float(np.cov(x, aweights=self.weight)) if len(x) > 1 else NOTHING


def wilson(p: float, side: Side) -> tuple[float, float]:
    """Centre and half-width, as textbooks write them."""
    if not len(side.weight) or side.f == 1:
        return NOTHING, NOTHING
    n = side.n_eff / (1 - side.f)
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return 100 * (centre - half), 100 * (centre + half)


def share(ticks: np.ndarray, side: Side) -> dict[str, float]:
    """A share with its precision, in per cent."""
    p = side.mean(ticks)
    low, high = wilson(p, side)
    found = {"value": 100 * p, "se": 100 * side.error(ticks), "moe": (high - low) / 2}
    return found | {
        "ci_low_pct": low,
        "ci_high_pct": high,
        "unweighted": 100 * Side(ticks * 0 + 1, 0).mean(ticks),
    }


def mean(x: np.ndarray, side: Side) -> dict[str, float]:
    """A mean with its precision."""
    error = side.error(x)
    plain = float(np.mean(x)) if len(x) else NOTHING
    has_margin = len(set(x)) > 1 and side.f < 1
    moe = Z * error if has_margin else NOTHING
    found = {"value": side.mean(x), "se": error, "moe": moe, "unweighted": plain}
    return found | {"sd": float(np.sqrt(side.variance(x)))}


def quantile(x: np.ndarray, weight: np.ndarray, q: Fraction) -> float:
    """The smallest x that q of the weight does not exceed; between two values where it is exactly q."""
    if not len(x):
        return NOTHING
    exact = np.array([int(Decimal(repr(float(w))).scaleb(9).to_integral_value()) for w in weight])
    values = np.unique(x)
    wanted = q * int(exact.sum())
    for place, value in enumerate(values):
        reached = int(exact[x <= value].sum())
        if reached == wanted and place + 1 < len(values):
            return float((value + values[place + 1]) / 2)
        if reached >= wanted:
            return float(value)
    return NOTHING


def two_shares(mine: np.ndarray, group: Side, others: np.ndarray, rest: Side) -> dict[str, Any]:
    """The test of a group's share against the rest's, by the rules in their order."""
    p, q = group.mean(mine), rest.mean(others)
    found: dict[str, Any] = {
        "test_method": "not_tested",
        "z": NOTHING,
        "p_value": NOTHING,
        "diff": 100 * (p - q),
    }
    if not len(mine) or not len(others):
        return found
    if group.f == 1 and rest.f == 1:
        return found | {"test_method": "census"}
    if min(group.n_eff, rest.n_eff) < 30 - 1e-9:
        return found
    pooled = (group.n_eff * p + rest.n_eff * q) / (group.n_eff + rest.n_eff)
    if (not mine.any() and not others.any()) or (mine.all() and others.all()):
        return found | {"test_method": "degenerate"}
    expected = [side.n_eff * part for side in (group, rest) for part in (pooled, 1 - pooled)]
    flat = any(len(set(x)) == 1 for x in (mine, others))
    if flat or min(expected) < 5 - 1e-9:
        table = [[x.sum(), len(x) - x.sum()] for x in (mine, others)]
        return found | {"test_method": "fisher", "p_value": stats.fisher_exact(table).pvalue}
    spread = (1 - group.f) / group.n_eff + (1 - rest.f) / rest.n_eff
    z = (p - q) / np.sqrt(pooled * (1 - pooled) * spread)
    return found | {"test_method": "z", "z": z, "p_value": 2 * stats.norm.sf(abs(z))}


def two_means(mine: np.ndarray, group: Side, others: np.ndarray, rest: Side) -> dict[str, Any]:
    """Welch's test on effective sizes."""
    diff = group.mean(mine) - rest.mean(others)
    found = {"test_method": "not_tested", "t": NOTHING, "df": NOTHING, "p_value": NOTHING, "diff": diff}
    if min(len(mine), len(others)) < 2 or min(group.n_eff, rest.n_eff) < 30 - 1e-9:
        return found
    v = [side.variance(x) * (1 - side.f) / side.n_eff for x, side in ((mine, group), (others, rest))]
    if sum(v) <= 1e-12:
        return found
    t = diff / np.sqrt(sum(v))
    df = sum(v) ** 2 / (v[0] ** 2 / (group.n_eff - 1) + v[1] ** 2 / (rest.n_eff - 1))
    return found | {"test_method": "welch", "t": t, "df": df, "p_value": 2 * stats.t.sf(abs(t), df)}

"""Scales of several items: the index of a person, and how well the items hang together.

Here belongs the only method that has to see persons: an index is the mean of a person's items, and Cronbach's
alpha compares the items' variances with that of their sum. Both work on a respondents × items array.

Not here: the mean of the index over a group (numeric), and scores of single questions (scored).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import FloatArray, MethodError, require_weights
from pipeline.methods.stat_notes import with_notes

LOW_ALPHA = 0.70
"""Below it a report warns that the items hang loosely together."""
_NOISE = 1e-12


def scale_items(
    values: FloatArray, *, low: FloatArray, high: FloatArray, is_reversed: npt.NDArray[np.bool_]
) -> FloatArray:
    """Bring items to 0–100, reversed items turned: 100·(v − vmin)/(vmax − vmin).

    Args:
        values: respondents × items; NaN where the person has no valid value.
        low: the lowest possible value of each item.
        high: the highest possible value of each item; ranges may differ.
        is_reversed: which items are worded the other way.

    Returns:
        respondents × items, 0 to 100, NaN where `values` is.

    Raises:
        MethodError: if the lengths differ, a range is empty, or a value is outside its range.
    """
    if not values.shape[1:] == low.shape == high.shape == is_reversed.shape:
        reason = f"{values.shape[1:]} items, but {low.shape}, {high.shape}, {is_reversed.shape} declarations"
        raise MethodError("scale_items", "", reason)
    if not (low < high).all():
        raise MethodError("scale_items", f"item {int(np.argmin(low < high))}", "vmin is not below vmax")
    outside = int(np.sum((values < low) | (values > high)))
    if outside:
        raise MethodError("scale_items", "", f"{outside} values are outside the range of their item")
    scaled = 100 * (values - low) / (high - low)
    return np.where(is_reversed, 100 - scaled, scaled)


def person_index(scaled: FloatArray, *, min_items: int | None = None) -> FloatArray:
    """Return each person's index: the mean of the valid items.

    Args:
        scaled: respondents × items, from `scale_items`.
        min_items: valid items that a person needs; half of them, rounded up, if left out.

    Returns:
        One index a person, 0 to 100; NaN with too few valid items.

    Raises:
        MethodError: if `min_items` is not between 1 and the number of items.
    """
    items = scaled.shape[1]
    needed = (items + 1) // 2 if min_items is None else min_items
    if not 1 <= needed <= items:
        raise MethodError("person_index", f"min_items={needed}", f"must be 1 to {items}, the number of items")
    valid = ~np.isnan(scaled)
    count = valid.sum(axis=1)
    out = np.full(count.shape, np.nan)
    np.divide(np.where(valid, scaled, 0.0).sum(axis=1), count, out=out, where=count >= needed)
    return out


def _variances(x: FloatArray, weight: FloatArray, group: npt.NDArray[np.int64], groups: int) -> FloatArray:
    """Return weighted variances of every column of x in every group, groups × columns, by W.

    The divisor is the same for the items and their sum and cancels in alpha.
    """
    total = np.bincount(group, weight, minlength=groups)

    def sums(values: FloatArray) -> FloatArray:
        columns = [np.bincount(group, weight * column, minlength=groups) for column in values.T]
        out = np.full((len(columns), groups), np.nan)
        np.divide(np.array(columns), total, out=out, where=total > 0)
        return out.T

    return sums((x - sums(x)[group]) ** 2)


def cronbach_alpha(
    scaled: FloatArray, weight: FloatArray, group: npt.NDArray[np.int64], *, groups: int
) -> pd.DataFrame:
    """Return Cronbach's alpha in every group: k/(k−1) · (1 − Σ var_j / var(Σ items)).

    Args:
        scaled: respondents × items, 0–100, reversed items turned, from `scale_items`.
        weight: one weight a person.
        group: the group of each person, counted from 0; −1 for none.
        groups: number of groups.

    Returns:
        One row a group, in order: `alpha` (also negative; NULL with fewer than 2 items or without variance),
        `alpha_n` (persons with all items), `stat_note`.

    Raises:
        MethodError: if a weight is not positive and finite, or a group is out of range.
    """
    require_weights(weight, function="cronbach_alpha")
    if group.size and not (group.min() >= -1 and group.max() < groups):
        raise MethodError("cronbach_alpha", "group", f"groups must be -1 (none) to {groups - 1}")
    items = scaled.shape[1]
    complete = ~np.isnan(scaled).any(axis=1) & (group >= 0)
    x, w, g = scaled[complete], weight[complete], group[complete]
    alpha_n = np.bincount(g, minlength=groups)
    alpha = np.full(groups, np.nan)
    if items >= 2:
        variances = _variances(np.column_stack([x, x.sum(axis=1)]), w, g, groups)
        # Scores go to 100, so this is a variance of nothing but the last bits.
        varies = (alpha_n > 0) & (variances[:, -1] > _NOISE * 100**2)
        parts = np.full(groups, np.nan)
        np.divide(variances[:, :-1].sum(axis=1), variances[:, -1], out=parts, where=varies)
        alpha = items / (items - 1) * (1 - parts)
    out = pd.DataFrame({"alpha": alpha, "alpha_n": alpha_n})
    return out.assign(stat_note=with_notes(out, {"no_base": alpha_n == 0, "degenerate": np.isnan(alpha)}))

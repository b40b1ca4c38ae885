"""Benchmarks: what a unit's result is compared with.

Here belongs the distribution of the units' own results (median and quartiles, every unit counting once), the
result of all respondents together, and the check that units add up to the total.

Not here: the test against the others, who are the rest (group_tests), the last wave (trend), and which units
are too small to be shown. Ranks are not published and are not computed.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import (
    RELATIVE_SLACK,
    FloatArray,
    check_counts,
    floats,
    refuse_where,
    require_columns,
    require_unique,
)
from pipeline.methods.keys import find_rows, first_rows, key_codes
from pipeline.methods.rounding import at_least

MIN_UNITS = 5
QUARTILES = {"units_q1_pct": 0.25, "units_median_pct": 0.5, "units_q3_pct": 0.75}


def _quantile(
    values: FloatArray, first: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], q: float
) -> FloatArray:
    """Return one type 7 quantile a block of sorted values; NaN for an empty block."""
    out = np.full(sizes.shape, np.nan)
    some = sizes > 0
    place = (sizes[some] - 1) * q
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, sizes[some] - 1)
    below, above = values[first[some] + low], values[first[some] + high]
    out[some] = below + (above - below) * (place - low)
    return out


def unit_distribution(
    units: pd.DataFrame, *, base: str, keys: Sequence[str], min_base: int, value: str = "shown_pct"
) -> pd.DataFrame:
    """Return median and quartiles of the units' results, unweighted over units (type 7).

    Args:
        units: one row per `keys` × `unit_id`, with `<base>_n` and `value` in per cent (NULL: left out).
        base: name of the base that `value` is of, as `valid`.
        keys: columns that name a result, as report, question and option.
        min_base: units with fewer persons in the base are left out.
        value: the column that is described.

    Returns:
        One row per `keys`: `units_n` (units that count), `units_q1_pct`, `units_median_pct`, `units_q3_pct`;
        these are NULL with fewer than 5 units.

    Raises:
        MethodError: if a column is missing, a unit occurs twice, or a count is impossible.
    """
    function = "unit_distribution"
    row_keys = [*keys, "unit_id"]
    require_columns(units, [f"{base}_n", value], function=function)
    require_unique(units, row_keys, function=function)
    check_counts(units, [f"{base}_n"], keys=row_keys, function=function)
    codes, values = key_codes(units, keys), floats(units[value])
    heads = first_rows(codes)
    counted = np.flatnonzero(~np.isnan(values) & (floats(units[f"{base}_n"]) >= min_base))
    order = counted[np.lexsort((values[counted], codes[counted]))]
    sizes = np.bincount(codes[order], minlength=heads.size).astype(np.int64)
    first = np.cumsum(sizes) - sizes
    quartiles = {
        name: np.where(sizes >= MIN_UNITS, _quantile(values[order], first, sizes, q), np.nan)
        for name, q in QUARTILES.items()
    }
    return units[list(keys)].iloc[heads].reset_index(drop=True).assign(units_n=sizes, **quartiles)


def add_best_quarter(
    units: pd.DataFrame,
    distribution: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str],
    min_base: int,
    value: str = "shown_pct",
) -> pd.DataFrame:
    """Add `is_best_quarter`: at or above the units' upper quartile.

    Args:
        units: as in `unit_distribution`.
        distribution: what it returned for them.
        base: name of the base.
        keys: columns that name a result.
        min_base: smaller units are not judged.
        value: the column that was described.

    Returns:
        A new frame; NULL for units that do not count and where there is no distribution.

    Raises:
        MethodError: if a result has no row in the distribution.
    """
    place = find_rows(units, distribution, keys)
    row_keys = [*keys, "unit_id"]
    reason = "has no row in the distribution of units"
    refuse_where(place < 0, function="add_best_quarter", frame=units, keys=row_keys, reason=reason)
    quarter, values = floats(distribution["units_q3_pct"])[place], floats(units[value])
    unknown = np.isnan(quarter) | np.isnan(values) | (floats(units[f"{base}_n"]) < min_base)
    best = pd.Series(at_least(values - quarter, 0.0), index=units.index, dtype="boolean")
    return units.assign(is_best_quarter=best.mask(unknown))


def pooled_shares(units: pd.DataFrame, *, base: str, keys: Sequence[str]) -> pd.DataFrame:
    """Return the share among all respondents of all units, small ones included.

    Args:
        units: one row per `keys` × `unit_id`, with `option_w`, `<base>_n` and `<base>_w`.
        base: name of the base, as `valid`.
        keys: columns that name a result.

    Returns:
        One row per `keys`: `pooled_pct` (NULL without a base) and `pooled_n`.

    Raises:
        MethodError: if a column is missing or a unit occurs twice.
    """
    names = ["option_w", f"{base}_n", f"{base}_w"]
    require_columns(units, names, function="pooled_shares")
    require_unique(units, [*keys, "unit_id"], function="pooled_shares")
    sums = units[list(keys)].assign(**{name: floats(units[name]) for name in names})
    out = sums.groupby(list(keys), sort=False, observed=True).sum().reset_index()
    option_w, n, w = (floats(out[name]) for name in names)
    pooled = np.full(n.shape, np.nan)
    np.divide(100 * option_w, w, out=pooled, where=n > 0)
    return out[list(keys)].assign(pooled_pct=pooled, pooled_n=n.astype(np.int64))


def require_units_add_up(
    units: pd.DataFrame, totals: pd.DataFrame, *, keys: Sequence[str], sums: Sequence[str]
) -> None:
    """Refuse units whose sums are not those of the total: they must come from one run.

    Args:
        units: one row per `keys` × `unit_id`.
        totals: one row per `keys`.
        keys: columns that name a result.
        sums: additive columns of both; counts must agree exactly, sums of weights but for the last bits.

    Raises:
        MethodError: with the first result that differs.
    """
    function = "require_units_add_up"
    require_columns(units, sums, function=function)
    require_columns(totals, sums, function=function)
    require_unique(units, [*keys, "unit_id"], function=function)
    require_unique(totals, keys, function=function)
    numbers = units[list(keys)].assign(**{name: floats(units[name]) for name in sums})
    summed = numbers.groupby(list(keys), sort=False, observed=True).sum()
    both = totals[list(keys)].merge(summed.reset_index(), on=list(keys), how="left")
    reason = "has a total but no units"
    missing = both[list(sums)].isna().any(axis=1).to_numpy(dtype=bool)
    refuse_where(missing, function=function, frame=totals, keys=keys, reason=reason)
    for name in sums:
        total = floats(totals[name])
        slack = 0.0 if name.endswith("_n") else RELATIVE_SLACK
        bad = np.abs(floats(both[name]) - total) > slack * np.abs(total)
        reason = f"{name} of the units does not add up to the total"
        refuse_where(bad, function=function, frame=totals, keys=keys, reason=reason)

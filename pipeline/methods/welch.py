"""The comparison of two means: Welch's test on effective sizes.

Here belongs a group's mean against that of everyone else on the question, and the false discovery rate over
the groups of a demographic.

Not here: the moments (numeric), the sums of the rest (rest), the test of shares (share_tests).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr

from pipeline.methods.bad_input import (
    FloatArray,
    check_sums,
    floats,
    require_columns,
    require_fraction,
    require_unique,
)
from pipeline.methods.false_discovery import FAMILY_KEYS, add_q_values
from pipeline.methods.numeric import Moments, moments
from pipeline.methods.precision import MIN_N_EFF
from pipeline.methods.rest import GROUP_KEYS, REST
from pipeline.methods.rounding import at_least

WELCH, NOT_TESTED = "welch", "not_tested"


def _spread(side: Moments, f: FloatArray) -> FloatArray:
    """Return v = s²(1 − f)/n_eff."""
    return np.asarray(side.variance * np.clip(1 - np.nan_to_num(f, nan=0.0), 0.0, 1.0) / side.n_eff)


def welch(
    group: Moments, rest: Moments, *, group_f: FloatArray, rest_f: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return t, df and the two-sided p-value of every pair of means; NaN where not tested.

    v = s²(1 − f)/n_eff, t = (x̄_g − x̄_r)/√(v_g + v_r),
    df = (v_g + v_r)² / (v_g²/(n_eff,g − 1) + v_r²/(n_eff,r − 1)) (Welch 1947, with n_eff for n). Not tested:
    an effective size below 30, or both v = 0.
    """
    v_group, v_rest = _spread(group, group_f), _spread(rest, rest_f)
    both = v_group + v_rest
    fits = at_least(group.n_eff, MIN_N_EFF) & at_least(rest.n_eff, MIN_N_EFF) & (both > 0)
    t, df, p_value = (np.full(both.shape, np.nan) for _ in range(3))
    parts = v_group[fits] ** 2 / (group.n_eff[fits] - 1) + v_rest[fits] ** 2 / (rest.n_eff[fits] - 1)
    t[fits] = (group.mean[fits] - rest.mean[fits]) / np.sqrt(both[fits])
    df[fits] = both[fits] ** 2 / parts
    p_value[fits] = 2 * stdtr(df[fits], -np.abs(t[fits]))
    return t, df, p_value


def compare_means_with_rest(
    groups: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id"),
    family: Sequence[str] = FAMILY_KEYS,
) -> pd.DataFrame:
    """Test the mean of each group against the mean of the rest.

    Args:
        groups: one row per `keys` × demographic × group with the sums of `numeric.moments` for the group and,
            from `rest_sums`, with `rest_` before them; `centre` is the same for both; `f` and `rest_f`.
        base: name of the base, as `valid`.
        keys: columns that, with demographic and group, name a row.
        family: columns whose distinct values are the families: the groups of a demographic.

    Returns:
        A new frame with `group_mean`, `rest_mean`, `group_sd`, `rest_sd`, `diff`, `test_method` (`welch` or
        `not_tested`), `t`, `df`, `p_value`, `family_id`, `family_size`, `q_value`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    function = "compare_means_with_rest"
    row_keys = [*keys, *GROUP_KEYS]
    require_columns(groups, ["f", f"{REST}f"], function=function)
    require_unique(groups, row_keys, function=function)
    for side in ("", REST):
        check_sums(groups, f"{side}{base}", keys=row_keys, function=function)
        require_fraction(floats(groups[f"{side}f"]), function=function)
    group, rest = moments(groups, base=base), moments(groups, base=base, prefix=REST)
    t, df, p_value = welch(group, rest, group_f=floats(groups["f"]), rest_f=floats(groups[f"{REST}f"]))
    method = np.where(np.isnan(p_value), NOT_TESTED, WELCH)
    out = groups.assign(
        group_mean=group.mean,
        rest_mean=rest.mean,
        group_sd=np.sqrt(group.variance),
        rest_sd=np.sqrt(rest.variance),
        diff=group.mean - rest.mean,
        test_method=pd.Series(method, index=groups.index, dtype="str"),
        t=t,
        df=df,
        p_value=p_value,
    )
    return add_q_values(out, family=family)

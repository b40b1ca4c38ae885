"""Group against the rest: every option of every group, tested, with false discovery held and marks set.

Here belongs the path from rows of sums (of a group and of its rest) to the columns `group_pct` … `mark`. The
rest is everyone else valid on the question, never the total, which contains the group.

Not here: the sums of the rest (rest), the test itself (share_tests), pairs of columns (pairwise), means
(welch).
"""

from collections.abc import Sequence

import pandas as pd

from pipeline.methods.bad_input import (
    BoolArray,
    check_sums,
    check_within,
    floats,
    require_unique,
)
from pipeline.methods.false_discovery import (
    FAMILY_KEYS,
    add_q_values,
    hold_to_family,
    reaches_cutoff,
    reaches_q,
)
from pipeline.methods.marks import MIN_DIFF_PP, marks
from pipeline.methods.rest import GROUP_KEYS, REST
from pipeline.methods.share_tests import compare_shares, in_base, share_sample


def _check(cells: pd.DataFrame, base: str, rows: BoolArray, keys: Sequence[str], function: str) -> None:
    for side in ("", REST):
        for prefix in ("option", base):
            check_sums(cells, f"{side}{prefix}", keys=keys, function=function)
        check_within(cells, f"{side}option", f"{side}{base}", keys=keys, function=function, rows=rows)


def _tested(cells: pd.DataFrame, *, base: str, keys: Sequence[str], function: str) -> pd.DataFrame:
    """Add shares, difference, test, z and p-value to rows of sums."""
    rows = in_base(cells, base)
    require_unique(cells, keys, function=function)
    _check(cells, base, rows, keys, function)
    group = share_sample(cells, base=base, rows=rows)
    rest = share_sample(cells, base=base, prefix=REST, rows=rows)
    tests = compare_shares(group, rest)
    return cells.assign(
        group_pct=100 * group.p,
        rest_pct=100 * rest.p,
        diff_pp=tests.diff_pp,
        test_method=pd.Series(tests.test_method, index=cells.index, dtype="str"),
        z=tests.z,
        p_value=tests.p_value,
    )


def _with_marks(tests: pd.DataFrame, significant: BoolArray, min_diff_pp: float) -> pd.DataFrame:
    words = marks(
        floats(tests["diff_pp"]),
        tests["test_method"].to_numpy(dtype=object),
        significant,
        min_diff=min_diff_pp,
    )
    return tests.assign(mark=pd.Series(words, index=tests.index, dtype="str"))


def compare_with_rest(
    cells: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id", "option_id"),
    family: Sequence[str] = FAMILY_KEYS,
    min_diff_pp: float = MIN_DIFF_PP,
) -> pd.DataFrame:
    """Test each option of each group against the rest.

    Args:
        cells: one row per `keys` × demographic × group, from `rest_sums`: `option_n`, `option_w`,
            `option_w2`, `<base>_n`, `<base>_w`, `<base>_w2`, `f`, and all of these with `rest_` before. With
            a `role` column and base `valid`, options outside the base get no share and are not tested.
        base: name of the base that the shares are of, as `valid`.
        keys: columns that, with demographic and group, name a row.
        family: columns whose distinct values are the families of tests.
        min_diff_pp: smallest difference that is marked.

    Returns:
        A new frame with `group_pct`, `rest_pct`, `diff_pp`, `test_method`, `z`, `p_value`, `family_id`,
        `family_size`, `q_value` and `mark`.

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    row_keys = [*keys, *GROUP_KEYS]
    tests = _tested(cells, base=base, keys=row_keys, function="compare_with_rest")
    tests = add_q_values(tests, family=family)
    return _with_marks(tests, reaches_q(floats(tests["q_value"])), min_diff_pp)


def compare_nets_with_rest(
    nets: pd.DataFrame,
    tests: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id", "net_id"),
    family: Sequence[str] = FAMILY_KEYS,
    min_diff_pp: float = MIN_DIFF_PP,
) -> pd.DataFrame:
    """Test each net of each group against the rest, held to the cut-off of its question's family.

    A net is not a member of the family: p ≤ 0.05·max(k, 1)/m, with k discoveries among m tested options.

    Args:
        nets: as `cells` of `compare_with_rest`, with `net_id` in place of `option_id`.
        tests: what `compare_with_rest` returned for the options of the same questions.
        base: name of the base that the shares are of.
        keys: columns that, with demographic and group, name a row.
        family: columns whose distinct values are the families of tests.
        min_diff_pp: smallest difference that is marked.

    Returns:
        A new frame with the columns of `compare_with_rest`, `p_crit` in place of `q_value`. `family_size` is
        the number of tests among the options.

    Raises:
        MethodError: as in `compare_with_rest`, or if a net's family has no options.
    """
    out = _tested(nets, base=base, keys=[*keys, *GROUP_KEYS], function="compare_nets_with_rest")
    out = hold_to_family(out, tests, family=family)
    return _with_marks(out, reaches_cutoff(out), min_diff_pp)

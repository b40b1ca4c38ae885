"""Pairwise letters: every column of a breakdown tested against every other.

Here belongs the pairing of groups, the correction for persons who are in both (multiple-choice groups), and
the letter, which goes to the higher column.

Not here: the test itself (share_tests), group against the rest (group_tests), the print of the letters.
"""

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import (
    FloatArray,
    MethodError,
    check_sums,
    check_within,
    floats,
    refuse_where,
    require_columns,
    require_unique,
)
from pipeline.methods.false_discovery import FAMILY_KEYS, add_q_values, reaches_q
from pipeline.methods.keys import find_rows, key_codes
from pipeline.methods.marks import DOWN, MIN_DIFF_PP, UP, marks
from pipeline.methods.share_tests import ShareTests, compare_shares, in_base, share_sample

Positions = npt.NDArray[np.int64]


def column_letter(number: int) -> str:
    """Return the letter of a column counted from 0: A to Z, then AA, AB and on.

    Raises:
        MethodError: if the number is negative.
    """
    if number < 0:
        raise MethodError("column_letter", f"number={number}", "columns are counted from 0")
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[place] + letters
    return letters


def _pairs(codes: Positions) -> tuple[Positions, Positions, Positions, Positions]:
    """Pair the rows that share a code; all i before j.

    Args:
        codes: which option of which table a row is of; a table's groups in their order.

    Returns:
        Positions of the first and second row of each pair, and their columns counted from 0.
    """
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes[order]) if codes.size else np.empty(0, dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    lefts, rights, left_columns, right_columns = [], [], [], []
    for size in np.unique(sizes[sizes > 1]):
        i, j = np.triu_indices(size, k=1)
        starts = first[sizes == size][:, np.newaxis]
        lefts.append((starts + i).ravel())
        rights.append((starts + j).ravel())
        left_columns.append(np.broadcast_to(i, (starts.size, i.size)).ravel())
        right_columns.append(np.broadcast_to(j, (starts.size, j.size)).ravel())
    if not lefts:
        none = np.empty(0, dtype=np.int64)
        return none, none, none, none
    left, right = np.concatenate(lefts), np.concatenate(rights)
    back = np.argsort(left, kind="stable")
    columns = np.concatenate(left_columns)[back], np.concatenate(right_columns)[back]
    return order[left[back]], order[right[back]], *columns


def _overlap_terms(
    pairs: pd.DataFrame, overlaps: pd.DataFrame | None, keys: Sequence[str], weights: FloatArray
) -> FloatArray:
    """Return Σ_both w² / (W1·W2) of each pair; NaN in demographics whose groups can not share persons."""
    function = "compare_columns"
    if overlaps is None or overlaps.empty:
        return np.full(len(pairs), np.nan)
    pair_keys = [*keys, "demographic_id", "group_id_1", "group_id_2"]
    require_columns(overlaps, ["overlap_w2"], function=function)
    require_unique(overlaps, pair_keys, function=function)
    shared = floats(overlaps["overlap_w2"])
    reason = "overlap_w2 must be a finite sum of squares, 0 or more"
    bad = ~(np.isfinite(shared) & (shared >= 0))
    refuse_where(bad, function=function, frame=overlaps, keys=pair_keys, reason=reason)
    turned = overlaps.rename(columns={"group_id_1": "group_id_2", "group_id_2": "group_id_1"})
    both = pd.concat([overlaps, turned[overlaps.columns]])
    # A pair may be given in either order, or in both.
    both = both.drop_duplicates(subset=pair_keys)
    place = find_rows(pairs, both, pair_keys)
    sums = np.where(place >= 0, floats(both["overlap_w2"])[place], 0.0)
    can_share = pairs["demographic_id"].isin(overlaps["demographic_id"].unique()).to_numpy(dtype=bool)
    terms = np.divide(sums, weights, out=np.full(sums.shape, np.nan), where=weights > 0)
    return np.where(can_share, terms, np.nan)


def _named_pairs(
    block: pd.DataFrame, group_1: pd.Series, group_2: pd.Series, columns: Sequence[Positions]
) -> pd.DataFrame:
    """Name both sides of each pair by group and by column letter."""
    widest = max(int(column.max(initial=-1)) for column in columns)
    letters = np.array([column_letter(i) for i in range(widest + 1)], dtype=object)
    out = block.reset_index(drop=True)
    for side, group, column in zip(("1", "2"), (group_1, group_2), columns, strict=True):
        out[f"group_id_{side}"] = group.array
        out[f"column_{side}"] = pd.Series(letters[column], dtype="str")
    return out


def compare_columns(
    cells: pd.DataFrame,
    *,
    base: str,
    overlaps: pd.DataFrame | None = None,
    keys: Sequence[str] = ("report_id", "question_id", "item_id"),
    family: Sequence[str] = FAMILY_KEYS,
    min_diff_pp: float = MIN_DIFF_PP,
) -> pd.DataFrame:
    """Test each pair of columns on each option; the letter goes to the higher column.

    Choice of test, z and difference are those of a group against the rest. For groups that can share persons
    the variance is p(1 − p)·[1/n_eff,1 + 1/n_eff,2 − 2·Σ_both w² / (W1·W2)]; where their z would not hold
    they are not tested, since Fisher's test needs distinct persons.

    Args:
        cells: one row per `keys` × option × demographic × group, groups in their order, with `option_n`,
            `option_w`, `option_w2`, `<base>_n`, `<base>_w`, `<base>_w2` and `f`; `role` as in
            `compare_with_rest`.
        base: name of the base that the shares are of, as `valid`.
        overlaps: for demographics whose groups can share persons, one row per `keys` × demographic ×
            `group_id_1` × `group_id_2` with `overlap_w2` = Σw² over the persons in the base who are in both.
            A pair of such a demographic that is not listed shares nobody.
        keys: columns that name a table, apart from the demographic.
        family: columns whose distinct values are the families: all pairs × all options.
        min_diff_pp: smallest difference that is given a letter.

    Returns:
        One row a pair and option: `keys`, `option_id`, `demographic_id`, `group_id_1`, `group_id_2`,
        `column_1`, `column_2`, `overlap_term`, `diff_pp`, `test_method`, `z`, `p_value`, `family_id`,
        `family_size`, `q_value`, `letter_goes_to` (NULL if to none).

    Raises:
        MethodError: if a column is missing, a key occurs twice, or a count or sum is impossible.
    """
    block = [*keys, "demographic_id", "option_id"]
    kept = _sound_cells(cells, base, [*block, "group_id"])
    left, right, *columns = _pairs(key_codes(kept, block))
    first, second = kept.iloc[left], kept.iloc[right]
    pairs = _named_pairs(first[block], first["group_id"], second["group_id"], columns)
    weights = floats(first[f"{base}_w"]) * floats(second[f"{base}_w"])
    terms = _overlap_terms(pairs, overlaps, keys, weights)

    every = np.ones(len(pairs), dtype=bool)
    sides = (share_sample(side, base=base, rows=every) for side in (first, second))
    return _with_letters(pairs, compare_shares(*sides, overlap=terms), terms, family, min_diff_pp)


def _sound_cells(cells: pd.DataFrame, base: str, row_keys: Sequence[str]) -> pd.DataFrame:
    """Return the rows that are in the base, after refusing impossible ones."""
    function = "compare_columns"
    rows = in_base(cells, base)
    require_unique(cells, row_keys, function=function)
    for prefix in ("option", base):
        check_sums(cells, prefix, keys=row_keys, function=function)
    check_within(cells, "option", base, keys=row_keys, function=function, rows=rows)
    return cells[rows]


def _with_letters(
    pairs: pd.DataFrame, tests: ShareTests, terms: FloatArray, family: Sequence[str], min_diff_pp: float
) -> pd.DataFrame:
    """Put each pair's test beside it, with the column that its letter goes to."""
    out = pairs.assign(
        overlap_term=terms,
        diff_pp=tests.diff_pp,
        test_method=pd.Series(tests.test_method, dtype="str"),
        z=tests.z,
        p_value=tests.p_value,
    )
    out = add_q_values(out, family=family)
    sure = reaches_q(floats(out["q_value"]))
    words = marks(tests.diff_pp, tests.test_method, sure, min_diff=min_diff_pp)
    higher = out["column_1"].where(words == UP, out["column_2"].where(words == DOWN))
    return out.assign(letter_goes_to=higher)


def cell_letters(pairs: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Collect the letters of each cell: the columns that it is higher than.

    Args:
        pairs: what `compare_columns` returns.
        keys: columns that, with option and demographic, name a row of a table.

    Returns:
        One row a cell that has letters: `keys`, `option_id`, `demographic_id`, `group_id`, `letters` (as
        "AC", in column order; with more than 26 columns separated by spaces).

    Raises:
        MethodError: if a column is missing.
    """
    block = [*keys, "option_id", "demographic_id"]
    names = ["column_1", "column_2", "group_id_1", "group_id_2", "letter_goes_to"]
    require_columns(pairs, [*block, *names], function="cell_letters")
    sides = []
    for higher, lower in (("1", "2"), ("2", "1")):
        won = pairs[pairs["letter_goes_to"] == pairs[f"column_{higher}"]]
        columns = {f"group_id_{higher}": "group_id", f"column_{lower}": "letters"}
        sides.append(won[[*block, *columns]].rename(columns=columns))
    won = pd.concat(sides, ignore_index=True)
    won = won.assign(width=won["letters"].str.len()).sort_values(["width", "letters"], kind="stable")
    separator = " " if (won["width"] > 1).any() else ""
    grouped = won.groupby([*block, "group_id"], sort=False, observed=True)["letters"]
    return grouped.agg(separator.join).reset_index()

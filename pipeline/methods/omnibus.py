"""The omnibus test of a table, and its effect size.

Here belongs one number per question and demographic: does the distribution over the options differ between
the groups at all (second-order Rao-Scott F), and how much (Cramér's V, bias-corrected).

Not here: which group differs on which option (group_tests, pairwise). A person is in one cell: questions with
several answers a person have no omnibus test.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from pipeline.methods.bad_input import (
    FloatArray,
    check_sums,
    floats,
    require_columns,
    require_fraction,
    require_unique,
)
from pipeline.methods.keys import Codes, first_rows, key_codes
from pipeline.methods.rao_scott import cramers_v, rao_scott
from pipeline.methods.ratio import ratio
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer
from pipeline.methods.stat_notes import with_notes

RESULTS = (
    "table_n", "table_n_eff", "table_rows", "table_columns", "pearson_x2",
    "omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v",
)  # fmt: skip
_WHOLE = 1 - 1e-12


def _of_alike(tables: FloatArray, f: FloatArray) -> FloatArray:
    """Return `RESULTS` of tables without empty rows and columns, in which the same cells are empty."""
    n, w, w2 = (tables[:, i] for i in range(3))
    rows, columns = n.shape[1:]
    out = np.full((len(tables), len(RESULTS)), np.nan)
    total_n, total_w, total_w2 = (sums.sum(axis=(1, 2)) for sums in (n, w, w2))
    n_eff = ratio(total_w**2, total_w2)
    out[:, :4] = np.column_stack(np.broadcast_arrays(total_n, n_eff, rows, columns))
    if min(rows, columns) < 2:
        return out
    p = w / total_w[:, np.newaxis, np.newaxis]
    out[:, -1] = cramers_v(p, n_eff)
    if f[0] >= _WHOLE:
        return out
    s = w2 / np.square(total_w)[:, np.newaxis, np.newaxis]
    x2, df1, statistic = rao_scott(total_n, p, s, f)
    df2 = df1 * (total_n - 1)
    out[:, 4:-1] = np.column_stack([x2, statistic, df1, df2, fdtrc(df1, df2, statistic)])
    return out


def _of_tables(tables: FloatArray, f: FloatArray) -> FloatArray:
    """Return `RESULTS` of every table, computed together for those in which the same cells are empty."""
    out = np.full((len(tables), len(RESULTS)), np.nan)
    filled = tables[:, 0] > 0
    spelled = [(cells.tobytes(), census) for cells, census in zip(filled, f >= _WHOLE, strict=True)]
    pattern, _ = pd.factorize(pd.Series(spelled, dtype=object))
    for one in range(int(pattern.max(initial=-1)) + 1):
        alike = np.flatnonzero(pattern == one)
        cells = filled[alike[0]]
        rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
        kept = tables[np.ix_(alike, np.arange(3), rows, columns)]
        # Column by column in memory: in that order cells are added up, and the last bits stay as they were.
        kept = np.ascontiguousarray(kept.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)
        out[alike] = _of_alike(kept, f[alike])
    return out


def _places(codes: Codes, ids: pd.Series) -> Codes:
    """Number the distinct ids within each table from 0."""
    number = np.asarray(pd.factorize(ids)[0], dtype=np.int64)
    span = int(number.max(initial=0)) + 1
    pairs, place = np.unique(codes * span + number, return_inverse=True)
    first = np.searchsorted(pairs // span, np.arange(int(codes.max(initial=-1)) + 1))
    return np.asarray(place - first[codes], dtype=np.int64)


def _dense(cells: pd.DataFrame, codes: Codes) -> FloatArray:
    """Lay out every table: tables × (n, w, w2) × rows × columns, with empty rows and columns at the end."""
    row, column = _places(codes, cells["option_id"]), _places(codes, cells["group_id"])
    shape = tuple(int(place.max(initial=-1)) + 1 for place in (row, column))
    out = np.zeros((int(codes.max(initial=-1)) + 1, 3, *shape))
    for i, name in enumerate(("option_n", "option_w", "option_w2")):
        out[codes, i, row, column] = floats(cells[name])
    return out


def omnibus(
    cells: pd.DataFrame,
    *,
    base: str,
    keys: Sequence[str] = ("report_id", "question_id", "item_id", "demographic_id"),
) -> pd.DataFrame:
    """Test whether the answers differ between the groups of a demographic at all.

    Args:
        cells: one row per `keys` × option × group, single choice, with `option_n`, `option_w`, `option_w2`,
            `<base>_n` and `overall_f`, the sampling fraction of the question over everyone. With a `role`
            column and base `valid`, other options are left out.
        base: name of the base, as `valid`.
        keys: columns that name a table.

    Returns:
        One row a table: `keys`, `table_n`, `table_n_eff`, `table_rows`, `table_columns` (those with anyone),
        `pearson_x2`, `omnibus_f`, `omnibus_df1`, `omnibus_df2`, `omnibus_p`, `cramers_v`, and `stat_note`
        where they are NULL: `no_base`, `census`, `degenerate` (fewer than 2 × 2, or too many empty cells).

    Raises:
        MethodError: if a column is missing, a key occurs twice, a sum is impossible, or a person has several
            answers.
    """
    row_keys = [*keys, "option_id", "group_id"]
    require_columns(cells, [f"{base}_n", "overall_f"], function="omnibus")
    kept = cells[in_base(cells, base)]
    require_unique(kept, row_keys, function="omnibus")
    check_sums(kept, "option", keys=row_keys, function="omnibus")
    require_one_answer(kept, base=base, keys=[*keys, "group_id"], function="omnibus")
    fraction = floats(kept["overall_f"])
    require_fraction(fraction, function="omnibus")
    codes = key_codes(kept, keys)
    heads = first_rows(codes)
    f = np.nan_to_num(fraction[heads], nan=0.0)
    out = kept[list(keys)].iloc[heads].reset_index(drop=True)
    values = _of_tables(_dense(kept, codes), f)
    out = out.assign(**{name: values[:, i] for i, name in enumerate(RESULTS)})
    undefined = np.isnan(floats(out["omnibus_f"]))
    notes = with_notes(
        out, {"no_base": floats(out["table_n"]) == 0, "census": f >= _WHOLE, "degenerate": undefined}
    )
    return out.assign(stat_note=notes)

"""The omnibus test of a table, and its effect size.

Here belongs one number per question and demographic: does the distribution over the options differ between
the groups at all (second-order Rao-Scott F), and how much (Cramér's V, bias-corrected).

Not here: which group differs on which option (group_tests, pairwise). A person is in one cell: questions with
several answers a person have no omnibus test.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
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
from pipeline.methods.keys import first_rows, key_codes
from pipeline.methods.ratio import ratio
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer
from pipeline.methods.stat_notes import with_notes

RESULTS = (
    "table_n", "table_n_eff", "table_rows", "table_columns", "pearson_x2",
    "omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v",
)  # fmt: skip
# Empty cells whose dummies are this close to dependent leave no test.
_SINGULAR = 1e-9
_WHOLE = 1 - 1e-12

Codes = npt.NDArray[np.int64]


def _margin_sums(t: FloatArray) -> FloatArray:
    """Return Xᵀt for X = all row dummies and all column dummies but the first."""
    return np.concatenate([t.sum(axis=-1), t.sum(axis=-2)[..., 1:]], axis=-1)


def _margin_products(t: FloatArray) -> FloatArray:
    """Return XᵀTX for T = diag(t)."""
    sums, rows = _margin_sums(t), t.shape[-2]
    out = np.zeros((*sums.shape, sums.shape[-1]))
    np.einsum("...ii->...i", out)[...] = sums
    out[..., :rows, rows:] = t[..., 1:]
    out[..., rows:, :rows] = np.swapaxes(t[..., 1:], -1, -2)
    return out


def _margins_off(empty: npt.NDArray[np.bool_]) -> FloatArray | None:
    """Return a basis of the margins that are 0 in all empty cells; None if the empty cells are too many.

    The basis has a column for each margin that is left; without empty cells it is the identity.
    """
    rows, columns = empty.shape
    size = rows + columns - 1
    if not empty.any():
        return np.eye(size)
    row, column = np.nonzero(empty)
    dummies = np.zeros((row.size, size))
    dummies[np.arange(row.size), row] = 1
    dummies[column > 0, rows + column[column > 0] - 1] = 1
    _, singular, right = np.linalg.svd(dummies)
    if row.size > size or singular[row.size - 1] < _SINGULAR:
        return None
    return np.asarray(right[row.size :].T)


def _traces(p: FloatArray, s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return n⁻¹·tr Δ and n⁻²·tr Δ² without the factor n/(n−1)·(1 − f); NaN if Δ is not defined.

    C is the complement of the margins X, so with K = (XᵀPX)⁻¹ the matrix DC(CᵀDC)⁻¹CᵀD is M = D − XKXᵀ, and
    the traces of Δ are those of n·MV. That needs matrices of rows + columns − 1 only. With empty cells the
    margins in X are those that vanish there.
    """
    empty = p[0] == 0
    basis = _margins_off(empty)
    if basis is None:
        return np.full(len(p), np.nan), np.full(len(p), np.nan)
    margins = basis @ np.linalg.inv(basis.T @ _margin_products(p) @ basis) @ basis.T
    ratio = np.divide(s, p, out=np.zeros_like(p), where=~empty)
    of_s = margins @ _margin_products(s)
    crossed = margins @ _margin_products(s * ratio)
    all_ratios = ratio.sum(axis=(1, 2))
    trace = all_ratios - np.trace(of_s, axis1=1, axis2=2)
    trace_2 = np.sum(ratio**2, axis=(1, 2)) - 2 * np.trace(crossed, axis1=1, axis2=2)
    trace_2 = trace_2 + np.sum(of_s * np.swapaxes(of_s, 1, 2), axis=(1, 2))
    if empty.any():
        more = np.array([_traces_of_the_rest(*one) for one in zip(p, s, margins, strict=True)])
        trace, trace_2 = trace + more[:, 0], trace_2 + more[:, 1]
    # Of two persons who answer differently, Δ is 0: nothing varies beside the margins.
    varies = trace > _SINGULAR * all_ratios
    return np.where(varies, trace, np.nan), np.where(varies, trace_2, np.nan)


def _traces_of_the_rest(p: FloatArray, s: FloatArray, margins: FloatArray) -> tuple[float, float]:
    """Return what V adds to the traces of one table beside diag s: V = diag s + [p s]·Q·[p s]ᵀ; 0 if Mp = 0.

    Mp is 0 unless cells are empty, since the constant is then no longer among the margins in X.
    """
    rows = p.shape[0]

    def times_m(t: FloatArray) -> FloatArray:
        effect = margins @ _margin_sums(t)
        fitted = effect[:rows, np.newaxis] + np.concatenate([[0.0], effect[rows:]])
        return np.asarray(np.divide(t, p, out=np.zeros_like(p), where=p > 0) - fitted * (p > 0))

    u, v = times_m(p), times_m(s)
    inner = np.array([[np.sum(p * u), np.sum(p * v)], [np.sum(p * v), np.sum(s * v)]])
    q_inner = np.array([[s.sum(), -1.0], [-1.0, 0.0]]) @ inner
    mixed = float(np.sum(s * u * (s.sum() * u - 2 * v)))
    return float(np.trace(q_inner)), 2 * mixed + float(np.trace(q_inner @ q_inner))


def _phi_squared(p: FloatArray) -> FloatArray:
    """Return Σ(P − E)²/E of each table, E being the product of its margins."""
    expected = p.sum(axis=2)[:, :, np.newaxis] * p.sum(axis=1)[:, np.newaxis, :]
    return np.asarray(np.sum((p - expected) ** 2 / expected, axis=(1, 2)))


def rao_scott(
    n: FloatArray, p: FloatArray, s: FloatArray, f: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return X², F's numerator degrees of freedom d, and F, of tables of weighted shares.

    With V = n/(n−1)·(diag s − p sᵀ − s pᵀ + S₀ p pᵀ)·(1 − f), C the contrasts of the interaction and
    D = diag(1/p): Δ = (CᵀDC/n)⁻¹ CᵀDVDC. F = X²/tr Δ, d = (tr Δ)²/tr Δ² (Rao and Scott 1984, as svychisq
    in R).

    Args:
        n: persons in each table, unweighted.
        p: weighted shares of the cells, tables × rows × columns, adding up to 1 in each table; no row or
            column is empty, and the same cells are empty in all tables.
        s: Σw² of the cells over W².
        f: sampling fraction of each table, below 1.

    Returns:
        X², d and F; d and F are NaN if so many cells are empty that Δ is not defined.
    """
    x2 = n * _phi_squared(p)
    trace, trace_2 = _traces(p, s)
    scale = n * n / (n - 1) * (1 - f)
    return x2, trace**2 / trace_2, x2 / (scale * trace)


def cramers_v(p: FloatArray, n_eff: FloatArray) -> FloatArray:
    """Return Cramér's V of tables of weighted shares, bias-corrected (Bergsma 2013), for a size of n_eff."""
    rows, columns = p.shape[1:]
    corrected = np.maximum(0.0, _phi_squared(p) - (rows - 1) * (columns - 1) / (n_eff - 1))
    smaller = np.minimum(*(size - (size - 1) ** 2 / (n_eff - 1) for size in (rows, columns)))
    return np.sqrt(ratio(corrected, np.where(smaller > 1, smaller - 1, 0.0)))


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

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
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer
from pipeline.methods.stat_notes import with_notes

RESULTS = (
    "table_n", "table_n_eff", "table_rows", "table_columns", "pearson_x2",
    "omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v",
)  # fmt: skip
_NAN = float("nan")
# Empty cells whose dummies are this close to dependent leave no test.
_SINGULAR = 1e-9
_WHOLE = 1 - 1e-12

Codes = npt.NDArray[np.int64]


def _kept(table: FloatArray) -> FloatArray:
    """Drop rows and columns without anyone from a table's n, w and w2."""
    n = table[0]
    return np.asarray(table[:, n.sum(axis=1) > 0][:, :, n.sum(axis=0) > 0])


def _margin_products(t: FloatArray) -> FloatArray:
    """Return XᵀTX for T = diag(t) and X = all row dummies and all column dummies but the first."""
    rows = t.shape[0]
    sums = _margin_sums(t)
    out = np.diag(sums)
    out[:rows, rows:] = t[:, 1:]
    out[rows:, :rows] = t[:, 1:].T
    return out


def _margin_sums(t: FloatArray) -> FloatArray:
    """Return Xᵀt."""
    return np.concatenate([t.sum(axis=1), t.sum(axis=0)[1:]])


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


def _traces(p: FloatArray, s: FloatArray) -> tuple[float, float]:
    """Return n⁻¹·tr Δ and n⁻²·tr Δ² without the factor n/(n−1)·(1 − f); NaN if Δ is not defined.

    C is the complement of the margins X, so with K = (XᵀPX)⁻¹ the matrix DC(CᵀDC)⁻¹CᵀD is M = D − XKXᵀ, and
    the traces of Δ are those of n·MV. That needs matrices of rows + columns − 1 only. With empty cells the
    margins in X are those that vanish there.
    """
    empty = p == 0
    basis = _margins_off(empty)
    if basis is None:
        return _NAN, _NAN
    margins = basis @ np.linalg.inv(basis.T @ _margin_products(p) @ basis) @ basis.T
    ratio = np.divide(s, p, out=np.zeros_like(p), where=~empty)
    of_s = margins @ _margin_products(s)
    crossed = margins @ _margin_products(s * ratio)
    trace = float(ratio.sum() - np.trace(of_s))
    trace_2 = float((ratio**2).sum() - 2 * np.trace(crossed) + np.sum(of_s * of_s.T))
    if empty.any():
        more, more_2 = _traces_of_the_rest(p, s, margins)
        trace, trace_2 = trace + more, trace_2 + more_2
    # Of two persons who answer differently, Δ is 0: nothing varies beside the margins.
    return (trace, trace_2) if trace > _SINGULAR * float(ratio.sum()) else (_NAN, _NAN)


def _traces_of_the_rest(p: FloatArray, s: FloatArray, margins: FloatArray) -> tuple[float, float]:
    """Return what V adds to the traces beside diag s: V = diag s + [p s]·Q·[p s]ᵀ; 0 if Mp = 0.

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


def rao_scott(n: float, p: FloatArray, s: FloatArray, f: float) -> tuple[float, float, float]:
    """Return X², F's numerator degrees of freedom d, and F, of a table of weighted shares.

    With V = n/(n−1)·(diag s − p sᵀ − s pᵀ + S₀ p pᵀ)·(1 − f), C the contrasts of the interaction and
    D = diag(1/p): Δ = (CᵀDC/n)⁻¹ CᵀDVDC. F = X²/tr Δ, d = (tr Δ)²/tr Δ² (Rao and Scott 1984, as svychisq
    in R).

    Args:
        n: persons in the table, unweighted.
        p: weighted shares of the cells, rows × columns, adding up to 1; no row or column is empty.
        s: Σw² of the cells over W².
        f: sampling fraction of the table, below 1.

    Returns:
        X², d and F; d and F are NaN if so many cells are empty that Δ is not defined.
    """
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    x2 = float(n * np.sum((p - expected) ** 2 / expected))
    trace, trace_2 = _traces(p, s)
    scale = n * n / (n - 1) * (1 - f)
    return x2, trace**2 / trace_2, x2 / (scale * trace)


def cramers_v(p: FloatArray, n_eff: float) -> float:
    """Return Cramér's V of a table of weighted shares, bias-corrected (Bergsma 2013), for a size of n_eff."""
    rows, columns = p.shape
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    phi2 = float(np.sum((p - expected) ** 2 / expected))
    corrected = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n_eff - 1))
    smaller = min(size - (size - 1) ** 2 / (n_eff - 1) for size in (rows, columns))
    return float(np.sqrt(corrected / (smaller - 1))) if smaller > 1 else _NAN


def _one_table(table: FloatArray, f: float) -> tuple[float, ...]:
    n, w, w2 = _kept(table)
    total_n, total_w, total_w2 = float(n.sum()), float(w.sum()), float(w2.sum())
    rows, columns = n.shape
    n_eff = total_w**2 / total_w2 if total_n else _NAN
    size = (total_n, n_eff, float(rows), float(columns))
    if min(rows, columns) < 2:
        return (*size, *[_NAN] * 6)
    p = w / total_w
    effect = cramers_v(p, n_eff)
    if f >= _WHOLE:
        return (*size, *[_NAN] * 5, effect)
    x2, df1, statistic = rao_scott(total_n, p, w2 / total_w**2, f)
    df2 = df1 * (total_n - 1)
    return (*size, x2, statistic, df1, df2, float(fdtrc(df1, df2, statistic)), effect)


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
    results = [_one_table(table, float(f[i])) for i, table in enumerate(_dense(kept, codes))]
    out = kept[list(keys)].iloc[heads].reset_index(drop=True)
    values = np.array(results, dtype=float).reshape(len(out), len(RESULTS))
    out = out.assign(**{name: values[:, i] for i, name in enumerate(RESULTS)})
    undefined = np.isnan(floats(out["omnibus_f"]))
    notes = with_notes(
        out, {"no_base": floats(out["table_n"]) == 0, "census": f >= _WHOLE, "degenerate": undefined}
    )
    return out.assign(stat_note=notes)

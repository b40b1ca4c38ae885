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
from pipeline.methods.false_discovery import family_codes
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer
from pipeline.methods.stat_notes import with_notes

RESULTS = (
    "table_n", "table_n_eff", "table_rows", "table_columns", "pearson_x2",
    "omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v",
)  # fmt: skip
_NAN = float("nan")
# Above this condition number Δ would be digits of noise.
_SINGULAR = 1e12
_WHOLE = 1 - 1e-12

Codes = npt.NDArray[np.int64]


def _contrasts(size: int) -> FloatArray:
    """Return the residuals of size − 1 dummies on the constant: an orthogonal complement of the margins."""
    return np.eye(size)[:, 1:] - 1 / size


def _kept(table: FloatArray) -> FloatArray:
    """Drop rows and columns without anyone from a table's n, w and w2."""
    n = table[0]
    return np.asarray(table[:, n.sum(axis=1) > 0][:, :, n.sum(axis=0) > 0])


def rao_scott(n: float, p: FloatArray, s: FloatArray, f: float) -> tuple[float, float, float]:
    """Return X², F's numerator degrees of freedom d, and F, of a table of weighted shares.

    With V = n/(n−1)·(diag s − p sᵀ − s pᵀ + S₀ p pᵀ)·(1 − f), C the contrasts of the interaction and
    D = diag(1/p): Δ = (CᵀDC/n)⁻¹ CᵀDVDC, F = X²/tr Δ, d = (tr Δ)²/tr Δ² (Rao and Scott 1984, as R's
    svychisq). The residual of the products of dummies on the margins is the product of centred dummies.

    Args:
        n: persons in the table, unweighted.
        p: weighted shares of the cells, rows × columns, adding up to 1.
        s: Σw² of the cells over W².
        f: sampling fraction of the table, below 1.

    Returns:
        X², d and F; d and F are NaN if so many cells are empty that Δ is not defined.
    """
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    x2 = float(n * np.sum((p - expected) ** 2 / expected))
    contrasts = np.kron(_contrasts(p.shape[0]), _contrasts(p.shape[1]))
    share, square = p.ravel(), s.ravel()
    scaled = contrasts * np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)[:, np.newaxis]
    left = contrasts.T @ scaled / n
    if np.linalg.cond(left) > _SINGULAR:
        return x2, _NAN, _NAN
    of_p, of_s = scaled.T @ share, scaled.T @ square
    cross = np.outer(of_p, of_s)
    middle = (scaled * square[:, np.newaxis]).T @ scaled - cross - cross.T
    middle = (middle + square.sum() * np.outer(of_p, of_p)) * (n / (n - 1) * (1 - f))
    delta = np.linalg.solve(left, middle)
    trace = float(np.trace(delta))
    return x2, trace**2 / float(np.sum(delta * delta.T)), x2 / trace


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
    codes = family_codes(kept, keys)
    heads = np.unique(codes, return_index=True)[1]
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

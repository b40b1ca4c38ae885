"""What many tables of weighted shares say at once: second-order Rao-Scott F, and Cramér's V.

Here belongs the arithmetic alone, on arrays tables × rows × columns. No row or column of a table is empty,
and the same cells are empty in all of them, so that one matrix formula holds for all.

Not here: which tables those are, and what is refused (omnibus).
"""

import numpy as np
import numpy.typing as npt

from pipeline.methods.bad_input import FloatArray
from pipeline.methods.ratio import ratio

# Empty cells whose dummies are this close to dependent leave no test.
_SINGULAR = 1e-9


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
    s_p = np.divide(s, p, out=np.zeros_like(p), where=~empty)
    of_s = margins @ _margin_products(s)
    crossed = margins @ _margin_products(s * s_p)
    sums = s_p.sum(axis=(1, 2))
    trace = sums - np.trace(of_s, axis1=1, axis2=2)
    trace_2 = np.sum(s_p**2, axis=(1, 2)) - 2 * np.trace(crossed, axis1=1, axis2=2)
    trace_2 = trace_2 + np.sum(of_s * np.swapaxes(of_s, 1, 2), axis=(1, 2))
    if empty.any():
        more = np.array([_traces_of_the_rest(*one) for one in zip(p, s, margins, strict=True)])
        trace, trace_2 = trace + more[:, 0], trace_2 + more[:, 1]
    # Of two persons who answer differently, Δ is 0: nothing varies beside the margins.
    varies = trace > _SINGULAR * sums
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

"""Reproducible random draws with exact counts.

Here: seeded streams, and ways to give out categories so that every count comes out as decided.
Not here: anything about members or questions.

Only `Generator.random` is used, and floats are only added, multiplied and compared element by element: the
same numbers come out on every machine.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SEED = 20230224
_UNIT_SPREAD = 1.7320508075688772  # a sum of four uniforms has variance 1/3


def stream(step: int) -> np.random.Generator:
    """Give a step of the generation its own stream, so that a change in one leaves the others alone."""
    return np.random.Generator(np.random.PCG64([SEED, step]))


def noise(rng: np.random.Generator, n: int) -> Floats:
    """Return `n` values of a bell-shaped distribution, mean 0 and variance 1 (sums of four uniforms)."""
    u = rng.random((4, n))
    return (u[0] + u[1] + u[2] + u[3] - 2.0) * _UNIT_SPREAD


def cut_by_score(score: Floats, counts: list[int]) -> Ints:
    """Give the lowest `counts[0]` scores category 0, the next `counts[1]` category 1, and so on.

    Raises:
        ValueError: If the counts do not sum to the number of scores.
    """
    if sum(counts) != len(score):
        msg = f"counts sum to {sum(counts)}, but there are {len(score)} scores"
        raise ValueError(msg)
    categories = np.empty(len(score), dtype=np.int64)
    categories[np.argsort(score, kind="stable")] = np.repeat(np.arange(len(counts)), counts)
    return categories


def highest(candidates: Ints, score: Floats, n: int) -> Ints:
    """Return the `n` of `candidates` (positions) that score highest; `score` is aligned with `candidates`.

    Raises:
        ValueError: If there are fewer candidates than `n`, or `n` is negative.
    """
    if not 0 <= n <= len(candidates):
        msg = f"cannot pick {n} of {len(candidates)}"
        raise ValueError(msg)
    return candidates[np.argsort(-score, kind="stable")[:n]]


def by_shares(u: Floats, shares: list[float]) -> Ints:
    """Turn uniforms into categories with the given shares; what rounding leaves over goes to the last one."""
    edges = np.array([sum(shares[: i + 1]) for i in range(len(shares) - 1)])
    return np.searchsorted(edges, u, side="right").astype(np.int64)


def apportion(total: int, shares: list[float]) -> list[int]:
    """Split `total` in whole numbers by `shares` (largest remainders; ties to the earlier)."""
    whole = sum(shares)
    exact = [total * share / whole for share in shares]
    counts = [int(x) for x in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts

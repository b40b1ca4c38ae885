"""The two sides of a raking, matched: respondents by cell, and the register's counts by category.

Here belongs the checking of categories against the register, their coding as whole numbers, and the shares of
a set of weights by category.

Not here: the fitting (raking) and the merging of categories (merging).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.bad_input import (
    FloatArray,
    MethodError,
    WeightingError,
    check_counts,
    floats,
    require_columns,
    require_unique,
)

IntArray = npt.NDArray[np.intp]
_SHOWN_CROSSINGS = 5


@dataclass(frozen=True)
class Margins:
    """Respondents by cell, and universe by category of each variable.

    Attributes:
        variables: names, in raking order.
        categories: per variable, its categories in the order of the universe.
        universe: per variable, people in the universe by category.
        codes: per variable, the position of each cell's category.
        respondents: respondents by cell.
        dropped: categories with nobody in the universe and no respondents.
    """

    variables: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    universe: tuple[FloatArray, ...]
    codes: tuple[IntArray, ...]
    respondents: FloatArray
    dropped: tuple[tuple[str, str], ...]

    @property
    def total(self) -> float:
        """Respondents in all cells."""
        return float(self.respondents.sum())

    @property
    def shares(self) -> tuple[FloatArray, ...]:
        """Per variable, the universe's share of each category."""
        return tuple(counts / counts.sum() for counts in self.universe)

    def in_order(self, order: IntArray) -> "Margins":
        """Return the same with the cells in another order."""
        codes = tuple(code[order] for code in self.codes)
        return replace(self, codes=codes, respondents=self.respondents[order])

    def respondents_by_category(self, variable: int) -> FloatArray:
        """Count the respondents in each category of a variable."""
        return self._sums(variable, self.respondents)

    def weighted_shares(self, variable: int, weights: FloatArray) -> FloatArray:
        """Return each category's share of the weights (one a cell)."""
        sums = self._sums(variable, weights * self.respondents)
        return np.asarray(sums / sums.sum(), dtype=np.float64)

    def _sums(self, variable: int, amounts: FloatArray) -> FloatArray:
        size = len(self.categories[variable])
        return np.bincount(self.codes[variable], weights=amounts, minlength=size).astype(np.float64)

    def errors(self, weights: FloatArray) -> list[FloatArray]:
        """Return |weighted share − universe share| of every category, by variable."""
        return [np.abs(self.weighted_shares(v, weights) - share) for v, share in enumerate(self.shares)]

    def max_error(self, weights: FloatArray) -> float:
        """Return the greatest of `errors`."""
        return max(float(error.max()) for error in self.errors(weights))

    def table(self, variable: int) -> pd.DataFrame:
        """Return a row a category: `demographic_id`, `group_id`, `universe_n`, `respondents_n`."""
        return pd.DataFrame(
            {
                "demographic_id": self.variables[variable],
                "group_id": list(self.categories[variable]),
                "universe_n": self.universe[variable],
                "respondents_n": self.respondents_by_category(variable),
            }
        )


def _check_category(variable: str, category: str, universe_n: float, respondents_n: float) -> None:
    key = f"{variable} «{category}»"
    counts = f"{universe_n:.0f} in the universe, {respondents_n:.0f} respondents"
    if universe_n > 0 and respondents_n == 0:
        reason = f"{counts}. Declare a merge or leave {variable} out"
        raise WeightingError("rake", key, reason, code="empty_category")
    if universe_n == 0 and respondents_n > 0:
        reason = f"{counts}. Declare a merge, or give the group its count in the universe"
        raise WeightingError("rake", key, reason, code="unknown_category")


def _code_cells(cells: pd.DataFrame, variable: str, categories: Sequence[str]) -> IntArray:
    """Replace the ids of a variable by their positions among the universe's categories."""
    column = cells[variable]
    respondents = floats(cells["respondents_n"])
    missing = column.isna().to_numpy()
    codes = pd.Index(list(categories), dtype=object).get_indexer(pd.Index(column.astype(str), dtype=object))
    unlisted = (codes < 0) | missing
    if unlisted.any():
        first = int(np.flatnonzero(unlisted)[0])
        name = "NULL" if missing[first] else str(column.iloc[first])
        same = missing if missing[first] else (column.astype(str) == name).to_numpy()
        reason = (
            f"not listed in the universe, {respondents[same].sum():.0f} respondents. List it there with its "
            "count (a missing value is a category of its own, as «Ukjent»), or recode these respondents"
        )
        raise WeightingError("rake", f"{variable} «{name}»", reason, code="unknown_category")
    return codes


def _check_totals(variables: Sequence[str], universe: Sequence[FloatArray]) -> None:
    totals = {name: counts.sum() for name, counts in zip(variables, universe, strict=True)}
    if len(set(totals.values())) > 1:
        listed = ", ".join(f"{name} {total:.0f}" for name, total in totals.items())
        reason = f"the margins do not add up to the same universe: {listed}. Correct the register's counts"
        raise WeightingError("rake", "", reason, code="margin_totals_differ")


def build_margins(cells: pd.DataFrame, universe: pd.DataFrame, variables: Sequence[str]) -> Margins:
    """Match the cells with the universe and check that they can be raked.

    Args:
        cells: a row a cell, with the variables' columns and `respondents_n`.
        universe: `demographic_id`, `group_id`, `universe_n`.
        variables: the raking variables, in order.

    Returns:
        The margins, with empty categories of an empty universe dropped.

    Raises:
        WeightingError: `unknown_category`, `empty_category` or `margin_totals_differ`.
        MethodError: if a column is missing, a category is listed twice, or there is nobody to weight.
    """
    keys = ["demographic_id", "group_id"]
    require_columns(universe, [*keys, "universe_n"], function="rake")
    used = universe[universe["demographic_id"].isin(list(variables))]
    require_unique(used, keys, function="rake")
    check_counts(used, ["universe_n"], keys=keys, function="rake")
    respondents = floats(cells["respondents_n"])
    if not variables or respondents.sum() == 0:
        raise MethodError("rake", "", "there are no variables or no respondents to weight")

    categories, counts, codes, dropped = [], [], [], []
    for variable in variables:
        rows = used[used["demographic_id"] == variable]
        names = [str(name) for name in rows["group_id"]]
        code = _code_cells(cells, variable, names)
        universe_n = floats(rows["universe_n"])
        found = np.bincount(code, weights=respondents, minlength=len(names))
        for name, people, answered in zip(names, universe_n, found, strict=True):
            _check_category(variable, name, people, answered)
        kept = universe_n > 0
        dropped += [(variable, name) for name, keep in zip(names, kept, strict=True) if not keep]
        categories.append(tuple(name for name, keep in zip(names, kept, strict=True) if keep))
        counts.append(universe_n[kept])
        # A cell without respondents may sit in a dropped category; it counts nothing wherever it is put.
        codes.append(np.maximum(np.cumsum(kept) - 1, 0)[code])
    _check_totals(variables, counts)
    return Margins(
        tuple(variables), tuple(categories), tuple(counts), tuple(codes), respondents, tuple(dropped)
    )


def worst_category(margins: Margins, weights: FloatArray) -> tuple[str, str]:
    """Name the category whose share misses most, and the crossings of its variable that nobody is in.

    Returns:
        The category as "variable «category»", and a sentence on the empty crossings and the remedy.
    """
    errors = [np.nan_to_num(error, nan=np.inf) for error in margins.errors(weights)]
    worst = max(range(len(errors)), key=lambda v: float(errors[v].max()))
    category = margins.categories[worst][int(errors[worst].argmax())]
    empty = []
    for other in range(len(margins.variables)):
        if other == worst:
            continue
        shape = (len(margins.categories[worst]), len(margins.categories[other]))
        filled = np.zeros(shape)
        np.add.at(filled, (margins.codes[worst], margins.codes[other]), margins.respondents)
        empty += [
            f"«{margins.categories[worst][i]}» × {margins.variables[other]} «{margins.categories[other][j]}»"
            for i, j in np.argwhere(filled == 0)
        ]
    shown = ", ".join(empty[:_SHOWN_CROSSINGS]) or "none"
    more = f" and {len(empty) - _SHOWN_CROSSINGS} more" if len(empty) > _SHOWN_CROSSINGS else ""
    detail = (
        f"Crossings of {margins.variables[worst]} without respondents: {shown}{more}. The margins contradict "
        "each other in this sample; merge categories or leave a variable out"
    )
    return f"{margins.variables[worst]} «{category}»", detail

"""Refusing bad input: the exceptions of the methods, and the checks on frames of sufficient statistics.

Here belongs what makes a number meaningless before any formula is applied: impossible counts and sums,
keys that occur twice, ids that nobody declared. A refusal carries the function, the key and the reason; keys
are those of aggregate rows (question, group, option), so no message ever holds a person's value.

Not here: the contracts of whole tables (schemas) and what may be published (disclosure).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.keys import null_keys, repeated_keys

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Sums arrive exact and become floats: a comparison of two of them needs room for the last few bits.
RELATIVE_SLACK = 1e-9
# f multiplies two ratios of counts, so 1 can come out as 1.0000000000000002.
FRACTION_SLACK = 1e-12


class MethodError(ValueError):
    """Input that no number can be computed from.

    Attributes:
        function: name of the function that refused.
        key: the row or column that is wrong, as "question_id=q1, group_id=Ja"; empty for the whole frame.
        reason: what is wrong, and what would be right.
    """

    def __init__(self, function: str, key: str, reason: str) -> None:
        self.function = function
        self.key = key
        self.reason = reason
        super().__init__(": ".join(part for part in (function, key, reason) if part))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, each with its key, without the function."""
        return (": ".join(part for part in (self.key, self.reason) if part),)


class WeightingError(MethodError):
    """A weighting that cannot be made.

    Attributes:
        code: `empty_category`, `small_category`, `unknown_category`, `margin_totals_differ`,
            `no_convergence`, `trim_residual` or `bad_start_weight`.
        others: What else is wrong, when several things are.
    """

    def __init__(
        self, function: str, key: str, reason: str, *, code: str, others: Sequence["WeightingError"] = ()
    ) -> None:
        self.code = code
        self.others = tuple(others)
        super().__init__(function, key, reason)

    @property
    def each(self) -> tuple["WeightingError", ...]:
        """Everything that is wrong, one by one."""
        return (WeightingError(self.function, self.key, self.reason, code=self.code), *self.others)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Everything that is wrong, each with its key, without the function."""
        return (*super().reasons, *(reason for other in self.others for reason in other.reasons))

    def __str__(self) -> str:
        """The function, and a line for each thing that is wrong when there are several."""
        return super().__str__() if not self.others else "\n  ".join((f"{self.function}:", *self.reasons))


def raise_all(faults: Sequence[WeightingError]) -> None:
    """Refuse with everything that is wrong, if anything.

    Raises:
        WeightingError: the first fault, with the others.
    """
    if faults:
        first, *others = faults
        raise WeightingError(first.function, first.key, first.reason, code=first.code, others=others)


def floats(column: pd.Series) -> FloatArray:
    """Return a column (integers, floats, decimals, NULLs) as float64, NULL as NaN."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf":
        return np.asarray(column.array, dtype=np.float64)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def describe_key(frame: pd.DataFrame, keys: Sequence[str], position: int) -> str:
    """Name one row by its key columns, for a message."""
    row = frame.iloc[position]
    return ", ".join(f"{name}={row[name]}" for name in keys if name in frame.columns)


def refuse_where(
    bad: BoolArray, *, function: str, frame: pd.DataFrame, keys: Sequence[str], reason: str
) -> None:
    """Refuse a frame if any row is marked as bad.

    Args:
        bad: one mark a row of `frame`.
        function: the function that is asking, for the message.
        frame: the frame that is checked.
        keys: columns that name a row.
        reason: what is wrong with the marked rows, and what would be right.

    Raises:
        MethodError: with the first marked row's key, and how many more there are.
    """
    positions = np.flatnonzero(bad)
    if positions.size == 0:
        return
    more = f" ({positions.size - 1} more rows like it)" if positions.size > 1 else ""
    raise MethodError(function, describe_key(frame, keys, int(positions[0])), reason + more)


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, function: str) -> None:
    """Refuse a frame that lacks one of the columns.

    Raises:
        MethodError: naming all missing columns.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise MethodError(function, "", f"column {', '.join(missing)} is missing; have {list(frame.columns)}")


def require_unique(frame: pd.DataFrame, keys: Sequence[str], *, function: str) -> None:
    """Refuse a frame in which a key occurs twice or is NULL.

    Raises:
        MethodError: with the first such key.
    """
    require_columns(frame, keys, function=function)
    for bad, reason in (
        (null_keys(frame, keys), "the key is NULL; every row needs all of its key columns"),
        (repeated_keys(frame, keys), "the key occurs twice; one row a key"),
    ):
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=reason)


def require_declared(frame: pd.DataFrame, column: str, declared: Iterable[object], *, function: str) -> None:
    """Refuse ids (options, groups, roles) that are not declared, NULL among them.

    Raises:
        MethodError: naming the undeclared ids and what is declared.
    """
    require_columns(frame, [column], function=function)
    allowed = {str(value) for value in declared}
    found = {"NULL" if pd.isna(value) else str(value) for value in frame[column].unique()}
    unknown = sorted(found - allowed)
    if unknown:
        reason = f"not declared; must be one of {', '.join(sorted(allowed))}"
        raise MethodError(function, f"{column}={', '.join(unknown)}", reason)


def check_counts(frame: pd.DataFrame, columns: Iterable[str], *, keys: Sequence[str], function: str) -> None:
    """Refuse counts that are NULL, infinite, negative or fractional.

    Raises:
        MethodError: with the first such row's key.
    """
    columns = list(columns)
    require_columns(frame, columns, function=function)
    for name in columns:
        counts = floats(frame[name])
        bad = ~(np.isfinite(counts) & (counts >= 0) & (counts == np.floor(counts)))
        reason = f"{name} is not a count; it must be a whole number from 0"
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=reason)


def check_sums(frame: pd.DataFrame, prefix: str, *, keys: Sequence[str], function: str) -> None:
    """Refuse `<prefix>_n`, `_w`, `_w2` that no set of n positive weights can have.

    n weights with sum W and sum of squares S always satisfy W² ≤ n·S (Cauchy-Schwarz) and S ≤ W².

    Raises:
        MethodError: with the first such row's key.
    """
    names = [f"{prefix}_{suffix}" for suffix in ("n", "w", "w2")]
    check_counts(frame, names[:1], keys=keys, function=function)
    require_columns(frame, names, function=function)
    n, w, w2 = (floats(frame[name]) for name in names)
    some = n > 0
    slack = 1 + RELATIVE_SLACK
    for bad, reason in (
        (~(np.isfinite(w) & np.isfinite(w2)), "are not all finite numbers"),
        (some & ((w <= 0) | (w2 <= 0)), "are not all positive although n > 0"),
        (~some & ((w != 0) | (w2 != 0)), "are not all 0 although n = 0"),
        (
            w**2 > n * w2 * slack,
            "are impossible: the squared sum of weights exceeds n times the sum of squares",
        ),
        (w2 > w**2 * slack, "are impossible: the sum of squares exceeds the squared sum of positive weights"),
    ):
        full = f"{', '.join(names)} {reason}"
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=full)


def check_within(
    frame: pd.DataFrame,
    part: str,
    whole: str,
    *,
    keys: Sequence[str],
    function: str,
    rows: BoolArray | None = None,
) -> None:
    """Refuse parts that are larger than their whole: `<part>_n`, `_w`, `_w2` against `<whole>_…`.

    Args:
        frame: the frame that is checked.
        part: prefix of the smaller triple, as `option`.
        whole: prefix of the larger one, as `answered`.
        keys: columns that name a row.
        function: the function that is asking.
        rows: marks of the rows that the rule applies to; all if left out.

    Raises:
        MethodError: with the first such row's key.
    """
    applies = np.ones(len(frame), dtype=bool) if rows is None else rows
    for suffix in ("n", "w", "w2"):
        small, large = (floats(frame[f"{prefix}_{suffix}"]) for prefix in (part, whole))
        bad = applies & (small > large * (1 + RELATIVE_SLACK))
        reason = f"{part}_{suffix} exceeds {whole}_{suffix}; a part cannot be larger than its base"
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=reason)


def check_population(frame: pd.DataFrame, *, keys: Sequence[str], function: str) -> None:
    """Refuse `universe_n` below `respondents_n`; a NULL universe is allowed and means that there is none.

    Raises:
        MethodError: with the first such row's key.
    """
    check_counts(frame, ["respondents_n"], keys=keys, function=function)
    require_columns(frame, ["universe_n"], function=function)
    universe, respondents = floats(frame["universe_n"]), floats(frame["respondents_n"])
    known = ~np.isnan(universe)
    whole = np.isfinite(universe) & (universe >= 0) & (universe == np.floor(universe))
    for bad, reason in (
        (known & ~whole, "universe_n is not a count; it must be a whole number from 0, or NULL"),
        (
            known & (universe < respondents),
            "universe_n is below respondents_n: the register is incomplete or lacks the group (in_universe)",
        ),
    ):
        refuse_where(bad, function=function, frame=frame, keys=keys, reason=reason)


def require_share(p: FloatArray, *, function: str) -> None:
    """Refuse shares outside [0, 1]; NaN (no base) passes.

    Raises:
        MethodError: with the number of such values.
    """
    bad = int(np.sum((p < 0) | (p > 1)))
    if bad:
        raise MethodError(function, "p", f"{bad} shares are outside [0, 1]")


def require_fraction(f: FloatArray, *, function: str) -> None:
    """Refuse sampling fractions outside [0, 1]; NaN (no base) passes.

    Raises:
        MethodError: with the number of such values.
    """
    bad = int(np.sum((f < 0) | (f > 1 + FRACTION_SLACK)))
    if bad:
        raise MethodError(
            function, "f", f"{bad} sampling fractions are outside [0, 1]; more answers than people"
        )


def require_weights(weights: FloatArray, *, function: str) -> None:
    """Refuse weights that are not positive and finite.

    Raises:
        MethodError: with the number of such values.
    """
    bad = int(np.sum(~(np.isfinite(weights) & (weights > 0))))
    if bad:
        raise MethodError(function, "weight", f"{bad} weights are not positive, finite numbers")

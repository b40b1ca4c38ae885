"""Merging small categories by a declared rule, for weighting only; tables keep their groups.

Here belongs which categories of a register variable are raked as one: merges that the survey definition
names, then neighbours of an ordered variable or a pool of a nominal one, until none has too few respondents.

Not here: the raking itself, and how a merged category is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    WeightingError,
    check_counts,
    floats,
    raise_all,
    require_columns,
    require_unique,
)

SmallRule = Literal["neighbours", "pool"]
MIN_RESPONDENTS = 30


@dataclass(frozen=True)
class MergeRule:
    """What the survey definition says about small categories of one variable.

    Attributes:
        into: merges by name: the merged category's id and the ids that it takes.
        small: what happens to categories that are still small; None stops the run.
        missing_group: the id of the category for missing register values. Being next to nobody, it is no
            neighbour; if it is small, it joins the category with the largest universe.
        pool_id: the id of the pool.
    """

    into: Mapping[str, Sequence[str]] = field(default_factory=dict)
    small: SmallRule | None = None
    missing_group: str = "Ukjent"
    pool_id: str = "Øvrige"


@dataclass(frozen=True)
class Merged:
    """Categories as they are raked.

    Attributes:
        groups: a row a category in the order given: `demographic_id`, `group_id`, `weighting_group_id`
            (NULL if the variable is not used), `merged_universe_n`, `merged_respondents_n`,
            `used_in_raking`.
        unused: variables of which one category was left; the run warns about them.
        dropped: categories with nobody in the universe and no respondents, as (variable, category).
    """

    groups: pd.DataFrame
    unused: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]

    def universe(self) -> pd.DataFrame:
        """Return the margins to rake to: `demographic_id`, `group_id` (the merged ones), `universe_n`."""
        used = self.groups[self.groups["used_in_raking"]]
        columns = {"weighting_group_id": "group_id", "merged_universe_n": "universe_n"}
        return used[["demographic_id", *columns]].drop_duplicates(ignore_index=True).rename(columns=columns)

    def recode(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Return the raking cells with merged ids in the used variables' columns; rows and index stay."""
        out = cells.copy()
        used = self.groups[self.groups["used_in_raking"]]
        for variable, rows in used.groupby("demographic_id", sort=False):
            merged = dict(zip(rows["group_id"].astype(str), rows["weighting_group_id"], strict=True))
            # An id that is not in the table is left as it is, so that raking refuses it by name.
            out[variable] = [merged.get(str(value), value) for value in cells[str(variable)]]
        return out


@dataclass(frozen=True)
class _Category:
    """One category, or several that are raked as one, in the variable's order."""

    members: tuple[str, ...]
    universe: float
    respondents: float
    name: str
    places: tuple[int, ...]

    @property
    def is_small(self) -> bool:
        return self.respondents < MIN_RESPONDENTS


def _join(parts: Sequence[_Category], name: str | None = None) -> _Category:
    ordered = sorted(parts, key=lambda part: part.places)
    return _Category(
        members=tuple(member for part in ordered for member in part.members),
        universe=sum(part.universe for part in ordered),
        respondents=sum(part.respondents for part in ordered),
        name=name or " + ".join(part.name for part in ordered),
        places=tuple(place for part in ordered for place in part.places),
    )


def _replace(
    categories: list[_Category], parts: Sequence[_Category], name: str | None = None
) -> list[_Category]:
    """Return the categories in order with the parts put together."""
    rest = [category for category in categories if category not in parts]
    return sorted([*rest, _join(parts, name)], key=lambda category: category.places)


def _merge_declared(variable: str, categories: list[_Category], rule: MergeRule) -> list[_Category]:
    for name, members in rule.into.items():
        parts = [category for category in categories if category.name in set(members)]
        rest = {category.name for category in categories} - set(members)
        absent = sorted(set(members) - {part.name for part in parts})
        if absent or not parts or name in rest:
            wrong = f"{', '.join(absent) or name}, which is {'no' if absent else 'another'} category"
            reason = f"the merge into «{name}» names {wrong}; merges take categories that are left, once"
            raise WeightingError("merge_categories", variable, reason, code="unknown_category")
        categories = _replace(categories, parts, name)
    return categories


def _merge_missing(categories: list[_Category], rule: MergeRule) -> list[_Category]:
    """Let a small category of missing values join the one with the largest universe."""
    small = [c for c in categories if c.name == rule.missing_group and c.is_small]
    others = [c for c in categories if c not in small]
    if not small or not others:
        return categories
    largest = max(others, key=lambda category: category.universe)
    return _replace(categories, [largest, *small])


def _merge_neighbours(categories: list[_Category], rule: MergeRule) -> list[_Category]:
    """Let the smallest category join its smaller neighbour until none is small."""
    while len(categories) > 1:
        line = [c for c in categories if c.name != rule.missing_group]
        smallest = min(line, key=lambda category: category.respondents)
        if not smallest.is_small:
            break
        at = line.index(smallest)
        near = line[max(at - 1, 0) : at] + line[at + 1 : at + 2]
        # Nothing is left on the line: only the category of missing values can take it.
        near = near or [c for c in categories if c is not smallest]
        categories = _replace(categories, [smallest, min(near, key=lambda category: category.respondents)])
    return categories


def _merge_pool(categories: list[_Category], rule: MergeRule) -> list[_Category]:
    """Pool all small categories; a pool that is still small takes the smallest other."""
    small = [c for c in categories if c.is_small]
    if not small:
        return categories
    # A category that already has the pool's id is the pool; two of one id could not be told apart.
    small += [c for c in categories if c.name == rule.pool_id and c not in small]
    rest = [c for c in categories if c not in small]
    rest.sort(key=lambda category: (category.name == rule.missing_group, category.respondents))
    while rest and sum(c.respondents for c in small) < MIN_RESPONDENTS:
        small.append(rest.pop(0))
    return _replace(categories, small, rule.pool_id)


def _refuse_small(variable: str, categories: Sequence[_Category]) -> None:
    faults = []
    for category in categories:
        if not category.is_small:
            continue
        code = "small_category" if category.respondents else "empty_category"
        reason = (
            f"{category.universe:.0f} in the universe, {category.respondents:.0f} respondents, fewer than "
            f"{MIN_RESPONDENTS}. Declare a merge or leave {variable} out"
        )
        key = f"{variable} «{category.name}»"
        faults.append(WeightingError("merge_categories", key, reason, code=code))
    raise_all(faults)


def _merge_variable(variable: str, categories: list[_Category], rule: MergeRule) -> list[_Category]:
    categories = _merge_declared(variable, categories, rule)
    if rule.small is None:
        if len(categories) > 1:
            _refuse_small(variable, categories)
        return categories
    categories = _merge_missing(categories, rule)
    merge = _merge_neighbours if rule.small == "neighbours" else _merge_pool
    return merge(categories, rule)


def merge_categories(categories: pd.DataFrame, rules: Mapping[str, MergeRule]) -> Merged:
    """Merge the small categories of every variable.

    Args:
        categories: a row a category, in the variable's order: `demographic_id`, `group_id`, `universe_n`,
            `respondents_n`.
        rules: by variable; a variable without one must have no small category.

    Returns:
        The merged categories. A category with nobody in the universe and no respondents is dropped.

    Raises:
        WeightingError: `empty_category` or `small_category` without a rule that mends it; `unknown_category`
            if respondents are in a category with an empty universe, or a merge names what is not there. Of
            several things that are wrong the first, with the others.
        MethodError: if a column is missing, a key occurs twice, or a count is impossible.
    """
    function = "merge_categories"
    keys = ["demographic_id", "group_id"]
    require_columns(categories, [*keys, "universe_n", "respondents_n"], function=function)
    require_unique(categories, keys, function=function)
    check_counts(categories, ["universe_n", "respondents_n"], keys=keys, function=function)
    nobody = (floats(categories["universe_n"]) == 0) & (floats(categories["respondents_n"]) == 0)
    rows, unused = [], []
    faults: list[WeightingError] = []
    for variable, part in categories[~nobody].groupby("demographic_id", sort=False):
        name = str(variable)
        given, unknown = _read(name, part)
        faults += unknown
        try:
            merged = _merge_variable(name, given, rules.get(name, MergeRule()))
        except WeightingError as error:
            faults += error.each
            continue
        is_used = len(merged) > 1
        if not is_used:
            unused.append(name)
        by_member = {member: category for category in merged for member in category.members}
        rows += [_row(name, member.name, by_member[member.name], is_used=is_used) for member in given]
    raise_all(faults)
    groups = pd.DataFrame(rows, columns=[*keys, *_COLUMNS]).astype({"weighting_group_id": "str"})
    dropped = categories.loc[nobody, keys].astype(str)
    return Merged(groups, tuple(unused), tuple(dropped.itertuples(index=False, name=None)))


_COLUMNS = ("weighting_group_id", "merged_universe_n", "merged_respondents_n", "used_in_raking")


def _row(variable: str, member: str, category: _Category, *, is_used: bool) -> tuple[object, ...]:
    weighting_group = category.name if is_used else np.nan
    return variable, member, weighting_group, category.universe, category.respondents, is_used


def _read(variable: str, part: pd.DataFrame) -> tuple[list[_Category], list[WeightingError]]:
    """Turn a variable's rows into categories, and tell of respondents whom the register does not know."""
    universe, respondents = floats(part["universe_n"]), floats(part["respondents_n"])
    names = [str(name) for name in part["group_id"]]
    faults = []
    for name, people, answered in zip(names, universe, respondents, strict=True):
        if people == 0:
            reason = (
                f"0 in the universe, {answered:.0f} respondents. "
                "Declare a merge, or give the group its count in the universe"
            )
            key = f"{variable} «{name}»"
            faults.append(WeightingError("merge_categories", key, reason, code="unknown_category"))
    known = [
        _Category((name,), float(people), float(answered), name, (place,))
        for place, (name, people, answered) in enumerate(zip(names, universe, respondents, strict=True))
        if people > 0
    ]
    return known, faults

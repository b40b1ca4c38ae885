"""Weights: how much each respondent counts.

Belongs here: `core_weights`, `mart_weighting` and `mart_weighting_run`, from the weights that an export
brings and the survey's weighting to the universe. The raking is in `methods.raking`; here are its cells and
margins.

Respondents outside the weighting's base are not weighted to anything: they keep their start weight, scaled to
mean 1. So everyone has a weight, and inside as outside the sum of weights is the number of respondents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import floats
from pipeline.methods.merging import Merged, MergeRule, merge_categories
from pipeline.methods.raking import Raked, RakingRule, rake
from pipeline.methods.weight_diagnostics import weighting_run
from pipeline.survey.predicates import compile_predicate
from pipeline.survey.settings import WeightVariable
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN, demographic_variables

Evaluate = Callable[[pd.DataFrame, Mapping[str, str]], pd.DataFrame]
"""Rows, and new column to SQL expression; gives a frame of the new columns on the same index."""
POOLED = "pooled"
DECIMALS = 9
"""Weights are stored with so many decimals; then sums of them are exact."""
IDENTIFIERS = ["wave", "respondent_id"]


@dataclass(frozen=True)
class Weighted:
    """What a weighting gives.

    Attributes:
        weights: `core_weights`: wave, respondent_id, start_weight, weight.
        margins: `mart_weighting`: a row a group of each weighting variable.
        run: `mart_weighting_run`: one row that describes the raking.
    """

    weights: pd.DataFrame
    margins: pd.DataFrame
    run: pd.DataFrame


def unweighted(responses: pd.DataFrame) -> pd.DataFrame:
    """`core_weights` of a survey without weighting: everyone keeps the start weight as it came.

    Args:
        responses: `core_responses`.
    """
    start = responses["start_weight"].astype("float64")
    return responses[IDENTIFIERS].assign(start_weight=start, weight=start)


def weight_to_universe(
    definition: Definition, responses: pd.DataFrame, universe: pd.DataFrame, evaluate: Evaluate
) -> Weighted:
    """Rake the respondents in the weighting's base to the same part of the universe.

    Args:
        definition: The survey; it must declare a weighting.
        responses: `core_responses`.
        universe: `core_universe`.
        evaluate: Runs SQL expressions over a frame's rows.

    Raises:
        WeightingError: when the margins cannot be met; says which variable and category, and the remedy.
        ValueError: when the survey declares no weighting.
    """
    weighting = definition.survey.weighting
    if weighting is None:
        raise ValueError("the survey declares no weighting")
    prepared = raking_cells(definition, responses, universe, evaluate)
    low, high = weighting.bounds
    rule = RakingRule(lower=low, upper=high)
    raked = rake(prepared.cells, prepared.margins, prepared.variables, rule)
    return Weighted(
        weights=_weights(responses, prepared, raked),
        margins=_margins(definition, prepared.merged, raked, str(responses["wave"].iloc[0])),
        run=weighting_run(raked).assign(
            wave=responses["wave"].iloc[0],
            outside_n=len(responses) - len(prepared.cell_of),
            lower=low,
            upper=high,
            unused=", ".join(prepared.merged.unused),
        ),
    )


@dataclass(frozen=True)
class RakingCells:
    """Both sides of a raking, before it.

    Attributes:
        cells: Distinct combinations of categories and start weight, with respondents_n.
        margins: demographic_id, group_id, universe_n of the categories.
        variables: The demographics that are raked over, in order.
        cell_of: The cell of each respondent in the base, on the index of the respondents.
        merged: How small categories were merged.
    """

    cells: pd.DataFrame
    margins: pd.DataFrame
    variables: list[str]
    cell_of: pd.Series
    merged: Merged


def raking_cells(
    definition: Definition, responses: pd.DataFrame, universe: pd.DataFrame, evaluate: Evaluate
) -> RakingCells:
    """Respondents by cell and the universe's margins, after all merges; arguments as in `weight_to_universe`.

    Raises:
        WeightingError: for a small, empty or unknown category that no rule mends.
        ValueError: when the survey declares no weighting.
    """
    weighting = definition.survey.weighting
    if weighting is None:
        raise ValueError("the survey declares no weighting")
    variables = weighting.variables
    inside = responses.loc[_in_base(definition, responses, evaluate)]
    known = universe.loc[_in_base(definition, universe, evaluate)]
    people = _categories(definition, variables, inside).assign(
        start_weight=inside["start_weight"].astype("float64")
    )
    names = [v.demographic for v in variables]
    by = people.groupby([*names, "start_weight"], sort=True, observed=True)
    cells = by.size().rename("respondents_n").reset_index().astype(dict.fromkeys(names, str))
    counts = _counts(definition, variables, cells, _categories(definition, variables, known))
    merged = merge_categories(counts, _rules(variables))
    used = [v.demographic for v in variables if v.demographic not in merged.unused]
    return RakingCells(merged.recode(cells), merged.universe(), used, by.ngroup(), merged)


def _in_base(definition: Definition, rows: pd.DataFrame, evaluate: Evaluate) -> pd.Series:
    """Which rows of respondents or of the universe the weighting is about."""
    weighting = definition.survey.weighting
    if weighting is None or weighting.base is None:
        return pd.Series(True, index=rows.index)
    condition = compile_predicate(weighting.base, demographic_variables(definition))
    flags = evaluate(rows, {"is_inside": f"coalesce({condition}, false)"})
    return flags["is_inside"].astype(bool)


def _categories(
    definition: Definition, variables: tuple[WeightVariable, ...], rows: pd.DataFrame
) -> pd.DataFrame:
    """The weighting category of each row: its group, or what the group is merged into by declaration.

    Declared merges come before anything is counted, so that a group which the register does not have can be
    merged into one that it has.
    """
    found = {}
    for variable in variables:
        ids = [g.id for g in definition.every_group(definition.demographics[variable.demographic])]
        names = [UNKNOWN, *ids]  # by the code of a group: no code is unknown
        into = {group: merge.into for merge in variable.merge for group in merge.groups}
        merged = [into.get(name, name) for name in names]
        categories = sorted(set(merged))
        places = np.array([categories.index(name) for name in merged])
        positions = rows[f"group_{variable.demographic}"].fillna(0).astype("int64").to_numpy()
        found[variable.demographic] = pd.Categorical.from_codes(places[positions], pd.Index(categories))
    columns = [c for c in ("universe_n",) if c in rows]
    return pd.concat([pd.DataFrame(found, index=rows.index), rows[columns]], axis=1)


def _counts(
    definition: Definition,
    variables: tuple[WeightVariable, ...],
    cells: pd.DataFrame,
    universe: pd.DataFrame,
) -> pd.DataFrame:
    """Universe and respondents by category, in the order of the demographic's groups, unknown last."""
    parts = []
    for variable in variables:
        name = variable.demographic
        ids = [*(g.id for g in definition.every_group(definition.demographics[name])), UNKNOWN]
        present = {*cells[name].unique(), *universe[name].unique()}
        counts = pd.DataFrame(
            {
                "universe_n": universe.groupby(name, observed=True)["universe_n"].sum(),
                "respondents_n": cells.groupby(name)["respondents_n"].sum(),
            },
            index=[i for i in ids if i in present],
        )
        counts = counts.fillna(0).astype("int64").rename_axis("group_id").reset_index()
        parts.append(counts.assign(demographic_id=name))
    return pd.concat(parts, ignore_index=True)


def _rules(variables: tuple[WeightVariable, ...]) -> dict[str, MergeRule]:
    """What is declared about categories that are still small after the declared merges."""
    return {
        v.demographic: MergeRule(small=v.merge_small, missing_group=UNKNOWN, pool_id=POOLED)
        for v in variables
    }


def _weights(responses: pd.DataFrame, prepared: RakingCells, raked: Raked) -> pd.DataFrame:
    """Each respondent's weight: the cell's, or outside the base the start weight."""
    start = responses["start_weight"].astype("float64")
    outside = ~responses.index.isin(prepared.cell_of.index)
    weight = start / start[outside].mean() if outside.any() else start.copy()
    weight[prepared.cell_of.index] = floats(raked.cells["weight"])[prepared.cell_of.to_numpy()]
    return responses[IDENTIFIERS].assign(start_weight=start, weight=weight.round(DECIMALS))


def _margins(definition: Definition, merged: Merged, raked: Raked, wave: str) -> pd.DataFrame:
    """`mart_weighting`: the categories as raked, in that order, with the groups that are in each."""
    groups = merged.groups.loc[merged.groups["used_in_raking"]]
    members = groups.groupby(["demographic_id", "weighting_group_id"], sort=False)["group_id"].agg(", ".join)
    rows = raked.margins.copy()
    declared = _declared_members(definition)
    places = zip(rows["demographic_id"], rows["group_id"], strict=True)
    rows["merged_groups"] = [
        ", ".join(
            name
            for member in members.loc[place].split(", ")
            for name in declared.get((place[0], member), [member])
        )
        for place in places
    ]
    order = rows.groupby("demographic_id", sort=False).cumcount() + 1
    variables = {v: i for i, v in enumerate(dict.fromkeys(rows["demographic_id"]), start=1)}
    return rows.assign(
        wave=wave, demographic_order=rows["demographic_id"].map(variables), group_order=order
    ).astype({"universe_n": "int64", "respondents_n": "int64"})


def _declared_members(definition: Definition) -> dict[tuple[str, str], list[str]]:
    """Demographic and category to the groups that declared merges put together in it."""
    weighting = definition.survey.weighting
    found: dict[tuple[str, str], list[str]] = {}
    for variable in weighting.variables if weighting else ():
        for merge in variable.merge:
            place = (variable.demographic, merge.into)
            found.setdefault(place, [merge.into]).extend(g for g in merge.groups if g != merge.into)
    return found

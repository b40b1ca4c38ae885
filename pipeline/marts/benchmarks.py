"""Benchmarks: what the result of a unit is held against, for reports that name a demographic as their units.

Belongs here: `mart_benchmark`, from the results of units and of everyone. Formulas are in
`methods.benchmark`; the test of a unit against the others is that of `mart_demographic`: others are the rest.
"""

from dataclasses import dataclass, field

import pandas as pd

from pipeline.marts.rows import ORDER, QUESTION, ROW
from pipeline.methods.bases import VALID_ROLES
from pipeline.methods.benchmark import (
    MIN_UNITS,
    add_best_quarter,
    pooled_shares,
    require_units_add_up,
    unit_distribution,
)
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN

RESULT = [*ROW, "measure"]
"""What names a result, of everyone or of a unit."""
ADDITIVE = ["respondents_n", "option_n", "option_w", "valid_n", "valid_w"]
MEANS = ("mean", "index", "nps", "balance")
SHARES = (
    *("option", "net", "promoters", "detractors"),
    *(f"{end}{size}" for end in ("top", "bottom") for size in range(1, 6)),
)
DISTRIBUTION = {"units_q1": "units_q1_pct", "units_median": "units_median_pct", "units_q3": "units_q3_pct"}
KINDS = ("pooled", "others", "last_wave", *DISTRIBUTION)
BESIDE = frozenset({"others", "last_wave"})
"""Benchmarks of one unit; the others are of all."""
PLACES = [name for name in ORDER if not name.startswith(("group", "demographic"))]
TESTS = ["diff", "test_method", "p_value", "q_value", "mark"]
COLUMNS = {
    **dict.fromkeys([*RESULT, "demographic_id", "unit_id", "benchmark_kind"], "str"),
    "previous_wave": "str",
    **dict.fromkeys([*PLACES, "unit_order"], "int64"),
    **dict.fromkeys(["value", "base_n", "unit_value", "unit_n", "units_n", "diff"], "float64"),
    "is_best_quarter": "boolean",
    "test_method": "str",
    "p_value": "float64",
    "q_value": "float64",
    "mark": "str",
    "stat_note": "str",
}


@dataclass(frozen=True)
class Units:
    """The rows of one report that is benchmarked.

    Attributes:
        demographic_id: The demographic whose groups are the units.
        questions: `mart_question`.
        groups: `mart_demographic`.
        hidden: `mart_demographic` as the report shows it, of named groups, with is_hidden.
        trend: `mart_trend` as the report shows it; the last wave is taken from it, where it has groups.
    """

    demographic_id: str
    questions: pd.DataFrame
    groups: pd.DataFrame
    hidden: pd.DataFrame
    trend: pd.DataFrame = field(default_factory=pd.DataFrame)


def benchmark_results(definition: Definition, units: Units) -> pd.DataFrame:
    """A row a result and benchmark: over all units, or beside one of them.

    Shares are over the base of tests: those who took a stand, or of several answers those who ticked. A unit
    that the report hides is not in the distribution, whichever the reason: whoever knows the others' results
    could read its own off a quartile. It still counts in `pooled` and in the others of other units.

    Args:
        definition: The survey.
        units: The report's rows.

    Returns:
        `RESULT`, demographic_id, unit_id (empty for all units), benchmark_kind (`KINDS`), the places of
        reading order, value, base_n (persons behind it), unit_value and unit_n (the unit's own, beside
        `others`), units_n (units in the distribution), diff (unit minus others), is_best_quarter (beside
        `others`: the unit is at or above the upper quartile), test_method, p_value, q_value, mark and
        stat_note (why there is no value). Beside `last_wave`, diff and the test are of the change since
        previous_wave; there is a row where the report's trend compares the unit in both.

    Raises:
        MethodError: the units do not add up to everyone.
    """
    every = units.groups.loc[units.groups["demographic_id"] == units.demographic_id]
    every = every.rename(columns={"group_id": "unit_id", "group_order": "unit_order"})
    require_units_add_up(every, units.questions, keys=RESULT, sums=ADDITIVE)
    rows = _compared(every)
    everyone = _compared(units.questions)
    named = rows.loc[rows["unit_id"] != UNKNOWN]
    shown, least = _shown(named, units), definition.survey.disclosure.min_base
    spread = unit_distribution(shown, base="valid", keys=RESULT, min_base=least, value="unit_value")
    judged = add_best_quarter(shown, spread, base="valid", keys=RESULT, min_base=least, value="unit_value")
    parts = [_pooled(rows, everyone), _others(named, everyone, judged), _last_wave(named, units)]
    parts += _spread(spread, everyone)
    found = pd.concat([part for part in parts if not part.empty] or parts[:1], ignore_index=True)
    counted = (
        everyone[RESULT].merge(spread[[*RESULT, "units_n"]], on=RESULT, how="left").fillna({"units_n": 0})
    )
    found = found.merge(counted, on=RESULT, how="left", validate="many_to_one")
    found = found.assign(demographic_id=units.demographic_id, stat_note=_notes(found))
    return _in_order(found.reindex(columns=list(COLUMNS)))


def _notes(rows: pd.DataFrame) -> pd.Series:
    """Why a benchmark has no value: too few units, or nobody to be held against."""
    undefined = rows["value"].isna()
    few = undefined & rows["benchmark_kind"].isin(DISTRIBUTION) & (rows["units_n"] < MIN_UNITS)
    notes = pd.Series(None, index=rows.index, dtype="str")
    return notes.mask(undefined, "no_base").mask(few, "small_base")


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """What is benchmarked: options that take a stand, nets and means, with the unit's own value."""
    is_share = rows["measure"].isin(SHARES) & rows["role"].isin(VALID_ROLES)
    mine = rows.loc[is_share | rows["measure"].isin(MEANS)].reset_index(drop=True)
    of_valid = mine["cases_pct"].where(mine["is_multiple"], mine["valid_pct"])
    return mine.assign(unit_value=of_valid.where(mine["measure"].isin(SHARES), mine["value"]))


def _shown(named: pd.DataFrame, units: Units) -> pd.DataFrame:
    hidden = units.hidden.loc[
        units.hidden["is_hidden"] & (units.hidden["demographic_id"] == units.demographic_id)
    ].rename(columns={"group_id": "unit_id"})
    keys = [*RESULT, "unit_id"]
    gone = pd.MultiIndex.from_frame(named[keys]).isin(pd.MultiIndex.from_frame(hidden[keys]))
    return named.loc[~gone].reset_index(drop=True)


def _pooled(rows: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Everyone: shares from the sums of all units, means as they were computed."""
    shares = pooled_shares(rows.loc[rows["measure"].isin(SHARES)], base="valid", keys=RESULT)
    both = everyone.merge(shares, on=RESULT, how="left", validate="one_to_one")
    value = both["pooled_pct"].where(both["measure"].isin(SHARES), both["unit_value"])
    kept = both[[*RESULT, *PLACES]].assign(value=value, base_n=both["valid_n"])
    return kept.assign(benchmark_kind="pooled", unit_id="", unit_order=0)


def _others(named: pd.DataFrame, everyone: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Everyone outside a unit, beside the unit; no row for a unit that nobody is in."""
    present = named.loc[named["respondents_n"] > 0]
    totals = everyone[[*RESULT, "valid_n"]].rename(columns={"valid_n": "total_n"})
    both = present.merge(totals, on=RESULT, how="left", validate="many_to_one")
    place = [*RESULT, "unit_id"]
    both = both.merge(judged[[*place, "is_best_quarter"]], on=place, how="left", validate="one_to_one")
    kept = both[[*RESULT, *PLACES, "unit_id", "unit_order", "unit_value", "is_best_quarter", *TESTS]]
    return kept.assign(
        benchmark_kind="others",
        value=both["rest_value"],
        base_n=both["total_n"] - both["valid_n"],
        unit_n=both["valid_n"],
    )


def _last_wave(named: pd.DataFrame, units: Units) -> pd.DataFrame:
    """A unit's own result in the wave before, where both may be shown and compared."""
    place = [*RESULT, "unit_id"]
    trend = units.trend.rename(columns={"group_id": "unit_id"})
    if trend.empty or not (trend["demographic_id"] == units.demographic_id).any():
        return named.head(0)[[*RESULT]]
    trend = trend.loc[trend["demographic_id"] == units.demographic_id]
    changed = trend.dropna(subset=["previous_wave", "change"])
    now = changed[[*place, "previous_wave", "change", "test_method", "p_value", "q_value", "mark"]]
    before = trend[[*place, "value", "valid_n"]].rename(
        columns={"wave": "previous_wave", "valid_n": "base_n"}
    )
    before = before.loc[before["value"].notna()]
    same = [name for name in place if name != "wave"]
    both = now.merge(before, on=[*same, "previous_wave"], how="inner", validate="one_to_one")
    own = named[[*place, *PLACES, "unit_order", "unit_value", "valid_n"]].rename(
        columns={"valid_n": "unit_n"}
    )
    rows = own.merge(both.rename(columns={"change": "diff"}), on=place, how="inner", validate="one_to_one")
    return rows.assign(benchmark_kind="last_wave")


def _spread(spread: pd.DataFrame, everyone: pd.DataFrame) -> list[pd.DataFrame]:
    both = everyone[[*RESULT, *PLACES]].merge(spread, on=RESULT, how="left", validate="one_to_one")
    return [
        both[[*RESULT, *PLACES]].assign(benchmark_kind=kind, value=both[column], unit_id="", unit_order=0)
        for kind, column in DISTRIBUTION.items()
    ]


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By question, item, measure and option, the benchmarks of all units first."""
    kind = rows["benchmark_kind"].map({name: i for i, name in enumerate(KINDS)})
    by = [*QUESTION[:2], "question_order", "item_order", "measure", "option_order", "unit_order", "kind"]
    order = rows.assign(kind=kind).sort_values(by, kind="stable").index
    return rows.loc[order].reset_index(drop=True).astype(COLUMNS)

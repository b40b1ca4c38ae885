"""Trends: every share and mean of a question over the waves, and whether it changed since the wave before.

Belongs here: `mart_trend`. Which waves are compared is in `trend_plan`, formulas are in `methods.trend` and
`methods.trend_means`. Who has no value in a demographic is no group that is tested.
"""

import numpy as np
import pandas as pd

from pipeline.marts.comparisons import smallest_mean_differences
from pipeline.marts.limits import reliability_limits
from pipeline.marts.means import moment_sums
from pipeline.marts.nets import net_members
from pipeline.marts.rows import GROUP, OPTION_SUMS, QUESTION, ROW, VALID_SUMS, in_reading_order
from pipeline.marts.shares import valid_shares
from pipeline.marts.trend_overlap import PAIRED, PLACE, SUMS, mean_overlap, share_overlap
from pipeline.marts.trend_plan import LINE, TrendPlan
from pipeline.methods.bad_input import floats
from pipeline.methods.marks import IN_POINTS, UNTESTED
from pipeline.methods.numeric import mean_measures, moments
from pipeline.methods.precision import add_sampling_fraction, effective_n, unreliable
from pipeline.methods.stat_notes import with_notes
from pipeline.methods.trend import PREVIOUS, compare_waves, compare_waves_of_nets
from pipeline.methods.trend_lines import BREAK
from pipeline.methods.trend_means import SIDE, compare_means_of_waves
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN

KEYS = [*ROW, *GROUP, "measure"]
SAME = [key for key in KEYS if key != "wave"]
FAMILY = [*LINE, "item_id", "wave", "demographic_id"]
CARRIED = [
    *("question_order", "item_order", "option_order", "demographic_order", "group_order"),
    *("question_type", "role", "is_multiple"),
    *("respondents_n", "answered_n", "valid_n", "valid_w", "f", "universe_n", "n_eff"),
]
SHARES = ["valid_pct", "cases_pct", "se_pp"]
TESTS = [
    *("change", "se_change", "change_pp", "se_change_pp", "min_change", "overlap_n"),
    *("z", "p_value", "q_value", "p_crit", "family_size"),
]
WORDS = ["test_method", "family_id", "mark", "test_note"]
PLANNED = ["previous_wave", "segment", "compat", "is_break", "has_footnote"]


def trend_results(
    definition: Definition,
    plan: TrendPlan,
    counts: pd.DataFrame,
    values: pd.DataFrame,
    pairs: pd.DataFrame,
) -> pd.DataFrame:
    """Every share and mean of every wave of the plan, tested against the wave before.

    Args:
        definition: The survey.
        plan: Which waves are compared.
        counts: From `sql/mart/mart_counts.sql` over all waves of the plan, with universe_n.
        values: From `sql/mart/mart_values.sql` over the same.
        pairs: From `sql/mart/mart_trend_pair.sql`.

    Raises:
        MethodError: when a count or sum is impossible; says which row.
    """
    place = [*LINE, "wave"]
    counts = counts.merge(plan.lines[place], on=place, how="inner")
    values = values.merge(plan.lines[place], on=place, how="inner")
    counts = add_sampling_fraction(counts, keys=[*ROW, *GROUP])
    shares, means = _of_waves(definition, counts, values)
    flags = _unreliable(definition, means)
    results = pd.concat(
        [
            _columns(shares),
            _columns(means.assign(base_kind="valid", obs_status=flags)),
        ],
        ignore_index=True,
    )
    tests = [_share_tests(definition, plan, shares, pairs), _mean_tests(definition, plan, means, pairs)]
    tested = pd.concat([one.reindex(columns=[*KEYS, *TESTS, *WORDS]) for one in tests], ignore_index=True)
    rows = results.merge(plan.lines, on=place, how="left", validate="many_to_one")
    rows = rows.merge(
        tested.astype(dict.fromkeys(TESTS, "float64")), on=KEYS, how="left", validate="one_to_one"
    )
    return in_reading_order(_finished(rows))


def _of_waves(
    definition: Definition, counts: pd.DataFrame, values: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares and means, each wave's with the options, scores and nets that it had."""
    shares, means = [], []
    for wave, mine in counts.groupby("wave"):
        had = definition.in_wave(str(wave))
        members = net_members(had)
        shares.append(valid_shares(had, mine, members))
        means.append(_means(had, mine, values.loc[values["wave"] == wave], members))
    if not shares:
        members = net_members(definition)
        return valid_shares(definition, counts, members), _means(definition, counts, values, members)
    return pd.concat(shares, ignore_index=True), pd.concat(means, ignore_index=True)


def _columns(rows: pd.DataFrame) -> pd.DataFrame:
    wanted = [*KEYS, *CARRIED, *SHARES, "base_kind", "value", "se", "moe", "obs_status", "stat_note"]
    return rows.reindex(columns=wanted).astype(dict.fromkeys([*SHARES, "value", "se", "moe"], "float64"))


def _finished(rows: pd.DataFrame) -> pd.DataFrame:
    """What a break and a missing test leave in the columns of status and words."""
    is_break = rows["is_break"].to_numpy(dtype=bool)
    note = rows["test_note"].fillna(rows["stat_note"])
    rows = rows.assign(stat_note=note, obs_status=rows["obs_status"].mask(rows["is_break"], BREAK))
    rows = rows.fillna({"test_method": UNTESTED, "mark": UNTESTED})
    rows = rows.assign(stat_note=with_notes(rows, {"break": is_break}))
    return rows.drop(columns=["test_note", "is_break"])


def _means(
    definition: Definition, counts: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame
) -> pd.DataFrame:
    """Numbers, indices, scores, balance and NPS of every wave, with their variance."""
    sums = moment_sums(definition, counts, values, members)
    keys = [*ROW, *GROUP, "measure"]
    measured = mean_measures(sums, base="valid", keys=keys)
    return sums.assign(
        value=measured["value"],
        se=measured["se"],
        moe=measured["moe"],
        stat_note=measured["stat_note"],
        mean_variance=moments(sums, base="valid").mean_variance,
        n_eff=effective_n(floats(sums["valid_w"]), floats(sums["valid_w2"])),
    )


def _unreliable(definition: Definition, means: pd.DataFrame) -> pd.Series:
    width = np.full(len(means), np.nan)
    small = unreliable(floats(means["n_eff"]), width, reliability_limits(definition))
    return pd.Series("u", index=means.index, dtype="str").where(small)


def _compared(plan: TrendPlan, rows: pd.DataFrame, sums: list[str], *, fpc: bool) -> pd.DataFrame:
    """The rows of everyone and of named groups that have a wave before, with its numbers beside."""
    mine = rows.loc[rows["group_id"] != UNKNOWN, [*KEYS, *sums]]
    mine = mine if fpc else mine.assign(f=0.0)
    place = [*LINE, "wave"]
    lines = plan.lines.dropna(subset="previous_wave")[[*place, "previous_wave"]]
    now = mine.merge(lines, on=place, how="inner")
    names = {name: f"{PREVIOUS}{name}" for name in sums} | {"wave": "previous_wave"}
    before = mine.rename(columns=names)
    pairs = now.merge(before, on=[*SAME, "previous_wave"], how="inner", validate="one_to_one")
    return pairs.assign(overlap_universe_n=float("nan"))


def _share_tests(
    definition: Definition, plan: TrendPlan, shares: pd.DataFrame, pairs: pd.DataFrame
) -> pd.DataFrame:
    """Options, held to one false discovery rate a question and wave, and nets, held to the same cut-off."""
    settings = definition.survey.tests
    sums = [*OPTION_SUMS, *VALID_SUMS, "f", "universe_n"]
    compared = _compared(plan, shares, sums, fpc=settings.fpc)
    overlap = share_overlap(definition, pairs)
    rows = compared.merge(overlap, on=PAIRED, how="left", validate="one_to_one").fillna(
        dict.fromkeys(SUMS, 0.0)
    )
    keys, least = [*ROW, *GROUP], settings.min_change_pp
    is_net = rows["net_id"] != ""
    options = compare_waves(rows.loc[~is_net], base="valid", keys=keys, family=FAMILY, min_change_pp=least)
    nets = rows.loc[is_net]
    tested = [options]
    if not nets.empty:
        tested.append(
            compare_waves_of_nets(nets, options, base="valid", keys=keys, family=FAMILY, min_change_pp=least)
        )
    found = pd.concat(tested, ignore_index=True)
    return found.assign(
        change=found["change_pp"],
        se_change=found["se_change_pp"],
        min_change=least,
        test_note=found["stat_note"],
    )


def _mean_tests(
    definition: Definition, plan: TrendPlan, means: pd.DataFrame, pairs: pd.DataFrame
) -> pd.DataFrame:
    """Means; a family is one mean of the groups of a demographic."""
    settings = definition.survey.tests
    compared = _compared(plan, means, list(SIDE), fpc=settings.fpc)
    overlap = mean_overlap(definition, pairs, compared)
    keys = [*PLACE, "measure"]
    rows = compared.merge(overlap, on=keys, how="left", validate="one_to_one")
    rows = rows.fillna({"overlap_n": 0.0, "overlap_products": 0.0})
    least = smallest_mean_differences(
        definition, means, rows, [*QUESTION, "measure"], min_diff_pp=settings.min_change_pp
    )
    found = compare_means_of_waves(rows.assign(min_change=least), keys=KEYS, family=[*FAMILY, "measure"])
    points = found["measure"].isin(IN_POINTS)
    return found.assign(
        change_pp=found["change"].where(points),
        se_change_pp=found["se_change"].where(points),
        test_note=found["stat_note"],
    )

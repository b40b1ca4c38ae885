"""Means: numbers, indices, scales by their scores, balance and NPS, with quartiles of numbers.

Belongs here: the rows of `mart_question` and `mart_demographic` whose measure is not a share, over the base
`valid`.
"""

import numpy as np
import pandas as pd

from pipeline.marts.limits import reliability_limits
from pipeline.marts.nets import scores_of_measures
from pipeline.marts.rows import GROUP, QUESTION, TRIPLE, beside, like
from pipeline.methods.bad_input import BoolArray, floats
from pipeline.methods.keys import find_rows, values_at
from pipeline.methods.numeric import mean_measures, quantile_measures, unweighted_mean
from pipeline.methods.precision import design_effect, effective_n, unreliable, weight_efficiency
from pipeline.methods.scored import score_sums
from pipeline.methods.stat_notes import STAT_NOTES, StatNote, with_notes
from pipeline.survey.survey import Definition

PLACE = [*QUESTION, *GROUP]
KEYS = [*PLACE, "measure"]
POWERS = ["valid_wx", "valid_wx2", "valid_w2x", "valid_w2x2"]
PLAIN = "valid_nx"
"""The sum without weights."""


def moment_sums(
    definition: Definition, counts: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame
) -> pd.DataFrame:
    """What means and their tests are computed from, a row a question, item, measure, demographic and group.

    Args:
        definition: The survey.
        counts: `mart_counts` with universe_n and f.
        values: `mart_values`.
        members: From `net_members`.

    Returns:
        The columns of `counts` for the whole question, measure (`mean`, `index`, `balance`, `nps`), and the
        centred sums of `methods.numeric`.
    """
    places = np.flatnonzero(~counts["is_numeric"] & (counts["net_id"] == ""))
    options = counts[["question_id", "option_id"]].iloc[places]
    parts = []
    for measure, scores in scores_of_measures(definition, members).items():
        score = values_at(floats(scores["score"]), find_rows(options, scores, ["question_id", "option_id"]))
        has_score = ~np.isnan(score)
        scored = counts.iloc[places[has_score]].assign(score=score[has_score])
        if not scored.empty:
            parts.append(score_sums(scored, base="valid", keys=PLACE).assign(measure=measure))
    if counts["is_numeric"].any() or not parts:
        parts.insert(0, _number_sums(counts.loc[counts["is_numeric"]], values))
    rows = pd.concat(parts, ignore_index=True)
    words = {"option_id": "", "net_id": "", "role": "substantive"}
    whole = {f"option_{sum_}": rows[f"valid_{sum_}"] for sum_ in TRIPLE}
    return rows.assign(option_order=0, **like(counts, rows, words), **whole)


def _number_sums(numbers: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Sums of values and squares from the sums at distinct values, centred at the mean of everyone."""
    everyone = values.loc[values["demographic_id"] == ""]
    weighted = (
        everyone.assign(wx=everyone["value_w"] * everyone["value"]).groupby(QUESTION)[["wx", "value_w"]].sum()
    )
    centre = (weighted["wx"] / weighted["value_w"]).rename("centre")
    cells = values.join(centre, on=QUESTION)
    x = cells["value"] - cells["centre"]
    products = [cells[weight] * x**power for weight in ("value_w", "value_w2") for power in (1, 2)]
    powers = dict(zip(POWERS, products, strict=True)) | {PLAIN: cells["value_n"] * x}
    sums = cells[PLACE].assign(**powers).groupby(PLACE)[list(powers)].sum()
    rows = numbers.join(centre, on=QUESTION).join(sums, on=PLACE)
    rows = rows.fillna(dict.fromkeys(("centre", *powers), 0.0))
    measure = np.where(rows["question_type"] == "index", "index", "mean")
    return rows.assign(measure=pd.Series(measure, index=rows.index, dtype="str"))


def mean_results(
    definition: Definition, sums: pd.DataFrame, values: pd.DataFrame, alphas: pd.DataFrame
) -> pd.DataFrame:
    """Means with standard error, margin and standard deviation, and the quartiles of numbers.

    Args:
        definition: The survey, for when a number is unreliable.
        sums: From `moment_sums`.
        values: `mart_values`.
        alphas: `PLACE`, alpha, alpha_n and alpha_note of indices.

    Returns:
        A row a measure with value, unweighted_value, se, moe, sd, alpha, alpha_n, base_kind (`valid`) and the
        base.
    """
    measured = mean_measures(sums, base="valid", keys=KEYS)
    found = ["value", "se", "moe", "sd", "stat_note"]
    means = sums.assign(**measured[found], unweighted_value=unweighted_mean(sums, base="valid"))
    means = beside(means, alphas, PLACE)
    is_index = means["measure"] == "index"
    means[["alpha", "alpha_n"]] = means[["alpha", "alpha_n"]].where(is_index)
    is_mute = (is_index & means["alpha"].isna()).to_numpy(dtype=bool)
    lacks: dict[StatNote, BoolArray] = {
        word: is_mute & (means["alpha_note"] == word).to_numpy(dtype=bool) for word in STAT_NOTES
    }
    means = means.assign(stat_note=with_notes(means, lacks)).drop(columns="alpha_note")
    rows = means
    if sums["is_numeric"].any():
        rows = pd.concat([means, _quartiles(sums, values)], ignore_index=True)
    return _with_base(definition, rows).drop(columns=["centre", *POWERS, PLAIN])


def _quartiles(sums: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Median and quartiles, for every group of every question whose answer is a number."""
    numbers = sums.loc[sums["is_numeric"]].drop(columns="measure")
    exact = values.assign(value_w=values["value_units"])
    found = quantile_measures(exact, keys=PLACE).drop(columns="base_n")
    plain = quantile_measures(values.assign(value_w=values["value_n"]), keys=PLACE)
    found = found.assign(unweighted_value=plain["value"])
    rows = [numbers.assign(measure=measure) for measure in ("q25", "median", "q75")]
    every = pd.concat(rows, ignore_index=True) if rows else numbers
    every = beside(every, found, KEYS)
    note = every["stat_note"].where(every["value"].notna(), "no_base")
    return every.assign(stat_note=note)


def _with_base(definition: Definition, rows: pd.DataFrame) -> pd.DataFrame:
    n, w, w2 = (floats(rows[f"valid_{sum_}"]) for sum_ in TRIPLE)
    n_eff = effective_n(w, w2)
    is_small = unreliable(n_eff, np.full(n.shape, np.nan), reliability_limits(definition))
    return rows.assign(
        base_kind="valid",
        base_n=n,
        base_w=w,
        base_w2=w2,
        n_eff=n_eff,
        deff_kish=design_effect(n, w, w2),
        weight_efficiency=weight_efficiency(n, w, w2),
        obs_status=pd.Series("u", index=rows.index, dtype="str").where(is_small),
    )

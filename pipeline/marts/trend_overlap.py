"""What persons in two waves add to the test of a change: sums over pairs of answers, from counts of pairs.

Belongs here: `mart_trend_pair` turned into the sums that `methods.trend` and `methods.trend_means` name.
"""

import pandas as pd

from pipeline.marts.nets import net_members, scores_of_measures
from pipeline.survey.survey import Definition
from pipeline.survey.tables import MULTIPLE

PLACE = ["wave", "previous_wave", "report_id", "question_id", "item_id", "demographic_id", "group_id"]
PAIRED = [*PLACE, "option_id", "net_id"]
SUMS = ["overlap_n", "overlap_ww", "overlap_ww_previous", "overlap_ww_current", "overlap_ww_both"]


def share_overlap(definition: Definition, pairs: pd.DataFrame) -> pd.DataFrame:
    """The sums of every option and net.

    Args:
        definition: The survey.
        pairs: From `sql/mart/mart_trend_pair.sql`.

    Returns:
        `PAIRED`, overlap_n, overlap_ww = Σw₁w₂, and Σw₁w₂ over those who chose it in the wave before
        (overlap_ww_previous), in the wave (_current) and in both (_both). No row where nobody is in both.
    """
    is_tick = (pairs["option_id"] != "") | (pairs["net_id"] != "")
    parts = [_of_ticks(pairs.loc[is_tick])]
    for (wave, before), cells in pairs.loc[~is_tick].groupby(["wave", "previous_wave"], sort=False):
        members = [_members(definition.in_wave(str(one))) for one in (before, wave)]
        parts.append(_of_single(cells, *members))
    nobody = pd.DataFrame(columns=[*PAIRED, *SUMS]).astype(dict.fromkeys(PAIRED, str))
    found = pd.concat([part for part in parts if len(part)] or [nobody], ignore_index=True)
    return found.astype(dict.fromkeys(SUMS, "float64"))


def _of_ticks(ticks: pd.DataFrame) -> pd.DataFrame:
    ww, before, now = ticks["pair_ww"], ticks["previous_answer"], ticks["answer"]
    products = (ticks["pair_n"], ww, ww * before, ww * now, ww * before * now)
    rows = ticks[PAIRED].assign(**dict(zip(SUMS, products, strict=True)))
    return rows.groupby(PAIRED, as_index=False, sort=False)[SUMS].sum()


def _of_single(cells: pd.DataFrame, earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Options and nets of questions with one answer, which are sums over cells of two codes.

    Args:
        cells: Pairs of answers of two waves.
        earlier: Which codes each option and net had in the wave before.
        later: Which it has in the wave.
    """
    everyone = cells.groupby(PLACE, as_index=False, sort=False)[["pair_n", "pair_ww"]].sum()
    everyone = everyone.rename(columns={"pair_n": "overlap_n", "pair_ww": "overlap_ww"})
    keys = ["question_id", "option_id", "net_id"]
    rows = everyone.merge(later[keys].drop_duplicates(), on="question_id", how="inner")
    mine = cells[[*PLACE, "previous_answer", "answer", "pair_ww"]]
    before = mine.merge(earlier, left_on=["question_id", "previous_answer"], right_on=["question_id", "code"])
    now = mine.merge(later, left_on=["question_id", "answer"], right_on=["question_id", "code"])
    both = before.drop(columns="code").merge(
        later, left_on=[*keys, "answer"], right_on=[*keys, "code"], how="inner"
    )
    for name, part in (("previous", before), ("current", now), ("both", both)):
        sums = part.groupby(PAIRED, sort=False)["pair_ww"].sum().rename(f"overlap_ww_{name}")
        rows = rows.join(sums, on=PAIRED, validate="one_to_one")
    return rows.fillna(dict.fromkeys(SUMS, 0.0))[[*PAIRED, *SUMS]]


def _codes(definition: Definition) -> pd.DataFrame:
    """The code of every option that the wave has: question_id, option_id, code."""
    rows = [
        (question.id, option.id, float(option.code))
        for question in definition.questionnaire.questions
        if question.type not in MULTIPLE
        for option in definition.options(question)
    ]
    return pd.DataFrame(rows, columns=["question_id", "option_id", "code"])


def _members(definition: Definition) -> pd.DataFrame:
    """Which codes are in which option or net of questions with one answer."""
    codes = _codes(definition)
    nets = net_members(definition)[["question_id", "net_id", "option_id"]]
    nets = nets.merge(codes, on=["question_id", "option_id"], how="inner").assign(option_id="")
    return pd.concat([codes.assign(net_id=""), nets], ignore_index=True)


def mean_overlap(definition: Definition, pairs: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """The products of deviations of every mean.

    Args:
        definition: The survey.
        pairs: From `sql/mart/mart_trend_pair.sql`.
        means: `PLACE`, measure, value and previous_value of the means that are compared.

    Returns:
        `PLACE`, measure, overlap_n, overlap_products = Σw₁w₂(x₁ − x̄₁)(x₂ − x̄₂).
    """
    cells = pairs.loc[(pairs["option_id"] == "") & (pairs["net_id"] == "")]
    if cells.empty:
        nobody = pd.DataFrame(columns=[*PLACE, "measure", "overlap_n", "overlap_products"])
        return nobody.astype(dict.fromkeys([*PLACE, "measure"], str))
    cells = cells[[*PLACE, "previous_answer", "answer", "pair_n", "pair_ww"]]
    joined = cells.merge(means[[*PLACE, "measure", "value", "previous_value"]], on=PLACE, how="inner")
    before = _scored(definition, joined, "previous_wave", "previous_answer") - joined["previous_value"]
    now = _scored(definition, joined, "wave", "answer") - joined["value"]
    rows = joined.assign(overlap_n=joined["pair_n"], overlap_products=joined["pair_ww"] * before * now)
    sums = ["overlap_n", "overlap_products"]
    return rows.groupby([*PLACE, "measure"], as_index=False, sort=False)[sums].sum()


def _scored(definition: Definition, cells: pd.DataFrame, wave: str, answer: str) -> pd.Series:
    """The answers of a column as the numbers that the measure counts with in the wave of another column."""
    parts = [_scores(definition.in_wave(str(one))).assign(**{wave: one}) for one in cells[wave].unique()]
    scores = pd.concat(parts, ignore_index=True).rename(columns={"code": answer})
    keys = ["question_id", "measure", wave, answer]
    found = cells[keys].merge(scores, on=keys, how="left", validate="many_to_one")["score"]
    is_number = ~cells["question_id"].isin(scores["question_id"]).to_numpy()
    return pd.Series(found.to_numpy(), index=cells.index).mask(is_number, cells[answer])


def _scores(definition: Definition) -> pd.DataFrame:
    """The number that each code counts with in each measure: question_id, measure, code, score."""
    tables = scores_of_measures(definition, net_members(definition))
    scores = pd.concat(
        [table.assign(measure=measure) for measure, table in tables.items()], ignore_index=True
    ).merge(_codes(definition), on=["question_id", "option_id"], how="inner")
    return scores[["question_id", "measure", "code", "score"]]

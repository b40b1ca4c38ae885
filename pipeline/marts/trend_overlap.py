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
    ticks, single = pairs.loc[is_tick], pairs.loc[~is_tick]
    nobody = pd.DataFrame(columns=[*PAIRED, *SUMS]).astype(dict.fromkeys(PAIRED, str))
    parts = [_of_ticks(ticks) if len(ticks) else nobody, _of_single(definition, single)]
    found = pd.concat([part for part in parts if len(part)] or [nobody], ignore_index=True)
    return found.astype(dict.fromkeys(SUMS, "float64"))


def _of_ticks(ticks: pd.DataFrame) -> pd.DataFrame:
    ww, before, now = ticks["pair_ww"], ticks["previous_answer"], ticks["answer"]
    products = (ticks["pair_n"], ww, ww * before, ww * now, ww * before * now)
    rows = ticks[PAIRED].assign(**dict(zip(SUMS, products, strict=True)))
    return rows.groupby(PAIRED, as_index=False, sort=False)[SUMS].sum()


def _of_single(definition: Definition, cells: pd.DataFrame) -> pd.DataFrame:
    """Options and nets of questions with one answer, which are sums over cells of two codes."""
    if cells.empty:
        return cells
    members = _members(definition)
    everyone = cells.groupby(PLACE, as_index=False, sort=False)[["pair_n", "pair_ww"]].sum()
    everyone = everyone.rename(columns={"pair_n": "overlap_n", "pair_ww": "overlap_ww"})
    rows = everyone.merge(
        members[["question_id", "option_id", "net_id"]].drop_duplicates(), on="question_id", how="inner"
    )
    mine = cells[[*PLACE, "previous_answer", "answer", "pair_ww"]]
    before = mine.merge(members, left_on=["question_id", "previous_answer"], right_on=["question_id", "code"])
    now = mine.merge(members, left_on=["question_id", "answer"], right_on=["question_id", "code"])
    keys = ["question_id", "option_id", "net_id"]
    both = before.drop(columns="code").merge(
        members, left_on=[*keys, "answer"], right_on=[*keys, "code"], how="inner"
    )
    for name, part in (("previous", before), ("current", now), ("both", both)):
        sums = part.groupby(PAIRED, sort=False)["pair_ww"].sum().rename(f"overlap_ww_{name}")
        rows = rows.join(sums, on=PAIRED, validate="one_to_one")
    return rows.fillna(dict.fromkeys(SUMS, 0.0))[[*PAIRED, *SUMS]]


def _codes(definition: Definition) -> pd.DataFrame:
    """The code of every option: question_id, option_id, code."""
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
    wanted = means[[*PLACE, "measure", "value", "previous_value"]]
    joined = cells.merge(wanted, on=PLACE, how="inner")
    scored = _with_scores(definition, joined)
    before, now = scored["x_before"] - scored["previous_value"], scored["x"] - scored["value"]
    rows = scored.assign(overlap_n=scored["pair_n"], overlap_products=scored["pair_ww"] * before * now)
    sums = ["overlap_n", "overlap_products"]
    return rows.groupby([*PLACE, "measure"], as_index=False, sort=False)[sums].sum()


def _with_scores(definition: Definition, cells: pd.DataFrame) -> pd.DataFrame:
    """Both answers of each cell as the numbers that the measure counts with: x_before and x."""
    codes = _codes(definition)
    scores = pd.concat(
        [table.assign(measure=measure) for measure, table in scores_of_measures(definition).items()],
        ignore_index=True,
    ).merge(codes, on=["question_id", "option_id"], how="inner")
    scores = scores[["question_id", "measure", "code", "score"]]
    found = cells
    for answer, name in (("previous_answer", "x_before"), ("answer", "x")):
        renamed = scores.rename(columns={"code": answer, "score": name})
        found = found.merge(renamed, on=["question_id", "measure", answer], how="left")
    is_number = ~found["question_id"].isin(scores["question_id"])
    return found.assign(
        x_before=found["x_before"].mask(is_number, found["previous_answer"]),
        x=found["x"].mask(is_number, found["answer"]),
    )

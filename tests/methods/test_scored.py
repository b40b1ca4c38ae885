"""Top and bottom boxes, balance and NPS: the reference values, polarity, and scales that are refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.nets import net_measures, sum_nets
from pipeline.methods.numeric import mean_measures
from pipeline.methods.scored import (
    nps_members,
    score_sums,
    top_bottom_members,
    turned_scores,
)
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, read
from tests.methods.survey_cells import members, person_groups

KEYS = ["question_id", "demographic_id", "group_id"]


def scale_rows(question: str, scores: range) -> pd.DataFrame:
    """Option rows of a scale question for the demographics of the reference values, from the persons."""
    long = person_groups(members(), tuple(read("nets", "expected")["demographic_id"].unique()))
    long = long[long[question].isin(list(scores))]
    rows = []
    for group, part in long.groupby(["demographic_id", "group_id"]):
        w = part["weight"]
        base = {"valid_n": len(w), "valid_w": w.sum(), "valid_w2": (w**2).sum(), "f": 0.0}
        for score in scores:
            w = part["weight"][part[question] == score]
            sums = {"option_n": len(w), "option_w": w.sum(), "option_w2": (w**2).sum()}
            ids = {"question_id": question, "demographic_id": group[0], "group_id": group[1]}
            rows.append(ids | {"option_id": f"o{score}", "score": float(score)} | base | sums)
    return pd.DataFrame(rows).assign(role="substantive")


def difference(options: pd.DataFrame, named: pd.DataFrame, measure: str, keys=KEYS) -> pd.DataFrame:
    """The balance or NPS, as a run has it: the mean of 100 in the upper net, −100 in the lower, else 0."""
    upper = named["net_id"].str.match("top|promoters")
    signs = named[["question_id", "option_id"]].assign(score=np.where(upper, 100.0, -100.0))
    scored = options.drop(columns="score").merge(signs, on=["question_id", "option_id"], how="left")
    sums = score_sums(scored.fillna({"score": 0.0}), base="valid", keys=keys)
    return mean_measures(sums, base="valid", keys=keys, measure=measure)


def measured(options: pd.DataFrame, named: pd.DataFrame, measure: str, keys=KEYS) -> pd.DataFrame:
    nets = net_measures(sum_nets(options, named, base="valid", keys=keys), base="valid", keys=keys)
    between = difference(options, named, measure, keys)
    return pd.concat([nets.drop(columns="net_id"), between], ignore_index=True)


def test_the_reference_values():
    expected = read("nets", "expected")
    boxes, nps = scale_rows("q2", range(1, 6)), scale_rows("nps", range(11))
    found = pd.concat(
        [measured(boxes, top_bottom_members(boxes), "balance"), measured(nps, nps_members(nps), "nps")]
    )
    keys = [*KEYS, "measure"]
    actual = expected[keys].merge(found, on=keys, how="left")
    for name in ("base_n", "value", "se"):
        assert_close(actual[name], expected[name])


def scale(counts, weight=1.0, **columns) -> pd.DataFrame:
    n = sum(counts)
    return pd.DataFrame(
        {
            "question_id": "q", "option_id": [f"o{i}" for i in range(len(counts))],
            "score": [float(i) for i in range(len(counts))], "role": "substantive",
            "option_n": counts, "option_w": [weight * c for c in counts],
            "option_w2": [weight**2 * c for c in counts],
            "valid_n": n, "valid_w": weight * n, "valid_w2": weight**2 * n, "f": 0.0,
        }
    ).assign(**columns)  # fmt: skip


def boxes_of(options: pd.DataFrame) -> dict[str, list[str]]:
    return top_bottom_members(options).groupby("net_id")["option_id"].agg(sorted).to_dict()


def test_the_number_of_boxes_follows_the_number_of_points():
    assert boxes_of(scale([1] * 2)) == {"top1": ["o1"], "bottom1": ["o0"]}
    assert boxes_of(scale([1] * 3)) == {"top1": ["o2"], "bottom1": ["o0"]}
    assert boxes_of(scale([1] * 4)) == {"top2": ["o2", "o3"], "bottom2": ["o0", "o1"]}
    assert boxes_of(scale([1] * 7)) == {"top2": ["o5", "o6"], "bottom2": ["o0", "o1"]}
    assert boxes_of(scale([1] * 8, top_k=3))["top3"] == ["o5", "o6", "o7"]


def test_scores_decide_and_neither_code_nor_place():
    options = scale([1, 2, 3]).assign(score=[7.0, 1.0, 4.0])
    assert boxes_of(options) == {"top1": ["o0"], "bottom1": ["o1"]}
    assert boxes_of(options.assign(polarity="reversed")) == {"top1": ["o1"], "bottom1": ["o0"]}


def test_options_off_the_scale_are_in_no_box():
    options = scale([5, 5, 5, 5]).assign(role=["substantive", "substantive", "other", "dont_know"])
    options.loc[2, "score"] = np.nan
    assert boxes_of(options) == {"top1": ["o1"], "bottom1": ["o0"]}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (scale([1] * 8), "need a scale of 2 to 7 points"),
        (scale([1]), "need a scale of 2 to 7 points"),
        (scale([1] * 8, top_k=5), "would overlap"),
        (scale([1] * 4, score=[1.0, 2.0, 2.0, 3.0]), "scores must differ"),
    ],
)
def test_scales_without_boxes_are_refused(options, reason):
    with pytest.raises(MethodError, match=reason):
        top_bottom_members(options)


def test_nps_needs_its_scale():
    with pytest.raises(MethodError, match="exactly the scores 0, 1"):
        nps_members(scale([1] * 10))
    with pytest.raises(MethodError, match="exactly the scores 0, 1"):
        nps_members(scale([1] * 11, score=[float(i) for i in range(1, 12)]))


@FEW
@given(st.lists(st.integers(0, 40), min_size=4, max_size=7), st.floats(0.01, 100))
def test_a_turned_scale_turns_the_balance(counts, weight):
    def balance(options):
        return difference(options, top_bottom_members(options), "balance", ["question_id"]).iloc[0]

    one, two = balance(scale(counts, weight)), balance(scale(counts, polarity="reversed"))
    if sum(counts) == 0:
        assert np.isnan(one["value"])
        assert one["stat_note"] == "no_base"
        return
    assert one["value"] == pytest.approx(-two["value"])
    assert one["se"] == pytest.approx(two["se"], nan_ok=True)
    assert -100 <= one["value"] <= 100


def test_everybody_at_the_top_and_everybody_at_the_bottom():
    for counts, value in (([0, 0, 0, 9], 100), ([9, 0, 0, 0], -100)):
        options = scale(counts)
        out = measured(options, top_bottom_members(options), "balance", keys=["question_id"])
        found = out.set_index("measure")["value"]
        assert found["balance"] == value
        assert (out["se"] == 0).all()


def test_a_mean_of_scores_needs_a_score_for_each_option():
    with pytest.raises(MethodError, match="no score"):
        score_sums(scale([1, 2, 3]).assign(score=[1.0, np.nan, 3.0]), base="valid", keys=["question_id"])


def test_a_turned_score_is_the_sum_of_the_ends_minus_it():
    options = scale([1, 1, 1], score=[2.0, 3.0, 7.0])
    assert turned_scores(options, keys=["question_id"]).tolist() == [2, 3, 7]
    turned = turned_scores(options.assign(polarity="reversed"), keys=["question_id"])
    assert turned.tolist() == [7, 6, 2]
    named = nps_members(scale([1] * 11, polarity="reversed")).groupby("net_id")["option_id"].agg(sorted)
    assert named["promoters"] == ["o0", "o1"]
    assert len(named["detractors"]) == 7
    assert "o4" in named["detractors"]
    assert "o3" not in named["detractors"]


def test_a_balance_of_a_finite_population_is_surer():
    options = scale([10, 5, 5, 20])
    half = options.assign(f=0.36)
    found = [
        difference(rows, top_bottom_members(rows), "balance", ["question_id"]) for rows in (options, half)
    ]
    assert found[1]["se"].item() == pytest.approx(0.8 * found[0]["se"].item(), rel=1e-12)

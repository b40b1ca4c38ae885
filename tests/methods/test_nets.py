"""Nets of options: the reference nets and their tests, unions of multiple choice, and refusals."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.bad_input import MethodError
from pipeline.methods.group_tests import compare_nets_with_rest, compare_with_rest
from pipeline.methods.nets import net_measures, sum_nets
from pipeline.methods.precision import effective_n
from pipeline.methods.rest import add_rest_fraction, rest_sums
from pipeline.methods.scored import top_bottom_members
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read
from tests.methods.survey_cells import COUNTS, members, option_rows, person_groups, split_total

QUESTION = ["report_id", "question_id", "item_id"]
GROUP = ["demographic_id", "group_id"]
SUMS = [f"{prefix}_{kind}" for prefix in ("option", "valid") for kind in ("n", "w", "w2")]


def q2() -> pd.DataFrame:
    rows = option_rows().query("question_id == 'q2'").reset_index(drop=True)
    return rows.assign(score=rows["option_id"].astype(float).where(rows["role"] == "substantive"))


def with_rest(rows: pd.DataFrame, id_column: str) -> pd.DataFrame:
    groups, totals = split_total(rows)
    keys = [*QUESTION, id_column]
    return add_rest_fraction(rest_sums(groups, totals, keys=keys, sums=[*SUMS, *COUNTS]))


def test_the_reference_tests_of_nets():
    options = q2()
    nets = sum_nets(
        options, top_bottom_members(options), base="valid", keys=[*QUESTION, *GROUP], carry=COUNTS
    )
    tests = compare_with_rest(with_rest(options, "option_id"), base="valid")
    actual = compare_nets_with_rest(with_rest(nets, "net_id"), tests, base="valid")
    expected = read("nets_test", "expected")
    keys = ["question_id", *GROUP, "net_id"]
    actual = expected[keys].merge(actual, on=keys, how="left", validate="one_to_one")
    assert len(actual) == 20
    for name in ("group_pct", "rest_pct", "diff_pp", "z", "p_crit"):
        assert_close(actual[name], expected[name], atol=1e-12)
    assert_probabilities(actual["p_value"], expected["p_value"])
    for ours, theirs in (("", "group"), ("rest_", "rest")):
        assert_close(actual[f"{ours}f"], expected[f"f_{theirs}"])
        n_eff = effective_n(actual[f"{ours}valid_w"], actual[f"{ours}valid_w2"])
        assert_close(pd.Series(n_eff), expected[f"n_eff_{theirs}"])
    for name in ("test_method", "mark"):
        assert actual[name].tolist() == expected[name].tolist()
    assert "q_value" not in actual.columns
    assert (actual["family_size"] == 25).all()
    cells = with_rest(nets, "net_id").assign(f=0.0, rest_f=0.0)
    plain = expected[keys].merge(compare_nets_with_rest(cells, tests, base="valid"), on=keys, how="left")
    assert_probabilities(plain["p_value"], expected["p_value_nofpc"])


def test_a_net_of_an_untested_question_is_refused():
    options = q2()
    nets = sum_nets(
        options, top_bottom_members(options), base="valid", keys=[*QUESTION, *GROUP], carry=COUNTS
    )
    tests = compare_with_rest(with_rest(options, "option_id"), base="valid")
    other = tests[tests["demographic_id"] == "gender"]
    cells = with_rest(nets, "net_id")
    with pytest.raises(MethodError, match="no options were tested in this family"):
        compare_nets_with_rest(cells, other, base="valid")


def ticks(weighting: str) -> pd.DataFrame:
    """The multiple-choice question: a row per tick and the union `net_a_or_b`, counted over persons."""
    ticked = ["a", "b", "c", "d", "none"]
    persons = members(weighting)
    persons = persons.assign(valid=persons[[f"m_{name}" for name in ticked]].sum(axis=1) > 0)
    long = person_groups(persons, tuple(read("multi", "expected")["demographic_id"].unique()))
    options = {name: long[f"m_{name}"] == 1 for name in ticked}
    options["net_a_or_b"] = options["a"] | options["b"]
    rows = []
    for group, part in long.groupby(GROUP):
        w = part["weight"][part["valid"]]
        base = {"valid_n": len(w), "valid_w": w.sum(), "valid_w2": (w**2).sum(), "f": 0.0}
        for name, chosen in options.items():
            w = part["weight"][chosen[part.index]]
            sums = {"option_n": len(w), "option_w": w.sum(), "option_w2": (w**2).sum()}
            rows.append(dict(zip(GROUP, group, strict=True)) | {"net_id": name} | base | sums)
    return pd.DataFrame(rows)


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_a_net_of_multiple_choice_is_a_union(weighting):
    expected = read("multi", "expected").query("weighting == @weighting").reset_index(drop=True)
    expected = expected.rename(columns={"option_id": "net_id"})
    found = net_measures(ticks(weighting), base="valid", keys=GROUP)
    actual = expected[[*GROUP, "net_id"]].merge(found, how="left")
    for ours, theirs in {"value": "cases_pct", "se": "se_pp", "base_n": "valid_n"}.items():
        assert_close(actual[ours], expected[theirs])
    assert (actual["measure"] == "net").all()


def test_ticks_are_never_added_up():
    rows = ticks("weight").query("net_id != 'net_a_or_b'").rename(columns={"net_id": "option_id"})
    rows = rows.assign(question_id="m", role="substantive")
    members_of_net = pd.DataFrame({"question_id": "m", "net_id": "a_or_b", "option_id": ["a", "b"]})
    with pytest.raises(MethodError, match="one answer a person"):
        sum_nets(rows, members_of_net, base="valid", keys=["question_id", *GROUP])


@pytest.mark.parametrize(
    ("option_id", "reason"),
    [("17", "not an option of the question"), ("9", "role that is not in the base valid")],
)
def test_an_option_that_can_be_in_no_net_is_refused(option_id, reason):
    wrong = pd.DataFrame({"question_id": ["q2"], "net_id": "mine", "option_id": option_id})
    with pytest.raises(MethodError, match=reason):
        sum_nets(q2(), wrong, base="valid", keys=[*QUESTION, *GROUP])


def one_question(counts, weight=1.0) -> pd.DataFrame:
    n = sum(counts)
    return pd.DataFrame(
        {
            "question_id": "q", "group_id": "g", "option_id": [f"o{i}" for i in range(len(counts))],
            "option_n": counts, "option_w": [weight * c for c in counts],
            "option_w2": [weight**2 * c for c in counts],
            "valid_n": n, "valid_w": weight * n, "valid_w2": weight**2 * n, "f": 0.0, "role": "substantive",
        }
    )  # fmt: skip


@FEW
@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.floats(0.01, 100))
def test_all_options_are_everybody_and_complements_share_their_error(counts, weight):
    options = one_question(counts, weight)
    ids = options["option_id"].tolist()
    named = {"all": ids, "first": ids[:1], "others": ids[1:]}
    rows = [{"question_id": "q", "net_id": net, "option_id": o} for net, of in named.items() for o in of]
    nets = sum_nets(options, pd.DataFrame(rows), base="valid", keys=["question_id", "group_id"])
    found = net_measures(nets, base="valid", keys=["question_id", "group_id"]).set_index("net_id")
    if sum(counts) == 0:
        assert found["value"].isna().all()
        assert set(found["stat_note"]) == {"no_base"}
        return
    assert found.loc["all", "value"] == 100
    if sum(counts) > 1:
        assert found.loc["all", "se"] == pytest.approx(0, abs=1e-6)
    if len(ids) > 1:
        assert found.loc["first", "value"] + found.loc["others", "value"] == pytest.approx(100)
        assert_close(found["se"].loc[["first"]], found["se"].loc[["others"]], rtol=1e-7, atol=1e-6)


def test_a_net_of_everybody_is_the_whole_base_to_the_last_bit():
    """0.1 + 0.2 + 0.3 is more than 0.6 in floats, and a share above 1 is refused further on."""
    weights = [0.1, 0.2, 0.3]
    options = pd.DataFrame({"question_id": "q", "option_id": ["a", "b", "c"], "role": "substantive"}).assign(
        option_n=1, option_w=weights, option_w2=[w**2 for w in weights],
        valid_n=3, valid_w=0.6, valid_w2=0.14, f=0.0,
    )  # fmt: skip
    members = pd.DataFrame({"question_id": "q", "net_id": "any", "option_id": ["a", "b", "c"]})
    net = sum_nets(options, members, base="valid", keys=["question_id"]).iloc[0]
    assert sum(weights) > 0.6
    assert (net["option_n"], net["option_w"], net["option_w2"]) == (3, 0.6, 0.14)


def test_of_one_person_a_net_has_a_share_and_no_error():
    options = one_question([1, 0])
    named = pd.DataFrame({"question_id": "q", "net_id": "any", "option_id": ["o0", "o1"]})
    nets = sum_nets(options, named, base="valid", keys=["question_id", "group_id"])
    found = net_measures(nets, base="valid", keys=["question_id", "group_id"]).iloc[0]
    assert (found["value"], found["stat_note"]) == (100, "small_base")
    assert pd.isna(found["se"])

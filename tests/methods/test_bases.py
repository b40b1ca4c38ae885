"""The four percentages against the reference cases, and what holds for every table."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from pipeline.methods.bad_input import MethodError
from pipeline.methods.bases import add_percentages, add_responses, choose_base, join_bases, skipped_percent
from tests.methods.reference_cases import CASES, assert_close, read
from tests.methods.sums import single_choice, sums_columns

NOT_VALID = {"vet_ikke": "dont_know", "dk": "dont_know", "na": "not_applicable", "refused": "refused"}
PERCENTAGES = ("answered_pct", "valid_pct", "cases_pct", "responses_pct")
STATE_KEYS = ["question_id", "group_id"]


@pytest.fixture
def states():
    expected = read("states_pct", "expected")
    options = expected[[*STATE_KEYS, "option_id", "option_n"]].copy()
    options["option_w"] = options["option_w2"] = options["option_n"]
    options["role"] = options["option_id"].map(NOT_VALID).fillna("substantive")
    options["is_multiple"] = options["question_id"] == "s3"
    bases = read("states_pct", "input")
    for base in ("asked", "answered", "valid"):
        bases[f"{base}_w"] = bases[f"{base}_w2"] = bases[f"{base}_n"]
    return options, bases, expected


def test_percentages_of_the_answer_states_case(states):
    options, bases, expected = states
    joined = join_bases(options, bases, on=STATE_KEYS)
    shares = add_percentages(add_responses(joined, by=STATE_KEYS), keys=[*STATE_KEYS, "option_id"])
    for column in PERCENTAGES:
        assert_close(shares[column], expected[column])
    assert shares["stat_note"].isna().all()
    # s3 was put to all 22; 8 ticked x
    of_asked = shares.set_index(["question_id", "group_id", "option_id"])["asked_pct"]
    assert of_asked["s3", "Total", "x"] == pytest.approx(100 * 8 / 22)
    assert of_asked.drop("s3").isna().all()


def test_who_left_a_question_out_is_a_share_of_those_asked():
    """Of 22 asked s1 two skipped it and one never came so far; s2 was put to 11."""
    bases = read("states_pct", "input").set_index(STATE_KEYS)
    found = skipped_percent(bases)
    assert found["s1", "Total"] == pytest.approx(100 * 3 / 22)
    silent = bases["asked_n"] - bases["answered_n"] - bases["state_invalid_n"]
    assert_close(found, 100 * silent / bases["asked_n"])
    nobody = pd.DataFrame({"state_skipped_n": [0], "state_not_reached_n": [0], "asked_n": [0]})
    assert skipped_percent(nobody).isna().all()


def test_cases_and_responses_of_weighted_multiple_choice():
    members = read("multi", "input")
    members["w"] = [Decimal(text) for text in pd.read_csv(CASES / "multi" / "input.csv", dtype=str)["weight"]]
    expected = read("multi", "expected")
    ticks = ["m_a", "m_b", "m_c", "m_d", "m_none"]
    for (demographic, group, weighting), part in expected.groupby(
        ["demographic_id", "group_id", "weighting"]
    ):
        persons = members if demographic == "total" else members[members[demographic] == group]
        weights = persons["w"] if weighting == "weight" else pd.Series(Decimal(1), index=persons.index)
        valid = (persons[ticks] == 1).any(axis=1)
        base = sums_columns("answered", list(weights[valid])) | sums_columns("valid", list(weights[valid]))
        base |= sums_columns("asked", list(weights))
        rows = [
            {
                "option_id": tick.removeprefix("m_"),
                "role": "substantive",
                "is_multiple": True,
                "question_id": "m",
            }
            | sums_columns("option", list(weights[persons[tick] == 1]))
            | base
            for tick in ticks
        ]
        shares = add_percentages(add_responses(pd.DataFrame(rows), by=["question_id"]), keys=["option_id"])
        wanted = part[part["option_id"] != "net_a_or_b"]
        assert set(part["asked_n"]) == {len(persons)}
        for column in ("option_n", "valid_n", "responses_n", "cases_pct", "responses_pct"):
            assert_close(shares[column], wanted[column])
        assert shares["valid_pct"].isna().all()
        for option, share in zip(shares["option_id"], shares["asked_pct"], strict=True):
            ticked = weights[persons[f"m_{option}"] == 1].sum()
            assert share == pytest.approx(float(100 * ticked / weights.sum()))


@given(single_choice())
def test_shares_of_one_answer_add_up_to_100_or_are_all_null(options):
    shares = add_percentages(options, keys=["option_id"])
    for column, base in (("answered_pct", "answered_n"), ("valid_pct", "valid_n")):
        if shares[base].iloc[0] > 0:
            assert shares[column].sum() == pytest.approx(100, rel=1e-12)
            assert shares[column].dropna().between(0, 100).all()
        else:
            assert shares[column].isna().all()
    assert shares[["cases_pct", "responses_pct"]].isna().all(axis=None)
    assert (shares["stat_note"] == "no_base").any() == (shares["valid_n"].iloc[0] == 0)
    assert all(str(shares[column].dtype) == "float64" for column in PERCENTAGES)


@given(single_choice())
def test_the_input_is_never_changed(options):
    before = options.copy(deep=True)
    add_percentages(options, keys=["option_id"])
    add_responses(options, by=["question_id"])
    pd.testing.assert_frame_equal(options, before)


def one_row(**columns):
    row = {"question_id": "q", "option_id": "a", "role": "substantive", "is_multiple": False}
    for prefix, n in (("option", 2), ("answered", 4), ("valid", 3)):
        row |= {f"{prefix}_n": n, f"{prefix}_w": float(n), f"{prefix}_w2": float(n)}
    return pd.DataFrame([row | columns])


def test_a_base_that_is_only_dont_know():
    empty = {"valid_n": 0, "valid_w": 0, "valid_w2": 0}
    dont_know = one_row(role="dont_know", option_n=4, option_w=4, option_w2=4, **empty)
    yes = one_row(option_id="b", option_n=0, option_w=0, option_w2=0, **empty)
    shares = add_percentages(pd.concat([dont_know, yes], ignore_index=True), keys=["option_id"])
    assert shares["answered_pct"].tolist() == [100, 0]
    assert shares["valid_pct"].isna().all()
    assert shares["stat_note"].isna().tolist() == [True, False]
    assert shares["stat_note"][1] == "no_base"


def test_the_chosen_base_can_differ_by_row():
    rows = pd.concat([one_row(), one_row(option_id="b")], ignore_index=True)
    shares = add_percentages(rows, keys=["option_id"])
    chosen = choose_base(shares, pd.Series(["answered", "valid"]))
    assert chosen["shown_pct"].tolist() == [50.0, pytest.approx(200 / 3)]
    assert chosen["base_n"].tolist() == [4, 3]
    assert "shown_pct" not in shares
    with pytest.raises(MethodError, match="base_kind=everyone: must be one of"):
        choose_base(shares, "everyone")
    with pytest.raises(TypeError):
        choose_base(shares)  # there is no default denominator


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"option_n": -1}, "option_n is not a count"),
        ({"option_n": 1.5}, "option_n is not a count"),
        ({"option_n": None}, "option_n is not a count"),
        ({"option_n": 5, "option_w": 5, "option_w2": 5}, "option_n exceeds answered_n"),
        ({"option_w": 4.5, "option_w2": 10.2}, "option_w exceeds answered_w"),
        ({"answered_w": 0.0}, "are not all positive although n > 0"),
        ({"answered_w": float("nan")}, "are not all finite numbers"),
        ({"valid_w": float("inf")}, "are not all finite numbers"),
        ({"answered_w2": 3.9}, "exceeds n times the sum of squares"),
        ({"answered_w2": 16.1}, "exceeds the squared sum of positive weights"),
        ({"valid_n": 0}, "are not all 0 although n = 0"),
    ],
)
def test_impossible_sums_are_refused(columns, reason):
    with pytest.raises(MethodError, match=reason) as refusal:
        add_percentages(one_row(**columns), keys=["question_id", "option_id"])
    assert refusal.value.function == "add_percentages"
    assert refusal.value.key == "question_id=q, option_id=a"


def test_missing_columns_duplicate_keys_and_orphans_are_refused(states):
    options, bases, _ = states
    with pytest.raises(MethodError, match="column answered_n is missing"):
        add_percentages(one_row().drop(columns="answered_n"), keys=["option_id"])
    with pytest.raises(MethodError, match="the key occurs twice"):
        join_bases(pd.concat([options, options]), bases, on=STATE_KEYS)
    with pytest.raises(MethodError, match="the key occurs twice"):
        join_bases(options, pd.concat([bases, bases]), on=STATE_KEYS)
    with pytest.raises(
        MethodError, match="question_id=s1, group_id=Total, option_id=ja: the option has no row"
    ):
        join_bases(options, bases[bases["question_id"] != "s1"], on=STATE_KEYS)
    with pytest.raises(MethodError, match="the key is NULL"):
        join_bases(options.assign(option_id=np.nan), bases, on=STATE_KEYS)


def test_joining_keeps_order_and_index(states):
    options, bases, _ = states
    shuffled = options.sample(frac=1, random_state=3)
    joined = join_bases(shuffled, bases, on=STATE_KEYS)
    pd.testing.assert_frame_equal(joined[options.columns], shuffled)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"role": "substantiv"}, "role=substantiv: not declared; must be one of dont_know, "),
        ({"role": None}, "role=NULL: not declared"),
        ({"is_multiple": None}, "is_multiple=NULL: not declared"),
    ],
)
def test_a_role_or_type_that_is_none_is_refused(columns, words):
    for compute in (
        lambda rows: add_percentages(rows, keys=["option_id"]),
        lambda rows: add_responses(rows, by=["question_id"]),
    ):
        with pytest.raises(MethodError, match=words):
            compute(one_row(**columns))


def test_another_answer_takes_a_stand():
    shares = add_percentages(one_row(role="other"), keys=["option_id"])
    assert shares["valid_pct"].tolist() == [pytest.approx(200 / 3)]


@pytest.mark.parametrize("kind", ["cases", "responses"])
def test_shares_of_several_answers_rest_on_the_persons_who_ticked(kind):
    asked = {"asked_n": 5, "asked_w": 5.0, "asked_w2": 5.0}
    row = one_row(is_multiple=True, responses_n=6, responses_w=6.0, **asked)
    chosen = choose_base(add_percentages(row, keys=["option_id"]), kind)
    assert chosen[["base_n", "base_w", "base_w2"]].to_numpy().tolist() == [[3, 3, 3]]
    assert chosen["shown_pct"].tolist() == [pytest.approx({"cases": 200 / 3, "responses": 100 / 3}[kind])]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"valid_n": 1, "valid_w": 1.0, "valid_w2": 1.0}, "option_n exceeds valid_n"),
        ({"valid_n": 5, "valid_w": 5.0, "valid_w2": 5.0}, "valid_n exceeds answered_n"),
        (
            {"is_multiple": True, "responses_w": 2.0, "asked_n": 3, "asked_w": 3.0, "asked_w2": 3.0},
            "answered_n exceeds asked_n",
        ),
    ],
)
def test_a_part_larger_than_its_base_is_refused(columns, words):
    with pytest.raises(MethodError, match=words):
        add_percentages(one_row(**columns), keys=["option_id"])

"""Answers and groups as digits: what each value means, and that packs can be taken apart again."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.states import ANSWERED_STATES, STATES
from pipeline.survey.digits import ANSWERED, UNANSWERED
from pipeline.survey.packs import LIMIT
from pipeline.survey.tables import definition_tables
from tests.marts.members_survey import definition


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return definition_tables(definition())


def test_a_question_with_one_answer_is_a_digit_of_options_and_of_why_there_is_none(
    tables: dict[str, pd.DataFrame],
) -> None:
    q1 = tables["definition_digit_value"].query("question_id == 'q1'")
    assert q1["digit_key"].nunique() == 1
    assert q1["value"].tolist() == list(range(1, len(q1) + 1))
    options = q1.loc[q1["column_name"] == "q_q1"]
    assert options["code"].tolist() == [1, 2, 3, 4]
    assert options["state"].tolist() == ["substantive", "substantive", "substantive", "dont_know"]
    blanks = q1.loc[q1["column_name"] == "state_q1"]
    assert (blanks["state"].tolist(), blanks["option_key"].isna().all()) == (list(UNANSWERED), True)


def test_ticks_and_nets_are_digits_of_their_own_beside_the_state(tables: dict[str, pd.DataFrame]) -> None:
    values, options = tables["definition_digit_value"], tables["definition_option"]
    multiple = options.loc[options["is_multiple"]]
    assert not multiple.empty
    for question, rows in multiple.groupby("question_id"):
        of_question = values.loc[values["question_id"] == question]
        ticks = of_question.loc[of_question["option_key"].notna()]
        assert (ticks["value"] == 1).all()
        assert (ticks["state"] == "").all()
        assert ticks.groupby("digit_key")["option_key"].nunique().eq(1).all()
        assert ticks["option_key"].nunique() == len(rows)
        states = of_question.loc[of_question["option_key"].isna()]
        assert states["digit_key"].nunique() == 1
        assert states["state"].nunique() == len(states) == 10


@pytest.mark.parametrize("table", ["definition_answer_digit", "definition_group_digit"])
def test_a_pack_is_taken_apart_again(table: str, tables: dict[str, pd.DataFrame]) -> None:
    generator = np.random.default_rng(1)
    for _, digits in tables[table].groupby("pack_key"):
        drawn = [generator.integers(0, size, 500) for size in digits["size"]]
        code = sum(value * place for value, place in zip(drawn, digits["place"], strict=True))
        assert code.max() < digits["pack_size"].iloc[0] <= LIMIT
        for value, place, size in zip(drawn, digits["place"], digits["size"], strict=True):
            assert ((code // place) % size == value).all()


def test_every_answer_state_is_a_value_of_some_digit() -> None:
    """Coding gives the states, and the definition's digits must know each of them."""
    assert ANSWERED == ANSWERED_STATES
    assert sorted((*ANSWERED, *UNANSWERED)) == sorted(STATES)

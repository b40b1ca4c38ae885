"""The contracts of raw and core: a table that is wrong in one place breaks the rule for that place."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.schemas import core, raw
from pipeline.survey.survey import Definition
from tests.coding.small_survey import core as build
from tests.coding.small_survey import define, source, survey_yaml

QUESTIONS = """
questions:
  - {id: q, ask_if: everyone, text: Q, column: q,
     options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]}
  - {id: m, type: multiple, ask_if: everyone, text: M, columns: {a: ma, b: mb},
     options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]}
  - {id: n, type: numeric, ask_if: everyone, text: N, column: n, min: 0, max: 80}
  - {id: t, type: open, text: T, column: t}
"""
REPORT = (
    "report: r\ntitle: R\nchapters: [{id: k, title: K, questions: [q]}]\nfacts: {yes: {count: q = 'a'}}\n"
)
CELLS = {
    "q": ["1", "2", None],
    "ma": ["1", "0", "0"],
    "mb": ["1", "1", "0"],
    "n": ["3", "99", None],
    "t": ["x", None, ""],
}


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    survey = survey_yaml("demographics: [{id: group, text: G, variable: q}]\n")
    return define(tmp_path_factory.mktemp("schemas"), QUESTIONS, survey, r=REPORT)


@pytest.fixture
def responses(definition: Definition) -> pd.DataFrame:
    return build(definition, source(CELLS)).responses


def rules(frame: pd.DataFrame, definition: Definition) -> list[str]:
    return [f"{b.column} {b.rule}".strip() for b in breaches(frame, core.core_responses(definition))]


def test_what_core_makes_keeps_its_contracts(definition: Definition) -> None:
    made = build(definition, source(CELLS))
    for frame, schema in (
        (made.responses, core.core_responses(definition)),
        (made.dispositions, core.core_dispositions(definition)),
        (made.rejected, core.core_rejected()),
        (made.conditions, core.core_conditions()),
    ):
        assert breaches(frame, schema) == []
    assert made.conditions[["respondent_id", "condition_id"]].to_numpy().tolist() == [[1, "yes:numerator"]]


Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda f: f.assign(q_q=f["q_q"].replace({2: 3})), "q_q isin([1, 2])"),
        (lambda f: f.assign(q_m__a=f["q_m__a"].replace({1: 2})), "q_m__a isin([0, 1])"),
        (lambda f: f.assign(q_n=81.0), "q_n in_range(0.0, 80.0)"),
        (lambda f: f.assign(q_q=pd.array([1, 2, 1], dtype="Int16")), "q_q_only_when_answered"),
        (lambda f: f.assign(state_q="maybe"), "state_q isin("),
        (lambda f: f.assign(state_q=None), "state_q not_nullable"),
        (lambda f: f.assign(group_group=pd.array([1, 2, 3], dtype="Int16")), "group_group in_range(1, 2)"),
        (lambda f: f.assign(start_weight=0.0), "start_weight greater_than(0)"),
        (lambda f: f.assign(respondent_key="x"), "respondent_key field_uniqueness"),
        (lambda f: f.assign(respondent_id=1), "respondent_id field_uniqueness"),
        (lambda f: f.assign(status="opened"), "status isin(['complete', 'partial'])"),
        (lambda f: f.assign(q_t="hemmelig"), "q_t column_in_schema"),
        (lambda f: f.drop(columns="state_m"), "state_m column_in_dataframe"),
    ],
)
def test_one_wrong_thing_breaks_one_rule(
    definition: Definition, responses: pd.DataFrame, change: Change, rule: str
) -> None:
    assert rules(responses, definition) == []
    found = rules(change(responses), definition)
    assert any(one.startswith(rule) for one in found), found
    assert "hemmelig" not in "".join(found)


def test_raw_has_rows_pseudonyms_and_all_kept_columns(tmp_path: Path) -> None:
    good = pd.DataFrame({"wave": ["2024"], "source_row": [1], "respondent_key": ["0" * 32], "v0002": [None]})
    assert breaches(good, raw.raw_responses(1)) == []
    assert [b.rule for b in breaches(good, raw.raw_responses(2))] == ["has_all_kept_columns"]
    assert "has_rows" in {b.rule for b in breaches(good.iloc[:0], raw.raw_responses(1))}
    name = breaches(good.assign(respondent_key="ola@example.org"), raw.raw_responses(1))
    assert [(b.column, b.rule.split("(")[0], b.rows) for b in name] == [("respondent_key", "str_matches", 1)]
    extra = breaches(good.assign(navn="Ola"), raw.raw_responses(2))
    assert ("navn", "column_in_schema") in {(b.column, b.rule) for b in extra}


def test_a_rule_on_whole_rows_looks_at_its_own_columns_alone(definition: Definition) -> None:
    """There is one a question: each would look for blanks in the whole table, if it ignored them."""
    checks = core.core_responses(definition).checks
    assert len(checks) == 4
    assert not any(check.ignore_na for check in checks)

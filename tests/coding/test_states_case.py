"""The reference case of the answer states: 22 persons by hand, state for state and count for count."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.coding.respondents import Core
from pipeline.schemas.core import core_responses
from pipeline.survey.survey import Definition
from tests.coding.small_survey import core, define, source, survey_yaml

CASE = Path(__file__).resolve().parents[1] / "cases" / "states"
QUESTIONS = ["s1", "s2", "s3", "s4", "s5"]
GROUPS = {1: "Kvinne", 2: "Mann"}

QUESTIONNAIRE = """
questions:
  - {id: gender, background: true, text: Kjønn, column: gender,
     options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}]}
  - id: s1
    ask_if: everyone
    text: Én
    column: s1
    options:
      - {id: ja, code: 1, text: ja}
      - {id: nei, code: 2, text: nei}
      - {id: vet_ikke, code: 3, text: vet_ikke, role: dont_know}
      - {id: refused, code: 4, text: refused, role: refused}
  - id: s2
    ask_if: s1 = 'ja'
    text: To
    column: s2
    options:
      - {id: a, code: 1, text: a}
      - {id: b, code: 2, text: b}
      - {id: c, code: 3, text: c}
      - {id: na, code: 4, text: na, role: not_applicable}
      - {id: dk, code: 5, text: dk, role: dont_know}
  - id: s3
    type: multiple
    ask_if: everyone
    text: Tre
    column: s3
    separator: ";"
    options:
      - {id: x, code: 1, text: x}
      - {id: y, code: 2, text: y}
      - {id: z, code: 3, text: z}
      - {id: none, code: 4, text: none, exclusive: true}
      - {id: dk, code: 5, text: dk, role: dont_know, exclusive: true}
  - {id: s4, type: numeric, ask_if: everyone, text: Fire, column: s4, min: 0, max: 168, decimal: "."}
  - {id: s5, text: Fem, column: s5, blank: unknown,
     options: [{id: ja, code: 1, text: ja}, {id: nei, code: 2, text: nei}]}
"""

SURVEY = survey_yaml(
    """
    respondent: {key: person_id, status: {column: status, complete: [complete], partial: [partial]}}
    demographics: [{id: gender, text: Kjønn}]
    """
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Definition, Core]:
    definition = define(tmp_path_factory.mktemp("states"), QUESTIONNAIRE, SURVEY)
    rows = pd.read_csv(CASE / "input.csv", dtype=str, keep_default_na=False, na_values=[""])
    export = source({c: rows[c].tolist() for c in rows.columns if c != "person_id"})
    return definition, core(definition, export)


def test_every_person_is_in_the_expected_state(built: tuple[Definition, Core]) -> None:
    responses = built[1].responses
    persons = pd.read_csv(CASE / "input.csv")["person_id"]
    found = responses[[f"state_{q}" for q in QUESTIONS]].astype(str).assign(person_id=persons)
    long = found.melt(id_vars="person_id", var_name="question_id", value_name="state")
    long["question_id"] = long["question_id"].str.removeprefix("state_")
    expected = pd.read_csv(CASE / "person_expected.csv")
    both = expected.merge(long, on=["person_id", "question_id"], suffixes=("", "_found"))
    assert len(both) == 22 * len(QUESTIONS)
    assert both.loc[both["state"] != both["state_found"]].to_dict("records") == []


def test_the_bases_add_up_for_everyone_and_each_group(built: tuple[Definition, Core]) -> None:
    responses = built[1].responses
    expected = pd.read_csv(CASE / "expected.csv")
    groups = responses["group_gender"].map(GROUPS)
    for row in expected.to_dict("records"):
        wanted = (
            pd.Series(True, index=groups.index) if row["group_id"] == "Total" else groups == row["group_id"]
        )
        state = responses.loc[wanted, f"state_{row['question_id']}"]
        counts = state.value_counts()
        assert len(state) == row["respondents_n"]
        for name, count in row.items():
            if str(name).startswith("state_"):
                assert counts.get(str(name).removeprefix("state_").removesuffix("_n"), 0) == count, (
                    row,
                    name,
                )
        answered = int(counts[["substantive", "dont_know", "not_applicable", "refused"]].sum())
        silent = int(counts[["skipped", "not_reached", "invalid"]].sum())
        assert (answered, answered + silent) == (row["answered_n"], row["asked_n"])


def test_the_options_counted_are_those_of_the_reference(built: tuple[Definition, Core]) -> None:
    definition, made = built
    expected = pd.read_csv(CASE.parent / "states_pct" / "expected.csv")
    expected = expected.loc[expected["group_id"] == "Total"]
    for row in expected.to_dict("records"):
        question = definition.questions[row["question_id"]]
        option = next(o for o in definition.options(question) if o.id == row["option_id"])
        if question.has_ticks:
            found = (made.responses[f"q_{question.id}__{option.id}"] == 1).sum()
        else:
            found = (made.responses[f"q_{question.id}"] == option.code).sum()
        assert found == row["option_n"], row


def test_the_case_keeps_the_contract(built: tuple[Definition, Core]) -> None:
    definition, made = built
    core_responses(definition).validate(made.responses)


def test_what_is_refused_is_named_without_a_value(built: tuple[Definition, Core]) -> None:
    made = built[1]
    assert made.rejected[["source_row", "question_id", "rule"]].to_numpy().tolist() == [
        [21, "s4", "invalid"],
        [22, "s2", "outside"],
    ]
    text = "\n".join(made.warnings)
    assert "question s4: 1 answers are outside from 0 to 168" in text
    assert "question s2: 1 answered without being asked" in text
    assert "question s3: 2 ticked an exclusive option together with others" in text
    assert "400" not in text

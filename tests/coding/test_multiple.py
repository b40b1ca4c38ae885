"""Questions with several answers: what proves that nothing was ticked, and own words for a tick."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.coding.problems import WaveError
from pipeline.readers.export import SourceColumn
from pipeline.survey.loading import DefinitionError
from pipeline.survey.survey import Definition
from tests.coding.small_survey import core, define, source, states, survey_yaml, values

OTHER = "{id: other, code: 3, text: Annet, role: other}"
FULL_ANSWERS = "ticked: [Yes], unticked: [No], missing: {N/A: not_asked}"


def definition(folder: Path, binding: str, options: str = "", survey: str = "", rule: str = "") -> Definition:
    """A question that those are asked who say yes to another."""
    more = f", {options}" if options else ""
    return define(
        folder,
        f"""
        questions:
          - {{id: asked, ask_if: everyone, text: Spurt, column: asked,
             options: [{{id: yes, code: 1, text: Ja}}, {{id: no, code: 2, text: Nei}}]}}
          - {{id: m, type: multiple, ask_if: asked = 'yes', text: M{rule}, {binding},
             options: [{{id: a, code: 1, text: A}}, {{id: b, code: 2, text: B}}{more}]}}
        """,
        survey,
    )


def none_counts(folder: Path, binding: str, survey: str = "") -> Definition:
    return definition(folder, binding, survey=survey, rule=", blank_is_none: true")


@pytest.mark.parametrize("platform", ["limesurvey", "csv"])
def test_where_unticked_is_written_a_row_without_any_mark_never_saw_the_question(
    tmp_path: Path, platform: str
) -> None:
    """LimeSurvey's full answers: Yes, No, N/A for who was led past it, blank for who broke off before it."""
    cells = {
        "asked": ["1", "1", "1", "2", "2", "2", "2"],
        "a": ["Yes", "No", None, "N/A", None, "No", "Yes"],
        "b": ["No", "No", None, "N/A", None, "No", "No"],
    }
    survey = none_counts(tmp_path, f"columns: {{a: a, b: b}}, {FULL_ANSWERS}")
    made = core(survey, source(cells, platform=platform))
    assert states(made, "m") == [
        *("substantive", "substantive", "skipped"),
        *("not_asked", "not_asked", "not_asked", "outside"),
    ]
    assert values(made, "m__a") == [1, 0, None, None, None, None, None]
    assert not [note for note in made.warnings if "blank_is_none" in note]


def test_nothing_ticked_outside_the_routing_is_no_answer(tmp_path: Path) -> None:
    """Such cells are how an export writes a question that was never shown: zeros, or no mark at all."""
    survey = none_counts(tmp_path, "columns: {a: a, b: b}")
    zeros = source({"asked": ["1", "2", "2"], "a": ["0", "0", "1"], "b": ["0", "0", "0"]})
    assert states(core(survey, zeros), "m") == ["substantive", "not_asked", "outside"]
    hidden = "{question_not_shown}"
    marked = {"asked": ["1", "2", "2"], "a": [None, None, hidden], "b": [None, None, hidden]}
    assert states(core(survey, source(marked, platform="limesurvey")), "m") == [
        "substantive",
        "not_asked",
        "not_asked",
    ]


def test_without_any_proof_it_is_said_that_nothing_ticked_stays_no_answer(tmp_path: Path) -> None:
    made = core(
        none_counts(tmp_path, "columns: {a: a, b: b}"),
        source({"asked": ["1", "1"], "a": ["Y", None], "b": [None, None]}, platform="limesurvey"),
    )
    assert states(made, "m") == ["substantive", "skipped"]
    assert made.warnings[0] == (
        "question m: blank_is_none does nothing in this wave: no cell says «not ticked» (unticked: 0, N) and "
        "none is marked as never shown, so nobody is known to have seen it; nothing ticked stays no answer"
    )


def test_zeros_of_surveyxact_prove_nothing_until_a_status_is_declared(tmp_path: Path) -> None:
    cells = {"asked": ["1", "1"], "a": ["1", "0"], "b": ["0", "0"]}
    made = core(none_counts(tmp_path, "columns: {a: a, b: b}"), source(cells, platform="surveyxact"))
    assert states(made, "m") == ["substantive", "skipped"]
    assert "the zeros of SurveyXact stand for everybody who was invited" in made.warnings[0]
    status = survey_yaml("respondent: {status: {column: status, complete: [c], partial: [p]}}\n")
    survey = none_counts(tmp_path / "status", "columns: {a: a, b: b}", status)
    made = core(survey, source({"status": ["c", "c"], **cells}, platform="surveyxact"))
    assert states(made, "m") == ["substantive", "substantive"]
    assert not made.warnings


def test_joined_answers_can_never_say_nothing(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="blank_is_none: does nothing with a separator"):
        none_counts(tmp_path, "column: m, separator: ';'")
    text = "questions: [{id: a, type: open, text: A, column: a, blank_is_none: true}]"
    with pytest.raises(DefinitionError, match="a question of type open has no ticks"):
        define(tmp_path / "open", text)


def lime(*columns: str) -> list[SourceColumn]:
    """Columns of a question as the LimeSurvey reader gives them: own words are in no block."""
    return [
        SourceColumn(f"M[{name}]", f"M[{name}]", block="M" if name != "other" else "", option=name)
        for name in columns
    ]


def test_own_words_beside_a_block_are_a_tick(tmp_path: Path) -> None:
    survey = definition(tmp_path, "block: M", OTHER)
    export = source(
        [
            (SourceColumn("asked", "asked"), ["1"] * 5),
            *zip(
                lime("a", "b", "other"),
                (
                    ["Y", None, None, "Y", None],
                    [None, None, None, None, None],
                    ["noe helt annet", "42", None, None, "{question_not_shown}"],
                ),
                strict=True,
            ),
        ],
        platform="limesurvey",
    )
    made = core(survey, export)
    assert states(made, "m") == ["substantive", "substantive", "skipped", "substantive", "not_asked"]
    assert values(made, "m__other") == [1, 1, None, 0, None]


def test_own_words_are_a_tick_of_the_option_other_in_any_column_of_text(tmp_path: Path) -> None:
    """A number is a code that nobody declared, unless `ticked` says that anything is a tick."""
    cells = {"asked": ["1"] * 4, "a": ["1", "0", "0", "0"], "b": ["0"] * 4, "o": ["mitt", "0", None, "ditt"]}
    places = "columns: {a: a, b: b, other: o}"
    assert values(core(definition(tmp_path, places, OTHER), source(cells)), "m__other") == [1, None, None, 1]
    cells["o"] = ["mitt", "0", None, "9"]
    with pytest.raises(WaveError, match=r"column o .* 1 cells, the first in row 4, hold a value neither for"):
        core(definition(tmp_path / "code", places, OTHER), source(cells))
    anything = definition(tmp_path / "any", f"{places}, ticked: ['*']", OTHER)
    assert values(core(anything, source(cells)), "m__other") == [1, None, None, 1]


def test_a_platforms_own_words_for_ticks_are_known_beside_declared_ones(tmp_path: Path) -> None:
    """The LimeSurvey reader writes Y and N for Yes and No, which a definition may name as in the file."""
    survey = none_counts(tmp_path, f"columns: {{a: a, b: b}}, {FULL_ANSWERS}")
    hidden = "{question_not_shown}"
    cells = {"asked": ["1", "1", "2"], "a": ["Y", "N", hidden], "b": ["N", "N", hidden]}
    made = core(survey, source(cells, platform="limesurvey"))
    assert (values(made, "m__a"), values(made, "m__b")) == ([1, 0, None], [0, 0, None])


def test_an_undeclared_text_under_any_other_option_stops_the_wave(tmp_path: Path) -> None:
    cells = pd.Series(["1", "kanskje"])
    export = source({"asked": ["1", "1"], "a": list(cells), "b": ["0", "0"]})
    with pytest.raises(WaveError) as raised:
        core(definition(tmp_path, "columns: {a: a, b: b}"), export)
    [problem] = raised.value.problems
    assert problem == (
        "column a (question m): 1 cells, the first in row 2, hold a value neither for ticked nor for not "
        "ticked; list it under ticked, unticked or missing"
    )

"""Several answers to one question: exclusive options, nothing ticked, and joined cells."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.joined import split_cells
from pipeline.coding.ticks import combine_ticks
from pipeline.survey.model import Text
from pipeline.survey.questions import Option, Question


def option(name: str, code: int, **more: object) -> Option:
    return Option.model_validate({"id": name, "code": code, "text": name, **more})


OPTIONS = (
    option("a", 1),
    option("b", 2),
    option("none", 3, exclusive=True),
    option("dk", 4, role="dont_know"),
    option("na", 5, role="not_applicable"),
)


def combine(
    rows: list[str], shown: list[bool] | None = None, **rules: object
) -> tuple[list[str], list[str], int]:
    """Rows of digits: 1, 0 or `.` (blank), `x` (invalid), `s` (skipped) for each option."""
    question = Question.model_validate(
        {"id": "q", "type": "multiple", "text": "Q", "options": OPTIONS, **rules}
    )
    kinds = {"1": "value", "0": "value", ".": "blank", "x": "invalid", "s": "skipped"}
    ticks = {
        o.id: np.array([float(r[i]) if r[i] in "01" else np.nan for r in rows]) for i, o in enumerate(OPTIONS)
    }
    cells = {o.id: np.array([kinds[r[i]] for r in rows], dtype=object) for i, o in enumerate(OPTIONS)}
    made = combine_ticks(question, OPTIONS, ticks, cells, None if shown is None else np.array(shown))
    table = np.column_stack([made.ticks[o.id] for o in OPTIONS])
    kept = ["".join("." if np.isnan(v) else str(int(v)) for v in row) for row in table]
    return kept, [f"{c}:{r}" for c, r in zip(made.cells, made.roles, strict=True)], made.conflicts


def test_the_question_is_answered_by_any_tick() -> None:
    kept, found, conflicts = combine(
        ["11000", "1....", "00000", ".....", "00010", "00001", "00100", "x1000", "s...."]
    )
    assert kept == ["11000", "10000", ".....", ".....", "00010", "00001", "00100", ".....", "....."]
    assert found == [
        "value:substantive",
        "value:substantive",
        "blank:substantive",
        "blank:substantive",
        "value:dont_know",
        "value:not_applicable",
        "value:substantive",
        "invalid:substantive",
        "skipped:substantive",
    ]
    assert conflicts == 0


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("drop_exclusive", ["10000", "10000", "01000", "00100", "00010"]),
        ("drop_others", ["00100", "00010", "00001", "00100", "00010"]),
        ("invalid", [".....", ".....", ".....", ".....", "....."]),
    ],
)
def test_an_exclusive_tick_with_others_follows_the_rule(rule: str, kept: list[str]) -> None:
    """Of several exclusive ticks the first stays, none before don't know."""
    found, cells, conflicts = combine(["10100", "10010", "01001", "00110", "00011"], exclusive=rule)
    assert found == kept
    assert conflicts == 5
    assert (rule == "invalid") == all(cell.startswith("invalid") for cell in cells)


def test_nothing_ticked_is_an_answer_only_with_proof() -> None:
    rows = ["00000", "....."]
    assert combine(rows, blank_is_none=True)[0] == [".....", "....."]
    assert combine(rows, [True, False], blank_is_none=True)[0] == ["00000", "....."]
    assert combine(rows, [True, True])[0] == [".....", "....."]


def split(
    cells: list[str | None], options: tuple[Option, ...], separator: str
) -> tuple[list[str], list[str], int]:
    made = split_cells(pd.Series(cells, dtype="str"), options, separator, {"-99": "skipped"})
    chosen = ["".join(o.id for o in options if made.ticks[o.id][i] == 1) for i in range(len(cells))]
    return chosen, list(made.cells), made.ambiguous


BUS = (
    Option(id="a", code=1, text=Text({"nb": "Buss", "en": "Bus"})),
    Option(id="b", code=2, text=Text({"nb": "Sykkel; el", "en": "Bike"})),
    Option(id="c", code=3, text=Text({"nb": "el", "en": "Train"})),
)


def test_joined_answers_are_split_by_the_options() -> None:
    cells = ["Buss;Sykkel; el;", "Bus", "1;2", " Buss;", None, "", "-99", "Buss;Buss"]
    chosen, kinds, ambiguous = split(cells, BUS, ";")
    assert chosen == ["ab", "a", "ab", "a", "", "", "", ""]
    assert kinds == ["value", "value", "value", "value", "blank", "blank", "skipped", "invalid"]
    assert ambiguous == 0


def test_a_cell_with_two_readings_is_invalid() -> None:
    options = (option("a", 1, match=["x"]), option("b", 2, match=["x;y"]), option("c", 3, match=["y"]))
    chosen, kinds, ambiguous = split(["x;y", "x"], options, ";")
    assert (chosen, kinds, ambiguous) == (["", "a"], ["invalid", "value"], 1)


def test_own_words_are_the_option_other() -> None:
    options = (*BUS, Option(id="o", code=9, text=Text("Annet"), role="other"))  # type: ignore[arg-type]
    assert split(["Buss;noe helt annet", "noe"], options, ";")[0] == ["ao", "o"]
    made = split_cells(pd.Series(["Buss;noe"], dtype="str"), BUS, ";", {})
    assert made.unknown.tolist() == [True]

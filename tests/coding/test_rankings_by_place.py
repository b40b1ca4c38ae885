"""A ranking with a column for the first, the second, …, as LimeSurvey exports it."""

from pathlib import Path

import pytest

from pipeline.coding.problems import WaveError
from tests.coding.small_survey import core, define, source, states, values

RANKING = """
questions:
  - id: r
    type: ranking
    ask_if: everyone
    text: What matters most?
    mentions: ["R[1]", "R[2]", "R[3]"]
    options:
      - {id: first, code: 1, text: First}
      - {id: second, code: 2, text: Second}
      - {id: third, code: 3, text: Third}
    items: [{id: pay, text: Pay, match: [A1]}, {id: time, text: Time}, {id: peace, text: Peace}]
    missing: {No answer: skipped, Not shown: not_asked}
"""


def place(number: int, *cells: str | None) -> tuple[str, list[str | None]]:
    return f"R[{number}]", list(cells)


def test_each_thing_has_the_place_of_its_column(tmp_path: Path) -> None:
    export = source(
        {
            "R[1]": ["Time", "A1", "Peace", None, "Not shown"],
            "R[2]": ["Pay", "Time", None, None, "Not shown"],
            "R[3]": ["Peace", "Peace", None, None, "Not shown"],
        }
    )
    built = core(define(tmp_path, RANKING), export)
    assert values(built, "r__pay") == [2, 1, None, None, None]
    assert values(built, "r__time") == [1, 2, None, None, None]
    assert values(built, "r__peace") == [3, 3, 1, None, None]
    assert states(built, "r__pay") == ["substantive", "substantive", "skipped", "skipped", "not_asked"]


def test_a_thing_on_two_places_counts_on_none(tmp_path: Path) -> None:
    export = source(dict([place(1, "Pay", "Pay"), place(2, "Pay", "Time"), place(3, "Time", "Peace")]))
    built = core(define(tmp_path, RANKING), export)
    assert values(built, "r__pay") == [None, 1]
    assert states(built, "r__pay") == ["invalid", "substantive"]
    assert values(built, "r__time") == [3, 2]
    assert any("put «pay» on two places" in warning for warning in built.warnings)


def test_what_is_no_item_stops_the_wave(tmp_path: Path) -> None:
    export = source(dict([place(1, "Pay", "Wages"), place(2, None, None), place(3, None, None)]))
    with pytest.raises(WaveError, match="in row 2, hold something that is no item of the ranking"):
        core(define(tmp_path, RANKING), export)

"""Grids of ticks and mentions: bound by the export's own block, by columns, or joined in a cell."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.coding.columns import column_uses
from pipeline.coding.grid_parts import grid_part
from pipeline.coding.problems import WaveError
from pipeline.readers.export import MissingRange, SourceColumn
from pipeline.survey.survey import Definition
from tests.coding.small_survey import core, define, source, states, values

GRID = """
questions:
  - id: g
    type: grid_multiple
    ask_if: everyone
    text: Which, where?
    block: G
    items:
      - {id: home, text: {nb: Hjemme, en: At home}, match: [SQ001]}
      - {id: work, text: På jobb, match: [SQ002]}
    options: [{id: tea, code: 1, text: Te}, {id: coffee, code: 2, text: Kaffe, match: [C_2]}]
"""
PARTS = ("home__tea", "home__coffee", "work__tea", "work__coffee")
TICKS: Sequence[Sequence[str | None]] = (["1", "0"], ["0", "0"], ["1", None], ["0", None])


def part(identity: str, block: str, option: str, **more: object) -> SourceColumn:
    return SourceColumn(identity, identity, block=block, option=option, **more)  # type: ignore[arg-type]


def grid(definition: Definition, names: Sequence[tuple[str, str]]) -> list[list[float | None]]:
    export = source(
        [(part(f"c{i}", *place), cells) for i, (place, cells) in enumerate(zip(names, TICKS, strict=True))]
    )
    built = core(definition, export)
    assert (
        states(built, "g__work") == ["substantive", "unknown_blank"]
        or states(built, "g__work")[1] == "skipped"
    )
    return [values(built, f"g__{name}") for name in PARTS]


@pytest.mark.parametrize(
    "names",
    [
        [("G", "SQ001_1"), ("G", "SQ001_2"), ("G", "SQ002_1"), ("G", "SQ002_2")],  # LimeSurvey
        [("G", "SQ001_1"), ("G", "SQ001_C_2"), ("G", "SQ002_1"), ("G", "SQ002_C_2")],
        [("g.home", "1"), ("G.home", "coffee"), ("g.work", "tea"), ("g.work", "2")],  # Nettskjema
        [("g.SQ001", "1"), ("g.SQ001", "2"), ("g.SQ002", "1"), ("g.SQ002", "2")],
        [("G", "Te - At home"), ("G", "Kaffe - Hjemme"), ("G", "Te - På jobb"), ("G", "Kaffe - På jobb")],
        [("G", "home__tea"), ("G", "home.coffee"), ("G", "work|1"), ("G", "work:2")],
    ],
)
def test_a_grid_of_ticks_is_bound_by_its_block(tmp_path: Path, names: list[tuple[str, str]]) -> None:
    assert grid(define(tmp_path, GRID), names) == [[1, None], [0, None], [1, None], [0, None]]


def test_what_is_missing_or_twice_in_a_grids_block_is_told(tmp_path: Path) -> None:
    definition = define(tmp_path, GRID)
    names = ["SQ001_1", "SQ001_2", "SQ002_1", "SQ001_3"]
    found = column_uses(definition, "2024", [part(f"c{i}", "G", name) for i, name in enumerate(names)])
    (problem,) = found.problems
    assert problem.startswith(
        "block G of question g has no column for work__coffee; its columns are SQ001_1, "
    )
    assert found.undeclared[0].startswith("column c3 is not declared")
    twice = [part(f"c{i}", "G", name) for i, name in enumerate([*names[:3], "SQ002_2", "home__tea"])]
    assert column_uses(definition, "2024", twice).problems == [
        "block G of question g has two columns for home__tea: c0, c4"
    ]


def test_a_name_that_is_two_parts_of_a_grid_is_none() -> None:
    items, options = {"a": "a", "a_1": "a1"}, {"1": "one", "1_1": "oneone"}
    assert grid_part("a_1_1", items, options) is None
    assert grid_part("a_1", items, options) == "a__one"
    assert grid_part("1_a", items, options) == "a__one"
    assert grid_part("2_1", {"1": "r1", "2": "r2"}, {"1": "c1", "2": "c2"}) == "r2__c1"  # the row comes first


def test_a_grid_whose_cells_join_the_options_of_a_row(tmp_path: Path) -> None:
    """Checkbox grids of Google Forms, by columns or by block."""
    joined = GRID.replace("block: G", "separator: ', '\n    columns: {home: H, work: W}")
    cells = {"H": ["Te, Kaffe", "Kaffe"], "W": ["Te", None]}
    built = core(define(tmp_path, joined), source(cells))
    assert [values(built, f"g__{name}") for name in PARTS] == [[1, 0], [1, 1], [1, None], [0, None]]
    by_block = GRID.replace("block: G", "separator: ', '\n    block: G")
    export = source([(part("x", "G", "Hjemme"), cells["H"]), (part("y", "G", "På jobb"), cells["W"])])
    again = core(define(tmp_path, by_block), export)
    assert again.responses.equals(built.responses)


MENTIONS = """
questions:
  - id: m
    type: multiple
    ask_if: everyone
    text: Which parties come to mind?
    {place}
    options:
      - {{id: red, code: 1, text: Red}}
      - {{id: blue, code: 2, text: Blue}}
      - {{id: none, code: 8, text: None, exclusive: true}}
      - {{id: dont_know, code: 9, text: Don't know, role: dont_know}}
    missing: {{77: not_asked, 99: skipped}}
"""
LABELS = {"1": "Red", "2": "Blue", "8": "None", "9": "Don't know"}


def mention(number: int, cells: Sequence[object], **more: object) -> tuple[SourceColumn, Sequence[object]]:
    settings = {"kind": "number", "labels": LABELS, "is_mention": True, **more}
    return part(f"m{number}", "$parties", str(number), **settings), cells


@pytest.mark.parametrize("place", ["block: $parties", "mentions: [m1, M2]"])
def test_mentions_become_ticks(tmp_path: Path, place: str) -> None:
    definition = define(tmp_path, MENTIONS.format(place=place))
    nan = float("nan")
    export = source(
        [
            mention(1, [1, 2, 2, 9, nan, 99, 77, 8]),
            mention(2, [nan, 1, 2, nan, nan, 99, 77, 1], missing=(MissingRange(77, 99),)),
        ]
    )
    built = core(definition, export)
    assert states(built, "m") == [
        *("substantive", "substantive", "substantive", "dont_know"),
        *("skipped", "skipped", "not_asked", "substantive"),
    ]
    assert values(built, "m__red") == [1, 1, 0, 0, None, None, None, 1]
    assert values(built, "m__blue") == [0, 1, 1, 0, None, None, None, 0]
    assert values(built, "m__none")[-1] == 0  # something was mentioned beside it
    assert "question m: 1 ticked an exclusive option together with others (drop_exclusive)" in built.warnings


def test_mentions_that_are_no_option_or_read_otherwise_stop_the_wave(tmp_path: Path) -> None:
    definition = define(tmp_path, MENTIONS.format(place="block: $parties"))
    labels = {**LABELS, "2": "Green"}
    export = source([mention(1, [1, 5]), mention(2, [2, 1], labels=labels)])
    with pytest.raises(WaveError) as raised:
        core(definition, export)
    unknown, label = raised.value.problems
    assert unknown.startswith(
        "column m1 (question m): 1 cells, the first in row 2, hold a value not among the options"
    )
    assert label.startswith("column m2: the export labels 2 «Green», but the option blue")


def test_a_recode_of_mentions(tmp_path: Path) -> None:
    place = "block: $parties\n    recode: {5: blue}"
    built = core(define(tmp_path, MENTIONS.format(place=place)), source([mention(1, [5, 1])]))
    assert values(built, "m__blue") == [1, 0]


def test_a_missing_mention_is_told(tmp_path: Path) -> None:
    definition = define(tmp_path, MENTIONS.format(place="mentions: [m1, m3]"))
    found = column_uses(definition, "2024", [mention(1, [])[0], mention(2, [])[0]])
    assert found.problems == ["column m3 of question m is not in the export"]
    assert len(found.undeclared) == 1

"""Every type of question from an export's cells to core, and what of it stops the wave."""

from pathlib import Path

import pytest

from pipeline.coding.problems import WaveError
from pipeline.readers.export import MissingRange, SourceColumn
from pipeline.schemas.core import core_rejected, core_responses
from pipeline.survey.survey import Definition
from tests.coding.small_survey import DAYS, core, define, source, states, survey_yaml, values

EVERY_TYPE = """
codelists:
  amount:
    options:
      - {id: low, code: 1, score: 0, text: Lite}
      - {id: mid, code: 2, score: 5, text: Noe}
      - {id: high, code: 3, score: 10, text: Mye}
      - {id: dk, code: 8, text: Vet ikke, role: dont_know}
  rank:
    options: [{id: first, code: 1, text: Først}, {id: second, code: 2, text: Så}]
questions:
  - {id: one, ask_if: everyone, text: En, column: one, codelist: amount}
  - {id: rate, type: scale, ask_if: everyone, text: Skala, column: rate, codelist: amount,
     missing: {-1: unknown_blank}}
  - id: many
    type: multiple
    ask_if: everyone
    text: Flere
    columns: {a: many_a, b: many_b}
    ticked: [2]
    unticked: [1]
    options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]
  - id: grid
    type: grid
    ask_if: everyone
    text: Tabell
    codelist: amount
    items: [{id: x, text: X}, {id: y, text: Y, reversed: true}]
    columns: {x: grid_x, y: grid_y}
  - id: matrix
    type: grid_multiple
    ask_if: everyone
    text: Matrise
    options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]
    items: [{id: x, text: X}, {id: y, text: Y}]
    columns: {x__a: m_xa, x__b: m_xb, y__a: m_ya, y__b: m_yb}
  - id: rank
    type: ranking
    ask_if: everyone
    text: Rekkefølge
    codelist: rank
    items: [{id: p, text: P}, {id: q, text: Q}]
    columns: {p: rank_p, q: rank_q}
  - {id: hours, type: numeric, ask_if: everyone, text: Timer, column: hours, min: 0, max: 80, decimal: ",",
     missing: {998: dont_know}}
  - {id: day, type: date, ask_if: everyone, text: Dag, column: day}
  - {id: words, type: open, ask_if: everyone, text: Ord, column: words}
  - {id: double, type: derived, text: Dobbelt, expression: hours * 2, max: 100}
  - id: band
    type: derived
    text: Gruppe
    options:
      - {id: few, code: 1, text: Få, when: hours < 20}
      - {id: lots, code: 2, text: Mange, when: hours >= 20}
  - {id: mean, type: index, text: Indeks, index_of: [rate, grid__x, grid__y], min_items: 2}
"""

CELLS: dict[str, list[str | None]] = {
    "one": ["1", "Mye", "8", None],
    "rate": ["3", "-1", "2.0", "99"],
    "many_a": ["2", "1", "2", None],
    "many_b": ["1", "1", "2", None],
    "grid_x": ["1", "8", "3", "97"],
    "grid_y": ["1", "1", "", None],
    "m_xa": ["1", "0", "A", None],
    "m_xb": ["0", "0", None, None],
    "m_ya": ["0", "1", None, None],
    "m_yb": ["0", "0", None, None],
    "rank_p": ["1", "2", "1", None],
    "rank_q": ["2", "1", None, None],
    "hours": ["37,5", "1\u00a0234", "998", "mye"],
    "day": ["2024-01-01", None, "2024-02-30T", None],
    "words": ["hei", " ", "99", None],
}


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    survey = survey_yaml("missing: {99: skipped, 97: not_asked}\n")
    return define(tmp_path_factory.mktemp("types"), EVERY_TYPE, survey)


def test_every_type_reaches_core(definition: Definition) -> None:
    made = core(definition, source({**CELLS, "day": ["2024-01-01", None, None, None]}))
    core_responses(definition).validate(made.responses)
    core_rejected().validate(made.rejected)
    assert states(made, "one") == ["substantive", "substantive", "dont_know", "skipped"]
    assert values(made, "one") == [1, 3, 8, None]
    assert states(made, "rate") == ["substantive", "unknown_blank", "substantive", "skipped"]
    assert states(made, "many") == ["substantive", "skipped", "substantive", "skipped"]
    assert (values(made, "many__a"), values(made, "many__b")) == ([1, None, 1, None], [0, None, 1, None])
    assert states(made, "grid__x") == ["substantive", "dont_know", "substantive", "not_asked"]
    assert states(made, "grid__y") == ["substantive", "substantive", "skipped", "skipped"]
    assert states(made, "matrix__x") == ["substantive", "skipped", "substantive", "skipped"]
    assert values(made, "matrix__y__a") == [None, 1, None, None]
    assert states(made, "rank__p") == ["substantive"] * 3 + ["skipped"]
    assert states(made, "hours") == ["substantive", "invalid", "dont_know", "invalid"]
    assert values(made, "hours") == [37.5, None, None, None]
    assert states(made, "day") == ["substantive"] + ["skipped"] * 3
    assert states(made, "words") == ["substantive", "skipped", "skipped", "skipped"]
    assert values(made, "double") == [75, None, None, None]
    assert states(made, "double") == ["substantive"] + ["unknown_blank"] * 3
    assert values(made, "band") == [2, None, None, None]
    # rate 10 → 100, x 0 → 0, y 0 reversed → 100; one valid item is too few
    assert values(made, "mean") == [pytest.approx(200 / 3), None, 75, None]
    assert "question hours: 1 answers are not numbers and count as invalid" in made.warnings
    assert "question hours: 1 answers are outside from 0 to 80 and count as invalid" in made.warnings
    assert not [c for c in made.responses if c in {"q_words", "q_day"}]


def problems(definition: Definition, **cells: list[str | None]) -> list[str]:
    good = {name: ["1", "1"] for name in CELLS} | {"day": ["2024-01-01"] * 2}
    with pytest.raises(WaveError) as raised:
        core(definition, source({**good, **cells}))
    assert "the export of wave 2024 has" in str(raised.value)
    return raised.value.problems


def test_unknown_codes_stop_the_wave_all_at_once_and_without_a_value(definition: Definition) -> None:
    found = problems(definition, one=["1", "Hemmelig"], grid_y=["4", "5"], m_xb=["0", "7"])
    assert len(found) == 3
    assert found[0].startswith(
        "column one (question one): 1 cells, the first in row 2, hold a value not among"
    )
    assert "2 values not among the options" in found[1]
    assert "Hemmelig" not in "".join(found)


def test_an_unknown_code_is_named_where_the_export_explains_it(definition: Definition) -> None:
    pairs = [
        (SourceColumn(n, n, labels={"9": "Ubesvart"} if n == "one" else {}), ["9"])
        for n in CELLS
        if n != "day"
    ]
    with pytest.raises(WaveError, match="among them 9 «Ubesvart»"):
        core(definition, source([*pairs, (SourceColumn("day", "day"), ["2024-01-01"])]))


def test_an_ambiguous_number_stops_the_wave(tmp_path: Path) -> None:
    plain = define(tmp_path, "questions: [{id: n, type: numeric, text: N, column: n}]")
    with pytest.raises(
        WaveError, match=r"1 cells, the first in row 2, hold a , or \. that may be a decimal mark"
    ):
        core(plain, source({"n": ["12", "1.234"]}))
    declared = survey_yaml(
        waves=f"waves: {{2024: {{{DAYS}, export: {{files: [x.csv], read: {{decimal: ','}}}}}}}}\n"
    )
    made = core(define(tmp_path / "b", "questions: [{id: n, type: numeric, text: N, column: n}]", declared),
                source({"n": ["12,5", "1.234"]}))  # fmt: skip
    assert values(made, "n") == [12.5, 1234]


def test_what_the_file_declares_as_missing_must_be_declared(definition: Definition, tmp_path: Path) -> None:
    plain = define(tmp_path, "questions: [{id: n, type: numeric, text: N, column: n}]")
    column = SourceColumn(
        "n",
        "n",
        kind="number",
        labels={"999": "Vet ikke"},
        missing=(MissingRange(-999.0, 0.0), MissingRange(999.0, 999.0)),
    )
    with pytest.raises(
        WaveError, match=r"declares as missing; say under missing what it stands for \(999 «Vet ikke»\)"
    ):
        core(plain, source([(column, [5.0, 999.0])]))


def test_dates_need_a_declared_format(definition: Definition, tmp_path: Path) -> None:
    (found,) = problems(definition, day=["2024-01-01", "01/02/2024"])
    assert "hold no date in ISO 8601; declare date_format under export.read" in found
    read = "export: {files: [x.csv], read: {date_format: '%d/%m/%Y'}}"
    declared = survey_yaml(waves=f"waves: {{2024: {{{DAYS}, {read}}}}}\n")
    dated = define(
        tmp_path, "questions: [{id: d, type: date, ask_if: everyone, text: D, column: d}]", declared
    )
    made = core(dated, source({"d": ["31/12/2024", "12/31/2024", None]}))
    assert states(made, "d") == ["substantive", "invalid", "skipped"]


def test_labels_that_changed_stop_the_wave_until_they_are_declared(tmp_path: Path) -> None:
    questions = "questions: [{id: q, text: Q, column: q, options: [{id: yes, code: 1, text: Ja}]}]"
    export = source([(SourceColumn("q", "q", labels={"1": "Ja, alltid"}), ["1"])])
    with pytest.raises(WaveError, match="labels 1 «Ja, alltid», but the option yes"):
        core(define(tmp_path / "a", questions), export)
    change = "label_changes: {q.yes: 'Ja, alltid'}"
    declared = survey_yaml(waves=f"waves: {{2024: {{{DAYS}, export: {{files: [x]}}, {change}}}}}\n")
    assert values(core(define(tmp_path / "b", questions, declared), export), "q") == [1]


def test_waves_differ_in_columns_codes_and_whether_they_ask(tmp_path: Path) -> None:
    questions = """
    questions:
      - id: q
        ask_if: everyone
        text: Q
        column: old
        options: [{id: low, code: 1, text: Lav}, {id: high, code: 2, text: Høy}]
        waves:
          2025: {column: new, recode: {1: high, 2: low}, compat: reversed}
          2026: {compat: dropped}
      - id: m
        type: multiple
        ask_if: everyone
        text: M
        columns: {a: m_a}
        options: [{id: a, code: 1, text: A}]
        waves: {2026: {compat: dropped}}
      - {id: d, type: derived, text: D, options: [{id: yes, code: 1, text: Ja, when: q = 'low'}]}
    """
    waves = "waves:\n" + "".join(f"  {y}: {{{DAYS}, export: {{files: [x]}}}}\n" for y in (2024, 2025, 2026))
    definition = define(tmp_path, questions, survey_yaml(waves=waves))
    assert values(core(definition, source({"old": ["1", "2"], "m_a": ["1", "0"]})), "q") == [1, 2]
    turned = core(definition, source({"new": ["1", "2"], "m_a": ["1", "0"]}), "2025")
    assert values(turned, "q") == [2, 1]
    assert values(turned, "d") == [None, 1]
    dropped = core(definition, source({"other": ["1", "2"]}), "2026")
    core_responses(definition).validate(dropped.responses)
    assert (states(dropped, "q"), values(dropped, "q")) == (["not_asked"] * 2, [None, None])
    assert (states(dropped, "m"), values(dropped, "m__a")) == (["not_asked"] * 2, [None, None])
    assert states(dropped, "d") == ["unknown_blank"] * 2

"""Every column of an export accounted for, and questions bound to columns or to the export's own blocks."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.coding.columns import ColumnUse, column_uses, universe_columns
from pipeline.coding.problems import WaveError
from pipeline.readers.export import SourceColumn
from pipeline.survey.demographics import Universe
from pipeline.survey.survey import Definition
from tests.coding.small_survey import DAYS, EXPORT, core, define, source, states, survey_yaml, values

OPTIONS = "options: [{id: yes, code: 1, text: Ja}]"
QUESTIONS = (
    f"questions: [{{id: q, text: Q, column: Q1, {OPTIONS}}}, {{id: r, text: R, column: Q2, {OPTIONS}}}]"
)
SURVEY = survey_yaml(
    """
    respondent: {key: RespID, status: {column: status, complete: [1]}}
    identifiers: {epost: e-postadresse, mobil: mobilnummer}
    ignore: {tid: not used}
    """
)


def columns(*ids: str) -> list[SourceColumn]:
    return [SourceColumn(name, name, label=f"Om {name}") for name in ids]


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    return define(tmp_path_factory.mktemp("columns"), QUESTIONS, SURVEY)


def test_every_column_has_one_use_whatever_the_case_of_its_name(definition: Definition) -> None:
    found = uses(definition, columns("respid", "STATUS", "q1", "Epost", "tid", "Q2"))
    assert [(use.id, use.use, use.is_kept) for use in found] == [
        ("respid", "respondent", False),  # the id itself is not kept, only its pseudonym
        ("STATUS", "respondent", True),
        ("q1", "answer", True),
        ("Epost", "identifier", False),
        ("tid", "ignored", True),
        ("Q2", "answer", True),
    ]


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    plain = define(tmp_path, QUESTIONS)
    one = core(plain, source({"Q1": ["1", None], "Q2": [None, "1"]})).responses
    other = core(plain, source({"Q2": [None, "1"], "Q1": ["1", None]})).responses
    assert one.equals(other)


def uses(definition: Definition, export: Sequence[SourceColumn]) -> list[ColumnUse]:
    """What each column is used for, nothing being wrong."""
    found = column_uses(definition, "2024", export)
    assert (found.problems, found.undeclared) == ([], [])
    return found.uses


def problems_of(definition: Definition, export: Sequence[SourceColumn]) -> list[str]:
    found = column_uses(definition, "2024", export)
    return [*found.problems, *found.undeclared]


def refused(definition: Definition, *ids: str) -> list[str]:
    return problems_of(definition, columns(*ids))


def test_what_is_missing_or_undeclared_is_said_all_at_once(definition: Definition) -> None:
    missing, undeclared = refused(definition, "respid", "status", "Q1x", "Q2")
    assert missing == "column Q1 of question q is not in the export; the nearest is Q1x"
    assert undeclared.startswith(
        "column Q1x («Om Q1x») is not declared; bind it to a question, or list it in"
    )
    assert refused(definition, "status", "Q1", "Q2") == [
        "column RespID (respondent.key) is not in the export"
    ]


def test_names_that_differ_in_case_only_are_bound_exactly_or_not_at_all(definition: Definition) -> None:
    both = refused(definition, "respid", "RESPID", "status", "Q1", "Q2")
    assert both[0] == "column RespID (respondent.key) can be any of respid, RESPID (columns 1, 2)"
    exact = refused(definition, "RespID", "RESPID", "status", "Q1", "Q2")
    assert [p[:13] for p in exact] == ["column RESPID"]


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (
            "identifiers: {Q1: navn}\n",
            "column Q1 is under identifiers and also question q; it can only be one of them",
        ),
        ("ignore: {q1: not used}\n", "column q1 is under ignore and also question q"),
        ("respondent: {key: Q1}\n", "column Q1 is respondent.key and also question q"),
        ("weight: w\nidentifiers: {w: vekt}\n", "column w is under identifiers and also weight"),
    ],
)
def test_uses_that_exclude_each_other_are_refused(tmp_path: Path, extra: str, message: str) -> None:
    definition = define(tmp_path, QUESTIONS, survey_yaml(extra))
    assert message in refused(definition, "Q1", "Q2", *(["w"] if "weight" in extra else []))[0]


def test_a_column_may_answer_a_question_and_tell_the_status(tmp_path: Path) -> None:
    definition = define(
        tmp_path, QUESTIONS, survey_yaml("respondent: {status: {column: Q1, complete: [1]}}\n")
    )
    found = uses(definition, columns("Q1", "Q2"))
    assert [(use.use, use.is_kept) for use in found] == [("respondent", True), ("answer", True)]


IGNORED = "ignore: {meta_*: set by the platform}\n"


def test_a_pattern_stands_for_every_column_so_named_and_says_how_many(tmp_path: Path) -> None:
    settings = IGNORED + "identifiers: {'*_epost': address, meta_ip: address}\n"
    definition = define(tmp_path, QUESTIONS, survey_yaml(settings))
    found = column_uses(definition, "2024", columns("Q1", "Q2", "META_a", "meta_ip", "meta_", "priv_epost"))
    assert (found.problems, found.undeclared) == ([], [])
    assert [(use.id, use.use, use.is_kept, use.reason) for use in found.uses[2:]] == [
        ("META_a", "ignored", True, "set by the platform"),
        ("meta_ip", "identifier", False, "address"),  # what is named by itself goes before a pattern
        ("meta_", "ignored", True, "set by the platform"),
        ("priv_epost", "identifier", False, "address"),
    ]
    assert found.notes == [
        "*_epost (under identifiers) stands for 1 columns",
        "meta_* (under ignore) stands for 2 columns",
    ]


def test_a_pattern_for_no_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    definition = define(
        tmp_path, QUESTIONS, survey_yaml("ignore: {mta_*: x, '*z*z': x}\nidentifiers: {w*: x}\n")
    )
    found = problems_of(definition, columns("Q1", "Q2", "meta_a", "meta_b"))
    assert found[:3] == [
        "w* (under identifiers) stands for no column of the export",
        "mta_* (under ignore) stands for no column of the export; the nearest are meta_a, meta_b",
        "*z*z (under ignore) stands for no column of the export",
    ]
    assert len(found) == 5  # and both columns are not declared


def test_a_pattern_never_swallows_what_a_question_binds(tmp_path: Path) -> None:
    definition = define(tmp_path, QUESTIONS, survey_yaml("ignore: {q*: x}\n"))
    assert problems_of(definition, columns("Q1", "Q2", "q_3")) == [
        f"column {name} is under ignore and also question {question}; it can only be one of them; narrow the "
        "pattern"
        for name, question in (("Q1", "q"), ("Q2", "r"))
    ]


def test_patterns_may_not_say_different_things_of_a_column(tmp_path: Path) -> None:
    definition = define(tmp_path, QUESTIONS, survey_yaml(IGNORED + "identifiers: {'*_ip': address}\n"))
    (found,) = problems_of(definition, columns("Q1", "Q2", "meta_ip", "meta_a"))
    assert found.startswith("column meta_ip is under identifiers and also under ignore")


def test_a_column_that_has_a_star_in_its_name_is_itself(tmp_path: Path) -> None:
    definition = define(tmp_path, QUESTIONS, survey_yaml("ignore: {Navn *: x}\n"))
    assert [use.use for use in uses(definition, columns("Q1", "Q2", "Navn *"))] == [
        "answer",
        "answer",
        "ignored",
    ]
    assert [problem[:13] for problem in problems_of(definition, columns("Q1", "Q2", "Navn *", "Navn 2"))] == [
        "column Navn 2"
    ]


def test_personal_columns_of_one_wave_are_named_there(tmp_path: Path) -> None:
    waves = f"waves:\n  2024: {{{DAYS}, {EXPORT}, identifiers: {{kontakt_*: address}}}}\n"
    definition = define(tmp_path, QUESTIONS, survey_yaml("", waves))
    found = uses(definition, columns("Q1", "kontakt_1", "kontakt_2", "Q2"))
    assert [use.is_kept for use in found] == [True, False, False, True]


def test_many_undeclared_columns_that_begin_alike_are_one_line(definition: Definition) -> None:
    named = [*(f"X{i}" for i in range(1, 5)), *(f"meta_{i}" for i in range(1, 6)), "metall"]
    found = refused(definition, "RespID", "status", "Q1", "Q2", *named)
    assert [problem.partition(" is not")[0] for problem in found if " is not declared" in problem] == [
        *(f"column X{i} («Om X{i}»)" for i in range(1, 5)),
        "column metall («Om metall»)",
    ]
    (many,) = [problem for problem in found if " are not declared" in problem]
    assert many.startswith(
        "5 columns that begin with meta_ are not declared (meta_1, meta_2, meta_3, meta_4, meta_5)"
    )
    assert "as meta_* if nothing else begins so" in many


def test_another_surveys_export_is_refused_without_a_name_that_may_be_an_answer(
    definition: Definition,
) -> None:
    with pytest.raises(WaveError, match="none of the 4 columns that the definition names is among its 2"):
        column_uses(definition, "2024", columns("Kari", "3"))


def test_columns_of_parts_that_were_left_out_are_not_undeclared(definition: Definition) -> None:
    """What an unsound part of the definition may bind, by column or block, is nobody's forgotten column."""
    export = [*columns("RespID", "status", "Q1", "Q2", "Q3", "Q4"), SourceColumn("x1", "x1", block="x")]
    found = column_uses(definition, "2024", export, frozenset({"Q3", "x"}))
    assert found.problems == []
    assert [problem[:9] for problem in found.undeclared] == ["column Q4"]


BLOCKS = """
questions:
  - id: m
    type: multiple
    ask_if: everyone
    text: M
    block: v_1
    options:
      - {id: bus, code: 1, text: {nb: Buss, en: Bus}}
      - {id: bike, code: 2, text: Sykkel, match: [SQ002]}
      - {id: none, code: 9, text: Ingen, exclusive: true}
  - id: g
    type: grid
    ask_if: everyone
    text: G
    block: v_2
    items: [{id: price, text: Prisen, match: [a1]}, {id: place, text: Stedet}]
    options: [{id: good, code: 1, text: God}, {id: bad, code: 2, text: Dårlig}]
"""


def part(name: str, block: str, option: str) -> SourceColumn:
    return SourceColumn(name, name, block=block, option=option)


def test_a_block_is_matched_by_code_name_or_text(tmp_path: Path) -> None:
    """One option more before the others shifts names and positions, and nothing else."""
    definition = define(tmp_path, BLOCKS)
    export = source(
        [
            (part("basis_9", "V_1", "Bus"), ["1", "0"]),
            (part("basis_1", "v_1", "SQ002"), ["1", "0"]),
            (part("basis_7", "v_1", "9.0"), ["0", "1"]),
            (part("x", "v_2", "place"), ["1", None]),
            (part("y", "v_2", "a1"), ["2", "1"]),
        ]
    )
    made = core(definition, export)
    assert (values(made, "m__bus"), values(made, "m__bike"), values(made, "m__none")) == (
        [1, 0],
        [1, 0],
        [0, 1],
    )
    assert (values(made, "g__price"), values(made, "g__place")) == ([2, 1], [1, None])
    assert states(made, "g__place") == ["substantive", "skipped"]
    assert [use.reason for use in uses(definition, export.columns)] == ["m"] * 3 + ["g"] * 2


def test_a_block_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    definition = define(tmp_path, BLOCKS)
    grid = [part("x", "v_2", "Stedet"), part("y", "v_2", "Prisen")]

    def problems(*found: SourceColumn) -> list[str]:
        return problems_of(definition, [*found, *grid])

    whole = [part("a", "v_1", "1"), part("b", "v_1", "2"), part("c", "v_1", "9")]
    assert problems(*whole[:2]) == ["block v_1 of question m has no column for none; its columns are 1, 2"]
    assert problems(*whole, part("d", "v_1", "Tog"))[0].startswith("column d is not declared")
    assert "has two columns for bus: a, d" in problems(*whole, part("d", "v_1", "Buss"))[0]
    gone = problems(*(part(c.id, "v_11", c.option) for c in whole))
    assert gone[0] == "block v_1 of question m is not in the export; the nearest is v_11"


def test_the_registers_columns_are_found_without_regard_to_case() -> None:
    universe = Universe.model_validate(
        {"columns": {"k": "Kjønn"}, "counts": {"n": "Antall"}, "population": "n", "ignore": {"Dato": "x"}}
    )
    assert universe_columns(universe, columns("ANTALL", "dato", "kjønn")) == (
        {"Antall": "v0001", "Kjønn": "v0003"},
        [],
        [],
    )
    assert universe_columns(universe, columns("Antal", "Kjønn")) == (
        {"Kjønn": "v0002"},
        ["column Antall is not in the export; the nearest is Antal"],
        ["column Antal is not declared; name it under universe.columns, counts or ignore"],
    )

"""Options, items and groups that only some waves have: declared, compared, coded, counted and reported."""

from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.coding.problems import WaveError
from pipeline.places import SQL, DataRoot
from pipeline.readers.export import SourceColumn
from pipeline.survey.comparing import compare_waves
from pipeline.survey.loading import DefinitionError
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.bad_inputs.tiny_survey import TinySurvey
from tests.coding.small_survey import DAYS, EXPORT, core, define, source, states, survey_yaml, values

WAVES = "waves:\n" + "".join(f"  {year}: {{{DAYS}, {EXPORT}}}\n" for year in (2023, 2024, 2025))
SURVEY = survey_yaml(
    """
    demographics:
      - {id: travel, text: T}
      - id: by_car
        text: C
        variable: travel
        groups:
          - {id: car, text: Car}
          - {id: others, text: Others, options: [bus, scooter]}
          - {id: none, text: None, options: [train], until: 2023}
    """,
    WAVES,
)
TRAVEL = """
questions:
  - id: travel
    ask_if: everyone
    text: How?
    column: t
    options:
      - {id: bus, code: 1, text: Bus}
      - {id: train, code: 2, text: Train, until: 2023}
      - {id: car, code: 3, text: Car}
      - {id: scooter, code: 4, text: Scooter, from: 2024}
    waves: {2024: {compat: approximate, note: scooters}}
"""
TICKS = """
  - id: m
    type: multiple
    ask_if: everyone
    text: M
    columns: {a: m_1, b: m_2, c: m_3}
    options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}, {id: c, code: 3, text: C, from: 2025}]
    nets: [{id: bc, text: BC, options: [b, c]}, {id: only_c, text: C, options: [c]}]
    waves: {2025: {compat: exact}}
  - id: g
    type: grid
    ask_if: everyone
    text: G
    columns: {x: g_1, y: g_2}
    items: [{id: x, text: X}, {id: y, text: Y, until: 2024}]
    options: [{id: good, code: 1, text: Good}, {id: bad, code: 2, text: Bad}]
    waves: {2025: {compat: exact}}
"""


@pytest.fixture
def definition(tmp_path: Path) -> Definition:
    return define(tmp_path, TRAVEL + TICKS, SURVEY)


def refused(folder: Path, questions: str, survey: str = SURVEY) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        define(folder, questions, survey)
    return [problem.message for problem in raised.value.problems]


def test_a_wave_has_its_own_options_items_and_groups(definition: Definition) -> None:
    def of(wave: str) -> tuple[list[str], list[str], list[tuple[int, str]]]:
        seen = definition.in_wave(wave)
        demographic = definition.demographics["by_car"]
        options = [o.id for o in seen.options(definition.questions["travel"])]
        items = [i.id for i in seen.items_of(definition.questions["g"])]
        return options, items, [(code, group.id) for code, group in seen.coded_groups(demographic)]

    assert of("2023") == (["bus", "train", "car"], ["x", "y"], [(1, "car"), (2, "others"), (3, "none")])
    assert of("2024") == (["bus", "car", "scooter"], ["x", "y"], [(1, "car"), (2, "others")])
    assert of("2025")[1] == ["x"]
    # without groups of its own a demographic has those of its question, with codes that never change
    travel = definition.demographics["travel"]
    assert [c for c, _ in definition.in_wave("2024").coded_groups(travel)] == [1, 3, 4]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "from: 2024}",
            "from: 2022}",
            "questions.travel.options.scooter.from: there is no wave 2022; did you mean 2025?",
        ),
        ("from: 2024}", "from: 2024, until: 2023}", "travel.options.scooter.until: until is before from"),
        (
            "until: 2023}\n      - {id: car",
            "until: [2023]}\n      - {id: car",
            "until: «[2023]» does not fit; needed is a text",
        ),
        (
            "2024: {compat: approximate, note: scooters}",
            "2024: {note: scooters}",
            "questions.travel: wave 2024 has",
        ),
        (
            "    waves: {2024: {compat: approximate, note: scooters}}\n",
            "",
            "(train is gone, scooter is new); say how",
        ),
    ],
)
def test_years_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert TRAVEL.count(old) == 1
    (found,) = refused(tmp_path, TRAVEL.replace(old, new))
    assert message in found


def test_a_wave_without_any_option_is_refused(tmp_path: Path) -> None:
    options = "options: [{id: a, code: 1, text: A, from: 2024}]"
    question = f"questions:\n  - {{id: q, text: Q, column: q, {options}, waves: {{2024: {{compat: new}}}}}}\n"
    assert refused(tmp_path, question, survey_yaml("", WAVES)) == [
        "questions.q: no option is in wave 2023; give one, or compat: dropped"
    ]


def test_options_of_different_waves_may_read_alike_and_scales_grow(tmp_path: Path) -> None:
    """Each wave's own scale is checked, and no wave has both options that read «Middle»."""
    question = """
    questions:
      - id: q
        type: scale
        text: Q
        column: q
        top2: true
        options:
          - {id: low, code: 1, score: 1, text: Low}
          - {id: middle, code: 2, score: 2, text: Middle, match: [M], until: 2023}
          - {id: mid, code: 3, score: 2, text: Middle, match: [M], from: 2024}
          - {id: high, code: 4, score: 3, text: High}
        waves: {2024: {compat: break}}
    """
    define(tmp_path, question, survey_yaml("", WAVES))
    both = question.replace(", until: 2023", "")
    assert {
        "2 options read «Middle»",
        "match M stands more than once",
        "two options have the same score",
    } <= {problem.partition(": ")[2] for problem in refused(tmp_path, both, survey_yaml("", WAVES))}


def test_a_comparison_tells_what_is_new_and_gone(definition: Definition) -> None:
    assert [str(change) for change in compare_waves(definition, "2023", "2024")] == [
        "travel: declared approximate (scooters)",
        "travel: option train «Train» is gone",
        "travel: option scooter «Scooter» is new",
        "group none «None» of by_car is gone",
    ]
    assert [str(change) for change in compare_waves(definition, "2024", "2025")] == [
        "m: option c «C» is new",
        "g: item y «Y» is gone",
    ]


def test_columns_and_codes_are_those_of_the_wave(definition: Definition) -> None:
    """Nobody was asked what the wave does not have, and its columns need not be there."""
    export = source(
        {"t": ["1", "3"], "m_1": ["1", "0"], "m_2": ["0", "1"], "g_1": ["1", "2"], "g_2": ["2", "1"]}
    )
    built = core(definition, export, "2024")
    assert values(built, "m__b") == [0, 1]
    assert values(built, "m__c") == [None, None]
    newer = source(
        {"t": ["1", "4"], "m_1": ["1", "1"], "m_2": ["0", "0"], "m_3": ["1", "0"], "g_1": ["1", "2"]}
    )
    built = core(definition, newer, "2025")
    assert values(built, "m__c") == [1, 0]
    assert (values(built, "g__x"), values(built, "g__y")) == ([1, 2], [None, None])
    assert states(built, "g__y") == ["not_asked", "not_asked"]
    assert built.responses["group_travel"].tolist() == [1, 4]
    assert built.responses["group_by_car"].tolist() == [2, 2]


def test_an_answer_that_the_wave_does_not_have_stops_it(definition: Definition) -> None:
    cells = {name: ["1"] for name in ("m_1", "m_2", "g_1", "g_2")}
    with pytest.raises(WaveError, match=r"train stands for another wave \(from, until\)"):
        core(definition, source({"t": ["2"], **cells}), "2024")
    with pytest.raises(WaveError, match=r"add options or a recode"):
        core(definition, source({"t": ["7"], **cells}), "2024")


def test_blocks_need_only_the_columns_of_the_wave(tmp_path: Path) -> None:
    questions = TICKS.replace("columns: {a: m_1, b: m_2, c: m_3}", "block: v").replace(
        "\n  - id: g", "\nx: |\n  - id: g"
    )
    definition = define(
        tmp_path, "questions:" + questions.partition("\nx: |")[0] + "\n", survey_yaml("", WAVES)
    )
    parts = [(SourceColumn(f"c{i}", f"c{i}", block="v", option=str(i)), ["1"]) for i in (1, 2)]
    assert values(core(definition, source(parts), "2024"), "m__b") == [1]
    with pytest.raises(WaveError, match="has no column for c"):
        core(definition, source(parts), "2025")


def test_the_years_stand_in_the_definitions_tables(definition: Definition) -> None:
    """A net is there as long as any of its options is; a row of a grid only in its own years."""
    table = definition_tables(definition)["definition_option"].set_index(
        ["question_id", "item_id", "option_id", "net_id"]
    )
    years = table[["first_wave", "last_wave"]].astype(object).where(lambda t: t.notna(), None)
    assert years.loc[("travel", "", "train", "")].tolist() == [None, "2023"]
    assert years.loc[("m", "", "", "bc")].tolist() == [None, None]
    assert years.loc[("m", "", "", "only_c")].tolist() == ["2025", None]
    assert years.loc[("g", "y", "good", "")].tolist() == [None, "2024"]


EARLIER = """\
waves:
  2025:
    field_start: 2025-01-05
    field_end: 2025-01-25
    report_date: 2025-02-01
    export: {files: [svar.csv]}
"""


@pytest.fixture
def two_waves(tmp_path: Path) -> TinySurvey:
    """The tiny survey also in 2025, without «Ingen av disse», and without «Verken eller» from 2026 on."""
    survey = TinySurvey(tmp_path)
    survey.redefine("waves:\n", EARLIER)
    survey.redefine(
        "text: Ingen av disse, exclusive: true}",
        "text: Ingen, exclusive: true, from: 2026}\n    waves: {2026: {compat: approximate}}",
        "questionnaire.yaml",
    )
    survey.redefine(
        "{id: man, code: 2, text: Mann}",
        "{id: man, code: 2, text: Mann}\n      - {id: other, code: 3, text: Annet, until: 2025}",
        "questionnaire.yaml",
    )
    survey.redefine(
        "    column: kjonn\n", "    column: kjonn\n    waves: {2026: {compat: exact}}\n", "questionnaire.yaml"
    )
    earlier = DataRoot(survey.root.path).raw("prove", "2025")
    earlier.mkdir(parents=True)
    header, *rows = (survey.raw / "svar.csv").read_text("utf-8").splitlines()
    place = header.split(";").index("reise_3")
    cut = [";".join(c for i, c in enumerate(line.split(";")) if i != place) for line in (header, *rows)]
    (earlier / "svar.csv").write_text("\n".join(cut) + "\n", "utf-8")
    return survey


def test_a_part_that_a_wave_does_not_have_is_no_row_with_zero(two_waves: TinySurvey) -> None:
    """Through the real command: in counts, groups and the printed tables, and where the SQL is pasted."""
    warehouse = Warehouse(two_waves.root.warehouse)
    for wave in ("2025", "2026"):
        said = two_waves.said_by("run", "prove", "--wave", wave)
        assert said.code == 0, said.errors

    def rows(wave: str, **where: str) -> pd.DataFrame:
        found = warehouse.read(Table("prove", "mart_counts", wave))
        for column, value in where.items():
            found = found.loc[found[column] == value]
        return found

    travel = {"question_id": "reise", "demographic_id": ""}
    assert rows("2025", **travel)["option_id"].tolist() == ["buss", "tog"]
    assert rows("2026", **travel)["option_id"].tolist() == ["buss", "tog", "ingen"]
    by_gender = {"question_id": "enig", "option_id": "agree", "demographic_id": "kjonn"}
    assert rows("2025", **by_gender)["group_id"].tolist() == ["woman", "man", "other", "unknown"]
    assert rows("2026", **by_gender)["group_id"].tolist() == ["woman", "man", "unknown"]
    printed = pd.read_csv(
        two_waves.root.reports / "prove/2025/trivsel/tables/questions.csv", sep=None, engine="python"
    )
    assert "ingen" not in set(printed["option_id"])
    # the published file holds both waves, and the pasted statement makes the same rows there
    statement = (SQL / "mart/mart_counts.sql").read_text("utf-8")
    with closing(duckdb.connect(str(warehouse.published("prove")), read_only=True)) as pasted:
        counted = pasted.execute(statement).df()["wave"].value_counts()
    assert counted.to_dict() == {wave: len(rows(wave)) for wave in ("2025", "2026")}

"""The relations that statements read and no file keeps: as clean as the files, and written for any survey."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlfluff.core import FluffConfig, Linter

from pipeline.places import SQL
from pipeline.statements import PREPARED, makeable, read_by, written
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding import small_survey
from tests.marts.members_survey import definition, tables
from tests.sql.parsed import tables_read

NAMES = [relation.name for relation in PREPARED]
TEMPLATES = sorted(path.name.partition(".")[0] for path in SQL.glob("mart/mart_*.sql.j2"))


def text(name: str, waves: list[str] | None = None) -> str:
    """The statement of a relation for the reference survey."""
    core = tables()
    columns = {"core_responses": list(core.responses), "core_weights": list(core.weights)}
    return written(name, definition_tables(definition()), columns, waves or ["2023"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("waves", [["2023"], ["2022", "2023"]])
def test_what_is_written_is_one_statement_that_says_what_it_is(name: str, waves: list[str]) -> None:
    statement = text(name, waves)
    assert statement.startswith(f"-- {name}: ")
    expected = next(relation.reads for relation in PREPARED if relation.name == name)
    assert {one for one in tables_read(statement) if not one.startswith("definition_")} == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_written_passes_the_linter(name: str) -> None:
    config = FluffConfig.from_path(str(SQL.parent))
    found = Linter(config=config).lint_string(text(name))
    assert [f"{one.line_no}: {one.desc()}" for one in found.get_violations()] == []


def test_every_template_is_a_relation() -> None:
    assert set(TEMPLATES) <= set(NAMES)


def test_a_statement_gets_what_it_reads_in_the_order_to_make_it() -> None:
    assert [one.name for one in read_by("from mart_number, mart_membership")] == [
        "mart_membership",
        "mart_packed",
        "mart_number",
    ]
    assert read_by("select mart_packed_n from mart_fact") == []
    assert makeable({"core_responses"}) == []
    assert [one.name for one in makeable({"core_responses", "core_weights"})] == NAMES


@pytest.mark.parametrize("wave", ["2023'", "20 23", "x;--", ""])
def test_nothing_but_names_and_numbers_comes_into_a_statement(wave: str) -> None:
    with pytest.raises(ValueError, match="neither a number nor a name"):
        text("mart_combination", [wave])


def many(count: int, extra: str = "") -> str:
    """As many options or groups in YAML."""
    return ", ".join(f"{{id: o{i}, code: {i}, text: '{i}'{extra}}}" for i in range(1, count + 1))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    """A question of 300 options, 40 ticks with a net, and a demographic of 300 groups beside a small one."""
    groups = ", ".join(f"{{id: g{i}, text: '{i}', options: [o{i}]}}" for i in range(1, 301))
    questions = f"""
        questions:
          - {{id: place, text: Sted, ask_if: everyone, column: place, options: [{many(300)}]}}
          - {{id: kind, text: Slag, ask_if: everyone, column: kind, options: [{many(3)}]}}
          - id: ticks
            type: multiple
            text: Flere
            ask_if: everyone
            columns: {{{", ".join(f"o{i}: t{i}" for i in range(1, 41))}}}
            options: [{many(40)}]
            nets: [{{id: first, text: En av de første, options: [o1, o2, o3]}}]
    """
    survey = small_survey.survey_yaml(f"""
        demographics:
          - {{id: county, text: Fylke, variable: place, groups: [{groups}]}}
          - {{id: sort, text: Sort, variable: kind, groups: [{{id: a, text: A, options: [o1, o2]}}]}}
    """)
    report = """
        report: whole
        title: Alt
        chapters: [{id: all, title: Alt, questions: [place, kind, ticks]}]
        breakdowns: [{demographic: county}, {demographic: sort}]
    """
    return small_survey.define(tmp_path_factory.mktemp("large"), questions, survey, whole=report)


def test_more_options_and_groups_than_a_byte_holds_are_counted(large: Definition, tmp_path: Path) -> None:
    """Beside a count by pandas, person by person."""
    generator = np.random.default_rng(7)
    rows = 2_000
    cells = {
        "place": generator.integers(1, 301, rows),
        "kind": generator.integers(1, 4, rows),
        **{f"t{i}": generator.integers(0, 2, rows) for i in range(1, 41)},
    }
    export = {name: [str(value) for value in values] for name, values in cells.items()}
    export["kind"][:50] = [""] * 50
    core = small_survey.core(large, small_survey.source(export))
    weights = core.responses[["wave", "respondent_id"]].assign(start_weight=1.0, weight=1.0)
    warehouse = Warehouse(tmp_path)
    stored = {"core_responses": core.responses, "core_weights": weights}
    warehouse.write_tables("large", small_survey.WAVE, stored)
    read = [Table("large", name, small_survey.WAVE) for name in stored]
    counts = warehouse.query("mart/mart_counts.sql", read, definition_tables(large))

    def counted(demographic: str, **places: str) -> pd.Series:
        at = counts.loc[counts["demographic_id"] == demographic]
        for name, value in places.items():
            at = at.loc[at[name] == value]
        return at.set_index("group_id")["option_n"]

    frame = pd.DataFrame(cells)
    by_place = frame.groupby("place").size()
    for code in (1, 150, 300):
        own = counted("county", question_id="place", option_id=f"o{code}")
        assert (own[f"g{code}"], own.sum()) == (by_place[code], by_place[code])
    asked = frame["kind"].where(frame.index >= 50)
    sorts = counted("sort", question_id="kind", option_id="o3")
    assert sorts.to_dict() == {"a": 0, "unknown": int((asked == 3).sum())}
    of_a = frame.loc[asked.isin([1, 2])]
    assert counted("sort", question_id="ticks", option_id="o40")["a"] == of_a["t40"].sum()
    assert (
        counted("sort", question_id="ticks", net_id="first")["a"]
        == of_a[["t1", "t2", "t3"]].max(axis=1).sum()
    )
    of_g7 = frame.loc[frame["place"] == 7]
    assert counted("county", question_id="ticks", option_id="o17")["g7"] == of_g7["t17"].sum()
    sizes = counts.drop_duplicates(["demographic_id", "group_id", "question_id"])
    assert (sizes.loc[sizes["group_id"] == "g7", "respondents_n"] == len(of_g7)).all()


def test_waves_counted_side_by_side_do_not_see_each_others_respondents(tmp_path: Path) -> None:
    core, warehouse = tables(), Warehouse(tmp_path)
    ids = core.responses["respondent_id"]
    sizes = {"2022": 100, "2023": 250, "2024": 400, "2025": 896}
    for wave, size in sizes.items():
        stored = {"core_responses": core.responses, "core_weights": core.weights}
        warehouse.write_tables(
            "members", wave, {n: frame[ids <= size].assign(wave=wave) for n, frame in stored.items()}
        )
    of_definition = definition_tables(definition())

    def counted(wave: str) -> int:
        read = [Table("members", name, wave) for name in ("core_responses", "core_weights")]
        counts = warehouse.query("mart/mart_counts.sql", read, of_definition)
        assert counts["wave"].unique().tolist() == [wave]
        return int(counts.loc[counts["demographic_id"] == "", "respondents_n"].max())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(counted, [*sizes] * 3)) == [*sizes.values()] * 3

"""Every file of sql/ runs as it stands when pasted into a DuckDB shell on a survey's warehouse.duckdb.

And it reads only its own layer and the one before it, and gives the table that its name says.
"""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.places import SQL
from pipeline.schemas import mart as schemas
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding import small_survey
from tests.marts.members_survey import definition, tables
from tests.sql.parsed import tables_read

FILES = sorted(SQL.glob("mart/*.sql"))
READABLE = ("core_", "mart_", "definition_")
SURVEY = "members"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference survey's warehouse, with a universe, dispositions and conditions of a few rows."""
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    core = tables()
    groups = [c for c in core.responses if c.startswith("group_")]
    first = core.responses[["wave", *groups]].drop_duplicates(groups).head(40)
    universe = first.assign(universe_row=range(1, 41), universe_n=100, invited_n=90, base_all=True)
    one = {"report_id": "all", "condition_id": "representativity_base"}
    for name, frame in {
        "core_responses": core.responses,
        "core_weights": core.weights,
        "core_universe": universe,
        "core_dispositions": core.responses[["wave", "status", *groups]].assign(source_row=range(1, 897)),
        "core_rejected": pd.DataFrame(
            {
                "wave": small_survey.WAVE,
                "source_row": [1, 2],
                "question_id": ["", "q1"],
                "rule": ["test", "invalid"],
            }
        ),
        "core_flags": pd.DataFrame(
            {"wave": small_survey.WAVE, "source_row": [1, 2], "flag": "too_fast", "is_removed": [True, False]}
        ),
        "core_conditions": core.responses[["wave", "respondent_id"]].assign(**one),
        "mart_scope": pd.DataFrame(columns=["wave", "report_id", "demographic_id", "group_id", "is_in_scope"])
        .astype(str)
        .astype({"is_in_scope": bool}),
        "mart_response_cell": pd.DataFrame(
            {
                "wave": small_survey.WAVE,
                "report_id": "all",
                "cell_key": ["gender=1"],
                "universe_n": [100],
                "respondents_n": [40],
                "respondents_w": [40.0],
            }
        ),
    }.items():
        warehouse.write(Table(SURVEY, name, small_survey.WAVE), frame)
    return warehouse.publish(SURVEY, definition_tables(definition()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_runs_as_pasted(file: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(file.read_text("utf-8")).df()
    assert len(found.columns) == len(set(found.columns))
    assert found.columns[0] == "wave"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_one_statement_that_says_what_it_is_and_reads_only_what_it_may(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith(f"-- {file.stem}: ")
    read = tables_read(text)
    assert read, "the search itself found nothing"
    assert {name for name in read if not name.startswith(READABLE)} == set()
    assert file.stem not in read


def test_counts_do_not_depend_on_threads(database: Path) -> None:
    """Weights are exact decimals, so their sums are the same in any order."""
    text = (SQL / "mart/mart_counts.sql").read_text("utf-8")
    found = []
    for threads in (1, 4):
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute(f"set threads = {threads}")
            found.append(connection.execute(text).df())
    pd.testing.assert_frame_equal(found[0], found[1], check_exact=True)


def test_two_waves_in_one_warehouse_are_counted_apart(tmp_path: Path) -> None:
    core, warehouse = tables(), Warehouse(tmp_path)
    half = core.responses["respondent_id"] <= 400
    for wave, rows in (("2023", half), ("2024", ~half)):
        warehouse.write(Table(SURVEY, "core_responses", wave), core.responses[rows].assign(wave=wave))
        weights = core.weights[rows].assign(wave=wave)
        warehouse.write(Table(SURVEY, "core_weights", wave), weights)
    path = warehouse.publish(SURVEY, definition_tables(definition()))
    with duckdb.connect(str(path), read_only=True) as connection:
        both = connection.execute((SQL / "mart/mart_counts.sql").read_text("utf-8")).df()
    everyone = both.query("demographic_id == '' and question_id == 'q1' and option_id == 'ja'")
    counts = everyone.set_index("wave")[["respondents_n", "option_n"]]
    assert counts["respondents_n"].to_dict() == {"2023": 400, "2024": 496}
    one = core.query("mart_counts.sql").query(
        "demographic_id == '' and option_id == 'ja' and question_id == 'q1'"
    )
    assert counts["option_n"].sum() == one["option_n"].iloc[0]


def test_who_answered_in_two_waves_is_counted_once_in_each(tmp_path: Path) -> None:
    """The same persons have the same pseudonyms in every wave."""
    core, warehouse = tables(), Warehouse(tmp_path)
    for wave in ("2023", "2024"):
        warehouse.write(Table(SURVEY, "core_responses", wave), core.responses.assign(wave=wave))
        warehouse.write(Table(SURVEY, "core_weights", wave), core.weights.assign(wave=wave))
    path = warehouse.publish(SURVEY, definition_tables(definition()))
    with duckdb.connect(str(path), read_only=True) as connection:
        for name in ("mart_counts", "mart_values"):
            both = connection.execute((SQL / f"mart/{name}.sql").read_text("utf-8")).df()
            once = core.query(f"{name}.sql").drop(columns="wave")
            for _, rows in both.groupby("wave"):
                found = rows.drop(columns="wave").reset_index(drop=True)
                pd.testing.assert_frame_equal(found, once, check_exact=True)


def test_a_universe_that_no_report_compares_with_gives_no_rows(tmp_path: Path, database: Path) -> None:
    """A register may be there for the weighting alone; then no column tells who belongs to a report."""
    with duckdb.connect(str(database), read_only=True) as connection:
        universe = connection.execute("from core_universe").df().drop(columns="base_all")
        plain = connection.execute("from definition_representativity").df().head(0)
    warehouse, core = Warehouse(tmp_path), tables()
    for name, frame in (
        ("core_responses", core.responses),
        ("core_weights", core.weights),
        ("core_universe", universe),
        ("core_conditions", core.responses[["wave", "respondent_id"]].assign(report_id="", condition_id="")),
        (
            "mart_scope",
            pd.DataFrame(
                {
                    "wave": ["x"],
                    "report_id": ["x"],
                    "demographic_id": ["x"],
                    "group_id": ["x"],
                    "is_in_scope": [False],
                }
            ),
        ),
    ):
        warehouse.write(Table(SURVEY, name, small_survey.WAVE), frame)
    read = [
        Table(SURVEY, n, small_survey.WAVE)
        for n in ("core_responses", "core_weights", "core_universe", "core_conditions", "mart_scope")
    ]
    definitions = definition_tables(definition()) | {"definition_representativity": plain}
    assert warehouse.query("mart/mart_response_cell.sql", read, definitions).empty


def test_an_answer_without_its_state_breaks_the_contract() -> None:
    """Options tell who answered, so a lost or doubled answer must not pass as a whole table."""
    counts = tables().query("mart_counts.sql")
    schemas.mart_counts().validate(counts, lazy=True)
    at = counts.query("question_id == 'q1' and option_id == 'ja'").index[0]
    spoiled = counts.copy()
    spoiled.loc[at, "option_n"] += 1
    with pytest.raises(Exception, match="options_sum_to_answered"):
        schemas.mart_counts().validate(spoiled, lazy=True)


def test_a_lost_answer_shows_in_the_states(tmp_path: Path) -> None:
    core, warehouse = tables(), Warehouse(tmp_path)
    responses = core.responses.copy()
    responses.loc[responses.index[responses["q_q1"].notna()][:3], "q_q1"] = pd.NA
    for name, frame in (("core_responses", responses), ("core_weights", core.weights)):
        warehouse.write(Table(SURVEY, name, small_survey.WAVE), frame)
    read = [Table(SURVEY, name, small_survey.WAVE) for name in ("core_responses", "core_weights")]
    counts = warehouse.query("mart/mart_counts.sql", read, definition_tables(definition()))
    with pytest.raises(Exception, match="states_sum_to_respondents"):
        schemas.mart_counts().validate(counts, lazy=True)

"""Statements: what they see and reach, and what is said when one fails."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from pipeline import statements
from pipeline.warehouse import Table, Warehouse, WarehouseError

TABLE = Table("prove", "core_example", "2024")
OLD = pd.DataFrame({"a": [1, 2], "text": ["æ", None]})


@pytest.fixture
def store(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "it's a «store»")


@pytest.fixture
def statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of SQL files beside the project's own."""
    (tmp_path / "sql").mkdir()
    monkeypatch.setattr(statements, "SQL", tmp_path / "sql")
    return tmp_path / "sql" / "try.sql"


def test_a_statement_reads_tables_and_frames(store: Warehouse, statement: Path) -> None:
    store.write(TABLE, OLD)
    statement.write_text("select count(*) as n, max(b) as b from core_example cross join more", "utf-8")
    made = store.query("try.sql", [TABLE], {"more": pd.DataFrame({"b": [7]})})
    assert made.to_dict("records") == [{"n": 2, "b": 7}]


def test_statements_side_by_side_see_their_own_tables_alone(store: Warehouse, statement: Path) -> None:
    """Two waves have tables of the same names, and may be worked on at the same time."""
    waves = [Table("prove", "core_example", str(year)) for year in range(2020, 2024)]
    for i, table in enumerate(waves):
        store.write(table, pd.DataFrame({"a": [i] * 1000}))
    statement.write_text("select distinct a, b from core_example cross join more", "utf-8")

    def run(i: int) -> list[dict[str, int]]:
        found = store.query("try.sql", [waves[i % 4]], {"more": pd.DataFrame({"b": [i % 4]})})
        rows: list[dict[str, int]] = found.to_dict("records")
        return rows

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(40))) == [[{"a": i % 4, "b": i % 4}] for i in range(40)]
    with pytest.raises(WarehouseError, match="core_example does not exist"):
        store.query("try.sql", [], {"more": OLD})


@pytest.mark.parametrize(
    "sql",
    [
        "from read_csv('{secret}')",
        "from '{secret}'",
        "from read_text('{secret}')",
        "from read_text('{folder}/../secret.csv')",
        "from read_text('{folder}/link.csv')",
        "copy (select 1) to '{secret}.new'",
        "attach '{secret}.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "from secret_frame",
        "select getenv('HOME')",
    ],
)
def test_nothing_outside_of_the_store_is_reached(store: Warehouse, statement: Path, sql: str) -> None:
    store.write(TABLE, OLD)
    secret = store.folder.parent / "secret.csv"
    secret.write_text("a\nhemmelig\n")
    (store.folder / "link.csv").symlink_to(secret)
    secret_frame = pd.DataFrame({"a": ["hemmelig"]})  # a frame in scope is not readable by its name
    statement.write_text(
        sql.format(secret=str(secret).replace("'", "''"), folder=str(store.folder).replace("'", "''"))
    )
    with pytest.raises(WarehouseError) as raised:
        store.query("try.sql", [TABLE], {})
    assert str(raised.value).startswith("sql/try.sql: ")
    assert "hemmelig" not in str(raised.value).replace(str(secret_frame), "")
    assert not Path(f"{secret}.new").exists()


def test_an_error_names_the_file_and_the_statement_and_no_value(store: Warehouse, statement: Path) -> None:
    store.write(TABLE, OLD)
    statement.write_text("select b from core_example", "utf-8")
    with pytest.raises(
        WarehouseError, match=r'(?s)sql/try\.sql: .*"b" not found.*\nselect b from core_example'
    ):
        store.query("try.sql", [TABLE], {})
    statement.write_text("select text::int from core_example", "utf-8")
    with pytest.raises(WarehouseError) as raised:
        store.query("try.sql", [TABLE], {})
    assert "a value that it cannot work with (Conversion error)" in str(raised.value)
    assert "æ" not in str(raised.value)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_a_connection_is_closed_after_an_error(store: Warehouse, statement: Path) -> None:
    store.publish("prove", {})
    statement.write_text("from nowhere", "utf-8")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        with pytest.raises(WarehouseError):
            store.query("try.sql", [], {})
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 5
    store.publish("prove", {})


def test_expressions_keep_the_order_of_rows(store: Warehouse) -> None:
    frame = pd.DataFrame({"a": [3, None, 1]}, index=[7, 5, 9])
    made = store.evaluate(frame, {"b": "a > 1", "c": "case when a = 3 then 1 end"})
    assert made.index.tolist() == [7, 5, 9]
    assert made["b"].astype(object).where(made["b"].notna(), None).tolist() == [True, None, False]
    assert made["c"].fillna(0).tolist() == [1, 0, 0]
    assert store.evaluate(frame, {}).shape == (3, 0)
    with pytest.raises(WarehouseError) as raised:
        store.evaluate(pd.DataFrame({"t": ["hemmelig"]}), {"d": "t::int"})
    assert str(raised.value) == "one of d: a value that it cannot work with (Conversion error)"

"""The store: what is written is there whole or not at all, and nothing outside of it is reached."""

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.aside import aside, sha256
from pipeline.places import PROJECT
from pipeline.warehouse import Table, Warehouse, WarehouseError

TABLE = Table("prove", "core_example", "2024")
OLD = pd.DataFrame({"a": [1, 2], "text": ["æ", None]})
NEW = pd.DataFrame({"a": range(5000), "text": [f"ny {i}" for i in range(5000)]})


@pytest.fixture
def store(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "it's a «store»")


def leftovers(store: Warehouse) -> list[str]:
    return [p.name for p in store.folder.rglob("*") if p.name.endswith(".part")]


def test_a_table_comes_back_as_it_was_written(store: Warehouse) -> None:
    frame = pd.DataFrame(
        {
            "wave": pd.Series(["2024"] * 3, dtype="str"),
            "code": pd.array([1, None, 3], dtype="Int16"),
            "number": [1.5, None, -0.0],
            "flag": [True, False, True],
            "state": pd.Categorical(["a", "b", "a"], categories=["b", "a"]),
            'odd "name"': [1, 2, 3],
        }
    )
    path = store.write(TABLE, frame, {"b": "2", "a": "1"})
    back = store.read(TABLE)
    assert back.columns.tolist() == frame.columns.tolist()
    assert back["code"].astype(object).where(back["code"].notna(), None).tolist() == [1, None, 3]
    assert back["number"].isna().tolist() == [False, True, False]
    assert back["state"].astype(str).tolist() == ["a", "b", "a"]
    assert store.rows(TABLE) == 3
    assert store.manifest(TABLE)["inputs"] == {"a": "1", "b": "2"}
    assert store.manifest(TABLE)["sha256"] == sha256(path)
    assert leftovers(store) == []


def test_the_same_rows_are_the_same_bytes(store: Warehouse) -> None:
    first = sha256(store.write(TABLE, NEW))
    assert sha256(store.write(TABLE, NEW)) == first
    assert sha256(store.write(TABLE, NEW.iloc[::-1])) != first


def test_weights_are_exact_decimals_and_their_sums_too(store: Warehouse) -> None:
    weights = pd.Series([0.1, 1 / 3, 2.9999999996] * 7000)
    path = store.write(TABLE, pd.DataFrame({"weight": weights, "start_weight": weights, "w": weights}))
    with duckdb.connect() as connection:
        kinds = connection.execute(f"describe from '{str(path).replace(chr(39), chr(39) * 2)}'").fetchall()
        assert [kind[1] for kind in kinds] == ["DECIMAL(18,9)", "DECIMAL(18,9)", "DOUBLE"]
        relation = connection.read_parquet(str(path))
        (sums,) = relation.aggregate("sum(weight), sum(weight * weight)").fetchall()
    assert sums == (
        (Decimal("0.1") + Decimal("0.333333333") + Decimal("3.000000000")) * 7000,
        (Decimal("0.01") + Decimal("0.333333333") ** 2 + 9) * 7000,
    )


def test_a_weight_that_no_decimal_holds_is_refused_without_telling_it(store: Warehouse) -> None:
    store.write(TABLE, OLD)
    with pytest.raises(WarehouseError) as raised:
        store.write(TABLE, pd.DataFrame({"weight": [123456789012.5]}))
    assert "could not be written: a value that it cannot work with (Conversion error)" in str(raised.value)
    assert "123456789012" not in str(raised.value)
    assert store.read(TABLE)["a"].tolist() == [1, 2]
    assert leftovers(store) == []


def test_what_has_not_been_made_is_said(store: Warehouse) -> None:
    for ask in (store.read, store.manifest, store.rows, store.verified):
        with pytest.raises(
            WarehouseError, match="core_example of prove 2024 has not been made yet; run it first"
        ):
            ask(TABLE)


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "manifest"])
def test_a_file_that_is_not_the_one_written_is_not_served(store: Warehouse, damage: str) -> None:
    path = store.write(TABLE, NEW)
    content = path.read_bytes()
    middle = len(content) // 2
    if damage == "flip":
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage == "cut":
        path.write_bytes(content[:middle])
    elif damage == "gone":
        path.unlink()
    else:
        path.with_suffix(".json").write_text("{", "utf-8")
    with pytest.raises(WarehouseError, match=r"make (it|the table) again"):
        store.read(TABLE)
    with pytest.raises(WarehouseError, match=r"make (it|the table) again"):
        store.publish("prove", {})


def test_a_full_disk_is_a_clear_error_and_leaves_nothing(store: Warehouse) -> None:
    """A process that may write 4 KB: the system refuses the rest, as a full disk would."""
    store.write(TABLE, OLD)
    code = """
        import pathlib, resource, sys
        import pandas as pd
        from pipeline.warehouse import Table, Warehouse, WarehouseError
        store = Warehouse(pathlib.Path(sys.argv[1]))
        frame = pd.DataFrame({"text": [f"ny {i * 7919}" for i in range(50000)]})
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        for write in (
            lambda: store.write(Table("prove", "core_example", "2024"), frame),
            lambda: store.publish("prove", {"definition_example": frame}),
        ):
            try:
                write()
            except WarehouseError as error:
                print(error)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(store.folder)]
    result = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    table, database = result.stdout.splitlines()[0], result.stdout.splitlines()[-1]
    assert table.startswith(f"{store.path(TABLE)} could not be written: ")
    assert "warehouse.duckdb could not be written: " in database or "File too large" in result.stdout
    assert "Traceback" not in result.stderr
    assert leftovers(store) == []
    assert store.read(TABLE)["a"].tolist() == [1, 2]
    assert not (store.folder / "prove" / "warehouse.duckdb").exists()


@pytest.fixture
def locked() -> Iterator[Warehouse]:
    """A store in a folder that this process may read and not write, also when it runs as root."""
    folder = Path(tempfile.mkdtemp(prefix="topline-locked-"))
    store = Warehouse(folder)
    store.write(TABLE, OLD)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield store
    os.seteuid(user)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    subprocess.run(["rm", "-r", str(folder)], check=True)


def test_a_folder_that_may_not_be_written_is_a_clear_error(locked: Warehouse) -> None:
    for write in (
        lambda: locked.write(TABLE, NEW),
        lambda: locked.write(Table("annen", "core_example", "2024"), NEW),
        lambda: locked.publish("prove", {}),
        lambda: locked.write_parquet({"x": NEW}, locked.folder),
    ):
        with pytest.raises(WarehouseError) as raised:
            write()
        assert str(locked.folder) in str(raised.value)
        assert "could not be written" in str(raised.value)
        assert "ermission denied" in str(raised.value)
    assert locked.read(TABLE)["a"].tolist() == [1, 2]


def test_what_is_written_aside_is_gone_after_an_error(tmp_path: Path) -> None:
    target = tmp_path / "new" / "x"

    def fail() -> None:
        with aside(target) as path:
            path.write_text("half")
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert list(target.parent.iterdir()) == []


def test_the_file_for_sql_clients_has_marts_as_tables_and_the_rest_as_views(store: Warehouse) -> None:
    store.write(TABLE, OLD)
    store.write(Table("prove", "mart_x", "2023"), pd.DataFrame({"wave": ["2023"], "n": [1]}))
    store.write(Table("prove", "mart_x", "2024"), pd.DataFrame({"wave": ["2024"], "n": [2], "more": [True]}))
    path = store.publish("prove", {"definition_x": OLD})
    with duckdb.connect(str(path), read_only=True) as connection:
        kinds = dict(
            connection.execute("select table_name, table_type from information_schema.tables").fetchall()
        )
        assert kinds == {"core_example": "VIEW", "definition_x": "BASE TABLE", "mart_x": "BASE TABLE"}
        assert connection.execute("select wave, n, more from mart_x order by wave").fetchall() == [
            ("2023", 1, None),
            ("2024", 2, True),
        ]
        assert connection.execute("select count(*) from core_example").fetchone() == (2,)
    assert not path.with_suffix(".duckdb.wal").exists()
    assert leftovers(store) == []


def test_a_reader_keeps_its_file_while_a_new_one_is_swapped_in(store: Warehouse) -> None:
    path = store.publish("prove", {"definition_x": OLD})
    with duckdb.connect(str(path), read_only=True) as reader:
        store.publish("prove", {"definition_x": NEW})
        assert reader.execute("select count(*) from definition_x").fetchone() == (2,)
    with duckdb.connect(str(path), read_only=True) as reader:
        assert reader.execute("select count(*) from definition_x").fetchone() == (5000,)

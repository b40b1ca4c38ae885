"""Crash safety of the store: after a kill, the tables of a step are all the old ones or all the new ones."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.aside import sha256
from pipeline.folders import exchange, folder_aside
from pipeline.store import Table
from pipeline.warehouse import Warehouse, WarehouseError
from tests.killed import killed_everywhere

NAMES = ("core_a", "core_b")
SURVEY, WAVE = "prove", "2024"
OLD, NEW = pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": range(500)})

WRITE = """
    import pandas as pd
    from pipeline.warehouse import Warehouse

    def work(folder):
        frames = dict.fromkeys(("core_a", "core_b"), pd.DataFrame({"a": range(500)}))
        Warehouse(folder).write_tables("prove", "2024", frames, {"svar.csv": "new"})
"""
PUBLISH = """
    import pandas as pd
    from pipeline.warehouse import Warehouse

    def work(folder):
        Warehouse(folder).publish("prove", {"definition_x": pd.DataFrame({"a": range(500)})}, "new")
"""
RELEASE = """
    from pipeline.folders import folder_aside

    def work(folder):
        with folder_aside(folder / "report") as path:
            (path / "tables").mkdir()
            for name in ("report.html", "tables/a.csv", "manifest.json"):
                (path / name).write_text("new")
"""


def written(folder: Path, frame: pd.DataFrame, made_from: str) -> Warehouse:
    """A store with two tables."""
    store = Warehouse(folder)
    store.write_tables(SURVEY, WAVE, dict.fromkeys(NAMES, frame), {"svar.csv": made_from})
    return store


def seen(folder: Path) -> set[tuple[int, int, str]]:
    """Rows by the file, rows by the manifest, and what it was made from, of each of the tables."""
    store = Warehouse(folder)
    tables = [Table(SURVEY, name, WAVE) for name in NAMES]
    return {(len(store.read(t)), store.rows(t), store.manifest(t)["inputs"]["svar.csv"]) for t in tables}


def others(folder: Path) -> list[str]:
    """Files that are no table, manifest, lock or DuckDB file."""
    paths = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    known = ("/2024.parquet", "/2024.json", ".lock", "/warehouse.duckdb", "/warehouse.json")
    return [path for path in paths if not path.endswith(known)]


def test_killed_anywhere_all_tables_are_old_or_all_are_new(tmp_path: Path) -> None:
    written(tmp_path / "old", OLD, "old")
    copies = killed_everywhere(WRITE, tmp_path / "old", tmp_path / "killed")
    found = [seen(copy) for copy in copies]
    assert len(copies) > 15
    was, now = {(2, 2, "old")}, {(500, 500, "new")}
    turned = found.index(now)
    assert 5 < turned < len(copies) - 3, "killed both before the commit and after it"
    assert found == [was] * turned + [now] * (len(copies) - turned)
    for copy in copies:
        written(copy, NEW, "new")
        assert seen(copy) == now
        assert others(copy) == []


def test_killed_at_the_first_writing_there_is_no_table_or_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcomes: list[set[tuple[int, int, str]]] = []
    told = set()
    for copy in killed_everywhere(WRITE, tmp_path / "empty", tmp_path / "killed"):
        try:
            outcomes.append(seen(copy))
        except WarehouseError as error:
            outcomes.append(set())
            told.add(str(error))
    assert told == {"core_a of prove 2024 has not been made yet; run it first"}
    assert outcomes == sorted(outcomes, key=len)
    assert outcomes[-1] == {(500, 500, "new")}


def test_a_step_that_fails_leaves_all_tables_as_they_were(tmp_path: Path) -> None:
    store = written(tmp_path, OLD, "old")
    too_large = pd.DataFrame({"weight": [123456789012.5]})
    with pytest.raises(WarehouseError, match=r"core_b/2024.parquet could not be written"):
        store.write_tables(SURVEY, WAVE, {"core_a": NEW, "core_b": too_large})
    assert seen(tmp_path) == {(2, 2, "old")}
    assert others(tmp_path) == []


def test_killed_while_publishing_the_file_is_the_old_or_the_new_and_known_to_be(tmp_path: Path) -> None:
    store = written(tmp_path / "old", OLD, "old")
    store.publish(SURVEY, {"definition_x": OLD}, "old")
    copies = killed_everywhere(PUBLISH, tmp_path / "old", tmp_path / "killed")
    rows = []
    for copy in copies:
        with duckdb.connect(str(copy / SURVEY / "warehouse.duckdb"), read_only=True) as connection:
            (n,) = connection.execute("select count(*) from definition_x").fetchone() or (0,)
        rows.append(n)
        here = Warehouse(copy)
        assert here.is_published(SURVEY, WAVE, "new") <= (n == 500), "never said of the old file"
        assert here.is_published(SURVEY, WAVE, "old") <= (n == 2)
        here.publish(SURVEY, {"definition_x": NEW}, "new")
        assert here.is_published(SURVEY, WAVE, "new")
        assert others(copy) == []
    assert set(rows) == {2, 500}
    assert rows == sorted(rows)
    assert len(copies) > 5


def test_a_published_file_is_of_the_tables_as_they_are_now(tmp_path: Path) -> None:
    store = written(tmp_path, OLD, "old")
    store.write(Table(SURVEY, "core_a", "2025"), OLD)
    assert not store.is_published(SURVEY, WAVE, "x")
    path = store.publish(SURVEY, {"definition_x": OLD}, "x")
    assert store.is_published(SURVEY, WAVE, "x")
    assert not store.is_published(SURVEY, WAVE, "another definition")
    store.write(Table(SURVEY, "core_a", "2025"), NEW)
    assert store.is_published(SURVEY, WAVE, "x"), "another wave's tables are another wave's matter"
    assert not store.is_published(SURVEY, "2025", "x")
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["sha256"] == sha256(path)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def leave_a_log(path: Path) -> None:
    path.with_name("warehouse.duckdb.wal").write_bytes(b"cut off")


@pytest.mark.parametrize("damage", [flip, leave_a_log, Path.unlink])
def test_a_damaged_file_for_sql_clients_is_known_and_made_again(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A flipped bit, or a log left beside the file, which DuckDB would take for a part of it."""
    store = written(tmp_path, OLD, "old")
    damage(store.publish(SURVEY, {"definition_x": OLD}, "x"))
    assert not store.is_published(SURVEY, WAVE, "x")
    store.publish(SURVEY, {"definition_x": OLD}, "x")
    assert store.is_published(SURVEY, WAVE, "x")
    assert others(tmp_path) == []


def test_killed_anywhere_a_report_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    report = tmp_path / "old" / "report"
    (report / "tables").mkdir(parents=True)
    for name in ("report.html", "tables/a.csv", "manifest.json", "gone.txt"):
        (report / name).write_text("old")
    copies = killed_everywhere(RELEASE, tmp_path / "old", tmp_path / "killed")
    found = []
    for copy in copies:
        files = {p.relative_to(copy).as_posix(): p.read_text() for p in copy.glob("report/**/*.*")}
        assert len(files) == (4 if "old" in files.values() else 3)
        found += set(files.values())
        with folder_aside(copy / "report") as path:
            (path / "report.html").write_text("newest")
        assert [p.name for p in copy.iterdir()] == ["report"]
        assert [p.name for p in (copy / "report").iterdir()] == ["report.html"]
    assert found == sorted(found, reverse=True)
    assert set(found) == {"old", "new"}


def test_where_names_cannot_be_exchanged_the_old_folder_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was killed between two renames has left the report under another name."""
    monkeypatch.setattr("pipeline.folders.exchange", lambda *_: False)
    target = tmp_path / "report"
    for text in ("first", "second"):
        with folder_aside(target) as path:
            (path / "x").write_text(text)
        assert (target / "x").read_text() == text
        assert [p.name for p in tmp_path.iterdir()] == ["report"]
    target.rename(tmp_path / ".report.old")
    with pytest.raises(ArithmeticError), folder_aside(target):
        raise ArithmeticError
    assert (target / "x").read_text() == "second"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_two_folders_change_places_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name)
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert [(tmp_path / name / "x").read_text() for name in "ab"] == ["b", "a"]
    assert not exchange(tmp_path / "a", tmp_path / "nothing")

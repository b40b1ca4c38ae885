"""The only door to DuckDB and Parquet.

Belongs here: connections, running the files of `sql/`, reading and writing tables, and the `warehouse.duckdb` for
people with a SQL client. Does not: what a table means, and any check of its content (`contracts`).

A table is one Parquet file per survey and wave, written aside and renamed into place. The `.json` beside it is its
manifest and is written last: a table without a manifest that fits does not exist.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.places import SQL

WEIGHTS = ("weight", "start_weight")
WEIGHT_TYPE = "decimal(18, 9)"


class WarehouseError(RuntimeError):
    """A table that is not there or not whole, or a statement that failed: which one, and what to do."""


@dataclass(frozen=True)
class Table:
    """A table of one survey and wave in the store."""

    survey: str
    name: str
    wave: str


class Warehouse:
    """The store under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: Table) -> Path:
        """The Parquet file of a table."""
        return self.folder / table.survey / table.name / f"{table.wave}.parquet"

    def write(self, table: Table, frame: pd.DataFrame, inputs: Mapping[str, str] | None = None) -> Path:
        """Write a table aside, sync it, rename it into place, and write its manifest last.

        Args:
            table: What to write.
            frame: The rows, in the order that they are kept in. Weights are stored as exact decimals.
            inputs: Name to SHA-256 of what the table was made from, for the manifest.

        Returns:
            The Parquet file.
        """
        target = self.path(table)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _aside(target) as aside:
            with _connection(threads=1, folder=target.parent) as connection:
                connection.register("frame", frame)
                exact = ", ".join(f"{name}::{WEIGHT_TYPE} as {name}" for name in WEIGHTS if name in frame)
                columns = f"* replace ({exact})" if exact else "*"
                connection.execute(
                    f"copy (select {columns} from frame) to '{_quoted(aside)}' (format parquet, compression zstd)"
                )
            manifest = {
                "rows": len(frame),
                "sha256": sha256(aside),
                "inputs": dict(sorted((inputs or {}).items())),
            }
        with _aside(target.with_suffix(".json")) as aside:
            aside.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
        return target

    def write_parquet(self, frame: pd.DataFrame, path: Path) -> None:
        """Write a frame as one Parquet file that is the same for the same rows."""
        with _connection(threads=1, folder=path.parent) as connection:
            connection.register("frame", frame)
            connection.execute(f"copy frame to '{_quoted(path)}' (format parquet, compression zstd)")

    def manifest(self, table: Table) -> dict[str, Any]:
        """The manifest of a table.

        Raises:
            WarehouseError: when there is none.
        """
        path = self.path(table).with_suffix(".json")
        if not path.exists():
            raise WarehouseError(
                f"{table.name} of {table.survey} {table.wave} has not been made yet; run it first"
            )
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return manifest

    def verified(self, table: Table) -> Path:
        """The Parquet file of a table, after comparing it with its manifest.

        Raises:
            WarehouseError: when it is missing or not the file that was written.
        """
        manifest, path = self.manifest(table), self.path(table)
        if not path.exists() or sha256(path) != manifest["sha256"]:
            raise WarehouseError(
                f"{table.name} of {table.survey} {table.wave} is not the file that its manifest names; make it again"
            )
        return path

    def read(self, table: Table) -> pd.DataFrame:
        """A table as a frame.

        Raises:
            WarehouseError: when it is missing or damaged.
        """
        path = self.verified(table)
        with _connection(folder=path.parent) as connection:
            return connection.execute(f"select * from read_parquet('{_quoted(path)}')").df()

    def rows(self, table: Table) -> int:
        """How many rows a table has, by its manifest.

        Raises:
            WarehouseError: when it has not been made.
        """
        return int(self.manifest(table)["rows"])

    def query(self, file: str, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """Run one file of `sql/`.

        Args:
            file: Path inside `sql/`, e.g. `mart/mart_counts.sql`.
            tables: Stored tables that the statement reads, under their names.
            frames: Further relations, by name.

        Raises:
            WarehouseError: when a table is missing, or the statement fails; the text names the file and the cause.
        """
        paths = {table.name: self.verified(table) for table in tables}
        with _connection(folder=self.folder) as connection:
            for name, path in paths.items():
                connection.execute(f"create view {_name(name)} as from read_parquet('{_quoted(path)}')")
            for name, frame in frames.items():
                connection.register(name, frame)
            return _run(connection, file)

    def evaluate(self, frame: pd.DataFrame, expressions: Mapping[str, str]) -> pd.DataFrame:
        """Columns computed from a frame's rows, in the frame's order.

        Args:
            frame: Rows.
            expressions: New column to SQL expression, from `compile_predicate`.

        Returns:
            A frame of the new columns alone, on the index of `frame`.
        """
        if not expressions:
            return pd.DataFrame(index=frame.index)
        parts = ", ".join(f"{sql} as {_name(name)}" for name, sql in expressions.items())
        with _connection(threads=1) as connection:
            connection.register("frame", frame)
            result = connection.execute(f"select {parts} from frame").df()
        return result.set_index(frame.index)

    def publish(self, survey: str, definition: Mapping[str, pd.DataFrame]) -> Path:
        """Build a survey's DuckDB file aside and swap it in: views on what is large, tables of the rest.

        Args:
            survey: The survey.
            definition: Its definition tables.

        Returns:
            `<survey>/warehouse.duckdb`. In its default schema every file of `sql/` runs as it stands.
        """
        target = self.folder / survey / "warehouse.duckdb"
        with _aside(target) as aside:
            aside.unlink()
            with _connection(database=aside, folder=self.folder) as connection:
                for name, frame in definition.items():
                    connection.register("frame", frame)
                    connection.execute(f"create table {_name(name)} as from frame")
                    connection.unregister("frame")
                for folder in sorted(p for p in target.parent.glob("*") if p.is_dir()):
                    _publish_table(connection, folder)
                connection.execute("checkpoint")
        return target


def _publish_table(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """A table of all waves of a mart, or a view on the Parquet files of a larger table."""
    files = [path for path in sorted(folder.glob("*.parquet")) if path.with_suffix(".json").exists()]
    if files:
        kind = "table" if folder.name.startswith("mart_") else "view"
        paths = ", ".join(f"'{_quoted(path)}'" for path in files)
        source = f"read_parquet([{paths}], union_by_name = true)"
        connection.execute(f"create {kind} {_name(folder.name)} as from {source}")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(connection: duckdb.DuckDBPyConnection, file: str) -> pd.DataFrame:
    statement = (SQL / file).read_text("utf-8")
    try:
        return connection.execute(statement).df()
    except duckdb.Error as error:
        raise WarehouseError(f"sql/{file} failed on the statement\n{statement}\n{error}") from None


@contextmanager
def _connection(
    database: Path | None = None, threads: int | None = None, folder: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reaches nothing but `folder`, and is closed whatever happens."""
    connection = duckdb.connect(
        str(database or ":memory:"),
        config={
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    try:
        if threads:
            connection.execute(f"set threads = {threads}")
        if folder:
            connection.execute(f"set allowed_directories = ['{_quoted(folder)}']")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A file to write beside `target`; renamed onto it when all went well, and else removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
        _sync_folder(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(path: Path) -> str:
    """A path for a SQL string."""
    return str(path).replace("'", "''")


def _name(identifier: str) -> str:
    """An identifier for SQL."""
    if not identifier or "\0" in identifier:
        raise WarehouseError("an empty name, or one with a zero byte, cannot be used in SQL")
    return '"' + identifier.replace('"', '""') + '"'

"""The only door to DuckDB and Parquet.

Belongs here: connections, running the files of `sql/`, reading and writing tables, and the `warehouse.duckdb`
for people with a SQL client. Does not: what a table means, and any check of its content (`contracts`).

A table is one Parquet file per survey and wave, written aside and renamed into place. The `.json` beside it
is its manifest and is written last: a table without a manifest that fits does not exist.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.aside import aside, sha256
from pipeline.places import SQL

__all__ = ["Table", "Warehouse", "WarehouseError", "sha256"]

WEIGHTS = ("weight", "start_weight")
WEIGHT_TYPE = "decimal(18, 9)"
# The text of these errors is about names and syntax. Others may quote a value, which may be a person's.
TELLING = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.IOException)


class WarehouseError(RuntimeError):
    """A table that is not there or not whole, or a statement that failed: which one, and what to do."""


@dataclass(frozen=True)
class Table:
    """A table of one survey and wave in the store."""

    survey: str
    name: str
    wave: str

    def __str__(self) -> str:
        """`core_responses of medlemsundersokelsen 2023`."""
        return f"{self.name} of {self.survey} {self.wave}"


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

        Raises:
            WarehouseError: when it cannot be written; then the table stays as it was, or is known to be torn.
        """
        target = self.path(table)
        with _writing(target):
            with aside(target) as path:
                with _connection(threads=1, folder=self.folder) as connection:
                    _copy(connection, frame, path)
                manifest = {"rows": len(frame), "sha256": sha256(path), "inputs": dict(inputs or {})}
            with aside(target.with_suffix(".json")) as path:
                path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
        return target

    def write_parquet(self, frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
        """Write frames as `<name>.parquet` in a folder, each the same for the same rows.

        Raises:
            WarehouseError: when one cannot be written.
        """
        with closing(_locked_down(":memory:", 1, folder)) as connection:
            for name, frame in frames.items():
                path = folder / f"{name}.parquet"
                with _writing(path):
                    _copy(connection, frame, path)

    def manifest(self, table: Table) -> dict[str, Any]:
        """The manifest of a table.

        Raises:
            WarehouseError: when there is none, or it is damaged.
        """
        path = self.path(table).with_suffix(".json")
        try:
            manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            raise WarehouseError(f"{table} has not been made yet; run it first") from None
        except ValueError:
            raise WarehouseError(f"the manifest of {table} is damaged; make the table again") from None
        return manifest

    def verified(self, table: Table) -> Path:
        """The Parquet file of a table, after comparing it with its manifest.

        Raises:
            WarehouseError: when it is missing or not the file that was written.
        """
        manifest, path = self.manifest(table), self.path(table)
        if not path.exists() or sha256(path) != manifest["sha256"]:
            raise WarehouseError(f"{table} is not the file that its manifest names; make it again")
        return path

    def read(self, table: Table, without: str = "") -> pd.DataFrame:
        """A table as a frame.

        Args:
            table: What to read.
            without: Leave out columns whose names begin so; empty: read all.

        Raises:
            WarehouseError: when it is missing or damaged.
        """
        path = self.verified(table)
        with _connection(folder=self.folder) as connection:
            rows = connection.read_parquet(str(path))
            wanted = [c for c in rows.columns if not (without and c.startswith(without))]
            return _typed(rows.select(*map(duckdb.ColumnExpression, wanted)).df())

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
            WarehouseError: when a table is missing, or the statement fails; the text names the file and the
                cause.
        """
        paths = {table.name: self.verified(table) for table in tables}
        statement = (SQL / file).read_text("utf-8")
        with _connection(folder=self.folder) as connection:
            for name, path in paths.items():
                connection.register(name, connection.read_parquet(str(path)))
            for name, frame in frames.items():
                connection.register(name, frame)
            try:
                return _typed(connection.execute(statement).df())
            except duckdb.Error as error:
                raise WarehouseError(f"sql/{file}: {_cause(error)}\n{statement}") from None

    def evaluate(self, frame: pd.DataFrame, expressions: Mapping[str, str]) -> pd.DataFrame:
        """Columns computed from a frame's rows, in the frame's order.

        Args:
            frame: Rows.
            expressions: New column to SQL expression, from `compile_predicate`.

        Returns:
            A frame of the new columns alone, on the index of `frame`.

        Raises:
            WarehouseError: when an expression cannot be computed.
        """
        if not expressions:
            return pd.DataFrame(index=frame.index)
        # The SQL was printed from a checked syntax tree.
        parts = [duckdb.SQLExpression(sql).alias(name) for name, sql in expressions.items()]
        with _connection(threads=1) as connection:
            try:
                result: pd.DataFrame = connection.from_df(frame).select(*parts).df()
            except duckdb.Error as error:
                raise WarehouseError(f"one of {', '.join(expressions)}: {_cause(error)}") from None
        return result.set_index(frame.index)

    def publish(self, survey: str, definition: Mapping[str, pd.DataFrame]) -> Path:
        """Build a survey's DuckDB file aside and swap it in: views on what is large, tables of the rest.

        Args:
            survey: The survey.
            definition: Its definition tables.

        Returns:
            `<survey>/warehouse.duckdb`. In its default schema every file of `sql/` runs as it stands.

        Raises:
            WarehouseError: when a table is damaged, or the file cannot be written.
        """
        target = self.folder / survey / "warehouse.duckdb"
        tables = {
            folder.name: [
                str(self.verified(Table(survey, folder.name, manifest.stem)))
                for manifest in sorted(folder.glob("*.json"))
            ]
            for folder in sorted(p for p in target.parent.glob("*") if p.is_dir())
        }
        with _writing(target), aside(target) as path:
            path.unlink()
            with closing(_locked_down(str(path), None, self.folder)) as connection:
                for name, frame in definition.items():
                    connection.from_df(frame).create(name)
                for name, files in tables.items():
                    if files:
                        rows = connection.read_parquet(files, union_by_name=True)
                        if name.startswith("mart_"):
                            rows.create(name)
                        else:
                            rows.create_view(name)
                connection.execute("checkpoint")
        return target


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """DuckDB gives text columns of no rows as objects; as text they keep to their contract."""
    if not frame.empty:
        return frame
    return frame.astype(dict.fromkeys(frame.select_dtypes("object"), "str"))


def _copy(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as Parquet, weights as exact decimals, with the same bytes for the same rows."""
    columns = [duckdb.ColumnExpression(str(name)) for name in frame.columns]
    columns = [c.cast(WEIGHT_TYPE).alias(c.get_name()) if c.get_name() in WEIGHTS else c for c in columns]
    connection.from_df(frame).select(*columns).write_parquet(str(path), compression="zstd")


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Say which file could not be written, and why."""
    try:
        yield
    except OSError as error:
        raise WarehouseError(f"{target} could not be written ({error.strerror or error})") from None
    except duckdb.Error as error:
        raise WarehouseError(f"{target} could not be written: {_cause(error)}") from None


def _cause(error: duckdb.Error) -> str:
    """What failed, without a value of the data."""
    kind = type(error).__name__.removesuffix("Exception")
    return str(error) if isinstance(error, TELLING) else f"a value that it cannot work with ({kind} error)"


@contextmanager
def _connection(
    threads: int | None = None, folder: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that reaches nothing but `folder`, and is closed whatever happens."""
    connection = _database(threads, folder).cursor()
    try:
        yield connection
    finally:
        connection.close()


@cache
def _database(threads: int | None, folder: Path | None) -> duckdb.DuckDBPyConnection:
    """One database in memory for all connections of a kind: making one takes longer than most statements."""
    return _locked_down(":memory:", threads, folder)


def _locked_down(database: str, threads: int | None, folder: Path | None) -> duckdb.DuckDBPyConnection:
    """Open a database that reaches nothing but `folder`; what is set here cannot be changed any more."""
    connection = duckdb.connect(
        database,
        config={
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    if threads:
        connection.execute(f"set threads = {threads}")
    if folder:
        connection.execute("set allowed_directories = [$folder]", {"folder": str(folder)})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection

"""The only door to DuckDB and Parquet.

Belongs here: running the files of `sql/`, reading and writing tables, and the `warehouse.duckdb` for people
with a SQL client. Does not: connections (`engine`), where files lie and how they get there (`store`), what a
table means, and any check of its content (`contracts`).
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.aside import aside, sha256
from pipeline.engine import connected, locked_down, telling, written_to
from pipeline.statements import makeable, read_by, statement, written
from pipeline.store import Store, Table, WarehouseError, log_of

__all__ = ["Table", "Warehouse", "WarehouseError", "sha256"]

WEIGHTS = ("weight", "start_weight")
WEIGHT_TYPE = "decimal(18, 9)"


class Warehouse(Store):
    """The store under one folder, with an engine."""

    def write(self, table: Table, frame: pd.DataFrame, inputs: Mapping[str, str] | None = None) -> Path:
        """Write one table, and give its Parquet file. As `write_tables`."""
        self.write_tables(table.survey, table.wave, {table.name: frame}, inputs)
        return self.path(table)

    def write_tables(
        self,
        survey: str,
        wave: str,
        frames: Mapping[str, pd.DataFrame],
        inputs: Mapping[str, str] | None = None,
    ) -> None:
        """Write tables of a wave: all of them come into place, or none.

        Args:
            survey: The survey.
            wave: The wave.
            frames: Table to its rows, in the order that they are kept in. Weights are stored as exact
                decimals.
            inputs: Name to SHA-256 of what the tables were made from, for the manifests.

        Raises:
            WarehouseError: when they cannot be written; then the tables stay as they were.
        """
        with self.staging(survey, wave) as staging:
            for name, frame in frames.items():
                with written_to(self.path(Table(survey, name, wave))):
                    path = staging.path(name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with connected(threads=1, folder=self.folder) as connection:
                        _copy(connection, frame, path)
                    staging.add(name, len(frame), inputs or {})

    def write_parquet(self, frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
        """Write frames as `<name>.parquet` in a folder, each the same for the same rows.

        Raises:
            WarehouseError: when one cannot be written.
        """
        with closing(locked_down(":memory:", 1, folder)) as connection:
            for name, frame in frames.items():
                path = folder / f"{name}.parquet"
                with written_to(path):
                    _copy(connection, frame, path)

    def read(self, table: Table, without: str = "") -> pd.DataFrame:
        """A table as a frame.

        Args:
            table: What to read.
            without: Leave out columns whose names begin so; empty: read all.

        Raises:
            WarehouseError: when it is missing or damaged.
        """
        path = self.verified(table)
        with connected(folder=self.folder) as connection:
            rows = connection.read_parquet(str(path))
            wanted = [c for c in rows.columns if not (without and c.startswith(without))]
            return _typed(rows.select(*map(duckdb.ColumnExpression, wanted)).df())

    def query(self, file: str, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """Run one file of `sql/`.

        Args:
            file: Path inside `sql/`, e.g. `mart/mart_counts.sql`.
            tables: Stored tables that the statement reads, under their names; waves of one table are one.
            frames: Further relations, by name.

        Raises:
            WarehouseError: when a table is missing, or the statement fails; the text names the file and the
                cause.
        """
        return self.queries([file], tables, frames)[0]

    def queries(
        self, files: Sequence[str], tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]
    ) -> list[pd.DataFrame]:
        """Run several files of `sql/` over the same relations; what they share is made once. As `query`."""
        paths: dict[str, list[str]] = {}
        for table in tables:
            paths.setdefault(table.name, []).append(str(self.verified(table)))
        waves = sorted({table.wave for table in tables})
        texts = {file: statement(file) for file in files}
        with connected(folder=self.folder) as connection:
            for name, stored in paths.items():
                connection.register(name, connection.read_parquet(stored, union_by_name=True))
            for name, frame in frames.items():
                connection.register(name, frame)
            columns = {name: connection.table(name).columns for name in paths}
            for relation in read_by(*texts.values()):
                text = written(relation.name, frames, columns, waves)
                kind = "table" if relation.is_kept else "view"
                with telling(f"sql/mart/{relation.name}"):
                    connection.execute(f"create temp {kind} {relation.name} as {text}")
            results = []
            for file, text in texts.items():
                with telling(f"sql/{file}", text):
                    results.append(_typed(connection.execute(text).df()))
        return results

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
        with connected(threads=1) as connection, telling(f"one of {', '.join(expressions)}"):
            result: pd.DataFrame = connection.from_df(frame).select(*parts).df()
        return result.set_index(frame.index)

    def publish(self, survey: str, definition: Mapping[str, pd.DataFrame], digest: str = "") -> Path:
        """Build a survey's DuckDB file aside and swap it in: views on what is large, tables of the rest.

        Args:
            survey: The survey.
            definition: Its definition tables.
            digest: The definition's SHA-256, for the record of what the file is of.

        Returns:
            `<survey>/warehouse.duckdb`. In its default schema every file of `sql/` runs as it stands.

        Raises:
            WarehouseError: when a table is damaged, or the file cannot be written.
        """
        target = self.published(survey)
        with self.turn(survey, target.name):
            self.finish(survey)
            of_tables = self.digests(survey)
            waves = self.waves(survey)
            tables = {
                name: [self._whole(Table(survey, name, wave)) for wave in there]
                for name, there in waves.items()
            }
            with written_to(target):
                with aside(target) as path:
                    path.unlink()
                    self._build(path, definition, tables, waves.get("core_responses", []))
                    record = {"definition": digest, "sha256": sha256(path), "tables": of_tables}
                    log_of(target).unlink(missing_ok=True)  # it is not of the file that comes now
                with aside(target.with_suffix(".json")) as path:
                    path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
        return target

    def _build(
        self,
        path: Path,
        definition: Mapping[str, pd.DataFrame],
        tables: Mapping[str, list[str]],
        waves: Sequence[str],
    ) -> None:
        """Make a DuckDB file of the definition's tables and of files of tables."""
        with closing(locked_down(str(path), None, self.folder)) as connection:
            for name, frame in definition.items():
                connection.from_df(frame).create(name)
            for name, files in tables.items():
                if files:
                    rows = connection.read_parquet(files, union_by_name=True)
                    if name.startswith("mart_"):
                        rows.create(name)
                    else:
                        rows.create_view(name)
            columns = {name: connection.table(name).columns for name, files in tables.items() if files}
            for relation in makeable(columns):
                text = written(relation.name, definition, columns, waves)
                connection.sql(text).create_view(relation.name)
            connection.execute("checkpoint")

    def _whole(self, table: Table) -> str:
        """The file of a table under its own name, which a view can keep, after verifying it."""
        self.verified(table)
        return str(self.path(table))


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

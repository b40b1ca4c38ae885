"""Connections to DuckDB: what they reach, and what is said when a statement fails.

Belongs here: opening, closing and locking down. Only the warehouse uses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from pipeline.store import WarehouseError, writing

# The text of these errors is about names and syntax. Others may quote a value, which may be a person's.
TELLING = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.IOException)


@contextmanager
def telling(what: str, statement: str = "") -> Iterator[None]:
    """Say what failed, why, and in which statement, without a value of the data."""
    try:
        yield
    except duckdb.Error as error:
        kind = type(error).__name__.removesuffix("Exception")
        cause = (
            str(error) if isinstance(error, TELLING) else f"a value that it cannot work with ({kind} error)"
        )
        raise WarehouseError("\n".join(filter(None, [f"{what}: {cause}", statement]))) from None


@contextmanager
def written_to(target: Path) -> Iterator[None]:
    """Say which file could not be written, and why."""
    with writing(target), telling(f"{target} could not be written"):
        yield


@contextmanager
def connected(threads: int | None = None, folder: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that reaches nothing but `folder`, and is closed whatever happens."""
    connection = _database(threads, folder).cursor()
    try:
        yield connection
    finally:
        connection.close()


@cache
def _database(threads: int | None, folder: Path | None) -> duckdb.DuckDBPyConnection:
    """One database in memory for all connections of a kind: making one takes longer than most statements."""
    return locked_down(":memory:", threads, folder)


def locked_down(database: str, threads: int | None, folder: Path | None) -> duckdb.DuckDBPyConnection:
    """Open a database that reaches nothing but `folder`; what is set here cannot be changed any more."""
    connection = duckdb.connect(
        database,
        config={
            "python_enable_replacements": False,
            "perfect_ht_threshold": 18,  # bits; pairs of packs in an array take half the time at 1 M rows
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

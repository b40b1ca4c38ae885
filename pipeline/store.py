"""Tables as files: those that are written together are there together, the old ones or the new ones.

Belongs here: names, manifests and the way of writing. Does not: what is in the files (`warehouse`).

A table is one Parquet file per survey and wave; the `.json` beside it is its manifest. New files are written
under names of their own and synced. Then one small file, the commit, says that they are the tables from now
on, and they get the tables' names. A process that is killed before the commit leaves the old tables, and one
that is killed after it the new ones: readers take a committed file under either name, and the next writer
finishes what was begun.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.aside import aside, sha256, sync
from pipeline.turns import TurnError, turn

ENDS = (".parquet", ".json")
TRIES = 3
PAUSE = 0.05


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


@dataclass
class Staging:
    """New tables of one survey and wave that are not the tables yet."""

    folder: Path
    wave: str
    token: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    names: list[str] = field(default_factory=list)

    def path(self, name: str, end: str = ".parquet") -> Path:
        """Where a new table or its manifest is written."""
        return self.folder / name / f".{self.wave}.{self.token}{end}"

    @property
    def commit(self) -> Path:
        """The file that makes them the tables."""
        return self.folder / f".{self.wave}.{self.token}.commit"

    def add(self, name: str, rows: int, inputs: Mapping[str, str]) -> None:
        """Sync a table that was written, for its owner alone, and write its manifest."""
        path, manifest = self.path(name), self.path(name, ".json")
        path.chmod(0o600)
        manifest.touch(mode=0o600)
        content = {"rows": rows, "sha256": sha256(path), "inputs": dict(inputs)}
        manifest.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")
        sync(path, manifest, path.parent)
        self.names.append(name)

    def make_current(self) -> None:
        """Commit: from here on, these are the tables."""
        with aside(self.commit) as path:
            path.write_text(json.dumps(self.names), "utf-8")

    def finish(self) -> None:
        """Give committed files the tables' names. Two processes may do it at once, and it may be repeated."""
        for name in self.names:
            for end in ENDS:
                with suppress(FileNotFoundError):
                    self.path(name, end).replace(self.folder / name / f"{self.wave}{end}")
        sync(*(self.folder / name for name in self.names))
        self.commit.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was not committed."""
        for path in self.folder.glob(f"*/.{self.wave}.{self.token}.*"):
            path.unlink(missing_ok=True)


class Store:
    """The files of tables under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: Table) -> Path:
        """The Parquet file of a table."""
        return self.folder / table.survey / table.name / f"{table.wave}.parquet"

    @contextmanager
    def turn(self, survey: str, wave: str, on_wait: Callable[[str], None] | None = None) -> Iterator[bool]:
        """Let no other process work on a wave until the block ends; tells whether one was waited for.

        Args:
            survey: The survey.
            wave: The wave.
            on_wait: Told, in words, when another process is waited for.

        Raises:
            WarehouseError: when the other process does not end, or the folder cannot be written.
        """
        path = self.folder / survey / f".{wave}.lock"
        with ExitStack() as stack:
            with writing(path):
                waited = stack.enter_context(turn(path, f"{survey} {wave}", on_wait))
            yield waited

    @contextmanager
    def staging(self, survey: str, wave: str) -> Iterator[Staging]:
        """New tables of a wave, which become the tables together when the block ends well.

        Raises:
            WarehouseError: when they cannot be written; then the tables stay as they were.
        """
        with self.turn(survey, wave):
            self.finish(survey, wave)
            self._sweep(survey, wave)
            staging = Staging(self.folder / survey, wave)
            try:
                yield staging
                with writing(staging.commit):
                    staging.make_current()
            except BaseException:
                staging.discard()
                raise
            with writing(staging.commit):
                staging.finish()

    def _sweep(self, survey: str, wave: str) -> None:
        """Remove what a process that was killed had begun and not committed."""
        folder = self.folder / survey
        for path in (*folder.glob(f"*/.{wave}.*"), *folder.glob(f"..{wave}.*")):
            with writing(path):
                path.unlink(missing_ok=True)

    def finish(self, survey: str, wave: str = "*") -> None:
        """Finish what a process that was killed had committed, of one wave or of all.

        Raises:
            WarehouseError: when the folder cannot be written.
        """
        for staging in self._committed(survey, wave):
            with writing(staging.commit):
                staging.finish()

    def _committed(self, survey: str, wave: str) -> Iterator[Staging]:
        """What is committed, and may not have the tables' names yet."""
        folder = self.folder / survey
        for commit in sorted(folder.glob(f".{wave}.*.commit")):
            with suppress(FileNotFoundError):
                _, of_wave, token, _ = commit.name.split(".")
                yield Staging(folder, of_wave, token, json.loads(commit.read_text("utf-8")))

    def _file(self, table: Table, end: str) -> Path:
        """Where a table or its manifest is now."""
        for staging in self._committed(table.survey, table.wave):
            path = staging.path(table.name, end)
            if table.name in staging.names and path.exists():
                return path
        return self.path(table).with_suffix(end)

    def manifest(self, table: Table) -> dict[str, Any]:
        """The manifest of a table.

        Raises:
            WarehouseError: when there is none, or it is damaged.
        """
        try:
            manifest: dict[str, Any] = json.loads(self._file(table, ".json").read_text("utf-8"))
        except FileNotFoundError:
            raise WarehouseError(f"{table} has not been made yet; run it first") from None
        except ValueError:
            raise WarehouseError(f"the manifest of {table} is damaged; make the table again") from None
        return manifest

    def exists(self, table: Table) -> bool:
        """Whether a table has been made."""
        return self._file(table, ".json").exists()

    def verified(self, table: Table) -> Path:
        """The Parquet file of a table, after comparing it with its manifest.

        Raises:
            WarehouseError: when it is missing or not the file that was written.
        """
        for attempt in range(TRIES):
            time.sleep(attempt * PAUSE)  # between the two looks, another process may have made it again
            digest, path = self.manifest(table)["sha256"], self._file(table, ".parquet")
            with suppress(FileNotFoundError):
                if sha256(path) == digest:
                    return path
        raise WarehouseError(f"{table} is not the file that its manifest names; make it again")

    def rows(self, table: Table) -> int:
        """How many rows a table has, by its manifest.

        Raises:
            WarehouseError: when it has not been made.
        """
        return int(self.manifest(table)["rows"])

    def waves(self, survey: str) -> dict[str, list[str]]:
        """The waves of every table of a survey, by the table's name."""
        folders = sorted(path for path in (self.folder / survey).glob("*") if path.is_dir())
        return {
            folder.name: sorted(p.stem for p in folder.glob("*.json") if not p.name.startswith("."))
            for folder in folders
        }

    def digests(self, survey: str) -> dict[str, dict[str, str]]:
        """SHA-256 of every table of a survey, by wave and name, as their manifests say.

        Raises:
            WarehouseError: when a manifest is damaged.
        """
        found: dict[str, dict[str, str]] = {}
        for name, waves in self.waves(survey).items():
            for wave in waves:
                digest = self.manifest(Table(survey, name, wave))["sha256"]
                found.setdefault(wave, {})[name] = digest
        return found

    def published(self, survey: str) -> Path:
        """The survey's DuckDB file. The `.json` beside it tells of which definition and tables it is."""
        return self.folder / survey / "warehouse.duckdb"

    def is_published(self, survey: str, wave: str, definition: str) -> bool:
        """Whether the DuckDB file is whole, and of this definition and the wave's tables as they are now."""
        path = self.published(survey)
        try:
            record = json.loads(path.with_suffix(".json").read_text("utf-8"))
            return (
                record["definition"] == definition
                and record["tables"].get(wave) == self.digests(survey).get(wave)
                and record["sha256"] == sha256(path)
                and not log_of(path).exists()
            )
        except (OSError, ValueError, KeyError, WarehouseError):
            return False


def log_of(database: Path) -> Path:
    """The write-ahead log of a DuckDB file. The files of the store are closed and have none."""
    return database.with_name(f"{database.name}.wal")


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Say which file could not be written, and why."""
    try:
        yield
    except OSError as error:
        raise WarehouseError(f"{target} could not be written ({error.strerror or error})") from None
    except TurnError as error:
        raise WarehouseError(str(error)) from None

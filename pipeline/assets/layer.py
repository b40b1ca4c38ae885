"""What the assets of all layers share: keys, the wave in work, and the contract-checked way out.

Belongs here: turning a table into a materialisation with its check and metadata, and a failure into words.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import dagster as dg
import pandas as pd
import pandera.pandas as pa

from pipeline.coding.problems import WaveError
from pipeline.contracts import Breach, ContractError, breaches
from pipeline.earlier import earlier_waves
from pipeline.methods.bad_input import MethodError
from pipeline.places import DataRoot
from pipeline.pseudonyms import KeyFileError
from pipeline.readers.export import ExportError
from pipeline.rendering.numbers import NumberFormat
from pipeline.reporting.release import ReleaseError
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse, WarehouseError

Result = dg.MaterializeResult[None] | dg.AssetCheckResult
CONTRACT = "contract"
NOTES, BULLET = "notes", "- "
"""What a person should know of a table, in its metadata: a line each."""
KNOWN_ERRORS = (
    ExportError,
    WaveError,
    KeyFileError,
    WarehouseError,
    ContractError,
    MethodError,
    ReleaseError,
)
PREVIEW_ROWS = 12


@dataclass(frozen=True)
class SurveyAssets:
    """A survey in Dagster: its definition, where its data lies, and its partitions."""

    definition: Definition
    root: DataRoot
    waves: dg.StaticPartitionsDefinition

    @property
    def warehouse(self) -> Warehouse:
        """The store of tables."""
        return Warehouse(self.root.warehouse)

    def in_wave(self, wave: str) -> Definition:
        """The definition as a wave has it."""
        return self.definition.in_wave(wave)

    @cached_property
    def definition_tables(self) -> dict[str, pd.DataFrame]:
        """The definition as tables, which every statement reads."""
        return definition_tables(self.definition)

    def key(self, name: str) -> dg.AssetKey:
        """The asset key of a table or report: the survey first."""
        return dg.AssetKey([self.definition.id, name])

    def keys(self, *names: str) -> list[dg.AssetKey]:
        """Several keys."""
        return [self.key(name) for name in names]

    def spec(
        self,
        name: str,
        description: str,
        deps: list[str],
        kinds: set[str],
        over_waves: bool = False,
        skippable: bool = False,
    ) -> dg.AssetSpec:
        """The spec of a table: its layer is the part of the name before the first underscore.

        Args:
            name: The table.
            description: For people.
            deps: The tables that it is made from, of its wave.
            kinds: Labels in the graph.
            over_waves: It is made from earlier waves of those tables too, as far as they are there.
            skippable: There may be nothing to make it from; then nothing is made from it either.
        """
        every = [dg.AssetDep(self.key(one), partition_mapping=self.until_wave) for one in deps]
        return dg.AssetSpec(
            self.key(name),
            deps=every if over_waves else self.keys(*deps),
            description=description,
            group_name=name.partition("_")[0],
            kinds=kinds,
            partitions_def=self.waves,
            skippable=skippable,
        )

    @property
    def until_wave(self) -> dg.PartitionMapping:
        """A wave is made from itself and every wave before it."""
        waves = self.waves.get_partition_keys()
        return dg.StaticPartitionMapping({wave: [w for w in waves if w >= wave] for wave in waves})

    def contracts(self, *names: str) -> list[dg.AssetCheckSpec]:
        """A blocking contract check a table."""
        return [
            dg.AssetCheckSpec(
                CONTRACT,
                asset=self.key(name),
                blocking=True,
                description="The table keeps every rule of its contract; else it is not written.",
            )
            for name in names
        ]

    def table(self, name: str, wave: str) -> Table:
        """The name of a table in the store."""
        return Table(self.definition.id, name, wave)

    def read(self, name: str, wave: str, without: str = "") -> pd.DataFrame:
        """A table of the wave, without columns whose names begin so."""
        return self.warehouse.read(self.table(name, wave), without)

    def inputs(self, wave: str, *names: str) -> dict[str, str]:
        """SHA-256 of the raw files behind tables, by name, and of the definition.

        Raises:
            WarehouseError: when two tables were made from different files, as after a run that was cut off.
        """
        found: dict[str, str] = {}
        for name in names:
            made_from: dict[str, str] = self.warehouse.manifest(self.table(name, wave))["inputs"]
            files = {file: digest for file, digest in made_from.items() if file != "definition"}
            other = sorted(file for file in files.keys() & found.keys() if files[file] != found[file])
            if other:
                raise WarehouseError(
                    f"{self.table(name, wave)} was made from another {other[0]} than the tables beside it; "
                    "run the wave from its raw files"
                )
            found |= files
        return found | {"definition": self.definition.sha256}

    @contextmanager
    def working_on(self, context: dg.AssetExecutionContext) -> Iterator[str]:
        """The wave of a step, which no other process works on meanwhile; known errors become failures."""
        wave = context.partition_key
        with known_errors(), self.warehouse.turn(self.definition.id, wave, context.log.info):
            yield wave

    def earlier(self, wave: str) -> list[str]:
        """The waves before this one whose core tables are there, all from the same run."""
        return earlier_waves(self.warehouse, self.definition, wave)

    def query(self, file: str, wave: str, tables: list[str], **frames: pd.DataFrame) -> pd.DataFrame:
        """Run a file of `sql/` over tables of the wave, the definition, and further frames."""
        return self.queries([file], wave, tables, **frames)[0]

    def queries(
        self, files: list[str], wave: str, tables: list[str], **frames: pd.DataFrame
    ) -> list[pd.DataFrame]:
        """Run several files of `sql/` over the same; what they share is made once."""
        stored = [self.table(name, wave) for name in tables]
        return self.warehouse.queries(files, stored, self.definition_tables | frames)


@dataclass(frozen=True)
class Output:
    """A table to write: frame and contract, and the columns of aggregates that may be previewed."""

    name: str
    frame: pd.DataFrame
    schema: pa.DataFrameSchema
    preview: list[str] | None = None
    notes: tuple[str, ...] = ()


def write_tables(
    survey: SurveyAssets, wave: str, inputs: Mapping[str, str], *outputs: Output
) -> Iterator[Result]:
    """Write tables that keep their contracts, or none of them.

    Args:
        survey: The survey.
        wave: The wave.
        inputs: Name to SHA-256 of what the tables are made from.
        outputs: What to write.

    Raises:
        dagster.Failure: when a contract is broken, after a failed check with counts.
    """
    broken = {output.name: breaches(output.frame, output.schema) for output in outputs}
    if any(broken.values()):
        for name, found in broken.items():
            yield _check(survey, name, found)
        name = next(name for name, found in broken.items() if found)
        raise failure(ContractError(name, broken[name]))
    frames = {output.name: output.frame for output in outputs}
    survey.warehouse.write_tables(survey.definition.id, wave, frames, inputs)
    for output in outputs:
        yield dg.MaterializeResult[None](
            asset_key=survey.key(output.name),
            metadata=_metadata(output),
            check_results=[_check(survey, output.name, [])],
        )


def nothing_made(survey: SurveyAssets, why: str, *names: str) -> Iterator[Result]:
    """Say of tables that there is nothing to make them from: a warning each, and what follows is skipped."""
    for name in names:
        yield dg.AssetCheckResult(
            asset_key=survey.key(name),
            check_name=CONTRACT,
            passed=False,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={NOTES: why},
        )


def _check(survey: SurveyAssets, name: str, found: list[Breach]) -> dg.AssetCheckResult:
    rules = {f"{b.column or 'table'}: {b.rule}": b.rows for b in found}
    return dg.AssetCheckResult(
        asset_key=survey.key(name),
        check_name=CONTRACT,
        passed=not found,
        metadata={"broken rules": len(found), "rows": dg.MetadataValue.json(rules)},
    )


def _metadata(output: Output) -> dict[str, dg.MetadataValue]:
    metadata: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(len(output.frame)),
        "columns": dg.MetadataValue.int(len(output.frame.columns)),
    }
    if output.preview:
        metadata["preview"] = dg.MetadataValue.md(markdown(output.frame[output.preview].head(PREVIEW_ROWS)))
    if output.notes:
        metadata[NOTES] = dg.MetadataValue.md("\n".join(f"{BULLET}{note}" for note in output.notes))
    return metadata


def markdown(frame: pd.DataFrame) -> str:
    """A small table of aggregates as Markdown. Numbers are shown with two decimals at the most."""
    numbers = NumberFormat("en")

    def cell(value: object) -> str:
        if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
            return ""
        if isinstance(value, float):
            return numbers.number(value, 0 if value.is_integer() else 2)
        return str(value).replace("|", "\\|")

    head = f"| {' | '.join(frame.columns)} |\n|{'---|' * len(frame.columns)}"
    rows = [f"| {' | '.join(cell(v) for v in row)} |" for row in frame.itertuples(index=False, name=None)]
    return "\n".join([head, *rows])


def failure(error: Exception) -> dg.Failure:
    """A known error as the end of a step: its words, and no retry."""
    return dg.Failure(description=str(error), allow_retries=False)


@contextmanager
def known_errors() -> Iterator[None]:
    """Turn the errors that explain themselves into failures without a stack trace of ours."""
    try:
        yield
    except KNOWN_ERRORS as error:
        raise failure(error) from None

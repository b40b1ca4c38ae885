"""Trying a wave: everything up to the weights, in memory, to find all that is wrong at once.

Belongs here: collecting the problems of export, register and weighting. Nothing is written, and no key is
made. What one problem makes uncertain is still tried as far as it goes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from pipeline.coding.changes import refuse_undeclared, wave_changes
from pipeline.coding.problems import WaveError
from pipeline.coding.respondents import core_of
from pipeline.coding.rows import Coded, code_rows
from pipeline.coding.source import Source, kept_columns, source_of
from pipeline.coding.status import declared_status
from pipeline.coding.universe import build_universe
from pipeline.contracts import ContractError, breaches
from pipeline.earlier import earlier_waves
from pipeline.ingest import Ingested, inspect_export, inspect_universe
from pipeline.marts.population import overfull_groups
from pipeline.marts.weights import weight_to_universe
from pipeline.methods.bad_input import MethodError
from pipeline.places import DataRoot
from pipeline.pseudonyms import KeyFileError, known_key
from pipeline.readers.export import ExportError, SourceColumn
from pipeline.reconciliation.published import unusable
from pipeline.revisions.kept import Export, revise
from pipeline.schemas import core as schemas
from pipeline.store import Table, WarehouseError
from pipeline.survey.lapses import lapsed_differences, not_stated
from pipeline.survey.pilots import no_rows, pilot_note
from pipeline.survey.remains import STAND_IN
from pipeline.survey.routing import all_references
from pipeline.survey.survey import Definition
from pipeline.survey.tables import base_column
from pipeline.warehouse import Warehouse

NO_KEY = b"pseudonyms of a trial are thrown away"


@dataclass
class Trial:
    """A wave under trial, and what was found.

    Attributes:
        definition: The survey, or what is sound of it.
        root: Where the files lie.
        wave: The wave.
        left_out: Words of what was left out of the definition: their columns are not undeclared.
        problems: What is wrong, most important first.
        notes: What a person should know.
    """

    definition: Definition
    root: DataRoot
    wave: str
    left_out: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def _warehouse(self) -> Warehouse:
        return Warehouse(self.root.warehouse)

    def run(self) -> None:
        """Try the export, the register, and the weighting of the one to the other."""
        self.notes += [
            *lapsed_differences(self.definition, self.wave),
            *not_stated(self.definition, self.wave),
        ]
        responses = self._tried(self._export)
        if self.definition.is_pilot(self.wave):
            self.notes.append(pilot_note(self.wave))
            return
        universe = None
        if self.definition.survey.universe is not None:
            universe = self._tried(self._register)
        if responses is not None and universe is not None:
            self._tried(lambda: self._weighting(responses, universe))

    def _tried(self, step: Callable[[], pd.DataFrame | None]) -> pd.DataFrame | None:
        """What a step gives; None, with what is wrong noted, when it cannot be gone on with."""
        try:
            return step()
        except (ExportError, WaveError, ContractError, KeyFileError) as error:
            self.problems.append(str(error))
            return None

    def _refuse(self, what: str, problems: list[str]) -> None:
        if problems:
            self.problems.append(str(WaveError(f"the {what} of wave {self.wave}", problems)))

    def _export(self) -> pd.DataFrame | None:
        """`core_responses` as far as it can be made, or None where groups cannot be told."""
        if STAND_IN in self.definition.survey.waves[self.wave].export.files:
            return None
        key = known_key(self.definition.id) or NO_KEY
        taken, of_columns, undeclared = inspect_export(
            self.definition, self.root, self.wave, key, self.left_out
        )
        self.notes += taken.notes
        source = source_of(taken.columns, taken.rows)
        if source.rows.empty and self.definition.is_pilot(self.wave):
            self._refuse("export", [*of_columns, *undeclared])
            self.notes.append(no_rows(self.wave))
            return None
        status, of_status = self._status(source)
        coded = code_rows(self.definition, self.wave, source, status, self._warehouse.evaluate)
        self._refuse("export", [*of_columns, *of_status, *coded.problems, *undeclared])
        if not (of_columns or of_status or undeclared or source.rows.empty):
            self._revision(taken, key)
        if source.rows.empty:
            return None
        self._trends(source)
        core = core_of(self.definition, self.wave, source, coded, self._warehouse.evaluate)
        self.notes += core.warnings
        if of_columns or coded.problems or of_status:
            return core.responses if not of_status and self._has_groups(coded) else None
        broken = breaches(core.responses, schemas.core_responses(self.definition))
        if broken:
            raise ContractError("core_responses", broken)
        if not self.definition.is_pilot(self.wave):
            self._reports(core.responses)
        return core.responses

    def _revision(self, taken: Ingested, key: bytes) -> None:
        """Whether the export may take the place of the one that the tables were made from."""
        export = Export(taken.columns, taken.rows, taken.inputs)
        try:
            self.notes += revise(self.definition, self.wave, self.root, key, export).notes
        except WaveError as error:
            self.problems.append(str(error))

    def _trends(self, source: Source) -> None:
        """Whether everything that changed since the waves of the reports' trends has been judged."""
        earlier = earlier_waves(self._warehouse, self.definition, self.wave)
        shown = {name for report in self.definition.reports.values() for name in report.trends}
        if not earlier or not shown:
            return

        def columns_of(wave: str) -> tuple[SourceColumn, ...] | None:
            table = Table(self.definition.id, "raw_columns", wave)
            if wave == self.wave:
                return source.columns
            is_there = self._warehouse.exists(table)
            return kept_columns(self._warehouse.read(table)) if is_there else None

        try:
            changes = wave_changes(self.definition, self.wave, columns_of)
            refuse_undeclared(self.definition, changes, sorted(shown), earlier[0])
        except (WaveError, WarehouseError) as error:
            self.problems.append(str(error))

    def _status(self, source: Source) -> tuple[pd.Series, list[str]]:
        """The status of each row; everyone is complete while the problems of telling it are there."""
        try:
            return declared_status(self.definition, self.wave, source), []
        except WaveError as error:
            return pd.Series("complete", index=source.rows.index, dtype=object), error.problems

    def _has_groups(self, coded: Coded) -> bool:
        """Whether the groups of the weighting are told by answers without problems."""
        weighting = self.definition.survey.weighting
        known = weighting.variables if weighting else ()
        needed = all_references(self.definition, [variable.demographic for variable in known])
        uncertain = sorted(needed & coded.answers.faulty)
        if uncertain:
            self.notes.append(f"the weighting is not tried before {', '.join(uncertain)} is right")
        return not uncertain

    def _reports(self, responses: pd.DataFrame) -> None:
        """Whether enough are in each report's base, and figures that were published can be read."""
        fewest = self.definition.survey.disclosure.min_base
        problems = [
            f"{report.report}: fewer than {fewest} respondents are in its base, so it cannot be published"
            for report in self.definition.reports.values()
            if int(responses[base_column(report)].sum()) < fewest
        ]
        folder = self.root.survey(self.definition.id)
        published = [
            r.published[self.wave] for r in self.definition.reports.values() if self.wave in r.published
        ]
        for files in published:
            problems += unusable(folder, files)
        if problems:
            self.problems.append(str(WaveError(f"reporting on wave {self.wave}", problems)))

    def _register(self) -> pd.DataFrame:
        """`core_universe`."""
        taken, problems = inspect_universe(self.definition, self.root, self.wave)
        self.notes += taken.notes
        try:
            table = build_universe(self.definition, self.wave, taken.rows, self._warehouse.evaluate)
        except WaveError as error:
            problems += error.problems
        if problems:
            raise WaveError(f"the register of wave {self.wave}", problems)
        broken = breaches(table, schemas.core_universe(self.definition))
        if broken:
            raise ContractError("core_universe", broken)
        return table

    def _weighting(self, responses: pd.DataFrame, universe: pd.DataFrame) -> None:
        """Whether the register has everyone who answered, and the weighting can be met."""
        self._refuse("register", overfull_groups(self.definition, responses, universe))
        if self.definition.survey.weighting is None:
            return
        try:
            weight_to_universe(self.definition, responses, universe, self._warehouse.evaluate)
        except MethodError as error:
            self._refuse("weighting", list(error.reasons))


def try_wave(
    definition: Definition, root: DataRoot, wave: str, left_out: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """What is wrong with a wave's files, most important first, and what a person should know.

    Args:
        definition: The survey, or what is sound of it.
        root: Where the files lie.
        wave: The wave.
        left_out: Words of what was left out of the definition: their columns are not undeclared.

    Returns:
        Problems, and notes. No problems: a run gets as far as the marts.
    """
    trial = Trial(definition.in_wave(wave), root, wave, left_out)
    trial.run()
    return trial.problems, trial.notes

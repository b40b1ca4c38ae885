"""Trying a wave: everything up to core, in memory, to find all that is wrong at once.

Belongs here: collecting the problems of export and register. Nothing is written, and no key is made.
"""

from collections.abc import Callable

from pipeline.coding.problems import WaveError
from pipeline.coding.respondents import build_core
from pipeline.coding.source import source_of
from pipeline.coding.universe import build_universe
from pipeline.contracts import ContractError, breaches
from pipeline.ingest import ingest_export, ingest_universe
from pipeline.places import DataRoot
from pipeline.readers.export import ExportError
from pipeline.schemas import core as schemas
from pipeline.survey.lapses import lapsed_differences
from pipeline.survey.survey import Definition
from pipeline.warehouse import Warehouse

NO_KEY = b"pseudonyms of a trial are thrown away"


def try_wave(definition: Definition, root: DataRoot, wave: str) -> tuple[list[str], list[str]]:
    """What is wrong with a wave's files, most important first, and what a person should know.

    Args:
        definition: The survey.
        root: Where the files lie.
        wave: The wave.

    Returns:
        Problems, and notes. No problems: a run gets as far as the marts.
    """
    warehouse = Warehouse(root.warehouse)
    notes = lapsed_differences(definition, wave)

    def export() -> None:
        taken = ingest_export(definition, root, wave, NO_KEY)
        notes.extend(taken.notes)
        core = build_core(definition, wave, source_of(taken.columns, taken.rows), warehouse.evaluate)
        notes.extend(core.warnings)
        broken = breaches(core.responses, schemas.core_responses(definition))
        if broken:
            raise ContractError("core_responses", broken)

    def register() -> None:
        taken = ingest_universe(definition, root, wave)
        notes.extend(taken.notes)
        table = build_universe(definition, wave, taken.rows, warehouse.evaluate)
        broken = breaches(table, schemas.core_universe(definition))
        if broken:
            raise ContractError("core_universe", broken)

    problems = _problems(export)
    if definition.survey.universe is not None:
        problems += _problems(register)
    return problems, notes


def _problems(step: Callable[[], None]) -> list[str]:
    try:
        step()
    except (ExportError, WaveError, ContractError) as error:
        return [str(error)]
    return []

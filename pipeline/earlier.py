"""Earlier waves that lie in the warehouse already, for trends: which are whole, and what they are.

Belongs here: looking at manifests. Earlier waves are never run again for a later one's sake; what is not
there is left out, and a trend says so.
"""

from pipeline.store import Store, Table
from pipeline.survey.survey import Definition
from pipeline.survey.trends import waves_until

RESPONDENTS = ("core_provenance", "core_responses", "core_weights")


def tables_of_waves(definition: Definition) -> tuple[str, ...]:
    """The core tables that a trend reads of every wave."""
    return (*RESPONDENTS, *(["core_universe"] if definition.survey.universe is not None else []))


def earlier_waves(store: Store, definition: Definition, wave: str) -> list[str]:
    """The waves before `wave` whose core tables are there, all from the same run; oldest first.

    Raises:
        WarehouseError: when a manifest is damaged.
    """
    names = tables_of_waves(definition)
    return [w for w in waves_until(definition, wave)[:-1] if _is_whole(store, definition.id, w, names)]


def earlier_inputs(store: Store, definition: Definition, wave: str) -> dict[str, str]:
    """`wave/table` to SHA-256 of every table of earlier waves that a trend up to `wave` is made from.

    Raises:
        WarehouseError: when a manifest is damaged.
    """
    names = ("raw_columns", *tables_of_waves(definition))
    return {
        f"{earlier}/{name}": str(store.manifest(table)["sha256"])
        for earlier in earlier_waves(store, definition, wave)
        for name in names
        if store.exists(table := Table(definition.id, name, earlier))
    }


def _is_whole(store: Store, survey: str, wave: str, names: tuple[str, ...]) -> bool:
    """Whether all tables are there, and no run stopped between them: each knows the same files."""
    tables = [Table(survey, name, wave) for name in names]
    if not all(store.exists(table) for table in tables):
        return False
    known: dict[str, str] = {}
    for table in tables:
        inputs = store.manifest(table)["inputs"]
        if any(known.setdefault(name, digest) != digest for name, digest in inputs.items()):
            return False
    return True

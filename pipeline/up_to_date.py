"""Whether a wave's reports are made already, from the same files, definition and code.

Belongs here: comparing what stands with what it would be made from. Nothing is read but files' bytes.
"""

import json
from pathlib import Path
from typing import Any

from pipeline.aside import sha256
from pipeline.code_version import code_digest
from pipeline.earlier import earlier_inputs
from pipeline.places import DataRoot
from pipeline.reconciliation.published import published_inputs
from pipeline.store import Store, WarehouseError
from pipeline.survey.survey import Definition
from pipeline.survey.trends import has_trends


def is_up_to_date(definition: Definition, root: DataRoot, wave: str, reports: list[str]) -> bool:
    """Tell whether reports and DuckDB file are whole and made from these files, definition and code.

    Where a report has trends, they also have to be made from the earlier waves that lie in the warehouse now.
    """
    settings = definition.survey.waves[wave]
    names = [*settings.export.files, *(settings.universe.files if settings.universe else ())]
    raw = [root.raw(definition.id, wave) / name for name in names]
    if not all(path.is_file() for path in raw):
        return False
    store, files = Store(root.warehouse), {path.name: sha256(path) for path in raw}
    try:
        earlier = earlier_inputs(store, definition, wave) if has_trends(definition) else {}
    except WarehouseError:  # running tells what is wrong
        return False
    made_from = {"definition": definition.sha256, "code": code_digest()}
    survey = root.survey(definition.id)

    def is_made(report: str) -> bool:
        published = published_inputs(definition.reports[report].published.get(wave), survey)
        inputs = {"inputs": files | earlier | published}
        return _is_whole(root.report(definition.id, wave, report), made_from | inputs)

    return (
        bool(reports)
        and all(map(is_made, reports))
        and store.is_published(definition.id, wave, definition.sha256)
    )


def _is_whole(folder: Path, made_from: dict[str, Any]) -> bool:
    """Whether a report was made from this, and every file of it is as it was made."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        return all(manifest.get(name) == value for name, value in made_from.items()) and all(
            sha256(folder / name) == digest for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False

"""Whether a wave's reports are made already, from the same files, definition and code."""

import json

from pipeline.code_version import code_digest
from pipeline.places import DataRoot
from pipeline.survey.survey import Definition
from pipeline.warehouse import sha256


def is_up_to_date(definition: Definition, root: DataRoot, wave: str, reports: list[str]) -> bool:
    """Tell whether every report's manifest fits the definition, the code, the raw files and its own files."""
    settings = definition.survey.waves[wave]
    names = [*settings.export.files, *(settings.universe.files if settings.universe else ())]
    raw = [root.raw(definition.id, wave) / name for name in names]
    if not all(path.is_file() for path in raw):
        return False
    inputs = {path.name: sha256(path) for path in raw}
    for report in reports:
        folder = root.report(definition.id, wave, report)
        path = folder / "manifest.json"
        if not path.is_file():
            return False
        manifest = json.loads(path.read_text("utf-8"))
        made_by = (manifest.get("definition"), manifest.get("code"), manifest.get("inputs"))
        if made_by != (definition.sha256, code_digest(), inputs):
            return False
        if any(
            not (folder / n).is_file() or sha256(folder / n) != digest
            for n, digest in manifest["files"].items()
        ):
            return False
    return bool(reports)

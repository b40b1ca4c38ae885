"""A release: a report's files in every language, its tidy tables, and a manifest, as one folder.

Belongs here: writing everything aside and renaming the folder, so that a report is whole or absent.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from pipeline.code_version import code_digest
from pipeline.folders import folder_aside
from pipeline.places import DataRoot
from pipeline.privacy.published import personal_in_folder
from pipeline.rendering import html, pdf, xlsx
from pipeline.rendering.numbers import Language
from pipeline.rendering.tidy import write_csv
from pipeline.reporting.material import Material
from pipeline.reporting.printed import printed_tables
from pipeline.reporting.report import report_tree
from pipeline.reporting.revised import revision_entries
from pipeline.warehouse import Warehouse, sha256

LIBRARIES = (
    "topline",
    "dagster",
    "duckdb",
    "pandas",
    "pandera",
    "typst",
    "pikepdf",
    "xlsxwriter",
    "jinja2",
    "pyphen",
)
MANIFEST = "manifest.json"


def languages(material: Material) -> tuple[Language, ...]:
    """The languages that a report comes out in: its own, else the survey's."""
    return material.report.languages or material.definition.survey.languages


def write_release(
    material: Material, root: DataRoot, warehouse: Warehouse, inputs: Mapping[str, str]
) -> Path:
    """Write a report's folder and give its path.

    Args:
        material: The report.
        root: Where reports come out.
        warehouse: Writes Parquet.
        inputs: Name to SHA-256 of the files that everything was made from.

    Raises:
        ReleaseError: when the wave is a pilot, the report is about too few, its method is not told, a file
            holds what looks like a person's details, or the folder cannot be written; the report that was
            there stays then.
    """
    _refuse_pilot(material)
    _refuse_too_few(material)
    _refuse_untold(material)
    target = root.report(material.definition.id, material.wave, material.report.report)
    try:
        with folder_aside(target) as folder:
            _write_files(material, folder, warehouse)
            _refuse_personal(folder, material)
            _write_manifest(material, folder, inputs)
    except OSError as error:
        raise ReleaseError(
            f"the report {material.report.report} was not published: {target} could not be written "
            f"({error.strerror or error})"
        ) from None
    return target


class ReleaseError(RuntimeError):
    """A release that must not leave (about too few, untold, with personal details), or cannot be made."""


def _refuse_pilot(material: Material) -> None:
    """A pilot tries the form; its answers are no results."""
    if material.definition.is_pilot(material.wave):
        raise ReleaseError(
            f"the report {material.report.report} was not published: wave {material.wave} is declared a pilot"
        )


def _refuse_too_few(material: Material) -> None:
    """A report about fewer persons than a group must have would be about those persons."""
    fewest = material.definition.survey.disclosure.min_base
    if material.respondents_n < fewest:
        raise ReleaseError(
            f"the report {material.report.report} was not published: fewer than {fewest} respondents of wave "
            f"{material.wave} are in its base. Widen `base` in the report, or see `disclosure: min_base` in "
            "survey.yaml, which is 5 at the least"
        )


def _refuse_untold(material: Material) -> None:
    """Nobody can judge a result without knowing how it was made."""
    untold = material.definition.untold(material.wave)
    if untold:
        raise ReleaseError(f"the report {material.report.report} was not published.\n{untold}")


def _refuse_personal(folder: Path, material: Material) -> None:
    """Look for personal details in everything that leaves; what the definition itself says may stand."""
    found = personal_in_folder(folder, known=[material.definition.model_dump_json()])
    if found:
        raise ReleaseError(
            "the report was not published, for it holds personal details:\n  " + "\n  ".join(found)
        )


def _write_files(material: Material, folder: Path, warehouse: Warehouse) -> None:
    name = f"{material.report.report}-{material.wave}"
    chosen = languages(material)
    with ThreadPoolExecutor(1) as beside:  # typesetting leaves Python alone, so it can run beside the rest
        typeset = []
        for language in chosen:
            tree = report_tree(material, language)
            stem = name if language == chosen[0] else f"{name}.{language}"
            typeset.append(beside.submit(pdf.write, tree, folder / f"{stem}.pdf"))
            html.write(tree, folder / f"{stem}.html")
            xlsx.write(tree, folder / f"{stem}.xlsx")
        _write_tables(printed_tables(material, chosen[0]), folder / "tables", chosen[0], warehouse)
        for document in typeset:
            document.result()


def _write_tables(
    frames: Mapping[str, pd.DataFrame], folder: Path, language: Language, warehouse: Warehouse
) -> None:
    folder.mkdir()
    for name, frame in frames.items():
        write_csv(frame, folder / f"{name}.csv", language)
    warehouse.write_parquet(frames, folder)


def _write_manifest(material: Material, folder: Path, inputs: Mapping[str, str]) -> None:
    """What the report was made from and by, and the SHA-256 of every file in it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    manifest = {
        "survey": material.definition.id,
        "wave": material.wave,
        "report": material.report.report,
        "definition": material.definition.sha256,
        "revisions": revision_entries(material.told),
        "code": code_digest(),
        "inputs": dict(sorted(inputs.items())),
        "files": {path.relative_to(folder).as_posix(): sha256(path) for path in files},
        "versions": {name: version(name) for name in LIBRARIES},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")

"""`topline diff`: what changed in the questionnaire between two waves."""

from pathlib import Path

from pipeline.cli.console import DONE, WRONG_DATA, WRONG_USE, definition_of, err, out, root_of, say_error
from pipeline.ingest import export_columns
from pipeline.places import DataRoot
from pipeline.readers.export import ExportError, SourceColumn
from pipeline.survey.comparing import compare_waves
from pipeline.survey.survey import Definition


def show_changes(data: Path | None, survey: str, before: str, after: str) -> int:
    """Print every change, those without a declared comparability marked; gives the exit code."""
    root = root_of(data)
    definition = definition_of(root, survey)
    if definition is None:
        return WRONG_USE
    columns = [_columns(definition, root, wave) for wave in (before, after)]
    try:
        changes = compare_waves(definition, before, after, *(columns if all(columns) else ()))
    except ValueError as error:
        say_error(str(error))
        return WRONG_USE
    for change in changes:
        out.print(str(change), markup=False, style=None if change.is_declared else "yellow")
    undeclared = sum(not change.is_declared for change in changes)
    if not changes:
        out.print(f"nothing changed from {before} to {after}")
    if undeclared:
        say_error(f"{undeclared} of {len(changes)} changes lack a declared comparability (compat)")
        return WRONG_DATA
    return DONE


def _columns(definition: Definition, root: DataRoot, wave: str) -> tuple[SourceColumn, ...]:
    """The columns of a wave's export; empty where there is no such wave or its files cannot be read."""
    if wave not in definition.survey.waves:
        return ()
    try:
        return export_columns(definition, root, wave)
    except ExportError as error:
        err.print(f"the files of {wave} are not compared: {error}", markup=False)
        return ()

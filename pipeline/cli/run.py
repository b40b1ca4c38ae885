"""`topline run`: the Dagster job of one survey and wave, in this process, on the project's instance."""

import errno
import gc
import time
import uuid
from pathlib import Path

from pipeline.cli.console import (
    DONE,
    UNFORESEEN,
    WRONG_DATA,
    WRONG_USE,
    chosen,
    definition_of,
    out,
    root_of,
    say_error,
)
from pipeline.instance import prepare_instance
from pipeline.places import DataRoot
from pipeline.readers.reading import prepare
from pipeline.store import Store, WarehouseError
from pipeline.survey.survey import Definition
from pipeline.up_to_date import is_up_to_date

DISK = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
"""A disk that is full, or a folder that may not be written."""


def run_survey(data: Path | None, survey: str, wave: str | None, report: str | None, *, force: bool) -> int:
    """Run and say how it went; gives the exit code."""
    root = root_of(data)
    definition = definition_of(root, survey)
    if definition is None:
        return WRONG_USE
    wave = chosen(wave, sorted(definition.survey.waves), "wave", definition.newest_wave)
    if wave is None or (
        report is not None and chosen(report, sorted(definition.reports), "report", report) is None
    ):
        return WRONG_USE
    if definition.is_pilot(wave):
        return _in_turn(root, definition, wave, [], force=force)
    wanted = [report] if report else sorted(definition.reports)
    missing = _missing(root, definition, wave, wanted)
    if missing:
        say_error(missing)
        return WRONG_USE
    if not force and is_up_to_date(definition, root, wave, wanted):
        return _nothing_to_do(root, definition, wave, wanted)
    return _in_turn(root, definition, wave, wanted, force=force)


def _missing(root: DataRoot, definition: Definition, wave: str, wanted: list[str]) -> str:
    """What the definition does not have that reports need, in words; empty for nothing."""
    if not wanted:
        folder = root.survey(definition.id)
        return f"{definition.id} has no report; write what it shows in {folder}/reports/<name>.yaml"
    return definition.untold(wave)


def _in_turn(root: DataRoot, definition: Definition, wave: str, wanted: list[str], *, force: bool) -> int:
    """Run when no other process works on the wave: after another run, there may be nothing left to do."""
    try:
        with Store(root.warehouse).turn(definition.id, wave, out.print) as waited:
            if waited and not force and is_up_to_date(definition, root, wave, wanted):
                return _nothing_to_do(root, definition, wave, wanted)
            prepare_instance(root)
            prepare(2 if definition.survey.universe else 1)
            return _execute(root, definition, wave, wanted)
    except WarehouseError as error:
        say_error(str(error))
    except OSError as error:
        if error.errno not in DISK:
            raise
        say_error(f"{error.filename or root.path} could not be written ({error.strerror})")
    return WRONG_DATA


def _nothing_to_do(root: DataRoot, definition: Definition, wave: str, wanted: list[str]) -> int:
    out.print(
        f"{definition.id} {wave} is up to date: the same files, definition and code made it. "
        "--force runs again."
    )
    _say_paths(root, definition, wave, wanted)
    return DONE


def _execute(root: DataRoot, definition: Definition, wave: str, reports: list[str]) -> int:
    started = time.monotonic()
    # A run makes many objects and drops few of them: looking for garbage less often saves time.
    gc.set_threshold(50_000, 50, 50)
    import dagster as dg

    from pipeline.cli.progress import following
    from pipeline.cli.summary import failures, say_summary
    from pipeline.definitions import definitions_of
    from pipeline.jobs import annual_report_name

    definitions = definitions_of(definition, root)
    job = definitions.resolve_job_def(annual_report_name(definition.id))
    names = ("warehouse", *(f"report_{r}" for r in reports))
    if definition.is_pilot(wave):
        names = ("core_responses",)
    keys = [dg.AssetKey([definition.id, name]) for name in names]
    selection = (
        dg.AssetSelection.assets(*keys)
        .upstream()
        .required_multi_asset_neighbors()
        .resolve(definitions.resolve_asset_graph())
    )
    title = definition.survey.title(definition.survey.languages[0])
    out.print(f"[bold]{title} {wave}[/bold]")
    run_id = str(uuid.uuid4())
    with dg.DagsterInstance.get() as instance, following(instance, run_id):
        result = job.execute_in_process(
            partition_key=wave,
            instance=instance,
            asset_selection=sorted(selection),
            raise_on_error=False,
            run_id=run_id,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    gc.freeze()  # what is left is needed until the process ends; looking through it then takes a second
    known, unforeseen = failures(result)
    for text in known:
        say_error(text)
    if unforeseen:
        say_error(f"{unforeseen}\nThe run is {result.run_id}; its log is in the Dagster UI (topline ui).")
        return UNFORESEEN
    if not result.success:
        return WRONG_DATA
    say_summary(result, root, definition, wave)
    _say_paths(root, definition, wave, reports)
    out.print(f"{time.monotonic() - started:.1f} s")
    return DONE


def _say_paths(root: DataRoot, definition: Definition, wave: str, reports: list[str]) -> None:
    for report in reports:
        folder = root.report(definition.id, wave, report)
        for path in sorted(folder.glob(f"{report}-*")):
            out.print(f"  {path}", markup=False)
        out.print(f"  {folder / 'tables'}", markup=False)

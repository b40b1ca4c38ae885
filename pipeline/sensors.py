"""Sensors: a run of the newest wave when its files have come, or were exchanged.

Belongs here: when to run. A file is opened here for its hash alone, and only when it is a regular file that
has stopped growing; reading it is for the run.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dagster as dg

from pipeline.assets.layer import SurveyAssets
from pipeline.jobs import annual_report_name
from pipeline.readers.export import ExportError
from pipeline.readers.files import take
from pipeline.up_to_date import is_up_to_date

if TYPE_CHECKING:  # dagster has no public name for what define_asset_job gives
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

EVERY_SECONDS = 30
"""A file that is the same on two looks, so far apart, is taken to be whole."""


class Look(NamedTuple):
    """What a look into the folder gave: the state to remember, and the run's key or why there is none."""

    state: str
    run_key: str
    why_not: str


def new_files(survey: SurveyAssets, job: "UnresolvedAssetJobDefinition") -> dg.SensorDefinition:
    """Runs the survey's job when its newest wave's files are there. Off until somebody turns it on."""
    definition = survey.definition
    wave = definition.newest_wave
    settings = definition.survey.waves[wave]
    names = [*settings.export.files, *(settings.universe.files if settings.universe else ())]
    folder = survey.root.raw(definition.id, wave)

    @dg.sensor(
        name=f"new_files_{definition.id}",
        job=job,
        minimum_interval_seconds=EVERY_SECONDS,
        description=f"When the files of wave {wave} have come, or others under their names: "
        f"{annual_report_name(definition.id)}.",
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        found = look(folder, names, context.cursor or "")
        if found.why_not:
            return dg.SensorResult(skip_reason=found.why_not, cursor=found.state)
        if is_up_to_date(definition, survey.root, wave, sorted(definition.reports)):
            return dg.SensorResult(skip_reason="the reports are made of these files", cursor=found.state)
        request = dg.RunRequest(run_key=f"{wave} {found.run_key}", partition_key=wave)
        return dg.SensorResult(run_requests=[request], cursor=found.state)

    return watch


def look(folder: Path, names: Sequence[str], before: str) -> Look:
    """Look whether files are whole and what they hold.

    Args:
        folder: Where they shall lie.
        names: The files that are declared; no other is looked at.
        before: The state that the last look gave, or empty.

    Returns:
        The state now: size and time of every file. A run's key is a hash of the files' content, so that the
        same content asks for the same run.
    """
    missing = [name for name in names if not os.path.lexists(folder / name)]
    if missing:
        return Look("", "", f"waits for {', '.join(missing)} in {folder}")
    stats = {name: (folder / name).lstat() for name in names}
    state = json.dumps({name: [found.st_size, found.st_mtime_ns] for name, found in stats.items()})
    if state != before:
        return Look(
            state, "", f"{', '.join(names)}: come or changed since the last look; waits until it is whole"
        )
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(prefix="topline-look-") as copies:
        for i, name in enumerate(names):
            place = Path(copies, str(i))
            place.mkdir()
            try:
                digest.update(take(folder / name, place, root=folder).sha256.encode())
            except ExportError as error:
                return Look(state, "", str(error))
    return Look(state, digest.hexdigest(), "")

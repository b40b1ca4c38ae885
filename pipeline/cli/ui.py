"""`topline ui`: the Dagster UI and its daemon, for one data root."""

import os
import sys
from pathlib import Path

from pipeline.cli.console import root_of
from pipeline.instance import prepare_instance
from pipeline.places import PROJECT


def start_ui(data: Path | None, host: str, port: int) -> None:
    """Replace this process with `dagster dev` on the project's workspace."""
    prepare_instance(root_of(data))
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-h", host, "-p", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 - fixed words, and a port that click made a number

"""The command on a copy of the demo survey: what the tests of this folder share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SURVEY = "medlemsundersokelsen"
Run = tuple[Path, subprocess.CompletedProcess[str]]


def topline(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    env = os.environ | {"TOPLINE_KEYS": str(data.with_name("keys")), "COLUMNS": "200"} | environment
    env.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-m", "pipeline.cli.main", *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


def data_root(folder: Path) -> Path:
    """A copy of the demo's definition and files."""
    shutil.copytree(ROOT / "data/surveys", folder / "surveys")
    shutil.copytree(ROOT / "data/raw", folder / "raw")
    return folder

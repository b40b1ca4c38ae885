"""R as another way to a number: handing frames to `compare.R`, and how far its numbers are from ours.

Belongs here: the process, and the size of a difference. There is one process for all frames, since loading
R's packages takes seconds.
"""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
ANSWERS = ("estimates", "quantiles", "tables", "comparisons", "alphas", "raked", "cells")


@dataclass(frozen=True)
class Line:
    """One kind of number.

    Attributes:
        what: What is compared.
        compared: How many numbers.
        largest: The largest difference.
    """

    what: str
    compared: int
    largest: float


def has_r() -> bool:
    """Whether Rscript and the survey package are there."""
    if shutil.which("Rscript") is None:
        return False
    probe = ["Rscript", "-e", "quit(status = !nzchar(system.file(package = 'survey')))"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def r_version() -> str:
    """R and its survey package."""
    command = "cat(R.version.string, ', survey ', format(packageVersion('survey')), sep = '')"
    return subprocess.run(["Rscript", "-e", command], capture_output=True, text=True, check=True).stdout


@cache
def _process() -> "subprocess.Popen[str]":
    """R, waiting for names of folders until its input ends."""
    command = ["Rscript", str(HERE / "compare.R")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)
    return process


def in_r(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What R makes of the frames: of each that asks something, a table of the same name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, frame in frames.items():
            frame.to_csv(folder / f"{table}.csv", index=False)
        process = _process()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{folder}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n", "R stopped; its message is above"
        return {t: pd.read_csv(folder / f"{t}_r.csv") for t in ANSWERS if t in frames}


def line(what: str, ours: pd.Series, theirs: pd.Series, *, absolute: bool = False) -> Line:
    """Differences relative to the larger number, from 1 on; of p-values as they are."""
    mine, other = ours.to_numpy(dtype=float), theirs.to_numpy(dtype=float)
    size = 1.0 if absolute else np.maximum(np.abs(other), 1.0)
    return Line(what, len(mine), float((np.abs(mine - other) / size).max()))

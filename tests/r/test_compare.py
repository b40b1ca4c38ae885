"""The marts against R, where R is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.places import DataRoot
from tests.r.compare import SURVEY, TOLERANCE, compare, has_r

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not has_r(), reason="needs Rscript and R's survey package")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """A data root with one run of the demo survey."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "data/surveys", folder / "surveys")
    shutil.copytree(ROOT / "data/raw", folder / "raw")
    command = [sys.executable, "-m", "pipeline.cli.main", "run", SURVEY, "--data", str(folder)]
    environment = os.environ | {"TOPLINE_KEYS": str(tmp_path_factory.mktemp("keys"))}
    subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    return DataRoot(folder)


def test_every_kind_of_number_agrees_with_r(root: DataRoot) -> None:
    found = compare(root)
    assert (found["compared"] > 0).all()
    assert found.loc[found["largest"] >= TOLERANCE].empty, found.to_string()

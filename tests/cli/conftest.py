"""One run of the demo survey for all tests of this folder."""

import pytest

from tests.cli.demo import SURVEY, Run, data_root, topline


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of the demo survey: its data root, and what the command said."""
    root = data_root(tmp_path_factory.mktemp("data æøå"))
    return root, topline("run", SURVEY, data=root)

"""The tiny survey that tests of bad inputs spoil, and one child process that reads for all of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import pipeline.ingest
from pipeline.readers import Export, ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from tests.bad_inputs.tiny_survey import TinySurvey


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running


@pytest.fixture
def survey(tmp_path: Path, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> TinySurvey:
    """The survey, read in the guarded process that is there already instead of a new one a file."""

    def read(files: Sequence[Path], options: ReadOptions | None = None) -> Export:
        return read_with(guard, files, options)

    monkeypatch.setattr(pipeline.ingest, "read", read)
    return TinySurvey(tmp_path)

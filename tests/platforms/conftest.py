"""Exports of every platform, read in one guarded process, and drafts of them in a data root of their own."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import pipeline.ingest
import pipeline.readers
from pipeline.readers import Export, ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from tests.platforms.project import Project

Layout = Callable[[Path], list[Path]]


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running


@pytest.fixture
def exported(guard: Guard, tmp_path: Path) -> Callable[..., Export]:
    """The export that a layout's files are read as, with nothing declared but what is given."""

    def reading(layout: Layout, **options: str) -> Export:
        return read_with(guard, _files(tmp_path, layout), ReadOptions.model_validate(options))

    return reading


@pytest.fixture
def drafted(guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Project]:
    """A project whose survey is drafted from a layout's files."""

    def read(files: Sequence[Path], options: ReadOptions | None = None) -> Export:
        return read_with(guard, files, options)

    monkeypatch.setattr(pipeline.ingest, "read", read)
    monkeypatch.setattr(pipeline.readers, "read", read, raising=False)

    def drafting(layout: Layout, encoding: str | None = None, language: str = "nb") -> Project:
        project = Project(Path(tempfile.mkdtemp(dir=tmp_path)))
        project.draft(_files(tmp_path, layout), language, encoding)
        return project

    return drafting


def _files(folder: Path, layout: Layout) -> list[Path]:
    return layout(Path(tempfile.mkdtemp(dir=folder)))

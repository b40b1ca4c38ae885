"""One guarded child process for all tests of readers: as `pipeline.readers.read`, without 300 starts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.readers import Export, ExportError, ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running


@pytest.fixture
def read(guard: Guard) -> Callable[..., Export]:
    """Read files with options given as keywords."""

    def reading(*files: Path, **options: Any) -> Export:
        return read_with(guard, files, ReadOptions(**options))

    return reading


@pytest.fixture
def refusal(read: Callable[..., Export]) -> Callable[..., str]:
    """The message with which files are refused."""

    def refusing(*files: Path, **options: Any) -> str:
        with pytest.raises(ExportError) as raised:
            read(*files, **options)
        message = str(raised.value)
        assert files[0].name in message
        return message

    return refusing

"""One guarded child process for the tests that draft from real files."""

from collections.abc import Iterator

import pytest

from pipeline.readers.guard import Guard


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running

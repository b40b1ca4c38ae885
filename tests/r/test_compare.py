"""The marts against R, where R is."""

from pathlib import Path

import pytest

from tests.r.compare import TOLERANCE, compare, has_r, prepare
from tests.r.in_r import HERE, Line

pytestmark = pytest.mark.skipif(not has_r(), reason="needs Rscript and R's survey package")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Line]]:
    """Everything that is compared."""
    return compare(prepare(tmp_path_factory.mktemp("data"), Path(tmp_path_factory.mktemp("keys"))))


def test_every_kind_of_number_agrees_with_r(found: dict[str, list[Line]]) -> None:
    rows = [row for lines in found.values() for row in lines]
    assert all(row.compared > 0 for row in rows)
    assert [row for row in rows if not row.largest < TOLERANCE] == []


def test_bounds_are_clipped_and_raked_again_as_r_does(found: dict[str, list[Line]]) -> None:
    kinds = [row.what for row in found["Raking"]]
    assert any(kind.endswith("0.3 to 3: 11 cycles, met") for kind in kinds)
    assert sum("20 cycles, not met" in kind for kind in kinds) >= 2


def test_the_table_in_the_repository_tells_of_the_same(found: dict[str, list[Line]]) -> None:
    """Differences are in the last digits and vary; what is compared, and how much of it, does not."""
    text = (HERE / "results.md").read_text("utf-8")
    for title, lines in found.items():
        assert f"## {title}" in text
        assert [row.what for row in lines if f"| {row.what} | {row.compared:,} |" not in text] == []

"""Parquet files: types to numbers and text, exactly."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.readers import Export, ExportError, ReadOptions
from pipeline.readers import parquet as reader

Read = Callable[..., Export]
Refusal = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, object]], Path]:
    def writing(columns: dict[str, object]) -> Path:
        path = tmp_path / "svar.parquet"
        parquet.write_table(pa.table(columns), path)
        return path

    return writing


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        (pa.array([1, None, -3], pa.int64()), "number", [1.0, None, -3.0]),
        (pa.array([0.5, None]), "number", [0.5, None]),
        (pa.array([True, False, None]), "number", [1.0, 0.0, None]),
        (pa.array([Decimal("1.50"), None]), "number", [1.5, None]),
        (pa.array([None, None], pa.int8()), "number", [None, None]),
        (pa.array([2**53 + 1, 7], pa.int64()), "text", ["9007199254740993", "7"]),
        (pa.array(["0301", "", None, "NA"]), "text", ["0301", None, None, "NA"]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), "text", ["a", "b", "a"]),
        (pa.array([date(2026, 2, 1), None]), "date", ["2026-02-01", None]),
        (pa.array([time(7, 30), None]), "time", ["07:30:00", None]),
        (
            pa.array([datetime(2026, 2, 1, 3, 4, 5, tzinfo=UTC), None]),
            "datetime",
            ["2026-02-01T03:04:05+00:00", None],
        ),
        (pa.array([datetime(2026, 2, 1, 3, 4, 5, 250_000)]), "datetime", ["2026-02-01T03:04:05.250000"]),  # noqa: DTZ001  no zone
    ],
)
def test_types(
    read: Read, write: Callable[..., Path], cells: pa.Array, kind: str, expected: list[object]
) -> None:
    export = read(write({"Spørsmål 1": cells}))
    assert export.columns[0].kind == kind
    assert export.columns[0].id == "Spørsmål 1"
    assert [None if pd.isna(cell) else cell for cell in export.frame["v0001"]] == expected
    assert str(export.frame["v0001"].dtype) == ("float64" if kind == "number" else "str")


def test_nested_and_binary_columns_are_refused(refusal: Refusal, write: Callable[..., Path]) -> None:
    assert "list" in refusal(write({"a": pa.array([[1], [2]])}))
    assert "binary" in refusal(write({"a": pa.array([b"x"])}))


def test_damaged_files_are_refused(refusal: Refusal, write: Callable[..., Path]) -> None:
    path = write({"a": list(range(1_000)), "b": ["x"] * 1_000})
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + whole[150:])
    refusal(path)
    path.write_bytes(whole[:-20])
    assert "cut off" in refusal(path)


def test_billions_of_equal_values_are_refused_by_their_number(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write({"a": ["x"] * 100_000, "b": ["y"] * 100_000})
    assert path.stat().st_size < 2_000  # what is small on disk may be large in memory
    monkeypatch.setattr(reader, "MAX_CELLS", 199_999)
    with pytest.raises(ExportError, match="more than can be read"):
        reader.read([path], ReadOptions())

"""What Parquet files hold, looked at without DuckDB: it reads NaN and NULL apart, and pandas does not."""

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types


def undefined_numbers(file: Path) -> list[str]:
    """The columns of a file with NaN or infinity in them; NULL is how a number is missing."""
    found = []
    for name, column in zip((table := pq.read_table(file)).column_names, table.columns, strict=True):
        if types.is_floating(column.type) and pc.any(pc.invert(pc.is_finite(column))).as_py():
            found.append(f"{file.parent.name}/{file.name}: {name}")
    return found

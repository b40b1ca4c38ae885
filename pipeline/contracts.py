"""Contracts: a frame is checked against its schema, and only a whole one is written.

Belongs here: turning pandera's verdict into counts and words without a single cell's value.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold: which column, which rule, in how many rows."""

    column: str
    rule: str
    rows: int


class ContractError(ValueError):
    """A table that breaks its contract; nothing of it was written."""

    def __init__(self, table: str, breaches: list[Breach]) -> None:
        self.table = table
        self.breaches = breaches
        lines = [
            f"  {b.column or 'table'}: {b.rule}" + (f", {b.rows} rows" if b.rows else "") for b in breaches
        ]
        super().__init__(f"{table} breaks its contract, so nothing was written:\n" + "\n".join(lines))


def breaches(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Breach]:
    """What a frame breaks of its schema, in counts; empty when nothing. No schema allows infinity."""
    return sorted([*_infinite(frame), *_of_schema(frame, schema)], key=lambda b: (b.column, b.rule))


def _infinite(frame: pd.DataFrame) -> list[Breach]:
    """Columns with an infinite number: what is undefined is missing."""
    rows = np.isinf(frame.select_dtypes("float")).sum()
    return [Breach(str(name), "finite", int(n)) for name, n in rows[rows > 0].items()]


def _of_schema(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Breach]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        found: dict[tuple[str, str], set[object]] = {}
        columns = ("column", "check", "schema_context", "failure_case", "index")
        for column, check, context, case, index in zip(*(cases[c] for c in columns), strict=True):
            # a rule on whole rows comes back once a column
            of_rows = context == "DataFrameSchema" and not pd.isna(index)
            # for these two the failing case is the name of a column, and a table's names are ours
            named = case if check in {"column_in_schema", "column_in_dataframe"} else column
            name = "" if of_rows or pd.isna(named) else str(named)
            found.setdefault((name, _rule(str(check))), set()).add(None if pd.isna(index) else index)
        return [Breach(column, rule, len(rows - {None})) for (column, rule), rows in sorted(found.items())]
    return []


def _rule(check: str) -> str:
    """A check's name without the long list of what is allowed."""
    return check if len(check) <= 90 else check[:87] + "…"

"""Contracts of the raw layer: raw_responses, raw_columns and raw_universe."""

import pandera.pandas as pa

from pipeline.survey.demographics import Universe


def raw_responses(columns: int) -> pa.DataFrameSchema:
    """A row per exported row: wave, source_row from 1, respondent_key (a pseudonym), and the kept columns as they are.

    Args:
        columns: How many columns of the export are kept.
    """
    cells = {rf"^v\d{{4,}}$": pa.Column(regex=True, nullable=True, required=columns > 0)}
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column(int, pa.Check.ge(1), unique=True),
            "respondent_key": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{32}$")),
            **cells,
        },
        strict=True,
        ordered=True,
        checks=pa.Check(lambda frame: len(frame) > 0, name="has_rows", error="the export has no rows"),
        name="raw_responses",
    )


def raw_columns() -> pa.DataFrameSchema:
    """A row per column of the export: what it is, what it is used for, and why it was dropped or ignored."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "position": pa.Column(int, pa.Check.ge(1), unique=True),
            "column_name": pa.Column(str, unique=True),
            "source_id": pa.Column(str, pa.Check.str_length(min_value=1)),
            "label": pa.Column(str),
            "kind": pa.Column(str, pa.Check.isin(["number", "text", "date", "datetime", "time"])),
            "labels": pa.Column(str, pa.Check.str_startswith("{")),
            "use": pa.Column(str, pa.Check.isin(["answer", "respondent", "ignored", "identifier"])),
            "reason": pa.Column(str),
            "is_kept": pa.Column(bool),
        },
        strict=True,
        ordered=True,
        name="raw_columns",
    )


def raw_universe(universe: Universe) -> pa.DataFrameSchema:
    """A row per row of the register's file, the declared columns as text."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column(int, pa.Check.ge(1), unique=True),
            "is_total": pa.Column(bool),
            **{f"group_{demographic}": pa.Column(str) for demographic in universe.columns},
            **{f"{name}_n": pa.Column(str) for name in universe.counts},
        },
        strict=True,
        checks=pa.Check(lambda frame: len(frame) > 0, name="has_rows", error="the register has no rows"),
        name="raw_universe",
    )

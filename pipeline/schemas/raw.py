"""Contracts of the raw layer: raw_responses, raw_columns, raw_universe, raw_revisions and raw_marks."""

import pandas as pd
import pandera.pandas as pa

from pipeline.revisions.difference import COUNTED
from pipeline.revisions.history import BASES, COUNTS, LISTS
from pipeline.survey.demographics import Universe


def raw_responses(columns: int) -> pa.DataFrameSchema:
    """A row per exported row: wave, source_row from 1, a pseudonym, and the kept columns as they are.

    Args:
        columns: How many columns of the export are kept.
    """
    own = 3

    def keeps_columns(frame: pd.DataFrame) -> bool:
        return len(frame.columns) == columns + own

    cells = {r"^v[0-9]{4,}$": pa.Column(regex=True, nullable=True, required=columns > 0)}
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column("int64", pa.Check.ge(1), unique=True),
            "respondent_key": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{32}$")),
            **cells,
        },
        strict=True,
        ordered=True,
        checks=[
            pa.Check(lambda frame: len(frame) > 0, name="has_rows"),
            pa.Check(keeps_columns, name="has_all_kept_columns"),
        ],
        name="raw_responses",
    )


def raw_columns() -> pa.DataFrameSchema:
    """A row per column of the export: what it is, what it is used for, and why it was dropped or ignored.

    `labels` (code to label) and `missing` (pairs of lowest and highest) are JSON.
    """
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "position": pa.Column("int64", pa.Check.ge(1), unique=True),
            "column_name": pa.Column(str, unique=True),
            "source_id": pa.Column(str, pa.Check.str_length(min_value=1)),
            "label": pa.Column(str),
            "kind": pa.Column(str, pa.Check.isin(["number", "text", "date", "datetime", "time"])),
            "labels": pa.Column(str, pa.Check.str_startswith("{")),
            "missing": pa.Column(str, pa.Check.str_startswith("[")),
            "block": pa.Column(str),
            "option": pa.Column(str),
            "is_mention": pa.Column(bool),
            "format": pa.Column(str, pa.Check.str_length(min_value=1)),
            "use": pa.Column(str, pa.Check.isin(["answer", "respondent", "ignored", "identifier"])),
            "reason": pa.Column(str),
            "is_kept": pa.Column(bool),
        },
        strict=True,
        ordered=True,
        name="raw_columns",
    )


def raw_revisions() -> pa.DataFrameSchema:
    """A row per export of the wave that was read: what it changed in the one before, and who approved it.

    `changed` (question to respondents), the lists of columns, and `marked` are JSON.
    """
    digest = pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$"))
    count = pa.Column("int64", pa.Check.ge(0))
    json_list = pa.Column(str, pa.Check.str_startswith("["))
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "revision": pa.Column("int64", pa.Check.ge(1), unique=True),
            "export_sha256": digest,
            "basis": pa.Column(str, pa.Check.isin(BASES)),
            "is_compared": pa.Column(bool),
            "respondents_n": count,
            **dict.fromkeys((f"{name}_n" for name in COUNTS), count),
            "changed": pa.Column(str, pa.Check.str_startswith("{")),
            **dict.fromkeys(LISTS, json_list),
            "approved_by": pa.Column(str),
            "reason": pa.Column(str),
            "identity": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{16}$")),
            "marked": json_list,
            "every_column": json_list,
        },
        strict=True,
        ordered=True,
        checks=pa.Check(lambda frame: len(frame) > 0, name="has_rows"),
        name="raw_revisions",
    )


def raw_marks() -> pa.DataFrameSchema:
    """A row per respondent of the last export, with a keyed hash of each answer, 8 digits each.

    While core has not been made from that export, there are rows of the one before, too.
    """
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "export_sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
            "respondent_key": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{32}$")),
            "status": pa.Column(str, pa.Check.isin(COUNTED)),
            "marks": pa.Column(str, pa.Check.str_matches(r"^([0-9a-f]{8})*$")),
        },
        strict=True,
        ordered=True,
        name="raw_marks",
    )


def raw_universe(universe: Universe) -> pa.DataFrameSchema:
    """A row per row of the register's file, the declared columns as text."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column("int64", pa.Check.ge(1), unique=True),
            "is_total": pa.Column(bool),
            **{f"group_{demographic}": pa.Column(str) for demographic in universe.columns},
            **{f"{name}_n": pa.Column(str) for name in universe.counts},
        },
        strict=True,
        checks=pa.Check(lambda frame: len(frame) > 0, name="has_rows"),
        name="raw_universe",
    )

"""Contracts of the mart layer: what the method chapter says, and what became of rows and answers."""

import pandas as pd
import pandera.pandas as pa

from pipeline.coding.quality import FLAGS
from pipeline.coding.status import STATUSES
from pipeline.marts.method_items import PART_OF, PARTS

VALUES = ["value", "value_text", "value_date"]
ALWAYS = {
    *("field_start", "field_end", "report_date", "questions_n", "wave_respondents_n"),
    *("confidence_pct", "is_weighted", "min_base", "hidden_questions_n", "hidden_groups_n"),
}
"""Items that every report has, whatever the survey."""


def _one_value(frame: pd.DataFrame) -> pd.Series:
    return frame[VALUES].notna().sum(axis=1) == 1


def _item_of_its_part(frame: pd.DataFrame) -> pd.Series:
    number = frame["part"].map({part: aapor for part, (aapor, _) in PARTS.items()})
    return (frame["item"].map(PART_OF) == frame["part"]) & (number == frame["aapor_item"])


def _everything_told(frame: pd.DataFrame) -> bool:
    """Every report tells what every report must tell."""
    told = frame.groupby("report_id")["item"].agg(set)
    return bool(all(items >= ALWAYS for items in told))


def mart_method() -> pa.DataFrameSchema:
    """A row per report, item, subject and language: what the method chapter says, and where it comes from."""
    return pa.DataFrameSchema(
        {
            **{name: pa.Column(str) for name in ("wave", "report_id", "subject_id", "language", "source")},
            "part": pa.Column(checks=pa.Check.isin(list(PARTS))),
            "aapor_item": pa.Column("int64", pa.Check.in_range(0, 11)),
            "item": pa.Column(checks=pa.Check.isin(list(PART_OF))),
            "item_order": pa.Column("int64", pa.Check.ge(1)),
            "value": pa.Column("float64", pa.Check.ge(0), nullable=True),
            "value_text": pa.Column(nullable=True),
            "value_date": pa.Column(nullable=True),
        },
        strict=True,
        unique=["report_id", "item", "subject_id", "language"],
        checks=[
            pa.Check(_one_value, name="one_value_a_row"),
            pa.Check(_item_of_its_part, name="item_stands_in_its_part"),
            pa.Check(_everything_told, name="every_report_tells_everything"),
        ],
        name="mart_method",
    )


def mart_processing() -> pa.DataFrameSchema:
    """A row per status of exported rows, reason to look at respondents, and rule that keeps answers out."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "kind": pa.Column(checks=pa.Check.isin(["row", "flag", "answer"])),
            "reason": pa.Column(checks=pa.Check.isin([*STATUSES, *FLAGS, "invalid", "outside"])),
            "n": pa.Column("int64", pa.Check.ge(1)),
        },
        strict=True,
        unique=["kind", "reason"],
        name="mart_processing",
    )

"""How an export is to be read: what a survey definition may declare about a file.

Belongs here: the declaration only, as data. A field that is not given is detected, or has a default.
"""

from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

Format = Literal[
    "auto",
    "sav",
    "por",
    "csv",
    "xlsx",
    "parquet",
    "surveyxact",
    "nettskjema",
    "limesurvey",
    "qualtrics",
    "surveymonkey",
    "microsoft_forms",
    "google_forms",
    "triple_s",
]


class ReadOptions(BaseModel):
    """The dialect of an export's files. `auto` and None mean: detected from the content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Format = "auto"
    encoding: str | None = Field(default=None, description="Text encoding, e.g. utf-8, cp1252, utf-16-le")
    delimiter: str | None = Field(default=None, description="Field delimiter of a text file, e.g. ';'")
    decimal: Literal[".", ","] | None = Field(
        default=None, description="Decimal mark of numbers written as text"
    )
    thousands: str | None = Field(default=None, description="Thousands separator of numbers written as text")
    quote: str = Field(
        default='"', description="Quote character of a text file; empty: quotes are plain text"
    )
    sheet: str | None = Field(default=None, description="Worksheet that holds the answers")
    header_rows: int | None = Field(default=None, ge=1, le=3, description="Rows before the first respondent")
    date_format: str | None = Field(
        default=None, description="strptime format of dates and times written as text"
    )
    time_zone: str = Field(
        default="Europe/Oslo", description="Time zone of times that do not name one themselves"
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError(f"there is no time zone {name}; one is Europe/Oslo") from None
        return name

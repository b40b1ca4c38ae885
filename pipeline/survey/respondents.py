"""Respondents: who a row of the export is, how far it came, and which rows do not count.

Belongs here: the model of `respondent:` in `survey.yaml`. How it is carried out is in `coding`.
"""

from typing import Literal

from pydantic import Field, model_validator

from pipeline.survey.model import Model
from pipeline.survey.questions import Value

StatusName = Literal[
    "complete",
    "partial",
    "opened",
    "invited",
    "undeliverable",
    "screened_out",
    "withdrawn",
    "deleted",
    "test",
]
"""What a platform may say of a row."""

Flag = Literal["too_fast", "identical_answers", "straight_lines", "impossible_time", "outside_field"]
"""What can be odd about a respondent: see `Quality`."""


class Status(Model):
    """How far a respondent came, as the platform says it: '' is blank, '*' any other value.

    One of three places: `column` for one column of values. `block` for columns of ticks that the export keeps
    together, one a status (SurveyXact's statoverall): then the values are the block's options. `columns` for
    such columns one by one: column to the status that a tick in it means.
    """

    column: str | None = None
    block: str | None = None
    columns: dict[str, StatusName] = Field(default_factory=dict)
    complete: tuple[Value, ...] = ()
    partial: tuple[Value, ...] = ()
    opened: tuple[Value, ...] = ()
    invited: tuple[Value, ...] = ()
    undeliverable: tuple[Value, ...] = ()
    screened_out: tuple[Value, ...] = ()
    withdrawn: tuple[Value, ...] = ()
    deleted: tuple[Value, ...] = ()
    test: tuple[Value, ...] = ()

    @property
    def meanings(self) -> dict[str, str]:
        """Value, option or column, as text, to status."""
        return {str(value): status for status, value in self._declared()} | self.columns

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        if self.column:
            return f"status column {self.column}"
        return f"status block {self.block}" if self.block else f"status columns {', '.join(self.columns)}"

    def _declared(self) -> list[tuple[str, Value]]:
        statuses = type(self).model_fields.keys() - {"column", "block", "columns"}
        return [(status, value) for status in sorted(statuses) for value in getattr(self, status)]

    @model_validator(mode="after")
    def _one_meaning(self) -> "Status":
        values = [str(value) for _, value in self._declared()]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"{twice[0] or 'blank'} stands under two statuses")
        return self

    @model_validator(mode="after")
    def _one_place(self) -> "Status":
        if sum(bool(place) for place in (self.column, self.block, self.columns)) != 1:
            raise ValueError("give one of column, block and columns")
        if self.columns and any(value != "" for _, value in self._declared()):
            raise ValueError("with columns a status has no values, but '' for rows without any tick")
        if "complete" not in self.meanings.values():
            raise ValueError("complete: is required, for somebody must be able to count")
        return self


class Completeness(Model):
    """How much makes somebody complete or partial: shares of the questions asked of that person.

    Grid rows count one by one. Computed questions, background, and blanks that tell nothing do not count. A
    row can only come to count as less than the platform says.
    """

    complete_from: float = Field(
        default=0.8, gt=0, lt=1, description="Complete is who answered more than this share"
    )
    partial_from: float = Field(
        default=0.5, gt=0, lt=1, description="Partial is who answered at least this share; others broke off"
    )
    judges: tuple[Literal["complete", "partial"], ...] | None = Field(
        default=None,
        description="Rows that it decides on, by what the platform calls them; default: all where there is "
        "no status, else none",
    )

    @model_validator(mode="after")
    def _order(self) -> "Completeness":
        if self.partial_from > self.complete_from:
            raise ValueError("partial_from is above complete_from")
        return self


class Duration(Model):
    """A column in which the platform itself tells how long a respondent took."""

    column: str
    unit: Literal["milliseconds", "seconds", "minutes"] = "seconds"


class Quality(Model):
    """Which answers a person should look at. They are counted, and left out only where `remove` says so."""

    fastest_seconds: float | None = Field(
        default=None, gt=0, description="Complete in less than this is too fast"
    )
    fastest_share: float | None = Field(
        default=0.3, gt=0, lt=1, description="So is complete in less than this share of the median"
    )
    identical_rows: int = Field(
        default=20, ge=2, description="So many respondents with exactly the same answers are suspicious"
    )
    remove: tuple[Flag, ...] = Field(default=(), description="Kinds that are left out, as deleted")


class Respondent(Model):
    """Who a row is: the key column, how complete rows are told from others, tests, and duplicates."""

    key: str | None = Field(
        default=None, description="Column with the respondent id; without it rows are numbered"
    )
    key_is_person: bool = Field(
        default=True,
        description="The id stays with a person from wave to wave. False: it is given anew in each wave, so "
        "trends do not look for the same persons",
    )
    status: Status | None = Field(
        default=None, description="Without it every row is complete, as far as completeness does not say less"
    )
    completeness: Completeness = Completeness()
    test_rows: dict[str, tuple[Value, ...]] = Field(
        default_factory=dict, description="Column to the values that mark a row as a test"
    )
    keep_partial: bool = True
    duplicates: Literal["refuse", "last_complete"] = "refuse"
    started: str | None = Field(default=None, description="Column with the time of the first page")
    submitted: str | None = Field(default=None, description="Column with the time of the last answer")
    duration: Duration | None = Field(
        default=None, description="Without it the time from started to submitted is what a respondent took"
    )
    quality: Quality = Quality()

    @property
    def judged_by_answers(self) -> tuple[str, ...]:
        """The statuses of the rows whose answers tell how far they came."""
        default = () if self.status else ("complete",)
        return default if self.completeness.judges is None else self.completeness.judges

    @property
    def links_waves(self) -> bool:
        """Whether a person can be found again in another wave; numbered rows are no persons."""
        return self.key is not None and self.key_is_person

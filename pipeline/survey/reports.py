"""Reports: a named selection of chapters and questions for a base group.

Belongs here: the models of `reports/*.yaml`.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from pipeline.survey.model import Id, Language, Model, Predicate, Text, WaveKey

Shown = Literal["answered", "valid", "cases", "responses", "asked"]


class Trend(Model):
    """What a question's answers were in earlier waves, beside those of this wave."""

    waves: int = Field(default=5, ge=2, le=10, description="How many waves are shown, the newest ones")
    groups: bool = Field(default=False, description="Also for the groups of every breakdown")


def _trend_form(value: Any) -> Any:
    if isinstance(value, bool):
        return {} if value else None
    if value is None or isinstance(value, (dict, Trend)):
        return value
    raise ValueError("give true, false, or waves and groups: {waves: 5, groups: true}")


TrendForm = Annotated[Trend | None, BeforeValidator(_trend_form, json_schema_input_type=Trend | bool | None)]
"""A trend: `true`, or the full form."""


class ReportQuestion(Model):
    """A question in a chapter, with what this report does differently."""

    id: Id
    shown: Shown | None = Field(default=None, description="The percent of the table for everyone")
    base_text: Text | None = Field(default=None, description="Who the base is, in words")
    order: tuple[Id, ...] = Field(
        default=(), description="Options in the order of figures; default: as asked"
    )
    trend: bool | None = Field(
        default=None, description="Show earlier waves too, or not; default: as the report says"
    )
    mean: bool = Field(
        default=False,
        description="Show the mean of the options' scores beside their percents, with the ends of the scale",
    )


def _full_form(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


Entry = Annotated[ReportQuestion, BeforeValidator(_full_form, json_schema_input_type=ReportQuestion | Id)]
"""A question in a chapter: its id alone, or the full form."""


class Chapter(Model):
    """A chapter: a title, a lead and questions."""

    id: Id
    title: Text
    lead: Text | None = None
    questions: tuple[Entry, ...] = Field(min_length=1)

    @property
    def entries(self) -> tuple[ReportQuestion, ...]:
        """The questions in full form."""
        return self.questions


class Breakdown(Model):
    """A demographic that every question is broken down by."""

    demographic: Id
    shown: Shown | None = Field(
        default=None,
        description="The percent of its figures; default: valid, or as the question responses and asked",
    )


class Benchmark(Model):
    """What the groups of a demographic are held against: each other, and everyone outside.

    Units are for instance workplaces, areas or local branches. Each has its result beside that of all others,
    and beside the median and quartiles of all units, each counting once.
    """

    demographic: Id = Field(description="Whose groups are the units; it is one of the breakdowns")


class Scope(Model):
    """Groups of a demographic that are in scope because a share among them is large enough."""

    demographic: Id
    share: Predicate = Field(description="Who counts in the numerator")
    among: Predicate = Field(description="Who counts in the denominator")
    above_pct: float = Field(ge=0, le=100)


class Representativity(Model):
    """Which respondents are compared with which part of the universe, and how differences are rounded."""

    base: Predicate | None = Field(
        default=None, description="A condition that respondents and register both know"
    )
    scope: Scope | None = None
    tables: tuple[Id, ...] = Field(min_length=1)
    difference: Literal["of_unrounded", "of_rounded"] = "of_unrounded"
    text: tuple[Text, ...] = ()


class Fact(Model):
    """A single number with a name, for sentences and for reconciliation. Exactly one kind.

    `count`: respondents for whom it holds. `share`: percent for whom it holds, among `among`.
    `take`: a number that the pipeline knows by itself.
    """

    text: Text | None = Field(default=None, description="What the number is, for the strip of facts")
    count: Predicate | None = None
    share: Predicate | None = None
    among: Predicate | None = None
    take: (
        Literal[
            "response_rate_pct",
            "field_start",
            "field_end",
            "scope_above_pct",
            "universe_n",
            "representativity_n",
            "invited_n",
            "respondents_n",
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Fact":
        if sum(part is not None for part in (self.count, self.share, self.take)) != 1:
            raise ValueError("give exactly one of count, share and take")
        if self.among is not None and self.share is None:
            raise ValueError("among belongs to share")
        return self


class Published(Model):
    """Files with the figures once published for a wave, relative to the survey's folder."""

    questions: str | None = None
    breakdowns: str | None = None
    representativity: str | None = None
    facts: str | None = None
    weighted: bool = Field(default=False, description="The published percents are weighted")
    stated_base: Id | None = Field(
        default=None, description="The fact that the publication calls the report's group"
    )

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are named."""
        named = (self.questions, self.breakdowns, self.representativity, self.facts)
        return tuple(name for name in named if name)


class Report(Model):
    """The content of one file in `reports/`."""

    report: Id
    title: Text
    subtitle: Text | None = None
    about: tuple[Text, ...] = ()
    base: Predicate | None = Field(
        default=None, description="Who the report is about; default: every respondent"
    )
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    breakdowns: tuple[Breakdown, ...] = ()
    facts: dict[Id, Fact] = Field(default_factory=dict)
    strip: tuple[Id, ...] = Field(default=(), description="The facts shown large, first page")
    benchmark: Benchmark | None = Field(
        default=None, description="Compare the groups of a breakdown as units, in tables of their own"
    )
    representativity: Representativity | None = None
    method: tuple[Text, ...] = ()
    weighted: bool = Field(default=False, description="Percents are weighted to the universe")
    margins: bool = Field(default=False, description="Show margins of error in tables")
    tests: bool = Field(default=False, description="Mark groups that differ from the rest")
    letters: bool = Field(default=False, description="Pairwise tests between groups, as letters")
    trend: TrendForm = Field(
        default=None, description="Show how the answers changed over the waves, for every question"
    )
    shown: Shown | None = Field(
        default=None,
        description="The percent of the tables for everyone; default: answered, and cases of several answers",
    )
    sum_to_100: Literal["chart"] | None = Field(
        default=None,
        description="chart: the labels in divided bars are adjusted to add up to 100; tables never are",
    )
    note: Text | None = Field(default=None, description="Said on the cover and in the footer")
    languages: tuple[Language, ...] = ()
    published: dict[WaveKey, Published] = Field(default_factory=dict)

    @property
    def question_ids(self) -> tuple[str, ...]:
        """The report's questions in reading order."""
        return tuple(entry.id for chapter in self.chapters for entry in chapter.entries)

    @property
    def trends(self) -> dict[str, Trend]:
        """The questions that are shown over the waves, in reading order."""
        entries = [entry for chapter in self.chapters for entry in chapter.entries]
        return {
            entry.id: self.trend or Trend()
            for entry in entries
            if (self.trend is not None if entry.trend is None else entry.trend)
        }

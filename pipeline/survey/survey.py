"""A survey: its waves and files, who a respondent is, demographics and method; and the whole definition.

Belongs here: the model of `survey.yaml`, and `Definition`, which puts all files of a survey together.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from pipeline.readers.options import ReadOptions
from pipeline.survey.demographics import Demographic, Group, Universe
from pipeline.survey.method import Method
from pipeline.survey.model import Id, Language, Model, Text, WaveKey
from pipeline.survey.questions import Item, MissingState, Option, Question, Questionnaire, Value
from pipeline.survey.reports import Report
from pipeline.survey.respondents import Respondent
from pipeline.survey.settings import Disclosure, Reliability, Tests, Verdicts, Weighting


class ExportFiles(Model):
    """The files of a wave's export, and how they are read."""

    files: tuple[str, ...] = Field(min_length=1)
    read: ReadOptions = ReadOptions()


class ApprovedRevision(Model):
    """An export that takes away or changes what the wave's figures were made from, and somebody approved."""

    sha256: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="Of the export, its first 12 digits or more, in quotes; `topline check` says it",
        ),
    ]
    approved_by: str = Field(min_length=1, description="Who holds the new export to be right")
    reason: str = Field(min_length=1, description="What changed, and why")


class UniverseFiles(Model):
    """The files of a wave's register counts."""

    files: tuple[str, ...] = Field(min_length=1)


class Wave(Model):
    """One fielding of the survey."""

    pilot: bool = Field(
        default=False,
        description="A trial of the form: its export is read and coded, but it has no report, no trend "
        "compares it, and its export may be without rows",
    )
    field_start: date
    field_end: date
    report_date: date = Field(description="The date that the report carries")
    export: ExportFiles
    universe: UniverseFiles | None = None
    revisions: tuple[ApprovedRevision, ...] = Field(
        default=(),
        description="Later exports of the wave that do more than add to what was read, each approved",
    )
    rows: dict[str, tuple[Value, ...]] = Field(
        default_factory=dict,
        description="Column to the values that belong to this wave, when a file holds several",
    )
    identifiers: dict[str, str] = Field(
        default_factory=dict,
        description="Personal column, or pattern with *, to the reason it is dropped, this wave only",
    )
    ignore: dict[str, str] = Field(
        default_factory=dict,
        description="Column, or pattern with *, to the reason it is not used, this wave only",
    )
    label_changes: dict[str, str] = Field(
        default_factory=dict,
        description="question.option to the label in this wave's export, where it differs",
    )
    method: Method = Field(
        default=Method(), description="What was done otherwise than the survey's method says"
    )
    weighting_scheme: Id | None = Field(
        default=None,
        description="A name for how the weights were made, where waves differ; another one cuts the trends "
        "of weighted reports",
    )
    basis_comparable: bool = Field(
        default=False,
        description="Trends go on although modes or weighting_scheme are not those of the wave before",
    )


class Survey(Model):
    """The content of `survey.yaml`."""

    survey: Id
    title: Text
    owner: Text
    languages: tuple[Language, ...] = Field(default=("nb",), min_length=1)
    method: Method = Field(default=Method(), description="How it is made, for the method chapter of reports")
    schedule: str = Field(
        default="0 6 1 6 *", description="When the yearly refresh runs, as cron, Europe/Oslo"
    )
    respondent: Respondent = Respondent()
    identifiers: dict[str, str] = Field(
        default_factory=dict,
        description="Personal columns to the reason they are dropped; contact_* is every column so named",
    )
    ignore: dict[str, str] = Field(
        default_factory=dict,
        description="Columns to the reason they are not used; meta_* is every column so named",
    )
    weight: str | None = Field(default=None, description="Column with a weight that the export brings")
    weight_sum: Literal["respondents", "any"] = Field(
        default="respondents",
        description="What those weights add up to: the respondents, which is checked unless there is a "
        "weighting, or any number",
    )
    missing: dict[Value, MissingState] = Field(
        default_factory=dict, description="Export values that stand for a blank in every question"
    )
    waves: dict[WaveKey, Wave] = Field(min_length=1)
    demographics: tuple[Demographic, ...] = ()
    universe: Universe | None = None
    weighting: Weighting | None = None
    tests: Tests = Tests()
    verdicts: Verdicts = Field(default=Verdicts(), description="When who took part is called skewed")
    reliability: Reliability = Field(default=Reliability(), description="When a number is called unreliable")
    disclosure: Disclosure = Disclosure()


class Definition(Model):
    """All of a survey: `survey.yaml`, `questionnaire.yaml` and every report, with codelists put in place."""

    survey: Survey
    questionnaire: Questionnaire
    reports: dict[Id, Report]
    sha256: str = Field(description="Of the definition's files, for manifests")
    wave: WaveKey | None = Field(
        default=None, description="The wave whose options, items and groups it has; default: those of any"
    )

    @property
    def id(self) -> str:
        """The survey's id."""
        return self.survey.survey

    @property
    def questions(self) -> dict[str, Question]:
        """Questions by id, in the order of the questionnaire."""
        return {q.id: q for q in self.questionnaire.questions}

    @property
    def demographics(self) -> dict[str, Demographic]:
        """Demographics by id, in the order of `survey.yaml`."""
        return {d.id: d for d in self.survey.demographics}

    @property
    def sharing(self) -> frozenset[str]:
        """The demographics of which a respondent can be in several groups."""
        return frozenset(d.id for d in self.survey.demographics if d.multiple)

    @property
    def newest_wave(self) -> str:
        """The wave that the schedule refreshes; a pilot only where there are no others."""
        final = [wave for wave in self.survey.waves if not self.is_pilot(wave)]
        return max(final or self.survey.waves)

    def is_pilot(self, wave: str) -> bool:
        """Whether a wave is a trial of the form."""
        return self.survey.waves[wave].pilot

    def method(self, wave: str) -> Method:
        """How a wave was made."""
        return self.survey.method.with_own(self.survey.waves[wave].method)

    def untold(self, wave: str) -> str:
        """What reports of a wave must tell of its method and nobody has said, in words; empty for nothing."""
        brings_weights = self.survey.weight is not None and any(r.weighted for r in self.reports.values())
        gaps = self.method(wave).gaps(brings_weights=brings_weights)
        if not gaps:
            return ""
        lines = "".join(f"\n  {name}: {what}" for name, what in gaps.items())
        return (
            f"survey.yaml: reports of wave {wave} have a method chapter, and `method:` does not say{lines}\n"
            f"Say it under method:, or under waves.{wave}.method where this wave was made otherwise."
        )

    def in_wave(self, wave: str) -> "Definition":
        """The definition as one wave has it: its options, items and groups, and no others."""
        return self.model_copy(update={"wave": wave})

    def every_option(self, question: Question) -> tuple[Option, ...]:
        """The options of a question in any wave, from itself or its codelist."""
        return (
            self.questionnaire.codelists[question.codelist].options if question.codelist else question.options
        )

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options of a question that the wave has."""
        return tuple(option for option in self.every_option(question) if option.is_in(self.wave))

    def items_of(self, question: Question) -> tuple[Item, ...]:
        """The items of a question that the wave has."""
        return tuple(item for item in question.items if item.is_in(self.wave))

    def parts(self, question: Question, *, joined: bool = False) -> list[str]:
        """What `columns` binds of a question: options, items, or `item__option` for a grid of ticks.

        Where a cell joins all the options of a row (`joined`), the rows of a grid of ticks are all.
        """
        options = [option.id for option in self.options(question)]
        items = [item.id for item in self.items_of(question)]
        if question.type == "multiple":
            return options
        if question.type == "grid_multiple" and not joined:
            return [f"{item}__{option}" for item in items for option in options]
        return items

    def variable_of(self, demographic: Demographic) -> str:
        """The id of the question that tells a demographic."""
        return demographic.variable or demographic.id

    def every_group(self, demographic: Demographic) -> tuple[Group, ...]:
        """The groups of a demographic in any wave, by default the substantive options of its variable.

        A group's position among them, from 1, is its code, so that it is the same in every wave.
        """
        if demographic.groups:
            return demographic.groups
        question = self.questions[self.variable_of(demographic)]
        return tuple(
            Group.model_validate(
                {"id": o.id, "text": o.text, "options": (o.id,), "from": o.first_wave, "until": o.last_wave}
            )
            for o in self.every_option(question)
            if o.role in {"substantive", "other"}
        )

    def groups(self, demographic: Demographic) -> tuple[Group, ...]:
        """The groups of a demographic that the wave has."""
        return tuple(group for group in self.every_group(demographic) if group.is_in(self.wave))

    def coded_groups(self, demographic: Demographic) -> list[tuple[int, Group]]:
        """The groups that the wave has, each with its code."""
        every = enumerate(self.every_group(demographic), start=1)
        return [(code, group) for code, group in every if group.is_in(self.wave)]

    def items(self) -> Iterator[tuple[Question, str | None]]:
        """Every question with each of its items (None for a question without items)."""
        for question in self.questionnaire.questions:
            if question.items:
                for item in question.items:
                    yield question, item.id
            else:
                yield question, None

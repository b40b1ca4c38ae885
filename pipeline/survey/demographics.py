"""Demographics and the universe: background variables, their groups, and the register's counts for them.

Belongs here: the models of the `demographics` and `universe` parts of `survey.yaml`.
"""

from pydantic import Field, model_validator

from pipeline.readers.options import ReadOptions
from pipeline.survey.model import Id, Lasting, Model, Predicate, Text
from pipeline.survey.questions import Value


class Group(Lasting):
    """A value of a demographic.

    Exactly one way of membership: `options` of the demographic's variable (default: the option with the
    group's id), `min`/`max` of a numeric variable (both included), or `when`.
    """

    id: Id
    text: Text
    phrase: Text | None = Field(default=None, description="As in a sentence: 'i Oslo kommune'")
    options: tuple[Id, ...] = ()
    min: float | None = None
    max: float | None = None
    when: Predicate | None = None
    register_values: tuple[Value, ...] = Field(
        default=(), alias="register", description="The register's names for it"
    )
    in_universe: bool = Field(default=True, description="False: not in the register, so no row of its own")


class Demographic(Model):
    """A background variable and its groups, in the order of tables."""

    id: Id
    text: Text
    heading: Text | None = Field(default=None, description="Head of the column of groups; default: the text")
    by: Text | None = Field(
        default=None, description="As in a heading: 'tariffavtale' for 'Brutt ned på tariffavtale'"
    )
    variable: Id | None = Field(
        default=None, description="The question that tells it; default: that of the same id"
    )
    groups: tuple[Group, ...] = Field(default=(), description="Default: the variable's substantive options")
    ordered: bool = False
    multiple: bool = Field(
        default=False,
        description="A respondent can be in several of the groups, as with a question of several answers",
    )
    unknown: tuple[Value, ...] = Field(default=(), description="The register's names for: not known")

    @model_validator(mode="after")
    def _one_membership(self) -> "Demographic":
        for group in self.groups:
            ways = bool(group.options) + (group.min is not None or group.max is not None) + bool(group.when)
            if ways > 1:
                raise ValueError(
                    f"group {group.id}: give options, or min and max, or when; not several of them"
                )
        return self


class Universe(Model):
    """How the register's counts are laid out. One row a combination of groups."""

    columns: dict[Id, str] = Field(min_length=1, description="Demographic to the register's column")
    counts: dict[Id, str] = Field(min_length=1, description="Name to the register's column of counts")
    population: Id = Field(description="Which of the counts is the universe")
    invited: Id | None = Field(default=None, description="Which of the counts was invited")
    total_row: dict[str, str] = Field(
        default_factory=dict, description="Register column to the text that marks a row of totals"
    )
    ignore: dict[str, str] = Field(
        default_factory=dict, description="Register column to the reason it is not used"
    )
    read: ReadOptions = Field(default=ReadOptions())

    @model_validator(mode="after")
    def _named_counts(self) -> "Universe":
        for role in ("population", "invited"):
            name = getattr(self, role)
            if name is not None and name not in self.counts:
                raise ValueError(f"{role}: {name} is not one of the counts ({', '.join(self.counts)})")
        return self

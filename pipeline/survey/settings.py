"""What a survey declares about its method: weighting, statistical tests, and what may be published.

Belongs here: the models of those parts of `survey.yaml`, with the defaults of the house.
"""

from typing import Literal

from pydantic import Field, model_validator

from pipeline.survey.model import Id, Model, Predicate


class Merge(Model):
    """Categories of a demographic that are weighted as one."""

    groups: tuple[Id, ...] = Field(min_length=1)
    into: Id


class WeightVariable(Model):
    """A margin of the raking: a demographic, and how its small categories are merged."""

    demographic: Id
    merge: tuple[Merge, ...] = ()
    merge_small: Literal["neighbours", "pool"] | None = None


class Weighting(Model):
    """Raking to the universe. Respondents outside `base` are not weighted."""

    variables: tuple[WeightVariable, ...] = Field(min_length=1)
    base: Predicate | None = Field(
        default=None, description="A condition that respondents and register both know"
    )
    bounds: tuple[float, float] = (0.2, 5.0)
    min_category: int = Field(default=30, ge=1)

    @model_validator(mode="after")
    def _bounds(self) -> "Weighting":
        low, high = self.bounds
        if not 0 < low < 1 < high:
            raise ValueError(
                "bounds: the lower must be between 0 and 1 and the upper above 1, as multiples of the mean"
            )
        return self


class Tests(Model):
    """When a difference between groups is marked."""

    q_value: float = Field(default=0.05, gt=0, lt=1)
    min_diff_pp: float = Field(default=5, ge=0)
    min_n_eff: float = Field(default=30, ge=2)
    fpc: bool = Field(default=True, description="Use the finite population correction in tests")


class Disclosure(Model):
    """Smallest numbers that may be published. The floors are fixed and no setting goes below them."""

    min_base: int = Field(default=10, ge=5, description="Fewest valid answers of a group on a question")
    min_cell: int = Field(
        default=3, ge=3, description="Fewest respondents of a group in tables of who took part"
    )

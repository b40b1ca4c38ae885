"""What a survey declares about its method: weighting, statistical tests, and what may be published.

Belongs here: the models of those parts of `survey.yaml`, with the defaults of the house.
"""

from typing import Literal

from pydantic import Field, model_validator

from pipeline.survey.model import Id, Model, Predicate


class Merge(Model):
    """Groups that are weighted as part of another, e.g. one that the register does not have."""

    groups: tuple[Id, ...] = Field(
        min_length=1, description="Groups that join it; `unknown` is everyone without a value"
    )
    into: Id = Field(description="The group that they are weighted as part of")


class WeightVariable(Model):
    """A margin of the raking: a demographic, and how its small categories are merged."""

    demographic: Id
    merge: tuple[Merge, ...] = ()
    merge_small: Literal["neighbours", "pool"] | None = None


class Weighting(Model):
    """Raking to the universe.

    Respondents outside `base` keep their start weight, scaled to mean 1. Margins are met in the order given.
    A category with fewer than 30 respondents stops the run unless a merge or `merge_small` is declared.
    """

    variables: tuple[WeightVariable, ...] = Field(min_length=1)
    base: Predicate | None = Field(
        default=None, description="A condition that respondents and register both know"
    )
    bounds: tuple[float, float] = Field(
        default=(0.2, 5.0), description="Least and greatest weight, as multiples of the mean"
    )

    @model_validator(mode="after")
    def _bounds(self) -> "Weighting":
        low, high = self.bounds
        if not 0 < low < 1 < high:
            raise ValueError(
                "bounds: the lower must be between 0 and 1 and the upper above 1, as multiples of the mean"
            )
        return self


class Tests(Model):
    """When a difference between groups, or a change between waves, is marked.

    Fixed by the house: at most 5 % false discoveries a question and demographic (or pair of waves), and no
    test of a group or wave with an effective size below 30.
    """

    min_diff_pp: float = Field(
        default=5, ge=0, description="Smallest difference of shares, balance and NPS, in points"
    )
    min_diff_index: float = Field(
        default=5, ge=0, description="Smallest difference of an index, in points of 0 to 100"
    )
    min_diff_sd: float = Field(
        default=0.2,
        ge=0,
        description="Smallest difference of other means, in standard deviations of everyone; a question's "
        "min_diff comes before it",
    )
    min_change_pp: float = Field(
        default=5, ge=0, description="Smallest change of shares, balance and NPS between waves, in points"
    )
    fpc: bool = Field(default=True, description="Use the finite population correction in tests")


class Verdicts(Model):
    """When a table of who took part is called good, somewhat skewed or skewed.

    By the largest difference between the shares of respondents and universe, unrounded.
    """

    good_below_pp: float = Field(
        default=2, gt=0, le=100, description="Below it the verdict is good, in percentage points"
    )
    skewed_above_pp: float = Field(
        default=5, gt=0, le=100, description="Above it the verdict is skewed; between the two somewhat skewed"
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Verdicts":
        if self.good_below_pp > self.skewed_above_pp:
            raise ValueError("good_below_pp must not be above skewed_above_pp")
        return self


class Reliability(Model):
    """When a number is flagged as unreliable (`obs_status` u)."""

    min_n_eff: float = Field(default=30, ge=1, description="Below this effective size of its base")
    max_width_pp: float = Field(
        default=30,
        gt=0,
        le=100,
        description="From this width of the confidence interval of a share, in percentage points",
    )


class Disclosure(Model):
    """Smallest numbers that may be published. The floors are fixed and no setting goes below them."""

    min_base: int = Field(default=10, ge=5, description="Fewest valid answers of a group on a question")
    min_cell: int = Field(
        default=3, ge=3, description="Fewest respondents of a group in tables of who took part"
    )

"""The limits that a survey declares for its words: unreliable, good, skewed.

Belongs here: from the definition's settings to those of `methods`, whose defaults they have.
"""

from pipeline.methods.precision import ReliabilityLimits
from pipeline.methods.representativity import VerdictLimits
from pipeline.survey.survey import Definition


def reliability_limits(definition: Definition) -> ReliabilityLimits:
    """When a number is flagged `u`."""
    declared = definition.survey.reliability
    return ReliabilityLimits(declared.min_n_eff, declared.max_width_pp)


def verdict_limits(definition: Definition) -> VerdictLimits:
    """When who took part is called skewed."""
    declared = definition.survey.verdicts
    return VerdictLimits(declared.good_below_pp, declared.skewed_above_pp)

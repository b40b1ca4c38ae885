"""The marts that a report is made from, of surveys that have them.

Belongs here: which mart each part of `Marts` is, and reading them.
"""

from collections.abc import Iterator

import pandas as pd

from pipeline.assets.layer import SurveyAssets
from pipeline.reporting.material import Marts
from pipeline.survey.survey import Definition
from pipeline.survey.trends import has_trends

RESULTS = {
    "questions": "mart_question",
    "groups": "mart_demographic",
    "facts": "mart_fact",
    "impact": "mart_weight_impact",
}
PARTICIPATION = {
    "representativity": "mart_representativity",
    "measures": "mart_representativity_measure",
    "propensity": "mart_r_indicator",
    "scope": "mart_scope",
}
RESPONSE = {"response": "mart_response_rate"}
WEIGHTING = {"weighting": "mart_weighting", "weighting_run": "mart_weighting_run"}
BENCHMARK = {"benchmark": "mart_benchmark"}
TREND = {"trend": "mart_trend"}
METHOD = {"method": "mart_method"}


def computed_marts(definition: Definition) -> dict[str, str]:
    """The part of `Marts` to the table, for everything but the method chapter, which is made from these."""
    universe, weighting = definition.survey.universe, definition.survey.weighting
    return {
        **RESULTS,
        **(PARTICIPATION if universe else {}),
        **(RESPONSE if universe and universe.invited else {}),
        **(WEIGHTING if weighting else {}),
        **(TREND if has_trends(definition) else {}),
    }


def report_marts(definition: Definition) -> dict[str, str]:
    """The part of `Marts` to the table, for everything that a report reads."""
    return computed_marts(definition) | (BENCHMARK if has_benchmark(definition) else {}) | METHOD


def has_benchmark(definition: Definition) -> bool:
    """Whether any report compares units."""
    return any(report.benchmark is not None for report in definition.reports.values())


def read_marts(survey: SurveyAssets, wave: str, tables: dict[str, str]) -> Marts:
    """The marts of a wave, all reports; those that the survey does not have are empty."""

    def frames() -> Iterator[tuple[str, pd.DataFrame]]:
        for part, table in tables.items():
            yield part, survey.read(table, wave)

    return Marts(**dict(frames()))

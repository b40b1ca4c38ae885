"""The marts of the method chapter: what became of rows and answers, and everything that the chapter says.

`mart_method` tells how much is hidden, so it takes out of the marts what reports take out.
"""

from typing import NamedTuple

import dagster as dg
import pandas as pd

from pipeline.assets.layer import Output, SurveyAssets
from pipeline.assets.report_marts import computed_marts, read_marts
from pipeline.assets.tables import tables_asset
from pipeline.marts.method import MethodSources, method_results
from pipeline.marts.method_items import item_rows
from pipeline.reporting.material import Marts, material
from pipeline.schemas import mart_method as schemas
from pipeline.survey.reports import Report

PREVIEW = ["report_id", "item", "subject_id", "value", "value_text", "value_date"]


class _History(NamedTuple):
    """What became of the wave's rows, and of its exports: the same for every report."""

    processing: pd.DataFrame
    revisions: pd.DataFrame


def method_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """`mart_processing` and `mart_method`."""
    return [_processing(survey), _method(survey)]


def _processing(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_dispositions", "core_flags", "core_rejected"]

    def build(wave: str) -> list[Output]:
        counts = survey.query("mart/mart_processing.sql", wave, deps)
        return [Output("mart_processing", counts, schemas.mart_processing(), ["kind", "reason", "n"])]

    text = (
        "What became of every row of the export, who looks odd, and which answers are not counted, in counts."
    )
    return tables_asset(survey, {"mart_processing": text}, deps, {"sql", "duckdb", "parquet"}, build)


def _method(survey: SurveyAssets) -> dg.AssetsDefinition:
    definition = survey.definition
    marts = computed_marts(definition)
    deps = [*marts.values(), "mart_processing", "core_revisions"]

    def build(wave: str) -> list[Output]:
        every = read_marts(survey, wave, marts)
        history = _History(survey.read("mart_processing", wave), survey.read("core_revisions", wave))
        rows = [_of_report(survey, report, wave, every, history) for report in definition.reports.values()]
        found = pd.concat(rows or [item_rows(wave, "", iter(()))], ignore_index=True)
        return [Output("mart_method", found, schemas.mart_method(), PREVIEW)]

    text = "Everything that the method chapter of each report says, with where each number comes from."
    return tables_asset(survey, {"mart_method": text}, deps, {"python", "parquet"}, build)


def _of_report(
    survey: SurveyAssets, report: Report, wave: str, every: Marts, history: _History
) -> pd.DataFrame:
    mine = every.of_report(report.report)
    shown = material(survey.in_wave(wave), report, wave, mine, None)
    sources = MethodSources(
        questions=shown.marts.questions,
        groups=mine.groups,
        processing=history.processing,
        revisions=history.revisions,
        hidden_questions_n=shown.hidden_questions_n,
        hidden_groups_n=shown.hidden_groups_n,
        response=mine.response,
        measures=mine.measures,
        propensity=mine.propensity,
        weighting=mine.weighting,
        weighting_run=mine.weighting_run,
        impact=shown.marts.impact,
        trend=shown.trend,
    )
    return method_results(survey.in_wave(wave), report, wave, sources)

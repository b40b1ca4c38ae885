"""The mart of benchmarks, of surveys with a report that names its units."""

import dagster as dg
import pandas as pd

from pipeline.assets.layer import Output, SurveyAssets
from pipeline.assets.report_marts import RESULTS, TREND, read_marts
from pipeline.assets.tables import tables_asset
from pipeline.marts.benchmarks import Units, benchmark_results
from pipeline.reporting.material import material
from pipeline.schemas.mart_benchmark import mart_benchmark
from pipeline.survey.trends import has_trends

PREVIEW = ["question_id", "measure", "option_id", "benchmark_kind", "unit_id", "value", "units_n"]


def benchmark_asset(survey: SurveyAssets) -> dg.AssetsDefinition:
    """`mart_benchmark`."""
    marts = RESULTS | (TREND if has_trends(survey.definition) else {})

    def build(wave: str) -> list[Output]:
        every, definition = read_marts(survey, wave, marts), survey.in_wave(wave)
        parts = []
        for report in definition.reports.values():
            if report.benchmark is not None:
                mine = every.of_report(report.report)
                shown = material(definition, report, wave, mine, None)
                units = Units(
                    report.benchmark.demographic, mine.questions, mine.groups, shown.groups, shown.trend
                )
                parts.append(benchmark_results(definition, units))
        found = pd.concat(parts, ignore_index=True)
        return [Output("mart_benchmark", found, mart_benchmark(), PREVIEW)]

    text = "What the result of each unit is held against: everyone, the others, and the spread of units."
    return tables_asset(survey, {"mart_benchmark": text}, [*marts.values()], {"python", "parquet"}, build)

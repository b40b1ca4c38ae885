"""The mart of trends: the only tables that are made from several waves.

A wave's trend reads the core tables of earlier waves where they lie in the warehouse. It never runs them: a
wave that is not there is a note, and a later run notices when it has come, or is another one.
"""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from pipeline.assets.layer import Output, Result, SurveyAssets, write_tables
from pipeline.coding.changes import refuse_undeclared
from pipeline.earlier import earlier_inputs, tables_of_waves
from pipeline.marts.population import population_counts, with_population
from pipeline.marts.trend_plan import TrendPlan, trend_plan
from pipeline.marts.trends import trend_results
from pipeline.schemas import mart_trend as schemas
from pipeline.store import WarehouseError

PREVIEW = ["question_id", "measure", "option_id", "wave", "value", "change", "mark", "segment", "obs_status"]


def trend_asset(survey: SurveyAssets) -> dg.AssetsDefinition:
    """`mart_trend` and `mart_trend_pair`."""
    texts = {
        "mart_trend": "The answers in every wave up to this one, and whether they changed from wave to wave.",
        "mart_trend_pair": "What those who answered in two waves answered in each, as counts of pairs.",
    }
    deps = ["core_change", *tables_of_waves(survey.definition)]
    kinds = {"sql", "python", "duckdb", "parquet"}

    @dg.multi_asset(
        name=f"{survey.definition.id}__mart_trend",
        specs=[survey.spec(name, text, deps, kinds, over_waves=True) for name, text in texts.items()],
        check_specs=survey.contracts(*texts),
    )
    def trends(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            inputs = earlier_inputs(survey.warehouse, survey.definition, wave)
            earlier = {one: survey.read("core_provenance", one) for one in survey.earlier(wave)}
            plan = trend_plan(survey.definition, wave, earlier)
            _refuse_undeclared(survey, wave, plan)
            pairs, results = _results(survey, plan, plan.waves or [wave])
            if earlier_inputs(survey.warehouse, survey.definition, wave) != inputs:
                raise WarehouseError("an earlier wave was made again while its trend was computed; run again")
            yield from write_tables(
                survey,
                wave,
                survey.inputs(wave, *deps) | inputs,
                Output("mart_trend", results, schemas.mart_trend(), PREVIEW, plan.notes),
                Output("mart_trend_pair", pairs, schemas.mart_trend_pair()),
            )

    return trends


def _refuse_undeclared(survey: SurveyAssets, wave: str, plan: TrendPlan) -> None:
    changes = survey.read("core_change", wave)
    refuse_undeclared(survey.definition, changes, plan.questions, plan.waves[0] if plan.waves else wave)


def _results(survey: SurveyAssets, plan: TrendPlan, waves: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs of answers, and results, of all waves that are counted."""
    tables = [survey.table(name, wave) for wave in waves for name in ("core_responses", "core_weights")]
    definitions = survey.definition_tables | plan.tables(survey.definition_tables)

    files = ["mart/mart_counts.sql", "mart/mart_values.sql", "mart/mart_trend_pair.sql"]
    counts, values, pairs = survey.warehouse.queries(files, tables, definitions)
    counts = with_population(counts, _population(survey, waves))
    return pairs, trend_results(survey.definition, plan, counts, values, pairs)


def _population(survey: SurveyAssets, waves: list[str]) -> pd.DataFrame:
    """How many persons the results of each wave speak for."""
    has_universe = survey.definition.survey.universe is not None
    parts = [
        population_counts(
            survey.definition, survey.read("core_universe", wave) if has_universe else None
        ).assign(wave=wave)
        for wave in waves
    ]
    return pd.concat(parts, ignore_index=True)

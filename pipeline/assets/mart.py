"""The mart layer: counted by SQL, and turned into results by the statistical methods."""

import dagster as dg
import pandas as pd

from pipeline.assets.benchmark import benchmark_asset
from pipeline.assets.layer import Output, SurveyAssets
from pipeline.assets.method import method_assets
from pipeline.assets.report_marts import has_benchmark
from pipeline.assets.tables import tables_asset
from pipeline.assets.trend import trend_asset
from pipeline.marts.alphas import alpha_results
from pipeline.marts.facts import fact_results
from pipeline.marts.population import population_counts, with_population
from pipeline.marts.propensity import r_indicator_results
from pipeline.marts.representativity import representativity_results, representativity_summary
from pipeline.marts.response import response_results
from pipeline.marts.results import all_results
from pipeline.marts.weights import weight_to_universe
from pipeline.schemas import mart as schemas
from pipeline.schemas import mart_participation as participation
from pipeline.survey.trends import has_trends

QUESTION_PREVIEW = ["question_id", "item_id", "measure", "option_id", "value", "moe", "base_kind", "base_n"]
GROUP_PREVIEW = ["question_id", "measure", "option_id", "group_id", "value", "base_n", "mark"]
REPRESENTATIVITY_PREVIEW = [
    *("demographic_id", "group_id", "universe_n", "shown_universe_pct"),
    *("respondents_n", "shown_respondents_pct"),
]


def mart_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """The assets that count, and compute results from the counts."""
    assets = [_counts(survey), _results(survey), _facts(survey)]
    if survey.definition.survey.universe is not None:
        assets.append(_representativity(survey))
        if survey.definition.survey.universe.invited is not None:
            assets.append(_response_rate(survey))
    if survey.definition.survey.weighting is not None:
        assets.append(_weighting(survey))
    if has_benchmark(survey.definition):
        assets.append(benchmark_asset(survey))
    if has_trends(survey.definition):
        assets.append(trend_asset(survey))
    return [*assets, *method_assets(survey)]


def _counts(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", "core_weights"]
    texts = {
        "mart_counts": "How many chose each answer, in all and in each group, and how many were asked.",
        "mart_values": "How many gave each number, in all and in each group, where the answer is a number.",
    }
    preview = ["question_id", "option_id", "demographic_id", "group_id", "option_n", "answered_n", "valid_n"]

    def build(wave: str) -> list[Output]:
        counts, values = survey.queries(["mart/mart_counts.sql", "mart/mart_values.sql"], wave, deps)
        return [
            Output("mart_counts", counts, schemas.mart_counts(survey.definition.sharing), preview),
            Output("mart_values", values, schemas.mart_values()),
        ]

    return tables_asset(survey, texts, deps, {"sql", "duckdb", "parquet"}, build)


def _results(survey: SurveyAssets) -> dg.AssetsDefinition:
    has_universe = survey.definition.survey.universe is not None
    core = ["core_responses", "core_weights", *(["core_universe"] if has_universe else [])]
    texts = {
        "mart_question": "Every question for everyone in the report: percents, means and margins of error.",
        "mart_demographic": "The same for each group, compared with everyone outside the group.",
        "mart_table": "Whether the answers to a question differ between groups at all, and how much.",
        "mart_weight_impact": "How much weighting moved the results of each question.",
    }

    def build(wave: str) -> list[Output]:
        definition = survey.in_wave(wave)
        population = population_counts(
            definition, survey.read("core_universe", wave) if has_universe else None
        )
        counts = with_population(survey.read("mart_counts", wave), population)
        alphas = alpha_results(definition, lambda name: survey.read(name, wave, without="state_"))
        overlaps = survey.query("mart/mart_overlap.sql", wave, core[:2]) if definition.sharing else None
        found = all_results(definition, counts, survey.read("mart_values", wave), alphas, overlaps)
        table_preview = ["question_id", "demographic_id", "omnibus_f", "omnibus_p", "cramers_v"]
        impact_preview = ["question_id", "item_id", "weight_impact_pp", "weight_impact_sd"]
        return [
            Output("mart_question", found.questions, schemas.mart_question(), QUESTION_PREVIEW),
            Output("mart_demographic", found.groups, schemas.mart_demographic(), GROUP_PREVIEW),
            Output("mart_table", found.tables, schemas.mart_table(), table_preview),
            Output("mart_weight_impact", found.impact, participation.mart_weight_impact(), impact_preview),
        ]

    return tables_asset(survey, texts, ["mart_counts", "mart_values", *core], {"python", "parquet"}, build)


def _weighting(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", "core_universe"]
    texts = {
        "mart_weighting": "Those who answered before and after weighting, beside the members they stand for.",
        "mart_weighting_run": "How the weighting went, and how uneven the weights are.",
    }

    def build(wave: str) -> list[Output]:
        responses, universe = (survey.read(name, wave, without="state_") for name in deps)
        # The same raking as that of core_weights; repeating its milliseconds keeps core free of marts.
        made = weight_to_universe(survey.in_wave(wave), responses, universe, survey.warehouse.evaluate)
        preview = ["demographic_id", "group_id", "universe_pct", "before_pct", "after_pct"]
        run_preview = ["status", "iterations", "cycles", "deff_kish", "n_eff", "w_min", "w_max"]
        return [
            Output("mart_weighting", made.margins, participation.mart_weighting(), preview),
            Output("mart_weighting_run", made.run, participation.mart_weighting_run(), run_preview),
        ]

    return tables_asset(survey, texts, deps, {"python", "parquet"}, build)


def _representativity(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", "core_conditions", "core_universe", "core_weights"]
    texts = {
        "mart_scope": "Which groups the comparison with the register covers: a share is large enough.",
        "mart_representativity": "Those who answered beside all members, by gender, age and other groups.",
        "mart_representativity_measure": "How far those who answered are from all members, by background.",
        "mart_response_cell": "Those who answered beside all members, in every crossing of the groups.",
        "mart_r_indicator": "How evenly members answered, over all groups at once: 1 is perfectly even.",
    }

    def build(wave: str) -> list[Output]:
        scope = survey.query("mart/mart_scope.sql", wave, deps[:2])
        cells = survey.query("mart/mart_response_cell.sql", wave, deps, mart_scope=scope)
        counts = survey.query("mart/mart_representativity.sql", wave, [], mart_response_cell=cells)
        results = representativity_results(survey.definition, counts)
        measures = representativity_summary(survey.definition, results)
        measure_preview = ["demographic_id", "dissimilarity", "max_abs_diff_pp", "verdict"]
        return [
            Output("mart_scope", scope, participation.mart_scope(), ["group_id", "share_pct", "is_in_scope"]),
            Output(
                "mart_representativity",
                results,
                participation.mart_representativity(),
                REPRESENTATIVITY_PREVIEW,
            ),
            Output(
                "mart_representativity_measure",
                measures,
                participation.mart_representativity_measure(),
                measure_preview,
            ),
            Output("mart_response_cell", cells, participation.mart_response_cell()),
            Output(
                "mart_r_indicator",
                r_indicator_results(cells),
                participation.mart_r_indicator(),
                ["report_id", "model", "cells_n", "r_indicator", "r_indicator_adj"],
            ),
        ]

    return tables_asset(survey, texts, deps, {"sql", "python", "duckdb", "parquet"}, build)


def _response_rate(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_dispositions", "core_universe"]

    def build(wave: str) -> list[Output]:
        rates = response_results(survey.query("mart/mart_response_rate.sql", wave, deps))
        preview = ["demographic_id", "group_id", "total_n", "complete_n", "partial_n", "rr6_pct"]
        return [Output("mart_response_rate", rates, participation.mart_response_rate(), preview)]

    text = "What became of everyone invited: how many answered, in all and in each group."
    return tables_asset(survey, {"mart_response_rate": text}, deps, {"sql", "duckdb", "parquet"}, build)


def _facts(survey: SurveyAssets) -> dg.AssetsDefinition:
    universe = survey.definition.survey.universe
    deps = ["core_responses", "core_conditions"]
    others = [
        *(["mart_representativity"] if universe else []),
        *(["mart_response_rate"] if universe and universe.invited else []),
    ]

    def build(wave: str) -> list[Output]:
        counts = survey.query("mart/mart_fact.sql", wave, deps)
        known = {name: survey.read(name, wave) for name in others}
        empty = pd.DataFrame(columns=["report_id", "demographic_id", "universe_n", "base_n", "missing_n"])
        facts = fact_results(
            survey.definition,
            wave,
            counts,
            known.get("mart_representativity", empty),
            known.get("mart_response_rate", empty),
            survey.warehouse.rows(survey.table("core_responses", wave)),
        )
        preview = ["report_id", "fact_id", "value", "value_date"]
        return [Output("mart_fact", facts, participation.mart_fact(), preview)]

    text = "The single numbers that a report's sentences speak of."
    return tables_asset(survey, {"mart_fact": text}, [*deps, *others], {"sql", "duckdb", "parquet"}, build)

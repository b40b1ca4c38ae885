"""The mart layer: counted by SQL, and turned into results by the statistical methods."""

from collections.abc import Callable, Iterator

import dagster as dg
import pandas as pd

from pipeline.assets.layer import Output, SurveyAssets, known_errors, write_tables
from pipeline.marts.facts import fact_results
from pipeline.marts.options import group_results, option_results
from pipeline.marts.population import population_counts, with_population
from pipeline.marts.representativity import representativity_results, representativity_summary
from pipeline.marts.response import response_results
from pipeline.schemas import mart as schemas

Result = dg.MaterializeResult | dg.AssetCheckResult
Build = Callable[[str], list[Output]]


def mart_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """The assets that count, and compute results from the counts."""
    assets = [_counts(survey), _results(survey), _facts(survey)]
    if survey.definition.survey.universe is not None:
        assets.append(_representativity(survey))
        if survey.definition.survey.universe.invited is not None:
            assets.append(_response_rate(survey))
    return assets


def _asset(
    survey: SurveyAssets, specs: dict[str, str], deps: list[str], kinds: set[str], build: Build
) -> dg.AssetsDefinition:
    """An asset (or several that come out together) whose tables `build` makes for a wave."""

    @dg.multi_asset(
        name=f"{survey.definition.id}__{next(iter(specs))}",
        specs=[survey.spec(name, text, deps, kinds) for name, text in specs.items()],
        check_specs=survey.contracts(*specs),
    )
    def tables(context: dg.AssetExecutionContext) -> Iterator[Result]:
        wave = context.partition_key
        with known_errors():
            yield from write_tables(survey, wave, {"definition": survey.definition.sha256}, *build(wave))

    return tables


def _counts(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", "core_weights"]

    def build(wave: str) -> list[Output]:
        counts = survey.query("mart/mart_counts.sql", wave, deps)
        preview = [
            "question_id",
            "option_id",
            "demographic_id",
            "group_id",
            "option_n",
            "answered_n",
            "valid_n",
        ]
        return [Output("mart_counts", counts, schemas.mart_counts(), preview)]

    text = "How many chose each answer, in all and in each group, and how many were asked and answered."
    return _asset(survey, {"mart_counts": text}, deps, {"sql", "duckdb", "parquet"}, build)


def _results(survey: SurveyAssets) -> dg.AssetsDefinition:
    has_universe = survey.definition.survey.universe is not None
    deps = ["mart_counts", *(["core_universe"] if has_universe else [])]
    texts = {
        "mart_question": "Every question for everyone in the report: counts, percents of each base, margins of error.",
        "mart_demographic": "The same for each group, compared with everyone outside the group.",
    }

    def build(wave: str) -> list[Output]:
        universe = survey.read("core_universe", wave) if has_universe else None
        population = population_counts(survey.definition, universe)
        results = option_results(
            survey.definition, with_population(survey.read("mart_counts", wave), population)
        )
        everyone = results.loc[results["demographic_id"] == ""].reset_index(drop=True)
        groups = group_results(survey.definition, results).reset_index(drop=True)
        preview = ["question_id", "option_id", "option_n", "shown_pct", "base_kind", "base_n", "moe_pp"]
        by_group = ["question_id", "option_id", "group_id", "option_n", "shown_pct", "base_n", "mark"]
        return [
            Output("mart_question", everyone, schemas.mart_question(), preview),
            Output("mart_demographic", groups, schemas.mart_demographic(), by_group),
        ]

    return _asset(survey, texts, deps, {"python", "parquet"}, build)


def _representativity(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", "core_conditions", "core_universe", "core_weights"]
    texts = {
        "mart_scope": "Which groups the comparison with the register covers, because a share among them is large enough.",
        "mart_representativity": "Those who answered beside all members, by gender, age and other groups.",
        "mart_representativity_measure": "How far those who answered are from all members, in one line a background variable.",
    }

    def build(wave: str) -> list[Output]:
        scope = survey.query("mart/mart_scope.sql", wave, deps[:2])
        counts = survey.query("mart/mart_representativity.sql", wave, deps, mart_scope=scope)
        results = representativity_results(survey.definition, counts)
        preview = [
            "demographic_id",
            "group_id",
            "universe_n",
            "shown_universe_pct",
            "respondents_n",
            "shown_respondents_pct",
        ]
        measures = representativity_summary(results)
        return [
            Output("mart_scope", scope, schemas.mart_scope(), ["group_id", "share_pct", "is_in_scope"]),
            Output("mart_representativity", results, schemas.mart_representativity(), preview),
            Output(
                "mart_representativity_measure",
                measures,
                schemas.mart_representativity_measure(),
                ["demographic_id", "dissimilarity", "max_abs_diff_pp", "verdict"],
            ),
        ]

    return _asset(survey, texts, deps, {"sql", "python", "duckdb", "parquet"}, build)


def _response_rate(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_dispositions", "core_universe"]

    def build(wave: str) -> list[Output]:
        rates = response_results(survey.query("mart/mart_response_rate.sql", wave, deps))
        preview = ["demographic_id", "group_id", "total_n", "complete_n", "partial_n", "rr6_pct"]
        return [Output("mart_response_rate", rates, schemas.mart_response_rate(), preview)]

    text = "What became of everyone invited: how many answered, in all and in each group."
    return _asset(survey, {"mart_response_rate": text}, deps, {"sql", "duckdb", "parquet"}, build)


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
        return [
            Output("mart_fact", facts, schemas.mart_fact(), ["report_id", "fact_id", "value", "value_date"])
        ]

    text = "The single numbers that a report's sentences speak of."
    return _asset(survey, {"mart_fact": text}, [*deps, *others], {"sql", "duckdb", "parquet"}, build)

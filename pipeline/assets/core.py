"""The core layer: every answer coded, in exactly one state, with the universe and weights beside it."""

from collections.abc import Iterator

import dagster as dg

from pipeline.assets.layer import Output, Result, SurveyAssets, write_tables
from pipeline.coding.changes import wave_changes
from pipeline.coding.respondents import build_core
from pipeline.coding.source import kept_columns, source_of
from pipeline.coding.universe import build_universe
from pipeline.marts.weights import unweighted, weight_to_universe
from pipeline.readers.export import SourceColumn
from pipeline.schemas import core as schemas
from pipeline.survey.lapses import lapsed_differences, not_stated
from pipeline.survey.provenance import provenance_table
from pipeline.survey.trends import has_trends

RESPONDENT_TABLES = (
    *("core_responses", "core_conditions", "core_dispositions", "core_flags", "core_rejected"),
    *("core_provenance", "core_revisions"),
)
CHANGE_PREVIEW = ["before_wave", "after_wave", "question_id", "change", "is_declared"]


def core_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """The assets that code a wave's answers."""
    assets = [_respondents(survey), _weights(survey)]
    if survey.definition.survey.universe is not None:
        assets.append(_universe(survey))
    if has_trends(survey.definition):
        assets.append(_changes(survey))
    return assets


def _respondents(survey: SurveyAssets) -> dg.AssetsDefinition:
    descriptions = {
        "core_responses": "A row a respondent: answers as codes, what a blank means, background and groups.",
        "core_conditions": "Which respondents each report's facts and comparisons count.",
        "core_dispositions": "A row an exported row: complete, partial, only opened, test.",
        "core_flags": "Respondents that a person should look at: too fast, like many others. No answers.",
        "core_rejected": "Rows and answers that are not counted, with the rule that says why. No values.",
        "core_provenance": "Which parts of the definition these tables follow from, as digests.",
        "core_revisions": "Which exports were read one after the other, why, and who approved them.",
    }
    deps = ["raw_responses", "raw_columns", "raw_revisions"]

    @dg.multi_asset(
        name=f"{survey.definition.id}__core_responses",
        specs=[survey.spec(name, text, deps, {"python", "parquet"}) for name, text in descriptions.items()],
        check_specs=survey.contracts(*RESPONDENT_TABLES),
    )
    def respondents(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            definition = survey.in_wave(wave)
            source = source_of(survey.read("raw_columns", wave), survey.read("raw_responses", wave))
            core = build_core(definition, wave, source, survey.warehouse.evaluate)
            said = (*lapsed_differences(definition, wave), *not_stated(definition, wave))
            notes = (*said, *core.warnings)
            rules = core.rejected["rule"].value_counts()
            left_out = tuple(f"{n} not counted: {rule}" for rule, n in rules.items())
            history = schemas.core_revisions()
            revisions = survey.read("raw_revisions", wave)[list(history.columns)]
            yield from write_tables(
                survey,
                wave,
                survey.inputs(wave, "raw_responses"),
                Output("core_responses", core.responses, schemas.core_responses(definition), notes=notes),
                Output("core_conditions", core.conditions, schemas.core_conditions()),
                Output("core_dispositions", core.dispositions, schemas.core_dispositions(definition)),
                Output("core_flags", core.flags, schemas.core_flags()),
                Output("core_rejected", core.rejected, schemas.core_rejected(), notes=left_out),
                Output("core_provenance", provenance_table(definition, wave), schemas.core_provenance()),
                Output("core_revisions", revisions, history),
            )

    return respondents


def _universe(survey: SurveyAssets) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"{survey.definition.id}__core_universe",
        specs=[
            survey.spec(
                "core_universe",
                "How many members there are in each combination of groups, the groups of the answers.",
                ["raw_universe"],
                {"python", "parquet"},
            )
        ],
        check_specs=survey.contracts("core_universe"),
    )
    def universe(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            definition = survey.in_wave(wave)
            table = build_universe(
                definition, wave, survey.read("raw_universe", wave), survey.warehouse.evaluate
            )
            output = Output("core_universe", table, schemas.core_universe(definition))
            yield from write_tables(survey, wave, survey.inputs(wave, "raw_universe"), output)

    return universe


def _changes(survey: SurveyAssets) -> dg.AssetsDefinition:
    text = "What is different between every two neighbouring waves, and whether anybody has judged it."

    @dg.multi_asset(
        name=f"{survey.definition.id}__core_change",
        specs=[survey.spec("core_change", text, ["raw_columns"], {"python", "parquet"}, over_waves=True)],
        check_specs=survey.contracts("core_change"),
    )
    def changes(context: dg.AssetExecutionContext) -> Iterator[Result]:
        def columns_of(one: str) -> tuple[SourceColumn, ...] | None:
            is_there = survey.warehouse.exists(survey.table("raw_columns", one))
            return kept_columns(survey.read("raw_columns", one)) if is_there else None

        with survey.working_on(context) as wave:
            found = wave_changes(survey.definition, wave, columns_of)
            output = Output("core_change", found, schemas.core_change(), CHANGE_PREVIEW)
            yield from write_tables(survey, wave, survey.inputs(wave, "raw_columns"), output)

    return changes


def _weights(survey: SurveyAssets) -> dg.AssetsDefinition:
    deps = ["core_responses", *(["core_universe"] if survey.definition.survey.weighting else [])]

    @dg.multi_asset(
        name=f"{survey.definition.id}__core_weights",
        specs=[
            survey.spec(
                "core_weights",
                "How much each answer counts, so that the answers together look like the members.",
                deps,
                {"python", "parquet"},
            )
        ],
        check_specs=survey.contracts("core_weights"),
    )
    def weights(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            responses = survey.read("core_responses", wave, without="state_")
            if survey.definition.survey.weighting is None:
                built = unweighted(responses)
            else:
                universe = survey.read("core_universe", wave)
                evaluate = survey.warehouse.evaluate
                built = weight_to_universe(survey.in_wave(wave), responses, universe, evaluate).weights
            output = Output("core_weights", built, schemas.core_weights())
            yield from write_tables(survey, wave, survey.inputs(wave, *deps), output)

    return weights

"""The raw layer: the export and the register's counts, as they are."""

from collections.abc import Iterator

import dagster as dg

from pipeline.assets.layer import Output, Result, SurveyAssets, nothing_made, write_tables
from pipeline.ingest import ingest_export, ingest_universe
from pipeline.pseudonyms import survey_key
from pipeline.revisions.kept import Export, revise
from pipeline.schemas.raw import raw_columns, raw_marks, raw_responses, raw_revisions, raw_universe
from pipeline.survey.demographics import Universe
from pipeline.survey.pilots import no_rows

OF_EXPORT = ("raw_responses", "raw_columns", "raw_revisions", "raw_marks")
REVISION = [
    *("revision", "basis", "respondents_n", "gone_n", "new_n", "people_n", "changed", "more_n", "texts_n"),
    *("columns_gone", "columns_new", "approved_by", "reason", "export_sha256"),
]


def raw_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """The assets that take in the files of a wave."""
    assets = [_responses(survey)]
    declared = survey.definition.survey.universe
    if declared is not None:
        assets.append(_universe(survey, declared))
    return assets


def _responses(survey: SurveyAssets) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"{survey.definition.id}__raw_responses",
        specs=[
            survey.spec(
                "raw_responses",
                "Every row of the survey platform's export as it came, without names, addresses and other "
                "direct identifiers; the respondent's id is replaced by a pseudonym.",
                [],
                {"python", "parquet"},
                skippable=True,
            ),
            survey.spec(
                "raw_columns",
                "What each column of the export is, what it is used for, and why it was dropped or ignored.",
                [],
                {"python", "parquet"},
                skippable=True,
            ),
            survey.spec(
                "raw_revisions",
                "Every export of the wave that was read, what it changed in the one before, and who approved "
                "it.",
                [],
                {"python", "parquet"},
                skippable=True,
            ),
            survey.spec(
                "raw_marks",
                "Keyed hashes of the answers, to tell what a later export changes. They hold no answer.",
                [],
                {"python", "parquet"},
                skippable=True,
            ),
        ],
        check_specs=survey.contracts(*OF_EXPORT),
    )
    def responses(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            key = survey_key(survey.definition.id)
            taken = ingest_export(survey.definition, survey.root, wave, key)
            if taken.rows.empty and survey.definition.is_pilot(wave):
                context.log.warning(no_rows(wave))
                yield from nothing_made(survey, no_rows(wave), *OF_EXPORT)
                return
            export = Export(taken.columns, taken.rows, taken.inputs)
            revised = revise(survey.definition, wave, survey.root, key, export)
            kept = int(taken.columns["is_kept"].sum())
            overview = ["source_id", "label", "use", "reason"]
            yield from write_tables(
                survey,
                wave,
                taken.inputs,
                Output("raw_responses", taken.rows, raw_responses(kept), notes=taken.notes),
                Output("raw_columns", taken.columns, raw_columns(), preview=overview),
                Output("raw_revisions", revised.revisions, raw_revisions(), REVISION, revised.notes),
                Output("raw_marks", revised.marks, raw_marks()),
            )

    return responses


def _universe(survey: SurveyAssets, declared: Universe) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"{survey.definition.id}__raw_universe",
        specs=[
            survey.spec(
                "raw_universe",
                "The member register's counts as they came: how many members each combination of groups has.",
                [],
                {"python", "parquet"},
            ),
        ],
        check_specs=survey.contracts("raw_universe"),
    )
    def universe(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            taken = ingest_universe(survey.definition, survey.root, wave)
            output = Output("raw_universe", taken.rows, raw_universe(declared), notes=taken.notes)
            yield from write_tables(survey, wave, taken.inputs, output)

    return universe

"""Jobs: the whole way of one survey and wave, from raw files to finished reports."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipeline.assets.layer import SurveyAssets

ANNUAL_REPORT = "annual_report"


def annual_report_name(survey: str) -> str:
    """The name of a survey's job: waves differ between surveys, so each has a job of its own."""
    return f"{ANNUAL_REPORT}_{survey}"


def annual_report(survey: SurveyAssets) -> UnresolvedAssetJobDefinition:
    """Everything of one survey and wave, in process: steps are short, and a process each would cost more than they do."""
    return dg.define_asset_job(
        annual_report_name(survey.definition.id),
        selection=dg.AssetSelection.key_prefixes(survey.definition.id),
        partitions_def=survey.waves,
        executor_def=dg.in_process_executor,
        description=f"{survey.definition.survey.title('en')}: from the raw files of a wave to its finished reports.",
        tags={"topline/survey": survey.definition.id},
    )

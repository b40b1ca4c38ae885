"""Jobs: the whole way of one survey and wave, from raw files to finished reports."""

from typing import TYPE_CHECKING

import dagster as dg

from pipeline.assets.layer import SurveyAssets

if TYPE_CHECKING:  # dagster has no public name for what define_asset_job gives
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

ANNUAL_REPORT = "annual_report"


def annual_report_name(survey: str) -> str:
    """The name of a survey's job: waves differ between surveys, so each has a job of its own."""
    return f"{ANNUAL_REPORT}_{survey}"


def annual_report(survey: SurveyAssets) -> "UnresolvedAssetJobDefinition":
    """Everything of one survey and wave, in process, for steps are shorter than a process takes to start."""
    return dg.define_asset_job(
        annual_report_name(survey.definition.id),
        selection=dg.AssetSelection.key_prefixes(survey.definition.id),
        executor_def=dg.in_process_executor,
        description=f"{survey.definition.survey.title('en')}: from raw files to finished reports.",
        tags={"topline/survey": survey.definition.id},
    )

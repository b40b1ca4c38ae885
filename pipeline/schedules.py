"""Schedules: the yearly refresh of the newest declared wave."""

from typing import TYPE_CHECKING

import dagster as dg

from pipeline.assets.layer import SurveyAssets
from pipeline.jobs import annual_report_name

if TYPE_CHECKING:  # dagster has no public name for what define_asset_job gives
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

TIME_ZONE = "Europe/Oslo"


def yearly_refresh(survey: SurveyAssets, job: "UnresolvedAssetJobDefinition") -> dg.ScheduleDefinition:
    """Runs the survey's job for its newest wave. Off until somebody turns it on in the Dagster UI."""
    definition = survey.definition

    @dg.schedule(
        name=f"yearly_{annual_report_name(definition.id)}",
        job=job,
        cron_schedule=definition.survey.schedule,
        execution_timezone=TIME_ZONE,
        description=f"Once a year: the reports of {definition.survey.title('en')} for its newest wave.",
    )
    def refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        moment = context.scheduled_execution_time.isoformat()
        return dg.RunRequest(
            run_key=f"{definition.newest_wave} {moment}", partition_key=definition.newest_wave
        )

    return refresh

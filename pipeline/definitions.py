"""Dagster's way in: every survey under the data root, assembled. Wiring only."""

import dagster as dg

from pipeline.assets.broken import broken_survey
from pipeline.assets.core import core_assets
from pipeline.assets.layer import SurveyAssets
from pipeline.assets.mart import mart_assets
from pipeline.assets.raw import raw_assets
from pipeline.assets.report import report_assets
from pipeline.assets.warehouse import warehouse_assets
from pipeline.jobs import annual_report
from pipeline.partitions import wave_partitions
from pipeline.places import DataRoot, data_root
from pipeline.schedules import yearly_refresh
from pipeline.sensors import new_files
from pipeline.survey.loading import DefinitionError, load_definition, survey_names
from pipeline.survey.survey import Definition


def survey_definitions(root: DataRoot, name: str) -> dg.Definitions:
    """A survey by name; when its definition is broken, one asset that says what is wrong."""
    try:
        definition = load_definition(root.survey(name))
    except DefinitionError as error:
        return dg.Definitions(assets=[broken_survey(name, error)])
    return definitions_of(definition, root)


def definitions_of(definition: Definition, root: DataRoot) -> dg.Definitions:
    """A survey whose definition is whole: its assets, job, schedule and sensor."""
    survey = SurveyAssets(definition, root, wave_partitions(definition))
    job = annual_report(survey)
    marts = mart_assets(survey)
    return dg.Definitions(
        assets=[
            *raw_assets(survey),
            *core_assets(survey),
            *marts,
            *report_assets(survey),
            *warehouse_assets(survey, marts),
        ],
        jobs=[job],
        schedules=[yearly_refresh(survey, job)],
        sensors=[new_files(survey, job)],
    )


def all_definitions(root: DataRoot) -> dg.Definitions:
    """Every survey under a data root. Steps run in process: a process each would take longer than they do."""
    surveys = [survey_definitions(root, name) for name in survey_names(root.surveys)]
    return dg.Definitions.merge(*surveys, dg.Definitions(executor=dg.in_process_executor))


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster loads."""
    return all_definitions(data_root())

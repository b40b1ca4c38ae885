"""The warehouse: one DuckDB file with everything, for people with a SQL client or a BI tool."""

from collections.abc import Iterator

import dagster as dg

from pipeline.assets.layer import SurveyAssets, known_errors
from pipeline.survey.tables import definition_tables

MARTS = ("mart_counts", "mart_question", "mart_demographic", "mart_fact")


def warehouse_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """The asset that swaps in a new `warehouse.duckdb` at the end."""

    @dg.multi_asset(
        name=f"{survey.definition.id}__warehouse",
        specs=[
            survey.spec(
                "warehouse",
                "All tables in one DuckDB file, a schema a survey, built aside and swapped in.",
                list(MARTS),
                {"duckdb"},
            )
        ],
        pool="warehouse",
    )
    def warehouse(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        with known_errors():
            path = survey.warehouse.publish(survey.definition.id, definition_tables(survey.definition))
            metadata = {
                "file": dg.MetadataValue.path(path),
                "bytes": dg.MetadataValue.int(path.stat().st_size),
            }
            context.log.info("swapped in %s", path)
            yield dg.MaterializeResult[None](asset_key=survey.key("warehouse"), metadata=metadata)

    return [warehouse]

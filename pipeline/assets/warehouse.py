"""The warehouse: one DuckDB file with everything, for people with a SQL client or a BI tool."""

from collections.abc import Iterator

import dagster as dg

from pipeline.assets.layer import SurveyAssets, known_errors


def warehouse_assets(survey: SurveyAssets, marts: list[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The asset that swaps in a new `warehouse.duckdb` when all marts are made."""
    names = sorted(key.path[-1] for mart in marts for key in mart.keys)

    @dg.multi_asset(
        name=f"{survey.definition.id}__warehouse",
        specs=[
            survey.spec(
                "warehouse",
                "All tables of the survey in one DuckDB file, built aside and swapped in.",
                names,
                {"duckdb"},
            )
        ],
    )
    def warehouse(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        with known_errors():
            definition = survey.definition
            path = survey.warehouse.publish(definition.id, survey.definition_tables, definition.sha256)
            metadata = {
                "file": dg.MetadataValue.path(path),
                "bytes": dg.MetadataValue.int(path.stat().st_size),
            }
            context.log.info("swapped in %s", path)
            yield dg.MaterializeResult[None](asset_key=survey.key("warehouse"), metadata=metadata)

    return [warehouse]

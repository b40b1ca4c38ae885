"""An asset, or several that come out together, whose tables one function makes for a wave."""

from collections.abc import Callable, Iterator

import dagster as dg

from pipeline.assets.layer import Output, Result, SurveyAssets, write_tables

Build = Callable[[str], list[Output]]
"""A wave to its tables."""


def tables_asset(
    survey: SurveyAssets, specs: dict[str, str], deps: list[str], kinds: set[str], build: Build
) -> dg.AssetsDefinition:
    """The asset of the tables in `specs`, name to description, each with its contract."""

    @dg.multi_asset(
        name=f"{survey.definition.id}__{next(iter(specs))}",
        specs=[survey.spec(name, text, deps, kinds) for name, text in specs.items()],
        check_specs=survey.contracts(*specs),
    )
    def tables(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            yield from write_tables(survey, wave, survey.inputs(wave, *deps), *build(wave))

    return tables

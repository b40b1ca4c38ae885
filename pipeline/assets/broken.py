"""A survey whose definition cannot be used: it says in the graph what is wrong, and takes no other down."""

import dagster as dg

from pipeline.survey.loading import DefinitionError


def broken_survey(name: str, error: DefinitionError) -> dg.AssetsDefinition:
    """One asset in place of the survey's own: its description is the problems."""
    problems = "\n".join(f"- `{problem}`" for problem in error.problems)

    @dg.asset(
        key=dg.AssetKey([name, "definition"]),
        group_name="broken",
        description=f"**The definition of {name} cannot be used.**\n\n{problems}",
    )
    def definition() -> None:
        raise dg.Failure(description=str(error), allow_retries=False)

    return definition

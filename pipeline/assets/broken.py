"""A survey whose definition cannot be used: it stands in the graph and says what is wrong, and takes no other down."""

import dagster as dg

from pipeline.survey.loading import DefinitionError


def broken_survey(name: str, error: DefinitionError) -> dg.AssetsDefinition:
    """One asset in place of the survey's own, with every problem in its description; running it fails with them."""
    problems = "\n".join(f"- `{problem}`" for problem in error.problems)

    @dg.asset(
        key=dg.AssetKey([name, "definition"]),
        group_name="broken",
        description=f"**The definition of {name} cannot be used.**\n\n{problems}",
    )
    def definition() -> None:
        raise dg.Failure(description=str(error), allow_retries=False)

    return definition

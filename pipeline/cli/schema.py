"""`topline schema`: JSON Schema of the definition files, where their first line expects it."""

from pathlib import Path

from pipeline.cli.console import DONE, out, root_of
from pipeline.survey.json_schema import write_schemas


def write_json_schema(data: Path | None) -> int:
    """Write the schemas into the data root's `schema/`; gives the exit code."""
    folder = root_of(data).path / "schema"
    folder.mkdir(exist_ok=True)
    for path in write_schemas(folder):
        out.print(str(path), markup=False)
    return DONE

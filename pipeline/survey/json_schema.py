"""JSON Schemas of the definition's files, with which editors complete and check them while they are written.

Belongs here: the schemas as the models give them, and writing them to a folder. The first line of each YAML
file names its schema.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.survey.questions import Questionnaire
from pipeline.survey.reports import Report
from pipeline.survey.survey import Survey

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, tuple[type[BaseModel], str]] = {
    "survey.schema.json": (Survey, "survey.yaml: a survey's waves, files, demographics and method"),
    "questionnaire.schema.json": (
        Questionnaire,
        "questionnaire.yaml: what is asked, and which column holds it",
    ),
    "report.schema.json": (Report, "reports/<report>.yaml: a selection of chapters for a base group"),
}


def schemas() -> dict[str, dict[str, Any]]:
    """File name to JSON Schema, for `survey.yaml`, `questionnaire.yaml` and the files in `reports/`."""
    return {name: _schema(model, title) for name, (model, title) in _MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema to `folder`, which is made if need be; gives the paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(schema_text(schema), "utf-8")
        paths.append(path)
    return paths


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    if "Text" in definitions:
        definitions["Text"] = _text(definitions["Text"])
    return {"$schema": DIALECT, **schema, "title": title}


def _text(mapping: dict[str, Any]) -> dict[str, Any]:
    """A localised text: the model also takes one string for every language, which its fields do not show."""
    by_language = {key: value for key, value in mapping.items() if key not in {"title", "description"}}
    return {
        "title": mapping.get("title", "Text"),
        "description": mapping.get("description", ""),
        "anyOf": [{"type": "string"}, by_language],
    }

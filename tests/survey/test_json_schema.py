"""The schemas that editors use: up to date, and with every key that the demo's files have."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.survey.documents import read_document
from pipeline.survey.json_schema import schema_text, schemas, write_schemas

PROJECT = Path(__file__).parents[2]
WRITTEN = PROJECT / "data" / "schema"
DEMO = PROJECT / "data" / "surveys" / "medlemsundersokelsen"
FILES = [
    ("survey.schema.json", DEMO / "survey.yaml"),
    ("questionnaire.schema.json", DEMO / "questionnaire.yaml"),
    *(("report.schema.json", path) for path in sorted((DEMO / "reports").glob("*.yaml"))),
]
KINDS = {
    "string": (str, date),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
}


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "") -> list[str]:
    """What these schemas say against a value, by as much of JSON Schema as the models make use of."""
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, place)
    if "anyOf" in schema:
        each = [problems(value, part, root, place) for part in schema["anyOf"]]
        return [] if any(not found for found in each) else min(each, key=len)
    return list(_problems(value, schema, root, place))


def _problems(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str) -> Iterator[str]:
    kind = schema.get("type")
    if kind == "array" and isinstance(value, list):
        for i, inner in enumerate(value):
            yield from problems(inner, schema.get("items", {}), root, f"{place}[{i}]")
    elif kind is not None and (
        not isinstance(value, KINDS.get(kind, ())) or (kind != "boolean" and value is True)
    ):
        yield f"{place}: not {kind}"
    elif kind == "object":
        yield from _object_problems(value, schema, root, place)
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: not one of {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{place}: not like {schema['pattern']}"


def _object_problems(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], place: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{place}.{key}: missing" for key in schema.get("required", ()) if key not in value)
    for key, inner in value.items():
        more = schema.get("additionalProperties", {})
        allowed = [
            part for pattern, part in schema.get("patternProperties", {}).items() if re.search(pattern, key)
        ]
        if key in known:
            yield from problems(inner, known[key], root, f"{place}.{key}")
        elif allowed:
            yield from problems(inner, allowed[0], root, f"{place}.{key}")
        elif more is False:
            yield f"{place}.{key}: unknown"
        else:
            yield from problems(inner, more, root, f"{place}.{key}")


def data_of(path: Path) -> Any:
    found: list[Any] = []
    document = read_document(path, DEMO, found)
    assert document is not None, found
    return document.data


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_written_schemas_are_those_of_the_models(name):
    assert (WRITTEN / name).read_text("utf-8") == schema_text(schemas()[name]), "run: topline schema"


@pytest.mark.parametrize(
    ("name", "path"), FILES, ids=lambda part: part if isinstance(part, str) else part.name
)
def test_the_demo_is_valid_by_its_schema(name, path):
    schema = schemas()[name]
    assert problems(data_of(path), schema, schema) == []


@pytest.mark.parametrize(
    ("name", "path"), FILES, ids=lambda part: part if isinstance(part, str) else part.name
)
def test_the_demo_names_its_schema_in_the_first_line(name, path):
    first = path.read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None
    assert (path.parent / named[1]).resolve() == WRITTEN / name


def test_what_the_models_refuse_is_refused():
    schema = schemas()["questionnaire.schema.json"]
    question = {"id": "q", "text": "Hva?", "column": "q"}
    assert problems({"questions": [question]}, schema, schema) == []
    for wrong in ({"colunm": "q"}, {"id": "Q 1"}, {"type": "singel"}, {"text": 3}, {"sensitive": "no"}):
        assert problems({"questions": [question | wrong]}, schema, schema), wrong
    assert problems({"questions": [{"id": "q"}]}, schema, schema)


def test_descriptions_and_aliases_are_kept():
    text = json.dumps(schemas()["survey.schema.json"], ensure_ascii=False)
    assert "Column with a weight that the export brings" in text
    assert '"register"' in text


def test_schemas_are_written_to_any_folder(tmp_path):
    paths = write_schemas(tmp_path / "new")
    assert [path.name for path in paths] == list(schemas())
    assert all(json.loads(path.read_text("utf-8")) for path in paths)

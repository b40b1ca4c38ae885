"""From the files of `surveys/<survey>/` to a `Definition`, or to everything that is wrong with them.

Belongs here: reading YAML with its line numbers, and turning what pydantic refuses into messages with file, line
and the nearest right word. What the definition means is checked in `checking`.
"""

import difflib
import hashlib
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.survey.questions import Questionnaire
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition, Survey

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, and what would be right."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class DefinitionError(ValueError):
    """A definition that cannot be used, with all its problems."""

    def __init__(self, survey: str, problems: list[Problem]) -> None:
        self.survey = survey
        self.problems = sorted(set(problems))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(
            f"the definition of {survey} has {count}:\n" + "\n".join(f"  {p}" for p in self.problems)
        )


@dataclass(frozen=True)
class Document:
    """A YAML file as data, with the line of every key and entry."""

    name: str
    data: Any
    lines: dict[Loc, int]

    def line(self, loc: Loc) -> int:
        """The line of `loc`, or of the nearest part around it."""
        for end in range(len(loc), -1, -1):
            if loc[:end] in self.lines:
                return self.lines[loc[:end]]
        return 1


class _Loader(yaml.SafeLoader):
    """Safe YAML in which only true and false are truth values, so that an option may be called no."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def survey_names(surveys: Path) -> list[str]:
    """The folders in `surveys` that hold a `survey.yaml`, by name."""
    return sorted(p.parent.name for p in surveys.glob("*/survey.yaml"))


def load_definition(folder: Path) -> Definition:
    """The definition in `folder`.

    Raises:
        DefinitionError: naming every problem of every file, with line and the nearest right word.
    """
    problems: list[Problem] = []
    paths = [
        folder / "survey.yaml",
        folder / "questionnaire.yaml",
        *sorted((folder / "reports").glob("*.yaml")),
    ]
    documents = {path: _document(path, folder, problems) for path in paths}
    survey = _model(Survey, documents[paths[0]], problems)
    questionnaire = _model(Questionnaire, documents[paths[1]], problems)
    reports = [(documents[path], _model(Report, documents[path], problems)) for path in paths[2:]]
    if survey and survey.survey != folder.name:
        problems.append(
            Problem("survey.yaml", 1, f"survey: {survey.survey} is not the folder's name, {folder.name}")
        )
    if not problems and survey and questionnaire:
        from pipeline.survey.checking import check_definition

        definition = Definition(
            survey=survey,
            questionnaire=questionnaire,
            reports={report.report: report for _, report in reports if report},
            sha256=_digest(paths),
        )
        problems += check_definition(definition, {d.name: d for d in documents.values() if d})
        if not problems:
            return definition
    raise DefinitionError(folder.name, problems)


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _document(path: Path, folder: Path, problems: list[Problem]) -> Document | None:
    name = path.relative_to(folder).as_posix()
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=_Loader)
        if node is None:
            problems.append(Problem(name, 0, "the file is empty"))
            return None
        lines: dict[Loc, int] = {}
        _note_lines(node, (), lines, problems, name)
        return Document(name, yaml.load(text, Loader=_Loader), lines)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        problems.append(Problem(name, 0, "the file is missing"))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 0, f"the file is not UTF-8 (byte {error.start})"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problems.append(Problem(name, mark.line + 1 if mark else 0, f"not valid YAML: {error.problem}"))
    return None


def _note_lines(node: yaml.Node, loc: Loc, lines: dict[Loc, int], problems: list[Problem], name: str) -> None:
    """Remember the line of every key and list entry, and refuse a key that stands twice."""
    lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                problems.append(Problem(name, line, f"{key.value} stands twice"))
            seen.add(key.value)
            lines[(*loc, key.value)] = line
            _note_lines(value, (*loc, key.value), lines, problems, name)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            lines[(*loc, i)] = value.start_mark.line + 1
            _note_lines(value, (*loc, i), lines, problems, name)


def _model(model: type[M], document: Document | None, problems: list[Problem]) -> M | None:
    if document is None:
        return None
    try:
        return model.model_validate(_text_keys(document.data))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            loc = tuple(detail["loc"])
            data_loc = _data_loc(document.data, loc)
            message = _message(model, detail["type"], loc, detail["msg"])
            problems.append(Problem(document.name, document.line(data_loc), message))
        return None


def _text_keys(data: Any) -> Any:
    """YAML's whole-number keys as text, so that `2023:` names a wave."""
    if isinstance(data, dict):
        return {
            str(k) if isinstance(k, int) and not isinstance(k, bool) else k: _text_keys(v)
            for k, v in data.items()
        }
    if isinstance(data, list):
        return [_text_keys(v) for v in data]
    return data


def _data_loc(data: Any, loc: Loc) -> Loc:
    """The part of a pydantic location that is found in the data (it also names union members)."""
    found: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in _text_keys(data):
            data = _text_keys(data)[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            continue
        found.append(part)
    if loc and loc[-1] not in found:
        return tuple(found)
    return tuple(found)


def _message(model: type[BaseModel], kind: str, loc: Loc, text: str) -> str:
    place = ".".join(str(part) for part in loc)
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, loc[:-1]))
        return f"{place}: unknown key{nearest(str(loc[-1]), known)}"
    if kind == "missing":
        return f"{place}: is required"
    return f"{place}: {text.removeprefix('Value error, ')}"


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean x?`, or the known words when there are few, or nothing."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]}?"
    if 0 < len(known) <= 12:
        return f"; known: {', '.join(known)}"
    return ""


def _fields_at(model: type[BaseModel], loc: Loc) -> set[str]:
    """Names of the fields that are allowed at `loc` inside `model`."""
    current: list[Any] = [model]
    for part in loc:
        step: list[Any] = []
        for annotation in current:
            step += _inside(annotation, part)
        current = step or current
    names: set[str] = set()
    for annotation in current:
        for member in _models(annotation):
            names |= {f.alias or n for n, f in member.model_fields.items()}
    return names


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    for member in _models(annotation):
        for name, model_field in member.model_fields.items():
            if part in (name, model_field.alias):
                yield model_field.annotation


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models that an annotation can hold, through optionals, tuples and dicts."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        return [m for part in typing.get_args(annotation) for m in _models(part)]
    return []

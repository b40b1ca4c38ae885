"""A definition's YAML files as data, with the line of every key and entry.

Belongs here: reading YAML 1.2. Its core schema knows fewer kinds of words than YAML 1.1: `no` and `on` are
texts, so an option may be called no; `0301` is no octal number and `12:30` no number at all; a date is a text
until a model asks for one. What the data means is for the models.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.survey.problems import Problem

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file as data, with the line of every key and entry.

    Attributes:
        name: The file inside the survey's folder.
        data: What it holds. Whole numbers and truth values that are keys have become text.
        lines: Line, from 1, of every path of keys and positions.
        sha256: Of the file's bytes as they were read.
    """

    name: str
    data: Any
    lines: dict[Loc, int]
    sha256: str = ""

    def line(self, loc: Loc) -> int:
        """The line of `loc`, or of the nearest part around it."""
        for end in range(len(loc), -1, -1):
            if loc[:end] in self.lines:
                return self.lines[loc[:end]]
        return 1

    def place(self, loc: Loc) -> str:
        """`loc` for people: an entry of a list by its id, or its number from 1."""
        words, data = [], self.data
        for part in loc:
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                data = None
            word = str(part)
            if isinstance(part, int):
                own = data.get("id") if isinstance(data, dict) else None
                word = own if isinstance(own, str) else str(part + 1)
            words.append(word)
        return ".".join(words)


def read_document(path: Path, folder: Path, problems: list[Problem]) -> Document | None:
    """A file's document; None, with the problem noted, when it cannot be read.

    Args:
        path: The file.
        folder: The survey's folder, for the file's name in messages.
        problems: Where problems are noted.
    """
    name = path.relative_to(folder).as_posix()
    try:
        content = path.read_bytes()
        return _document(name, content, problems)
    except FileNotFoundError:
        problems.append(Problem(name, 0, "the file is missing"))
    except OSError as error:
        problems.append(Problem(name, 0, f"the file cannot be read ({error.strerror})"))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 0, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problems.append(Problem(name, mark.line + 1 if mark else 0, f"not valid YAML: {error.problem}"))
    except yaml.YAMLError:
        problems.append(Problem(name, 0, "not valid YAML: there are control characters in the text"))
    return None


def _document(name: str, content: bytes, problems: list[Problem]) -> Document | None:
    node = _compose(content.decode("utf-8"))
    if node is None:
        problems.append(Problem(name, 0, "the file is empty"))
        return None
    lines: dict[Loc, int] = {}
    _note_lines(node, (), lines, problems, name)
    data = _text_keys(_Loader("").construct_document(node))
    return Document(name, data, lines, hashlib.sha256(content).hexdigest())


class _Loader(yaml.CSafeLoader):
    """Safe YAML, read in C, with the words of YAML 1.2's core schema."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), ["" if c == "\0" else c for c in _first]
    )


def _compose(text: str) -> yaml.Node | None:
    _refuse_aliases(text)
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _refuse_aliases(text: str) -> None:
    """Shared options have a name of their own, and an alias can hold itself."""
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.AliasEvent):
            what = "aliases (*name) are not used here; give shared options a codelist"
            raise yaml.MarkedYAMLError(None, None, what, event.start_mark)  # type: ignore[arg-type]  # C marks fit


def _note_lines(node: yaml.Node, loc: Loc, lines: dict[Loc, int], problems: list[Problem], name: str) -> None:
    """Remember the line of every key and list entry, and refuse a key that stands twice."""
    lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(None, None, "a key is one word or number", key.start_mark)
            if key.value in seen:
                problems.append(Problem(name, line, f"{key.value} stands twice"))
            seen.add(key.value)
            lines[(*loc, key.value)] = line
            _note_lines(value, (*loc, key.value), lines, problems, name)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            lines[(*loc, i)] = value.start_mark.line + 1
            _note_lines(value, (*loc, i), lines, problems, name)


def _text_keys(data: Any) -> Any:
    """Numbers and truth values that are keys as text, so that `2023:` names a wave."""
    if isinstance(data, dict):
        return {(k if isinstance(k, str) else _key_text(k)): _text_keys(v) for k, v in data.items()}
    if isinstance(data, list):
        return [_text_keys(v) for v in data]
    return data


def _key_text(key: object) -> str:
    return str(key).lower() if isinstance(key, bool) or key is None else str(key)

"""Drafted definitions as YAML that people like to read: short things on one line, and comments.

Belongs here: writing plain data. Reading YAML is `documents`; what is written comes back from it unchanged.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import yaml
from yaml.resolver import Resolver

WIDTH = 120
_PLAIN = re.compile(r"[\w$][^\n]*")
_SPECIAL_IN_FLOW = re.compile(r"[:,?\[\]{}#&*!|>'\"%@`]")
_SPECIAL = re.compile(r":( |$)| #")
_STEP = "  "


@dataclass(frozen=True)
class Noted:
    """A value with comments in the lines above it."""

    value: Any
    notes: tuple[str, ...]


class Block(dict[str, Any]):
    """A mapping that always takes a line a key."""


def to_yaml(data: Mapping[str, Any], head: Sequence[str] = ()) -> str:
    """`data` as a YAML document, a blank line between its parts that take several lines.

    Args:
        data: Mappings, sequences, text, whole numbers, truth values, and `Noted` around any of them.
        head: Comment lines above the document.
    """
    lines = [f"# {line}".rstrip() for line in head]
    if head:
        lines.append("")
    was_long = False
    for key, value in data.items():
        part = list(_entry(key, value, ""))
        if lines and (was_long or len(part) > 1) and lines[-1]:
            lines.append("")
        lines += part
        was_long = len(part) > 1
    return "\n".join(lines) + "\n"


def _entry(key: Any, value: Any, indent: str) -> Iterator[str]:
    """The lines of `key: value`."""
    if isinstance(value, Noted):
        for note in value.notes:
            yield from _comment(note, indent)
        value = value.value
    start = f"{indent}{scalar(key)}:"
    text = scalar(value, in_flow=False) if isinstance(value, str) else None
    line = None if _must_break(value) else f"{start} {text or flow(value)}"
    if line is not None and (len(line) <= WIDTH or not isinstance(value, (str, dict, list, tuple))):
        yield line
    elif isinstance(value, str):
        yield from _long_text(start, value, indent)
    elif isinstance(value, Mapping):
        yield start
        for inner_key, inner in value.items():
            yield from _entry(inner_key, inner, indent + _STEP)
    else:
        yield from _sequence(start, value, indent)


def _sequence(start: str, values: Sequence[Any], indent: str) -> Iterator[str]:
    if not values:
        yield f"{start} []"
        return
    if all(isinstance(value, str) for value in values):
        one_line = ", ".join(flow(value) for value in values)
        yield f"{start}"
        folded = wrap(one_line, WIDTH - len(indent) - 4, break_long_words=False, break_on_hyphens=False)
        if all("  " not in flow(value) for value in values) and len(folded) < len(values):
            yield f"{indent}{_STEP}[{folded[0]}" + ("]" if len(folded) == 1 else "")
            for position, line in enumerate(folded[1:], start=2):
                yield f"{indent}{_STEP} {line}" + ("]" if position == len(folded) else "")
            return
    else:
        yield start
    for value in values:
        yield from _member(value, indent + _STEP)


def _member(value: Any, indent: str) -> Iterator[str]:
    """The lines of one entry of a sequence."""
    if isinstance(value, Noted):
        for note in value.notes:
            yield from _comment(note, indent)
        value = value.value
    line = f"{indent}- {flow(value)}" if not _must_break(value) else ""
    if line and (len(line) <= WIDTH or not isinstance(value, Mapping)):
        yield line
        return
    lines = [line for key, inner in value.items() for line in _entry(key, inner, indent + _STEP)]
    first = next(i for i, text in enumerate(lines) if not text.lstrip().startswith("#"))
    yield from (text[len(_STEP) :] for text in lines[:first])
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def _comment(text: str, indent: str) -> Iterator[str]:
    clean = "".join(c if c.isprintable() else " " for c in text)
    for line in wrap(clean, WIDTH - len(indent) - 2) or [""]:
        yield f"{indent}# {line}".rstrip()


def _long_text(start: str, text: str, indent: str) -> Iterator[str]:
    """A long text folded over several lines where that loses nothing, else in quotes."""
    folds = text == " ".join(text.split()) and text.isprintable() and not text.startswith("#")
    lines = wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    if not folds or len(lines) == 1:
        yield f"{start} {scalar(text, in_flow=False)}"
        return
    yield f"{start} >-"
    for line in lines:
        yield f"{indent}{_STEP}{line}"


def _must_break(value: Any) -> bool:
    """Whether a value cannot stand on one line, because of its comments or its kind."""
    if isinstance(value, (Noted, Block)):
        return True
    if isinstance(value, Mapping):
        return any(_must_break(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(isinstance(inner, Mapping) or _must_break(inner) for inner in value)
    return False


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def scalar(value: Any, *, in_flow: bool = True) -> str:
    """A text, number or truth value, in quotes where YAML would take a text for something else.

    Args:
        value: What to write.
        in_flow: Whether it stands between brackets, where a comma ends it, or as a key.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    is_text = Resolver().resolve(  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it untyped
        yaml.ScalarNode, value, (True, False)
    ) in {
        "tag:yaml.org,2002:str",
        "tag:yaml.org,2002:bool",  # yes and no are ids of options, and text to the loader
    } and value.casefold() not in {"true", "false"}
    simple = _PLAIN.fullmatch(value) and value.isprintable() and value == value.strip()
    if is_text and simple and not (_SPECIAL_IN_FLOW if in_flow else _SPECIAL).search(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if _shown(c) else f"\\U{ord(c):08x}" for c in quoted)


def _shown(letter: str) -> bool:
    return letter == " " or (unicodedata.category(letter)[0] != "C" and letter.isprintable())

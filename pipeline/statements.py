"""The statements of `sql/`: their text, and what others read that is made on the way.

Belongs here: which relations are made wherever a statement reads them, and writing those that are a template
for the survey's columns. Such a file ends in `.sql.j2`; it sees the tables of the definition by name, as
lists of rows, the columns of each stored table, and `waves`. Does not: running anything (`warehouse`).
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from pipeline.places import SQL

TEMPLATE = ".sql.j2"
NAME = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True)
class Prepared:
    """A relation that statements read and no file keeps.

    Attributes:
        name: As it is read; the stem of its file.
        reads: What it is made from.
        is_kept: Whether it is computed once and kept while statements run, rather than a view.
    """

    name: str
    reads: frozenset[str]
    is_kept: bool = True


PREPARED = (
    Prepared("mart_membership", frozenset({"core_responses", "core_weights"}), is_kept=False),
    Prepared("mart_packed", frozenset({"core_responses", "core_weights"})),
    Prepared("mart_combination", frozenset({"mart_packed"})),
    Prepared("mart_number", frozenset({"mart_packed"})),
)
"""In the order in which they read each other."""


def statement(file: str) -> str:
    """The text of a file of `sql/`."""
    return (SQL / file).read_text("utf-8")


def read_by(*statements: str) -> list[Prepared]:
    """What statements read of `PREPARED`, and what these read themselves, in the order to make them."""
    found: list[Prepared] = []
    for relation in reversed(PREPARED):
        is_read = any(re.search(rf"\b{relation.name}\b", text) for text in statements)
        if is_read or any(relation.name in other.reads for other in found):
            found.insert(0, relation)
    return found


def makeable(stored: Container[str]) -> list[Prepared]:
    """What of `PREPARED` can be made from stored tables, in the order to make it."""
    found: list[Prepared] = []
    for relation in PREPARED:
        names = {one.name for one in found}
        if all(name in stored or name in names for name in relation.reads):
            found.append(relation)
    return found


def written(
    name: str,
    definition: Mapping[str, pd.DataFrame],
    columns: Mapping[str, Sequence[str]],
    waves: Sequence[str],
) -> str:
    """The statement of a prepared relation, for one survey.

    Args:
        name: One of `PREPARED`.
        definition: The definition's tables.
        columns: The columns of each stored table.
        waves: The waves that are read.

    Returns:
        SQL. What a template takes from the definition are numbers and names of letters, digits and `_`.

    Raises:
        ValueError: when anything else would come into it.
    """
    file, text = _source(name)
    if not file.endswith(TEMPLATE):
        return text
    rows = {table: _Rows(frame) for table, frame in definition.items()}
    return _templates().get_template(file).render({**rows, **columns, "waves": list(waves)})


@dataclass(frozen=True)
class _Rows:
    """A frame's rows as mappings, with None for what is missing, when a template asks for them."""

    frame: pd.DataFrame

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows)

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        columns = [
            (column.astype(object).where(column.notna(), None) if column.hasnans else column).tolist()
            for _, column in self.frame.items()
        ]
        names = [str(name) for name in self.frame]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@cache
def _templates() -> jinja2.Environment:
    """Templates that take in nothing but numbers, names and constants of letters, digits and `_`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SQL),
        undefined=jinja2.StrictUndefined,
        autoescape=True,  # so that SQL, which macros give as Markup, is told from values
        finalize=_checked,
        keep_trailing_newline=True,
    )
    environment.filters["constant"] = _constant
    return environment


def _checked(value: object) -> object:
    """A value as it is pasted."""
    if isinstance(value, Markup | int) or NAME.fullmatch(str(value)):
        return value
    raise ValueError(f"{value!r} in a statement is neither a number nor a name")


def _constant(value: object) -> Markup | int:
    """A number, or a text in quotes."""
    checked = _checked(value)
    return checked if isinstance(checked, int) else Markup(f"'{checked}'")  # noqa: S704  # checked above


def _source(name: str) -> tuple[str, str]:
    """The file of a prepared relation inside `sql/`, and its text."""
    file = f"mart/{name}.sql"
    if not (SQL / file).exists():
        file = f"mart/{name}{TEMPLATE}"
    return file, statement(file)

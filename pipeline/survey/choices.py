"""Conditions that a person can be told in words: who chose which option of which question.

Belongs here: recognising the simple forms `x = 'option'` and `x in ('one', 'two')`, joined by `and`. All
conditions are checked in `predicates`; others than these have no words.
"""

from dataclasses import dataclass

import sqlglot
from sqlglot import exp


@dataclass(frozen=True)
class Choice:
    """One of these options of a variable.

    Attributes:
        variable: The variable's name.
        options: Ids of the options.
    """

    variable: str
    options: tuple[str, ...]


def choices(condition: str) -> list[Choice]:
    """The choices that a condition asks for, all of them; empty for a condition of another form.

    Args:
        condition: A condition of a definition that has been checked.
    """
    found = []
    for part in _parts(sqlglot.parse_one(condition, dialect="duckdb")):
        choice = _choice(part)
        if choice is None:
            return []
        found.append(choice)
    return found


def _parts(tree: exp.Expr) -> list[exp.Expr]:
    plain = tree.unnest()
    return [*_parts(plain.left), *_parts(plain.right)] if isinstance(plain, exp.And) else [plain]


def _choice(part: exp.Expr) -> Choice | None:
    if isinstance(part, exp.EQ):
        values = [part.expression]
    elif isinstance(part, exp.In):
        values = list(part.expressions)
    else:
        return None
    is_simple = isinstance(part.this, exp.Column) and all(
        isinstance(value, exp.Literal) and value.is_string for value in values
    )
    return Choice(part.this.name, tuple(value.this for value in values)) if is_simple and values else None

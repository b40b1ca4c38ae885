"""Columns of an export that the definition does not mention, in words.

Belongs here: telling many that are named alike in one line, with the pattern that they have in common.
"""

import re
from collections.abc import Iterable

from pipeline.readers.export import SourceColumn

FEWEST_ALIKE = 5
_BEGINNING = re.compile(r"[^\W\d_]{2,}[_.\-: \[]|[^\W\d_]{2,}(?=\d)")


def undeclared_columns(columns: Iterable[SourceColumn]) -> list[str]:
    """What is to be done with columns, those that begin alike together.

    Args:
        columns: The columns that the definition does not mention, in file order.
    """
    alike: dict[str, list[SourceColumn]] = {}
    for column in columns:
        beginning = _BEGINNING.match(column.id)
        alike.setdefault(beginning[0] if beginning else column.id, []).append(column)
    found = []
    for stem, members in alike.items():
        if len(members) >= FEWEST_ALIKE:
            names = ", ".join(column.id for column in members)
            found.append(
                f"{len(members)} columns that begin with {stem} are not declared ({names}); bind them to "
                f"questions, or list them, as {stem}* if nothing else begins so, in ignore or identifiers "
                "with a reason"
            )
        else:
            found += [_undeclared(column) for column in members]
    return found


def _undeclared(column: SourceColumn) -> str:
    label = f" («{column.label[:60]}»)" if column.label else ""
    return (
        f"column {column.id}{label} is not declared; bind it to a question, or list it in ignore or "
        f"identifiers with a reason"
    )

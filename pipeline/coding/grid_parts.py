"""Columns of a grid of ticks: which row and which option a column of the export's block stands for.

Belongs here: names such as `row.option`, `row_option` or «row - option», taken apart by the names of both.
"""

from collections.abc import Iterator, Mapping

from pipeline.coding.values import as_code_text, canonical

SEPARATORS = ("__", "][", " - ", " – ", " | ", ".", "_", "|", "/", ":", ";", "-", " ")


def grid_part(name: str, items: Mapping[str, str], options: Mapping[str, str]) -> str | None:
    """`item__option` of a column's name; None when it is no row with an option, or could be several.

    A name that can be read both ways is a row with an option rather than an option with a row.

    Args:
        name: What the export says of the column.
        items: What it may call a row, to the row's id.
        options: What it may call an option, to the option's id.
    """
    for turned in (False, True):
        found = set(_readings(name, items, options, turned=turned))
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _readings(
    name: str, items: Mapping[str, str], options: Mapping[str, str], *, turned: bool
) -> Iterator[str]:
    for separator in SEPARATORS:
        at = name.find(separator)
        while at >= 0:
            ends = name[:at], name[at + len(separator) :]
            row, answer = (
                _known(*pair) for pair in zip(ends[::-1] if turned else ends, (items, options), strict=True)
            )
            if row and answer:
                yield f"{row}__{answer}"
            at = name.find(separator, at + 1)


def _known(text: str, names: Mapping[str, str]) -> str | None:
    name = canonical(text)
    return names.get(name) or names.get(as_code_text(name))

"""Nettskjema's codebook: the `elements` JSON of a form, as the columns of its csv report.

Belongs here: the JSON's shape and how Nettskjema makes a column's name out of its codes. Not: the data.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.readers.export import ExportError, SourceColumn


def parse_elements(text: str, file: str) -> dict[str, SourceColumn]:
    """The columns that the codebook describes, by their id.

    The list may stand alone, as the interface gives it, or under `elements` beside the form's id.

    Raises:
        ExportError: Not JSON, or not a list of elements.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ExportError(
            f"{file}: not valid JSON; save the form's elements as the interface gives them"
        ) from None
    elements = found.get("elements") if isinstance(found, Mapping) else found
    if not isinstance(elements, list) or not all(isinstance(element, Mapping) for element in elements):
        raise ExportError(f"{file}: not a Nettskjema codebook: a list of elements was expected")
    return {column.id: column for element in elements for column in _columns(element)}


def _columns(element: Mapping[str, Any]) -> Iterator[SourceColumn]:
    """The columns of one element: `q`, or one an option `q.option`, a row `q.row`, or both `q.row.option`."""
    code = _text(element, "externalElementId")
    if not code:
        return
    question = _text(element, "text")
    options = _coded(element, "answerOptions", "externalAnswerOptionId")
    rows = _coded(element, "subElements", "externalElementId")
    ticks = _text(element, "elementType").endswith("CHECKBOX")
    if not rows and not ticks:
        yield SourceColumn(code, code, question, labels=options)
    elif not rows:
        for option, text in options.items():
            yield _part(code, option, f"{question} - {text}")
    elif not ticks:
        for row, text in rows.items():
            yield _part(code, row, f"{question} - {text}", options)
    else:
        for row, row_text in rows.items():
            for option, text in options.items():
                yield _part(f"{code}.{row}", option, f"{question} - {row_text} - {text}")


def _part(block: str, option: str, label: str, labels: Mapping[str, str] | None = None) -> SourceColumn:
    name = f"{block}.{option}"
    return SourceColumn(name, name, label, labels=dict(labels or {}), block=block, option=option)


def _coded(element: Mapping[str, Any], parts: str, code: str) -> dict[str, str]:
    """Code → text of an element's options or rows, in the form's order."""
    found = element.get(parts) or []
    return {_text(part, code): _text(part, "text") for part in found if _text(part, code)}


def _text(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return "" if value is None else str(value)

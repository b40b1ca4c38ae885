"""What a person would say of the columns of an export, to measure a draft against.

Belongs here: the truth, and what of it is left where an export has texts only.
"""

from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.readers.export import Export, SourceColumn, column_name


@dataclass(frozen=True)
class Expected:
    """A question as a person would define it.

    Attributes:
        columns: The columns that answer it.
        types: Any of these is right.
        options: Text and role of each option, in order; None where there are none.
        asked_by: The column whose answer decides who is asked, or empty.
        is_ordered: Whether the export tells the order of the options.
        is_either_way: Whether the order may start at either end, as words alone tell it.
    """

    columns: tuple[str, ...]
    types: frozenset[str]
    options: tuple[tuple[str, str], ...] | None = None
    asked_by: str = ""
    is_ordered: bool = True
    is_either_way: bool = False


@dataclass
class Truth:
    """What a person would say of the whole export."""

    questions: list[Expected] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    ignore: set[str] = field(default_factory=set)
    times: dict[str, str] = field(default_factory=dict)
    """Column to `started`, `submitted` or `duration`."""
    key: str = ""
    status: str = ""
    weight: str = ""
    demographics: set[str] = field(default_factory=set)


def as_texts(export: Export, truth: Truth) -> tuple[Export, Truth]:
    """The same survey as a CSV file has it: texts instead of codes, no labels, and no kinds of columns."""
    columns, cells = [], {}
    for i, column in enumerate(export.columns):
        values = export.frame.iloc[:, i]
        told = {float(code): text for code, text in column.labels.items() if code.lstrip("-").isdigit()}
        texts = [None if pd.isna(v) else told.get(v, column.labels.get(str(v), _written(v))) for v in values]
        columns.append(SourceColumn(column.id, column.id, column.label))
        cells[column_name(i)] = pd.Series(texts, dtype="str")
    questions = [
        replace(q, is_ordered="scale" in q.types or q.types == {"grid"}, is_either_way=True)
        for q in truth.questions
    ]
    return Export("csv", tuple(columns), pd.DataFrame(cells)), replace(truth, questions=questions)


def _written(value: object) -> str:
    return (
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).replace(".", ",")
    )

"""LimeSurvey's SPSS export: the syntax (`.sps`) that says what the columns of a text file (`.dat`) are.

Belongs here: that pair. The data have no header; variables are numbered, labelled and renamed in the syntax.

Under an option of a question with several answers the export tells "never shown" (blank) from "not chosen"
(0); the former becomes `markers.NOT_SHOWN`. Of other questions it does not tell them apart.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, by_distinct, is_blank, named
from pipeline.readers.delimited import parse
from pipeline.readers.encoding import read_text, to_utf8
from pipeline.readers.export import ExportError, SourceColumn
from pipeline.readers.limesurvey_headings import METADATA, described, place
from pipeline.readers.limesurvey_place import Place
from pipeline.readers.limesurvey_structure import SEVERAL, Question
from pipeline.readers.markers import NOT_SHOWN
from pipeline.readers.options import ReadOptions

_HEAD = 1 << 13
_VARIABLES = re.compile(r"(?s)/VARIABLES=(.*?)\.\s*\nCACHE\.")
_VARIABLE = re.compile(r"(?m)^\s*(\w+) (A|F|DATETIME)[\d.]*\s*$")
_LABEL = re.compile(r'(?m)^VARIABLE LABELS (\w+) ("(?:[^"]|"")*"(?:\+\n"(?:[^"]|"")*")*)\.$')
_VALUES = re.compile(r'(?ms)^VALUE LABELS\s+(\w+)\n(.*?")\.$')
_VALUE = re.compile(r'(?m)^ ("?)(.*?)\1 "(.*)"$')
_RENAMED = re.compile(r"(?m)^RENAME VARIABLES? \( (\w+) = (\S+) \)\.$")
_PARTS = re.compile(r"(?s)((?:\[[^\[\]]*\] ?)+)(.*)")
_MOMENT = re.compile(r"(\d{2})-(\d{2})-(\d{4}) (\d{2}:\d{2}:\d{2})")
_TICKS = {"1", "0"}


def is_syntax(path: Path) -> bool:
    """Whether a file is SPSS syntax that reads a text file."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return b"GET DATA" in head and b"/TYPE=TXT" in head


def read_spss(
    syntax: Path, data: Path, options: ReadOptions, questions: Mapping[str, Question]
) -> tuple[list[SourceColumn], pa.Table]:
    """The columns and cells of an SPSS export.

    Args:
        syntax: The `.sps` file.
        data: The `.dat` file.
        options: `encoding` of both.
        questions: The survey's structure, or nothing.

    Raises:
        ExportError: The syntax names no variables, or another number than the data have columns.
    """
    text = read_text(syntax, options.encoding).replace("\r\n", "\n")
    listed = _VARIABLES.search(text)
    variables = _VARIABLE.findall(listed[1]) if listed else []
    if not variables:
        raise ExportError(f"{syntax.name}: the syntax lists no variables under GET DATA /VARIABLES")
    content = to_utf8(data.read_bytes(), data.name, options.encoding)
    cells = parse(content, data.name, ",", "'")
    if cells.num_columns == len(variables) + 1 and is_blank(cells.columns[-1]):
        cells = cells.select(range(len(variables)))
    if cells.num_columns != len(variables):
        raise ExportError(
            f"{data.name}: {cells.num_columns} columns, but {syntax.name} lists {len(variables)} variables: "
            "syntax and data are not of the same export"
        )
    said = _Syntax(text)
    columns = [said.column(name, kind, questions) for name, kind in variables]
    return columns, named([_answers(*pair, questions) for pair in zip(columns, cells.columns, strict=True)])


class _Syntax:
    """What a syntax says of its variables, by their numbered names."""

    def __init__(self, text: str) -> None:
        self._names: dict[str, str] = dict(_RENAMED.findall(text))
        self._labels = {
            name: "".join(re.findall(r'"((?:[^"]|"")*)"', label)).replace('""', '"')
            for name, label in _LABEL.findall(text)
        }
        self._values = {
            name: {code: label for _, code, label in _VALUE.findall(values)}
            for name, values in _VALUES.findall(text)
        }

    def column(self, variable: str, kind: str, questions: Mapping[str, Question]) -> SourceColumn:
        """The column of a variable."""
        name = self._names.get(variable, variable)
        label, values = self._labels.get(variable, ""), self._values.get(variable, {})
        own = name in METADATA
        code, _, scale = name.partition("#")
        found = None if own else place(code, questions)
        if found is None:
            found = Place(name)
        elif scale:
            found = found._replace(scale=scale)
        column = described(found, questions.get(found.question))
        return replace(
            column,
            name=name,
            label=column.label or ("" if own else _question_first(label)),
            kind="datetime" if kind == "DATETIME" else "text",
            labels=values,
        )


def _question_first(label: str) -> str:
    """`[Row] Question` as `Question - Row`."""
    parts = _PARTS.fullmatch(label)
    if parts is None:
        return label
    rows = re.findall(r"\[([^\[\]]*)\]", parts[1])
    return " - ".join([parts[2], *rows])


def _answers(
    column: SourceColumn, cells: pa.ChunkedArray, questions: Mapping[str, Question]
) -> pa.ChunkedArray:
    if column.kind == "datetime":
        return by_distinct(cells, lambda text: _MOMENT.sub(r"\3-\2-\1T\4", text))
    question = questions.get(column.block)
    several = question.kind in SEVERAL if question else column.labels.keys() != set(column.labels.values())
    if column.block and set(column.labels) == _TICKS and several:
        return pc.fill_null(cells, pa.scalar(NOT_SHOWN, TEXT))
    return cells

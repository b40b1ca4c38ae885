"""Triple-S data: each variable's fields cut out of all records at once, and what they hold.

Belongs here: fixed columns and csv fields, bitstrings and spreads, codes and dates. Does not: the metadata
(`triple_s_metadata`), and what columns are called (`triple_s`).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, blank_is_missing, by_distinct
from pipeline.readers.export import ExportError
from pipeline.readers.table import Table
from pipeline.readers.triple_s_metadata import Record, Variable, code_text

_MOMENTS = {
    "date": (re.compile(r"(\d{4})(\d{2})(\d{2})"), r"\1-\2-\3"),
    "time": (re.compile(r"(\d{2})(\d{2})(\d{2})"), r"\1:\2:\3"),
}


class Fields(NamedTuple):
    """The data as fields.

    Attributes:
        of: A variable's fields: one, or in a csv file as many as its positions are. None is missing.
        where: The place of a record, counted from 0, for messages.
    """

    of: Callable[[Variable], list[pa.ChunkedArray]]
    where: Callable[[int], str]


def from_lines(text: str, record: Record, file: str) -> Fields:
    """The fields of a fixed-column file: a line a respondent; blanks at a line's end may be missing.

    Raises:
        ExportError: A blank line stands between respondents.
    """
    found = text.replace("\r\n", "\n").rstrip("\n").split("\n")[record.skip :]
    if "" in found:
        raise ExportError(f"{file}: line {found.index('') + record.skip + 1} is blank")
    width = max(variable.finish for variable in record.variables)
    lines = pc.utf8_rpad(pa.chunked_array([pa.array(found, TEXT)]), width)

    def fields(variable: Variable) -> list[pa.ChunkedArray]:
        return [pc.utf8_slice_codeunits(lines, variable.start - 1, variable.finish)]

    return Fields(fields, _where(file, record))


def from_csv(table: Table, record: Record) -> Fields:
    """The fields of a csv file.

    Raises:
        ExportError: Its rows are too short.
    """
    needed, there = max(variable.finish for variable in record.variables), table.cells.num_columns
    if there < needed:
        raise ExportError(
            f"{table.name}, record {record.skip + 1}: {there} fields, but the metadata need {needed}"
        )

    def fields(variable: Variable) -> list[pa.ChunkedArray]:
        return [table.cells.column(i) for i in range(variable.start - 1, variable.finish)]

    return Fields(fields, _where(table.name, record))


def _where(file: str, record: Record) -> Callable[[int], str]:
    return lambda place: f"{file}, record {place + record.skip + 1}"


def variable_cells(variable: Variable, fields: Fields) -> list[pa.ChunkedArray]:
    """The cells of one variable: one column, or one an option.

    Raises:
        ExportError: A multiple variable does not fit its values.
    """
    parts = fields.of(variable)
    if variable.type == "multiple":
        return _ticks(variable, parts, fields.where)
    raw = _joined(parts)
    if variable.type == "character":
        return [blank_is_missing(pc.utf8_rtrim(raw, " "))]
    cells = pc.utf8_trim(raw, " ")
    if variable.type == "single":
        return [by_distinct(cells, lambda code: code_text(code, variable.literal))]
    if variable.type in _MOMENTS:
        return [by_distinct(cells, lambda text: _moment(variable.type, text))]
    return [blank_is_missing(cells)]


def _moment(kind: str, text: str) -> str:
    pattern, iso = _MOMENTS[kind]
    return pattern.sub(iso, text) if pattern.fullmatch(text) else text


def _joined(parts: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """A variable's fields as one text, which is empty where all of them are."""
    filled = [pc.fill_null(part, "") for part in parts]
    return filled[0] if len(filled) == 1 else pc.binary_join_element_wise(*filled, pa.scalar("", TEXT))


def _ticks(
    variable: Variable, parts: list[pa.ChunkedArray], where: Callable[[int], str]
) -> list[pa.ChunkedArray]:
    """1 or 0 for each option, missing where the variable is blank.

    A csv row holds a bitstring or a spread in one field, or one subfield in each.
    """
    whole = _joined(parts)
    blank = pc.equal(pc.utf8_trim_whitespace(whole), "")
    if variable.subfields:
        chosen = _spread(variable, parts, whole, where)
    else:
        chosen = _bits(variable, whole, blank, where)
    one, zero, nothing = (pa.scalar(text, TEXT) for text in ("1", "0", None))
    return [
        pc.if_else(blank, nothing, pc.if_else(chosen[code], one, zero))
        if code in chosen
        else pc.if_else(blank, nothing, zero)
        for code in variable.values
    ]


def _bits(
    variable: Variable, whole: pa.ChunkedArray, blank: pa.ChunkedArray, where: Callable[[int], str]
) -> dict[str, pa.ChunkedArray]:
    """Who chose each code of a bitstring.

    The place is the code, so code 9 is the ninth character although there may be no code 8.
    """
    needed = max((int(code) for code in variable.values if code.isdecimal()), default=0)
    fits = pc.and_(
        pc.greater_equal(pc.utf8_length(whole), needed), pc.match_substring_regex(whole, "^[01 ]*$")
    )
    _refuse(
        pc.or_(fits, blank),
        where,
        f"variable {variable.ident} must be {needed} characters of 0 and 1 "
        "(a spreadsheet may have removed leading zeros)",
    )
    return {
        code: pc.equal(pc.utf8_slice_codeunits(whole, int(code) - 1, int(code)), "1")
        for code in variable.values
        if code.isdecimal() and code != "0"
    }


def _spread(
    variable: Variable, parts: list[pa.ChunkedArray], whole: pa.ChunkedArray, where: Callable[[int], str]
) -> dict[str, pa.ChunkedArray]:
    """Who chose each code of a spread: a csv row may give each subfield a field of its own."""
    if len(parts) == 1:
        starts = range(0, variable.subfields * variable.width, variable.width)
        parts = [pc.utf8_slice_codeunits(whole, start, start + variable.width) for start in starts]
    codes = [
        pc.fill_null(by_distinct(part, lambda code: code_text(code, variable.literal)), "") for part in parts
    ]
    known = pa.array(sorted({*variable.values, "0", ""}), TEXT)
    for part in codes:
        _refuse(
            pc.is_in(part, known),
            where,
            f"variable {variable.ident} holds a code that the metadata do not have",
        )
    chosen = {}
    for code in variable.values:
        hits = pc.equal(codes[0], code)
        for part in codes[1:]:
            hits = pc.or_(hits, pc.equal(part, code))
        chosen[code] = hits
    return chosen


def _refuse(right: pa.ChunkedArray, where: Callable[[int], str], what: str) -> None:
    """Refuse a file with a record that is not right.

    Raises:
        ExportError: With the first such record.
    """
    first = pc.index(right, False).as_py()
    if first >= 0:
        raise ExportError(f"{where(first)}: {what}")

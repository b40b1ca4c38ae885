"""SurveyMonkey's CSV: two header rows, the first filled only over the first column of each block; or one row.

Belongs here: those header rows. A multiple-response cell holds the option's text, or its number, or nothing;
a completion status is not part of this export. The condensed variant has one header row of
`Question - Option`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.columns import frame_of
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.headers import check_header
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import comparable, text_id

FORMAT = "surveymonkey"
_FIRST = ("respondentid", "respondent id")
_SECOND = "collector id"
_EXPANDED = 2
_CONDENSED = 1


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a file are SurveyMonkey's header, expanded or condensed."""
    return _header_rows(rows) is not None


def _header_rows(rows: Sequence[Sequence[str]]) -> int | None:
    """Two where the cell under the respondent's id is blank; a condensed header is known by its second.

    A condensed header without that column looks like any CSV file, so it must be declared.
    """
    if not rows or not rows[0] or _plain(rows[0][0]) not in _FIRST:
        return None
    if len(rows) >= _EXPANDED and not rows[1][0].strip():
        return _EXPANDED
    return _CONDENSED if any(_plain(cell) == _SECOND for cell in rows[0][1:3]) else None


def _plain(text: str) -> str:
    return comparable(text).casefold()


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one SurveyMonkey file; `header_rows: 1` declares the condensed variant.

    Raises:
        ExportError: More than one file, or header rows that are not SurveyMonkey's.
    """
    declared = options.header_rows
    table = read_one_table(files, FORMAT, options, lambda rows: declared or _header_rows(rows) or _EXPANDED)
    if declared != _CONDENSED and _header_rows(table.head) is None:
        raise ExportError(
            f"{table.name}: not a SurveyMonkey export: row 1 must begin with RespondentID and row 2 with a "
            "blank, with 'Response' under single questions. Export all responses as CSV, expanded; the "
            "condensed layout is declared by header_rows: 1"
        )
    if len(table.head) == _CONDENSED:
        columns, notes = _condensed(table.head[0], table.name), table.notes
    else:
        columns, shared = _expanded(table.head[0], table.head[1])
        notes = (*table.notes, *shared)
    return Export(FORMAT, tuple(columns), frame_of(table.cells), notes=notes)


def _expanded(first: Sequence[str], second: Sequence[str]) -> tuple[list[SourceColumn], list[str]]:
    """The columns under two header rows, and what a person should know.

    A column is known by the block's text and its own; columns that share both are numbered in file order.
    """
    blocks = _blocks(first, second)
    width = Counter(blocks)
    times: Counter[str] = Counter()
    columns = []
    for (question, turn), head in zip(blocks, second, strict=True):
        identity = text_id(question, head)
        times[identity] += 1
        alone = width[question, turn] == 1
        columns.append(
            SourceColumn(
                id=_numbered(identity, times[identity]),
                name=question if alone else head,
                label=question if alone or not head else f"{question} - {head}",
                block="" if alone else _numbered(text_id(question), turn),
                option="" if alone else head,
            )
        )
    repeated = sum(count > 1 for count in times.values())
    note = f"{repeated} header texts occur more than once; their columns are known by order"
    return columns, [note] if repeated else []


def _numbered(identity: str, turn: int) -> str:
    return identity if turn == 1 else f"{identity}_{turn}"


def _blocks(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, int]]:
    """The block of each column: its text, filled from the left, and which of the blocks with that text it is.

    A blank continues the block at its left; a blank over a blank is an unnamed column of its own.
    """
    blocks: list[tuple[str, int]] = []
    begun: Counter[str] = Counter()
    for text, head in zip(first, second, strict=True):
        if not text.strip() and head.strip() and blocks:
            blocks.append(blocks[-1])
        else:
            begun[text] += 1
            blocks.append((text, begun[text]))
    return blocks


def _condensed(header: Sequence[str], file: str) -> list[SourceColumn]:
    """One header row, `Question` or `Question - Option`: the parts cannot be told apart for certain.

    Raises:
        ExportError: A column has no name, or two have the same.
    """
    check_header(header, file)
    return [SourceColumn(id=text_id(name), name=name, label=name) for name in header]

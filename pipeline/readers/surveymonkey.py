"""SurveyMonkey's CSV: two header rows, the first filled only over the first column of each block; or one row.

Belongs here: those header rows. A multiple-response cell holds the option's text or nothing; a completion
status is not part of this export. The condensed variant has one header row of `Question - Option`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.delimited import read_rows
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.headers import check_header
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file
from pipeline.readers.text_identity import comparable, text_id

FORMAT = "surveymonkey"
_FIRST = ("respondentid", "respondent id")
_ANSWER_HEADS = ("Response", "Open-Ended Response")
_CONDENSED = 1


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a file are SurveyMonkey's two header rows.

    The condensed variant looks like any CSV file, so it must be declared.
    """
    if len(rows) < 2 or not rows[0] or comparable(rows[0][0]).casefold() not in _FIRST:
        return False
    return not rows[1][0].strip() and any(cell.strip() in _ANSWER_HEADS for cell in rows[1])


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read one SurveyMonkey CSV file; `header_rows: 1` declares the condensed variant.

    Raises:
        ExportError: More than one file, or header rows that are not SurveyMonkey's.
    """
    path = one_file(files, FORMAT)
    rows = read_rows(path, options)
    if options.header_rows == _CONDENSED:
        return _condensed(rows, path.name)
    return from_rows(rows, path.name)


def from_rows(rows: Sequence[Sequence[str]], file: str) -> Export:
    """The export of a file's rows, the two header rows first.

    A column is known by the block's text and its own; columns that share both are numbered in file order.

    Raises:
        ExportError: The header rows are not SurveyMonkey's.
    """
    if not looks_like(rows):
        raise ExportError(
            f"{file}: not a SurveyMonkey export: row 1 must begin with RespondentID and row 2 with a blank, "
            "with 'Response' under single questions. Export all responses as CSV, expanded; the condensed "
            "layout is declared by header_rows: 1"
        )
    blocks = _blocks(rows[0], rows[1])
    width = Counter(blocks)
    times: Counter[str] = Counter()
    columns = []
    for (question, turn), head in zip(blocks, rows[1], strict=True):
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
    shared = sum(count > 1 for count in times.values())
    notes = (
        (f"{shared} header texts occur more than once; their columns are known by order",) if shared else ()
    )
    return Export(FORMAT, tuple(columns), text_frame(rows[2:], len(columns)), notes=notes)


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


def _condensed(rows: Sequence[Sequence[str]], file: str) -> Export:
    """One header row, `Question` or `Question - Option`: the parts cannot be told apart for certain."""
    check_header(rows[0], file)
    columns = [SourceColumn(id=text_id(name), name=name, label=name) for name in rows[0]]
    return Export(FORMAT, tuple(columns), text_frame(rows[1:], len(columns)))

"""LimeSurvey: the CSV and VV exports and the SPSS variant, with the survey's structure (`.lss`) beside it.

Belongs here: headers, ids and the VV export's escapes. The structure's XML is `limesurvey_structure.py`.

In a CSV "never shown" and "shown and left empty" are both blank. A VV export keeps them apart: a cell of a
question that the respondent was never shown is `markers.NOT_SHOWN` in the frame, an empty answer is missing.
An answer of a multiple-response question is `Y` or empty; `submitdate` is empty for those who did not finish.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.readers.delimited import read_rows
from pipeline.readers.encoding import read_text
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.frames import text_frame
from pipeline.readers.limesurvey_structure import DUAL_SCALE, Question, parse_structure
from pipeline.readers.markers import NOT_SHOWN
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file, reader
from pipeline.readers.text_identity import refuse_repeated

FORMAT = "limesurvey"
_ALWAYS_THERE = frozenset(("id", "submitdate", "lastpage", "startlanguage"))
METADATA = _ALWAYS_THERE | {"seed", "token", "startdate", "datestamp", "ipaddr", "refurl"}
"""LimeSurvey's own columns; which of them are there depends on the survey's settings."""

_ESCAPES = {"lbrace": "{", "newline": "\n", "cr": "\r", "tab": "\t", "quote": '"'}
_ESCAPE = re.compile("{(" + "|".join(_ESCAPES) + ")}")
_CODE = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)(?P<part>(?:\[[^\[\]]*\])*|_\w+)")
_CODE_AND_TEXT = re.compile(r"(?s)(?P<code>[A-Za-z][A-Za-z0-9]*(?:\[[^\[\]]*\])*)\. (?P<text>.+)")
_PARTICIPANT = re.compile(r"attribute_\d+")
_FREE_TEXT = re.compile(r".*(other|comment)")
_SAV = (b"$FL2", b"$FL3")


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a file are the header of a LimeSurvey CSV or VV export."""
    return any(len(_ALWAYS_THERE.intersection(row)) >= 3 for row in rows[:2])


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a CSV, VV or .sav file, with or without the survey's `.lss` beside it, in any order.

    Raises:
        ExportError: Not one data file and at most one structure, or data and structure of different surveys.
    """
    structures = [path for path in files if path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"]
    data = one_file([path for path in files if path not in structures], FORMAT)
    if len(structures) > 1:
        raise ExportError(f"a LimeSurvey export has one .lss file, but {len(structures)} were given")
    questions: dict[str, Question] = {}
    for path in structures:
        questions = parse_structure(read_text(path, None), path.name)
    if data.read_bytes()[:4] in _SAV:
        return _from_sav(reader("sav").read([data], options), questions)
    return from_rows(read_rows(data, options), data.name, questions)


def from_rows(rows: Sequence[Sequence[str]], file: str, questions: Mapping[str, Question]) -> Export:
    """The export of a CSV file's rows (one header row) or a VV file's (two: texts, codes).

    Raises:
        ExportError: The header has no question codes, a column occurs twice, or the structure is another
            survey's.
    """
    two = len(rows) > 1 and "id" in rows[1] and "submitdate" in rows[1]
    names = list(rows[1] if two else rows[0])
    texts = list(rows[0]) if two else [""] * len(names)
    if not looks_like([names]):
        raise ExportError(
            f"{file}: not a LimeSurvey export: columns {', '.join(sorted(_ALWAYS_THERE))} were expected. "
            "Export with question codes as headings"
        )
    columns = tuple(_column(name, text, questions, file) for name, text in zip(names, texts, strict=True))
    refuse_repeated((column.id for column in columns), file)
    _check_same_survey(columns, questions, file)
    body = [list(row) for row in rows[2 if two else 1 :]]
    if two:
        body = [[_vv(cell, column) for cell, column in zip(row, columns, strict=True)] for row in body]
        notes = ["A VV export: cells of questions that were never shown are marked"]
    else:
        notes = ["A CSV export: never shown and left empty are both blank; a VV export keeps them apart"]
    return Export(FORMAT, columns, text_frame(body, len(columns)), notes=(*notes, *_routing(questions)))


def _from_sav(export: Export, questions: Mapping[str, Question]) -> Export:
    """The SPSS variant: what the file says of its columns, and parts of questions from the structure."""
    columns = tuple(_placed(column, questions) for column in export.columns)
    return replace(export, format=FORMAT, columns=columns, notes=(*export.notes, *_routing(questions)))


def _placed(column: SourceColumn, questions: Mapping[str, Question]) -> SourceColumn:
    code = _CODE.fullmatch(column.name)
    question = questions.get(code["question"]) if code else None
    if code is None or question is None:
        return column
    place = _described(_bracketed(code, question), question)
    return replace(column, id=place.id, block=place.block, option=place.option)


def _column(name: str, text: str, questions: Mapping[str, Question], file: str) -> SourceColumn:
    if name in METADATA or _PARTICIPANT.fullmatch(name):
        return SourceColumn(name, name, text)
    if name in questions:
        return replace(_described((name, "", ""), questions[name]), name=name)
    both = _CODE_AND_TEXT.fullmatch(name)
    code = _CODE.fullmatch(both["code"] if both else name)
    label = both["text"] if both else text
    if code is None:
        if re.search(r"\s", name):
            raise ExportError(f"{file}: '{name[:60]}' is not a question code: export with codes as headings")
        return SourceColumn(name, name, label)  # timings, attributes, and the field names of old VV exports
    question = questions.get(code["question"])
    column = _described(_bracketed(code, question), question)
    return replace(column, name=name, label=column.label or label)


def _bracketed(code: re.Match[str], question: Question | None) -> tuple[str, str, str]:
    """Question, part and scale of a code, whichever way it is written: `Q[row][0]` or `Q_row_0`."""
    part = code["part"]
    if part.startswith("_"):
        row, scale = part[1:], ""
        if question and question.kind == DUAL_SCALE:
            row, _, scale = row.rpartition("_")
    else:
        row, scale = ([*re.findall(r"\[([^\[\]]*)\]", part), "", ""])[:2]
    return code["question"], row, scale


def _described(code: tuple[str, str, str], question: Question | None) -> SourceColumn:
    """A column by its id, `Q`, `Q[row]` or `Q[row][scale]`, with what the structure says of it."""
    name, row, scale = code
    identity = name + (f"[{row}]" if row else "") + (f"[{scale}]" if scale else "")
    free = bool(row and _FREE_TEXT.fullmatch(row)) and not (question and row in question.rows)
    block, option = (name, f"{row}.{scale}" if scale else row) if row and not free else ("", "")
    if question is None:
        return SourceColumn(identity, identity, block=block, option=option)
    row_text = question.rows.get(row, row)
    label = f"{question.text} - {row_text}" if row else question.text
    labels = {} if free else dict(question.answers.get(scale or "0", {}))
    return SourceColumn(identity, identity, label, labels=labels, block=block, option=option)


def _vv(cell: str, column: SourceColumn) -> str:
    """A VV cell as the answer it stands for.

    An answer that would come out as the marker itself keeps its escapes, so that a marker is always the
    platform's.
    """
    if cell == NOT_SHOWN:
        return "" if column.id in METADATA else NOT_SHOWN
    answer = _ESCAPE.sub(lambda found: _ESCAPES[found[1]], cell)
    return cell if answer == NOT_SHOWN else answer


def _check_same_survey(columns: Sequence[SourceColumn], questions: Mapping[str, Question], file: str) -> None:
    asked = {column.block or column.id.split("[", 1)[0] for column in columns} - METADATA
    absent = [code for code, question in questions.items() if code not in asked and question.kind != "X"]
    if absent:
        raise ExportError(
            f"{file}: {len(absent)} questions of the structure have no column (first: '{absent[0]}'): "
            "data and .lss are not of the same survey, or not all questions were exported"
        )


def _routing(questions: Mapping[str, Question]) -> list[str]:
    routed = [code for code, question in questions.items() if question.relevance]
    return [f"{len(routed)} questions are asked on a condition: {', '.join(routed[:20])}"] if routed else []

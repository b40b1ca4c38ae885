"""LimeSurvey: the CSV, VV and SPSS exports, with the survey's structure (`.lss`) beside them.

Belongs here: which file is which, and putting headings, cells and structure together. Headings are
`limesurvey_headings.py`, cells `limesurvey_cells.py`, the pair of `.sps` and `.dat` `limesurvey_spss.py`, the
structure's XML `limesurvey_structure.py`.

In a CSV "never shown" and "shown and left empty" are both blank. A VV export keeps them apart: a cell of a
question that the respondent was never shown is `markers.NOT_SHOWN` in the frame, an empty answer is missing.
An answer of a multiple-response question is `Y` or empty; `submitdate` is empty for those who did not finish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from pipeline.readers.columns import frame_of, is_blank, named
from pipeline.readers.encoding import read_text
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.limesurvey_cells import other_labelled, vv_answers
from pipeline.readers.limesurvey_headings import METADATA, described_columns, is_header, place
from pipeline.readers.limesurvey_spss import is_syntax, read_spss
from pipeline.readers.limesurvey_structure import Question, parse_structure
from pipeline.readers.limesurvey_words import in_codes
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import one_file, reader
from pipeline.readers.table import Rows, Table
from pipeline.readers.text_identity import refuse_repeated

FORMAT = "limesurvey"
_SAV = (b"$FL2", b"$FL3")
_VV = 2
_CSV_NOTE = "A CSV export: where never shown and left empty are both blank, a VV export keeps them apart"
_VV_NOTE = "A VV export: cells of questions that were never shown are marked"
_SPSS_NOTE = "An SPSS export: of questions with several answers, cells of those never shown are marked"


def looks_like(rows: Rows) -> bool:
    """Whether these first rows of a file are the header of a LimeSurvey CSV or VV export."""
    return any(is_header(row) for row in rows[:_VV])


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a CSV, VV or .sav file, or .sps and .dat, with or without the survey's `.lss`, in any order.

    Raises:
        ExportError: Not one data file and at most one structure, or data and structure of different surveys.
    """
    structures = [path for path in files if path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"]
    syntaxes = [path for path in files if path not in structures and is_syntax(path)]
    data = [path for path in files if path not in (*structures, *syntaxes)]
    if len(structures) > 1 or len(syntaxes) > 1:
        raise ExportError(
            f"a LimeSurvey export has one .lss and one .sps file, but {len(structures)} and {len(syntaxes)} "
            "were given"
        )
    questions: dict[str, Question] = {}
    for path in structures:
        questions = parse_structure(read_text(path, None), path.name)
    if syntaxes:
        columns, cells = read_spss(syntaxes[0], one_file(data, FORMAT), options, questions)
        columns = other_labelled(columns, cells)
        return _export(columns, cells, [_SPSS_NOTE], questions, data[0].name)
    if one_file(data, FORMAT).read_bytes()[:4] in _SAV:
        return _from_sav(reader("sav").read(data, options), questions)
    return _from_table(read_one_table(data, FORMAT, options, _header_rows), questions)


def _header_rows(rows: Rows) -> int:
    """Two in a VV export (texts, then codes), else one."""
    return _VV if len(rows) > 1 and "id" in rows[1] and "submitdate" in rows[1] else 1


def _from_table(table: Table, questions: Mapping[str, Question]) -> Export:
    """The export of a CSV file (one header row) or a VV file (two).

    Raises:
        ExportError: The header is not LimeSurvey's, a column occurs twice, or the structure is another
            survey's.
    """
    is_vv = len(table.head) == _VV
    names = table.head[-1]
    if not is_header(names) and not questions:
        raise ExportError(
            f"{table.name}: not a LimeSurvey export: columns id, lastpage, startlanguage, submitdate were "
            "expected. Export with question codes as headings, or give the survey's .lss too"
        )
    columns = described_columns(names, table.head[0] if is_vv else None, questions)
    cells = table.cells
    if cells.num_rows == 1 and all(is_blank(column) for column in cells.columns):
        cells = cells.slice(1)  # a survey that nobody has answered yet
    if is_vv:
        cells = named([vv_answers(c, d.id in METADATA) for c, d in zip(cells.columns, columns, strict=True)])
        columns = [replace(c, blank="unknown" if c.id in METADATA else "skipped") for c in columns]
    else:
        cells = in_codes(columns, cells, questions)
    notes = [*table.notes, _VV_NOTE if is_vv else _CSV_NOTE]
    return _export(other_labelled(columns, cells), cells, notes, questions, table.name)


def _export(
    columns: Sequence[SourceColumn],
    cells: pa.Table,
    notes: Sequence[str],
    questions: Mapping[str, Question],
    file: str,
) -> Export:
    refuse_repeated((column.id for column in columns), file)
    _check_same_survey(columns, questions, file)
    told = tuple(_asked(column, questions) for column in columns)
    return Export(FORMAT, told, frame_of(cells), notes=(*notes, *_routing(questions)))


def _from_sav(export: Export, questions: Mapping[str, Question]) -> Export:
    """The SPSS variant: what the file says of its columns, and parts of questions from the structure."""
    columns = tuple(_asked(_placed(column, questions), questions) for column in export.columns)
    return replace(export, format=FORMAT, columns=columns, notes=(*export.notes, *_routing(questions)))


def _placed(column: SourceColumn, questions: Mapping[str, Question]) -> SourceColumn:
    found = place(column.name, questions)
    if found is None or found.question not in questions:
        return column
    return replace(column, id=found.id, block=found.block, option=found.option)


def _asked(column: SourceColumn, questions: Mapping[str, Question]) -> SourceColumn:
    """A column with the condition on which its question is asked, where the structure tells it."""
    question = questions.get(column.id.split("[", 1)[0])
    return replace(column, asked=question.relevance) if question else column


def _check_same_survey(columns: Sequence[SourceColumn], questions: Mapping[str, Question], file: str) -> None:
    asked = {column.id.split("[", 1)[0] for column in columns} - METADATA.keys()
    absent = [code for code, question in questions.items() if code not in asked and question.kind != "X"]
    if absent:
        raise ExportError(
            f"{file}: {len(absent)} questions of the structure have no column (first: '{absent[0]}'): "
            "data and .lss are not of the same survey, or not all questions were exported"
        )


def _routing(questions: Mapping[str, Question]) -> list[str]:
    routed = [code for code, question in questions.items() if question.relevance]
    return [f"{len(routed)} questions are asked on a condition: {', '.join(routed[:20])}"] if routed else []

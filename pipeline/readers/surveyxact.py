"""SurveyXact: a set of dataset, structure and labels, as text files or as one workbook.

Belongs here: which file is which, the three text dialects and the workbook's sheets. The codebook itself, and
how columns get stable ids, is `surveyxact_codebook.py`.

A dataset holds everyone invited, and 0 in every multiple-response column of those who never opened the form.
All of it is kept: who counts is decided by the status columns, `statoverall[4]` (completed) or the survey's
own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.readers import surveyxact_codebook as codebook
from pipeline.readers.delimited import read_rows
from pipeline.readers.encoding import byte_order_mark, decode
from pipeline.readers.export import Export, ExportError
from pipeline.readers.frames import text_frame
from pipeline.readers.options import ReadOptions
from pipeline.readers.surveyxact_rows import codebook_rows
from pipeline.readers.xlsx import Sheet, read_sheets

FORMAT = "surveyxact"
ENCODING = "cp1252"
"""What SurveyXact writes when there is no byte-order mark ("ANSI")."""

_FIRST = codebook.STRUCTURE_HEADER[0]
_SECOND = codebook.STRUCTURE_HEADER[1]
_SHEET = re.compile(r"(Labels|Structure|Dataset)(?:\s*\(\d+\))?", re.IGNORECASE)
_ZIP = b"PK\x03\x04"


class Table(NamedTuple):
    """Rows, and the name of the file or sheet that they are from."""

    name: str
    rows: list[list[str]]


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows are a SurveyXact structure: the one file of a set that cannot be mistaken."""
    return bool(rows) and tuple(cell.strip() for cell in rows[0][:2]) == (_FIRST, _SECOND)


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a set: the three text files in any order, or one workbook.

    Raises:
        ExportError: A part is missing, or the parts are not of the same survey.
    """
    if len(files) == 1 and files[0].read_bytes()[:4] == _ZIP:
        sheets = read_sheets(files[0], options)
        export = from_tables(*_workbook(sheets, files[0].name))
        return replace(export, notes=(*export.notes, *(note for sheet in sheets for note in sheet.notes)))
    return from_tables(*_texts(files, options))


def from_tables(dataset: Table, structure: Table, labels: Table) -> Export:
    """The export of a set's three tables.

    Raises:
        ExportError: The tables are not of the same survey.
    """
    if not dataset.rows:
        raise ExportError(f"{dataset.name}: the dataset has no header row")
    variables = codebook.parse_structure(structure.rows, structure.name)
    labelled = codebook.parse_labels(labels.rows, labels.name)
    codebook.check_labels(variables, labelled, labels.name)
    header = dataset.rows[0]
    matched = codebook.match_header(header, variables, dataset.name)
    columns = codebook.source_columns(matched, labelled, header)
    body = dataset.rows[1:]
    by_order = [name.strip() for name in header] != [variable.name for variable in matched]
    codebook.check_cells(matched, labelled, body, by_order, dataset.name)
    notes = [f"SurveyXact codebook fingerprint {codebook.fingerprint(columns)}"]
    weak = [column.id for column in columns if "@" in column.id]
    if weak:
        notes.append(
            f"{len(weak)} columns share their question with another and are also known by name: {weak[0]}"
        )
    if by_order:
        notes.append("The dataset's header is cut to eight characters; its columns were matched by order")
    return Export(FORMAT, tuple(columns), text_frame(body, len(columns)), notes=tuple(notes))


def _texts(files: Sequence[Path], options: ReadOptions) -> tuple[Table, Table, Table]:
    """The set as text files. The structure's first line tells the set's delimiter."""
    contents = {path: _decoded(path, options) for path in files}
    structures = [path for path, text in contents.items() if text.lstrip('"').startswith(_FIRST)]
    path = _only(structures, "structure", f"its first line begins with {_FIRST}")
    delimiter = options.delimiter or contents[path].lstrip('"')[len(_FIRST) :].lstrip('"')[:1]
    dialect = options.model_copy(update={"delimiter": delimiter, "encoding": options.encoding or ENCODING})
    structure = codebook_rows(contents.pop(path), path.name, dialect, len(codebook.STRUCTURE_HEADER))
    of_labels = [other for other, text in contents.items() if _is_labels(text, delimiter)]
    label_path = _only(of_labels, "labels", "variable, code and label in each row, no header")
    others = [other for other in contents if other not in of_labels]
    dataset_path = _only(others, "dataset", "one header row, one row a respondent")
    labels = codebook_rows(contents[label_path], label_path.name, dialect, codebook.LABELS_WIDTH)
    return (
        Table(dataset_path.name, read_rows(dataset_path, dialect)),
        Table(path.name, structure),
        Table(label_path.name, labels),
    )


def _decoded(path: Path, options: ReadOptions) -> str:
    """A file's text: cp1252 where nothing says otherwise, but not when it is plainly UTF-8.

    Text in cp1252 with a letter outside ASCII is valid UTF-8 only by a rare accident, while UTF-8 always
    passes for cp1252, as mojibake.
    """
    data = path.read_bytes()
    if options.encoding is None and byte_order_mark(data) is None and not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            raise ExportError(
                f"{path.name}: SurveyXact writes cp1252, but this is UTF-8: declare encoding: utf-8"
            )
    return decode(data, path.name, options.encoding or ENCODING)


def _only(paths: Sequence[Path], part: str, known_by: str) -> Path:
    if len(paths) != 1:
        found = "none was" if not paths else f"{len(paths)} were: {', '.join(path.name for path in paths)}"
        raise ExportError(
            f"a SurveyXact set needs one {part} file ({known_by}), but {found} given. "
            "Export dataset, structure and labels together"
        )
    return paths[0]


def _is_labels(text: str, delimiter: str) -> bool:
    """Whether a file is labels: its first row is a name, a code and a text; a dataset's is names."""
    name, code = ([cell.strip().strip('"') for cell in text.split("\n", 1)[0].split(delimiter)] + ["", ""])[
        :2
    ]
    return code.lstrip("-").isdigit() and not name.isdigit()


def _workbook(sheets: Sequence[Sheet], file: str) -> tuple[Table, Table, Table]:
    """The set as the sheets of a workbook; a wide dataset is spread over `Dataset(1)`, `Dataset(2)`, …."""
    parts: dict[str, list[Table]] = {"labels": [], "structure": [], "dataset": []}
    for sheet in sheets:
        found = _SHEET.fullmatch(sheet.name.strip())
        if found:
            parts[found[1].lower()].append(Table(f"{file}, sheet {sheet.name}", sheet.rows))
    for part in ("labels", "structure"):
        if len(parts[part]) != 1:
            raise ExportError(f"{file}: one sheet {part.title()} is needed, but there are {len(parts[part])}")
    if not parts["dataset"]:
        raise ExportError(f"{file}: there is no sheet Dataset or Dataset(1)")
    return _side_by_side(parts["dataset"]), parts["structure"][0], parts["labels"][0]


def _side_by_side(parts: Sequence[Table]) -> Table:
    """The sheets of a wide dataset as one table. A column that several have, such as the key, is kept once.

    Raises:
        ExportError: The sheets have different numbers of rows, or a shared column differs between them.
    """
    first = parts[0]
    rows = [list(row) for row in first.rows]
    for part in parts[1:]:
        if len(part.rows) != len(rows):
            raise ExportError(
                f"{part.name} has {len(part.rows)} rows, but {first.name} has {len(rows)}: respondents "
                "cannot be matched. Export as CSV"
            )
        for column in zip(*part.rows, strict=True):
            if column[0] not in rows[0]:
                for row, cell in zip(rows, column, strict=True):
                    row.append(cell)
            elif [row[rows[0].index(column[0])] for row in rows] != list(column):
                raise ExportError(
                    f"{part.name}: column '{column[0]}' is not the same as in the sheets before it"
                )
    return Table(first.name, rows)

"""SurveyXact: a set of dataset, structure and labels, as text files or as one workbook.

Belongs here: which file is which, the text dialects and the workbook's sheets. The codebook itself, and how
columns get stable ids, is `surveyxact_codebook.py`.

A dataset holds everyone invited, and 0 in every multiple-response column of those who never opened the form.
All of it is kept: who counts is decided by the status columns, `statoverall[4]` (completed) or the survey's
own.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import surveyxact_codebook as codebook
from pipeline.readers.columns import frame_of
from pipeline.readers.delimited import read_table
from pipeline.readers.encoding import byte_order_mark, decode
from pipeline.readers.export import Export, ExportError
from pipeline.readers.one_table import is_workbook
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import MODULES
from pipeline.readers.surveyxact_rows import codebook_rows
from pipeline.readers.surveyxact_sheets import beside
from pipeline.readers.table import Table, one_row, split_head

if TYPE_CHECKING:
    from pipeline.readers.xlsx import Sheet

FORMAT = "surveyxact"
ENCODING = "cp1252"
"""What SurveyXact writes when there is no byte-order mark ("ANSI")."""

_FIRST = codebook.STRUCTURE_HEADER[0]
_SECOND = codebook.STRUCTURE_HEADER[1]
_SHEET = re.compile(r"(Labels|Structure|Dataset)(?:\s*\(\d+\))?", re.IGNORECASE)


class Rows(NamedTuple):
    """The rows of a codebook's part, and the name of the file or sheet that they are from."""

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
    if len(files) == 1 and is_workbook(files[0]):
        sheets: list[Sheet] = import_module(MODULES["xlsx"]).read_sheets(files[0], options)
        return _export(*_workbook(sheets, files[0].name))
    return _export(*_texts(files, options))


def _export(dataset: Table, structure: Rows, labels: Rows) -> Export:
    """The export of a set's three tables.

    Raises:
        ExportError: The tables are not of the same survey.
    """
    variables = codebook.parse_structure(structure.rows, structure.name)
    labelled = codebook.parse_labels(labels.rows, labels.name)
    codebook.check_labels(variables, labelled, labels.name)
    header = dataset.head[0]
    matched = codebook.match_header(header, variables, dataset.name)
    columns = codebook.source_columns(matched, labelled, header)
    by_order = [name.strip() for name in header] != [variable.name for variable in matched]
    codebook.check_cells(matched, labelled, dataset.cells, by_order, dataset.name)
    notes = [f"SurveyXact codebook fingerprint {codebook.fingerprint(columns)}"]
    weak = [column.id for column in columns if "@" in column.id]
    if weak:
        notes.append(
            f"{len(weak)} columns share their question with another and are also known by name: {weak[0]}"
        )
    if by_order:
        notes.append("The dataset's header is cut to eight characters; its columns were matched by order")
    return Export(FORMAT, tuple(columns), frame_of(dataset.cells), notes=(*notes, *dataset.notes))


def _texts(files: Sequence[Path], options: ReadOptions) -> tuple[Table, Rows, Rows]:
    """The set as text files. The structure's first line tells the set's delimiter."""
    heads = {path: _first_line(path, options) for path in files}
    structures = [path for path, line in heads.items() if line.lstrip('"').startswith(_FIRST)]
    structure = _only(structures, "structure", f"its first line begins with {_FIRST}")
    delimiter = options.delimiter or heads[structure].lstrip('"')[len(_FIRST) :].lstrip('"')[:1]
    dialect = options.model_copy(update={"delimiter": delimiter, "encoding": options.encoding or ENCODING})
    of_labels = [path for path, line in heads.items() if path != structure and _is_labels(line, delimiter)]
    labels = _only(of_labels, "labels", "variable, code and label in each row, no header")
    others = [path for path in heads if path not in (structure, labels)]
    dataset = _only(others, "dataset", "one header row, one row a respondent")
    return (
        read_table(dataset, dialect),
        _codebook(structure, dialect, len(codebook.STRUCTURE_HEADER)),
        _codebook(labels, dialect, codebook.LABELS_WIDTH),
    )


def _codebook(path: Path, dialect: ReadOptions, width: int) -> Rows:
    text = decode(path.read_bytes(), path.name, dialect.encoding)
    return Rows(path.name, codebook_rows(text, path.name, dialect, width))


def _first_line(path: Path, options: ReadOptions) -> str:
    """A file's first line: cp1252 where nothing says otherwise, but not when it is plainly UTF-8.

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
    return decode(data, path.name, options.encoding or ENCODING).split("\n", 1)[0]


def _only(paths: Sequence[Path], part: str, known_by: str) -> Path:
    if len(paths) != 1:
        found = "none was" if not paths else f"{len(paths)} were: {', '.join(path.name for path in paths)}"
        raise ExportError(
            f"a SurveyXact set needs one {part} file ({known_by}), but {found} given. "
            "Export dataset, structure and labels together"
        )
    return paths[0]


def _is_labels(line: str, delimiter: str) -> bool:
    """Whether a file is labels: its first row is a name, a code and a text; a dataset's is names."""
    name, code = ([cell.strip().strip('"') for cell in line.split(delimiter)] + ["", ""])[:2]
    return code.lstrip("-").isdigit() and not name.isdigit()


def _workbook(sheets: Sequence["Sheet"], file: str) -> tuple[Table, Rows, Rows]:
    """The set as the sheets of a workbook; a wide dataset is spread over `Dataset(1)`, `Dataset(2)`, …."""
    parts: dict[str, list[Sheet]] = {"labels": [], "structure": [], "dataset": []}
    for sheet in sheets:
        found = _SHEET.fullmatch(sheet.name.strip())
        if found:
            parts[found[1].lower()].append(sheet)
    for part in ("labels", "structure"):
        if len(parts[part]) != 1:
            raise ExportError(f"{file}: one sheet {part.title()} is needed, but there are {len(parts[part])}")
    if not parts["dataset"]:
        raise ExportError(f"{file}: there is no sheet Dataset or Dataset(1)")
    notes = tuple(note for sheet in sheets for note in sheet.notes)
    datasets = [split_head(_where(file, sheet), sheet.cells, one_row, notes) for sheet in parts["dataset"]]
    structure, labels = (
        Rows(_where(file, sheet), sheet.rows) for sheet in (parts["structure"][0], parts["labels"][0])
    )
    return beside(datasets), structure, labels


def _where(file: str, sheet: "Sheet") -> str:
    return f"{file}, sheet {sheet.name}"

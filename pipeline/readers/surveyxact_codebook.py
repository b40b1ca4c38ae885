"""The codebook of a SurveyXact export: its `structure` and `labels`, and whether they describe a dataset.

Belongs here: parsing the two tables, stable ids, matching a dataset's header, the set's fingerprint.
Does not: reading files (`surveyxact.py`).

A column of the dataset is known by (`questionName`, `choiceValue`). Its name is not stable: SurveyXact cuts
names to eight characters and numbers them anew, so an option more in one question renames the columns of the
next.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT
from pipeline.readers.export import ExportError, SourceColumn

STRUCTURE_HEADER = (
    "questionName",
    "variableName",
    "questionType",
    "subType",
    "questionText",
    "choiceValue",
    "choiceText",
)
LABELS_WIDTH = 3
_TICKS = {"0", "1"}
_NAME_LENGTH = 8


@dataclass(frozen=True)
class Variable:
    """One row of `structure`: a column of the dataset.

    Attributes:
        question: `questionName`, stable.
        name: `variableName`: the dataset's column, possibly cut and renumbered.
        kind: `questionType` and `subType`, e.g. `Closed/Multiple`.
        text: `questionText`, raw; of a grid's item `stem - item`.
        choice: `choiceValue`, stable; empty unless the column is one option of a multiple-response question.
        choice_text: `choiceText`, raw.
    """

    question: str
    name: str
    kind: str
    text: str
    choice: str
    choice_text: str


Labels = Mapping[str, Mapping[str, str]]


def parse_structure(rows: Sequence[Sequence[str]], file: str) -> tuple[Variable, ...]:
    """The variables of `structure`; an eighth field is allowed while it is empty.

    Raises:
        ExportError: The header is another, a row has another width, or a variable occurs twice.
    """
    width = len(STRUCTURE_HEADER)
    if not rows or tuple(cell.strip() for cell in rows[0][:width]) != STRUCTURE_HEADER:
        raise ExportError(
            f"{file}: not a SurveyXact structure: its first row must be {', '.join(STRUCTURE_HEADER)}"
        )
    variables = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise ExportError(f"{file}, row {number}: {len(row)} fields, but a structure row has {width}")
        question, name, kind, sub, text, choice, choice_text = row[:width]
        variables.append(
            Variable(question.strip(), name.strip(), f"{kind}/{sub}", text, choice.strip(), choice_text)
        )
    repeated = [name for name, times in Counter(v.name for v in variables).items() if times > 1]
    if repeated:
        raise ExportError(
            f"{file}: variable '{repeated[0]}' occurs more than once, so it cannot be told apart"
        )
    return tuple(variables)


def parse_labels(rows: Sequence[Sequence[str]], file: str) -> dict[str, dict[str, str]]:
    """Variable name → code → label, of a `labels` table, which has no header.

    Raises:
        ExportError: A row has another width than three, or a code occurs twice for a variable.
    """
    labels: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=1):
        if len(row) < LABELS_WIDTH or any(cell.strip() for cell in row[LABELS_WIDTH:]):
            raise ExportError(
                f"{file}, row {number}: {len(row)} fields, but a labels row is variable, code, label"
            )
        codes = labels.setdefault(row[0].strip(), {})
        code = row[1].strip()
        if code in codes:
            raise ExportError(
                f"{file}, row {number}: variable {row[0].strip()} already has a label for code {code}"
            )
        codes[code] = row[2]
    return labels


def check_labels(variables: Sequence[Variable], labels: Labels, file: str) -> None:
    """Check that `labels` belong to this structure.

    Raises:
        ExportError: A labelled variable is unknown, a text variable has labels, or an option's labels are not
            0 and 1.
    """
    kinds = {variable.name: variable.kind for variable in variables}
    unknown = [name for name in labels if name not in kinds]
    if unknown:
        raise ExportError(
            f"{file}: {len(unknown)} labelled variables are not in the structure, first: '{unknown[0]}'. "
            "Labels and structure must be exported together, from the same survey"
        )
    for name, codes in labels.items():
        if kinds[name].startswith("Open"):
            raise ExportError(f"{file}: '{name}' has labels, but is an open question in the structure")
        if kinds[name] == "Closed/Multiple" and set(codes) != _TICKS:
            raise ExportError(
                f"{file}: '{name}' is an option of a multiple-response question: its codes must be 0, 1"
            )
    unlabelled = [v.name for v in variables if v.kind == "Closed/Multiple" and v.name not in labels]
    if unlabelled:
        raise ExportError(
            f"{file}: {len(unlabelled)} options have no labels (first: '{unlabelled[0]}'): incomplete"
        )


def match_header(header: Sequence[str], variables: Sequence[Variable], file: str) -> tuple[Variable, ...]:
    """The variable of each dataset column, in the dataset's order.

    By name when the dataset and the structure have the same names, in any order. Else, when the header was
    cut to eight characters, by order: only if every name is a cut of the variable that stands in its place.

    Raises:
        ExportError: The dataset and the structure are of different surveys, or of different versions of one.
    """
    names = [cell.strip() for cell in header]
    by_name = {variable.name: variable for variable in variables}
    if len(set(names)) == len(names) and set(names) == set(by_name):
        return tuple(by_name[name] for name in names)
    if len(names) == len(variables) and all(map(_is_cut_of, names, variables)):
        return tuple(variables)
    strange = [
        str(i) for i, name in enumerate(names, start=1) if name not in by_name or name in names[: i - 1]
    ]
    absent = [name for name in by_name if name not in names]
    # Only places are told of the dataset: where its header is missing, its first row is a person's answers.
    found = (
        [f"{len(strange)} columns are not in it, or twice (first: column {strange[0]})"] if strange else []
    )
    found += [f"{len(absent)} of its variables have no column (first: '{absent[0]}')"] if absent else []
    raise ExportError(
        f"{file}: the dataset does not fit the structure: {'; '.join(found)}. "
        "Dataset, structure and labels must be exported together, from the same survey"
    )


def _is_cut_of(name: str, variable: Variable) -> bool:
    """Whether a header is a variable's name cut to eight characters, perhaps numbered anew at its end."""
    if name == variable.name:
        return True
    stem = re.sub(r"_\d+$", "", name)
    return len(name) <= _NAME_LENGTH and bool(stem) and variable.name.startswith(stem)


def check_cells(
    variables: Sequence[Variable], labels: Labels, cells: pa.Table, by_order: bool, file: str
) -> None:
    """Check that the dataset's codes can be those of the codebook.

    An option's column holds 0, 1 or nothing. Where columns were matched by order, codes without a label are
    refused too: they would be the sign of a shift. Otherwise an unknown code is a matter for the survey's
    definition.

    Raises:
        ExportError: With the column, never the code.
    """
    for variable, column in zip(variables, cells.columns, strict=True):
        allowed = _TICKS if variable.kind == "Closed/Multiple" else set(labels.get(variable.name, ()))
        if not allowed or (variable.kind != "Closed/Multiple" and not by_order):
            continue
        codes = pc.utf8_trim_whitespace(column.drop_null())
        strange = len(codes) - (pc.sum(pc.is_in(codes, pa.array(sorted(allowed), TEXT))).as_py() or 0)
        if strange:
            raise ExportError(
                f"{file}: {strange} cells of '{variable.name}' are none of its codes in the codebook: "
                "dataset and structure are not of the same survey"
            )


def source_columns(
    variables: Sequence[Variable], labels: Labels, header: Sequence[str]
) -> list[SourceColumn]:
    """The columns with their stable ids.

    An id is `question[choice]` for an option, else `question`. Where a structure gives several variables the
    same pair (a background variable may share a question's name), those whose names differ from the
    question's are `question@variable`.
    """
    shared = Counter((v.question, v.choice) for v in variables)
    columns = []
    for variable, name in zip(variables, header, strict=True):
        identity = f"{variable.question}[{variable.choice}]" if variable.choice else variable.question
        if shared[variable.question, variable.choice] > 1 and variable.name != variable.question:
            identity = f"{identity}@{variable.name}"
        columns.append(
            SourceColumn(
                id=identity,
                name=name,
                label=f"{variable.text} - {variable.choice_text}" if variable.choice else variable.text,
                labels=dict(labels.get(variable.name, {})),
                block=variable.question if variable.kind == "Closed/Multiple" else "",
                option=variable.choice if variable.kind == "Closed/Multiple" else "",
            )
        )
    return columns


def fingerprint(columns: Sequence[SourceColumn]) -> str:
    """What a wave's codebook is, in sixteen digits: ids, texts and labels, whatever the order of the columns.

    Column names are not part of it: SurveyXact renumbers them.
    """
    said = sorted(repr((c.id, c.label, c.block, c.option, list(c.labels.items()))) for c in columns)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

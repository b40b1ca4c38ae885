"""From the files of `surveys/<survey>/` to a `Definition`, or to everything that is wrong with them.

Belongs here: which files a definition has, and the order of things. Reading YAML is in `documents`, refusing
what has not the form of a model in `refusals`, and what a definition means in `checking`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.survey.checking import check_definition
from pipeline.survey.documents import Document, read_document
from pipeline.survey.problems import DefinitionError, Problem, Rank, nearest
from pipeline.survey.questions import Questionnaire
from pipeline.survey.refusals import to_model
from pipeline.survey.remains import Fault, Remains
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition, Survey

__all__ = [
    "DefinitionError",
    "Document",
    "Examined",
    "Problem",
    "examine_definition",
    "load_definition",
    "nearest",
    "survey_names",
]

_MOST_ROUNDS = 200
"""Each round leaves out something, so that far fewer are needed."""


def survey_names(surveys: Path) -> list[str]:
    """The folders in `surveys` that hold a `survey.yaml`, by name."""
    return sorted(p.parent.name for p in surveys.glob("*/survey.yaml"))


def load_definition(folder: Path) -> Definition:
    """The definition in `folder`.

    Raises:
        DefinitionError: naming every problem of every file, with line and the nearest right word.
    """
    examined = examine_definition(folder)
    if examined.problems or examined.definition is None:
        raise DefinitionError(folder.name, examined.problems)
    return examined.definition


@dataclass(frozen=True)
class Examined:
    """A definition, or as much of it as is sound.

    Attributes:
        definition: What is sound; None when nothing of the survey or the questionnaire is.
        problems: What is wrong, each once.
        cut_words: Every key and value in what was left out.
    """

    definition: Definition | None
    problems: list[Problem]
    cut_words: frozenset[str]


def examine_definition(folder: Path) -> Examined:
    """The definition in `folder` with everything that is wrong in it.

    What is wrong is mended or left out, and the rest is examined again, until it is sound. So a misspelt key
    hides nothing else, and what only follows from what was left out is not told.
    """
    problems = _misnamed_files(folder)
    documents = [read_document(path, folder, problems) for path in _paths(folder)]
    files = {document.name: Remains(document) for document in documents if document}
    definition: Definition | None = None
    for _ in range(_MOST_ROUNDS):
        definition, faults = _sound(files, _digest([d for d in documents if d]))
        problems += [fault.problem for fault in faults if not fault.follows]
        for fault in faults:
            files[fault.file].settle(fault)
        if not faults:
            break
        definition = None
    problems += _misnamed_survey(folder, definition, files)
    cut = frozenset(word for file in files.values() for word in file.cut_words)
    return Examined(definition, list(dict.fromkeys(problems)), cut)


def _sound(files: Mapping[str, Remains], sha256: str) -> tuple[Definition | None, list[Fault]]:
    """The definition that the files make up, or the faults that come first."""
    models: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, file in files.items():
        if file.data is not None:
            models[name], found = to_model(_model_of(name), file)
            faults += found
    survey, questionnaire = models.get("survey.yaml"), models.get("questionnaire.yaml")
    if faults or survey is None or questionnaire is None:
        return None, faults
    definition = Definition(
        survey=survey,
        questionnaire=questionnaire,
        reports={model.report: model for model in models.values() if isinstance(model, Report)},
        sha256=sha256,
    )
    return definition, check_definition(definition, files)


def _model_of(name: str) -> type[Survey | Questionnaire | Report]:
    if name == "survey.yaml":
        return Survey
    return Questionnaire if name == "questionnaire.yaml" else Report


def _misnamed_survey(
    folder: Path, definition: Definition | None, files: Mapping[str, Remains]
) -> list[Problem]:
    if definition is None or definition.id == folder.name:
        return []
    message = f"{definition.id} is not the folder's name, {folder.name}"
    return [files["survey.yaml"].fault(("survey",), (message, Rank.MEANING)).problem]


def _paths(folder: Path) -> list[Path]:
    reports = sorted((folder / "reports").glob("*.yaml"))
    return [folder / "survey.yaml", folder / "questionnaire.yaml", *reports]


def _misnamed_files(folder: Path) -> list[Problem]:
    """Files that look like a part of the definition and would be passed over."""
    found = sorted([*folder.glob("*.yml"), *(folder / "reports").glob("*.yml")])
    return [
        Problem(path.relative_to(folder).as_posix(), 0, f"is not read; call it {path.stem}.yaml")
        for path in found
    ]


def _digest(documents: list[Document]) -> str:
    lines = "".join(f"{document.name} {document.sha256}\n" for document in documents)
    return hashlib.sha256(lines.encode()).hexdigest()

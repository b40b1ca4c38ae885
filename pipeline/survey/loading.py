"""From the files of `surveys/<survey>/` to a `Definition`, or to everything that is wrong with them.

Belongs here: which files a definition has, and the order of things. Reading YAML is in `documents`, refusing
what has not the form of a model in `refusals`, and what a definition means in `checking`.
"""

import hashlib
from pathlib import Path

from pipeline.survey.checking import check_definition
from pipeline.survey.documents import Document, read_document
from pipeline.survey.problems import DefinitionError, Problem, nearest
from pipeline.survey.questions import Questionnaire
from pipeline.survey.refusals import to_model
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition, Survey

__all__ = ["DefinitionError", "Document", "Problem", "load_definition", "nearest", "survey_names"]


def survey_names(surveys: Path) -> list[str]:
    """The folders in `surveys` that hold a `survey.yaml`, by name."""
    return sorted(p.parent.name for p in surveys.glob("*/survey.yaml"))


def load_definition(folder: Path) -> Definition:
    """The definition in `folder`.

    Raises:
        DefinitionError: naming every problem of every file, with line and the nearest right word.
    """
    problems = _misnamed_files(folder)
    documents = [read_document(path, folder, problems) for path in _paths(folder)]
    survey = to_model(Survey, documents[0], problems)
    questionnaire = to_model(Questionnaire, documents[1], problems)
    reports = [to_model(Report, document, problems) for document in documents[2:]]
    if survey and documents[0] and survey.survey != folder.name:
        message = f"survey: {survey.survey} is not the folder's name, {folder.name}"
        problems.append(Problem("survey.yaml", documents[0].line(("survey",)), message))
    if not problems and survey and questionnaire:
        definition = Definition(
            survey=survey,
            questionnaire=questionnaire,
            reports={report.report: report for report in reports if report},
            sha256=_digest([d for d in documents if d]),
        )
        problems = check_definition(definition, {d.name: d for d in documents if d})
        if not problems:
            return definition
    raise DefinitionError(folder.name, problems)


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

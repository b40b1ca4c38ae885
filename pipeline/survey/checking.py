"""What a definition means, checked: everything that one part says of another.

Belongs here: the order of the checks. Shapes and types are checked by the models themselves.
"""

from collections.abc import Callable, Mapping

from pipeline.survey.check import Check
from pipeline.survey.checking_bindings import check_bindings
from pipeline.survey.checking_questionnaire import check_codelists, check_conditions, check_questions
from pipeline.survey.checking_reports import check_reports
from pipeline.survey.checking_survey import check_demographics, check_survey
from pipeline.survey.documents import Document
from pipeline.survey.problems import Problem
from pipeline.survey.survey import Definition

STAGES: tuple[tuple[Callable[[Check], None], ...], ...] = (
    (check_codelists,),
    (check_questions, check_bindings),
    (check_demographics,),
    (check_conditions, check_survey, check_reports),
)
"""Later stages rely on what earlier ones have found right."""


def check_definition(definition: Definition, documents: Mapping[str, Document]) -> list[Problem]:
    """Everything wrong with a definition whose parts are well-formed one by one.

    Args:
        definition: The definition.
        documents: Its files by name, for the lines.
    """
    check = Check(definition, documents)
    for stage in STAGES:
        for step in stage:
            step(check)
        if check.problems:
            break
    return check.problems

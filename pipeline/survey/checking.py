"""What a definition means, checked: everything that one part says of another.

Belongs here: the order of the checks. Shapes and types are checked by the models themselves.
"""

from collections.abc import Callable, Mapping

from pipeline.survey.check import Check
from pipeline.survey.checking_bindings import check_bindings
from pipeline.survey.checking_questionnaire import check_codelists, check_conditions, check_questions
from pipeline.survey.checking_reports import check_reports
from pipeline.survey.checking_survey import check_demographics, check_survey
from pipeline.survey.checking_waves import check_waves_of_parts
from pipeline.survey.remains import Fault, Remains
from pipeline.survey.survey import Definition

STAGES: tuple[tuple[Callable[[Check], None], ...], ...] = (
    (check_codelists,),
    (check_questions, check_waves_of_parts),
    (check_bindings,),
    (check_demographics,),
    (check_conditions, check_survey, check_reports),
)
"""Later stages rely on what earlier ones have found right."""


def check_definition(definition: Definition, files: Mapping[str, Remains]) -> list[Fault]:
    """What is wrong with a definition whose parts are well-formed one by one, as far as it can be told.

    Args:
        definition: The definition.
        files: Its files by name, for the lines.

    Returns:
        The faults of the first stage that has any; with those mended or cut, the next stages can be checked.
    """
    check = Check(definition, files)
    for stage in STAGES:
        for step in stage:
            step(check)
        if check.faults:
            break
    return check.faults

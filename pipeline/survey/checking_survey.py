"""`survey.yaml`, checked: demographics and their groups, waves, the universe and the weighting.

Belongs here: what `survey.yaml` says of itself and of the questionnaire.
"""

from pipeline.survey.check import SURVEY, Check
from pipeline.survey.checking_texts import check_texts_of_survey
from pipeline.survey.demographics import Demographic
from pipeline.survey.documents import Loc
from pipeline.survey.questions import Question
from pipeline.survey.settings import Weighting
from pipeline.survey.variables import UNKNOWN, Variable, demographic_variables, question_variables

SHORTEST_SHA256 = 12
ONE_COLUMN = frozenset({"single", "scale", "nps", "numeric", "derived", "index"})
"""Types with one value a person, so that groups can be made of it."""


def check_demographics(check: Check) -> None:
    """Demographics: their variable, and groups that it has."""
    demographics = check.definition.survey.demographics
    ids = ((d.id, ("demographics", i, "id")) for i, d in enumerate(demographics))
    check.unique(ids, "demographic", SURVEY)
    for i, demographic in enumerate(demographics):
        loc: Loc = ("demographics", i)
        if demographic.id == "wave":
            check.report(SURVEY, (*loc, "id"), "wave is taken; give another id")
        groups = ((g.id, (*loc, "groups", j, "id")) for j, g in enumerate(demographic.groups))
        check.unique(groups, "group", SURVEY)
        if demographic.groups and all(g.when for g in demographic.groups):
            continue
        variable = check.definition.variable_of(demographic)
        if check.known(variable, check.definition.questions, "question", SURVEY, (*loc, "variable")):
            _check_groups(check, demographic, check.definition.questions[variable], loc)


def _check_groups(check: Check, demographic: Demographic, question: Question, loc: Loc) -> None:
    if question.type not in ONE_COLUMN and not (demographic.multiple and question.type == "multiple"):
        message = f"{question.id} is {question.type}; give every group a when"
        if question.type == "multiple":
            message += ", or say multiple: true if a respondent can be in several"
        check.report(SURVEY, (*loc, "variable"), message)
        return
    options = [o.id for o in check.definition.options(question)]
    if not options and not demographic.groups:
        check.report(SURVEY, loc, f"{question.id} has no options; give groups with min and max")
    placed: list[tuple[object, Loc]] = []
    for j, group in enumerate(demographic.groups):
        where = (*loc, "groups", j)
        by_range = group.min is not None or group.max is not None
        if by_range and not question.is_numeric:
            check.report(SURVEY, where, f"{question.id} is not a number, so min and max do not fit")
        if not (by_range or group.when):
            wanted = group.options or (group.id,)
            placed += ((option, where) for option in wanted)
            for option in wanted:
                check.known(option, options, "option", SURVEY, where)
    if not demographic.multiple:
        check.unique(placed, "option", SURVEY)
    if UNKNOWN in [g.id for g in check.definition.groups(demographic)]:
        check.report(SURVEY, loc, f"{UNKNOWN} is the group of everyone without a value; give another id")


def check_survey(check: Check) -> None:
    """Waves, groups by condition, universe and weighting."""
    answers = question_variables(check.definition) | {"wave": Variable("wave", "wave_year", "number")}
    for i, demographic in enumerate(check.definition.survey.demographics):
        for j, group in enumerate(demographic.groups):
            check.condition(group.when, SURVEY, ("demographics", i, "groups", j, "when"), answers)
    for wave in check.definition.survey.waves:
        _check_wave(check, wave)
    check_texts_of_survey(check)
    survey = check.definition.survey
    if survey.universe:
        for demographic_id in survey.universe.columns:
            loc: Loc = ("universe", "columns", demographic_id)
            check.known(demographic_id, check.definition.demographics, "demographic", SURVEY, loc)
            if demographic_id in check.definition.sharing:
                message = f"{demographic_id} is multiple: a register's counts have everybody in one group"
                check.report(SURVEY, loc, message)
    if survey.weighting:
        _check_weighting(check, survey.weighting)


def _check_wave(check: Check, wave: str) -> None:
    """Declared labels belong to options, and a wave with a universe has its files."""
    settings = check.definition.survey.waves[wave]
    for key in settings.label_changes:
        loc: Loc = ("waves", wave, "label_changes", key)
        question_id, _, option = key.partition(".")
        if check.known(question_id, check.definition.questions, "question", SURVEY, loc):
            options = [o.id for o in check.definition.options(check.definition.questions[question_id])]
            check.known(option, options, f"option of {question_id}", SURVEY, loc)
    approved = [
        (revision.sha256[:SHORTEST_SHA256], ("waves", wave, "revisions", i, "sha256"))
        for i, revision in enumerate(settings.revisions)
    ]
    check.unique(approved, "sha256", SURVEY)
    if check.definition.survey.universe and settings.universe is None and not settings.pilot:
        message = "is required, for the survey declares a universe"
        check.report(SURVEY, ("waves", wave, "universe"), message, cut=("universe",))
    if settings.field_end < settings.field_start:
        check.report(SURVEY, ("waves", wave, "field_end"), "field_end is before field_start")


def _check_weighting(check: Check, weighting: Weighting) -> None:
    universe = check.definition.survey.universe
    demographics = check.definition.demographics
    for i, variable in enumerate(weighting.variables):
        loc: Loc = ("weighting", "variables", i)
        known = universe.columns if universe else {}
        where = (*loc, "demographic")
        if not check.known(variable.demographic, known, "column of the universe for", SURVEY, where):
            continue
        if variable.demographic not in demographics:
            continue
        groups = [g.id for g in check.definition.groups(demographics[variable.demographic])]
        for j, merge in enumerate(variable.merge):
            for group in (*merge.groups, merge.into):
                check.known(group, [*groups, UNKNOWN], "group", SURVEY, (*loc, "merge", j))
    shared = {
        n: v for n, v in demographic_variables(check.definition).items() if universe and n in universe.columns
    }
    check.condition(weighting.base, SURVEY, ("weighting", "base"), shared)

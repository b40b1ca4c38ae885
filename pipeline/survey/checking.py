"""What a definition means, checked: everything that one part says of another.

Belongs here: questionnaire and survey; what reports refer to is in `checking_reports`. Shapes and types are
checked by the models themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.survey.loading import Document, Loc, Problem, nearest
from pipeline.survey.predicates import PredicateError, compile_predicate
from pipeline.survey.questions import OPTION_TYPES, Option, Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import Variable, question_variables, variables


@dataclass
class Check:
    """A definition under inspection, and the problems found so far."""

    definition: Definition
    documents: Mapping[str, Document]
    problems: list[Problem] = field(default_factory=list)

    def report(self, file: str, loc: Loc, message: str) -> None:
        """Note a problem at `loc` of `file`."""
        document = self.documents.get(file)
        place = ".".join(str(part) for part in loc)
        line = document.line(loc) if document else 0
        self.problems.append(Problem(file, line, f"{place}: {message}"))

    def known(self, word: str, words: Iterable[str], what: str, file: str, loc: Loc) -> bool:
        """Whether `word` is one of `words`; if not, note that there is no such thing and the nearest one."""
        known = list(words)
        if word in known:
            return True
        self.report(file, loc, f"there is no {what} {word}{nearest(word, known)}")
        return False

    def predicate(
        self, text: str | None, file: str, loc: Loc, names: Mapping[str, Variable] | None = None
    ) -> None:
        """Note what is wrong with a condition or expression, if anything."""
        if text is None:
            return
        try:
            compile_predicate(text, variables(self.definition) if names is None else names)
        except PredicateError as error:
            self.report(file, loc, str(error))

    def unique(self, ids: Iterable[object], what: str, file: str, loc: Loc) -> None:
        """Note every id that stands more than once."""
        seen: set[object] = set()
        for one in ids:
            if one in seen:
                self.report(file, loc, f"{what} {one} stands more than once")
            seen.add(one)


def check_definition(definition: Definition, documents: Mapping[str, Document]) -> list[Problem]:
    """Everything wrong with a definition whose parts are well-formed one by one."""
    from pipeline.survey.checking_reports import check_reports

    check = Check(definition, documents)
    _check_codelists(check)
    if check.problems:
        return check.problems
    for i, question in enumerate(definition.questionnaire.questions):
        _check_question(check, question, ("questions", i))
    check.unique(
        (q.id for q in definition.questionnaire.questions), "question", "questionnaire.yaml", ("questions",)
    )
    if check.problems:
        return check.problems
    _check_demographics(check)
    if check.problems:
        return check.problems
    _check_conditions(check)
    _check_universe(check)
    check_reports(check)
    return check.problems


def _check_codelists(check: Check) -> None:
    lists = check.definition.questionnaire.codelists
    for name, codelist in lists.items():
        _check_options(check, codelist.options, ("codelists", name, "options"))
    for i, question in enumerate(check.definition.questionnaire.questions):
        if question.codelist:
            check.known(
                question.codelist, lists, "codelist", "questionnaire.yaml", ("questions", i, "codelist")
            )


def _check_options(check: Check, options: tuple[Option, ...], loc: Loc) -> None:
    check.unique((o.id for o in options), "option", "questionnaire.yaml", loc)
    check.unique((o.code for o in options), "code", "questionnaire.yaml", loc)


def _check_question(check: Check, question: Question, loc: Loc) -> None:
    file = "questionnaire.yaml"
    options = check.definition.options(question)
    ids = [o.id for o in options]
    if question.type in OPTION_TYPES and not options:
        check.report(file, loc, f"{question.id}: a {question.type} question needs options or a codelist")
    _check_options(check, question.options, (*loc, "options"))
    check.unique((i.id for i in question.items), "item", file, (*loc, "items"))
    if question.type == "nps" and sorted(o.score for o in options if o.score is not None) != list(range(11)):
        check.report(file, loc, f"{question.id}: an nps question has options with the scores 0 to 10")
    for i, net in enumerate(question.nets):
        for option in net.options:
            if check.known(option, ids, "option", file, (*loc, "nets", i, "options")):
                role = next(o.role for o in options if o.id == option)
                if role not in {"substantive", "other"}:
                    check.report(
                        file, (*loc, "nets", i), f"net {net.id}: {option} is {role} and cannot be in a net"
                    )
    if question.focus:
        check.known(question.focus, ids, "option", file, (*loc, "focus"))
    for wave in question.waves:
        check.known(wave, check.definition.survey.waves, "wave", file, (*loc, "waves", wave))
    for wave in check.definition.survey.waves:
        _check_binding(check, question, wave, loc)


def _check_binding(check: Check, question: Question, wave: str, loc: Loc) -> None:
    """Every question is bound in every wave, or said to be dropped there."""
    if question.type in {"derived", "index"}:
        return
    file = "questionnaire.yaml"
    binding = question.binding(wave)
    if binding.compat == "dropped":
        return
    by_parts = question.type in {"grid", "grid_multiple", "ranking"} or (
        question.type == "multiple" and not binding.separator
    )
    if not by_parts:
        if binding.column is None:
            check.report(
                file, loc, f"{question.id} has no column in wave {wave}; give one, or compat: dropped"
            )
        return
    parts = binding_parts(check.definition, question)
    for part in parts:
        if part not in binding.columns:
            check.report(file, (*loc, "columns"), f"{question.id}: {part} has no column in wave {wave}")
    for part in binding.columns:
        check.known(part, parts, "option or item", file, (*loc, "columns", part))


def binding_parts(definition: Definition, question: Question) -> list[str]:
    """The keys that `columns` must have: options, items, or `item__option` for a grid of ticks."""
    options = [o.id for o in definition.options(question)]
    items = [i.id for i in question.items]
    if question.type == "multiple":
        return options
    if question.type == "grid_multiple":
        return [f"{item}__{option}" for item in items for option in options]
    return items


def _check_demographics(check: Check) -> None:
    definition = check.definition
    questions = definition.questions
    check.unique(
        (d.id for d in definition.survey.demographics), "demographic", "survey.yaml", ("demographics",)
    )
    for i, demographic in enumerate(definition.survey.demographics):
        loc: Loc = ("demographics", i)
        by_condition = bool(demographic.groups) and all(g.when for g in demographic.groups)
        if by_condition:
            continue
        variable = definition.variable_of(demographic)
        if not check.known(variable, questions, "question", "survey.yaml", (*loc, "variable")):
            continue
        options = [o.id for o in definition.options(questions[variable])]
        for j, group in enumerate(demographic.groups):
            for option in group.options:
                check.known(option, options, "option", "survey.yaml", (*loc, "groups", j, "options"))
            if (group.min is not None or group.max is not None) and not questions[variable].is_numeric:
                check.report(
                    "survey.yaml",
                    (*loc, "groups", j),
                    f"{variable} is not a number, so min and max do not fit",
                )
            if not (group.options or group.when or group.min is not None or group.max is not None):
                check.known(group.id, options, "option", "survey.yaml", (*loc, "groups", j, "id"))
        check.unique((g.id for g in demographic.groups), "group", "survey.yaml", (*loc, "groups"))


def _check_conditions(check: Check) -> None:
    answers = question_variables(check.definition) | {"wave": Variable("wave", "wave_year", "number")}
    for i, question in enumerate(check.definition.questionnaire.questions):
        loc: Loc = ("questions", i)
        check.predicate(question.condition, "questionnaire.yaml", (*loc, "ask_if"), answers)
        check.predicate(question.expression, "questionnaire.yaml", (*loc, "expression"), answers)
        for j, option in enumerate(question.options):
            check.predicate(option.when, "questionnaire.yaml", (*loc, "options", j, "when"), answers)
        for part in question.index_of:
            check.known(part, answers, "question or grid item", "questionnaire.yaml", (*loc, "index_of"))
    for i, demographic in enumerate(check.definition.survey.demographics):
        for j, group in enumerate(demographic.groups):
            check.predicate(group.when, "survey.yaml", ("demographics", i, "groups", j, "when"), answers)


def _check_universe(check: Check) -> None:
    survey = check.definition.survey
    demographics = check.definition.demographics
    if survey.universe:
        for demographic in survey.universe.columns:
            check.known(
                demographic, demographics, "demographic", "survey.yaml", ("universe", "columns", demographic)
            )
    if survey.weighting:
        for i, variable in enumerate(survey.weighting.variables):
            loc: Loc = ("weighting", "variables", i, "demographic")
            known = survey.universe.columns if survey.universe else {}
            if not check.known(variable.demographic, known, "column of the universe for", "survey.yaml", loc):
                continue
            groups = [g.id for g in check.definition.groups(demographics[variable.demographic])]
            for j, merge in enumerate(variable.merge):
                for group in (*merge.groups, merge.into):
                    check.known(
                        group,
                        [*groups, "unknown"],
                        "group",
                        "survey.yaml",
                        ("weighting", "variables", i, "merge", j),
                    )
        check.predicate(survey.weighting.base, "survey.yaml", ("weighting", "base"))

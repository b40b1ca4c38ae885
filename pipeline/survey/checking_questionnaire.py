"""The questionnaire, checked: options, items, nets, scores, and conditions between questions.

Belongs here: what `questionnaire.yaml` says of itself. Where exports hold its answers is `checking_bindings`.
"""

import unicodedata
from collections.abc import Sequence
from itertools import combinations

from pipeline.survey.check import QUESTIONNAIRE, Check
from pipeline.survey.checking_scales import check_points, check_scores
from pipeline.survey.documents import Loc
from pipeline.survey.model import EVERY_LANGUAGE
from pipeline.survey.questions import NOT_SUBSTANTIVE, OPTION_TYPES, Item, Net, Option, Question
from pipeline.survey.routing import rounds
from pipeline.survey.variables import SEPARATOR, Variable, question_variables

NPS_SCORES = list(range(11))
RESERVED = ("wave",)
"""Names in predicates that are taken."""


def check_codelists(check: Check) -> None:
    """Codelists: their options, and that questions name one that is there."""
    lists = check.definition.questionnaire.codelists
    for name, codelist in lists.items():
        _check_options(check, codelist.options, ("codelists", name, "options"))
    for i, question in enumerate(check.definition.questionnaire.questions):
        if question.codelist:
            loc: Loc = ("questions", i, "codelist")
            check.known(question.codelist, lists, "codelist", QUESTIONNAIRE, loc)


def check_questions(check: Check) -> None:
    """Every question by itself."""
    questions = check.definition.questionnaire.questions
    check.unique(_places(questions, ("questions",)), "question", QUESTIONNAIRE)
    for i, question in enumerate(questions):
        loc: Loc = ("questions", i)
        if question.id in RESERVED:
            check.report(QUESTIONNAIRE, (*loc, "id"), f"{question.id} is taken; give another id")
        _check_options(check, question.options, (*loc, "options"))
        check.unique(_places(question.items, (*loc, "items")), "item", QUESTIONNAIRE)
        _check_type(check, question, loc)
        _check_nets(check, question, loc)
        _check_nothing_ticked(check, question, loc)
        if question.focus:
            ids = [o.id for o in check.definition.options(question)]
            check.known(question.focus, ids, "option", QUESTIONNAIRE, (*loc, "focus"))


def _places(parts: Sequence[Question | Item | Option | Net], loc: Loc) -> list[tuple[object, Loc]]:
    """The id of each entry of a list, with its place."""
    return [(part.id, (*loc, i, "id")) for i, part in enumerate(parts)]


def _check_options(check: Check, options: tuple[Option, ...], loc: Loc) -> None:
    check.unique(_places(options, loc), "option", QUESTIONNAIRE)
    check.unique(((o.code, (*loc, j, "code")) for j, o in enumerate(options)), "code", QUESTIONNAIRE)
    texts: dict[tuple[str, str], list[int]] = {}
    for j, o in enumerate(options):
        for language, text in o.text.root.items():
            texts.setdefault((language, unicodedata.normalize("NFC", text)), []).append(j)
    for (language, text), places in texts.items():
        if _clash(check, options, places):
            where = "" if language == EVERY_LANGUAGE else f" ({language})"
            message = f"{len(places)} options read «{text}»{where}"
            check.report(QUESTIONNAIRE, (*loc, places[-1], "text"), message)
    _check_matches(check, options, loc)


def _check_matches(check: Check, options: tuple[Option, ...], loc: Loc) -> None:
    """What exports call an option is no other's name or code in the same wave."""
    matches: dict[str, list[int]] = {}
    for j, o in enumerate(options):
        for value in map(str, o.match):
            matches.setdefault(value, []).append(j)
    for value, places in matches.items():
        if _clash(check, options, places):
            check.report(QUESTIONNAIRE, (*loc, places[-1], "match"), f"match {value} stands more than once")
    codes = {str(o.code): j for j, o in enumerate(options)}
    for value, places in matches.items():
        for j in places:
            if _clash(check, options, [codes.get(value, j), j]):
                message = f"{value} is a match of {options[j].id} and the code of {options[codes[value]].id}"
                check.report(QUESTIONNAIRE, (*loc, j, "match"), message)


def _clash(check: Check, options: tuple[Option, ...], places: list[int]) -> bool:
    """Whether two of the options are in the same wave."""
    pairs = combinations(dict.fromkeys(places), 2)
    return any(check.overlap(options[i], options[j]) for i, j in pairs)


def _check_type(check: Check, question: Question, loc: Loc) -> None:
    options = check.definition.every_option(question)
    if question.type in OPTION_TYPES - {"nps"} and not options:
        check.report(QUESTIONNAIRE, loc, f"a question of type {question.type} needs options or a codelist")
    for points in check.option_sets(question):
        if question.type == "nps" and sorted(p.score for p in points if p.score is not None) != NPS_SCORES:
            check.report(QUESTIONNAIRE, loc, "an nps question has eleven options with the scores 0 to 10")
        check_points(check, question, points, loc)
    by_condition = question.type == "derived" and not question.expression
    for option in options:
        if by_condition and not option.when:
            check.report(QUESTIONNAIRE, loc, f"{option.id} of a derived question has no when")
        if option.when and not by_condition:
            check.report(
                QUESTIONNAIRE, loc, f"{option.id} has a when, which only a derived question can have"
            )
    if question.min_items and question.min_items > len(question.index_of):
        check.report(QUESTIONNAIRE, (*loc, "min_items"), f"is above {len(question.index_of)}, its parts")


def _check_nets(check: Check, question: Question, loc: Loc) -> None:
    options = {o.id: o.role for o in check.definition.options(question)}
    check.unique(_places(question.nets, (*loc, "nets")), "net", QUESTIONNAIRE)
    for i, net in enumerate(question.nets):
        where = (*loc, "nets", i)
        for j, option in enumerate(net.options):
            if check.known(option, options, "option", QUESTIONNAIRE, (*where, "options", j)):
                role = options[option]
                if role in NOT_SUBSTANTIVE:
                    check.report(QUESTIONNAIRE, where, f"{option} is {role} and cannot be in a net")


def _check_nothing_ticked(check: Check, question: Question, loc: Loc) -> None:
    """Nothing ticked can be an answer where each option has a cell that can say so."""
    if not question.blank_is_none:
        return
    where = (*loc, "blank_is_none")
    if not question.has_ticks:
        check.report(QUESTIONNAIRE, where, f"a question of type {question.type} has no ticks to be none")
        return
    bindings = [question.binding(wave) for wave in sorted(check.definition.survey.waves)]
    asked = [binding for binding in bindings if binding.compat != "dropped"]
    if asked and all(binding.separator or binding.mentions for binding in asked):
        message = (
            "does nothing with a separator or mentions: a blank cell never tells whether the question was "
            "seen; leave it out, or offer «none of these» as an option"
        )
        check.report(QUESTIONNAIRE, where, message)


def check_conditions(check: Check) -> None:
    """Conditions and expressions, parts of indices, and that nothing depends on itself."""
    definition = check.definition
    names = question_variables(definition) | {"wave": Variable("wave", "wave_year", "number")}
    for name, codelist in definition.questionnaire.codelists.items():
        for j, option in enumerate(codelist.options):
            check.condition(option.when, QUESTIONNAIRE, ("codelists", name, "options", j, "when"), names)
    for i, question in enumerate(definition.questionnaire.questions):
        loc: Loc = ("questions", i)
        check.condition(question.condition, QUESTIONNAIRE, (*loc, "ask_if"), names)
        check.expression(question.expression, QUESTIONNAIRE, (*loc, "expression"), names)
        for j, option in enumerate(question.options):
            check.condition(option.when, QUESTIONNAIRE, (*loc, "options", j, "when"), names)
        for j, part in enumerate(question.index_of):
            where = (*loc, "index_of", j)
            if check.known(part, names, "question or grid item", QUESTIONNAIRE, where):
                _check_part(check, part, where)
    if not check.faults:
        try:
            rounds(definition)
        except ValueError as error:
            first = list(definition.questions).index(str(error).partition(",")[0])
            message = f"these depend on each other in a circle: {error}"
            check.report(QUESTIONNAIRE, ("questions", first), message)


def _check_part(check: Check, part: str, loc: Loc) -> None:
    """A part of an index has a range: scores of its options, or min and max of a number."""
    question = check.definition.questions.get(part.partition(SEPARATOR)[0])
    if question is None or question.has_ticks:
        check.report(QUESTIONNAIRE, loc, f"{part} is no scale, so it cannot be in an index")
    elif not question.is_numeric:
        check_scores(check, check.definition.options(question), loc)
    elif question.min is None or question.max is None or question.min == question.max:
        check.report(QUESTIONNAIRE, loc, f"{part} needs min and max to be in an index")

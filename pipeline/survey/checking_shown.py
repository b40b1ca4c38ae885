"""What reports choose to show, checked: a base, or a mean, fits the type of its questions.

Belongs here: `shown` of a report, of its questions and of its breakdowns, and `mean`.
"""

from pipeline.survey.check import Check
from pipeline.survey.documents import Loc
from pipeline.survey.questions import NOT_SUBSTANTIVE, SCORED_TYPES, Question
from pipeline.survey.reports import Report
from pipeline.survey.shown import OF_SEVERAL, has_shares

NAMED = 3
"""So many questions are named in a message."""


def check_shown(check: Check, report: Report, file: str) -> None:
    """Note every `shown` that a question it is for does not have."""
    questions = check.definition.questions
    without: list[Question] = []
    everyone: list[Question] = []
    for i, chapter in enumerate(report.chapters):
        for j, entry in enumerate(chapter.entries):
            question = questions.get(entry.id)
            if question is None:
                continue
            without.append(question)
            if entry.mean:
                _check_mean(check, question, file, ("chapters", i, "questions", j, "mean"))
            if entry.shown is None:
                everyone.append(question)
            else:
                _check_entry(check, question, entry.shown, file, ("chapters", i, "questions", j, "shown"))
    hint = "give it to the questions that it is for, in the chapters"
    _check_all(check, everyone, report.shown, hint, file, ("shown",))
    for k, breakdown in enumerate(report.breakdowns):
        hint = "valid is cases of the questions with several"
        _check_all(check, without, breakdown.shown, hint, file, ("breakdowns", k, "shown"))


def _check_entry(check: Check, question: Question, shown: str, file: str, loc: Loc) -> None:
    if not has_shares(question):
        kind = "is a number" if question.is_numeric else f"is of type {question.type}"
        reason = f"says which percent of the options is printed, but {question.id} {kind}; leave it out"
        check.report(file, loc, reason)
    elif shown in OF_SEVERAL and not question.has_ticks:
        reason = f"{shown} is for questions with several answers, and {question.id} has one a person"
        check.report(file, loc, f"{reason}: write valid or answered")


def _check_mean(check: Check, question: Question, file: str, loc: Loc) -> None:
    """Note a mean that is printed anyway, or that has no scores to be taken of."""
    if question.is_numeric or question.type in {"nps", "ranking"}:
        check.report(
            file, loc, f"{question.id} is of type {question.type} and told as a number anyway; leave it out"
        )
    elif question.type not in SCORED_TYPES:
        check.report(
            file, loc, f"a mean is of one answer a person, and {question.id} is of type {question.type}"
        )
    else:
        options = check.definition.options(question)
        without = [o.id for o in options if o.score is None and o.role not in NOT_SUBSTANTIVE]
        if without:
            names = ", ".join(without[:NAMED]) + (", …" if len(without) > NAMED else "")
            reason = f"a mean is of scores, and {question.id} has options without one: {names}"
            check.report(file, loc, f"{reason}; give each option a score in questionnaire.yaml")


def _check_all(
    check: Check, questions: list[Question], shown: str | None, hint: str, file: str, loc: Loc
) -> None:
    single = [q.id for q in questions if has_shares(q) and not q.has_ticks]
    if shown not in OF_SEVERAL or not single:
        return
    names = ", ".join(single[:NAMED]) + (", …" if len(single) > NAMED else "")
    verb = "has" if len(single) == 1 else "have"
    reason = f"{shown} is for questions with several answers, and {names} {verb} one a person"
    check.report(file, loc, f"{reason}; {hint}")

"""What reports choose to show, checked: a base fits the type of its questions.

Belongs here: `shown` of a report, of its questions and of its breakdowns.
"""

from pipeline.survey.check import Check
from pipeline.survey.documents import Loc
from pipeline.survey.questions import Question
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

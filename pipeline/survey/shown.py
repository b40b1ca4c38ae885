"""Which percent a report prints of a question: what `shown` of report, question and breakdown come to.

Belongs here: the one rule that marts and reports share. What each base is, is in `methods.bases`.
"""

from typing import Literal

from pipeline.survey.questions import Question
from pipeline.survey.reports import Breakdown, Report, ReportQuestion, Shown

BaseKind = Literal["asked", "answered", "valid", "cases", "responses"]
OF_SEVERAL: frozenset[Shown] = frozenset({"cases", "responses", "asked"})
"""What only a question with several answers a person has."""
OTHER_WHOLES: frozenset[Shown] = frozenset({"responses", "asked"})
"""What groups are shown of too, once a question is, unless the breakdown says otherwise."""


def base_kind(
    report: Report, entry: ReportQuestion, question: Question, breakdown: Breakdown | None = None
) -> BaseKind:
    """The base of the percent that is printed of a question's options.

    By default everyone who answered, of several answers those who ticked any, and of groups those who took a
    stand. Who took a stand on several answers are its cases. Numbers and NPS are of those who gave one.

    Args:
        report: The report.
        entry: The question's place in it.
        question: The question.
        breakdown: Of whose groups; None for everyone.
    """
    if not has_shares(question):
        return "valid"
    whole = entry.shown or report.shown or ("valid" if question.has_ticks else "answered")
    if breakdown is not None:
        whole = breakdown.shown or (whole if whole in OTHER_WHOLES else "valid")
    return "cases" if question.has_ticks and whole == "valid" else whole


def has_shares(question: Question) -> bool:
    """Whether a report prints percents of a question's options, so that `shown` says something of it."""
    return not question.is_numeric and question.type not in {"nps", "open", "date"}

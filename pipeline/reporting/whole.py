"""What printed percents of options are of: as a caption says it, and as the sentence on the base.

Belongs here: the catalogue's keys for each base. Which base a report prints is `survey.shown`.
"""

from pipeline.reporting.words import Words
from pipeline.survey.questions import NOT_SUBSTANTIVE, Question

PERSONS = {
    "asked": "asked_n",
    "answered": "answered_n",
    "valid": "valid_n",
    "cases": "valid_n",
    "responses": "valid_n",
}
"""The column of the persons behind a percent."""


def of_opinion(kind: str) -> bool:
    """Whether don't know and its like are outside of a base, so that they stand apart."""
    return kind not in {"answered", "asked"}


def has_aside(words: Words, question: Question) -> bool:
    """Whether a question has options outside of the base `valid`."""
    return any(o.role in NOT_SUBSTANTIVE for o in words.material.definition.options(question))


def caption_of(words: Words, question: Question, kind: str) -> str:
    """The caption over percents of options: what they are of."""
    keys = {
        "asked": "of_asked",
        "answered": "of_answered",
        "valid": "of_opinion",
        "responses": "of_responses",
    }
    if kind == "answered" and question.has_ticks:
        key = "of_answered_several"
    elif kind == "cases":
        key = "of_cases_opinion" if has_aside(words, question) else "of_cases"
    else:
        key = keys[kind]
    return words.catalogue.text(f"caption.{key}")


def who(words: Words, question: Question, kind: str) -> str:
    """Who the base of a question is, as the sentence over its figures says."""
    if question.type == "index":
        return words.catalogue.text("measure.base_index")
    if question.is_numeric:
        key = "base_all" if question.is_computed else "base_number"
        return words.catalogue.text(f"question.{key}")
    apart = of_opinion(kind) and has_aside(words, question)
    if kind == "valid" or (question.has_ticks and apart):
        return words.catalogue.text("question.base_opinion")
    if kind == "asked":
        return words.catalogue.text("question.base_asked")
    ticked = question.has_ticks and not question.blank_is_none
    return words.catalogue.text("question.base_ticked" if ticked else "question.base_all")

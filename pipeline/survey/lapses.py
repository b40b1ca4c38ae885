"""What a wave does not say: differences declared for the wave before it alone, and what a draft left open.

Belongs here: what a definition may do and a person should know of. Whatever changed for good goes on the
question.
"""

from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition


def lapsed_differences(definition: Definition, wave: str) -> list[str]:
    """Questions whose declared difference in the wave before does not hold in `wave`, a sentence each.

    Only where `wave` goes back to what an even earlier wave had: a question that says itself what is new, and
    under the waves before it what was, is as it should be.

    Args:
        definition: The survey.
        wave: The wave that is run.
    """
    earlier = [w for w in sorted(definition.survey.waves) if w < wave]
    if len(earlier) < 2:
        return []
    *older, before = earlier
    return [
        f"question {question.id}: what is declared for wave {before} does not hold in {wave}, which is read "
        f"as {back_to} was; where the form is still as in {before}, declare that on the question itself, and "
        "the older form under the waves that had it"
        for question in definition.questionnaire.questions
        if before in question.waves
        and wave not in question.waves
        and _form(question, before) != _form(question, wave)
        and (back_to := next((w for w in reversed(older) if _form(question, w) == _form(question, wave)), ""))
    ]


def _form(question: Question, wave: str) -> dict[str, object]:
    """How a question's answers are read in a wave."""
    return question.binding(wave).model_dump(exclude={"compat", "approved_by", "note", "text"})


def not_stated(definition: Definition, wave: str) -> list[str]:
    """What the method chapter will say is not stated, as a draft has it: a sentence, or nothing."""
    fields = definition.method(wave).not_stated() if definition.reports else []
    if not fields:
        return []
    listed = ", ".join(f"method.{name}" for name in fields)
    return [f"{listed}: reports say that this is not stated, as the draft does; say it if you know it"]

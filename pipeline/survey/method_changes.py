"""What a reader must know has changed since the wave before: questions, and how the survey was made.

Belongs here: changes as the definition declares them, for the method chapter. Every difference between two
waves, file by file, is `comparing`.
"""

from pipeline.survey.method import Method
from pipeline.survey.questions import Compat, Question
from pipeline.survey.survey import Definition
from pipeline.survey.wave_changes import DROPPED


def wave_before(definition: Definition, wave: str) -> str | None:
    """The newest declared wave before this one that is no pilot."""
    earlier = [one for one in definition.survey.waves if one < wave and not definition.is_pilot(one)]
    return max(earlier, default=None)


def changed_questions(definition: Definition, before: str, wave: str) -> dict[str, Compat]:
    """Question to what it is beside the wave before: `new`, `dropped`, or its declared `compat`.

    Only questions that people are asked, and only those that are not the same; a wording that differs without
    a declaration is `reworded`.
    """
    found: dict[str, Compat] = {}
    for question in definition.questionnaire.questions:
        if question.background or question.is_computed:
            continue
        change = _change(question, before, wave)
        if change is not None:
            found[question.id] = change
    return found


def _change(question: Question, before: str, wave: str) -> Compat | None:
    old, new = question.binding(before), question.binding(wave)
    if DROPPED in {old.compat, new.compat}:
        if old.compat == new.compat:
            return None
        return "dropped" if new.compat == DROPPED else "new"
    if new.compat != "exact":
        return new.compat
    return "reworded" if (old.text or question.text) != (new.text or question.text) else None


def changed_fields(definition: Definition, before: str, wave: str) -> list[str]:
    """The fields of the method that say something else than in the wave before."""
    old, new = definition.method(before), definition.method(wave)
    return [name for name in Method.model_fields if getattr(old, name) != getattr(new, name)]

"""Trends as a definition declares them: how comparable each question is from wave to wave.

Belongs here: `compat` of every question and wave, also of questions that are computed from others. What it
means for a line is in `methods.trend_lines`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.survey.model import Text
from pipeline.survey.questions import Compat, Question
from pipeline.survey.routing import references
from pipeline.survey.survey import Definition
from pipeline.survey.wave_changes import DROPPED

CUTTING: tuple[Compat, ...] = ("break", "new", "approximate")
"""What cuts a line, worst first. `reworded` does too unless somebody approved it."""


@dataclass(frozen=True)
class Comparability:
    """How comparable a question's answers are with those of the wave before.

    Attributes:
        compat: The word; `exact` where nothing is declared.
        approved_by: Who holds a reworded question comparable.
        note: What changed, in words.
    """

    compat: Compat
    approved_by: str | None = None
    note: Text | None = None


def waves_until(definition: Definition, wave: str) -> list[str]:
    """The declared waves up to `wave`, oldest first. Pilots are compared with nothing."""
    if definition.is_pilot(wave):
        return [wave]
    return [w for w in sorted(definition.survey.waves) if w <= wave and not definition.is_pilot(w)]


def has_trends(definition: Definition) -> bool:
    """Whether any report shows a question over the waves."""
    return any(report.trends for report in definition.reports.values())


def comparability_in(definition: Definition, question: Question, wave: str) -> Comparability:
    """How comparable a question's answers in `wave` are with those of the wave before it.

    A computed question for which nothing is declared is as comparable as the least comparable question that
    it is computed from.
    """
    special = question.waves.get(wave)
    if special is not None and (not question.is_computed or "compat" in special.model_fields_set):
        return Comparability(special.compat, special.approved_by, special.note)
    if not question.is_computed:
        return Comparability("exact")
    return _of_sources(definition, question, wave)


def sources(definition: Definition, question: Question) -> list[Question]:
    """The question, and those that it is computed from, however far back."""
    found = {question.id: question}
    waiting = [question]
    while waiting:
        one = waiting.pop()
        if one.is_computed:
            new = sorted(references(definition, one) - found.keys())
            found |= {name: definition.questions[name] for name in new}
            waiting += [definition.questions[name] for name in new]
    return list(found.values())


def _of_sources(definition: Definition, question: Question, wave: str) -> Comparability:
    """The least comparable of the questions that a question is computed from."""
    found = list(_source_comparabilities(definition, question, wave))
    if found and all(one.compat == DROPPED for one in found):
        return Comparability("dropped")
    for cutting in (*CUTTING, "reworded"):
        worst = [one for one in found if one.compat == cutting]
        if worst:
            unapproved = [one for one in worst if one.approved_by is None]
            return (unapproved or worst)[0]
    return Comparability("exact")


def _source_comparabilities(definition: Definition, question: Question, wave: str) -> Iterator[Comparability]:
    """Of each source; one that was asked in only one of the two waves makes the result another one."""
    before = waves_until(definition, wave)[-2:][0]
    every = [definition.questions[name] for name in sorted(references(definition, question))]
    now = [comparability_in(definition, one, wave) for one in every]
    is_gone = all(one.compat == DROPPED for one in now)
    for one, declared in zip(every, now, strict=True):
        earlier = comparability_in(definition, one, before) if before != wave else declared
        changed = DROPPED in {earlier.compat, declared.compat} and earlier.compat != declared.compat
        yield Comparability("approximate", note=declared.note) if changed and not is_gone else declared

"""Which waves have which options, items and groups, checked.

Belongs here: waves that parts name, and that a question with other options than before says how comparable it
is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.survey.check import QUESTIONNAIRE, SURVEY, Check
from pipeline.survey.documents import Loc
from pipeline.survey.model import Lasting
from pipeline.survey.questions import OPTION_TYPES, Question
from pipeline.survey.wave_changes import new_and_gone


def check_waves_of_parts(check: Check) -> None:
    """Options, items and groups that some waves have, and the questions whose options change."""
    for name, codelist in check.definition.questionnaire.codelists.items():
        _check_parts(check, codelist.options, QUESTIONNAIRE, ("codelists", name, "options"))
    for i, question in enumerate(check.definition.questionnaire.questions):
        loc: Loc = ("questions", i)
        _check_parts(check, question.options, QUESTIONNAIRE, (*loc, "options"))
        _check_parts(check, question.items, QUESTIONNAIRE, (*loc, "items"))
        _check_question(check, question, loc)
    for i, demographic in enumerate(check.definition.survey.demographics):
        _check_parts(check, demographic.groups, SURVEY, ("demographics", i, "groups"))


def _check_parts(check: Check, parts: Sequence[Lasting], file: str, loc: Loc) -> None:
    waves = check.definition.survey.waves
    for j, part in enumerate(parts):
        known = [
            check.known(wave, waves, "wave", file, (*loc, j, name))
            for name, wave in (("from", part.first_wave), ("until", part.last_wave))
            if wave is not None
        ]
        if part.first_wave and part.last_wave and all(known) and part.first_wave > part.last_wave:
            check.report(file, (*loc, j, "until"), "until is before from")


def _check_question(check: Check, question: Question, loc: Loc) -> None:
    """Every wave that asks has options, and says how comparable it is when they are others than before."""
    waves = [w for w in sorted(check.definition.survey.waves) if question.binding(w).compat != "dropped"]
    if question.type in OPTION_TYPES and check.definition.every_option(question):
        for wave in waves:
            if not check.definition.in_wave(wave).options(question):
                check.report(QUESTIONNAIRE, loc, f"no option is in wave {wave}; give one, or compat: dropped")
    for before, wave in pairwise(waves):
        special = question.waves.get(wave)
        if special is None or "compat" not in special.model_fields_set:
            changes = list(_changes(check, question, before, wave))
            if changes:
                message = (
                    f"wave {wave} has other answers than {before} ({', '.join(changes)}); say how comparable "
                    f"they are: waves: {{{wave}: {{compat: …}}}}"
                )
                check.report(QUESTIONNAIRE, loc, message)


def _changes(check: Check, question: Question, before: str, after: str) -> Iterator[str]:
    for part, word in new_and_gone(check.definition, question, before, after):
        yield f"{part.id} is {word}"

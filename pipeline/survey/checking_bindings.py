"""Bindings, checked: every question has a place in every wave's export, of the kind that its type needs.

Belongs here: columns, blocks, recodes and what stands for a blank, as far as the definition alone can tell.
"""

from pipeline.survey.check import QUESTIONNAIRE, Check
from pipeline.survey.checking_scales import check_recode, check_turned
from pipeline.survey.documents import Loc
from pipeline.survey.questions import CODED_TYPES, ITEM_TYPES, PLACES, TICK_TYPES, Question, WaveBinding

_JOINED_TYPES = TICK_TYPES | {"ranking"}
"""Types whose answers an export may join in one cell."""


def check_bindings(check: Check) -> None:
    """Every question's binding in every wave."""
    waves = check.definition.survey.waves
    for i, question in enumerate(check.definition.questionnaire.questions):
        loc: Loc = ("questions", i)
        for wave in question.waves:
            check.known(wave, waves, "wave", QUESTIONNAIRE, (*loc, "waves", wave))
        if not question.is_computed:
            for wave in waves:
                _check_binding(check, question, wave, loc)


def _check_binding(check: Check, question: Question, wave: str, loc: Loc) -> None:
    binding = question.binding(wave)
    if binding.compat == "dropped":
        return
    where = (*loc, "waves", wave) if wave in question.waves else loc
    if sum(bool(getattr(binding, place)) for place in PLACES) > 1:
        check.report(QUESTIONNAIRE, where, "give one of column, columns, block and mentions")
        return
    joined = bool(binding.separator)
    if joined and question.type not in _JOINED_TYPES:
        check.report(
            QUESTIONNAIRE,
            where,
            f"separator is for multiple and ranking questions, not for {question.type}",
        )
    if binding.mentions and question.type not in _JOINED_TYPES:
        reason = f"mentions are for multiple and ranking questions, not for {question.type}"
        check.report(QUESTIONNAIRE, where, reason)
    by_parts = question.type in ITEM_TYPES or question.type == "multiple"
    by_parts = by_parts and not (joined and question.type in {"multiple", "ranking"})
    if by_parts:
        _check_parts(check, question, binding, wave, where)
    elif binding.column is None:
        check.report(QUESTIONNAIRE, where, f"there is no column in wave {wave}; give one, or compat: dropped")
    check_recode(check, question, wave, where)
    check_turned(check, question, wave, where)
    _check_missing(check, question, binding, where)


def _check_parts(check: Check, question: Question, binding: WaveBinding, wave: str, loc: Loc) -> None:
    if binding.block or binding.mentions:
        return
    joined = bool(binding.separator)
    parts = check.definition.parts(question, joined=joined)
    needed = check.definition.in_wave(wave).parts(question, joined=joined)
    missing = [part for part in needed if part not in binding.columns]
    if missing:
        check.report(
            QUESTIONNAIRE, loc, f"no column in wave {wave} for {', '.join(missing)} (columns, or block)"
        )
    for part in binding.columns:
        check.known(part, parts, "option or item", QUESTIONNAIRE, (*loc, "columns", part))


def _check_missing(check: Check, question: Question, binding: WaveBinding, loc: Loc) -> None:
    """A value cannot stand for a blank and for an option."""
    if question.type not in CODED_TYPES:
        return
    blanks = {str(v) for v in (*check.definition.survey.missing, *question.missing)}
    blanks -= {str(v) for v in binding.recode}
    for option in check.definition.options(question):
        for value in (str(option.code), *map(str, option.match)):
            if value in blanks:
                check.report(
                    QUESTIONNAIRE, loc, f"{value} stands for a blank (missing) and for the option {option.id}"
                )

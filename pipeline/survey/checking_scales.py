"""Scales, checked: every answer has its place, in each wave.

Belongs here: what would go unseen, because nothing breaks: an option without a score takes a question's mean
away, a value that a recode forgot counts as another answer, and a scale said to be turned is not.
"""

from pipeline.survey.check import QUESTIONNAIRE, Check
from pipeline.survey.documents import Loc
from pipeline.survey.questions import (
    CODED_TYPES,
    NOT_SUBSTANTIVE,
    SCORED_TYPES,
    Option,
    Question,
)

MOST_POINTS = 7
"""Longer scales have to declare how many options are their top."""


def check_points(check: Check, question: Question, options: tuple[Option, ...], loc: Loc) -> None:
    """Every answer of a scale has a score, and its top and bottom are those of a scale."""
    if question.top2:
        check_scores(check, options, loc)
        _check_top(check, question, options, loc)
    elif question.top_k is not None:
        check.report(QUESTIONNAIRE, (*loc, "top_k"), "belongs to top2: true")
    if question.min_diff is not None and not _has_mean(question, options):
        reason = "is for questions with a mean: numbers, indices, and scales whose options have scores"
        check.report(QUESTIONNAIRE, (*loc, "min_diff"), reason)
    if question.type in SCORED_TYPES and not question.top2:
        _check_complete(check, question, options, loc)


def _check_complete(check: Check, question: Question, options: tuple[Option, ...], loc: Loc) -> None:
    counted = [o for o in options if o.role not in NOT_SUBSTANTIVE]
    missing = [o.id for o in counted if o.score is None]
    if missing and (question.type == "scale" or len(missing) < len(counted)):
        few = "" if len(missing) == len(counted) else ", as the others have one"
        check.report(QUESTIONNAIRE, loc, f"{', '.join(missing)} need a score{few}")


def _check_top(check: Check, question: Question, options: tuple[Option, ...], loc: Loc) -> None:
    """Top and bottom of a scale do not overlap, and a long one says how much is its top."""
    points = sum(o.role not in NOT_SUBSTANTIVE for o in options)
    if question.top_k is None and points > MOST_POINTS:
        check.report(QUESTIONNAIRE, loc, f"a scale of {points} points needs top_k to have a top and a bottom")
    elif points < 2 * (question.top_k or 1):
        reason = f"the scale has {points} points, so top and bottom would overlap"
        check.report(QUESTIONNAIRE, (*loc, "top_k" if question.top_k else "top2"), reason)


def _has_mean(question: Question, options: tuple[Option, ...]) -> bool:
    """Whether a question has a mean in a unit of its own; NPS is in percentage points."""
    if question.is_numeric or question.type not in SCORED_TYPES:
        return question.is_numeric
    return all(o.score is not None for o in options if o.role not in NOT_SUBSTANTIVE)


def check_scores(check: Check, options: tuple[Option, ...], loc: Loc) -> None:
    """Options that a mean or an order is made of have different scores."""
    scores = [o.score for o in options if o.role not in NOT_SUBSTANTIVE]
    missing = [o.id for o in options if o.role not in NOT_SUBSTANTIVE and o.score is None]
    if missing:
        check.report(QUESTIONNAIRE, loc, f"{', '.join(missing)} need a score")
    elif len(set(scores)) < len(scores):
        check.report(QUESTIONNAIRE, loc, "two options have the same score")


def check_recode(check: Check, question: Question, wave: str, loc: Loc) -> None:
    """A recode fits the question, and says what becomes of every code that it gives to another option."""
    binding = question.binding(wave)
    holds_options = question.type in CODED_TYPES or binding.mentions or (question.has_ticks and binding.block)
    if binding.recode and not holds_options:
        check.report(QUESTIONNAIRE, (*loc, "recode"), f"a recode does not fit a {question.type} question")
        return
    options = check.definition.in_wave(wave).options(question)
    codes = {o.id: o.code for o in options} | {str(o.code): o.code for o in options}
    moved = {str(value) for value in binding.recode}
    for value, target in binding.recode.items():
        where = (*loc, "recode", str(value))
        if not check.known(str(target), codes, "option or code", QUESTIONNAIRE, where):
            continue
        code = codes[str(target)]
        if str(value) in codes and str(value) != str(code) and str(code) not in moved:
            check.report(
                QUESTIONNAIRE,
                where,
                f"{value} becomes {target}, but nothing says what {code} becomes; recode it too, with "
                f"{code}: {code} if both are one answer",
            )


def check_turned(check: Check, question: Question, wave: str, loc: Loc) -> None:
    """A wave whose answers are said to be recoded has a recode of its own, or the one before it had."""
    binding = question.binding(wave)
    earlier = [w for w in sorted(check.definition.survey.waves) if w < wave]
    before = next((b for w in earlier[::-1] if (b := question.binding(w)).compat != "dropped"), None)
    if binding.compat not in {"recoded", "reversed"} or before is None or question.type not in CODED_TYPES:
        return
    if binding.recode == before.recode:
        example = _recode_example(check.definition.options(question), binding.compat)
        message = (
            f"is {binding.compat}, but no recode makes wave {wave} different from the wave before, and "
            "compat turns nothing: say which value is which option, here or there, as recode: "
            f"{{{example}}}. Where the export has the options' texts for values, nothing is turned, and "
            "compat is exact"
        )
        check.report(QUESTIONNAIRE, (*loc, "compat"), message)


def _recode_example(options: tuple[Option, ...], compat: str) -> str:
    """What a recode may look like: of a turned scale the whole of it."""
    scale = sorted((o for o in options if o.role not in NOT_SUBSTANTIVE), key=lambda o: o.code)
    if compat == "recoded":
        return f"value: {scale[0].id if scale else 'option'}, …"
    pairs = zip(scale, reversed(scale), strict=True)
    return ", ".join(f"{one.code}: {other.id}" for one, other in pairs)

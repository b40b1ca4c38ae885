"""Drafted questions whose answers are numbers: amounts, and points of a scale without labels.

Belongs here: what a number is, by the question's words and the numbers given.
"""

import re
from collections.abc import Collection, Mapping

from pipeline.drafting.columns import Profile
from pipeline.drafting.options import DraftOption
from pipeline.drafting.part import Part
from pipeline.drafting.question import DraftQuestion
from pipeline.drafting.words import missing_state, role_of
from pipeline.survey.questions import NumberState

RECOMMEND = re.compile(r"anbefal|tilrå|recommend", re.IGNORECASE)
_RATED = re.compile(
    r"\b(?P<low>[01])\s*(\([^)]{1,30}\)\s*)?(-|–|til|to|and|og|through)\s*(?P<high>\d{1,2})\b", re.IGNORECASE
)
"""«Fra 1 til 5», «1–6», «from 0 (worst) to 10»."""
_MOST_POINTS = 10
_TAIL = 0.05
_FEW = 7


def unlabelled_points(found: DraftQuestion, seen: Profile) -> tuple[DraftOption, ...]:
    """The points of a scale whose numbers have no labels, as far as the question tells them; else none."""
    recommends = {"0", "10"} <= set(seen.values) and bool(RECOMMEND.search(found.text))
    low, high = (0, 10) if recommends else _named_ends(found.text)
    points = {str(n) for n in range(low, high + 1)}
    if not seen.is_number or not seen.values or not set(seen.values) <= points:
        return ()
    if not recommends:
        found.notes.append("points without labels, told by the question: give the ends their texts")
    return tuple(DraftOption(f"p{n}", n, str(n), score=n) for n in range(low, high + 1))


def _named_ends(text: str) -> tuple[int, int]:
    """The lowest and the highest point that a question names; nothing between them where it names none."""
    found = _RATED.search(text)
    low, high = (int(found["low"]), int(found["high"])) if found else (0, -1)
    return (low, high) if low + 2 <= high <= _MOST_POINTS else (0, -1)


def numeric_question(found: DraftQuestion, part: Part, missing: Mapping[str, NumberState]) -> DraftQuestion:
    """Make a question one for a number.

    Args:
        found: The question.
        part: Its column.
        missing: Values that are known to stand for a blank.
    """
    seen, labels = part.profile, part.column.labels
    found.type, found.decimal = "numeric", seen.decimal
    found.missing = dict(missing)
    outside = {code: role for code, text in labels.items() if (role := _why_no_number(text))}
    found.missing |= {code: role for code, role in outside.items() if code not in missing}
    found.missing |= {text: _why_no_number(text) or "skipped" for text in seen.beside}
    found.span = _span(seen, found.missing)
    found.notes.append(_to_check(found, part))
    return found


def _to_check(found: DraftQuestion, part: Part) -> str:
    seen = part.profile
    labelled = [code for code in part.column.labels if code not in found.missing]
    if labelled:
        return f"a number, although {len(labelled)} of its values have labels"
    if set(seen.values) == {"0", "1"}:
        return "only 0 and 1: perhaps a tick, then name it under columns of one multiple question"
    if 0 < seen.distinct <= _FEW and not found.decimal:
        return "few different numbers and no labels: perhaps codes, then give type and options"
    if seen.is_unique and seen.rows > 20:
        return "another number in every row: perhaps an id? Then respondent.key, or ignore or identifiers"
    return "give min and max, and unit"


def _why_no_number(text: str) -> NumberState | None:
    """What a label or a text among numbers stands for, None for an answer proper."""
    role = role_of(text)
    if role in {"dont_know", "refused", "not_applicable"}:
        return role
    return missing_state(text)


def _span(seen: Profile, missing: Collection[str]) -> tuple[float, float] | None:
    """Where nine of ten answers lie; None where there are too many different ones to tell."""
    answers = ((text, n) for text, n in seen.values.items() if text not in missing)
    numbers = sorted((number, n) for text, n in answers if (number := _number(text)) is not None)
    total, below, inside = sum(n for _, n in numbers), 0, []
    for value, n in numbers:
        if _TAIL * total <= below + n and below <= (1 - _TAIL) * total:
            inside.append(value)
        below += n
    return (inside[0], inside[-1]) if inside else None


def _number(text: str) -> float | None:
    plain = re.sub(r"[ '’]", "", text).replace(",", ".").replace("−", "-")
    try:
        return float(plain)
    except ValueError:
        return None

"""The order of answers that an export gives as texts alone: by what they say, where that is sure.

Belongs here: words for direction and strength, for how often, and numbers inside texts. Not here: labels with
codes, whose order the export tells.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.survey.draft_words import known_id, plain, role_of, valence

_OFTEN: tuple[str, ...] = (
    r"aldri|never|ikke i det hele tatt|not at all|ingen(ting)?|none|nothing",
    r"nesten aldri|almost never|hardly ever|(svært|veldig) (sjelden|lite)|very (rarely|seldom|little)",
    r"sjelden|rarely|seldom|lite|litt|(a )?little|i liten grad|to a small (extent|degree)|once",
    r"av og til|noen ganger|iblant|sometimes|occasionally|noe|some|i noen grad|to some (extent|degree)|twice",
    r"ofte|often|mye|a lot|much|i stor grad|to a (large|great) (extent|degree)|usually|vanligvis|three times",
    r"(svært|veldig) (ofte|mye)|very (often|much)|nesten alltid|almost always|i svært stor grad|frequently",
    r"alltid|always|all the time|hele tiden",
)
_EACH: tuple[str, ...] = (
    r"(sjeldnere|less often|more rarely)\b.*",
    r"(årlig|yearly|annually|hvert år|every year)\b.*",
    r"(månedlig|monthly|hver måned|every month)\b.*",
    r"(ukentlig|weekly|hver uke|every week)\b.*",
    r"(daglig|daily|hver dag|every day)\b.*",
)
_SIZES: tuple[str, ...] = (
    r"(svært|veldig|very) (liten|lav|small|low)",
    r"(ganske )?(liten|lav|small|low)",
    r"middels|medium|average|moderate",
    r"(ganske )?(stor|høy|large|big|high)",
    r"(svært|veldig|very) (stor|høy|large|big|high)",
)
_LADDERS = (_OFTEN, _EACH, _SIZES)


@dataclass(frozen=True)
class Ordered:
    """Values in an order, and whether their words tell that it is theirs."""

    values: list[str]
    is_sure: bool


def in_order(values: Sequence[str]) -> Ordered:
    """Values in the order that their words suggest, answers without an opinion last.

    Args:
        values: Distinct texts.

    Returns:
        Yes before no; from negative to positive; from never to always; by their numbers; else by the
        alphabet, which is not sure. The order is sure only where no two values say the same.
    """
    main = [value for value in values if role_of(value) == "substantive"]
    rest = sorted(set(values) - set(main))
    if {known_id(value) for value in main} == {"yes", "no"}:
        return Ordered(sorted(main, key=lambda value: known_id(value) != "yes") + rest, is_sure=True)
    places = _places(main)
    if places is not None:
        return Ordered(sorted(main, key=lambda value: (places[value], value)) + rest, is_sure=True)
    numbered = [value for value in main if _number(value) is not None]
    is_sure = len(main) <= 2 or len({_number(value) for value in numbered}) == len(main)
    return Ordered(sorted(main, key=_natural) + rest, is_sure=is_sure)


def _places(values: Sequence[str]) -> dict[str, int] | None:
    """Each value's place by its words, None where a value has none or shares it."""
    valences = {value: found for value in values if (found := valence(value)) is not None}
    for places in (valences, *(_on_ladder(values, ladder) for ladder in _LADDERS)):
        if len(values) > 2 and len(places) == len(values) == len(set(places.values())):
            return places
    return None


def _on_ladder(values: Sequence[str], ladder: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for value in values:
        steps = [step for step, pattern in enumerate(ladder) if re.fullmatch(pattern, plain(value))]
        if steps:
            found[value] = steps[0]
    return found


def _number(text: str) -> float | None:
    """The first number in a text, a bit less or more after words that say so."""
    found = re.search(r"\d[\d,. ]*", text)
    if found is None:
        return None
    digits = re.sub(r"[,. ]", "", found[0])
    words = text.casefold()
    edge = 0.5 if re.match(r"\s*(>|over|more|mer)", words) else 0.0
    edge -= 0.5 if re.match(r"\s*(<|under|less|mindre)", words) else 0.0
    return float(digits) + edge


def _natural(text: str) -> tuple[int, float, str]:
    number = _number(text)
    return (1, 0.0, text.casefold()) if number is None else (0, number, text)

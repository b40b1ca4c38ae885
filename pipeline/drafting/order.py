"""The order of answers by what they say: of texts without codes, and whether an order makes them a scale.

Belongs here: ladders of words, and what the answers of a question together tell. What one of them says is in
`valence` and `amounts`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.drafting.amounts import amounts_of_one, number_in, times_a_year
from pipeline.drafting.valence import valence
from pipeline.drafting.words import known_id, plain, role_of
from pipeline.readers.text_identity import comparable

Order = Literal["valence", "valence_down", "amount", "amount_down", "points"]

_OFTEN: tuple[str, ...] = (
    r"aldri|never|ikke i det hele tatt|not at all|ingen(ting)?|none|nothing",
    r"(nesten|almost|hardly) (aldri|never|ever)|(i )?(svært|veldig) (sjelden|lite|liten grad)|.*very small.*",
    r"sjelden|rarely|seldom|lite|litt|(a )?little|i liten grad|to a small (extent|degree)|once",
    r"av og til|noen ganger|iblant|sometimes|occasionally|noe|some|i noen grad|to some (extent|degree)|twice",
    r"ofte|often|mye|a lot|much|i stor grad|to a (large|great) (extent|degree)|usually|vanligvis|three times",
    r"(i )?(svært|veldig) (ofte|mye|stor grad)|(to a )?very (often|much|large|great).*|(nesten|almost) al\w+",
    r"alltid|always|all the time|hele tiden",
)
_SIZES: tuple[str, ...] = (
    r"(svært|veldig|very) (liten|lav|small|low)",
    r"(ganske )?(liten|lav|small|low)",
    r"middels|medium|average|moderate",
    r"(ganske )?(stor|høy|large|big|high)",
    r"(svært|veldig|very) (stor|høy|large|big|high)",
)
_YES: tuple[str, ...] = (
    r"nei\b.*|no\b.*",
    r"((ja|yes),? )?(litt|delvis|noe|(i noen|til en viss) grad|partly|a little|to some (extent|degree))\b.*",
    r"(ja|yes)(,? (mye|helt|i stor grad|a lot|fully|completely)\b.*)?",
)
_SCHOOLS: tuple[str, ...] = (
    r"(ingen|no) (utdanning|education).*",
    r"(grunnskole|folkeskole|primary|barneskole|less than high school)\b.*",
    r"(videregående|secondary|high school|gymnas|some high school)\b.*",
    r"(fagskole|fagbrev|vocational|some college|yrkesfag)\b.*",
    r"(bachelor|høyskole|høgskole|college|undergraduate|university degree)\w*\b.*",
    r"(master|hovedfag|graduate|postgraduate|universitet)\w*\b.*",
    r"(doktor|ph\.?d|doctor)\w*\b.*",
)
_LADDERS = (_OFTEN, _SIZES, _YES, _SCHOOLS)
_NO_SCALES = (_YES, _SCHOOLS)
_FEWEST, _MOST = 3, 7


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
    found = _places(main)
    if found is not None:
        places = found[0]
        return Ordered(sorted(main, key=lambda value: (places[value], value)) + rest, is_sure=True)
    is_sure = len(main) <= 2 or len({number_in(value) for value in main} - {None}) == len(main)
    return Ordered(sorted(main, key=_natural) + rest, is_sure=is_sure)


def scale_order(texts: Sequence[str]) -> Order | None:
    """How the substantive options of a question are ordered, if they make up a scale of 3 to 7 points.

    `valence` from negative to positive, `amount` from least to most, `_down` for the other way round,
    `points` for bare numbers.
    """
    if not _FEWEST <= len(texts) <= _MOST:
        return None
    found = _places(texts)
    if found is not None:
        places, kind = found
        steps = [places[text] for text in texts]
        if kind is not None and steps == sorted(steps):
            return kind
        if kind is not None and steps == sorted(steps, reverse=True):
            return "valence_down" if kind == "valence" else "amount_down"
    return _by_the_ends(texts)


def _by_the_ends(texts: Sequence[str]) -> Order | None:
    """The order of a scale whose ends are good and bad, whatever stands between them."""
    known = [v for v in map(valence, texts) if v is not None]
    ends = valence(texts[0]), valence(texts[-1])
    if ends[0] and ends[1] and ends[0] * ends[1] < 0:
        signs = [(v > 0) - (v < 0) for v in known]
        if signs == sorted(signs):
            return "valence"
        return "valence_down" if signs == sorted(signs, reverse=True) else None
    return "points" if _are_points([comparable(text) for text in texts]) else None


def _are_points(texts: Sequence[str]) -> bool:
    """Whether texts are numbers, with words at both ends or at neither: the last may be no point at all."""
    worded = [not re.match(r"\d", text) for text in (texts[0], texts[-1])]
    return all(text.isdigit() for text in texts[1:-1]) and worded[0] == worded[1]


def _places(values: Sequence[str]) -> tuple[dict[str, float], Order | None] | None:
    """Each value's place by its words, None where a value has none or shares it; and what orders them."""
    readings: tuple[tuple[Callable[[str], float | None], Order | None], ...] = (
        (valence, "valence"),
        (times_a_year, "amount"),
        *((_step_on(ladder), None if ladder in _NO_SCALES else "amount") for ladder in _LADDERS),
    )
    if len(values) < _FEWEST:
        return None
    for reading, kind in readings:
        places = {value: place for value in values if (place := reading(value)) is not None}
        if len(places) == len(values) == len(set(places.values())):
            return places, kind
    amounts = amounts_of_one(values)
    if amounts is not None and len(set(amounts.values())) == len(values):
        return amounts, "amount"
    ends = _between_worded_ends(values)
    return None if ends is None else (ends, "valence")


def _between_worded_ends(values: Sequence[str]) -> dict[str, float] | None:
    """Places of numbers between two ends in words: «very bad», 2, 3, 4, «very good»."""
    numbers = {value: float(value) for value in values if re.fullmatch(r"\d{1,2}", comparable(value))}
    words = {value: valence(value) for value in values if value not in numbers}
    known = sorted((place, value) for value, place in words.items() if place)
    if len(numbers) < 1 or len(known) != 2 or len(words) != 2 or known[0][0] * known[1][0] >= 0:
        return None
    return {known[0][1]: min(numbers.values()) - 1, **numbers, known[1][1]: max(numbers.values()) + 1}


def _step_on(ladder: Sequence[str]) -> Callable[[str], float | None]:
    def step(text: str) -> float | None:
        words = plain(text)
        return next((float(i) for i, pattern in enumerate(ladder) if re.fullmatch(pattern, words)), None)

    return step


def _natural(text: str) -> tuple[int, float, str]:
    number = number_in(text)
    return (1, 0.0, text.casefold()) if number is None else (0, number, text)

"""How much or how often an answer says, by its words: numbers, times a year, little or much of one thing.

Belongs here: one answer's amount. How good or bad it is, is in `valence`.
"""

import re
from collections.abc import Sequence

from pipeline.drafting.words import plain

_NONE = re.compile(r"(ingen|none|no|zero|0)( (gang\w*|times|dag\w*|days|barn|children))?")
_IN_WORDS: tuple[str, ...] = (
    r"én|en|ett|et|one|once",
    r"to|two|twice",
    r"tre|three",
    r"fire|four",
    r"fem|five",
    r"seks|six",
)
_SEVERAL, _SOME = 3.0, 2.5
_UNITS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (365, re.compile(r"\b(dag(en|er|lig)?|daily|days?)\b")),
    (52, re.compile(r"\b(uk[ae]n?|ukentlig|vek[ae]|week(ly)?)\b")),
    (12, re.compile(r"\b(måned(en|lig)?|month(ly)?)\b")),
    (4, re.compile(r"\b(kvartal(et)?|quarter(ly)?)\b")),
    (1, re.compile(r"\b(år(et|lig)?|year(ly)?|annually)\b")),
)
_FORTNIGHT = (
    26.0,
    re.compile(r"hver 14\. dag|annenhver uke|(once a|every) fortnight|every (two|other) weeks?"),
)
_IS_OFTEN = re.compile(
    r"gang\b|ganger\b|\btimes\b|once|twice|\bhver|\bevery|lig\b|ly\b|sjeld|(dag|day)\w* (i|per|a|in)\b"
)
_NEVER = re.compile(r"(?P<nearly>(nesten|almost|hardly) )?(aldri|never|ever)\b.*")
_SELDOM = re.compile(r"(sjeldnere|sjelden|less often|more rarely|rarely)\b.*")
_LESS, _MORE = (
    re.compile(r"sjeldnere|mindre|færre|\bless\b|\bunder\b"),
    re.compile(r"oftere|\bmer\b|\bmore\b|\bover\b"),
)
_MUCH: tuple[str, ...] = (
    r"(ikke|ikkje|not) (i det hele tatt|i det heile( tatt)?|at all)",
    r"ikke|ikkje|not|ingen|no",
    r"(svært|veldig|meget|very) (lite|liten|lav|små|little|small)|knapt|hardly|neppe",
    r"lite|liten|lav|little|small|not (very|so)",
    r"litt|a little|slightly|a bit",
    r"noe|noen|some|somewhat|delvis|partly",
    r"nokså|ganske|fairly|quite|rather|(nokså|ganske) (mye|stor)",
    r"",
    r"mye|stor|høy|much|great|high|a lot",
    r"(svært|veldig|meget|very|extremely)( (mye|stor|høy|much|great|high))?",
    r"helt|fuldt|fullt|fully|completely|altfor mye|far too much",
)
"""What stands before a word that all answers share, from nothing of it to all of it."""


def times_a_year(text: str) -> float | None:
    """How often an answer says that something happens; None where it does not say."""
    words = re.sub(r"^(ja|yes),? ", "", plain(text))
    never = _NEVER.fullmatch(words)
    if never is not None:
        return 0.1 if never["nearly"] else 0.0
    if _FORTNIGHT[1].fullmatch(words):
        return _FORTNIGHT[0]
    found = [(hit.start(), a_year) for a_year, unit in _UNITS for hit in unit.finditer(words)]
    if not found or not _IS_OFTEN.search(words):
        return 0.5 if _SELDOM.fullmatch(words) else None
    often = _count(words) * max(found)[1]
    if _LESS.search(words):
        return often * 0.7
    return often * 1.4 if _MORE.search(words) else often


def _count(words: str) -> float:
    """How many times: «2–3 ganger», «once», «flere»; once where nothing is said."""
    told = re.search(r"(?<!\d)(\d{1,2})(?!\d)(?:\s?[–-]\s?(\d{1,2}))?", words)
    if told is not None:
        return (float(told[1]) + float(told[2] or told[1])) / 2
    if re.search(r"\b(flere|several|mange|many)\b", words):
        return _SEVERAL
    if re.search(r"\b(noen|et par|a few|some|a couple)\b", words):
        return _SOME
    return next((n for n, form in enumerate(_IN_WORDS, start=1) if re.search(rf"\b({form})\b", words)), 1)


def amounts_of_one(values: Sequence[str]) -> dict[str, float] | None:
    """Places of answers that say how much of one thing: «Ikke motivert», «Lite motivert», «Motivert»."""
    words = {value: plain(value).split() for value in values}
    shared = set.intersection(*(set(said) for said in words.values())) if words else set()
    if not shared:
        return None
    places: dict[str, float] = {}
    for value, said in words.items():
        rest = " ".join(word for word in said if word not in shared)
        place = next((i for i, form in enumerate(_MUCH) if re.fullmatch(form, rest)), None)
        if place is None:
            return None
        places[value] = float(place)
    return places


def number_in(text: str) -> float | None:
    """The first number in a text, a bit less or more after words that say so; none is 0."""
    words = text.casefold()
    found = re.search(r"\d[\d,. ]*", text)
    if found is None:
        if _NONE.fullmatch(words):
            return 0.0
        said = (n for n, form in enumerate(_IN_WORDS, start=1) if re.match(rf"({form})\b", words))
        return float(next(said, 0)) or None
    edge = (
        0.5
        if re.match(r"\s*(>|over|more|mer)", words) or re.search(r"(eller mer|or more|\+)\W*$", words)
        else 0.0
    )
    edge -= 0.5 if re.match(r"\s*(<|under|less|mindre)", words) else 0.0
    return float(re.sub(r"[,. ]", "", found[0])) + edge

"""Words that give away what an option or a column is, in Norwegian and English.

Belongs here: word lists and the questions asked of them, for drafting a definition. A hit is a guess that a
person confirms; nothing here decides anything in a run.
"""

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import MissingState, Role

NORWEGIAN = frozenset({"nb", "nn", "no"})
"""Languages in which a draft writes its own words in Norwegian; in others it writes English."""

Order = Literal["valence", "valence_down", "amount", "amount_down", "points"]

_ROLES: dict[Role, tuple[str, ...]] = {
    "dont_know": (
        r"(\w+ )?(vet|veit|ved) (ikke|ikkje)\b.*",
        r"(i )?(don'?t|do not) know",
        r"(ikke|not) (sikker|sure)|usikker|unsure",
        r"(har )?(ingen|no) (formening|mening|opinion)|(can't|cannot) say|vanskelig å si|unfamiliar\b.*",
    ),
    "refused": (
        r"((jeg|eg) )?(ønsker|ynskjer|vil) (ikke|ikkje) (å )?(svare|oppgi|seie)\b.*",
        r"(i )?(prefer|would rather) not\b.*|refused?( to answer)?|nekter( å svare)?",
    ),
    "not_applicable": (
        r"(ikke|ikkje) (aktuelt|aktuell|relevant)\b.*|(gjelder|passer) (ikke|ikkje)\b.*",
        r"(not|does not|doesn't) appl(y|icable)\b.*|n/?a|not relevant",
    ),
    "other": (
        r"(noe |noko )?(annet|anna|andre|other)\W*",
        r".*\b(spesifiser|beskriv|hvilke[nt]?|specify|describe)\W*",
    ),
}
_MISSING: dict[MissingState, tuple[str, ...]] = {
    "not_asked": (r"(ikke|ikkje|not) (stilt|spurt|vist|asked|shown|presented)\b.*",),
    "skipped": (
        r"ubesvart|(ikke|ikkje) (besvart|svart)|ingen svar",
        r"no (answer|response)|(seen but )?(not answered|unanswered)|skipped|missing|blank|system missing",
    ),
}
_EXCLUSIVE = re.compile(r"(ingen|none|inkje) (av|of)\b|(ikke|ikkje) noe av|ingenting|nothing|^(ingen|none)$")
_MIDDLE = re.compile(
    r"\b(verken|hverken|korkje|neither|nøytral|neutral|både og|middels|uendret|unchanged)\b|som før"
)
_NEGATIVE = re.compile(
    r"misfornøyd|misnøgd|ueni[gk]|usamd|dårl[ie]g|verre|negativ|usannsynlig|lite sannsynlig|uviktig"
    r"|ikke viktig|dissatisf|disagree|unfavou?r|unlikely|unimportant|unhappy|inaccurate|untrue|usant"
    r"|not (at all )?(important|likely|satisfied)|\b(bad|badly|poor|poorly|worse)\b"
)
_POSITIVE = re.compile(
    r"fornøyd|nøgd|\b(einig|enig|samd|bra|god|godt|gode|bedre|betre)\b|positiv|sannsynlig|viktig|satisf|agree"
    r"|favou?r|likely|important|happy|accurate|\b(true|sant|good|well|better|excellent)\b"
)
_NOT_SO = re.compile(
    r"\b(not|ikke|ikkje) (so |too |that |all that )?(very|særlig|spesielt|veldig|så|heilt|helt)\b"
)
_NOT_AT_ALL = re.compile(r"\bnot at all\b|ikke i det hele tatt|ikkje i det heile")
_STRENGTHS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"svært|veldig|meget|helt|very|strongly|completely|extremely|fully|totally")),
    (2, re.compile(r"ganske|nokså|fairly|rather|quite|moderately|mostly|stort sett|tend to")),
    (1, re.compile(r"slightly|somewhat|litt|noe\b|delvis|partly|a little")),
)
_LEAST = re.compile(r"aldri|never|ikke i det hele tatt|not at all|(svært|veldig) liten|very small")
_MOST = re.compile(r"alltid|always|(svært|veldig) (stor|ofte)|daglig|daily|very (often|large|great)|hver dag")

_KNOWN_IDS = {
    "yes": {"ja", "yes"},
    "no": {"nei", "no"},
    "partly": {"delvis", "partly"},
    "woman": {"kvinne", "kvinner", "woman", "female"},
    "man": {"mann", "menn", "man", "male"},
}


def plain(text: str) -> str:
    """A text as these words are looked for: one line, lower case, without a number in front."""
    return re.sub(r"^\(?-?\d+[\s.:)=–-]+(?=\D)", "", comparable(text).casefold()).strip()


def role_of(text: str) -> Role:
    """The role that an option's text suggests."""
    words = plain(text)
    return next((role for role, forms in _ROLES.items() if _is_one_of(words, forms)), "substantive")


def missing_state(text: str) -> MissingState | None:
    """The state that a label such as «Ubesvart» stands for, or None for an answer."""
    words = plain(text)
    return next((state for state, forms in _MISSING.items() if _is_one_of(words, forms)), None)


def _is_one_of(words: str, forms: tuple[str, ...]) -> bool:
    return any(re.fullmatch(form, words) for form in forms)


def is_exclusive(text: str) -> bool:
    """Whether an option of several reads as one that rules out the others."""
    return bool(_EXCLUSIVE.search(plain(text)))


def known_id(text: str) -> str | None:
    """The id that every survey uses for an option as common as this one."""
    words = plain(text)
    if re.fullmatch(r"\d{1,2}", words):
        return f"p{int(words)}"
    return next((known for known, texts in _KNOWN_IDS.items() if words in texts), None)


def valence(text: str) -> int | None:
    """-4 to 4 from most negative to most positive, None where the words tell nothing.

    «Not very important» is on the negative side: the word that is denied counts for the other one.
    """
    words = plain(text)
    if _MIDDLE.search(words):
        return 0
    strength = next((size for size, pattern in _STRENGTHS if pattern.search(words)), 3)
    if _NOT_AT_ALL.search(words):
        return -4 if _POSITIVE.search(words) else None
    if _NOT_SO.search(words):
        return -2 if _POSITIVE.search(words) and not _NEGATIVE.search(words) else None
    if _NEGATIVE.search(words):
        return -strength
    return strength if _POSITIVE.search(words) else None


def scale_order(texts: Sequence[str]) -> Order | None:
    """How the substantive options of a question are ordered, if they make up a scale of 3 to 7 points.

    `valence` from negative to positive, `amount` from least to most, `_down` for the other way round,
    `points` for bare numbers.
    """
    if not 3 <= len(texts) <= 7:
        return None
    known = [v for v in map(valence, texts) if v is not None]
    ends = valence(texts[0]), valence(texts[-1])
    if ends[0] and ends[1] and ends[0] * ends[1] < 0:
        signs = [(v > 0) - (v < 0) for v in known]
        if signs == sorted(signs):
            return "valence"
        return "valence_down" if signs == sorted(signs, reverse=True) else None
    first, last = plain(texts[0]), plain(texts[-1])
    if _LEAST.search(first) and _MOST.search(last):
        return "amount"
    if _MOST.search(first) and _LEAST.search(last):
        return "amount_down"
    return "points" if _are_points([comparable(text) for text in texts]) else None


def _are_points(texts: Sequence[str]) -> bool:
    """Whether texts are numbers, with words at both ends or at neither: the last may be no point at all."""
    worded = [not re.match(r"\d", text) for text in (texts[0], texts[-1])]
    return all(text.isdigit() for text in texts[1:-1]) and worded[0] == worded[1]

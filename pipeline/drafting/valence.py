"""How good or bad, much or little an answer is by its words, in Norwegian and English.

Belongs here: direction and strength of one answer. The order of several is `order`.
"""

import re

from pipeline.drafting.words import plain

_MIDDLE = re.compile(
    r"\b(verken|hverken|korkje|neither|nøytral|neutral|både og|middels|uendret|unchanged|passe|fair)\b"
    r"|som før|the same|like mye som|about right"
)
_NEGATIVE = re.compile(
    r"misfornøyd|misnøgd|ueni[gk]|usamd|dårl[ie]g|verre|negativ|usannsynlig|uviktig|utrygg|unyttig|uinteress"
    r"|vanskelig|mindre|utydelig|dissatisf|disagree|unfavou?r|unlikely|unimportant|unhappy|inaccurate|untrue"
    r"|usant|unsafe|useless|uninterest|difficult|unclear"
    r"|\b(bad|badly|poor|poorly|worse|less|fewer|hard|harder|lite|too little)\b"
)
_POSITIVE = re.compile(
    r"fornøyd|nøgd|\b(einig|enig|samd|bra|god|godt|gode|bedre|betre|lett|enkelt|mye|mer|meir)\b|positiv|viktig"
    r"|sannsynlig|trygg|nyttig|interess|tydelig|satisf|agree|favou?r|likely|important|happy|accurate|interest"
    r"|\b(true|sant|good|well|better|excellent|utmerket|safe|useful|easy|easier|clear|more|like me|much)\b"
)
_NOT_SO = re.compile(
    r"\b(not|ikke|ikkje) (so |too |that |all that )?(very|særlig|spesielt|veldig|så|heilt|helt)\b"
)
_HARDLY = re.compile(r"\b(hardly|scarcely|lite) (?=\w)")
_NOT = re.compile(r"^(not|ikke|ikkje)\b")
_NOT_AT_ALL = re.compile(r"\bnot\b.*\bat all\b|ikke i det hele tatt|i det hele tatt ikke|ikkje i det heile")
_STRENGTHS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (5, re.compile(r"altfor|far too|excellent|utmerket")),
    (
        4,
        re.compile(
            r"svært|veldig|meget|helt|mye (be|ve|me|mi)|very|strongly|completely|extremely|fully|much"
        ),
    ),
    (2, re.compile(r"ganske|nokså|fairly|rather|quite|moderately|mostly|stort sett|tend to")),
    (1, re.compile(r"slightly|somewhat|litt|noe\b|delvis|partly|a little|a bit")),
)
_ORDINARY = 3


def valence(text: str) -> int | None:
    """-5 to 5 from most negative to most positive, None where the words tell nothing.

    «Not very important» is on the negative side: the word that is denied counts for the other one.
    """
    words = plain(text)
    if _MIDDLE.search(words):
        return 0
    denied = _denied(words)
    if denied is not None:
        return denied or None
    strength = next((size for size, pattern in _STRENGTHS if pattern.search(words)), _ORDINARY)
    if _NEGATIVE.search(words):
        return -strength
    return strength if _POSITIVE.search(words) else None


def _denied(words: str) -> int | None:
    """How negative an answer is that denies something good; 0 where that is unclear, None where none does."""
    is_positive, is_negative = bool(_POSITIVE.search(words)), bool(_NEGATIVE.search(words))
    if _NOT_AT_ALL.search(words):
        return -4 if is_positive else 0
    if _HARDLY.search(words) and _POSITIVE.search(_HARDLY.sub(" ", words)):
        return -2
    if _NOT_SO.search(words):
        return -2 if is_positive and not is_negative else 0
    if _NOT.search(words) and (is_positive or is_negative):
        return -_ORDINARY if not is_negative else 0
    return None

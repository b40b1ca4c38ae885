"""Words that give away what an option or a column is, in Norwegian and English.

Belongs here: word lists and the questions asked of them, for drafting a definition. A hit is a guess that a
person confirms; nothing here decides anything in a run.
"""

import re

from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import MissingState, Role

NORWEGIAN = frozenset({"nb", "nn", "no"})
"""Languages in which a draft writes its own words in Norwegian; in others it writes English."""

_ROLES: dict[Role, tuple[str, ...]] = {
    "dont_know": (
        r"(\w+ )?(vet|veit|ved) (ikke|ikkje)\b.*",
        r"(i )?(don'?t|do not) (know|understand)\b.*|d/?k\b.*",
        r"(jeg |eg )?(husker|hugsar) (ikke|ikkje)\b.*",
        r"(i )?(don'?t|do not|can'?t|cannot) (remember|recall)\b.*",
        r"(ikke|ikkje|not) (sikker|sure)\b.*|(usikker|unsure|uncertain)\b.*",
        r"(har )?(ingen|no) (formening|mening|opinion)|(can't|cannot) say|vanskelig å si|unfamiliar\b.*",
    ),
    "refused": (
        r"((jeg|eg) )?(ønsker|ynskjer|vil) (ikke|ikkje) (å )?(svare|oppgi|seie)\b.*",
        r"(i )?(prefer|would rather) not\b.*|ref(used?|usal)?( to answer)?( \(vol\.?\))?|nekter?( å svare)?",
    ),
    "not_applicable": (
        r"(ikke|ikkje) (aktuelt|aktuell|relevant)\b.*|(gjelder|passer) (ikke|ikkje)\b.*",
        r"(not|does not|doesn't) appl(y|icable)\b.*|n/?a|not relevant",
    ),
    "other": (
        r"(noe |noko )?(annet|anna|andre|other)( (party|parti|partier|race|reason|grunn))?\W*(\(.*\))?",
        r".*\b(spesifiser|beskriv|hvilke[nt]?|specify|describe)\W*",
    ),
}
_MISSING: dict[MissingState, tuple[str, ...]] = {
    "not_asked": (r"(ikke|ikkje|not) (stilt|spurt|vist|asked|shown|presented)\b.*",),
    "skipped": (
        r"ubesvart|(ikke|ikkje) (besvart|svart)|ingen svar",
        r"(no|not?) (answer|response)|(seen but )?(not answered|unanswered)|skipped|(system )?missing|blank",
        r"not available|ikke tilgjengelig|ikke oppgitt|uoppgitt|not stated",
    ),
}
CHOOSE = re.compile(
    r"\b(hvilke[nt]?|kva for|which) (av|of)\b|flere svar|fleire svar|kryss av|velg alle|all that apply"
    r"|\b(select|check|tick|mark|choose) all\b",
    re.IGNORECASE,
)
"""What asks for several of the answers that follow."""
_EXCLUSIVE = re.compile(r"(ingen|none|inkje) (av|of)\b|(ikke|ikkje) noe av|ingenting|nothing|^(ingen|none)$")
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

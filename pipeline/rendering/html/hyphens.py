"""Line breaks that browsers do not find themselves: soft hyphens, and ranges that stay whole.

What belongs here: invisible characters inside words. What does not: markup, and cleaning of hostile text.
"""

import re
from functools import cache
from typing import Protocol, cast

import pyphen

from pipeline.rendering.tree import Language

LONG_WORD = 12
"""Words of up to so many letters are never broken."""
_DICTIONARY = {"nb": "nb_NO", "en": "en_GB"}


class _Dictionary(Protocol):
    def inserted(self, word: str, hyphen: str) -> str: ...


class Hyphens:
    """Soft hyphens in one language; headless browsers have no Norwegian dictionary."""

    def __init__(self, language: Language) -> None:
        self._dictionary = _dictionary(language)

    def soft(self, text: str) -> str:
        """Put soft hyphens into long words, and join what must not be broken."""
        return self.joined(" ".join(self._word(word) for word in text.split(" ")))

    @staticmethod
    def joined(text: str) -> str:
        """Put a word joiner after the dash of 30–39 and after the hyphen of e-mail."""
        return re.sub(r"(?<=\d)–(?=\d)|(?<=\b\w)-(?=\w\w)", lambda dash: f"{dash[0]}\u2060", text)

    def _word(self, word: str) -> str:
        return self._dictionary.inserted(word, "\u00ad") if len(word) > LONG_WORD else word


@cache
def _dictionary(language: Language) -> _Dictionary:
    return cast("_Dictionary", pyphen.Pyphen(lang=_DICTIONARY[language], left=4, right=4))

"""Personal details that have no form, but are known: names and numbers that an export itself holds.

Belongs here: finding them again in free text, before the columns that hold them are dropped. Names of people
who are not in those columns are not known, and not found.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.privacy.scan import REDACTED

KNOWN = "name or number of a respondent"
MOST_WORDS = 5
MOST_PEOPLE = 10
"""What more people share than this tells of nobody."""
SHORTEST_NUMBER = 5
SHORTEST_NAME = 3

_WORD = re.compile(r"\w+(?:[-'’.@+]\w+)*")


@dataclass(frozen=True)
class Known:
    """What an export says of its respondents.

    Attributes:
        phrases: Whole values as words in small letters: found in anybody's text. A single word is one only
            when it holds digits or an @, for many names are words as well.
        own: For each row, the words of its own values: found in its own texts, where they are written with a
            capital.
    """

    phrases: frozenset[tuple[str, ...]]
    own: Sequence[frozenset[str]]

    def redact(self, text: str, row: int) -> str:
        """A text of a row with every known detail replaced by `REDACTED`."""
        words = list(_WORD.finditer(text))
        small = [word[0].casefold() for word in words]
        parts, end, i = [], 0, 0
        while i < len(words):
            length = self._length(small, i) or int(_is_name(words[i][0], small[i], self.own[row]))
            if length:
                parts += [text[end : words[i].start()], REDACTED]
                end = words[i + length - 1].end()
            i += length or 1
        return "".join([*parts, text[end:]])

    def _length(self, words: list[str], start: int) -> int:
        """How many words from here on are a known phrase, the longest one; 0 when none is."""
        for length in range(min(MOST_WORDS, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.phrases:
                return length
        return 0


def _is_name(word: str, small: str, own: frozenset[str]) -> bool:
    """Whether a word is the writer's name, also in the genitive."""
    return word[:1].isupper() and (small in own or small.removesuffix("s").rstrip("'’") in own)


def known_details(columns: Iterable[pd.Series], innocent: Iterable[str] = ()) -> Known:
    """What the columns of an export tell of its respondents.

    Args:
        columns: Direct identifiers and respondent ids, a series each, blanks as empty text.
        innocent: Texts whose words tell of nobody, such as those of options: an answer is no name.
    """
    spared = {word for text in innocent for word in _WORD.findall(text.casefold())}
    phrases: set[tuple[str, ...]] = set()
    own: list[set[str]] = []
    for cells in columns:
        words = {value: tuple(_WORD.findall(value.casefold())) for value in cells.unique()}
        people = cells.value_counts().to_dict()
        phrases |= {
            found
            for value, found in words.items()
            if people[value] <= MOST_PEOPLE and _tells(found) and not spared.issuperset(found)
        }
        names = {value: _names(found) - spared for value, found in words.items()}
        own = own or [set() for _ in cells]
        for row, value in enumerate(cells):
            own[row] |= names[value]
    return Known(frozenset(phrases), [frozenset(mine) for mine in own])


def _tells(words: tuple[str, ...]) -> bool:
    """Whether a value names somebody: two words or more, or a number or address that is no everyday word."""
    if len(words) == 1:
        is_number = len(words[0]) >= SHORTEST_NUMBER and any(c.isdigit() for c in words[0])
        return is_number or "@" in words[0]
    return 1 < len(words) <= MOST_WORDS and any(len(word) >= SHORTEST_NAME for word in words)


def _names(words: tuple[str, ...]) -> set[str]:
    if len(words) > MOST_WORDS:
        return set()
    return {word for word in words if len(word) >= SHORTEST_NAME and word.replace("-", "").isalpha()}

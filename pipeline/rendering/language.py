"""The fixed words and sentence patterns of the outputs, in every language of a report.

What belongs here: reading a catalogue, filling a pattern, joining a list of words. What does not: the words
themselves (`catalogues/*.yaml`), numbers (`numbers`), and any text that is true of one survey only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from pipeline.rendering.numbers import NO_BREAK, Language, NumberFormat

CATALOGUES = Path(__file__).parent / "catalogues"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language.

    Attributes:
        language: `nb` or `en`.
        patterns: key to pattern; placeholders stand in braces.
    """

    language: Language
    patterns: dict[str, str]

    def text(self, key: str, /, **values: str) -> str:
        """Fill the pattern of a key.

        Args:
            key: a key of the catalogue.
            values: ready text for each placeholder; braces inside a value stay text.

        Returns:
            The words, with every number tied to the word after it where the pattern has a `~`.

        Raises:
            KeyError: the key, or a placeholder of its pattern, is missing; says which.
        """
        if key not in self.patterns:
            raise KeyError(f"catalogue {self.language} has no key {key!r}")
        try:
            return self.patterns[key].replace("~", NO_BREAK).format_map(values)
        except KeyError as missing:
            raise KeyError(f"catalogue {self.language}, key {key!r}: no value for {missing}") from missing

    def counted(self, key: str, count: int, /, **values: str) -> str:
        """Fill the pattern `<key>.one` or `<key>.many` by the count, which is `{n}` in both."""
        form = "one" if count == 1 else "many"
        return self.text(f"{key}.{form}", n=self.numbers.number(count), **values)

    def listed(self, words: Sequence[str]) -> str:
        """Join words for a sentence: `a, b og c`; empty for none."""
        if len(words) < 2:
            return "".join(words)
        return self.text("list.last", first=", ".join(words[:-1]), last=words[-1])

    def either(self, words: Sequence[str]) -> str:
        """Join words for a choice: `a, b eller c`; empty for none."""
        if len(words) < 2:
            return "".join(words)
        return self.text("list.last_or", first=", ".join(words[:-1]), last=words[-1])

    @property
    def numbers(self) -> NumberFormat:
        """The number format of the same language."""
        return NumberFormat(self.language)


@cache
def catalogue(language: Language) -> Catalogue:
    """Load the catalogue of a language.

    Raises:
        ValueError: there is no such language; lists those that exist.
    """
    path = CATALOGUES / f"{language}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in CATALOGUES.glob("*.yaml")))
        raise ValueError(f"no catalogue for language {language!r}; there is {known}")
    loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Catalogue(language, dict(_flat(cast("dict[str, object]", loaded))))


def _flat(tree: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """Turn nested keys into dotted ones."""
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs

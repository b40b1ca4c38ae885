"""What is wrong with a definition: a problem with its place, and the error that carries all of them.

Belongs here: the two types, and the words for the nearest right word. Finding problems is elsewhere.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_FEW = 12
_CLOSE = 0.6


_FILES = ("survey.yaml", "questionnaire.yaml")


class Rank(IntEnum):
    """How much else a problem is the reason of: a file, a word in it, what words refer to."""

    FILE = 0
    FORM = 1
    MEANING = 2


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and what would be right.

    Attributes:
        file: The file inside the survey's folder.
        line: The line, from 1; 0 when the whole file is meant.
        message: What is wrong there, and what would be right.
        rank: What comes first.
    """

    file: str
    line: int
    message: str
    rank: Rank = Rank.FILE

    @property
    def place(self) -> tuple[object, ...]:
        """In which order problems are told: by importance, then by file and line."""
        order = _FILES.index(self.file) if self.file in _FILES else len(_FILES)
        return self.rank, order, self.file, self.line

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class DefinitionError(ValueError):
    """A definition that cannot be used, with all its problems.

    Attributes:
        survey: The survey's folder.
        problems: Each once, the most important first.
    """

    def __init__(self, survey: str, problems: list[Problem]) -> None:
        self.survey = survey
        self.problems = sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(
            f"the definition of {survey} has {count}:\n" + "\n".join(f"  {p}" for p in self.problems)
        )


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most likely meant, if any is."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=_CLOSE)
    return close[0] if close else None


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean x?`, or the known words when they are few, or nothing."""
    words = list(known)
    close = closest(word, words)
    if close:
        return f"; did you mean {close}?"
    if 0 < len(words) <= _FEW:
        return f"; known: {', '.join(words)}"
    return ""

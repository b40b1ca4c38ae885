"""What is wrong with a definition: a problem with its place, and the error that carries all of them.

Belongs here: the two types, and the words for the nearest right word. Finding problems is elsewhere.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_FEW = 12
_CLOSE = 0.6


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, and what would be right.

    Attributes:
        file: The file inside the survey's folder.
        line: The line, from 1; 0 when the whole file is meant.
        message: What is wrong there, and what would be right.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class DefinitionError(ValueError):
    """A definition that cannot be used, with all its problems.

    Attributes:
        survey: The survey's folder.
        problems: Each once, by file and line.
    """

    def __init__(self, survey: str, problems: list[Problem]) -> None:
        self.survey = survey
        self.problems = sorted(set(problems))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(
            f"the definition of {survey} has {count}:\n" + "\n".join(f"  {p}" for p in self.problems)
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean x?`, or the known words when they are few, or nothing."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=_CLOSE)
    if close:
        return f"; did you mean {close[0]}?"
    if 0 < len(words) <= _FEW:
        return f"; known: {', '.join(words)}"
    return ""

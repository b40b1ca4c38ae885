"""A difference between two waves, and what a definition declares of a question's comparability.

Belongs here: the words in which both comparisons, of definitions and of exports, report.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.survey.questions import Item, Option, Question
from pipeline.survey.survey import Definition

DROPPED = "dropped"
RENAMED = "renamed"
"""The kind of a change that is none in what was asked: the definition names the column of either wave."""


@dataclass(frozen=True)
class Change:
    """One difference between two waves.

    Attributes:
        question: The question's id; empty for a column that belongs to none.
        kind: `column`, `renamed`, `recode`, `wording`, `dropped`, `new`, `compat`, `label`, `option`,
            `scale` or `kind`.
        text: What is different, in one line.
        is_declared: Whether the definition says how comparable the answers are, or need not.
    """

    question: str
    kind: str
    text: str
    is_declared: bool

    def __str__(self) -> str:
        """`question: what is different`, with a mark where nothing is declared."""
        mark = "" if self.is_declared else "  (comparability not declared)"
        return f"{self.question + ': ' if self.question else ''}{self.text}{mark}"


def comparability(question: Question, definition: Definition, before: str, after: str) -> tuple[str, ...]:
    """What is declared of a question in the waves after `before` up to `after`.

    Each wave's `compat` speaks of the wave before it.
    """
    waves = sorted(wave for wave in definition.survey.waves if before < wave <= after)
    return tuple(
        special.compat
        for wave in waves
        if (special := question.waves.get(wave)) is not None and "compat" in special.model_fields_set
    )


def new_and_gone(
    definition: Definition, question: Question, before: str, after: str
) -> Iterator[tuple[Option | Item, str]]:
    """Options and items that only one of two waves has: each with `new` or `gone`."""
    parts: tuple[Option | Item, ...] = (*definition.every_option(question), *question.items)
    for part in parts:
        earlier, later = part.is_in(before), part.is_in(after)
        if earlier != later:
            yield part, "new" if later else "gone"


def short(text: str, longest: int = 70) -> str:
    """A text cut to what a line has room for."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"

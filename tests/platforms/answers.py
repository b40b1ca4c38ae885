"""The same answers for every platform's export: forty people, one question of each common kind, one route.

Belongs here: who answered what. How a platform writes it down is in the module named after it.

Nobody but those in work was asked how they travel and how many hours they work. Everybody was asked the
rest; every eleventh left the grid blank. The last four broke off after the question on work.
"""

from dataclasses import dataclass

PEOPLE = 40
COMPLETE = 36
WORK = {1: "Ja", 2: "Nei"}
TRAVEL = {1: "Buss", 2: "Bil", 3: "Annet"}
AGREE = {1: "Helt uenig", 2: "Delvis uenig", 3: "Verken enig eller uenig", 4: "Delvis enig", 5: "Helt enig"}
ROWS = {"lonn": "Lønn", "tid": "Tid"}
TEXTS = {
    "work": "Er du i arbeid?",
    "travel": "Hvordan reiser du?",
    "agree": "Hvor enig er du?",
    "hours": "Timer per uke?",
    "comment": "Vil du si mer?",
}


@dataclass(frozen=True)
class Person:
    """What one person answered; None is blank, and nothing asked of those who were not shown a question."""

    number: int
    work: int
    travel: frozenset[int] | None
    other: str | None
    agree: dict[str, int | None] | None
    hours: float | None
    comment: str | None
    is_complete: bool

    @property
    def in_work(self) -> bool:
        return self.work == 1


def person(i: int) -> Person:
    is_complete = i < COMPLETE
    in_work = i % 3 != 2
    shown = in_work and is_complete
    travel = frozenset(c for c, turn in ((1, 2), (2, 5), (3, 7)) if i % turn == 0)
    agree = {"lonn": i % 5 + 1, "tid": (i + 2) % 5 + 1}
    return Person(
        number=i + 1,
        work=1 if in_work else 2,
        travel=travel if shown else None,
        other=f"På sykkel; den {i + 1}." if shown and 3 in travel else None,
        agree=(dict.fromkeys(ROWS) if i % 11 == 0 else dict(agree)) if is_complete else None,
        hours=(30 + i % 9 / 2) if shown else None,
        comment=f'Nummer {i + 1},\nsom sier «ja»; "nei"' if is_complete and i % 4 == 0 else None,
        is_complete=is_complete,
    )


ANSWERS = [person(i) for i in range(PEOPLE)]
IN_WORK = sum(p.in_work for p in ANSWERS)
SHOWN_TRAVEL = sum(p.travel is not None for p in ANSWERS)
TRAVEL_COUNTS = {c: sum(c in (p.travel or ()) for p in ANSWERS) for c in TRAVEL}
NO_TRAVEL = sum(p.travel == frozenset() for p in ANSWERS)
"""Who was shown the question and ticked nothing."""
NO_AGREE = sum(p.agree is not None and p.agree["lonn"] is None for p in ANSWERS)
"""Who was shown the grid and left it blank."""


def text(value: object, decimal: str = ".") -> str:
    """A number or nothing as platforms write it."""
    if value is None:
        return ""
    return f"{value:g}".replace(".", decimal) if isinstance(value, float) else str(value)


def joined(cells: list[str], delimiter: str, quote: str = '"', end: str = "\n") -> str:
    """One line, every cell in quotes (or none, without a quote)."""
    return (
        delimiter.join(quote + cell.replace(quote, quote * 2) + quote if quote else cell for cell in cells)
        + end
    )

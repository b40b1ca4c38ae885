"""The seven published questions, answered so that every published count and breakdown row comes out.

Here: who answers and skips, and which option each person takes.
Not here: the other questions (`themes.py`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from access import UNANSWERED, YES
from draws import Bools, Floats, Ints, apportion, highest, noise, stream
from targets import published_breakdowns, published_questions

KS, OSLO, SPEKTER, VIRKE = 1.0, 2.0, 3.0, 4.0

# The report's labels of these rows are lost; which agreement each belongs to is our choice.
_AGREEMENT_OF_ROW = {
    ("samarbeid", 1): KS,
    ("samarbeid", 2): SPEKTER,
    ("samarbeid", 3): VIRKE,
    ("arbeidsmiljo", 1): OSLO,
    ("oppfolging", 1): OSLO,
    ("oppfolging", 2): SPEKTER,
    ("oppfolging", 3): VIRKE,
}


@dataclass(frozen=True)
class Question:
    """How one question is answered.

    Options are given out in the order of `picks`: (option's position from 0, weight of each tendency); those
    who lean to it most get it. Who is left takes the option `rest`. The first pick is always "Vet ikke".
    """

    variable: str
    question_id: str
    page: int
    picks: tuple[tuple[int, dict[str, float]], ...]
    rest: int
    asked_if: str = "hjemmekontor"


def _consequence(variable: str, question_id: str, page: int) -> Question:
    picks = ((3, {"unsure": 0.9}), (0, {"mood": 1.0}), (1, {"keen": 0.8, "mood": -0.3}))
    return Question(variable, question_id, page, picks, rest=2)


QUESTIONS = (
    Question("avtale_utarb", "avtale_utarbeidet", 7, ((2, {"unsure": 0.8}), (0, {"formal": 0.9})), rest=1),
    Question(
        "avtale_inng",
        "avtale_inngatt",
        8,
        ((2, {"unsure": 0.6}), (0, {"keen": 0.5, "formal": 0.3})),
        rest=1,
        asked_if="avtale_utarb",
    ),
    Question(
        "sp13_utstyr",
        "teknisk_utstyr",
        9,
        ((3, {"unsure": 0.9}), (0, {"formal": 0.6, "keen": 0.4}), (1, {"formal": 0.2})),
        rest=2,
    ),
    Question(
        "sp14_ergo",
        "ergonomisk_utstyr",
        11,
        ((3, {"unsure": 0.8}), (0, {"formal": 0.9, "keen": 0.2}), (1, {"formal": 0.4})),
        rest=2,
    ),
    _consequence("hk_samarb", "samarbeid", 12),
    _consequence("hk_arbmiljo", "arbeidsmiljo", 13),
    _consequence("hk_oppf", "oppfolging", 14),
)


def answer(people: pd.DataFrame, leanings: pd.DataFrame) -> pd.DataFrame:
    """Return a column a question: option code, 99 for a question that was seen and skipped, else blank."""
    published = published_questions()
    answers = pd.DataFrame({"hjemmekontor": people["hjemmekontor"]})
    for number, question in enumerate(QUESTIONS):
        rng = stream(50 + number)
        counts = published[question.question_id]
        asked = (answers[question.asked_if] == YES).to_numpy()
        column = np.full(len(people), np.nan)
        answering, skipping = _answering(rng, people["stop"].to_numpy(), asked, question.page, sum(counts))
        column[skipping] = UNANSWERED
        agreement = people["tariffavtale"].to_numpy()[answering]
        column[answering] = _options(rng, question, counts, leanings.iloc[answering], agreement) + 1.0
        answers[question.variable] = column
    return answers.drop(columns="hjemmekontor")


def _answering(rng: np.random.Generator, stop: Ints, asked: Bools, page: int, n: int) -> tuple[Ints, Ints]:
    """Split those who saw the question into `n` who answered and the rest who skipped it and went on."""
    seen = np.flatnonzero(asked & (stop >= page))
    went_on = seen[stop[seen] > page]
    skipping = highest(went_on, rng.random(len(went_on)), len(seen) - n)
    return np.setdiff1d(seen, skipping), skipping


def _options(
    rng: np.random.Generator, question: Question, counts: list[int], leanings: pd.DataFrame, agreement: Floats
) -> Floats:
    """Return the option's position (from 0) for each answering person; the counts are exact."""
    (dont_know, weights), *picks = question.picks
    options = np.full(len(leanings), float(question.rest))
    everyone = np.arange(len(leanings))
    unsure = highest(everyone, _score(rng, leanings, weights), counts[dont_know])
    options[unsure] = dont_know
    left = np.setdiff1d(everyone, unsure)
    scores = {option: _score(rng, leanings, weights) for option, weights in picks}
    remaining = list(counts)
    for row, printed in published_breakdowns().items():
        if row[0] == question.question_id:
            group = left[agreement[left] == _AGREEMENT_OF_ROW[row]]
            wanted = _counts_printing_as(printed, len(group))
            _give_out(options, group, scores, wanted)
            remaining = [have - use for have, use in zip(remaining, [*wanted, 0], strict=True)]
            left = np.setdiff1d(left, group)
    _give_out(options, left, scores, remaining)
    return options


def _score(rng: np.random.Generator, leanings: pd.DataFrame, weights: dict[str, float]) -> Floats:
    score = noise(rng, len(leanings))
    for tendency, weight in weights.items():
        score = score + leanings[tendency].to_numpy() * weight
    return score


def _give_out(options: Floats, group: Ints, scores: dict[int, Floats], counts: list[int]) -> None:
    left = group
    for option, score in scores.items():
        taking = highest(left, score[left], counts[option])
        options[taking] = option
        left = np.setdiff1d(left, taking)


def _counts_printing_as(printed: list[int], n: int) -> list[int]:
    """Find counts of `n` persons whose shares round (half up) to the printed per cents.

    Raises:
        ValueError: If the group is too small for that.
    """
    unrounded = (100 - sum(printed)) / len(printed)  # what each option lost or won in rounding
    counts = apportion(n, [percent + unrounded for percent in printed])
    if [(200 * count + n) // (2 * n) for count in counts] != printed:
        msg = f"no counts of {n} persons were found that print as {printed}"
        raise ValueError(msg)
    return counts

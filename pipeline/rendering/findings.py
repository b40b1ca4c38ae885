"""The computed sentence over a figure of all answers.

What belongs here: rules that turn printed percentages into one sentence, for any question in any language of
the catalogues. What does not: groups, waves and representativity (`comparisons`), words (`catalogues`), and
numbers that the reader does not see. Every percentage that comes in is rounded and suppressed already, so
text and figure cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.rendering.language import Catalogue

MANY_DONT_KNOW = 20
"""From this percentage a finding names don't know."""
FAR_MORE = 2
"""From this factor between two shares a finding says far more."""
AS_WORDS = 3
"""Up to so many options with phrases of their own are told as yes, no and partly."""

Pole = Literal["", "negative", "middle", "positive"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer option as a finding may tell it.

    Attributes:
        label: full text of the option; quoted where there is no phrase.
        percent: as printed; None when suppressed.
        dont_know: whether it is the option don't know.
        phrase: how the option stands in a sentence, such as `nei`; empty for none.
        clause: how it stands after `svarer at`, such as `samarbeidet er som før`; empty for none.
        pole: side of the scale; empty where the options have no direction.
    """

    label: str
    percent: int | None
    dont_know: bool = False
    phrase: str = ""
    clause: str = ""
    pole: Pole = ""


@dataclass(frozen=True, slots=True)
class Net:
    """Several options of one side of a scale together, computed unrounded and printed rounded.

    Attributes:
        phrase: such as `godt eller svært godt`.
        percent: as printed.
    """

    phrase: str
    percent: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """An answer that is shown, with its words."""

    words: str
    percent: int
    answer: Answer


def total(answers: Sequence[Answer], words: Catalogue, nets: tuple[Net, Net] | None = None) -> str:
    """Tell the answers of everyone to a question with one answer a person.

    Args:
        answers: in the order of the questionnaire.
        words: catalogue of the report's language.
        nets: the upper and the lower side of a scale with more than three steps; None for none.

    Returns:
        One sentence, or an empty string when nothing is shown.
    """
    shown = sorted(_shown(answers, words), key=lambda one: -one.percent)
    dont_know = next((a.percent for a in answers if a.dont_know and a.percent is not None), 0)
    if not shown:
        return ""
    if dont_know > shown[0].percent:
        return _stop(words.text("finding.mostly_dont_know", p=_n(words, dont_know)), shown, words)
    if len(shown) == 1:
        return words.text("finding.only", p=_n(words, shown[0].percent), answer=shown[0].words)
    return _sides(nets, dont_know, words) if nets else _one_answer(shown, dont_know, words)


def several(answers: Sequence[Answer], words: Catalogue) -> str:
    """Tell the answers to a question that allows several: the most frequent, and the one after it.

    Args and result as in `total`.
    """
    shown = sorted(_shown(answers, words), key=lambda one: -one.percent)
    if not shown:
        return ""
    first, rest = _leaders(shown)
    after = ""
    if len(first) == 1 and rest:
        after = words.text("finding.followed_by", second=rest[0].words, q=_n(words, rest[0].percent))
    return words.text(
        "finding.several",
        answers=_capital(words.listed([one.words for one in first])),
        p=_n(words, first[0].percent),
        next=after,
    )


def mean(value: str, words: Catalogue, scale: tuple[str, str] | None = None) -> str:
    """Tell a mean, given as it is printed, on a scale if it has one."""
    if scale is None:
        return words.text("finding.mean", value=value)
    return words.text("finding.mean_range", value=value, low=scale[0], high=scale[1])


def share_of(answer: Answer, words: Catalogue) -> str:
    """Name the share that gave an answer, for a sentence about groups or waves."""
    if answer.clause:
        return words.text("finding.share_clause", answer=answer.clause)
    return words.text("finding.share_phrase", answer=_words_of(answer, words))


def _words_of(answer: Answer, words: Catalogue) -> str:
    return answer.phrase or words.text("quote", text=answer.label)


def _shown(answers: Sequence[Answer], words: Catalogue) -> list[_Shown]:
    return [
        _Shown(_words_of(answer, words), answer.percent, answer)
        for answer in answers
        if answer.percent is not None and not answer.dont_know
    ]


def _n(words: Catalogue, percent: int) -> str:
    return words.numbers.number(percent)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _leaders(shown: list[_Shown]) -> tuple[list[_Shown], list[_Shown]]:
    """Split off those that share the largest percentage."""
    first = [one for one in shown if one.percent == shown[0].percent]
    return first, shown[len(first) :]


def _and_dont_know(dont_know: int, words: Catalogue) -> str:
    if dont_know < MANY_DONT_KNOW:
        return ""
    return words.text("finding.and_dont_know", p=_n(words, dont_know))


def _stop(text: str, shown: list[_Shown], words: Catalogue) -> str:
    """End a sentence on don't know with the most frequent answer."""
    others = words.text("finding.other_first", p=_n(words, shown[0].percent), answer=shown[0].words)
    return words.text("finding.stop", text=text + words.text("finding.while", others=others))


def _one_answer(shown: list[_Shown], dont_know: int, words: Catalogue) -> str:
    """Choose the form by what the options carry: a direction, words of their own, or neither."""
    poles = {one.answer.pole: one for one in shown}
    if len(shown) == len(poles) == AS_WORDS and "" not in poles:
        return _direction(shown[0], poles, words)
    if len(shown) <= AS_WORDS and all(one.answer.phrase for one in shown):
        return _in_words(shown, dont_know, words)
    return _most(shown, dont_know, words)


def _in_words(shown: list[_Shown], dont_know: int, words: Catalogue) -> str:
    """Majority or lead, for two or three short answers such as yes, partly and no."""
    first, second, *rest = shown
    if first.percent >= 50:
        half = words.text("finding.over_half" if first.percent > 50 else "finding.about_half")
        others = [words.text("finding.other_first", p=_n(words, second.percent), answer=second.words)]
        others += [words.text("finding.other_next", p=_n(words, o.percent), answer=o.words) for o in rest]
        if dont_know >= MANY_DONT_KNOW:
            others.append(words.text("finding.other_dont_know", p=_n(words, dont_know)))
        return words.text(
            "finding.majority",
            half=half,
            first=first.words,
            p=_n(words, first.percent),
            others=words.listed(others),
        )
    if len(rest) == 1 and first.percent == rest[0].percent:
        return _most(shown, dont_know, words)
    text = words.text(
        "finding.equal_two" if first.percent == second.percent else "finding.more",
        first=first.words,
        second=second.words,
        p=_n(words, first.percent),
        q=_n(words, second.percent),
    )
    if rest:
        text += words.text("finding.and_answer", p=_n(words, rest[0].percent), answer=rest[0].words)
    else:
        text += _and_dont_know(dont_know, words)
    return words.text("finding.stop", text=text)


def _direction(most: _Shown, poles: dict[Pole, _Shown], words: Catalogue) -> str:
    """Worse, same and better: the most frequent, and which way the others lean."""
    sides = sorted((poles["negative"], poles["positive"]), key=lambda one: -one.percent)
    middle = poles["middle"]
    if most.percent > max(one.percent for one in poles.values() if one is not most):
        text = _lead(most, words)
    else:
        return _most(sorted(poles.values(), key=lambda one: -one.percent), 0, words)
    quoted = {
        one: words.text("quote", text=one.words) if one.answer.phrase else one.words for one in poles.values()
    }
    if most is middle:
        return words.text("finding.stop", text=text + _lean(sides, quoted, words))
    others = [
        words.text("finding.other_first", p=_n(words, middle.percent), answer=quoted[middle]),
        words.text("finding.other_next", p=_n(words, sides[1].percent), answer=quoted[sides[1]]),
    ]
    return words.text("finding.stop", text=text + words.text("finding.while", others=words.listed(others)))


def _lead(most: _Shown, words: Catalogue) -> str:
    """Open with the most frequent answer, as a clause where the option has one."""
    if most.answer.clause:
        return words.text("finding.most_clause", first=most.answer.clause, p=_n(words, most.percent))
    return words.text("finding.most", first=most.words, p=_n(words, most.percent))


def _lean(sides: list[_Shown], quoted: dict[_Shown, str], words: Catalogue) -> str:
    high, low = sides
    if high.percent == low.percent:
        key = "finding.and_equal"
    else:
        key = "finding.and_far_more" if high.percent >= FAR_MORE * low.percent else "finding.and_more"
    return words.text(
        key, up=quoted[high], down=quoted[low], p=_n(words, high.percent), q=_n(words, low.percent)
    )


def _sides(nets: tuple[Net, Net], dont_know: int, words: Catalogue) -> str:
    """Two sides of a longer scale against each other."""
    high, low = sorted(nets, key=lambda net: -net.percent)
    text = words.text(
        "finding.equal_two" if high.percent == low.percent else "finding.more",
        first=high.phrase,
        second=low.phrase,
        p=_n(words, high.percent),
        q=_n(words, low.percent),
    )
    return words.text("finding.stop", text=text + _and_dont_know(dont_know, words))


def _most(shown: list[_Shown], dont_know: int, words: Catalogue) -> str:
    """The plain form for any question: the most frequent answer, ties said as ties."""
    first, rest = _leaders(shown)
    if len(first) > 1:
        text = words.text(
            "finding.equal_many",
            answers=words.listed([one.words for one in first]),
            p=_n(words, first[0].percent),
        )
    else:
        text = _lead(first[0], words)
        second = [one for one in rest if one.percent == rest[0].percent]
        if len(second) == 1:
            text += words.text("finding.followed_by", second=second[0].words, q=_n(words, second[0].percent))
    return words.text("finding.stop", text=text + _and_dont_know(dont_know, words))

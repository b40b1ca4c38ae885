"""The computed sentences over groups, waves and representativity.

What belongs here: rules that compare printed percentages of groups or waves in one sentence. What does not:
the answers of everyone (`findings`), tests of significance (`pipeline.methods`), words (`catalogues`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.rendering.language import Catalogue
from pipeline.rendering.tree import Mark

SMALL_SPREAD = 5
"""Under this many percentage points between groups a finding names none of them."""
MOST_NAMED = 3
"""So many tied groups are named; more are counted."""


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group's printed number.

    Attributes:
        label: name of the group.
        value: number as printed, in the same unit for all groups; None when suppressed.
        text: the number as text; empty lets the sentence write it as a whole number.
        phrase: how the group stands in a sentence, such as `i Oslo kommune`; empty for none.
        mark: whether the group's difference to everyone else passed its test.
        unreliable: the number is to be read with care: such a group is not named.
    """

    label: str
    value: float | None
    text: str = ""
    phrase: str = ""
    mark: Mark = "none"
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class WaveValue:
    """One wave's printed percentage."""

    wave: str
    percent: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """A group's printed difference between responses and universe, in percentage points."""

    label: str
    difference: int


def by_group(share: str, groups: Sequence[GroupValue], words: Catalogue, *, tested: bool = False) -> str:
    """Tell where a share is largest and smallest.

    Args:
        share: what the numbers are a share of, from `findings.share_of`.
        groups: without the row for everyone; suppressed and starred groups are left out.
        words: catalogue of the report's language.
        tested: whether the groups were tested; then no group is named unless one of them is marked.

    Returns:
        One sentence, or an empty string when fewer than two groups can be compared.
    """
    compared = _compared(groups)
    if len(compared) < 2:
        return ""
    low, high = _ends(compared)
    texts = {"low": _text(low, words), "high": _text(high, words)}
    if low.value == high.value:
        return words.text("finding.no_difference", share=_capital(share), p=texts["high"])
    if _spread(low, high) < SMALL_SPREAD:
        return words.text("finding.small_difference", share=_capital(share), **texts)
    if tested and all(group.mark == "none" for group in compared):
        return words.text("finding.untested_difference", share=_capital(share), **texts)
    return words.text(
        "finding.largest_smallest",
        share=_capital(share),
        top=_named(compared, high, words),
        bottom=_named(compared, low, words),
        **texts,
    )


def by_item(share: str, items: Sequence[GroupValue], words: Catalogue) -> str:
    """Tell for which item of a grid a share is largest and smallest; empty where they hardly differ."""
    compared = _compared(items)
    if len(compared) < 2 or _spread(*_ends(compared)) < SMALL_SPREAD:
        return ""
    return by_group(share, items, words)


def numbers_by_group(
    what: str, groups: Sequence[GroupValue], words: Catalogue, *, tested: bool = False
) -> str:
    """Tell where a number that is no share is highest and lowest; else as `by_group`.

    Args:
        what: what the numbers are, such as `gjennomsnittet`.
        groups: as in `by_group`.
        words: catalogue of the report's language.
        tested: as in `by_group`.
    """
    compared = _compared(groups)
    if len(compared) < 2:
        return ""
    low, high = _ends(compared)
    texts = {"low": _text(low, words), "high": _text(high, words)}
    if low.value == high.value:
        return words.text("finding.number_no_difference", what=what, p=texts["high"])
    if tested and all(group.mark == "none" for group in compared):
        return words.text("finding.number_untested", what=what, **texts)
    return words.text(
        "finding.number_largest_smallest",
        what=_capital(what),
        top=_named(compared, high, words),
        bottom=_named(compared, low, words),
        **texts,
    )


def over_waves(share: str, waves: Sequence[WaveValue], words: Catalogue) -> str:
    """Tell how a share moved between the first and the last wave.

    Args:
        share: from `findings.share_of`.
        waves: earliest first, comparable with each other.
        words: catalogue of the report's language.

    Returns:
        One sentence, or an empty string for fewer than two waves.
    """
    if len(waves) < 2:
        return ""
    first, last = waves[0], waves[-1]
    change = last.percent - first.percent
    if change == 0:
        key = "finding.trend_same"
    elif abs(change) < SMALL_SPREAD:
        key = "finding.trend_small"
    else:
        key = "finding.trend_up" if change > 0 else "finding.trend_down"
    number = words.numbers.number
    return words.text(
        key,
        share=_capital(share),
        first=number(first.percent),
        last=number(last.percent),
        wave=first.wave,
    )


def representativity(rows: Sequence[Deviation], words: Catalogue) -> str:
    """Tell who is over- and under-represented, from the sign of the printed differences.

    Returns:
        One or two sentences; an empty string for no rows.
    """
    if not rows:
        return ""
    over, under = max(row.difference for row in rows), min(row.difference for row in rows)
    if over <= 0 <= under:
        return words.text("finding.no_deviation")
    plain = len(rows) == 2
    sentences = []
    if over > 0:
        sentences.append(_deviating("over" if plain else "most_over", rows, over, words))
    if under < 0:
        sentences.append(_deviating("under" if plain else "most_under", rows, under, words))
    return " ".join(sentences)


def _deviating(key: str, rows: Sequence[Deviation], difference: int, words: Catalogue) -> str:
    groups = words.listed([row.label for row in rows if row.difference == difference])
    return words.text(f"finding.{key}", groups=groups, difference=words.numbers.signed(difference))


def _compared(groups: Sequence[GroupValue]) -> list[GroupValue]:
    return [group for group in groups if group.value is not None and not group.unreliable]


def _ends(compared: list[GroupValue]) -> tuple[GroupValue, GroupValue]:
    ordered = sorted(compared, key=lambda group: group.value or 0.0)
    return ordered[0], ordered[-1]


def _spread(low: GroupValue, high: GroupValue) -> float:
    return (high.value or 0.0) - (low.value or 0.0)


def _text(group: GroupValue, words: Catalogue) -> str:
    return group.text or words.numbers.number(group.value or 0.0)


def _named(compared: list[GroupValue], like: GroupValue, words: Catalogue) -> str:
    tied = [group for group in compared if group.value == like.value]
    if len(tied) > MOST_NAMED:
        return words.text("finding.in_groups", n=words.numbers.number(len(tied)))
    return words.listed([group.phrase or words.text("finding.in_group", group=group.label) for group in tied])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

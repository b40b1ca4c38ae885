"""The computed sentence over a trend: which changes since the wave before passed their test.

What belongs here: rules that turn marked changes, as printed, into one sentence. What does not: the tests
(`pipeline.methods`), words (`catalogues`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.rendering.language import Catalogue

MOST_NAMED = 3
"""So many changes are named, the largest ones."""
TOLD = {
    (True, True): "finding.trend_up_percent",
    (True, False): "finding.trend_up_number",
    (False, True): "finding.trend_down_percent",
    (False, False): "finding.trend_down_number",
}
"""Whether a number rose and is in per cent, to the words for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A marked change of one number.

    Attributes:
        what: what changed, as it stands in the middle of a sentence: `andelen som svarer ja,`.
        first: the number of the wave before, as printed.
        last: the number now, as printed, in percent where `in_percent`.
        size: the change, unrounded, with its sign.
        in_percent: whether the numbers are per cent.
    """

    what: str
    first: str
    last: str
    size: float
    in_percent: bool = True


def since(wave: str, changes: Sequence[Change], words: Catalogue, *, of_groups: bool = False) -> str:
    """Tell the marked changes since a wave, or that there are none.

    Args:
        wave: the wave before.
        changes: those that are marked, in reading order.
        words: catalogue of the report's language.
        of_groups: whether the changes are those of groups.
    """
    if not changes:
        return words.text("finding.trend_none_groups" if of_groups else "finding.trend_none", wave=wave)
    largest = sorted(changes, key=lambda change: -abs(change.size))[:MOST_NAMED]
    told = [_told(change, words) for change in changes if change in largest]
    return words.text("finding.trend_since", wave=wave, changes=words.listed(told))


def _told(change: Change, words: Catalogue) -> str:
    key = TOLD[change.size > 0, change.in_percent]
    return words.text(key, what=change.what, first=change.first, last=change.last)

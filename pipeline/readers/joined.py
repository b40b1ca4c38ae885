"""Splitting a cell that holds all chosen options of a question as one text: `A;B;` or `A, B`, or a ranking.

Belongs here: the splitting, as pure functions. It needs the codebook's options, because an option may hold
the separator itself; so it is called where options are known, and a frame keeps the cell as the export has
it.
"""

from collections.abc import Iterable

from pipeline.readers.text_identity import comparable

_ENOUGH = 2  # two readings are as ambiguous as twenty


def split_joined(
    text: str, options: Iterable[str], separator: str, other: str | None = None
) -> frozenset[str] | None:
    """The options that a joined cell holds, or None when it has no reading or more than one.

    Every way of cutting the text at separators into different options of the list is tried, the longest
    option first. Exactly one way: that is the answer. With `other`, a text that the list does not explain may
    end in the respondent's own words; then the way that leaves the fewest words unexplained is taken, and
    `other` is chosen.

    Args:
        text: The cell, e.g. `Buss;Sykkel;`. Texts are compared as `comparable` does; one separator at the end
            is allowed. An empty text has no chosen option.
        options: The options' texts in the codebook.
        separator: What the platform joins with: `;` in Microsoft Forms, `, ` in Google Forms.
        other: The option that stands for the respondent's own words, or None when there is none.

    Returns:
        The chosen options, spelled as in `options`; None means ambiguous or unknown: the answer state
        `invalid`.
    """
    spelled = {comparable(option): option for option in options if comparable(option)}
    longest_first = sorted(spelled, key=lambda option: (-len(option), option))
    cell = comparable(text)
    if not cell:
        return frozenset()
    found, begun = _readings(cell, longest_first, separator)
    whole = set(map(frozenset, found))
    if not whole and other is not None:
        least = min(len(rest) for rest in begun.values())
        whole = {
            frozenset((*chosen, comparable(other))) for chosen, rest in begun.items() if len(rest) == least
        }
        spelled.setdefault(comparable(other), other)
    if len(whole) != 1:
        return None
    return frozenset(spelled[option] for option in whole.pop())


def split_ordered(text: str, options: Iterable[str], separator: str) -> tuple[str, ...] | None:
    """The options that a joined cell holds, in its order; None when it has no reading or more than one.

    Args:
        text: The cell, e.g. `Ro;Orden;Fred;`.
        options: As for `split_joined`.
        separator: As for `split_joined`.
    """
    spelled = {comparable(option): option for option in options if comparable(option)}
    cell = comparable(text)
    if not cell:
        return ()
    found, _ = _readings(cell, sorted(spelled, key=lambda option: (-len(option), option)), separator)
    return tuple(spelled[option] for option in found.pop()) if len(found) == 1 else None


_Reading = tuple[str, ...]


def _readings(
    cell: str, longest_first: list[str], separator: str
) -> tuple[set[_Reading], dict[_Reading, str]]:
    """Every row of options that explains the whole cell (at most two), and those that explain its beginning.

    The second is a mapping from the options to the text left over.
    """
    whole: set[_Reading] = set()
    begun: dict[_Reading, str] = {}
    waiting: list[tuple[str, _Reading]] = [(cell, ())]
    seen = set(waiting)
    while waiting and len(whole) < _ENOUGH:
        rest, chosen = waiting.pop()
        begun[chosen] = min(begun.get(chosen, rest), rest, key=len)
        for option in reversed(longest_first):
            if option in chosen or not rest.startswith(option):
                continue
            after = rest[len(option) :]
            if after in ("", separator, separator.rstrip()):
                whole.add((*chosen, option))
            elif after.startswith(separator):
                step = (after[len(separator) :], (*chosen, option))
                if step not in seen:
                    seen.add(step)
                    waiting.append(step)
    return whole, begun

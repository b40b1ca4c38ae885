"""Which columns of an export are one question: ticks of several answers, rows of a grid, ranks, mentions.

Belongs here: grouping by the platform's blocks, else by labels that begin alike, else by names that do. What
kind of question a group is, is in `kinds`.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.drafting.kinds import (
    are_mentions,
    are_points,
    are_ranks,
    grid_of_ticks,
    is_array,
    name_in_order,
    numbered_ticks,
)
from pipeline.drafting.names import shared_stem, stems
from pipeline.drafting.part import Part
from pipeline.drafting.words import CHOOSE, role_of
from pipeline.readers.markers import OWN_WORDS

Group = tuple[str, list[Part]]
_FEWEST_BY_NAME = 3
_LONGEST_CHOICE = 80
_MOST_POINTS = 11


def groups(parts: Sequence[Part]) -> Iterator[Group]:
    """Columns as questions in file order: (`multiple`, `grid`, `ranking` or `single`, columns)."""
    blocks: dict[str, list[Part]] = {}
    for part in parts:
        if part.column.block:
            blocks.setdefault(part.column.block, []).append(part)
    _join_rows(blocks)
    loose: list[Part] = []
    own_words = {part.column.id: part for part in parts if part.column.id.endswith(OWN_WORDS)}
    taken: set[str] = set()
    for part in parts:
        if not part.column.block:
            if part.column.id not in taken:
                loose.append(part)
            continue
        yield from _runs(loose)
        loose = []
        for kind, members in _block(blocks.pop(part.column.block, [])):
            own = own_words.get(part.column.block + OWN_WORDS)
            if own and (kind == "multiple" or all(member.yes_and_no for member in members)):
                taken.add(own.column.id)
                yield "multiple", [*members, own]
            else:
                yield kind, members
    yield from _runs(loose)


def _join_rows(blocks: dict[str, list[Part]]) -> None:
    """Put blocks together that are the rows of one grid of ticks: `grid.row`, with the same options."""
    rows: dict[str, list[str]] = {}
    for name in blocks:
        rows.setdefault(name.rpartition(".")[0], []).append(name)
    for grid, names in rows.items():
        options = {tuple(part.column.option for part in blocks[name]) for name in names}
        are_ticks = all(part.is_tick for name in names for part in blocks[name])
        if grid and are_ticks and len(names) > 1 and len(options) == 1:
            first, *others = names
            blocks[first] = [part for name in names for part in blocks[name]]
            for name in others:
                blocks[name] = []


def _block(members: Sequence[Part]) -> Iterator[Group]:
    """A platform's block: its ticks, its rows of the same answers, and the rest one by one.

    A column of own words beside ticks is an option too: who writes there has chosen «other».
    """
    if members and all(part.column.is_mention for part in members) and not is_array(members):
        yield "mentions", list(members)
        return
    members = numbered_ticks(members)
    ticks = [part for part in members if part.is_tick]
    rest = [part for part in members if not part.is_tick]
    if len(ticks) == 1:
        ticks, rest = [], list(members)
    if ticks:
        own = [p for p in rest if p.column.kind == "text" and role_of(p.column.option) == "other"]
        rest = [part for part in rest if part not in own]
        yield ("grid_multiple" if grid_of_ticks(ticks) and not own else "multiple"), ticks + own
    rows = [part for part in rest if _same_answers(part, rest)]
    if len(rows) > 1:
        places = all(part.column.option.isdigit() for part in rows) and name_in_order(rows)
        yield "mentions" if places else "ranking" if are_ranks(rows) else "grid", rows
        rest = [part for part in rest if part not in rows]
    for part in rest:
        yield "single", [part]


def _same_answers(part: Part, others: Sequence[Part]) -> bool:
    """Whether a column answers with what most of its block does."""
    if part.profile.distinct > len(part.profile.values):
        return False
    if part.column.labels:
        return sum(part.signature == other.signature for other in others) * 2 > len(others)
    union = {value for other in others for value in other.values}
    if part.profile.is_number:
        return len(union) <= _MOST_POINTS and all(re.fullmatch(r"\d{1,2}", value) for value in union)
    shared = [
        value for value in part.values if sum(value in other.values for other in others) * 2 > len(others)
    ]
    return bool(part.values) and len(shared) == len(part.values)


def _runs(parts: Sequence[Part]) -> Iterator[Group]:
    """Neighbouring columns without a block that are one question by their labels, else by their names."""
    start = 0
    while start < len(parts):
        length = max(_by_stem(parts, start), _by_name(parts, start), _by_beginning(parts, start))
        run = list(parts[start : start + length])
        kind = _kind(run)
        if kind == "single":
            run = run[:1]
        yield kind, run
        start += len(run)


def _kind(run: Sequence[Part]) -> str:
    """What neighbours that answer alike are; single where that is a mere resemblance."""
    if len(run) == 1:
        return "single"
    if run[0].is_tick:
        return "multiple"
    if run[0].yes_and_no and CHOOSE.search(shared_stem([part.heading for part in run])):
        return "multiple"
    if are_ranks(run):
        return "ranking"
    if are_mentions(run):
        return "mentions"
    return "grid" if not run[0].is_points or are_points(run) else "single"


def _by_stem(parts: Sequence[Part], start: int) -> int:
    """How many columns from `start` on have the same answers and labels that begin with the same question."""
    first = parts[start]
    if not (first.signature or first.words):
        return 1
    best = 1
    for stem in stems(first.heading):
        end = start + 1
        while end < len(parts) and first.is_like(parts[end]) and parts[end].heading.startswith(stem):
            end += 1
        best = max(best, end - start)
    return best


def _by_name(parts: Sequence[Part], start: int) -> int:
    """How many columns from `start` on have the same answers and names that count up: `q5_1`, `q5_2`, …."""
    first = parts[start]
    name = _numbered(first.column.id)
    if name is None or not (first.signature or first.words) or _is_question_of_its_own(first):
        return 1
    end = start + 1
    while end < len(parts) and first.is_like(parts[end]):
        other = _numbered(parts[end].column.id)
        if other is None or other != (name[0], name[1] + end - start):
            break
        end += 1
    if first.is_points and not are_ranks(parts[start:end]):
        return 1
    return end - start if end - start >= _FEWEST_BY_NAME else 1


def _by_beginning(parts: Sequence[Part], start: int) -> int:
    """How many ticks from `start` on have names that begin alike: `media_tv`, `media_radio`, …."""
    first = parts[start]
    found = re.fullmatch(r"(.{2,}[_.])[^_.]+", first.column.id)
    if found is None or not first.is_tick:
        return 1
    end = start
    while (
        end < len(parts)
        and parts[end].is_tick
        and (end == start or first.is_like(parts[end]))
        and parts[end].column.id.startswith(found[1])
        and not _is_question_of_its_own(parts[end])
    ):
        end += 1
    return end - start if end - start >= _FEWEST_BY_NAME else 1


def _is_question_of_its_own(part: Part) -> bool:
    """Whether a column is a whole question that its neighbours only resemble: yes or no, or ends in a `?`."""
    text = part.heading
    return part.is_yes_no or text.endswith("?") or (part.is_tick and len(text) > _LONGEST_CHOICE)


def _numbered(identity: str) -> tuple[str, int] | None:
    found = re.fullmatch(r"(.*[^\d])(\d{1,3})", identity)
    return (found[1], int(found[2])) if found else None

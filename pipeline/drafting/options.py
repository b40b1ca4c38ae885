"""Options of a drafted question: codes, ids and texts, and what stands for a blank.

Belongs here: from a column's labels and values to options. Whether they are a scale: `scales`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.drafting.columns import FEWEST_ROWS, Profile, in_missing, value_text
from pipeline.drafting.names import Ids, slug
from pipeline.drafting.order import Ordered, in_order
from pipeline.drafting.words import (
    is_exclusive,
    known_id,
    missing_state,
    role_of,
)
from pipeline.readers.export import MissingRange, SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import Colour, MissingState, Role

_ROLE_IDS = {"dont_know", "refused", "not_applicable"}
_NUMBERED = re.compile(r"(\d{1,2})(?:[\s.):=–-]+\D.*)?")
_CODE = re.compile(r"0*(\d{1,4})(\.0+)?")
_SMALL_NUMBER = re.compile(r"-?\d{1,4}")
MOST_OPTIONS = 40
"""Unlabelled texts with more different values than this are open answers."""


@dataclass(frozen=True)
class DraftOption:
    """An option as it will be written; see `pipeline.survey.questions.Option`."""

    id: str
    code: int
    text: str
    role: Role = "substantive"
    score: int | None = None
    colour: Colour | None = None
    exclusive: bool = False
    match: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """The options of a column, the values that stand for a blank, and what a person should check.

    `is_ordered` tells whether the options stand in an order of their own, so that they may be a scale.
    """

    options: tuple[DraftOption, ...] = ()
    missing: dict[str, MissingState] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_ordered: bool = True
    withheld: int = 0
    """How many different texts are left out because few gave them."""

    @property
    def substantive(self) -> tuple[DraftOption, ...]:
        """The options that are answers proper."""
        return tuple(o for o in self.options if o.role == "substantive")


def code_text(value: str) -> str:
    """A code as labels and cells are compared: `01` and `1.0` as `1`."""
    found = _CODE.fullmatch(value)
    return str(int(found[1])) if found else value


def column_options(columns: Sequence[SourceColumn], seen: Sequence[Profile]) -> Options:
    """The options that columns share: their labels, then values without a label.

    Args:
        columns: The columns of one question; one, or the rows of a grid.
        seen: Their profiles.
    """
    labels = {code: label for column in columns for code, label in column.labels.items()}
    ranges = tuple(one for column in columns for one in column.missing)
    pairs, missing, notes = _labelled(labels, ranges)
    counts: dict[str, int] = {}
    for profile in seen:
        for value, rows in profile.values.items():
            counts[value] = counts.get(value, 0) + rows
    known = {code_text(code) for code in labels} | {comparable(label) for label in labels.values()}
    rest = {
        value: rows for value, rows in counts.items() if code_text(value) not in known and value not in known
    }
    extra, blanks, more, withheld = _unlabelled(rest, ranges, bool(labels))
    for one in ranges:
        value = value_text(one.low)
        if one.low == one.high and value not in labels:
            blanks.setdefault(value, "unknown_blank")
    options = _options([*pairs, *((value, value) for value in extra.values)])
    is_ordered = bool(labels) or extra.is_sure
    return Options(options, missing | blanks, tuple(notes + more), is_ordered, withheld)


def _labelled(
    labels: dict[str, str], ranges: tuple[MissingRange, ...]
) -> tuple[list[tuple[str, str]], dict[str, MissingState], list[str]]:
    """Labels as (code, text) of options, and as values that stand for a blank."""
    pairs: list[tuple[str, str]] = []
    missing: dict[str, MissingState] = {}
    notes: list[str] = []
    if len(set(labels.values())) < len(labels):
        notes.append("options with the same label have a number behind it; give each its own text")
    for code, label in labels.items():
        text = comparable(label) or code
        state = missing_state(text)
        if state is None and in_missing(code, ranges) and role_of(text) not in _ROLE_IDS:
            state = "unknown_blank"
            notes.append(
                f"{code} «{text[:40]}» is declared missing in the export: is it a blank or an answer?"
            )
        if state is None:
            pairs.append((code, text))
        else:
            missing[code] = state
    return pairs, missing, notes


def _unlabelled(
    rest: dict[str, int], ranges: tuple[MissingRange, ...], labelled: bool
) -> tuple[Ordered, dict[str, MissingState], list[str], int]:
    """Values without a label: options, what stands for a blank, what to check, and how many few gave."""
    missing: dict[str, MissingState] = {}
    options: list[str] = []
    withheld = 0
    for value, rows in rest.items():
        state = missing_state(value) or ("unknown_blank" if in_missing(value, ranges) else None)
        if state is not None:
            missing[value] = state
        elif _CODE.fullmatch(value) or _SMALL_NUMBER.fullmatch(value) or rows >= FEWEST_ROWS:
            options.append(value)
        else:
            withheld += 1
    notes = []
    ordered = in_order(options)
    if not labelled and not ordered.is_sure:
        notes.append("the export does not tell the order of the options: put them in theirs")
    if labelled and options:
        shown = ", ".join(ordered.values[:8])
        notes.append(f"the export has no label for {shown}")
    return ordered, missing, notes, withheld


def told_apart(texts: Sequence[str]) -> list[str]:
    """Texts with a number behind those that stood before: two options of a question must read differently."""
    times: dict[str, int] = {}
    found = []
    for text in texts:
        times[text] = times.get(text, 0) + 1
        found.append(text if times[text] == 1 else f"{text} ({times[text]})")
    return found


def _options(pairs: Sequence[tuple[str, str]]) -> tuple[DraftOption, ...]:
    """Options of (value, text), with codes of their own where a value cannot be a code."""
    ids = Ids({"unknown"})
    wanted = _numbers_in_front(pairs) or [code_text(value) for value, _ in pairs]
    taken = {int(code) for code in wanted if _CODE.fullmatch(code)}
    free = (code for code in range(1, 10_000) if code not in taken)
    given: set[int] = set()
    found = []
    readings = told_apart([text for _, text in pairs])
    for (value, text), reading, code in zip(pairs, readings, wanted, strict=True):
        own = int(code) if _CODE.fullmatch(code) else None
        number = next(free) if own is None or own in given else own
        given.add(number)
        role = role_of(text)
        wording = role if role in _ROLE_IDS else "other" if role == "other" else known_id(text) or slug(text)
        match: tuple[str, ...] = () if number == own or value == text else (value,)
        match += (text,) if reading == f"{text} (2)" else ()  # a label may be matched by one option only
        found.append(DraftOption(ids.unique(wording, f"option_{number}"), number, reading, role, match=match))
    return tuple(found)


def _numbers_in_front(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The codes of texts that each have their number in front: «0 Not likely», 1, 2, …; else nothing."""
    if not all(value == text for value, text in pairs):
        return []
    found = [_NUMBERED.fullmatch(value) for value, _ in pairs if role_of(value) not in _ROLE_IDS]
    codes = [str(int(match[1])) for match in found if match]
    if not codes or len(codes) < len(found) or len(set(codes)) < len(codes):
        return []
    return [codes.pop(0) if role_of(value) not in _ROLE_IDS else value for value, _ in pairs]


def with_exclusive(options: Sequence[DraftOption]) -> tuple[DraftOption, ...]:
    """Options of a question with several answers, those that rule out the others marked."""
    return tuple(
        replace(option, exclusive=True) if option.role in _ROLE_IDS or is_exclusive(option.text) else option
        for option in options
    )

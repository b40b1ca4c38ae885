"""A document that is mended or cut where it is wrong, so that the rest of it can still be checked.

Belongs here: taking parts out of a file's data, and still knowing each part's line, and what was taken out.
What is wrong with a part is told elsewhere.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.survey.documents import Document, Loc
from pipeline.survey.problems import Problem, Rank

STAND_IN = "…"
STAND_INS: dict[str, object] = {
    **dict.fromkeys(("text", "title", "owner"), STAND_IN),
    "field_start": "1900-01-01",
    **dict.fromkeys(("field_end", "report_date"), "2999-12-31"),
    "export": {"files": [STAND_IN]},
}
"""Keys for which something will do while the rest is checked."""


@dataclass(frozen=True)
class Rename:
    """The key that was meant."""

    key: str


@dataclass(frozen=True)
class Replace:
    """The word that was meant by another."""

    word: str
    meant: str


Mend = Rename | Replace | None
"""How to go on as if a part were right; None: without it."""


@dataclass(frozen=True)
class Fault:
    """A problem with its part, and how to go on.

    Attributes:
        problem: What people are told.
        file: The file.
        loc: The part to mend or leave out, as the file has it.
        mend: What was meant, if that can be told.
        follows: Whether it may only be there because something else was cut; then nobody is told.
    """

    problem: Problem
    file: str
    loc: Loc
    mend: Mend = None
    follows: bool = False


class Remains:
    """A document, and what is left of its data.

    A `loc` of the remains is one of the data as they are now; lists may have lost entries. The file's own
    locs, lines and places are those of the document as it was read.

    Attributes:
        name: The file inside the survey's folder.
        data: What is left; None when nothing is.
        cut_words: Every key and value in parts that were cut: what refers to them is not wrong for that.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._is_own = False
        self._kept: dict[int, tuple[list[Any], list[int]]] = {}
        self._touched: set[Loc] = set()
        self._stand_ins: set[Loc] = set()
        self._guessed: set[Loc] = set()
        self.name = document.name
        self.data: Any = document.data
        self.cut_words: set[str] = set()

    def fault(self, loc: Loc, problem: tuple[str, Rank], mend: Mend = None, cut: Loc | None = None) -> Fault:
        """A problem at a `loc` of the remains, for which `cut` is left out if not the part itself."""
        own, (message, rank) = self._own(loc), problem
        text = f"{self._document.place(own)}: {message}".removeprefix(": ")
        told = Problem(self.name, self._document.line(own), text, rank)
        return Fault(told, self.name, own if cut is None else cut, mend, own in self._touched | self._guessed)

    def was_cut(self, *loc: str | int) -> bool:
        """Whether a part, by its loc in the remains, or something in it was cut."""
        return self._own(loc) in self._touched

    def settle(self, fault: Fault) -> None:
        """Put in place what was meant, else take the part out; with it what cannot stand without it."""
        if not self._is_own:
            self.data, self._is_own = copy.deepcopy(self.data), True
        loc = self._now(fault.loc)
        if loc is None or self.data is None:  # gone already, with something around it
            return
        if not loc:
            self._drop((), self.data)
            self.data = None
            return
        holder, key = self._at(loc[:-1]), loc[-1]
        if fault.loc in self._stand_ins:
            self.settle(Fault(fault.problem, fault.file, fault.loc[:-1]))
        elif not self._mended(holder, key, fault.mend):
            self._cut(fault, holder, key)
        elif isinstance(fault.mend, Rename):  # what does not fit there was not meant
            self._guessed.add((*fault.loc[:-1], fault.mend.key))

    def _mended(self, holder: Any, key: str | int, mend: Mend) -> bool:
        if isinstance(mend, Rename) and key in holder and mend.key not in holder:
            holder[mend.key] = holder.pop(key)
            return True
        if isinstance(mend, Replace) and _inside(holder, key) == mend.word:
            holder[key] = mend.meant
            return True
        return False

    def _cut(self, fault: Fault, holder: Any, key: str | int) -> None:
        if isinstance(holder, list) and isinstance(key, int):
            kept = self._kept.setdefault(id(holder), (holder, list(range(len(holder)))))[1]
            self._drop(fault.loc, holder[key])
            del holder[key], kept[key]
        elif isinstance(holder, dict) and key in holder:
            self._drop(fault.loc, holder.pop(str(key)))
            self.cut_words.add(str(key))
        elif isinstance(holder, dict) and key in STAND_INS:
            holder[str(key)] = copy.deepcopy(STAND_INS[str(key)])
            self._stand_ins.add(fault.loc)
            self._drop(fault.loc, None)
        else:  # what is required is not there
            self._drop(fault.loc, None)
            self.settle(Fault(fault.problem, fault.file, fault.loc[:-1]))

    def _drop(self, own: Loc, part: Any) -> None:
        self._touched |= {own[:end] for end in range(1, len(own) + 1)}
        self.cut_words |= set(_words(part))

    def _at(self, loc: Loc) -> Any:
        data = self.data
        for part in loc:
            data = data[part]
        return data

    def _places(self, data: Any) -> Sequence[int]:
        """The place in the file of each entry of a list; nothing for other data."""
        if not isinstance(data, list):
            return ()
        return self._kept[id(data)][1] if id(data) in self._kept else range(len(data))

    def _own(self, loc: Loc) -> Loc:
        """The file's own loc of a part of the remains."""
        found: list[str | int] = []
        data = self.data
        for part in loc:
            kept = self._places(data)
            found.append(kept[part] if isinstance(part, int) and part < len(kept) else part)
            data = _inside(data, part)
        return tuple(found)

    def _now(self, own: Loc) -> Loc | None:
        """Where a part of the file is in the remains, None when something around it is gone."""
        found: list[str | int] = []
        data = self.data
        for place, part in enumerate(own):
            now = part
            if isinstance(data, list) and isinstance(part, int):
                kept = self._places(data)
                if part not in kept:
                    return None
                now = kept.index(part)
            found.append(now)
            inner = _inside(data, now)
            if inner is None and place < len(own) - 1:
                return None
            data = inner
        return tuple(found)


def _inside(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield str(key)
            yield from _words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)
    elif part is not None:
        yield str(part)


def question_names(text: str) -> set[str]:
    """What a condition may name, also as a question of `question__item`; nothing in quotes."""
    names = re.findall(r"[A-Za-z]\w*", re.sub(r"'[^']*'", " ", text))
    return {*names, *(name.partition("__")[0] for name in names)}

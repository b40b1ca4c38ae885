"""Who was asked, guessed from blanks: an earlier answer after which nobody has an answer here.

Belongs here: the hint, for drafting. The form knows who was asked, so a person says it in `ask_if`; what a
platform itself says of a condition is `relevance`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.drafting.columns import value_text
from pipeline.drafting.options import code_text
from pipeline.drafting.question import DraftQuestion
from pipeline.readers.export import Export
from pipeline.readers.markers import NOT_SHOWN

Flags = npt.NDArray[np.bool_]
MOST_ROWS = 20_000
_FEWEST_ROWS = 10
_MOST_OPTIONS = 20
_ASKED = (0.02, 0.98)
"""Questions that fewer or more have an answer to tell nothing."""
_NOBODY = 0.01
_SOME = 0.2


@dataclass(frozen=True)
class _Decider:
    """An answer that may decide who is asked: a question of one answer, or a tick.

    Attributes:
        name: As a condition names it.
        place: Of its question in the questionnaire.
        codes: The answer of each row, from 0; -1 for a blank.
        options: The option ids, in the order of the codes.
    """

    name: str
    place: int
    codes: npt.NDArray[np.int64]
    options: tuple[str, ...]

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """How many rows have each answer; the last are the blanks."""
        return np.bincount(
            np.where(self.codes < 0, len(self.options), self.codes), minlength=len(self.options) + 1
        )

    def shares(self, asked: Flags) -> npt.NDArray[np.float64]:
        """The share that has an answer elsewhere, by the answer here; the last is of the blanks."""
        positions = np.where(self.codes < 0, len(self.options), self.codes)
        hits = np.bincount(positions, weights=asked, minlength=len(self.options) + 1)
        shares: npt.NDArray[np.float64] = hits / np.maximum(self.rows, 1)
        return shares


def note_routing(export: Export, questions: Sequence[DraftQuestion], kept: "pd.Series[bool]") -> None:
    """Note at each question the earlier answer that decides who has one, where the cells show it.

    Args:
        export: The export.
        questions: The drafted questions, in the form's order; those with a condition are left out.
        kept: Which rows are of people who completed the form.
    """
    frame = export.frame.loc[kept].head(MOST_ROWS)
    cells = {column.id: frame.iloc[:, i] for i, column in enumerate(export.columns)}
    blocks: dict[str, list[str]] = {}
    for column in export.columns:
        blocks.setdefault(column.block, []).append(column.id)
    deciders: list[_Decider] = []
    known: dict[bytes, str | None] = {}
    for place, question in enumerate(questions):
        columns = _columns(question, blocks)
        asked = _asked(question, [cells[column] for column in columns if column in cells])
        if asked is not None and question.ask_if is None and not question.background:
            key = asked.tobytes()
            if key not in known:
                known[key] = _decided_by(asked, deciders)
            found = known[key]
            if found is not None:
                question.notes.append(f"everyone else is blank here; were only these asked? ask_if: {found}")
        deciders += _deciders(question, place, cells)


def _columns(question: DraftQuestion, blocks: dict[str, list[str]]) -> list[str]:
    own = [question.column] if question.column else [*question.columns.values(), *question.mentions]
    return own or blocks.get(question.block or "-", [])


def _asked(question: DraftQuestion, cells: Sequence["pd.Series[str]"]) -> Flags | None:
    """Who has an answer, or a value that says why there is none; None where nearly all or nobody has."""
    if not cells or question.expression:
        return None
    not_asked = {value for value, state in question.missing.items() if state == "not_asked"} | {NOT_SHOWN}
    for option in question.options:
        names = {str(option.code), *option.match, option.text}
        not_asked |= names if option.role == "not_applicable" else set()
    asked: Flags = np.zeros(len(cells[0]), dtype=bool)
    for column in cells:
        positions, distinct = pd.factorize(column, use_na_sentinel=True)
        counts = [value_text(v) not in {"", *not_asked} for v in distinct]
        asked |= np.array([*counts, False], dtype=bool)[positions]
    share = float(asked.mean()) if len(asked) else 0.0
    return asked if _ASKED[0] <= share <= _ASKED[1] else None


def _deciders(question: DraftQuestion, place: int, cells: dict[str, "pd.Series[str]"]) -> list[_Decider]:
    """The answers of a question that may decide who is asked later ones."""
    if question.type in {"single", "scale"} and question.column and len(question.options) <= _MOST_OPTIONS:
        codes: dict[str, int] = {}
        for i, option in enumerate(question.options):
            for name in (str(option.code), *option.match, option.text):
                codes.setdefault(name, i)
        ids = tuple(option.id for option in question.options)
        return [_Decider(question.id, place, _coded(cells[question.column], codes), ids)]
    if question.type == "multiple" and question.columns:
        ticks = dict.fromkeys(("1", "Y", *question.ticked), 1) | dict.fromkeys(("0", "N"), 0)
        return [
            _Decider(f"{question.id}__{o.id}", place, _coded(cells[c], {**ticks, o.text: 1}), ("no", "yes"))
            for o in question.options
            if (c := question.columns.get(o.id)) in cells
        ]
    return []


def _coded(cells: "pd.Series[str]", codes: dict[str, int]) -> npt.NDArray[np.int64]:
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    known = [codes.get(text, codes.get(code_text(text), -1)) for text in map(value_text, distinct)]
    return np.array([*known, -1], dtype=np.int64)[positions]


def _decided_by(asked: Flags, deciders: Sequence[_Decider]) -> str | None:
    """The condition of who was asked, by the nearest earlier answer that tells it."""
    for decider in reversed(deciders):
        shares = decider.shares(asked)
        rows = decider.rows
        nobody, some = shares <= _NOBODY, shares >= _SOME
        clear = (nobody | some | (rows < _FEWEST_ROWS))[:-1]
        answered = rows[:-1]
        if (
            clear.all()
            and answered[nobody[:-1]].sum() >= _FEWEST_ROWS
            and answered[some[:-1]].sum() >= _FEWEST_ROWS
            and (nobody[-1] or rows[-1] < _FEWEST_ROWS)
        ):
            return _condition(decider, some[:-1])
    return None


def _condition(decider: _Decider, some: Flags) -> str:
    yes = [option for option, is_asked in zip(decider.options, some, strict=True) if is_asked]
    no = [option for option in decider.options if option not in yes]
    if len(yes) == 1:
        return f"{decider.name} = '{yes[0]}'"
    if len(no) == 1:
        return f"{decider.name} <> '{no[0]}'"
    listed, word = (yes, "in") if len(yes) <= len(no) else (no, "not in")
    return f"{decider.name} {word} ({', '.join(repr(option) for option in listed)})"

"""Exports as SPSS gives them, made question by question with what a person would say of every column.

Belongs here: kinds of questions. All answers are drawn at random.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from pipeline.readers.export import Export, MissingRange, SourceColumn, column_name
from tests.drafting.truth import Expected, Truth
from tests.drafting.union_words import OUTSIDE, Answers

Labels = Mapping[int, str]
Roles = Mapping[int, str]


def numbered(texts: Iterable[str], start: int = 1) -> dict[int, str]:
    """Labels of codes that count up."""
    return dict(enumerate(texts, start))


class MadeSurvey:
    """An export that is being made.

    Attributes:
        truth: What a person would say of it.
        number: Of the last question that was called by its number.
    """

    def __init__(self, seed: int, rows: int = 400) -> None:
        self.random = random.Random(seed)  # noqa: S311  not for secrets
        self.rows = rows
        self.truth = Truth()
        self.number = 0
        self._columns: list[SourceColumn] = []
        self._cells: dict[str, list[object]] = {}

    def export(self) -> Export:
        """What was made."""
        frame = pd.DataFrame(
            {
                column_name(i): pd.Series(self._cells[c.id], dtype="float64" if c.kind == "number" else "str")
                for i, c in enumerate(self._columns)
            }
        )
        return Export("sav", tuple(self._columns), frame)

    def put(
        self, name: str, label: str, cells: Sequence[object], labels: Labels | None = None, **more: object
    ) -> str:
        """Put a column in."""
        kind = more.pop("kind", "number")
        told = {str(code): text for code, text in (labels or {}).items()}
        self._columns.append(SourceColumn(name, name, label, kind, told, **more))  # type: ignore[arg-type]
        self._cells[name] = list(cells)
        return name

    def each(self, cell: Callable[[], object]) -> list[object]:
        """A cell for every row."""
        return [cell() for _ in range(self.rows)]

    def drawn(self, values: Iterable[object], blank: float = 0.02) -> list[object]:
        """Values drawn with chances of their own, and a few blanks."""
        values = list(values)
        chances = [self.random.uniform(0.5, 2) for _ in values]
        return self.each(
            lambda: None if self.random.random() < blank else self.random.choices(values, chances)[0]
        )

    def next(self) -> str:
        """The name of the next question."""
        self.number += 1
        return f"q{self.number}"

    def expect(
        self,
        columns: Sequence[str],
        types: str,
        options: Iterable[tuple[str, str]] | None = None,
        by: str = "",
    ) -> None:
        """Say what a person would make of columns."""
        told = None if options is None else tuple(options)
        self.truth.questions.append(Expected(tuple(columns), frozenset(types.split()), told, by))

    def _asked(
        self, cells: list[object], by: str, answers: Sequence[object], other: object = None
    ) -> list[object]:
        if not by:
            return cells
        decides = self._cells[by]
        return [cell if said in answers else other for cell, said in zip(cells, decides, strict=True)]

    def choice(
        self,
        name: str,
        text: str,
        labels: Labels,
        types: str = "single",
        *,
        roles: Roles | None = None,
        missing: Sequence[int] = (),
        by: str = "",
        when: Sequence[int] = (1,),
        not_asked: int | None = None,
    ) -> str:
        """A question with one answer.

        Args:
            name: Of the column.
            text: Its label.
            labels: Of its codes, also those that stand for a blank.
            types: Any of these is right.
            roles: Of codes that are no answers proper.
            missing: Codes that stand for a blank, declared so; the first is used.
            by: The column that decides who is asked, and `when` the codes that are asked.
            when: See above.
            not_asked: The code of those who are not; an option too where it has a role.
        """
        codes = [code for code in labels if code not in {*missing, not_asked}]
        cells = self.drawn(codes)
        if missing:
            cells = [missing[0] if self.random.random() < 0.03 else cell for cell in cells]
        ranges = tuple(MissingRange(code, code) for code in missing)
        self.put(name, text, self._asked(cells, by, when, not_asked), labels, missing=ranges)
        if not_asked in (roles or {}):
            codes = [code for code in labels if code not in missing]
        self.expect([name], types, _options(labels, codes, roles or {}), by)
        return name

    def single(
        self,
        text: str,
        answers: Answers,
        types: str,
        outside: Sequence[int] = (),
        by: str = "",
        name: str = "",
    ) -> str:
        """The same with 99 for a blank, and answers outside by their place in `OUTSIDE`."""
        extra = [OUTSIDE[i] for i in outside]
        not_asked = {-1: "Ikke stilt"} if by and self.number % 2 else {}
        labels = {**dict(answers), **{code: words for code, words, _ in extra}, 99: "Ubesvart", **not_asked}
        ask = partial(self.choice, roles={code: r for code, _, r in extra}, missing=[99], by=by)
        return ask(name or self.next(), text, labels, types, not_asked=-1 if not_asked else None)

    def grid(
        self,
        name: str,
        wording: Callable[[str], str],
        items: Sequence[str],
        labels: Labels,
        roles: Roles | None = None,
        missing: Sequence[int] = (),
    ) -> None:
        """Rows with the same answers."""
        ranges = tuple(MissingRange(code, code) for code in missing)
        codes = [code for code in labels if code not in missing]
        names = [
            self.put(f"{name}_{i}", wording(item)[:120], self.drawn(codes), labels, missing=ranges)
            for i, item in enumerate(items, start=1)
        ]  # some platforms cut labels
        self.expect(names, "grid", _options(labels, codes, roles or {}))

    def multiple(self, stem: str, choices: Sequence[str], style: str) -> None:
        """A column of 0 and 1 for each choice, or of 1 and blanks; named by numbers or by words."""
        base = self.next()
        names = []
        for i, choice in enumerate(choices, start=1):
            text = choice if style in {"bare", "named"} else f"{stem} - {choice}"
            ticks = self.drawn([1, None] if style == "ones" else [0, 1], blank=0)
            labels = {0: "Ikke valgt", 1: "Valgt"} if style == "dash" else {}
            part = choice.split()[0].lower().replace("ø", "o") if style == "named" else str(i)
            names.append(self.put(f"{base}_{part}", text, ticks, labels))
        self.expect(names, "multiple", [(choice, role(choice)) for choice in choices])

    def mentions(self, stem: str, choices: Sequence[str], *, marked: bool) -> None:
        """Three columns for up to three choices; `marked` where the file says that they are one set."""
        base, labels = self.next(), numbered(choices)
        chosen = [self.random.sample(list(labels), self.random.randint(0, 3)) for _ in range(self.rows)]
        names = []
        for i in (1, 2, 3):
            cells = [codes[i - 1] if len(codes) >= i else None for codes in chosen]
            more = {"block": f"${base}", "option": str(i), "is_mention": True} if marked else {}
            names.append(self.put(f"{base}_{i}", f"{stem} - svar {i}", cells, labels, **more))
        self.expect(names, "multiple", [(choice, role(choice)) for choice in choices])

    def amount(
        self, name: str, text: str, values: Sequence[float], outside: Labels | None = None, by: str = ""
    ) -> str:
        """A number; codes outside are labelled and declared missing."""
        cells = self.drawn(values)
        if outside:
            code = next(iter(outside))
            cells = [code if self.random.random() < 0.05 else cell for cell in cells]
        ranges = tuple(MissingRange(code, code) for code in outside or ())
        self.put(name, text, self._asked(cells, by, [1]), outside, missing=ranges)
        self.expect([name], "numeric", by=by)
        return name

    def words(self, text: str, name: str = "", share: float = 0.4) -> None:
        """An open question."""
        some = self.each(lambda: f"Fritekst {self.random.random()}" if self.random.random() < share else None)
        self.expect([self.put(name or self.next(), text, some, kind="text")], "open")

    def date(self, text: str) -> None:
        """A question for a day."""
        draw = self.random.randint
        days = self.each(lambda: f"20{draw(10, 23)}-0{draw(1, 9)}-1{draw(0, 9)}")
        self.expect([self.put(self.next(), text, days, kind="date")], "date")

    def ranking(self, stem: str, things: Sequence[str]) -> None:
        """A place for each thing."""
        base, places = self.next(), range(1, len(things) + 1)
        orders = [self.random.sample(places, len(things)) for _ in range(self.rows)]
        names = [
            self.put(f"{base}_{i}", f"{stem} - {thing}", [order[i - 1] for order in orders])
            for i, thing in enumerate(things, start=1)
        ]
        self.expect(names, "ranking", [(str(place), "substantive") for place in places])

    def unlabelled(self, text: str, points: int) -> None:
        """Points of a scale that only the question explains."""
        codes = range(1, points + 1)
        name = self.put(self.next(), text, self.drawn(codes))
        self.expect([name], "scale", [(str(code), "substantive") for code in codes])

    def in_letters(self, text: str, answers: Mapping[str, str]) -> None:
        """A text variable with labels, as old forms have them."""
        name = self.next()
        self._columns.append(SourceColumn(name, name, text, "text", dict(answers)))
        self._cells[name] = self.drawn(answers)
        self.expect([name], "single", [(words, role(words)) for words in answers.values()])


def _options(labels: Labels, codes: Sequence[int], roles: Roles) -> list[tuple[str, str]]:
    return [(labels[code], roles.get(code, role(labels[code]))) for code in codes]


def role(text: str) -> str:
    """The role of an answer that needs no telling."""
    return {"vet ikke": "dont_know", "annet": "other"}.get(text.casefold(), "substantive")

"""A ranking in the report tree: the alternatives by their mean place, and how often each was put first.

Belongs here: figure, table, finding and note for everyone. By groups an alternative is an item as in a grid.
"""

from dataclasses import dataclass

from pipeline.rendering import alt
from pipeline.rendering.tree import Column, PlainBars, PlainRow, Row, Table
from pipeline.reporting.rows import Records, of_item, options_of
from pipeline.reporting.shown import ShownOption, count_cell, percent_cell, shown_options
from pipeline.reporting.shown_measures import NO_NUMBER, ShownMeasure, shown_measure
from pipeline.reporting.silent import why_no_numbers
from pipeline.reporting.whole import PERSONS, has_aside, of_opinion
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Item, Question
from pipeline.survey.reports import ReportQuestion


@dataclass(frozen=True)
class _Line:
    """An alternative with what is printed of it.

    Attributes:
        item: The alternative.
        places: How often it was given each place, the best first.
        mean: Its mean place.
        base: The persons behind the percents, None when it has no numbers.
        why: Why it has no numbers, empty when it has.
    """

    item: Item
    places: list[ShownOption]
    mean: ShownMeasure
    base: int | None
    why: str

    @property
    def first(self) -> ShownOption:
        """How often it was put first."""
        return self.places[0]


def ranking_parts(
    words: Words, question: Question, entry: ReportQuestion, rows: Records
) -> tuple[PlainBars, Table, str, tuple[str, ...]]:
    """Figure, table, finding and notes: the best mean place first, what has no numbers last.

    Args:
        words: The report in a language.
        question: The question.
        entry: Its place in the report.
        rows: Its rows for everyone.
    """
    kind = str(options_of(rows)[0]["base_kind"])
    items = words.material.definition.items_of(question)
    lines = [_line(words, question, entry, item, of_item(rows, item.id), kind) for item in items]
    lines.sort(key=lambda line: float("inf") if line.mean.value is None else line.mean.value)
    caption = of_ranked(words, question, kind)
    figure = _figure(words, question, caption, lines)
    return figure, _table(words, question, caption, lines), _finding(words, lines), _notes(words, lines)


def of_ranked(words: Words, question: Question, kind: str) -> str:
    """What percents of places are of: those who placed the alternative, or everyone who answered."""
    with_others = not of_opinion(kind) and has_aside(words, question)
    return words.catalogue.text("ranking.of_answered" if with_others else "ranking.of_placed")


def place_caption(words: Words, place: str, of_whom: str) -> str:
    """The caption of shares that were put on one place."""
    of = f"{of_whom[:1].lower()}{of_whom[1:]}"
    return words.catalogue.text("ranking.caption", first=place, of=of)


def _line(
    words: Words, question: Question, entry: ReportQuestion, item: Item, rows: Records, kind: str
) -> _Line:
    shown = shown_options(words, question, entry, options_of(rows), "shown_pct")
    places = [o for o in shown if o.has_opinion or not of_opinion(kind)]
    ranks = {option.id: question.place(option) for option in words.material.definition.options(question)}
    places.sort(key=lambda o: (not o.has_opinion, ranks[o.option.id]))
    why = why_no_numbers(words, rows)
    base = None if why else int(rows[0][PERSONS[kind]])
    return _Line(item, places, shown_measure(words, rows, "mean"), base, why)


def _figure(words: Words, question: Question, of_whom: str, lines: list[_Line]) -> PlainBars:
    """How often each was put first."""
    say, language = words.catalogue.text, words.language
    first = lines[0].first.tree.label
    caption = place_caption(words, first, of_whom)
    rows = []
    for line in lines:
        label = text_of(line.item.short, language) or line.item.text(language)
        if line.why:
            rows.append(PlainRow(label, None, NO_NUMBER, hidden=line.why))
            continue
        first_place, base = line.first, count_cell(words, line.base)
        rows.append(
            PlainRow(
                label=label,
                value=first_place.percent,
                text=first_place.text,
                base=base.text,
                base_value=line.base,
                interval=first_place.margin,
                unreliable=first_place.is_unreliable,
            )
        )
    return PlainBars(
        alt=alt.plain_bars(question.text(language), caption, rows, words.catalogue),
        caption=caption,
        row_heading=say("column.alternative"),
        value_heading=say("column.percent"),
        rows=tuple(rows),
        base_heading=say("column.base"),
    )


def _table(words: Words, question: Question, caption: str, lines: list[_Line]) -> Table:
    """Alternatives downwards: mean place, how often each place, and the persons."""
    say = words.catalogue.text
    return Table(
        key=f"{question.id}-all",
        caption=say("ranking.table_caption", of=f"{caption[:1].lower()}{caption[1:]}"),
        row_heading=say("column.alternative"),
        columns=(
            Column(say("ranking.mean_place"), "number"),
            *(Column(o.tree.short, "percent", key=o.tree.key) for o in lines[0].places),
            Column(say("column.base"), "count"),
        ),
        rows=tuple(
            Row(
                line.item.text(words.language),
                (line.mean.cell(), *(percent_cell(o) for o in line.places), count_cell(words, line.base)),
            )
            for line in lines
        ),
    )


def _finding(words: Words, lines: list[_Line]) -> str:
    """Which alternative is put first most often, and which has the best mean place; ties are told as ties."""
    told = [line for line in lines if not line.why and line.first.whole is not None]
    if len(told) < 2:
        return ""
    most = max(line.first.whole or 0 for line in told)
    first = [line for line in told if line.first.whole == most]
    best = [line for line in told if line.mean.text == told[0].mean.text]
    say = words.catalogue.text
    oftenest = say("ranking.oftenest", items=_named(words, first), p=words.numbers.number(most))
    return f"{oftenest} {say('ranking.best', items=_named(words, best), place=told[0].mean.text)}"


def _named(words: Words, lines: list[_Line]) -> str:
    names = [text_of(line.item.short, words.language) or line.item.text(words.language) for line in lines]
    return words.catalogue.listed([words.catalogue.text("quote", text=name) for name in names])


def _notes(words: Words, lines: list[_Line]) -> tuple[str, ...]:
    known = [line.mean.base for line in lines if line.mean.base]
    if not known:
        return ()
    return (words.catalogue.text("ranking.note", first=lines[0].first.tree.label, n=str(len(lines))),)

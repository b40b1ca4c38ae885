"""Alternative texts: what a figure shows, as one sentence with every number in it.

What belongs here: sentences made from the same parts that are drawn. What does not: drawing, and findings,
which choose what matters; an alternative text leaves nothing out.
"""

from collections.abc import Sequence

from pipeline.rendering.language import Catalogue
from pipeline.rendering.tree import (
    BarRow,
    Comparison,
    Mark,
    Option,
    Part,
    PlainRow,
    TrendPoint,
    TrendRow,
    TrendWave,
)


def stacked_bar(
    question: str, persons: str, options: Sequence[Option], parts: Sequence[Part], words: Catalogue
) -> str:
    """Describe the bar of all answers.

    Args:
        question: wording, with its question mark.
        persons: the base as text, such as `6 393 personer`.
        options: options of the figure.
        parts: one an option.
        words: catalogue of the report's language.
    """
    return words.text("alt.bar", question=question, persons=persons, parts=_parts(options, parts, words))


def stacked_bars(
    question: str, row_name: str, options: Sequence[Option], rows: Sequence[BarRow], words: Catalogue
) -> str:
    """Describe bars by group, wave or item; says whether don't know stands outside the bars.

    Args:
        question: wording, with its question mark.
        row_name: what the rows are, as it stands in a sentence, such as `tariffavtale`.
        options: options of the figure.
        rows: rows of the figure.
        words: catalogue of the report's language.
    """
    basis = "alt.without_dont_know" if any(row.aside for row in rows) else "alt.of_all"
    return words.text(
        "alt.bars",
        question=question,
        basis=words.text(basis),
        rows=row_name,
        parts=". ".join(_row(row, options, words) for row in rows),
    )


def plain_bars(question: str, basis: str, rows: Sequence[PlainRow], words: Catalogue) -> str:
    """Describe single bars.

    Args:
        question: wording, with its question mark.
        basis: what the numbers are, such as the figure's caption.
        rows: rows of the figure.
        words: catalogue of the report's language.
    """
    parts = [
        words.text("alt.row_hidden", row=row.label, why=row.hidden)
        if row.hidden
        else _marked(
            words.text("alt.value", label=row.label, value=f"{row.text} {row.interval}".strip()),
            row.mark,
            "rest",
            words,
        )
        for row in rows
    ]
    return words.text("alt.plain", question=question, basis=basis, parts=", ".join(parts))


def trend_lines(
    question: str, basis: str, waves: Sequence[TrendWave], rows: Sequence[TrendRow], words: Catalogue
) -> str:
    """Describe lines over waves, each with all its numbers, and where they are cut.

    Args:
        question: wording, with its question mark.
        basis: what the numbers are, such as the figure's caption.
        waves: waves of the figure.
        rows: rows of the figure.
        words: catalogue of the report's language.
    """
    parts = ". ".join(words.text("alt.row", row=row.label, parts=_by_wave(row, waves, words)) for row in rows)
    bases = [words.text("alt.value", label=wave.label, value=wave.base) for wave in waves if wave.base]
    told = words.text("alt.bases", parts=", ".join(bases)) if bases else ""
    return words.text("alt.lines", question=question, basis=basis, parts=parts, bases=told)


def _by_wave(row: TrendRow, waves: Sequence[TrendWave], words: Catalogue) -> str:
    told = [
        words.text("alt.cut_value" if wave.cut else "alt.value", label=wave.label, value=_point(point, words))
        for wave, point in zip(waves, row.points, strict=True)
        if point.text
    ]
    return ", ".join([*told, words.text("alt.change", change=row.change)] if row.change else told)


def _point(point: TrendPoint, words: Catalogue) -> str:
    return _marked(f"{point.text} {point.margin}".strip(), point.mark, "previous", words)


def _marked(text: str, mark: Mark, compared_with: Comparison, words: Catalogue) -> str:
    """A number with what its arrow says, where it has one."""
    if mark == "none":
        return text
    return words.text("alt.marked", text=text, mark=words.text(f"mark.{mark}_{compared_with}"))


def _parts(options: Sequence[Option], parts: Sequence[Part], words: Catalogue) -> str:
    return ", ".join(
        _marked(words.text("alt.part", label=option.label, p=part.text), part.mark, "rest", words)
        for option, part in zip(options, parts, strict=True)
    )


def _row(row: BarRow, options: Sequence[Option], words: Catalogue) -> str:
    if row.hidden:
        return words.text("alt.row_hidden", row=row.label, why=row.hidden)
    parts = _parts(options, row.parts, words)
    if row.aside:
        return words.text("alt.row_aside", row=row.label, parts=parts, p=row.aside)
    return words.text("alt.row", row=row.label, parts=parts)

"""What stands under a trend: stars, arrows, breaks, rewordings, and waves that are not there.

Belongs here: the notes of one figure. What a whole report says of its trends is in the method chapter.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pandas as pd

from pipeline.methods.rounding import difference_needs_note
from pipeline.methods.trend_lines import BREAKING, REWORDED
from pipeline.rendering.tree import TrendLines
from pipeline.reporting.headings import decimals, star_notes
from pipeline.reporting.least import smallest_mean_difference
from pipeline.reporting.shown_measures import FROM_SCORES, net_name
from pipeline.reporting.trend_lines import HIDDEN, SIGNED, Line
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.trends import comparability_in, waves_until
from pipeline.survey.wave_changes import DROPPED


def trend_notes(
    words: Words, question: Question, waves: Sequence[str], lines: Sequence[Line], figure: TrendLines
) -> tuple[str, ...]:
    """The notes under a figure.

    Args:
        words: The report in a language.
        question: The question.
        waves: Its waves, oldest first.
        lines: What the figure shows.
        figure: The figure.
    """
    return tuple(
        note
        for notes in (
            _changed(words, question, waves, lines),
            _absent(words, question, waves),
            _other_ends(words, question, waves, lines),
            _reading(words, lines, figure),
        )
        for note in notes
    )


def _changed(words: Words, question: Question, waves: Sequence[str], lines: Sequence[Line]) -> Iterator[str]:
    """Where lines are cut and why, and which rewordings somebody approved."""
    say = words.catalogue.text
    for before, wave in pairwise(waves):
        rows = [line.records[wave] for line in lines if wave in line.records]
        if not rows:
            continue
        if all(pd.isna(row["previous_wave"]) for row in rows):
            yield say("trend.cut", wave=wave, why=_why(words, question, before, wave, str(rows[0]["compat"])))
        elif any(row["has_footnote"] for row in rows):
            told = _told(words, question, before, wave)
            yield say("trend.reworded", wave=wave) + (f" {told}" if told else "")


def _why(words: Words, question: Question, before: str, wave: str, compat: str) -> str:
    told = _told(words, question, before, wave).rstrip(".")
    if told:
        return f"{told[:1].lower()}{told[1:]}"
    known = compat if compat in {*BREAKING, REWORDED} else "basis"
    return words.catalogue.text(f"trend.why_{known}")


def _told(words: Words, question: Question, before: str, wave: str) -> str:
    """What the definition says of the last change after one wave up to another, in words."""
    definition = words.material.definition
    between = [w for w in waves_until(definition, wave) if w > before]
    notes = [comparability_in(definition, question, one).note for one in between]
    return next((text_of(note, words.language) for note in reversed(notes) if note is not None), "")


def _absent(words: Words, question: Question, waves: Sequence[str]) -> Iterator[str]:
    """Waves between the first and the last in which the question was not asked."""
    definition = words.material.definition
    between = [w for w in waves_until(definition, waves[-1]) if w > waves[0] and w not in waves]
    absent = [w for w in between if comparability_in(definition, question, w).compat == DROPPED]
    if absent:
        yield words.catalogue.text("trend.not_asked", waves=words.catalogue.listed(absent))


def _other_ends(
    words: Words, question: Question, waves: Sequence[str], lines: Sequence[Line]
) -> Iterator[str]:
    """Where the ends of a scale were made of other options than they are now."""
    nets = dict.fromkeys(str(line.newest["net_id"]) for line in lines if line.measure in FROM_SCORES)
    for net in nets:
        now = net_name(words, question, net)
        others: dict[str, list[str]] = {}
        for wave in waves:
            others.setdefault(net_name(words.in_wave(wave), question, net), []).append(wave)
        others.pop(now, None)
        for then, years in others.items():
            yield words.catalogue.text(
                "trend.other_end", waves=words.catalogue.listed(years), then=then, now=now
            )


def _reading(words: Words, lines: Sequence[Line], figure: TrendLines) -> Iterator[str]:
    """What stars, dashes and rounded changes mean."""
    say = words.catalogue.text
    points = [point for row in figure.rows for point in row.points]
    if any(point.text == HIDDEN for point in points):
        yield say("trend.hidden")
    if any(len(line.records) < len(figure.waves) and not line.is_partial for line in lines):
        yield say("trend.blank")
    if any(line.is_partial for line in lines):
        yield say("trend.unchosen")
    yield from star_notes(words, figure)
    if any(_differs(line, line.decimals(words)) for line in lines):
        yield say("note.difference_rounding")


def arrows_of_changes(words: Words, question: Question, lines: Sequence[Line]) -> str:
    """What arrows at waves mean; writers print it where there are any. Empty in a report without tests."""
    if not words.material.report.tests:
        return ""
    return words.catalogue.text("note.marks_previous", least=_least(words, question, lines))


def _least(words: Words, question: Question, lines: Sequence[Line]) -> str:
    """The smallest change that is marked, in the unit of the numbers."""
    if lines[0].is_share or lines[0].measure in SIGNED:
        points = words.material.definition.survey.tests.min_change_pp
        return words.catalogue.text("measure.least_points", n=words.numbers.number(points, decimals(points)))
    rows = [line.records[wave] for line in lines for wave in sorted(line.records, reverse=True)]
    least = next((float(row["min_change"]) for row in rows if pd.notna(row["min_change"])), 0.0)
    return smallest_mean_difference(words, question, least)


def _differs(line: Line, digits: int) -> bool:
    """Whether the printed change is not that of the printed numbers."""
    last = max(line.records)
    before = line.records[last]["previous_wave"]
    if not isinstance(before, str) or pd.isna(line.records[last]["change"]) or before not in line.records:
        return False
    now, then = (float(line.records[wave]["value"]) for wave in (last, before))
    return bool(difference_needs_note(now, then, rule="of_unrounded", digits=digits))

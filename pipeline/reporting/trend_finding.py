"""The sentence over a trend: which changes since the wave before are marked, or how one share moved.

Belongs here: the choice of what is told of a figure's lines. The sentences are in
`rendering.trend_findings`, and for reports without tests in `rendering.comparisons`.
"""

from collections.abc import Sequence

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.rendering.comparisons import WaveValue, over_waves
from pipeline.rendering.trend_findings import Change, since
from pipeline.reporting.trend_lines import Line, last_change, last_value, mark_of, printed
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question


def trend_finding(words: Words, question: Question, wave: str, lines: Sequence[Line], before: str) -> str:
    """The marked changes; in a report without tests how the focus share moved; nothing after a break.

    Args:
        words: The report in a language.
        question: The question.
        wave: The newest wave.
        lines: What the figure shows.
        before: The wave that it is compared with; empty for none.
    """
    told = [line for line in lines if line.what and wave in line.records]
    if not before or not told:
        return ""
    if not words.material.report.tests:
        return _untested(words, question, wave, told)
    if all(line.records[wave]["test_method"] != "z" for line in told):
        return ""
    nets = [line for line in told if line.emphasis]
    plain = _without_mirror(question, [line for line in told if not line.emphasis])
    # The ends of a scale are told in place of the options that they are made of, other nets after them.
    ends = [line for line in nets if line.measure != "net"]
    found = [
        [change for line in some for change in _marked(words, question, wave, line, before)]
        for some in (ends, plain, nets)
    ]
    changes = next((some for some in found if some), [])
    return since(before, changes, words.catalogue, of_groups=len(told) < len(lines) and not lines[0].what)


def _without_mirror(question: Question, lines: list[Line]) -> list[Line]:
    """One of two answers: the other one changes by as much the other way."""
    if len(lines) != 2 or any(line.of_group or not line.option for line in lines) or question.items:
        return lines
    return [next((line for line in lines if line.option == question.focus), lines[0])]


def _marked(words: Words, question: Question, wave: str, line: Line, before: str) -> list[Change]:
    """The line's change if it is marked."""
    last, change = line.records[wave], last_change(line, wave)
    if change is None or mark_of(words, last) == "none" or before not in line.records:
        return []
    first = printed(words, line, float(line.records[before]["value"]))
    unit = text_of(question.unit, words.language) if line.measure == "mean" else ""
    now = f"{printed(words, line, float(last['value']))} {unit}".strip()
    return [Change(line.what, first, now, change, in_percent=line.is_share)]


def _untested(words: Words, question: Question, wave: str, lines: Sequence[Line]) -> str:
    """How the share of the focus option moved since the first wave that it can be compared with."""
    options = [line for line in lines if line.option and not line.of_group]
    if not options or question.items:
        return ""
    focus = max(options, key=lambda line: (line.option == question.focus, last_value(line, wave)))
    segment = focus.records[wave]["segment"]
    shown = [r for r in focus.records.values() if r["segment"] == segment and pd.notna(r["value"])]
    values = [WaveValue(str(r["wave"]), int(half_away(float(r["value"])))) for r in shown]
    return over_waves(focus.what, values, words.catalogue)

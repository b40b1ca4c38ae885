"""The answers of a question over the waves, and the one share that stands for it beside others.

Belongs here: which options and nets are lines, of all waves that are shown: a form may have got or lost some.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.rendering import findings
from pipeline.reporting.rows import Record, Records
from pipeline.reporting.shown import POLES, is_scaled, ordered_options
from pipeline.reporting.shown_measures import FROM_SCORES, net_name
from pipeline.reporting.trend_lines import Line, last_value, line_of, without_unchosen
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import Option, Question
from pipeline.survey.reports import ReportQuestion

VALID = frozenset({"substantive", "other"})


@dataclass(frozen=True)
class KeyShare:
    """The share that stands for a question where a row is an item or a group.

    Attributes:
        label: Its name.
        measure: The word in the column `measure`.
        option: Its option, or empty.
        net: Its net, or empty.
    """

    label: str
    measure: str
    option: str = ""
    net: str = ""

    def has(self, row: Record) -> bool:
        """Whether a row is of this share."""
        return bool(
            row["measure"] == self.measure and row["option_id"] == self.option and row["net_id"] == self.net
        )


def key_share(words: Words, question: Question, waves: Sequence[str], rows: Records) -> KeyShare:
    """The top of a scale, or the focus option, or everyone's most frequent in the newest wave.

    Args:
        words: The report in a language.
        question: The question.
        waves: Its waves, oldest first.
        rows: Its rows for everyone.
    """
    tops = [row for row in rows if str(row["net_id"]).startswith("top")]
    if tops:
        net = str(tops[0]["net_id"])
        return KeyShare(net_name(words, question, net), str(tops[0]["measure"]), net=net)
    options = {o.id: o for o in words.material.definition.options(question) if o.role in VALID}
    last = [r for r in rows if r["wave"] == waves[-1] and r["option_id"] in options]
    most = max(last, key=lambda r: -1.0 if pd.isna(r["value"]) else float(r["value"]))
    wanted = question.focus if question.focus in options else str(most["option_id"])
    return KeyShare(words.option(options[str(wanted)]), "option", option=str(wanted))


def answer_lines(
    words: Words, question: Question, entry: ReportQuestion, waves: Sequence[str], rows: Records
) -> list[Line]:
    """Options that take a stand, largest first or those of a scale in its order, and nets under them.

    Args:
        words: The report in a language.
        question: The question.
        entry: Its place in the report.
        waves: Its waves, oldest first.
        rows: Its rows for everyone.
    """
    options = _options(words, question, entry, waves)
    lines = [
        without_unchosen(line_of(words.option(o), _share_of(words, o), mine))
        for o in options
        if (mine := [row for row in rows if row["option_id"] == o.id])
    ]
    lines = _of_one_name(lines)
    if not is_scaled(options) and question.type != "scale":
        lines.sort(key=lambda line: -last_value(line, waves[-1]))
    return [*lines, *_nets(words, question, rows)]


def _options(words: Words, question: Question, entry: ReportQuestion, waves: Sequence[str]) -> list[Option]:
    """The options of every wave: those of the newest one in its order, and then those that are gone."""
    found: dict[str, Option] = {}
    for wave in reversed(waves):
        for option in ordered_options(words.in_wave(wave), question, entry):
            if option.role in VALID:
                found.setdefault(option.id, option)
    return list(found.values())


def _of_one_name(lines: Iterable[Line]) -> list[Line]:
    """The lines, with the ends of a scale that was cut as one line where they are called the same."""
    found: dict[str, Line] = {}
    for line in lines:
        twin = found.get(line.label)
        if twin is None:
            found[line.label] = line
        elif twin.segments.isdisjoint(line.segments):
            found[line.label] = twin.after(line)
        else:
            found[f"{line.label} {line.option}"] = line
    return list(found.values())


def _nets(words: Words, question: Question, rows: Records) -> list[Line]:
    mine = [row for row in rows if row["net_id"] and row["measure"] in {"net", *FROM_SCORES}]
    names = {net: net_name(words, question, net) for net in dict.fromkeys(str(row["net_id"]) for row in mine)}
    return [
        line_of(
            text,
            words.catalogue.text("trend.share_of_net", net=text),
            [row for row in mine if row["net_id"] == net],
            emphasis=True,
        )
        for net, text in names.items()
    ]


def _share_of(words: Words, option: Option) -> str:
    """The share that gave an answer, as it stands in a sentence."""
    answer = findings.Answer(
        label=words.option(option),
        percent=None,
        phrase=text_of(option.phrase, words.language),
        clause=text_of(option.clause, words.language),
        pole=POLES.get(option.colour or "", ""),
    )
    return findings.share_of(answer, words.catalogue)

"""LimeSurvey's headings to columns with stable ids: codes in two spellings, codes with texts, texts alone.

Belongs here: what a heading says. Does not: cells (`limesurvey_cells`), the structure's XML
(`limesurvey_structure`).

An id is `Q`, `Q[row]` or `Q[row][scale]`, however the export spells it. The two scales of a dual-scale array
are 0 and 1 in ids, as in the variant with underscores; with brackets the platform counts them from 1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.readers.export import SourceColumn
from pipeline.readers.limesurvey_place import Place
from pipeline.readers.limesurvey_structure import DUAL_SCALE, Question
from pipeline.readers.limesurvey_texts import TextHeadings
from pipeline.readers.text_identity import comparable

METADATA = {
    "id": "response id",
    "submitdate": "date submitted",
    "lastpage": "last page",
    "startlanguage": "start language",
    "seed": "seed",
    "token": "token",
    "startdate": "date started",
    "datestamp": "date last action",
    "ipaddr": "ip address",
    "refurl": "referrer url",
}
"""LimeSurvey's own columns and their English headings; which of them are there depends on the settings."""

_BY_TEXT = {text: name for name, text in METADATA.items()} | {"access code": "token"}
_ALWAYS = ("id", "submitdate", "lastpage", "startlanguage")
_ENOUGH = 3
_CODE = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)(?P<part>(?:\[[^\[\]]*\])*|_\w+)")
_CODE_AND_TEXT = re.compile(r"(?s)(?P<code>[A-Za-z]\w*(?:\[[^\[\]]*\])*)\. (?P<text>.+)")
_PARTICIPANT = re.compile(r"attribute_\d+")
_FREE_TEXT = re.compile(r"(?s).*(other|comment)")


def is_header(row: Sequence[str]) -> bool:
    """Whether a row has LimeSurvey's own columns."""
    return len({_own(name) for name in row}.intersection(_ALWAYS)) >= _ENOUGH


def _own(heading: str) -> str:
    """The name of a column of LimeSurvey's own, or nothing: `id`, `id. Response ID`, or `Response ID`."""
    both = _CODE_AND_TEXT.fullmatch(heading)
    name = both["code"] if both else heading
    if name in METADATA or _PARTICIPANT.fullmatch(name):
        return name
    return _BY_TEXT.get(comparable(heading).casefold(), "")


def described_columns(
    names: Sequence[str], texts: Sequence[str] | None, questions: Mapping[str, Question]
) -> list[SourceColumn]:
    """The columns under these headings.

    Args:
        names: The headings.
        texts: A VV export's row of texts above them.
        questions: The structure, or nothing.
    """
    by_text = TextHeadings(questions)
    places = _scales_from_zero([_place(name, questions, by_text) for name in names])
    above = texts or [""] * len(names)
    return [_column(*heading, questions, by_text) for heading in zip(names, above, places, strict=True)]


def _place(name: str, questions: Mapping[str, Question], by_text: TextHeadings) -> Place | None:
    if _own(name):
        return None
    both = _CODE_AND_TEXT.fullmatch(name)
    return place(both["code"] if both else name, questions) or by_text.place(name)


def _column(
    name: str, text: str, found: Place | None, questions: Mapping[str, Question], by_text: TextHeadings
) -> SourceColumn:
    own = _own(name)
    if own:
        return SourceColumn(own, name, text)
    if found is not None:
        both = _CODE_AND_TEXT.fullmatch(name)
        column = described(found, questions.get(found.question))
        return replace(column, name=name, label=column.label or (both["text"] if both else text))
    if re.search(r"\s", name):
        return by_text.unknown(name)
    return SourceColumn(name, name, text)  # timings, attributes, and the field names of old VV exports


def _scales_from_zero(places: Sequence[Place | None]) -> list[Place | None]:
    """Places with the scales of dual-scale arrays counted from 0."""
    scales: dict[str, set[str]] = {}
    for found in places:
        if found and found.scale:
            scales.setdefault(found.question, set()).add(found.scale)
    from_one = {question for question, seen in scales.items() if "2" in seen and "0" not in seen}
    return [
        found._replace(scale=str(int(found.scale) - 1))
        if found and found.question in from_one and found.scale.isdecimal()
        else found
        for found in places
    ]


def place(code: str, questions: Mapping[str, Question]) -> Place | None:
    """What a code stands for, `Q[row][0]` or `Q_row_0`; None when it is no question's code."""
    if code in questions:
        return Place(code)
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    question, part = questions.get(found["question"]), found["part"]
    if part.startswith("_"):
        row, scale = part[1:], ""
        if question and question.kind == DUAL_SCALE:
            row, _, scale = row.rpartition("_")
    else:
        row, scale = ([*re.findall(r"\[([^\[\]]*)\]", part), "", ""])[:2]
    free = _FREE_TEXT.fullmatch(row) is not None and not (question and row in question.rows)
    return Place(found["question"], row, scale, free)


def described(found: Place, question: Question | None) -> SourceColumn:
    """A column with what the structure says of it."""
    column = SourceColumn(found.id, found.id, block=found.block, option=found.option)
    if question is None:
        return column
    label = f"{question.text} - {question.row_text(found.row)}" if found.row else question.text
    labels = {} if found.free else dict(question.answers.get(found.scale or "0", {}))
    return replace(column, label=label, labels=labels)

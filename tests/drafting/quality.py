"""How much of a draft a person would have written the same: questions, options, roles and uses of columns.

Belongs here: comparing a drafted definition, as it is written, with what is known of the export.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.coding.binding import bound_parts
from pipeline.coding.column_index import ColumnIndex
from pipeline.readers.export import Export
from pipeline.readers.text_identity import comparable
from pipeline.survey.survey import Definition
from tests.drafting.truth import Expected, Truth


@dataclass(frozen=True)
class Drafted:
    """A drafted question."""

    id: str
    columns: frozenset[str]
    type: str
    options: tuple[tuple[frozenset[str], str], ...]
    ask_if: str


@dataclass
class Quality:
    """What of a draft is right.

    Attributes:
        questions: How many questions there are.
        right: How many of them have the right columns, type, options in order, and roles.
        wrong: What is wrong with each other one.
        columns: How many columns have a use that is known.
        used_right: How many of them the draft uses so.
        misused: What it uses otherwise.
        routed: How many questions were asked of some only.
        routed_told: For how many of them the draft names the question that decides.
    """

    questions: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    columns: int = 0
    used_right: int = 0
    misused: list[str] = field(default_factory=list)
    routed: int = 0
    routed_told: int = 0

    @property
    def share(self) -> float:
        """The share of questions and of columns with another use that are right."""
        return (self.right + self.used_right) / (self.questions + self.columns)


def measure(export: Export, files: Mapping[str, str], truth: Truth) -> Quality:
    """Compare the files of a draft with the truth."""
    survey = yaml.load(files["survey.yaml"], yaml.BaseLoader)  # noqa: S506  # every word as it is written
    questionnaire = yaml.load(files["questionnaire.yaml"], yaml.BaseLoader)  # noqa: S506
    drafted = _questions(export, questionnaire)
    by_column = {column: question for question in drafted for column in question.columns}
    quality = Quality(questions=len(truth.questions))
    for expected in truth.questions:
        faults = _faults(expected, by_column.get(expected.columns[0]))
        quality.right += not faults
        if faults:
            quality.wrong.append(f"{expected.columns[0]}: {'; '.join(faults)}")
        if expected.asked_by:
            quality.routed += 1
            decider = by_column.get(expected.asked_by)
            quality.routed_told += decider is not None and _names_decider(
                files["questionnaire.yaml"], by_column.get(expected.columns[0]), decider.id
            )
    _uses(quality, survey, truth, by_column)
    return quality


def _uses(quality: Quality, survey: dict[str, Any], truth: Truth, by_column: Mapping[str, Drafted]) -> None:
    respondent = survey.get("respondent") or {}
    status = respondent.get("status") or {}
    placed = dict.fromkeys(survey.get("identifiers", {}), "identifiers")
    placed |= dict.fromkeys(survey.get("ignore", {}), "ignore")
    for use, column in (
        ("key", respondent.get("key")),
        ("status", status.get("column") or status.get("block")),
        ("started", respondent.get("started")),
        ("submitted", respondent.get("submitted")),
        ("duration", (respondent.get("duration") or {}).get("column")),
    ):
        placed |= {column: use} if column else {}
    placed |= {survey["weight"]: "weight"} if survey.get("weight") else {}
    expected = dict.fromkeys(truth.identifiers, "identifiers") | dict.fromkeys(truth.ignore, "ignore")
    expected |= truth.times
    expected |= {
        c: use for use, c in (("key", truth.key), ("status", truth.status), ("weight", truth.weight)) if c
    }
    for column, use in expected.items():
        found = placed.get(column, "a question")
        quality.used_right += found == use
        quality.misused += [f"{column} is {use}, drafted as {found}"] if found != use else []
    about = {str(d.get("variable", d["id"])) for d in survey.get("demographics", [])}
    for column in truth.demographics:
        is_found = column in by_column and by_column[column].id in about
        quality.used_right += is_found
        quality.misused += [] if is_found else [f"{column} is a background variable"]
    quality.columns = len(expected) + len(truth.demographics)


def _questions(export: Export, questionnaire: dict[str, Any]) -> Sequence[Drafted]:
    lists = questionnaire.get("codelists", {})
    found = []
    for question in questionnaire["questions"]:
        options = question.get("options") or lists.get(question.get("codelist"), {}).get("options", [])
        columns = set(question.get("columns", {}).values()) | set(question.get("mentions", []))
        columns |= {question["column"]} if "column" in question else set()
        columns |= {c.id for c in export.columns if question.get("block") and c.block == question["block"]}
        if columns:
            named = tuple((_names(option), option.get("role", "substantive")) for option in options)
            kind = question.get("type", "single")
            found.append(
                Drafted(question["id"], frozenset(columns), kind, named, str(question.get("ask_if", "")))
            )
    return found


def _names(option: dict[str, Any]) -> frozenset[str]:
    texts = option["text"].values() if isinstance(option["text"], dict) else [option["text"]]
    return frozenset(_plain(text) for text in (*texts, *option.get("match", [])))


def _plain(text: object) -> str:
    return comparable(str(text)).casefold()


def _faults(expected: Expected, found: Drafted | None) -> list[str]:
    if found is None:
        return ["no question"]
    faults = []
    if found.columns != frozenset(expected.columns):
        faults.append(f"columns {sorted(found.columns)}")
    if found.type not in expected.types:
        faults.append(f"type {found.type} for {'/'.join(sorted(expected.types))}")
    if expected.options is not None and not faults:
        faults += _option_faults(expected, found.options)
    return faults


def _names_decider(questionnaire: str, question: Drafted | None, decider: str) -> bool:
    """Whether a question's condition, or a comment above it, names the question that decides who is asked."""
    if question is None:
        return False
    lines = questionnaire.splitlines()
    start = next(i for i, line in enumerate(lines) if line.strip() == f"- id: {question.id}")
    above = start - 1
    while lines[above].strip().startswith("#"):
        above -= 1
    entry = " ".join(line.strip(" #") for line in lines[above + 1 : start])
    return bool(re.search(rf"\b{decider}\b", f"{entry} {question.ask_if}"))


def _option_faults(expected: Expected, found: Sequence[tuple[frozenset[str], str]]) -> list[str]:
    places = []
    faults = []
    for text, role in expected.options or ():
        names = {_plain(part) for part in text.split(" | ")}
        place = next((i for i, (known, _) in enumerate(found) if names & known), None)
        if place is None:
            faults.append(f"no option «{text}»")
        else:
            places.append(place)
            if found[place][1] != role:
                faults.append(f"«{text}» is {role}, not {found[place][1]}")
    if len(found) > len(expected.options or ()):
        faults.append(f"{len(found)} options for {len(expected.options or ())}")
    if expected.is_ordered and not faults and not _in_order(expected, places):
        faults.append("options in another order")
    return faults


def _in_order(expected: Expected, places: Sequence[int]) -> bool:
    """Whether options stand in order; where words alone tell it, those proper may be the other way round."""
    roles = [role for _, role in expected.options or ()]
    proper = [place for place, role in zip(places, roles, strict=True) if role == "substantive"]
    if expected.is_either_way:
        return proper in (sorted(proper), sorted(proper, reverse=True))
    return list(places) == sorted(places)


def truth_of(definition: Definition, wave: str, export: Export) -> Truth:
    """What a definition that a person wrote says of an export."""
    definition = definition.in_wave(wave)
    survey, index, truth = definition.survey, ColumnIndex(export.columns), Truth()
    about = {definition.variable_of(d) for d in survey.demographics if not all(g.when for g in d.groups)}
    for question in definition.questionnaire.questions:
        binding = question.binding(wave)
        positions = bound_parts(definition, question, binding, index)[0]
        columns = tuple(export.columns[i].id for i in positions.values())
        if not columns:
            continue
        options = [
            (" | ".join([*map(str, o.match), *o.text.all()]), o.role) for o in definition.options(question)
        ]
        tells = any(export.columns[i].labels for i in positions.values())
        is_ordered = tells or any(o.score is not None for o in definition.options(question))
        expected = Expected(
            columns, frozenset({question.type}), tuple(options) or None, is_ordered=is_ordered
        )
        truth.questions.append(expected)
        if question.id in about:
            truth.demographics.add(columns[0])
    there = {column.id for column in export.columns}
    truth.identifiers = set(survey.identifiers) & there
    truth.key, truth.weight = survey.respondent.key or "", survey.weight or ""
    return truth

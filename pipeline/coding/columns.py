"""Every column of an export accounted for: bound to a question, used for the respondent, ignored, or dropped.

Belongs here: what is missing, what is undeclared, and what is used in two ways that exclude each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.coding.binding import bound_parts
from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.problems import WaveError
from pipeline.coding.status_cells import status_positions
from pipeline.coding.undeclared import undeclared_columns
from pipeline.readers.export import SourceColumn, column_name
from pipeline.survey.demographics import Universe
from pipeline.survey.survey import Definition
from pipeline.survey.wildcards import fits, has_wildcard, nearest_names

Use = Literal["answer", "respondent", "ignored", "identifier"]


@dataclass(frozen=True)
class ColumnUse:
    """What a column of the export is used for.

    Attributes:
        position: Its position in the export, from 0.
        id: Its id there.
        use: For answers, for telling respondents, not at all, or not even kept.
        reason: The question, or why it is dropped or ignored.
        is_kept: Whether raw keeps its cells. Direct identifiers and the respondent id are not kept.
    """

    position: int
    id: str
    use: Use
    reason: str
    is_kept: bool


@dataclass(frozen=True)
class _Claim:
    """Somebody's claim on a column: what for, why, and in which part of the definition."""

    column: str
    use: Use
    reason: str
    owner: str
    is_kept: bool = True
    is_required: bool = True
    by_pattern: bool = False


@dataclass(frozen=True)
class Accounted:
    """The columns of an export, as far as they could be accounted for.

    Attributes:
        uses: What each declared column is used for, in file order.
        problems: Columns that are not there, or are used in ways that exclude each other.
        undeclared: Columns that the definition does not mention.
        notes: How many columns each pattern stands for.
    """

    uses: list[ColumnUse]
    problems: list[str]
    undeclared: list[str]
    notes: list[str]


def column_uses(
    definition: Definition,
    wave: str,
    columns: Sequence[SourceColumn],
    left_out: frozenset[str] = frozenset(),
) -> Accounted:
    """What each column of the export is used for, with what is wrong.

    Args:
        definition: The survey, or what is sound of it.
        wave: The wave.
        columns: The columns of its export.
        left_out: Columns and blocks that may be bound by a part of the definition that was left out.

    Raises:
        WaveError: when the export has none of the columns that the definition names.
    """
    definition = definition.in_wave(wave)
    index = ColumnIndex(columns)
    claims, problems, patterns = _claimed(definition, wave, index)
    positions, missing = _status(definition, index)
    problems += missing
    for position in positions:
        claim = _Claim(columns[position].id, "respondent", "status", "respondent.status")
        claims.setdefault(position, []).append(claim)
    for question in definition.questionnaire.questions:
        parts, missing = bound_parts(definition, question, question.binding(wave), index)
        problems += missing
        for position in parts.values():
            claim = _Claim(columns[position].id, "answer", question.id, f"question {question.id}")
            claims.setdefault(position, []).append(claim)
    if not claims:
        raise WaveError(f"the export of wave {wave}", [_strange(len(problems), len(columns))])
    notes = _take_patterns(patterns, claims, columns)
    problems += [text for found in claims.values() for text in _conflicts(found)]
    undeclared = undeclared_columns(
        column
        for i, column in enumerate(columns)
        if i not in claims and left_out.isdisjoint({column.id, column.block or column.id})
    )
    uses = [_use(position, columns[position], claims[position]) for position in sorted(claims)]
    return Accounted(uses, problems, undeclared, notes)


def _claimed(
    definition: Definition, wave: str, index: ColumnIndex
) -> tuple[dict[int, list[_Claim]], list[str], list[tuple[_Claim, list[int]]]]:
    """What `survey.yaml` says of columns by their names: claims by position, problems, and its patterns."""
    claims: dict[int, list[_Claim]] = {}
    problems: list[str] = []
    patterns: list[tuple[_Claim, list[int]]] = []
    for claim in _settings(definition, wave):
        position = index.position(claim.column)
        if position is not None:
            claims.setdefault(position, []).append(claim)
        elif claim.is_required:
            problems.append(f"column {claim.column} ({claim.owner}) {index.why_not(claim.column)}")
        elif has_wildcard(claim.column):
            fitting = [i for i, column in enumerate(index.columns) if fits(claim.column, column.id)]
            patterns.append((replace(claim, by_pattern=True), fitting))
            if not fitting:
                near = nearest_names(claim.column, (column.id for column in index.columns))
                hint = f"; the nearest are {', '.join(near)}" if near else ""
                problems.append(f"{claim.column} ({claim.owner}) stands for no column of the export{hint}")
    return claims, problems, patterns


def _take_patterns(
    patterns: Sequence[tuple[_Claim, list[int]]],
    claims: dict[int, list[_Claim]],
    columns: Sequence[SourceColumn],
) -> list[str]:
    """Put in the claims of patterns, and tell how many columns each is for.

    What `survey.yaml` names by itself goes before a pattern. What a question binds does not: that is told.
    """
    notes = []
    for claim, positions in patterns:
        mine = [
            i for i in positions if not any(c.use != "answer" and not c.by_pattern for c in claims.get(i, []))
        ]
        for position in mine:
            others = claims.setdefault(position, [])
            if not any(other.owner == claim.owner for other in others):
                others.append(replace(claim, column=columns[position].id))
        notes.append(f"{claim.column} ({claim.owner}) stands for {len(mine)} columns")
    return notes


def _use(position: int, column: SourceColumn, claims: list[_Claim]) -> ColumnUse:
    first = claims[0]
    return ColumnUse(position, column.id, first.use, first.reason, all(claim.is_kept for claim in claims))


def _strange(named: int, there: int) -> str:
    """What to say of an export without any expected column: its names may be a person's answers."""
    return (
        f"none of the {named} columns that the definition names is among its {there}; it is another "
        "survey's, or a header is missing"
    )


def _conflicts(claims: list[_Claim]) -> Iterator[str]:
    """What is dropped or ignored cannot be used, and the respondent id is nothing else."""
    alone = [c for c in claims if not c.is_kept] or [c for c in claims if c.use == "ignored"]
    for other in claims:
        if alone and (other.use, other.owner) != (alone[0].use, alone[0].owner):
            owners = f"{alone[0].owner} and also {other.owner}"
            remedy = "; narrow the pattern" if alone[0].by_pattern or other.by_pattern else ""
            yield f"column {alone[0].column} is {owners}; it can only be one of them{remedy}"


def _settings(definition: Definition, wave: str) -> Iterator[_Claim]:
    """The columns that `survey.yaml` names."""
    survey, respondent = definition.survey, definition.survey.respondent
    for column, reason in (survey.identifiers | survey.waves[wave].identifiers).items():
        yield _Claim(column, "identifier", reason, "under identifiers", is_kept=False, is_required=False)
    if respondent.key:
        yield _Claim(respondent.key, "respondent", "respondent id", "respondent.key", is_kept=False)
    duration = respondent.duration.column if respondent.duration else None
    for what, named in (("started", respondent.started), ("submitted", respondent.submitted)):
        if named:
            yield _Claim(named, "respondent", f"time: {what}", f"respondent.{what}")
    if duration:
        yield _Claim(duration, "respondent", "duration", "respondent.duration")
    for column in respondent.test_rows:
        yield _Claim(column, "respondent", "test rows", "respondent.test_rows")
    if survey.weight:
        yield _Claim(survey.weight, "respondent", "weight", "weight")
    for column in survey.waves[wave].rows:
        yield _Claim(column, "respondent", "rows of the wave", f"waves.{wave}.rows")
    for column, reason in (survey.ignore | survey.waves[wave].ignore).items():
        yield _Claim(column, "ignored", reason, "under ignore", is_required=False)


def _status(definition: Definition, index: ColumnIndex) -> tuple[list[int], list[str]]:
    """Where the columns of the status are, and those that are not there."""
    status = definition.survey.respondent.status
    positions, missing = status_positions(status, index) if status else ({}, [])
    return list(positions), missing


def universe_columns(
    universe: Universe, columns: Sequence[SourceColumn]
) -> tuple[dict[str, str], list[str], list[str]]:
    """The frame's name of every declared column of the register's file, as far as they are there.

    Returns:
        The names, the problems of columns that are not there, and of those that are not declared.
    """
    index = ColumnIndex(columns)
    needed = sorted({*universe.columns.values(), *universe.counts.values(), *universe.total_row})
    found = {column: index.position(column) for column in needed}
    missing = [f"column {column} {index.why_not(column)}" for column, at in found.items() if at is None]
    known = {*found.values(), *(index.position(column) for column in universe.ignore)}
    undeclared = [
        f"column {column.id} is not declared; name it under universe.columns, counts or ignore"
        for position, column in enumerate(columns)
        if position not in known
    ]
    names = {column: column_name(at) for column, at in found.items() if at is not None}
    return names, missing, undeclared

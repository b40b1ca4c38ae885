"""Every column of an export accounted for: bound to a question, used for the respondent, ignored, or dropped.

Belongs here: finding columns by their stable id, and what is missing or undeclared.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.coding.problems import WaveError
from pipeline.readers.export import SourceColumn, column_name
from pipeline.survey.demographics import Universe
from pipeline.survey.questions import Question, WaveBinding
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class ColumnUse:
    """What a column of the export is used for: its position, and `answer`, `respondent`, `ignored` or `identifier`."""

    position: int
    id: str
    use: str
    reason: str = ""


class ColumnIndex:
    """The columns of an export by id: exactly, else without regard to case where that is unambiguous."""

    def __init__(self, columns: Sequence[SourceColumn]) -> None:
        self.columns = columns
        self._exact: dict[str, list[int]] = {}
        self._folded: dict[str, list[int]] = {}
        for position, column in enumerate(columns):
            self._exact.setdefault(column.id, []).append(position)
            self._folded.setdefault(column.id.casefold(), []).append(position)

    def position(self, column: str) -> int | None:
        """The position of a column, or None when it is not there or not unique."""
        found = self._exact.get(column) or self._folded.get(column.casefold()) or []
        return found[0] if len(found) == 1 else None

    def name(self, column: str) -> str | None:
        """The frame's name of a column (`v0001`), or None."""
        position = self.position(column)
        return None if position is None else column_name(position)

    def nearest(self, column: str) -> str:
        """`; the nearest is x`, or nothing."""
        close = difflib.get_close_matches(column, self._exact, n=1)
        return f"; the nearest is {close[0]}" if close else ""


def bound_columns(question: Question, binding: WaveBinding) -> list[str]:
    """The source columns that a question's binding names."""
    if binding.compat == "dropped" or question.type in {"derived", "index"}:
        return []
    return [binding.column] if binding.column else list(binding.columns.values())


def account_for_columns(
    definition: Definition, wave: str, columns: Sequence[SourceColumn]
) -> list[ColumnUse]:
    """What each column of the export is used for, in file order.

    Raises:
        WaveError: naming columns that the definition binds and the export lacks, columns that the definition does
            not mention, and columns that are used twice in ways that exclude each other.
    """
    index = ColumnIndex(columns)
    uses: dict[int, ColumnUse] = {}
    problems: list[str] = []
    for column, use, reason, owner in _declared(definition, wave):
        position = index.position(column)
        if position is not None:
            if position in uses and "identifier" in (use, uses[position].use) and use != uses[position].use:
                problems.append(f"column {column} is dropped as personal and also used for {owner}")
            uses.setdefault(position, ColumnUse(position, columns[position].id, use, reason))
        elif use in {"answer", "respondent"}:
            problems.append(
                f"column {column}, which {owner} is bound to, is not in the export{index.nearest(column)}"
            )
    for position, source in enumerate(columns):
        if position not in uses:
            label = f" («{source.label[:60]}»)" if source.label else ""
            problems.append(
                f"column {source.id}{label} is not declared; bind it to a question, or list it in ignore or "
                f"identifiers with a reason"
            )
    if problems:
        raise WaveError(f"the export of wave {wave}", problems)
    return [uses[position] for position in range(len(columns))]


def _declared(definition: Definition, wave: str) -> Iterable[tuple[str, str, str, str]]:
    """Every declared column as (column, use, reason, who declares it)."""
    survey = definition.survey
    for column, reason in survey.identifiers.items():
        yield column, "identifier", reason, "identifiers"
    respondent = survey.respondent
    if respondent.key:
        yield respondent.key, "respondent", "respondent id", "respondent.key"
    if respondent.status:
        yield respondent.status.column, "respondent", "status", "respondent.status"
    if survey.weight:
        yield survey.weight, "respondent", "weight", "weight"
    for column in survey.waves[wave].rows:
        yield column, "respondent", "rows of the wave", "rows"
    for question in definition.questionnaire.questions:
        for column in bound_columns(question, question.binding(wave)):
            yield column, "answer", question.id, f"question {question.id}"
    for column, reason in (survey.ignore | survey.waves[wave].ignore).items():
        yield column, "ignored", reason, "ignore"


def universe_columns(universe: Universe, wave: str, columns: Sequence[SourceColumn]) -> dict[str, str]:
    """The frame's name of every declared column of the register's file.

    Raises:
        WaveError: naming columns that are missing, and columns that the definition does not mention.
    """
    index = ColumnIndex(columns)
    needed = {*universe.columns.values(), *universe.counts.values(), *universe.total_row}
    problems = [
        f"column {column} is not in the file{index.nearest(column)}"
        for column in sorted(needed)
        if index.position(column) is None
    ]
    problems += [
        f"column {column.id} is not declared; name it under universe.columns, counts or ignore"
        for column in columns
        if column.id not in needed | universe.ignore.keys()
    ]
    if problems:
        raise WaveError(f"the register of wave {wave}", problems)
    return {column: str(index.name(column)) for column in needed}

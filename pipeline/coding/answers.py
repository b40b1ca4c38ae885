"""All answers of a wave: every question coded, with what cannot be coded.

Belongs here: going through the questionnaire. How one value is matched is in `values`, several ticks in `ticks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.coding.columns import ColumnIndex
from pipeline.coding.ticks import combine_ticks
from pipeline.coding.values import (
    INVALID,
    VALUE,
    CodedColumn,
    code_column,
    label_conflicts,
    numbers,
    tick_map,
    value_map,
)
from pipeline.readers.export import SourceColumn
from pipeline.readers.joined import split_joined
from pipeline.survey.questions import MissingState, Option, Question, Value, WaveBinding
from pipeline.survey.survey import Definition
from pipeline.survey.variables import question_column, state_column


@dataclass
class Answers:
    """The answers of a wave, before routing is looked at.

    Attributes:
        codes: Answer columns (`q_…`), float arrays.
        cells: State column (`state_…`) to what each cell is.
        roles: State column to the role of what was chosen.
        problems: What stops the wave.
        warnings: What does not.
    """

    codes: dict[str, np.ndarray] = field(default_factory=dict)
    cells: dict[str, np.ndarray] = field(default_factory=dict)
    roles: dict[str, np.ndarray] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def code_answers(
    definition: Definition,
    wave: str,
    columns: Sequence[SourceColumn],
    frame: pd.DataFrame,
    names: Sequence[str],
) -> Answers:
    """Code every question of a wave that an export answers; derived ones are left out.

    Args:
        definition: The survey.
        wave: The wave.
        columns: The export's columns.
        frame: Their cells, a row per exported row.
        names: The frame's name of each column.
    """
    coder = _Coder(definition, wave, columns, frame, names)
    for question in definition.questionnaire.questions:
        coder.code(question)
    return coder.answers


class _Coder:
    """Goes through the questions of one wave."""

    def __init__(
        self,
        definition: Definition,
        wave: str,
        columns: Sequence[SourceColumn],
        frame: pd.DataFrame,
        names: Sequence[str],
    ) -> None:
        self.definition = definition
        self.wave = wave
        self.index = ColumnIndex(columns)
        self.columns = columns
        self.frame = frame
        self.names = names
        self.answers = Answers()

    def code(self, question: Question) -> None:
        """Code one question into the answers."""
        if question.type in {"derived", "index"}:
            return
        binding = question.binding(self.wave)
        missing: dict[Value, MissingState] = {
            **{k: v for k, v in self.definition.survey.missing.items()},  # type: ignore[dict-item]  # checked on load
            **question.missing,
        }
        if binding.compat == "dropped":
            self._dropped(question)
        elif question.type == "multiple":
            self._multiple(question, None, binding, missing)
        elif question.type == "grid_multiple":
            for item in question.items:
                self._multiple(question, item.id, binding, missing)
        elif question.type in {"grid", "ranking"}:
            for item in question.items:
                self._single(question, item.id, binding.columns[item.id], binding, missing)
        elif question.type in {"numeric"}:
            self._numeric(question, str(binding.column), missing)
        elif question.type in {"open", "date"}:
            self._present(question, str(binding.column))
        else:
            self._single(question, None, str(binding.column), binding, missing)

    def _cells(self, column: str) -> tuple[SourceColumn, pd.Series]:
        position = self.index.position(column)
        if position is None:
            raise KeyError(column)
        return self.columns[position], self.frame[self.names[position]]

    def _dropped(self, question: Question) -> None:
        """Not asked in this wave: every state is not_asked."""
        rows = len(self.frame)
        for item in [i.id for i in question.items] or [None]:
            self.answers.cells[state_column(question, item)] = np.full(rows, "not_asked", dtype=object)
            self.answers.roles[state_column(question, item)] = np.full(rows, "substantive", dtype=object)

    def _single(
        self,
        question: Question,
        item: str | None,
        column: str,
        binding: WaveBinding,
        missing: dict[Value, MissingState],
    ) -> None:
        source, cells = self._cells(column)
        options = self.definition.options(question)
        meanings = value_map(options, binding.recode, missing)
        coded = code_column(cells, meanings)
        self._note_unknown(question, source, coded)
        self.answers.problems += label_conflicts(source, options, meanings, self._declared_labels(question))
        self._store(question, item, coded, options)

    def _store(
        self, question: Question, item: str | None, coded: CodedColumn, options: tuple[Option, ...]
    ) -> None:
        roles = np.full(len(coded.codes), "substantive", dtype=object)
        for option in options:
            if option.role != "substantive":
                roles[coded.codes == option.code] = option.role
        self.answers.codes[question_column(question, item)] = coded.codes
        self.answers.cells[state_column(question, item)] = coded.cells
        self.answers.roles[state_column(question, item)] = roles

    def _numeric(self, question: Question, column: str, missing: dict[Value, MissingState]) -> None:
        source, cells = self._cells(column)
        coded = numbers(cells, question.decimal, missing)
        self._note_unknown(question, source, coded)
        low, high = question.min, question.max
        outside = (coded.cells == VALUE) & (
            (coded.codes < (-np.inf if low is None else low))
            | (coded.codes > (np.inf if high is None else high))
        )
        if outside.any():
            self.answers.warnings.append(
                f"question {question.id}: {outside.sum()} answers are outside {low} to {high} and count as invalid"
            )
        tidy = CodedColumn(
            np.where(outside, np.nan, coded.codes), np.where(outside, INVALID, coded.cells).astype(object), {}
        )
        self._store(question, None, tidy, ())

    def _present(self, question: Question, column: str) -> None:
        """Open text and dates: whether something was answered, never what."""
        _, cells = self._cells(column)
        filled = cells.notna() & (cells.astype(str).str.strip() != "")
        kinds = np.where(filled, VALUE, "blank").astype(object)
        self.answers.cells[state_column(question)] = kinds
        self.answers.roles[state_column(question)] = np.full(len(kinds), "substantive", dtype=object)

    def _multiple(
        self, question: Question, item: str | None, binding: WaveBinding, missing: dict[Value, MissingState]
    ) -> None:
        options = self.definition.options(question)
        if binding.separator:
            ticks, cells = self._joined(question, options, binding)
        else:
            ticks, cells = {}, {}
            for option in options:
                key = f"{item}__{option.id}" if item else option.id
                source, column = self._cells(binding.columns[key])
                coded = code_column(column, tick_map(option, binding.ticked, missing))
                self._note_unknown(question, source, coded)
                ticks[option.id], cells[option.id] = coded.codes, coded.cells
        combined = combine_ticks(question, options, ticks, cells)
        if combined.conflicts:
            self.answers.warnings.append(
                f"question {question.id}: {combined.conflicts} ticked an exclusive option together with others "
                f"({question.exclusive})"
            )
        for option in options:
            self.answers.codes[question_column(question, item, option.id)] = combined.ticks[option.id]
        self.answers.cells[state_column(question, item)] = combined.cells
        self.answers.roles[state_column(question, item)] = combined.roles

    def _joined(
        self, question: Question, options: tuple[Option, ...], binding: WaveBinding
    ) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Ticks from one cell that joins the chosen options."""
        _, column = self._cells(str(binding.column))
        positions, distinct = pd.factorize(column, use_na_sentinel=True)
        wordings = {text: o.id for o in options for text in (str(o.code), *map(str, o.match), *o.text.all())}
        table = np.zeros((len(distinct) + 1, len(options)))
        kinds = np.full(len(distinct) + 1, "blank", dtype=object)
        for i, value in enumerate(distinct):
            chosen = split_joined(str(value), wordings, str(binding.separator))
            if chosen is None:
                kinds[i] = INVALID
            elif chosen:
                kinds[i] = VALUE
                table[i] = [o.id in {wordings[w] for w in chosen} for o in options]
        invalid = int((kinds[positions] == INVALID).sum())
        if invalid:
            self.answers.warnings.append(
                f"question {question.id}: {invalid} cells cannot be split into its options"
            )
        ticks = {
            o.id: np.where(kinds[positions] == VALUE, table[positions, j], np.nan)
            for j, o in enumerate(options)
        }
        return ticks, {o.id: kinds[positions] for o in options}

    def _declared_labels(self, question: Question) -> dict[str, str]:
        changes = self.definition.survey.waves[self.wave].label_changes
        prefix = f"{question.id}."
        return {key.removeprefix(prefix): label for key, label in changes.items() if key.startswith(prefix)}

    def _note_unknown(self, question: Question, source: SourceColumn, coded: CodedColumn) -> None:
        """Values that fit no option stop the wave. They are named only where the export itself explains them."""
        if not coded.unknown:
            return
        rows = int(sum(coded.unknown.values()))
        first = int(np.argmax(coded.cells == INVALID)) + 1
        labelled = [f"{v} «{source.labels[v][:60]}»" for v in coded.unknown if v in source.labels]
        named = f", among them {', '.join(labelled[:5])}" if labelled else ""
        self.answers.problems.append(
            f"column {source.id} (question {question.id}): {rows} cells hold {len(coded.unknown)} values that are not "
            f"options{named}; first in row {first}; add the options, a recode, or list them under missing"
        )

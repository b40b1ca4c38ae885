"""One question of a wave in work: what coding it needs, and where its answers and problems go.

Belongs here: the question's columns, options and blanks in this wave, and messages with place and counts. How
a kind of answer is coded is in `answers` and `multiple`.
"""

from dataclasses import dataclass, field

import numpy as np

from pipeline.coding.binding import bound_parts
from pipeline.coding.source import Source
from pipeline.coding.ticks import Flags
from pipeline.coding.values import Floats, Words, canonical
from pipeline.survey.questions import Question, Value
from pipeline.survey.survey import Definition
from pipeline.survey.variables import state_column

NAMED = 5
"""How many of the export's own labels a message names."""


@dataclass
class Answers:
    """The answers of a wave, before routing is looked at.

    Attributes:
        rows: How many rows the export has.
        codes: Answer columns (`q_…`): codes, ticks or numbers; missing where there is none.
        cells: State column (`state_…`) to what each cell is.
        roles: State column to the role of what was chosen.
        problems: What stops the wave.
        unbound: Questions without all of their columns, which stops the wave too, each with what is missing.
        warnings: What does not stop it.
        faulty: The questions that have a problem.
    """

    rows: int
    codes: dict[str, Floats] = field(default_factory=dict)
    cells: dict[str, Words] = field(default_factory=dict)
    roles: dict[str, Words] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unbound: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


class Coder:
    """A question in a wave, and the answers that it is coded into.

    Attributes:
        definition: The survey.
        source: The wave's export.
        question: The question.
        binding: Its binding in the wave.
        options: Its options.
        missing: Values that stand for a blank (for numbers also for don't know and its like).
        labels: Option id to the label that the wave declares for it.
        parts: Part to the position of its column.
        is_bound: Whether all columns were found.
        complete: Which rows a declared status says are complete; None when none is declared.
    """

    def __init__(
        self,
        definition: Definition,
        wave: str,
        source: Source,
        question: Question,
        answers: Answers,
        complete: Flags | None = None,
    ) -> None:
        settings = definition.survey.waves[wave]
        self.definition, self.source, self.question, self.answers = definition, source, question, answers
        self.complete = complete
        self.read = settings.export.read
        self.binding = question.binding(wave)
        self.options = definition.options(question)
        self.missing: dict[Value, str] = {**source.markers, **definition.survey.missing, **question.missing}
        prefix = f"{question.id}."
        declared = settings.label_changes.items()
        self.labels = {key.removeprefix(prefix): label for key, label in declared if key.startswith(prefix)}
        self.parts, problems = bound_parts(definition, question, self.binding, source.index)
        self.is_bound = not problems
        answers.unbound += problems
        answers.faulty |= {question.id} if problems else set()

    def store(self, item: str | None, cells: Words, roles: Words | None = None) -> None:
        """Keep what each cell of the question or item is; roles are substantive unless given."""
        state = state_column(self.question, item)
        self.answers.cells[state] = cells
        self.answers.roles[state] = substantive(len(cells)) if roles is None else roles

    def problem(self, position: int, where: Flags, what: str) -> None:
        """Note what stops the wave: how many cells of a column, and the first row."""
        column = self.source.columns[position].id
        first = int(self.source.rows["source_row"].iloc[int(np.argmax(where))])
        where_and_what = f"{int(where.sum())} cells, the first in row {first}, {what}"
        self.refuse(f"column {column} (question {self.question.id}): {where_and_what}")

    def refuse(self, *problems: str) -> None:
        """Note problems of the question that stop the wave."""
        self.answers.problems += problems
        self.answers.faulty |= {self.question.id} if problems else set()

    def unknown(self, position: int, where: Flags, values: list[str], *, among_options: bool = False) -> None:
        """Note values that fit no option. They are named only where the export itself explains them."""
        ticks = self.question.has_ticks and not among_options
        fits = "neither for ticked nor for not ticked" if ticks else "not among the options"
        lists = "list it under ticked, unticked or missing"
        remedy = lists if ticks else "add options or a recode, or list blanks under missing"
        if values:
            labels = self.source.columns[position].labels
            labelled = [f"{v} «{labels[v][:60]}»" for v in values if v in labels]
            named = f", among them {', '.join(labelled[:NAMED])}" if labelled else ""
            how_many = "a value" if len(values) == 1 else f"{len(values)} values"
            remedy = (not ticks and self._of_other_waves(values)) or remedy
            self.problem(position, where, f"hold {how_many} {fits}{named}; {remedy}")

    def _of_other_waves(self, values: list[str]) -> str:
        """That values are of options which the wave does not have; empty when they are not."""
        mine = {option.id for option in self.options}
        others = [o for o in self.definition.every_option(self.question) if o.id not in mine]
        names = {canonical(name): o.id for o in others for name in (o.code, *o.match, *o.text.all())}
        found = dict.fromkeys(names[value] for value in values if value in names)
        return f"{', '.join(found)} stands for another wave (from, until)" if found else ""

    def note(self, what: str) -> None:
        """Note something of the question that a person should know, once for all its rows."""
        text = f"question {self.question.id}: {what}"
        if text not in self.answers.warnings:
            self.answers.warnings.append(text)

    def warn(self, where: Flags, what: str) -> None:
        """Note how many answers are something that a person should know."""
        if where.any():
            self.answers.warnings.append(f"question {self.question.id}: {int(where.sum())} answers {what}")


def substantive(rows: int) -> Words:
    """The role of answers that have no other."""
    return np.full(rows, "substantive", dtype=object)

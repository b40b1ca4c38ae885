"""Every row of an export, coded: its answers and states, when it was given, and what became of it.

Belongs here: the order of these steps, with all that is wrong collected. Tables of them are `respondents`.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.coding.answers import code_answers
from pipeline.coding.coder import Answers
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.resolution import Resolved, resolve
from pipeline.coding.settling import Settled, settle
from pipeline.coding.source import Source
from pipeline.coding.times import read_times
from pipeline.coding.weight import start_weights
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class Coded:
    """The rows of an export, coded one by one.

    Attributes:
        answers: Every question's answers, with what is wrong with the columns.
        resolved: Every question's values and states, as if everyone had come to the end of the form.
        settled: What became of each row.
        weight: The weight that the export brings.
        problems: Answers, times, ids and weights that cannot be used.
    """

    answers: Answers
    resolved: Resolved
    settled: Settled
    weight: pd.Series
    problems: tuple[str, ...]


def code_rows(
    definition: Definition, wave: str, source: Source, status: pd.Series, evaluate: Evaluate
) -> Coded:
    """Code the rows of an export, with all that is wrong.

    Args:
        definition: The survey.
        wave: The wave.
        source: The kept columns of the export, with their cells.
        status: Of each row, by the platform.
        evaluate: Runs SQL expressions over a frame's rows and gives a frame of them.
    """
    definition = definition.in_wave(wave)
    has_status = definition.survey.respondent.status is not None
    finished = (status == "complete").to_numpy() if has_status else None
    answers = code_answers(definition, wave, source, finished)
    resolved = resolve(definition, answers, int(wave[:4]), evaluate)
    times = read_times(definition, wave, source)
    is_sure = not (answers.unbound or answers.problems)
    settled = settle(definition, wave, source, status, resolved if is_sure else None, times)
    weight, of_weight = start_weights(definition, wave, source, settled.is_kept.to_numpy())
    problems = (*answers.problems, *times.problems, *settled.problems, *of_weight)
    return Coded(answers, resolved, settled, weight, problems)

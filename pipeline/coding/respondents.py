"""The rows of a wave: who counts as a respondent, and everything known of each one, in one wide table.

Belongs here: putting status, answers, states, groups, bases and weights together.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.answers import code_answers
from pipeline.coding.coder import Answers
from pipeline.coding.conditions import condition_rows, respondent_conditions
from pipeline.coding.derived import base_expressions, group_expression
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.gaps import between_groups
from pipeline.coding.patterns import odd_patterns
from pipeline.coding.problems import WaveError
from pipeline.coding.resolution import Resolved, resolve
from pipeline.coding.source import Source
from pipeline.coding.status import counts_as_respondent, row_status
from pipeline.coding.weight import start_weights
from pipeline.survey.survey import Definition

REFUSED = ("invalid", "outside")
"""States of single answers that are not counted."""


@dataclass(frozen=True)
class Core:
    """The core tables of a wave's respondents.

    Attributes:
        responses: A row a respondent.
        conditions: A row for every respondent and condition of a report that holds.
        dispositions: A row an exported row, with its status and groups.
        rejected: A row a refused row or answer: source_row, question_id (empty for rows), rule.
        warnings: What a person should know, in counts.
    """

    responses: pd.DataFrame
    conditions: pd.DataFrame
    dispositions: pd.DataFrame
    rejected: pd.DataFrame
    warnings: tuple[str, ...]


def build_core(definition: Definition, wave: str, source: Source, evaluate: Evaluate) -> Core:
    """Everything that core holds of a wave's export.

    Args:
        definition: The survey.
        wave: The wave.
        source: The kept columns of the export, with their cells.
        evaluate: Runs SQL expressions over a frame's rows and gives a frame of them.

    Raises:
        WaveError: for columns that are gone, unknown codes, changed labels and unusable weights, all at once;
            for unknown statuses, and for respondents that stand twice.
    """
    coded = code_rows(definition, wave, source, row_status(definition, wave, source))
    if coded.answers.unbound or coded.problems:
        raise WaveError(f"the export of wave {wave}", [*coded.answers.unbound, *coded.problems])
    return core_of(definition, wave, source, coded, evaluate)


@dataclass(frozen=True)
class Coded:
    """The rows of an export, coded one by one.

    Attributes:
        status: How far each row came.
        kept: Which rows are respondents.
        answers: Every question's answers, with what is wrong with the columns.
        weight: The weight that the export brings.
        problems: Answers and weights that cannot be used.
    """

    status: pd.Series
    kept: pd.Series
    answers: Answers
    weight: pd.Series
    problems: tuple[str, ...]


def code_rows(definition: Definition, wave: str, source: Source, status: pd.Series) -> Coded:
    """Code the rows of an export, with all that is wrong; arguments as in `build_core`."""
    definition = definition.in_wave(wave)
    kept = counts_as_respondent(definition, status)
    has_status = definition.survey.respondent.status is not None
    complete = (status == "complete").to_numpy() if has_status else None
    answers = code_answers(definition, wave, source, complete)
    weight, problems = start_weights(definition, wave, source, kept.to_numpy())
    return Coded(status, kept, answers, weight, (*answers.problems, *problems))


def core_of(definition: Definition, wave: str, source: Source, coded: Coded, evaluate: Evaluate) -> Core:
    """The core tables of coded rows; other arguments as in `build_core`."""
    definition = definition.in_wave(wave)
    status, kept, answers, weight = coded.status, coded.kept, coded.answers, coded.weight
    year, partial = int(wave[:4]), (status == "partial").to_numpy()
    resolved = resolve(definition, answers, year, partial, evaluate)
    rows = pd.DataFrame({"wave": wave, "source_row": source.rows["source_row"], "status": status})
    known = pd.concat([pd.DataFrame({"wave_year": np.full(len(rows), year)}), resolved.values], axis=1)
    groups = _groups(definition, known, evaluate)
    bases = evaluate(pd.concat([known, groups], axis=1), base_expressions(definition))
    key = source.rows["respondent_key"]
    wide = pd.concat(
        [rows, key, known["wave_year"], weight, groups, bases, resolved.values, resolved.states], axis=1
    )
    responses = wide.loc[kept].drop(columns="source_row").reset_index(drop=True)
    responses.insert(1, "respondent_id", np.arange(1, len(responses) + 1, dtype="int64"))
    return Core(
        responses=responses,
        conditions=_conditions(definition, wave, responses, evaluate),
        dispositions=pd.concat([rows, groups], axis=1),
        rejected=_rejected(wave, rows, resolved, kept),
        warnings=(
            *answers.warnings,
            *resolved.warnings,
            *between_groups(definition, resolved.values.loc[kept]),
            *odd_patterns(definition, resolved.values.loc[kept]),
        ),
    )


def _groups(definition: Definition, known: pd.DataFrame, evaluate: Evaluate) -> pd.DataFrame:
    """`group_<demographic>`: the position of each row's group."""
    expressions = {f"group_{d.id}": group_expression(definition, d) for d in definition.survey.demographics}
    return evaluate(known, expressions).astype("Int16")


def _conditions(
    definition: Definition, wave: str, responses: pd.DataFrame, evaluate: Evaluate
) -> pd.DataFrame:
    conditions = respondent_conditions(definition)
    flags = evaluate(responses, {f"c{i}": sql for i, sql in enumerate(conditions.values())})
    return condition_rows(wave, responses["respondent_id"], flags, list(conditions))


def _rejected(wave: str, rows: pd.DataFrame, resolved: Resolved, kept: pd.Series) -> pd.DataFrame:
    """Refused rows with their status, and refused answers of kept rows with their state."""
    refused = rows.loc[~kept]
    parts = [
        pd.DataFrame({"source_row": refused["source_row"], "question_id": "", "rule": refused["status"]})
    ]
    for column in map(str, resolved.states.columns):
        for state in REFUSED:
            hit = kept & (resolved.states[column] == state)
            if hit.any():
                question = column.removeprefix("state_")
                part = {"source_row": rows.loc[hit, "source_row"], "question_id": question, "rule": state}
                parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "wave", wave)
    return table.sort_values(["source_row", "question_id"], ignore_index=True)

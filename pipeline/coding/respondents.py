"""The rows of a wave: who counts as a respondent, and everything known of each one, in one wide table.

Belongs here: putting status, answers, states, groups, bases and weights together.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.completion import with_not_reached
from pipeline.coding.conditions import condition_rows, respondent_conditions
from pipeline.coding.derived import base_expressions, group_expressions
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.gaps import between_groups
from pipeline.coding.problems import WaveError
from pipeline.coding.rows import Coded, code_rows
from pipeline.coding.settling import Settled
from pipeline.coding.source import Source
from pipeline.coding.states import state_frame
from pipeline.coding.status import declared_status
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
        flags: A row a respondent and reason to look at it: source_row, flag, is_removed.
        rejected: A row a refused row or answer: source_row, question_id (empty for rows), rule.
        warnings: What a person should know, in counts.
    """

    responses: pd.DataFrame
    conditions: pd.DataFrame
    dispositions: pd.DataFrame
    flags: pd.DataFrame
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
        WaveError: for unknown statuses; for columns that are gone, unknown codes, changed labels, times in no
            declared format, unusable weights, and respondents that stand twice, all at once.
    """
    status = declared_status(definition, wave, source)
    coded = code_rows(definition, wave, source, status, evaluate)
    if coded.answers.unbound or coded.problems:
        raise WaveError(f"the export of wave {wave}", [*coded.answers.unbound, *coded.problems])
    return core_of(definition, wave, source, coded, evaluate)


def core_of(definition: Definition, wave: str, source: Source, coded: Coded, evaluate: Evaluate) -> Core:
    """The core tables of coded rows; other arguments as in `build_core`."""
    definition = definition.in_wave(wave)
    resolved, settled, kept = coded.resolved, coded.settled, coded.settled.is_kept
    partial = (settled.status == "partial").to_numpy()
    states = state_frame(with_not_reached(definition, coded.answers, resolved, partial))
    rows = pd.DataFrame({"wave": wave, "source_row": source.rows["source_row"], "status": settled.status})
    year = pd.DataFrame({"wave_year": np.full(len(rows), int(wave[:4]))})
    known = pd.concat([year, resolved.values], axis=1)
    groups = _groups(definition, known, evaluate)
    bases = evaluate(pd.concat([known, groups], axis=1), base_expressions(definition))
    parts = [rows, source.rows["respondent_key"], year, coded.weight, groups, bases, resolved.values, states]
    responses = pd.concat(parts, axis=1).loc[kept].drop(columns="source_row").reset_index(drop=True)
    responses.insert(1, "respondent_id", np.arange(1, len(responses) + 1, dtype="int64"))
    return Core(
        responses=responses,
        conditions=_conditions(definition, wave, responses, evaluate),
        dispositions=pd.concat([rows, groups], axis=1),
        flags=_flags(rows, settled),
        rejected=_rejected(rows, states, settled),
        warnings=(
            *coded.answers.warnings,
            *resolved.warnings,
            *between_groups(definition, resolved.values.loc[kept]),
            *settled.notes,
        ),
    )


def _groups(definition: Definition, known: pd.DataFrame, evaluate: Evaluate) -> pd.DataFrame:
    """The columns that tell each row's groups."""
    expressions: dict[str, str] = {}
    for demographic in definition.survey.demographics:
        expressions |= group_expressions(definition, demographic)
    return evaluate(known, expressions).astype("Int16")


def _conditions(
    definition: Definition, wave: str, responses: pd.DataFrame, evaluate: Evaluate
) -> pd.DataFrame:
    conditions = respondent_conditions(definition)
    flags = evaluate(responses, {f"c{i}": sql for i, sql in enumerate(conditions.values())})
    return condition_rows(wave, responses["respondent_id"], flags, list(conditions))


def _flags(rows: pd.DataFrame, settled: Settled) -> pd.DataFrame:
    """A row a respondent and flag, with whether the respondent is left out for it."""
    removed = settled.suspects.removed
    parts = [
        rows.loc[hit, ["wave", "source_row"]].assign(flag=flag, is_removed=removed[hit] == flag)
        for flag, hit in settled.suspects.flags.items()
    ]
    table = pd.concat(parts, ignore_index=True).astype({"flag": str, "is_removed": bool})
    return table.sort_values(["source_row", "flag"], ignore_index=True)


def _rejected(rows: pd.DataFrame, states: pd.DataFrame, settled: Settled) -> pd.DataFrame:
    """Refused rows with their status or flag, and refused answers of kept rows with their state."""
    kept, removed = settled.is_kept, settled.suspects.removed
    rule = settled.status.mask(removed != "", removed)
    parts = [pd.DataFrame({"source_row": rows["source_row"], "question_id": "", "rule": rule}).loc[~kept]]
    for column in map(str, states.columns):
        for state in REFUSED:
            hit = kept & (states[column] == state)
            if hit.any():
                question = column.removeprefix("state_")
                part = {"source_row": rows.loc[hit, "source_row"], "question_id": question, "rule": state}
                parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "wave", rows["wave"].iloc[0])
    return table.sort_values(["source_row", "question_id"], ignore_index=True)

"""The rows of a wave: who counts as a respondent, and everything known of each one, in one wide table.

Belongs here: putting status, answers, states, derived variables, groups and bases together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.answers import Answers, code_answers
from pipeline.coding.columns import ColumnIndex
from pipeline.coding.conditions import condition_rows, respondent_conditions
from pipeline.coding.derived import (
    base_expressions,
    derived_expression,
    group_expression,
    routing_expressions,
)
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.index import index_values
from pipeline.coding.problems import WaveError
from pipeline.coding.states import STATES, answer_states, has_value, reached_until
from pipeline.coding.status import row_status
from pipeline.readers.export import SourceColumn
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns, question_column, state_column

KEPT_STATES = frozenset({"substantive", "dont_know", "not_applicable", "refused"})


@dataclass(frozen=True)
class Core:
    """The core tables of a wave's respondents.

    Attributes:
        responses: A row a respondent.
        dispositions: A row an exported row, with its status and groups.
        conditions: A row for every respondent and condition of a report that holds.
        rejected: A row a refused row or cell: source_row, question_id (empty for rows), rule.
        warnings: What a person should know, in counts.
    """

    responses: pd.DataFrame
    conditions: pd.DataFrame
    dispositions: pd.DataFrame
    rejected: pd.DataFrame
    warnings: tuple[str, ...]


def build_core(
    definition: Definition, wave: str, columns: Sequence[SourceColumn], raw: pd.DataFrame, evaluate: Evaluate
) -> Core:
    """Everything that core holds of a wave's export.

    Args:
        definition: The survey.
        wave: The wave.
        columns: The columns kept in raw, in the order of their names in `raw`.
        raw: `raw_responses`: wave, source_row, respondent_key, then `v0001`… of the kept columns.
        evaluate: Runs SQL expressions over a frame's rows and gives a frame of them.

    Raises:
        WaveError: for unknown codes, changed labels and unusable weights, all at once.
    """
    names = [name for name in raw.columns if name.startswith("v")]
    index = ColumnIndex(columns)
    status = row_status(definition, wave, index, names, raw)
    answers = code_answers(definition, wave, columns, raw, names)
    weight = _weight(definition, index, names, raw, answers, status)
    if answers.problems:
        raise WaveError(f"the export of wave {wave}", answers.problems)
    wide = pd.DataFrame({"wave_year": int(wave[:4]), **{n: pd.Series(v) for n, v in answers.codes.items()}})
    wide = _with_derived(definition, wide, answers, evaluate)
    states = _states(definition, answers, wide, status, evaluate)
    groups = evaluate(
        wide, {f"group_{d.id}": group_expression(definition, d) for d in definition.survey.demographics}
    )
    bases = evaluate(pd.concat([wide, groups], axis=1), base_expressions(definition))
    rows = pd.DataFrame({"wave": wave, "source_row": raw["source_row"], "status": status})
    groups = groups.astype("Int16")
    everything = pd.concat(
        [
            rows,
            raw["respondent_key"],
            wide[["wave_year"]],
            weight,
            groups,
            bases,
            _tidy(definition, wide, states),
            states,
        ],
        axis=1,
    )
    kept = status.isin(["complete", "partial"] if definition.survey.respondent.keep_partial else ["complete"])
    responses = everything.loc[kept].drop(columns="source_row").reset_index(drop=True)
    responses.insert(1, "respondent_id", np.arange(1, len(responses) + 1, dtype="int64"))
    conditions = respondent_conditions(definition)
    flags = evaluate(responses, {f"c{i}": sql for i, sql in enumerate(conditions.values())})
    return Core(
        responses=responses,
        conditions=condition_rows(wave, responses["respondent_id"], flags, list(conditions)),
        dispositions=pd.concat([rows, groups], axis=1),
        rejected=_rejected(wave, rows, states, kept),
        warnings=tuple(answers.warnings),
    )


def _weight(
    definition: Definition,
    index: ColumnIndex,
    names: Sequence[str],
    raw: pd.DataFrame,
    answers: Answers,
    status: pd.Series,
) -> pd.Series:
    """The weight that the export brings, or 1. What is no weight is a problem."""
    column = definition.survey.weight
    if column is None:
        return pd.Series(1.0, index=raw.index, name="start_weight")
    position = index.position(column)
    if position is None:
        raise KeyError(column)
    weight = pd.to_numeric(raw[names[position]], errors="coerce").rename("start_weight")
    counted = status.isin(["complete", "partial"])
    bad = counted & ~(np.isfinite(weight) & (weight > 0) & (weight < 10**8))
    if bad.any():
        answers.problems.append(
            f"weight column {column}: {int(bad.sum())} respondents have a weight that is blank, zero, negative or not "
            f"a number; every respondent needs a positive weight"
        )
    return weight.where(counted, 1.0).round(9)


def _with_derived(
    definition: Definition, wide: pd.DataFrame, answers: Answers, evaluate: Evaluate
) -> pd.DataFrame:
    """Add derived questions and indices, one after the other, for they may build on each other."""
    for question in definition.questionnaire.questions:
        column = question_column(question)
        if question.type == "derived":
            values = evaluate(wide, {column: derived_expression(definition, question)})[column].astype(float)
        elif question.type == "index":
            values = index_values(definition, question, wide)
        else:
            continue
        wide = pd.concat([wide, values.rename(column)], axis=1)
        present = values.notna().to_numpy()
        answers.codes[column] = values.to_numpy()
        answers.cells[state_column(question)] = np.where(present, "value", "unknown_blank").astype(object)
        roles = np.full(len(wide), "substantive", dtype=object)
        for option in definition.options(question):
            roles[(values == option.code).to_numpy()] = option.role
        answers.roles[state_column(question)] = roles
    return wide


def _states(
    definition: Definition, answers: Answers, wide: pd.DataFrame, status: pd.Series, evaluate: Evaluate
) -> pd.DataFrame:
    """One state for every respondent, question and item."""
    asked = evaluate(wide, routing_expressions(definition))
    partial = (status == "partial").to_numpy()
    asked_of = [(q, state_column(q, i)) for q, i in definition.items() if not _is_background(q)]
    reached_list = reached_until([has_value(answers.cells[column]) for _, column in asked_of], partial)
    reached = {column: r for (_, column), r in zip(asked_of, reached_list, strict=True)}
    everyone = np.ones(len(wide), dtype=bool)
    found = {}
    for question, item in definition.items():
        column = state_column(question, item)
        found[column] = answer_states(
            answers.cells[column],
            answers.roles[column],
            asked[column].to_numpy(dtype=bool) if column in asked else None,
            reached.get(column, everyone),
            question.blank_is_skipped,
        )
    return pd.DataFrame(found, index=wide.index).astype(pd.CategoricalDtype(STATES))


def _is_background(question: Question) -> bool:
    return question.background or question.type in {"derived", "index"}


def _tidy(definition: Definition, wide: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Answer columns without what is in no base, as small integers where they hold codes."""
    found: dict[str, pd.Series] = {}
    for question in definition.questionnaire.questions:
        for column, item, _ in answer_columns(definition, question):
            if column not in wide:
                continue
            answered = states[state_column(question, item)].isin(KEPT_STATES)
            values = wide[column].where(answered)
            found[column] = values.astype("float64") if question.is_numeric else values.astype("Int16")
    return pd.DataFrame(found, index=wide.index)


def _rejected(wave: str, rows: pd.DataFrame, states: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Refused rows with their status, and refused cells of kept rows with their state."""
    refused = rows.loc[~kept]
    parts = [
        pd.DataFrame(
            {"wave": wave, "source_row": refused["source_row"], "question_id": "", "rule": refused["status"]}
        )
    ]
    for column in states:
        for state in ("invalid", "outside"):
            hit = kept & (states[column] == state)
            if hit.any():
                parts.append(
                    pd.DataFrame(
                        {
                            "wave": wave,
                            "source_row": rows.loc[hit, "source_row"],
                            "question_id": column.removeprefix("state_"),
                            "rule": state,
                        }
                    )
                )
    return pd.concat(parts, ignore_index=True).sort_values(["source_row", "question_id"], ignore_index=True)

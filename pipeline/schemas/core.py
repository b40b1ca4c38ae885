"""Contracts of the core layer: respondents, dispositions, conditions, refusals, weights and universe.

Belongs here: one schema a table, from the survey's definition. How the tables are made is in `coding`.
"""

import pandas as pd
import pandera.pandas as pa

from pipeline.coding.quality import FLAGS
from pipeline.coding.states import STATES
from pipeline.coding.status import STATUSES
from pipeline.revisions.history import BASES
from pipeline.survey.provenance import PARTS
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.tables import base_column
from pipeline.survey.variables import answer_columns, group_places, state_column

ANSWERED = ("substantive", "dont_know", "not_applicable", "refused")


def core_responses(definition: Definition) -> pa.DataFrameSchema:
    """A row per respondent, with the columns that the definition makes."""
    columns: dict[str, pa.Column] = {
        "wave": pa.Column(str),
        "respondent_id": pa.Column("int64", pa.Check.ge(1), unique=True),
        "status": pa.Column(checks=pa.Check.isin(["complete", "partial"])),
        "respondent_key": pa.Column(str, unique=True),
        "wave_year": pa.Column("int64"),
        "start_weight": pa.Column("float64", pa.Check.gt(0)),
    }
    columns |= _groups(definition)
    columns |= {base_column(r): pa.Column(bool) for r in definition.reports.values()}
    checks: list[pa.Check] = []
    for question in definition.questionnaire.questions:
        for column, item, tick in answer_columns(definition, question):
            if question.type in {"open", "date"}:
                continue
            columns[column] = pa.Column(
                checks=_answer_checks(definition, question, tick), nullable=True, required=False
            )
            checks.append(_value_has_state(column, state_column(question, item)))
    for question, item in definition.items():
        columns[state_column(question, item)] = pa.Column(checks=pa.Check.isin(STATES))
    return pa.DataFrameSchema(columns, strict=True, checks=checks, name="core_responses")


def _groups(definition: Definition) -> dict[str, pa.Column]:
    found: dict[str, pa.Column] = {}
    for demographic in definition.survey.demographics:
        last = max(1, len(definition.every_group(demographic)))
        one = pa.Column("Int16", pa.Check.in_range(1, last), nullable=True)
        tick = pa.Column("Int16", pa.Check.isin([0, 1]))
        for _, column, _ in group_places(definition, demographic):
            found[column] = tick if demographic.multiple else one
    return found


def _answer_checks(definition: Definition, question: Question, tick: str | None) -> pa.Check | None:
    if tick:
        return pa.Check.isin([0, 1])
    if question.is_numeric:
        low, high = question.min, question.max
        if low is None and high is None:
            return None
        return pa.Check.in_range(
            float("-inf") if low is None else low, float("inf") if high is None else high
        )
    return pa.Check.isin([o.code for o in definition.options(question)])


def _value_has_state(column: str, state: str) -> pa.Check:
    """Where there is a value, the state is one of the answered ones."""

    def holds(frame: pd.DataFrame) -> pd.Series:
        if column not in frame:
            return pd.Series(True, index=frame.index)
        return frame[column].isna() | frame[state].isin(ANSWERED)

    return pa.Check(holds, name=f"{column}_only_when_answered", ignore_na=False)


def core_dispositions(definition: Definition) -> pa.DataFrameSchema:
    """A row per exported row: how far it came, and its groups."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column(int, pa.Check.ge(1), unique=True),
            "status": pa.Column(checks=pa.Check.isin(STATUSES)),
            **_groups(definition),
        },
        strict=True,
        name="core_dispositions",
    )


def core_flags() -> pa.DataFrameSchema:
    """A row per respondent and reason to look at it, with whether it is left out for that reason."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column(int, pa.Check.ge(1)),
            "flag": pa.Column(str, pa.Check.isin(FLAGS)),
            "is_removed": pa.Column(bool),
        },
        strict=True,
        unique=["source_row", "flag"],
        name="core_flags",
    )


def core_rejected() -> pa.DataFrameSchema:
    """A row per refused row (question_id empty) or cell, with the rule that refused it."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "source_row": pa.Column(int, pa.Check.ge(1)),
            "question_id": pa.Column(str),
            "rule": pa.Column(checks=pa.Check.isin([*STATUSES, *FLAGS, "invalid", "outside"])),
        },
        strict=True,
        unique=["source_row", "question_id"],
        name="core_rejected",
    )


def core_universe(definition: Definition) -> pa.DataFrameSchema:
    """A row per combination of groups, with the register's counts."""
    universe = definition.survey.universe
    if universe is None:
        raise ValueError("the survey declares no universe")
    groups = {k: v for k, v in _groups(definition).items() if k.removeprefix("group_") in universe.columns}
    counts = {f"{name}_n": pa.Column("int64", pa.Check.ge(0)) for name in universe.counts}
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "universe_row": pa.Column("int64", pa.Check.ge(1), unique=True),
            **groups,
            **counts,
            "universe_n": pa.Column("int64", pa.Check.ge(0)),
            "invited_n": pa.Column("int64", pa.Check.ge(0), required=universe.invited is not None),
            "^(base|population)_": pa.Column(bool, regex=True, required=False),
        },
        strict=True,
        unique=["wave", *groups],
        checks=[
            pa.Check(lambda frame: frame["universe_n"].sum() > 0, name="somebody_in_universe"),
            *_invited_in_population(definition),
        ],
        name="core_universe",
    )


def _invited_in_population(definition: Definition) -> list[pa.Check]:
    universe = definition.survey.universe
    if universe is None or universe.invited is None or universe.invited == universe.population:
        return []
    invited = f"{universe.invited}_n"
    return [pa.Check(lambda frame: frame[invited] <= frame["universe_n"], name="invited_at_most_universe")]


def core_conditions() -> pa.DataFrameSchema:
    """A row per respondent and condition of a report that holds for the respondent."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "respondent_id": pa.Column("int64", pa.Check.ge(1)),
            "report_id": pa.Column(str),
            "condition_id": pa.Column(str),
        },
        strict=True,
        unique=["respondent_id", "report_id", "condition_id"],
        name="core_conditions",
    )


def core_weights() -> pa.DataFrameSchema:
    """A row per respondent: the weight that the export brought, and the final one."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "respondent_id": pa.Column("int64", pa.Check.ge(1), unique=True),
            "start_weight": pa.Column("float64", pa.Check.gt(0)),
            "weight": pa.Column("float64", pa.Check.gt(0)),
        },
        strict=True,
        name="core_weights",
    )


def core_change() -> pa.DataFrameSchema:
    """A row a difference of a question, or of a column of none, between two neighbouring waves."""
    names = ("wave", "before_wave", "after_wave", "question_id", "kind", "change")
    columns: dict[str, pa.Column] = {name: pa.Column(str) for name in names}
    return pa.DataFrameSchema(
        columns | {"is_declared": pa.Column(bool)},
        strict=True,
        checks=pa.Check(lambda frame: frame["before_wave"] < frame["after_wave"], name="before_comes_first"),
        name="core_change",
    )


def core_revisions() -> pa.DataFrameSchema:
    """A row per export of the wave that was read: why it was, and who approved it in which words."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "revision": pa.Column("int64", pa.Check.ge(1), unique=True),
            "basis": pa.Column(str, pa.Check.isin(BASES)),
            "approved_by": pa.Column(str),
            "reason": pa.Column(str),
        },
        strict=True,
        ordered=True,
        checks=pa.Check(lambda frame: len(frame) > 0, name="has_rows"),
        name="core_revisions",
    )


def core_provenance() -> pa.DataFrameSchema:
    """A row a part of the core tables, with the digest of what it follows from in the definition."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "part": pa.Column(checks=pa.Check.isin(PARTS)),
            "part_id": pa.Column(str),
            "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        },
        strict=True,
        unique=["part", "part_id"],
        name="core_provenance",
    )

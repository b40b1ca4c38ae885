"""Conditions of reports: which respondents count in a fact, a scope or a comparison with the universe.

Belongs here: the conditions' names and their SQL. `core_conditions` holds a row for every respondent and
condition that holds.
"""

from collections.abc import Mapping

import pandas as pd

from pipeline.survey.predicates import compile_predicate, names_in
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import base_column
from pipeline.survey.variables import Variable, demographic_variables, variables

REPRESENTATIVITY_BASE = "representativity_base"


def respondent_conditions(definition: Definition) -> dict[tuple[str, str], str]:
    """(report, condition) to SQL over `core_responses`."""
    known = variables(definition)
    found: dict[tuple[str, str], str] = {}
    for report in definition.reports.values():
        for name, text in _texts(report).items():
            parts = [f"coalesce({compile_predicate(part, known)}, false)" for part in text if part]
            found[report.report, name] = " and ".join(parts) or "true"
    return found


def _texts(report: Report) -> dict[str, tuple[str | None, ...]]:
    """Condition to the predicates that must all hold."""
    found: dict[str, tuple[str | None, ...]] = {}
    for name, fact in report.facts.items():
        if fact.count:
            found[f"{name}:numerator"] = (fact.count,)
        if fact.share:
            found[f"{name}:numerator"] = (fact.share, fact.among)
            found[f"{name}:denominator"] = (fact.among,)
    part = report.representativity
    if part:
        found[REPRESENTATIVITY_BASE] = (part.base,)
        if part.scope:
            found["scope_share"] = (part.scope.share, part.scope.among)
            found["scope_among"] = (part.scope.among,)
    return found


def universe_conditions(definition: Definition) -> dict[str, str]:
    """Flag column to SQL over `core_universe`.

    `base_<report>`: rows that a report's respondents are compared with. `population_<report>`: rows that the
    report's base speaks of, where the base is everyone or a condition that the register knows.
    """
    universe = definition.survey.universe
    known = {n: v for n, v in demographic_variables(definition).items() if universe and n in universe.columns}
    found: dict[str, str] = {}
    for report in definition.reports.values():
        part = report.representativity
        if part:
            found[base_column(report)] = _flag(part.base, known)
        if report.base is None or names_in(report.base) <= known.keys() - definition.questions.keys():
            found[f"population_{report.report}"] = _flag(report.base, known)
    return found


def _flag(predicate: str | None, known: Mapping[str, Variable]) -> str:
    return f"coalesce({compile_predicate(predicate, known)}, false)" if predicate else "true"


def condition_rows(
    wave: str, respondent_id: pd.Series, flags: pd.DataFrame, keys: list[tuple[str, str]]
) -> pd.DataFrame:
    """`core_conditions`: wave, respondent_id, report_id, condition_id, for every condition that holds.

    Args:
        wave: The wave.
        respondent_id: Of each row of `flags`.
        flags: A boolean column a condition, in the order of `keys`.
        keys: (report, condition) of each column.
    """
    parts = [
        pd.DataFrame(
            {
                "wave": wave,
                "respondent_id": respondent_id[flags.iloc[:, i]],
                "report_id": report,
                "condition_id": name,
            }
        )
        for i, (report, name) in enumerate(keys)
    ]
    columns = ["wave", "respondent_id", "report_id", "condition_id"]
    if not parts:
        return pd.DataFrame(columns=columns, dtype=str).astype({"respondent_id": "int64"})
    return pd.concat(parts, ignore_index=True)

"""Facts: the single numbers that a report's sentences and its strip of figures speak of.

Belongs here: `mart_fact`, from counts and from what other marts and the definition know.
"""

from datetime import date

import pandas as pd

from pipeline.methods.stat_notes import StatNote
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition

Value = tuple[float | None, StatNote | None]
"""A number, or why there is none."""


def fact_results(
    definition: Definition,
    wave: str,
    counts: pd.DataFrame,
    representativity: pd.DataFrame,
    response: pd.DataFrame,
    respondents_n: int,
) -> pd.DataFrame:
    """Every fact with its value.

    Args:
        definition: The survey.
        wave: The wave.
        counts: From `sql/mart/mart_fact.sql`.
        representativity: `mart_representativity`, empty without a universe.
        response: `mart_response_rate`, empty without a universe.
        respondents_n: Respondents of the wave.

    Returns:
        The rows of `counts` with value (unrounded), value_date (for facts that are a date) and stat_note: why
        there is neither, `no_base` for a part of nobody and `no_universe` without a register.
    """
    found: list[tuple[float | None, str | None, StatNote | None]] = []
    for row in counts.to_dict("records"):
        report = definition.reports[row["report_id"]]
        fact = report.facts[row["fact_id"]]
        if fact.take in {"field_start", "field_end"}:
            moment: date = getattr(definition.survey.waves[wave], fact.take)
            found.append((None, moment.isoformat(), None))
            continue
        outcome: Value = (float(respondents_n), None)
        if fact.take is None:
            is_share = fact.share is not None
            outcome = _counted(int(row["numerator_n"]), row["denominator_n"], is_share=is_share)
        elif fact.take != "respondents_n":
            outcome = _taken(fact.take, report, representativity, response)
        found.append((outcome[0], None, outcome[1]))
    columns = pd.DataFrame(found, index=counts.index, columns=["value", "value_date", "stat_note"])
    return counts.assign(**columns.astype({"value": "float64", "value_date": "str", "stat_note": "str"}))


def _counted(numerator: int, denominator: float | None, *, is_share: bool) -> Value:
    """A count as it is, or a share in per cent; nobody's share is missing."""
    if not is_share:
        return float(numerator), None
    return (100.0 * numerator / denominator, None) if denominator else (None, "no_base")


def _taken(take: str, report: Report, representativity: pd.DataFrame, response: pd.DataFrame) -> Value:
    """A number that another mart or the definition knows."""
    part = report.representativity
    if take == "scope_above_pct":
        # A definition that takes it without a scope is refused.
        return (part.scope.above_pct if part and part.scope else None), None
    if take in {"universe_n", "representativity_n"}:
        rows = representativity.loc[representativity["report_id"] == report.report]
        totals = rows.groupby("demographic_id")[["universe_n", "base_n", "missing_n"]].agg(
            {"universe_n": "sum", "base_n": "max", "missing_n": "max"}
        )
        if totals.empty:
            return None, "no_universe"
        counted = totals["universe_n"] if take == "universe_n" else totals["base_n"] + totals["missing_n"]
        return float(counted.max()), None
    everyone = response.loc[response["demographic_id"] == ""]
    if everyone.empty:
        return None, "no_universe"
    value = float(everyone["rr6_pct" if take == "response_rate_pct" else "total_n"].iloc[0])
    return (None, "no_base") if pd.isna(value) else (value, None)

"""Facts: the single numbers that a report's sentences and its strip of figures speak of.

Belongs here: `mart_fact`, from counts and from what other marts and the definition know.
"""

from datetime import date

import pandas as pd

from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition


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
        The rows of `counts` with value (unrounded) and value_date (for facts that are a date).
    """
    values: list[float | None] = []
    dates: list[str | None] = []
    for row in counts.to_dict("records"):
        report = definition.reports[row["report_id"]]
        fact = report.facts[row["fact_id"]]
        if fact.take in {"field_start", "field_end"}:
            moment: date = getattr(definition.survey.waves[wave], fact.take)
            values.append(None)
            dates.append(moment.isoformat())
            continue
        dates.append(None)
        if fact.take == "respondents_n":
            values.append(float(respondents_n))
        elif fact.take:
            values.append(_taken(fact.take, report, representativity, response))
        else:
            values.append(
                _counted(int(row["numerator_n"]), row["denominator_n"], is_share=fact.share is not None)
            )
    return counts.assign(
        value=pd.Series(values, index=counts.index, dtype="float64"),
        value_date=pd.Series(dates, index=counts.index, dtype="str"),
    )


def _counted(numerator: int, denominator: float | None, *, is_share: bool) -> float | None:
    """A count as it is, or a share in per cent; nobody's share is missing."""
    if not is_share:
        return float(numerator)
    return 100.0 * numerator / denominator if denominator else None


def _taken(take: str, report: Report, representativity: pd.DataFrame, response: pd.DataFrame) -> float | None:
    """A number that another mart or the definition knows."""
    part = report.representativity
    if take == "scope_above_pct":
        return part.scope.above_pct if part and part.scope else None
    if take in {"universe_n", "representativity_n"}:
        rows = representativity.loc[representativity["report_id"] == report.report]
        totals = rows.groupby("demographic_id")[["universe_n", "base_n", "missing_n"]].agg(
            {"universe_n": "sum", "base_n": "max", "missing_n": "max"}
        )
        if totals.empty:
            return None
        return float(
            totals["universe_n"].max()
            if take == "universe_n"
            else (totals["base_n"] + totals["missing_n"]).max()
        )
    everyone = response.loc[response["demographic_id"] == ""]
    if everyone.empty:
        return None
    return float(everyone["rr6_pct" if take == "response_rate_pct" else "total_n"].iloc[0])

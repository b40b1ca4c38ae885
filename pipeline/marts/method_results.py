"""Numbers of the method chapter that other marts know: response, precision, tests and weighting.

Belongs here: which column of which mart each item is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.marts.method_items import Item
from pipeline.methods.bases import VALID_ROLES
from pipeline.methods.false_discovery import Q
from pipeline.methods.precision import MIN_N_EFF
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN

CONFIDENCE_PCT = 95.0
"""Of every interval: `methods.precision.Z_95`."""
DISPOSITIONS = (
    *("complete", "partial", "opened", "withdrawn", "undeliverable", "invited"),
    *("unknown_eligibility", "screened_out"),
)
RATES = (*(f"rr{i}_pct" for i in range(1, 7)), "e")
MEANS = ("mean", "index", "nps", "balance")
RUN = ("w_min", "w_max", "lower", "upper", "deff_kish", "n_eff", "outside_n")


def response_items(
    response: pd.DataFrame, measures: pd.DataFrame, propensity: pd.DataFrame
) -> Iterator[Item]:
    """Dispositions and rates of everyone, the verdict on each variable, and the R-indicator."""
    for row in response.loc[response["demographic_id"] == ""].to_dict("records") if len(response) else ():
        yield Item("invited_n", row["total_n"], "mart_response_rate.total_n")
        for name in DISPOSITIONS:
            yield Item("disposition_n", row[f"{name}_n"], f"mart_response_rate.{name}_n", name)
        yield Item("left_out_n", row["left_out_n"], "mart_response_rate.left_out_n")
        yield Item("eligible_n", row["eligible_known_n"], "mart_response_rate.eligible_known_n")
        yield from _known(row, {name: name for name in RATES}, "mart_response_rate")
    for row in measures.dropna(subset=["verdict"]).to_dict("records") if len(measures) else ():
        name = str(row["demographic_id"])
        yield Item("verdict", row["verdict"], "mart_representativity_measure.verdict", name)
        source = "mart_representativity_measure.max_abs_diff_pp"
        yield Item("max_abs_diff_pp", row["max_abs_diff_pp"], source, name)
    for row in propensity.to_dict("records"):
        source = "mart_r_indicator"
        names = {"r_indicator": "r_indicator", "r_indicator_adj": "r_indicator_adj", "r_cells_n": "cells_n"}
        if pd.notna(row["r_indicator"]):
            yield from _known(row, names, source, str(row["model"]))


def _known(row: Mapping[Any, Any], names: dict[str, str], table: str, subject: str = "") -> Iterator[Item]:
    """Item to column, those with a number."""
    for item, column in names.items():
        if pd.notna(row[column]):
            yield Item(item, float(row[column]), f"{table}.{column}", subject)


def size_items(questions: pd.DataFrame) -> Iterator[Item]:
    """Sizes and margins of what is shown for everyone.

    Args:
        questions: `mart_question` of the report after suppression.
    """
    shown = questions.loc[~questions["is_hidden"]]
    if len(shown):
        yield Item("respondents_n", int(shown["respondents_n"].max()), "mart_question.respondents_n")
    known = shown["universe_n"].dropna()
    if len(known):
        yield Item("universe_n", int(known.max()), "mart_question.universe_n")
    bases = shown.loc[shown["base_n"] > 0, "base_n"]
    if len(bases):
        yield Item("base_min_n", int(bases.min()), "mart_question.base_n")
        yield Item("base_max_n", int(bases.max()), "mart_question.base_n")
    yield from _precision(shown)


def _precision(shown: pd.DataFrame) -> Iterator[Item]:
    yield Item("confidence_pct", CONFIDENCE_PCT, "methods.precision.Z_95")
    margins = shown.loc[shown["measure"] == "option", "moe_pp"].dropna()
    if len(margins):
        yield Item("moe_min_pp", float(margins.min()), "mart_question.moe_pp")
        yield Item("moe_max_pp", float(margins.max()), "mart_question.moe_pp")
    if len(shown):
        yield Item("is_census", int((shown["f"] >= 1).all()), "mart_question.f")
        yield Item("is_finite", int((shown["f"] > 0).any()), "mart_question.f")


def test_items(definition: Definition, report: Report, groups: pd.DataFrame) -> Iterator[Item]:
    """The tests of groups that were made, and the limits that a mark is held to; nothing without tests.

    Args:
        definition: The survey.
        report: The report.
        groups: `mart_demographic` of the report.
    """
    if not report.tests or not report.breakdowns:
        return
    families = groups.dropna(subset=["family_size"]).drop_duplicates("family_id")
    yield Item("tests_n", int(families["family_size"].sum()), "mart_demographic.family_size")
    yield Item("families_n", len(families), "mart_demographic.family_id")
    counted = groups.loc[groups["q_value"].notna(), "test_method"].value_counts()
    for method, n in sorted(counted.items()):
        yield Item("method_n", int(n), "mart_demographic.test_method", str(method))
    untested = _compared(groups) & (groups["test_method"] == "not_tested")
    yield Item("not_tested_n", int(untested.sum()), "mart_demographic.test_method")
    marked = groups["mark"].isin(["up", "down"]) & groups["q_value"].notna()
    yield Item("marked_n", int(marked.sum()), "mart_demographic.mark")
    yield Item("q_pct", 100.0 * Q, "methods.false_discovery.Q")
    for name in ("min_diff_pp", "min_diff_index", "min_diff_sd"):
        yield Item(name, getattr(definition.survey.tests, name), f"survey.yaml: tests.{name}")
    yield Item("min_n_eff", MIN_N_EFF, "methods.precision.MIN_N_EFF")


def _compared(groups: pd.DataFrame) -> pd.Series:
    """Rows of groups that are compared with the rest where they are large enough: options and means."""
    of_valid = (groups["measure"] == "option") & groups["role"].isin(VALID_ROLES)
    named = (groups["group_id"] != UNKNOWN) & (groups["valid_n"] > 0)
    return named & (of_valid | groups["measure"].isin(MEANS))


def impact_items(impact: pd.DataFrame) -> Iterator[Item]:
    """How far weighting moved each question that is shown, at the most of its items."""
    for name in ("weight_impact_pp", "weight_impact_sd") if len(impact) else ():
        for question, most in impact.groupby("question_id", sort=False)[name].max().dropna().items():
            yield Item(name, float(most), f"mart_weight_impact.{name}", str(question))


def weighting_items(
    definition: Definition, report: Report, margins: pd.DataFrame, runs: pd.DataFrame
) -> Iterator[Item]:
    """Whether a report is weighted, and how."""
    yield Item("is_weighted", int(report.weighted), f"reports/{report.report}.yaml: weighted")
    if not report.weighted:
        return
    yield Item("has_start_weight", int(definition.survey.weight is not None), "survey.yaml: weight")
    for row in runs.to_dict("records"):
        yield from _known(row, {name: name for name in RUN}, "mart_weighting_run")
        error = 100.0 * row["max_margin_error"]
        yield Item("max_margin_error_pp", error, "mart_weighting_run.max_margin_error")
        yield Item("weighting_status", row["status"], "mart_weighting_run.status")
    for name in margins["demographic_id"].unique() if len(margins) else ():
        yield Item("raked", str(name), "mart_weighting.demographic_id", str(name))

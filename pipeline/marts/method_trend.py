"""What the method chapter says of trends, from `mart_trend`: which waves, shared persons, and the tests made.

Belongs here: which column each item is. The sentences are in `reporting`.
"""

from collections.abc import Iterator

import pandas as pd

from pipeline.marts.method_items import Item
from pipeline.methods.false_discovery import Q
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition


def trend_items(definition: Definition, report: Report, wave: str, trend: pd.DataFrame) -> Iterator[Item]:
    """The waves of a report's trends and their tests; nothing where there is no earlier wave.

    Args:
        definition: The survey.
        report: The report.
        wave: The wave.
        trend: `mart_trend` of the report after suppression.
    """
    earlier = sorted(set(trend["wave"]) - {wave}) if len(trend) else []
    if not earlier:
        return
    for one in earlier:
        yield Item("compared_wave", one, "mart_trend.wave", one)
    yield from _shared(definition, wave, trend)
    if report.tests:
        yield from _tests(definition, trend)


def _shared(definition: Definition, wave: str, trend: pd.DataFrame) -> Iterator[Item]:
    """How many, at the most, took a stand on the same question in this wave and in the one before.

    Very few are not counted: a number of one or two persons is about those persons.
    """
    now = trend.loc[(trend["wave"] == wave) & (trend["demographic_id"] == "")].dropna(subset="overlap_n")
    if len(now) == 0 or now["overlap_n"].max() == 0:
        return
    most = now.sort_values("overlap_n", kind="stable").iloc[-1]
    if most["overlap_n"] >= definition.survey.disclosure.min_base:
        yield Item("shared_n", int(most["overlap_n"]), "mart_trend.overlap_n", str(most["previous_wave"]))
    else:
        yield Item("shared_n", "few", "mart_trend.overlap_n", str(most["previous_wave"]))


def _tests(definition: Definition, trend: pd.DataFrame) -> Iterator[Item]:
    families = trend.dropna(subset=["family_size"]).drop_duplicates("family_id")
    yield Item("change_tests_n", int(families["family_size"].sum()), "mart_trend.family_size")
    yield Item("change_families_n", len(families), "mart_trend.family_id")
    marked = trend["mark"].isin(["up", "down"]) & trend["q_value"].notna()
    yield Item("change_marked_n", int(marked.sum()), "mart_trend.mark")
    yield Item("change_q_pct", 100.0 * Q, "methods.false_discovery.Q")
    rules = definition.survey.tests
    yield Item("min_change_pp", rules.min_change_pp, "survey.yaml: tests.min_change_pp")
    if trend.loc[trend["test_method"] == "z", "measure"].isin(["mean", "index"]).any():
        yield Item("min_change_index", rules.min_diff_index, "survey.yaml: tests.min_diff_index")
        yield Item("min_change_sd", rules.min_diff_sd, "survey.yaml: tests.min_diff_sd")

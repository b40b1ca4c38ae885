"""The method chapter as a table: every statement that a report's chapter makes, with where it comes from.

Belongs here: `mart_method`, from what the definition says and from what other marts counted and computed. No
number in it is typed by anybody. How the statements read is in `reporting`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from pipeline.marts.method_items import Item, item_rows
from pipeline.marts.method_results import (
    impact_items,
    response_items,
    size_items,
    test_items,
    weighting_items,
)
from pipeline.marts.method_trend import trend_items
from pipeline.survey.method import Method
from pipeline.survey.method_changes import changed_fields, changed_questions, wave_before
from pipeline.survey.model import EVERY_LANGUAGE, Text
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition

SAID = (
    *("strategy", "sponsor", "conductor", "instrument", "population", "recruitment"),
    *("weighting", "processing", "limitations"),
)


@dataclass(frozen=True)
class MethodSources:
    """The rows of one report that its method chapter takes numbers from; what a survey lacks is empty.

    Attributes:
        questions: `mart_question`, with is_hidden; the numbers of hidden questions are missing.
        groups: `mart_demographic`, all rows.
        processing: `mart_processing`.
        hidden_questions_n: Questions and items that are not shown.
        hidden_groups_n: Groups of shown questions that are not shown.
        revisions: `core_revisions`.
        response: `mart_response_rate`.
        measures: `mart_representativity_measure`.
        propensity: `mart_r_indicator`.
        weighting: `mart_weighting`.
        weighting_run: `mart_weighting_run`.
        impact: `mart_weight_impact` of what is shown.
        trend: `mart_trend`, with is_hidden; the numbers of what is hidden in a wave are missing.
    """

    questions: pd.DataFrame
    groups: pd.DataFrame
    processing: pd.DataFrame
    hidden_questions_n: int
    hidden_groups_n: int
    revisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    response: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    propensity: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting_run: pd.DataFrame = field(default_factory=pd.DataFrame)
    impact: pd.DataFrame = field(default_factory=pd.DataFrame)
    trend: pd.DataFrame = field(default_factory=pd.DataFrame)


def method_results(definition: Definition, report: Report, wave: str, sources: MethodSources) -> pd.DataFrame:
    """The rows of one report.

    Args:
        definition: The survey.
        report: The report.
        wave: The wave.
        sources: Its rows.

    Returns:
        wave, report_id, part, aapor_item, item, subject_id, language, item_order; one of value, value_text
        and value_date; and source.
    """

    def items() -> Iterator[Item]:
        yield from _said(definition.method(wave), wave)
        yield from _declared(definition, report, wave)
        yield from _completeness(definition)
        yield from _processing(sources.processing)
        yield from _revisions(sources.revisions)
        yield from response_items(sources.response, sources.measures, sources.propensity)
        yield from size_items(sources.questions)
        yield from test_items(definition, report, sources.groups)
        yield from weighting_items(definition, report, sources.weighting, sources.weighting_run)
        yield from impact_items(sources.impact) if report.weighted else ()
        yield from trend_items(definition, report, wave, sources.trend)
        yield from _hidden(definition, sources)
        yield from _changes(definition, wave)

    return item_rows(wave, report.report, items())


def _said(method: Method, wave: str) -> Iterator[Item]:
    """What people say of the survey in words; fields that nobody filled have no row."""
    for name in SAID:
        text: Text | None = getattr(method, name)
        for language, words in text.root.items() if text is not None else ():
            plain = " ".join(words.split())
            if plain:
                known = "" if language == EVERY_LANGUAGE else language
                yield Item(name, plain, f"survey.yaml: method.{name} of {wave}", language=known)
    for mode in method.modes:
        yield Item("mode", mode, f"survey.yaml: method.modes of {wave}", mode)


def _declared(definition: Definition, report: Report, wave: str) -> Iterator[Item]:
    settings = definition.survey.waves[wave]
    for name in ("field_start", "field_end", "report_date"):
        yield Item(name, getattr(settings, name), f"survey.yaml: waves.{wave}.{name}")
    yield Item("questions_n", len(report.question_ids), f"reports/{report.report}.yaml: chapters")
    if report.representativity is not None:
        rule = report.representativity.difference
        yield Item("difference_rule", rule, f"reports/{report.report}.yaml: representativity.difference")
        for name, limit in definition.survey.verdicts:
            yield Item(name, limit, f"survey.yaml: verdicts.{name}")
    reliability = definition.survey.reliability
    yield Item("reliable_n_eff", reliability.min_n_eff, "survey.yaml: reliability.min_n_eff")
    yield Item("reliable_width_pp", reliability.max_width_pp, "survey.yaml: reliability.max_width_pp")


def _completeness(definition: Definition) -> Iterator[Item]:
    """The shares of the questions that make a respondent complete or partial, where answers decide it."""
    respondent = definition.survey.respondent
    if respondent.judged_by_answers:
        rule, source = respondent.completeness, "survey.yaml: respondent.completeness"
        yield Item("complete_pct", 100 * rule.complete_from, source)
        yield Item("partial_pct", 100 * rule.partial_from, source)


def _processing(processing: pd.DataFrame) -> Iterator[Item]:
    """What became of the rows of the export, respondents that look odd, and answers that are not counted."""
    for row in processing.to_dict("records"):
        yield Item(f"{row['kind']}_n", int(row["n"]), "mart_processing.n", row["reason"])
    respondents = processing.loc[(processing["kind"] == "row") & processing["reason"].isin(COUNTED), "n"]
    yield Item("wave_respondents_n", int(respondents.sum()), "mart_processing.n")


def _revisions(revisions: pd.DataFrame) -> Iterator[Item]:
    """The exports that were read after the wave's first one; what only adds has nobody's approval."""
    for row in revisions.to_dict("records"):
        number = str(row["revision"])
        if int(number) > 1:
            yield Item("revision_basis", str(row["basis"]), "core_revisions.basis", number)
            for name in ("approved_by", "reason"):
                if row[name]:
                    yield Item(f"revision_{name}", str(row[name]), f"core_revisions.{name}", number)


COUNTED = ("complete", "partial")


def _hidden(definition: Definition, sources: MethodSources) -> Iterator[Item]:
    disclosure = definition.survey.disclosure
    yield Item("min_base", disclosure.min_base, "survey.yaml: disclosure.min_base")
    yield Item("hidden_questions_n", sources.hidden_questions_n, "mart_question, after suppression")
    yield Item("hidden_groups_n", sources.hidden_groups_n, "mart_demographic, after suppression")


def _changes(definition: Definition, wave: str) -> Iterator[Item]:
    """What is different from the wave before; nothing in a survey's first wave."""
    before = wave_before(definition, wave)
    if before is None:
        return
    yield Item("previous_wave", before, "survey.yaml: waves")
    for question, change in changed_questions(definition, before, wave).items():
        yield Item("changed_question", change, "questionnaire.yaml: waves", question)
    for name in changed_fields(definition, before, wave):
        yield Item("changed_field", name, "survey.yaml: method", name)

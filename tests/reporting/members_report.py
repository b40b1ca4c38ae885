"""The reference survey as a report: its material, from the marts that `tests/marts` checks.

Belongs here: variants of the report (weighted or not, with or without tests) and of what the marts hold.
"""

from dataclasses import replace

import pandas as pd

from pipeline.marts.benchmarks import Units, benchmark_results
from pipeline.marts.method import MethodSources, method_results
from pipeline.marts.weights import weight_to_universe
from pipeline.rendering.numbers import Language
from pipeline.rendering.tree import Question, Section, Table
from pipeline.rendering.tree import Report as Tree
from pipeline.reporting.material import Marts, Material, material
from pipeline.reporting.report import report_tree
from pipeline.survey.reports import Report
from pipeline.survey.settings import Disclosure, Weighting, WeightVariable
from pipeline.survey.survey import Definition
from tests.coding.small_survey import evaluate
from tests.marts.members_survey import DEMOGRAPHICS, REPORT, WAVE, definition, results, tables, universe_cells

WEIGHTING = Weighting(variables=tuple(WeightVariable(demographic=name) for name in DEMOGRAPHICS))


def members_material(*, min_base: int = 10, **changed: object) -> Material:
    """The report's material, with fields of the report changed."""
    survey = definition().survey.model_copy(
        update={"weighting": WEIGHTING, "disclosure": Disclosure(min_base=min_base)}
    )
    report = definition().reports[REPORT].model_copy(update=changed)
    whole = definition().model_copy(update={"survey": survey, "reports": {REPORT: report}})
    found = results("weight")
    made = weight_to_universe(whole, tables().responses, universe_cells(), evaluate)
    facts = pd.DataFrame(columns=["fact_id", "value", "value_date", "kind"])
    marts = Marts(
        questions=found.questions,
        groups=found.groups,
        facts=facts,
        weighting=made.margins,
        weighting_run=made.run,
        impact=found.impact,
    )
    benchmark = benchmark_rows(whole, report, marts)
    method = method_rows(whole, report, marts)
    return material(whole, report, WAVE, replace(marts, method=method, benchmark=benchmark), None)


def benchmark_rows(whole: Definition, report: Report, marts: Marts) -> pd.DataFrame:
    """`mart_benchmark` of the report, as the asset makes it; empty without units."""
    if report.benchmark is None:
        return pd.DataFrame()
    shown = material(whole, report, WAVE, marts, None)
    units = Units(report.benchmark.demographic, marts.questions, marts.groups, shown.groups)
    return benchmark_results(whole, units)


def method_rows(whole: Definition, report: Report, marts: Marts) -> pd.DataFrame:
    """`mart_method` of the report, as the asset makes it."""
    shown = material(whole, report, WAVE, marts, None)
    rows = pd.DataFrame({"kind": ["row"], "reason": ["complete"], "n": [len(tables().responses)]})
    sources = MethodSources(
        questions=shown.marts.questions,
        groups=marts.groups,
        processing=rows,
        hidden_questions_n=shown.hidden_questions_n,
        hidden_groups_n=shown.hidden_groups_n,
        weighting=marts.weighting,
        weighting_run=marts.weighting_run,
        impact=shown.marts.impact,
    )
    return method_results(whole, report, WAVE, sources)


def members_tree(language: Language = "nb", **changed: object) -> Tree:
    """The report as a tree."""
    return report_tree(members_material(**changed), language)


def question(tree: Tree, key: str) -> Question:
    """One question of the tree."""
    return next(q for q in tree.questions if q.key == key)


def section(tree: Tree, key: str) -> Section | None:
    """A section of the method chapter, None if there is none."""
    return next((s for s in tree.method if s.key == key), None)


def cells(table: Table) -> dict[str, list[str]]:
    """Row header to the texts of its cells."""
    return {row.header: [cell.text for cell in row.cells] for row in table.rows}

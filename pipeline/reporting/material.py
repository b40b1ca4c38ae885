"""Everything that a report is made of: its definition and the marts' rows, after suppression.

Belongs here: the choice of rows. What is too small is hidden by `suppression`; from here on nothing hidden
can be seen.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from pipeline.reconciliation.reconcile import Reconciliation
from pipeline.reporting.decimals import Decimals
from pipeline.reporting.rows import Records, ReportRows, TrendRows
from pipeline.reporting.suppression import (
    hidden_before,
    hidden_groups,
    hidden_questions,
    of_shown_questions,
    suppressed_benchmarks,
    suppressed_groups,
    suppressed_questions,
    suppressed_trends,
)
from pipeline.reporting.told import Told
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class Marts:
    """The marts of one wave that reports read; those without a universe are empty."""

    questions: pd.DataFrame
    groups: pd.DataFrame
    facts: pd.DataFrame
    representativity: pd.DataFrame = field(default_factory=pd.DataFrame)
    response: pd.DataFrame = field(default_factory=pd.DataFrame)
    scope: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting_run: pd.DataFrame = field(default_factory=pd.DataFrame)
    impact: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    propensity: pd.DataFrame = field(default_factory=pd.DataFrame)
    benchmark: pd.DataFrame = field(default_factory=pd.DataFrame)
    method: pd.DataFrame = field(default_factory=pd.DataFrame)
    trend: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of_report(self, report: str) -> "Marts":
        """The rows of one report."""

        def mine(frame: pd.DataFrame) -> pd.DataFrame:
            return (
                frame.loc[frame["report_id"] == report].reset_index(drop=True)
                if "report_id" in frame
                else frame
            )

        return Marts(**{name: mine(getattr(self, name)) for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Material:
    """One report of one wave, ready to be told.

    Attributes:
        marts: The report's rows; `questions` and `benchmark` have `is_hidden`, and hidden ones no number.
        groups: Rows of named groups, with `is_hidden`; every number of a hidden group is missing.
        trend: Rows of every wave, with `is_hidden`, and without changes to or from what is hidden.
        hidden_questions_n: How many questions and items are hidden, in this wave and in trends before it.
        hidden_groups_n: How many groups of them are hidden, likewise.
        respondents_n: Everyone whom the report is about.
    """

    definition: Definition
    report: Report
    wave: str
    marts: Marts
    groups: pd.DataFrame
    trend: pd.DataFrame
    hidden_questions_n: int
    hidden_groups_n: int
    respondents_n: int
    reconciliation: Reconciliation | None

    @property
    def hidden_n(self) -> int:
        """How many questions and groups of questions are hidden."""
        return self.hidden_questions_n + self.hidden_groups_n

    @cached_property
    def told(self) -> Told:
        """What the method chapter says."""
        return Told(self.marts.method)

    @cached_property
    def decimals(self) -> Decimals:
        """How many decimals each measure is printed with."""
        return Decimals(self.marts.questions)

    @cached_property
    def benchmarks(self) -> dict[tuple[str, str], Records]:
        """The rows of benchmarks of each question and item that has any."""
        found: dict[tuple[str, str], Records] = {}
        for row in self.marts.benchmark.to_dict("records"):
            record = {str(name): value for name, value in row.items()}
            found.setdefault((record["question_id"], record["item_id"]), []).append(record)
        return found

    @cached_property
    def rows(self) -> ReportRows:
        """The rows of questions and groups, to be looked up."""
        return ReportRows(self.marts.questions, self.groups)

    @property
    def earlier_waves(self) -> list[str]:
        """The waves that this one is shown beside, oldest first; none in a report without trends."""
        return sorted(set(self.trend["wave"]) - {self.wave}) if len(self.trend) else []

    @cached_property
    def trends(self) -> TrendRows:
        """The rows of every wave, to be looked up."""
        return TrendRows(self.trend)


def material(
    definition: Definition, report: Report, wave: str, marts: Marts, reconciliation: Reconciliation | None
) -> Material:
    """Choose and hide.

    Args:
        definition: The survey.
        report: The report.
        wave: The wave.
        marts: The report's rows.
        reconciliation: With what was published, or None.
    """
    min_base = definition.survey.disclosure.min_base
    questions = suppressed_questions(marts.questions, min_base=min_base)
    groups = suppressed_groups(marts.groups, questions, min_base=min_base)
    trend = suppressed_trends(marts.trend, questions, min_base=min_base)
    shown = of_shown_questions(marts.impact, questions)
    return Material(
        definition=definition,
        report=report,
        wave=wave,
        marts=replace(
            marts,
            questions=questions,
            impact=shown,
            benchmark=suppressed_benchmarks(marts.benchmark, questions, groups, min_base=min_base),
            trend=pd.DataFrame(),
        ),
        groups=groups,
        trend=trend,
        hidden_questions_n=hidden_questions(questions) + hidden_before(trend, wave, of_groups=False),
        hidden_groups_n=hidden_groups(groups) + hidden_before(trend, wave, of_groups=True),
        respondents_n=int(marts.questions["respondents_n"].max()) if len(marts.questions) else 0,
        reconciliation=reconciliation,
    )

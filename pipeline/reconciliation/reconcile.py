"""The reconciliation of one report and wave: all figures, and what is off.

Belongs here: putting comparison and anomalies together, and saying it in English for the command line and
checks.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.reconciliation.anomalies import Anomaly, bases_above_stated, shares_without_base
from pipeline.reconciliation.figures import Computed, compare_published
from pipeline.reconciliation.published import means, read_questions, read_representativity
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class Reconciliation:
    """Published figures beside computed ones.

    Attributes:
        figures: A row a figure, from `compare_published`.
        anomalies: What is off in the published figures themselves.
    """

    figures: pd.DataFrame
    anomalies: tuple[Anomaly, ...]

    @property
    def matched(self) -> int:
        """How many figures came out again."""
        return int(self.figures["is_matched"].sum())

    @property
    def missed(self) -> pd.DataFrame:
        """The figures that did not."""
        return self.figures.loc[~self.figures["is_matched"]]

    def summary(self) -> pd.DataFrame:
        """Figures and matches by file."""
        grouped = self.figures.groupby("file", sort=False)["is_matched"]
        return grouped.agg(figures="size", matched="sum").reset_index()


def reconcile(
    definition: Definition, report: Report, wave: str, folder: Path, computed: Computed
) -> Reconciliation | None:
    """Compare a report with what was published for the wave; None when nothing was.

    Raises:
        PublishedError: when a file of published figures cannot be used.
    """
    published = report.published.get(wave)
    if published is None:
        return None
    figures = compare_published(definition, report, published, folder, computed)
    anomalies: list[Anomaly] = []
    if published.questions and published.stated_base:
        rows = _answers_of_everyone(definition, read_questions(folder, published.questions))
        stated = computed.facts.loc[computed.facts["fact_id"] == published.stated_base, "value"]
        anomalies += bases_above_stated(rows, int(stated.iloc[0]))
    if published.representativity:
        anomalies += shares_without_base(read_representativity(folder, published.representativity))
    return Reconciliation(figures, tuple(anomalies))


def _answers_of_everyone(definition: Definition, rows: pd.DataFrame) -> pd.DataFrame:
    """Published options of questions with one answer a person, so that their counts add up to the answers."""
    single = {name for name, question in definition.questions.items() if not question.has_ticks}
    options = [
        any(means(name, o.id, o.text) for o in definition.options(definition.questions[question]))
        if question in single
        else False
        for question, name in zip(rows["question_id"], rows["option"], strict=True)
    ]
    return rows.loc[pd.Series(options, index=rows.index, dtype=bool) & (rows["group"] == "")]


def describe(anomaly: Anomaly) -> str:
    """An anomaly in words, in English."""
    first, low, high = anomaly.numbers
    if anomaly.kind == "base_above_stated":
        return (
            f"{len(anomaly.subject)} questions ({', '.join(anomaly.subject)}) have {low} to {high} answers, "
            f"more than the {first} persons whom the publication states as its group"
        )
    return (
        f"the printed shares of {anomaly.subject[0]} fit only a base of {low} to {high}, but the printed "
        f"counts add up to {first}; a group is counted in the base and not printed"
    )

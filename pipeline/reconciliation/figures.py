"""Every published figure beside the computed one.

Belongs here: the comparison. One row a figure, matched when the computed number, rounded as it was printed, is it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from pipeline.coding.values import canonical
from pipeline.methods.rounding import half_away
from pipeline.survey.model import Text
from pipeline.survey.reports import Published, Report
from pipeline.survey.survey import Definition

COLUMNS = ["file", "place", "figure", "published", "computed", "is_matched"]


class PublishedError(ValueError):
    """A file of published figures that cannot be used: which, where, and what would be right."""


@dataclass(frozen=True)
class Computed:
    """What the pipeline computed for one report and wave: the marts that published figures are compared with."""

    questions: pd.DataFrame
    groups: pd.DataFrame
    representativity: pd.DataFrame
    facts: pd.DataFrame


@dataclass(frozen=True)
class Figure:
    """A published figure and what was computed for it (None: nothing was)."""

    file: str
    place: str
    name: str
    published: str
    computed: str | None

    @property
    def is_matched(self) -> bool:
        """Whether both are the same."""
        return self.published == self.computed


def compare_published(
    definition: Definition, report: Report, published: Published, folder: Path, computed: Computed
) -> pd.DataFrame:
    """All published figures of a report and wave with what was computed.

    Args:
        definition: The survey.
        report: The report.
        published: Which files hold the figures.
        folder: The survey's folder, which the files' names are relative to.
        computed: The marts' rows of the report.

    Returns:
        A row a figure: file, place (question and option, or table and group), figure, published, computed, is_matched.

    Raises:
        PublishedError: when a file is missing or lacks a column.
    """
    figures: list[Figure] = []
    if published.questions:
        figures += _questions(
            definition, _rows(folder, published.questions, QUESTION_COLUMNS), computed.questions
        )
    if published.breakdowns:
        figures += _breakdowns(report, _rows(folder, published.breakdowns, ["question_id"]), computed.groups)
    if published.representativity:
        rows = _rows(folder, published.representativity, REPRESENTATIVITY_COLUMNS)
        figures += _representativity(definition, rows, computed.representativity)
    if published.facts:
        figures += _facts(_rows(folder, published.facts, ["fact", "value"]), computed.facts)
    table = [(f.file, f.place, f.name, f.published, f.computed or "", f.is_matched) for f in figures]
    return pd.DataFrame(table, columns=COLUMNS)


QUESTION_COLUMNS = ["question_id", "option", "count", "percent"]
REPRESENTATIVITY_FIGURES = {
    "universe_count": "universe_n",
    "universe_percent": "shown_universe_pct",
    "response_count": "respondents_n",
    "response_percent": "shown_respondents_pct",
    "difference": "shown_diff_pp",
}
REPRESENTATIVITY_COLUMNS = ["demographic", "group", *REPRESENTATIVITY_FIGURES]


def _rows(folder: Path, name: str, columns: list[str]) -> pd.DataFrame:
    path = folder / name
    if not path.is_file():
        raise PublishedError(f"{name}: the file of published figures is missing")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    missing = [column for column in columns if column not in rows]
    if missing:
        raise PublishedError(
            f"{name}: column {', '.join(missing)} is missing; there is {', '.join(rows.columns)}"
        )
    return rows


def _whole(value: float) -> str | None:
    """A number as printed without decimals."""
    return None if pd.isna(value) else str(int(half_away(float(value))))


def _means(text: str, wordings: Text) -> bool:
    return canonical(text) in {canonical(wording) for wording in wordings.all()}


def _questions(definition: Definition, rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    cells = computed.set_index(["question_id", "option_id"])
    for row in rows.to_dict("records"):
        question = definition.questions.get(row["question_id"])
        options = definition.options(question) if question else ()
        option = next((o.id for o in options if _means(row["option"], o.text)), None)
        key = (row["question_id"], option)
        for name, column in (("count", "option_n"), ("percent", "answered_pct")):
            found = _whole(cells.loc[key, column]) if key in cells.index else None
            yield Figure("questions", f"{row['question_id']}: {row['option']}", name, row[name], found)


def _breakdowns(report: Report, rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    """Printed rows without the names of their groups: each must be a group of its own."""
    options = [c.removesuffix("_percent") for c in rows.columns if c.endswith("_percent")]
    breakdowns = {b.demographic for b in report.breakdowns}
    for question_id, printed in rows.groupby("question_id", sort=False):
        mine = computed.loc[
            (computed["question_id"] == question_id) & computed["demographic_id"].isin(breakdowns)
        ]
        shares = mine.pivot_table(
            index=["demographic_id", "group_id"], columns="option_id", values="valid_pct", sort=False
        )
        whole = [
            tuple(_whole(share) for share in group) for group in shares.reindex(columns=options).to_numpy()
        ]
        wanted = [tuple(row) for row in printed[[f"{o}_percent" for o in options]].to_numpy()]
        differs = np.array([[sum(a != b for a, b in zip(w, g, strict=True)) for g in whole] for w in wanted])
        chosen = dict(zip(*linear_sum_assignment(differs), strict=True)) if differs.size else {}
        for i, row in enumerate(wanted):
            group = whole[chosen[i]] if i in chosen else (None,) * len(options)
            for option, published, found in zip(options, row, group, strict=True):
                place = f"{question_id}: row {printed['row_as_printed'].iloc[i]}"
                yield Figure("breakdowns", place, option, str(published), found)


def _representativity(definition: Definition, rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    cells = computed.set_index(["demographic_id", "group_id"])
    for row in rows.to_dict("records"):
        demographic = definition.demographics.get(row["demographic"])
        groups = definition.groups(demographic) if demographic else ()
        names = {g.id: {canonical(t) for t in (*g.text.all(), *map(str, g.register_values))} for g in groups}
        group = next((g for g, texts in names.items() if canonical(row["group"]) in texts), None)
        key = (row["demographic"], group)
        for name, column in REPRESENTATIVITY_FIGURES.items():
            found = _whole(cells.loc[key, column]) if key in cells.index else None
            yield Figure("representativity", f"{row['demographic']}: {row['group']}", name, row[name], found)


def _facts(rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    cells = computed.set_index("fact_id")
    for row in rows.itertuples():
        found = None
        if row.fact in cells.index:
            date = cells.loc[row.fact, "value_date"]
            found = str(date) if pd.notna(date) else _whole(cells.loc[row.fact, "value"])
        yield Figure("facts", str(row.fact), "value", str(row.value), found)

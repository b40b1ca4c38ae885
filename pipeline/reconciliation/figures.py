"""Every published figure beside the computed one.

Belongs here: the comparison. One row a figure, matched when the computed number, rounded as it was printed,
is it. What the files may hold is in `published`.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reconciliation.published import (
    BREAKDOWN_COLUMNS,
    NUMBER,
    REPRESENTATIVITY_FIGURES,
    PublishedError,
    means,
    read_facts,
    read_published,
    read_questions,
    read_representativity,
    refuse_others,
)
from pipeline.reconciliation.unweighted import without_weights
from pipeline.survey.demographics import Demographic
from pipeline.survey.questions import Question
from pipeline.survey.reports import Published, Report
from pipeline.survey.survey import Definition

__all__ = ["COLUMNS", "Computed", "Figure", "PublishedError", "compare_published"]

COLUMNS = ["file", "place", "figure", "published", "computed", "is_matched"]
CELL = ["question_id", "item_id", "option_id", "net_id", "demographic_id", "group_id"]
SHARES = ["option_n", "shown_pct", "asked_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct"]


@dataclass(frozen=True)
class Computed:
    """The marts' rows of one report and wave, with which published figures are compared."""

    questions: pd.DataFrame
    groups: pd.DataFrame
    representativity: pd.DataFrame
    facts: pd.DataFrame


@dataclass(frozen=True)
class Figure:
    """A published figure and what was computed for it (None: nothing was), with as many decimals."""

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
        A row a figure: file, place (question and option, or table and group), figure, published, computed,
        is_matched.

    Raises:
        PublishedError: when a file is missing, lacks a column, or holds what is no figure.
    """
    if report.weighted and not published.weighted:
        questions, groups = without_weights(computed.questions), without_weights(computed.groups)
        computed = replace(computed, questions=questions, groups=groups)
    figures: list[Figure] = []
    if published.questions:
        figures += _questions(definition, read_questions(folder, published.questions), computed)
    if published.breakdowns:
        figures += _breakdowns(report, folder, published.breakdowns, computed.groups)
    if published.representativity:
        rows = read_representativity(folder, published.representativity)
        figures += _representativity(definition, rows, computed.representativity)
    if published.facts:
        figures += _facts(read_facts(folder, published.facts), computed.facts)
    table = [(f.file, f.place, f.name, f.published, f.computed or "", f.is_matched) for f in figures]
    return pd.DataFrame(table, columns=COLUMNS).astype({"is_matched": bool})


def decimals_of(number: str) -> int:
    """The decimals that a number is written with."""
    return len(number.partition(".")[2])


def printed(value: float | None, decimals: int) -> str | None:
    """A number as printed: rounded half away from zero, a hyphen for minus; None when there is none."""
    return None if value is None or pd.isna(value) else f"{half_away(float(value), decimals):.{decimals}f}"


def padded(number: str, decimals: int) -> str:
    """A number as it is written, with zeros up to so many decimals: a spreadsheet leaves them out."""
    whole, _, fraction = number.replace("−", "-").partition(".")
    return f"{whole}.{fraction:0<{decimals}}" if decimals else whole


def _figure(
    file: str, place: str, name: str, published: str, computed: float | None, decimals: str = ""
) -> Iterator[Figure]:
    """The figure of a cell; none when the cell is blank."""
    if published:
        digits = max(int(decimals or 0), decimals_of(published))
        yield Figure(file, place, name, padded(published, digits), printed(computed, digits))


def _questions(definition: Definition, rows: pd.DataFrame, computed: Computed) -> Iterator[Figure]:
    cells = _cells(computed)
    for row in rows.to_dict("records"):
        found = cells.get(_key(definition, row), {})
        names = [row["question_id"], row["item"], row["option"], row["group"]]
        place = ": ".join(name for name in names if name)
        percent = f"{row['base'] or 'shown'}_pct"
        yield from _figure("questions", place, "count", row["count"], found.get("option_n"))
        yield from _figure("questions", place, "percent", row["percent"], found.get(percent), row["decimals"])


def _cells(computed: Computed) -> Mapping[tuple[Hashable, ...], Mapping[Hashable, Any]]:
    """Count and shares of every option and net, of everyone and of groups."""
    rows = pd.concat([computed.questions, computed.groups], ignore_index=True)[[*CELL, *SHARES]]
    rows = rows.loc[(rows["option_id"] != "") | (rows["net_id"] != "")]
    keys = rows[CELL].itertuples(index=False, name=None)
    return dict(zip(keys, rows[SHARES].to_dict("records"), strict=True))


def _key(definition: Definition, row: Mapping[Hashable, str]) -> tuple[Hashable, ...]:
    """The cell that a published row names; parts that are not known are None, which no cell has."""
    question = definition.questions.get(row["question_id"])
    if question is None:
        return (None,)
    item = next((i.id for i in question.items if means(row["item"], i.id, i.text)), None)
    demographic = definition.demographics.get(row["demographic"])
    option, net = _option_or_net(definition, question, row["option"])
    return (
        question.id,
        item if row["item"] else "",
        option,
        net,
        row["demographic"],
        _group(definition, demographic, row["group"]) if row["group"] else "",
    )


def _option_or_net(definition: Definition, question: Question, name: str) -> tuple[str, str]:
    """Option and net of a published name, one of them empty; `top2` and its like are not declared."""
    options = (o.id for o in definition.options(question) if means(name, o.id, o.text))
    option = next(options, None)
    if option is not None:
        return option, ""
    return "", next((n.id for n in question.nets if means(name, n.id, n.text)), name)


def _group(definition: Definition, demographic: Demographic | None, name: str) -> str | None:
    groups = definition.groups(demographic) if demographic else ()
    return next((g.id for g in groups if means(name, g.id, g.text, *map(str, g.register_values))), None)


def _breakdowns(report: Report, folder: Path, name: str, computed: pd.DataFrame) -> Iterator[Figure]:
    """Printed rows without the names of their groups: each must be a group of its own."""
    rows = read_published(folder, name, BREAKDOWN_COLUMNS)
    options = [c.removesuffix("_percent") for c in rows.columns if c.endswith("_percent")]
    for option in options:
        refuse_others(rows[f"{option}_percent"], NUMBER, name, "a number with a decimal point, or blank")
    breakdowns = {b.demographic for b in report.breakdowns}
    for question_id, mine in rows.groupby("question_id", sort=False):
        here = (computed["question_id"] == question_id) & computed["demographic_id"].isin(breakdowns)
        shares = computed.loc[here & (computed["option_id"] != "")].pivot_table(
            index=["demographic_id", "group_id"], columns="option_id", values="valid_pct", sort=False
        )
        groups = shares.reindex(columns=options).to_numpy()
        wanted = [tuple(row) for row in mine[[f"{o}_percent" for o in options]].to_numpy()]
        chosen = _assigned(wanted, groups)
        for i, (row, place) in enumerate(zip(wanted, mine["row_as_printed"], strict=True)):
            group = groups[chosen[i]] if i in chosen else (None,) * len(options)
            for option, published, found in zip(options, row, group, strict=True):
                yield from _figure("breakdowns", f"{question_id}: row {place}", option, published, found)


def _assigned(wanted: list[tuple[str, ...]], groups: np.ndarray) -> dict[int, int]:
    """Row to the group that it is taken for: all rows together with the fewest differences."""
    differs = np.array([[sum(map(_differs, row, group)) for group in groups] for row in wanted])
    if not differs.size:
        return {}
    exact: dict[int, int] = {}
    for i, row in enumerate(differs):
        free = (int(group) for group in np.flatnonzero(row == 0) if group not in exact.values())
        if (group := next(free, None)) is not None:
            exact[i] = group
    if len(exact) == len(wanted):
        return exact
    # Its import takes longer than all comparisons, and figures that come out do not need it.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    return dict(zip(*linear_sum_assignment(differs), strict=True))


def _differs(published: str, share: float) -> bool:
    return printed(share, decimals_of(published)) != published


def _representativity(definition: Definition, rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    keys = zip(computed["demographic_id"], computed["group_id"], strict=True)
    cells = dict(zip(keys, computed.to_dict("records"), strict=True))
    for row in rows.to_dict("records"):
        demographic = definition.demographics.get(row["demographic"])
        found = cells.get((row["demographic"], _group(definition, demographic, row["group"])), {})
        place = f"{row['demographic']}: {row['group']}"
        for name, column in REPRESENTATIVITY_FIGURES.items():
            yield from _figure("representativity", place, name, row[name], found.get(column))


def _facts(rows: pd.DataFrame, computed: pd.DataFrame) -> Iterator[Figure]:
    cells = dict(zip(computed["fact_id"], computed.to_dict("records"), strict=True))
    for row in rows.to_dict("records"):
        fact, published = row["fact"], row["value"]
        found = cells.get(fact, {})
        date = found.get("value_date")
        if published and date is not None and pd.notna(date):
            yield Figure("facts", fact, "value", published, str(date))
        else:
            yield from _figure("facts", fact, "value", published, found.get("value"))

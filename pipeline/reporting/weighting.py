"""Weighting in the method chapter: what was weighted to, what it did to the sample, and how much it moved.

Belongs here: sentences and tables from `mart_weighting`, `mart_weighting_run` and `mart_weight_impact`.
"""

from typing import Any

import pandas as pd

from pipeline.rendering.tree import Block, Cell, Column, Paragraph, Row, Section, Table
from pipeline.reporting.headings import breakdown_by
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of

SMALL_IMPACT = 1.0
"""If no share moved by so many percentage points, weighting changed little."""
SMALL_IMPACT_SD = 0.05
"""The same for means and indices, in standard deviations."""


def weighting_section(words: Words) -> Section:
    """That the figures are not weighted, or how they are."""
    say = words.catalogue.text
    runs = words.material.marts.weighting_run
    if not words.material.report.weighted:
        return Section("weighting", say("method.weighting"), (Paragraph(say("method.unweighted")),))
    impact = [Paragraph(text) for text in [" ".join(_impact(words))] if text]
    came_with_export = words.material.definition.survey.weight is not None
    if runs.empty:
        brought = [Paragraph(say("weighting.brought"))] if came_with_export else []
        return Section("weighting", say("method.weighting"), (*brought, *impact))
    run: dict[str, Any] = {str(name): value for name, value in runs.iloc[0].items()}
    start = say("weighting.start") if came_with_export else ""
    texts = [start, _weighted(words, run), *_merged(words), _bounds(words, run), _outside(words, run)]
    blocks: list[Block] = [
        Paragraph(" ".join(text for text in texts if text)),
        *impact,
        *_tables(words),
    ]
    return Section("weighting", say("method.weighting"), tuple(blocks))


def _weighted(words: Words, run: dict[str, Any]) -> str:
    number = words.numbers.number
    demographics = words.material.definition.demographics
    used = words.material.marts.weighting["demographic_id"].unique()
    return words.catalogue.text(
        "method.weighted",
        variables=words.catalogue.listed([breakdown_by(words, demographics[str(name)]) for name in used]),
        low=number(run["w_min"], 2),
        high=number(run["w_max"], 2),
        deff=number(run["deff_kish"], 2),
    )


def _merged(words: Words) -> list[str]:
    """Which groups were weighted as part of another."""
    found = []
    for row in words.material.marts.weighting.to_dict("records"):
        members = [m for m in row["merged_groups"].split(", ") if m != row["group_id"]]
        if members:
            names = [words.group(row["demographic_id"], member) for member in members]
            into = words.group(row["demographic_id"], row["group_id"])
            found.append(
                words.catalogue.text("weighting.merged", groups=words.catalogue.listed(names), into=into)
            )
    return found


def _bounds(words: Words, run: dict[str, Any]) -> str:
    number = words.numbers.number
    text = words.catalogue.text("weighting.bounds", low=number(run["lower"], 1), high=number(run["upper"], 1))
    points = number(100.0 * run["max_margin_error"], 2)
    if run["status"] == "trim_limit" and points != number(0, 2):
        text += " " + words.catalogue.text("weighting.trimmed", points=points)
    return text


def _outside(words: Words, run: dict[str, Any]) -> str:
    """Said only where the report may be about respondents outside the weighting's base."""
    weighting = words.material.definition.survey.weighting
    if not run["outside_n"] or (weighting and weighting.base == words.material.report.base):
        return ""
    return words.catalogue.text("weighting.outside", persons=words.numbers.number(run["outside_n"]))


def _impact(words: Words) -> list[str]:
    """How far weighting moved the results of the report: shares in points, means in standard deviations."""
    say, number, impact = words.catalogue.text, words.numbers.number, words.material.marts.impact
    if impact.empty:
        return []
    points, sds = (impact.dropna(subset=[name]) for name in ("weight_impact_pp", "weight_impact_sd"))
    most, most_sd = points["weight_impact_pp"].max(), sds["weight_impact_sd"].max()
    if points.empty and sds.empty:
        return []
    if not most >= SMALL_IMPACT and not most_sd >= SMALL_IMPACT_SD:
        return [say("weighting.impact_small", sd=number(SMALL_IMPACT_SD, 2))]
    found = []
    if not points.empty:
        question = _most_moved(words, points, "weight_impact_pp")
        found.append(say("weighting.impact", points=number(float(most), 1), question=question))
    if not sds.empty:
        question = _most_moved(words, sds, "weight_impact_sd")
        found.append(say("weighting.impact_means", sd=number(float(most_sd), 2), question=question))
    return found


def _most_moved(words: Words, impact: pd.DataFrame, column: str) -> str:
    row = impact.sort_values(column, kind="stable").iloc[-1]
    return words.short_question(words.material.definition.questions[row["question_id"]])


def _tables(words: Words) -> list[Table]:
    """Shares of the categories in the universe, among those who answered, and after weighting."""
    rows = words.material.marts.weighting
    return [_table(words, str(name), part) for name, part in rows.groupby("demographic_id", sort=False)]


def _table(words: Words, demographic_id: str, rows: pd.DataFrame) -> Table:
    say = words.catalogue.text
    demographic = words.material.definition.demographics[demographic_id]
    columns = {"universe_pct": "universe", "before_pct": "before", "after_pct": "after"}
    body = tuple(
        Row(
            words.group(demographic_id, row["group_id"]),
            tuple(Cell(words.numbers.number(row[name], 1), float(row[name])) for name in columns),
        )
        for row in rows.to_dict("records")
    )
    return Table(
        key=f"weighting-{demographic_id}",
        caption=say("weighting.caption", demographic=demographic.text(words.language)),
        row_heading=text_of(demographic.heading, words.language) or demographic.text(words.language),
        columns=tuple(Column(say(f"weighting.{name}"), "number") for name in columns.values()),
        rows=body,
    )

"""Weighting in the method chapter: what was weighted to, what it did to the sample, and how much it moved.

Belongs here: sentences from `mart_method`, and tables from `mart_weighting`.
"""

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
    came_with_export = bool(words.material.told.number("has_start_weight"))
    made = words.material.told.text("weighting", words.language) if came_with_export else ""
    if runs.empty:
        texts = [say("weighting.brought"), made] if came_with_export else []
        brought = [Paragraph(" ".join(text for text in texts if text))] if texts else []
        return Section("weighting", say("method.weighting"), (*brought, *impact))
    start = say("weighting.start") if came_with_export else ""
    texts = [start, made, _weighted(words), *_merged(words), _bounds(words), _outside(words)]
    blocks: list[Block] = [
        Paragraph(" ".join(text for text in texts if text)),
        *impact,
        *_tables(words),
    ]
    return Section("weighting", say("method.weighting"), tuple(blocks))


def _weighted(words: Words) -> str:
    told, demographics = words.material.told, words.material.definition.demographics
    used = [breakdown_by(words, demographics[name]) for name in told.subjects("raked")]
    return words.catalogue.text(
        "method.weighted",
        variables=words.catalogue.listed(used),
        low=_number(words, "w_min", 2),
        high=_number(words, "w_max", 2),
        deff=_number(words, "deff_kish", 2),
    )


def _number(words: Words, item: str, digits: int) -> str:
    return words.numbers.number(words.material.told.number(item) or 0.0, digits)


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


def _bounds(words: Words) -> str:
    low, high = (_number(words, item, 1) for item in ("lower", "upper"))
    text = words.catalogue.text("weighting.bounds", low=low, high=high)
    points = _number(words, "max_margin_error_pp", 2)
    if words.material.told.word("weighting_status") == "trim_limit" and points != words.numbers.number(0, 2):
        text += " " + words.catalogue.text("weighting.trimmed", points=points)
    return text


def _outside(words: Words) -> str:
    """Said only where the report may be about respondents outside the weighting's base."""
    weighting, outside = words.material.definition.survey.weighting, words.material.told.count("outside_n")
    if not outside or (weighting and weighting.base == words.material.report.base):
        return ""
    return words.catalogue.text("weighting.outside", persons=words.numbers.number(outside))


def _impact(words: Words) -> list[str]:
    """How far weighting moved the results of the report: shares in points, means in standard deviations."""
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    most = {name: told.most(f"weight_impact_{name}") for name in ("pp", "sd")}
    if not any(most.values()):
        return []
    limits = {"pp": SMALL_IMPACT, "sd": SMALL_IMPACT_SD}
    if not any(found and found[1] >= limits[name] for name, found in most.items()):
        return [say("weighting.impact_small", sd=number(SMALL_IMPACT_SD, 2))]
    texts = []
    if most["pp"]:
        question, moved = most["pp"]
        texts.append(say("weighting.impact", points=number(moved, 1), question=_short(words, question)))
    if most["sd"]:
        question, moved = most["sd"]
        texts.append(say("weighting.impact_means", sd=number(moved, 2), question=_short(words, question)))
    return texts


def _short(words: Words, question_id: str) -> str:
    return words.short_question(words.material.definition.questions[question_id])


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

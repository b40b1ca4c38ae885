"""The tables of a report as tidy data: what is printed, a number a cell, after suppression and rounding.

Belongs here: the frames that leave as CSV and Parquet: ids and numbers, with the texts of one language.
"""

import numpy as np
import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reporting.material import Material
from pipeline.reporting.printed_benchmarks import benchmark_table
from pipeline.reporting.printed_measures import measure_tables
from pipeline.reporting.printed_trend import trend_table

PERCENTS = ("asked_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct")


def printed_tables(material: Material, language: str) -> dict[str, pd.DataFrame]:
    """Name to table: questions and breakdowns (a row an option), measures, trend, who took part, the rest."""
    tables = {
        "questions": _questions(material, language),
        "breakdowns": _breakdowns(material, language),
        "representativity": _representativity(material, language),
        "response_rate": _response(material),
        "facts": _facts(material),
        **measure_tables(material),
        "benchmarks": benchmark_table(material),
        "trend": trend_table(material),
    }
    if material.reconciliation is not None:
        tables["reconciliation"] = material.reconciliation.figures
    return {name: table for name, table in tables.items() if not table.empty}


def _whole(rows: pd.DataFrame, column: str) -> pd.Series:
    """A column rounded as it is printed."""
    return half_away(rows[column].astype("float64")).astype("Int64")


def _texts(material: Material, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Question, item and option in words, in front of the ids' numbers."""
    questions = material.definition.questions
    text = {q.id: q.text(language) for q in questions.values()}
    items = {(q.id, i.id): i.text(language) for q in questions.values() for i in q.items}
    options = {
        (q.id, o.id): o.text(language)
        for q in questions.values()
        for o in material.definition.every_option(q)
    }
    return pd.DataFrame(
        {
            "question_id": rows["question_id"],
            "question": rows["question_id"].map(text),
            "item_id": rows["item_id"],
            "item": [items.get(key, "") for key in zip(rows["question_id"], rows["item_id"], strict=True)],
            "option_id": rows["option_id"],
            "option": [
                options.get(key, "") for key in zip(rows["question_id"], rows["option_id"], strict=True)
            ],
            "role": rows["role"],
        },
        index=rows.index,
    )


def _numbers(rows: pd.DataFrame) -> pd.DataFrame:
    counts = ("option_n", "asked_n", "answered_n", "valid_n")
    frame = pd.DataFrame({name: rows[name].astype("Int64") for name in counts})
    for name in PERCENTS:
        frame[name] = _whole(rows, name)
    frame["skipped_pct"] = _whole(rows, "skipped_pct")
    frame["shown_base"] = rows["base_kind"]
    frame["shown_pct"] = _whole(rows, "shown_pct")
    frame["moe_pp"] = half_away(rows["moe_pp"].astype("float64"), 1)
    frame["obs_status"] = rows["obs_status"]
    return frame


def _questions(material: Material, language: str) -> pd.DataFrame:
    rows = material.marts.questions
    rows = rows.loc[rows["measure"] == "option"]
    head = rows[["wave", "report_id"]]
    is_hidden = rows[["is_hidden"]]
    return pd.concat([head, _texts(material, rows, language), is_hidden, _numbers(rows)], axis=1)


def _breakdowns(material: Material, language: str) -> pd.DataFrame:
    rows = material.groups
    rows = rows.loc[rows["measure"] == "option"]
    if rows.empty:
        return rows
    names = _group_texts(material, language)
    groups = pd.DataFrame(
        {
            "demographic_id": rows["demographic_id"],
            "group_id": rows["group_id"],
            "group": [names[key] for key in zip(rows["demographic_id"], rows["group_id"], strict=True)],
            "is_hidden": rows["is_hidden"],
        }
    )
    tests = pd.DataFrame(
        {
            "tested_base": np.where(rows["is_multiple"], "cases", "valid"),
            "diff_pp": half_away(rows["diff_pp"], 1),
            "mark": rows["mark"],
        },
        index=rows.index,
    )
    parts = [rows[["wave", "report_id"]], _texts(material, rows, language), groups, _numbers(rows), tests]
    return pd.concat(parts, axis=1)


def _group_texts(material: Material, language: str) -> dict[tuple[str, str], str]:
    definition = material.definition
    return {
        (d.id, g.id): g.text(language)
        for d in definition.survey.demographics
        for g in definition.every_group(d)
    }


def _representativity(material: Material, language: str) -> pd.DataFrame:
    rows = material.marts.representativity
    if rows.empty:
        return rows
    names = _group_texts(material, language)
    keys = zip(rows["demographic_id"], rows["group_id"], strict=True)
    return pd.DataFrame(
        {
            **{name: rows[name] for name in ("wave", "report_id", "demographic_id", "group_id")},
            "group": [names.get(key, "") for key in keys],
            "universe_n": rows["universe_n"],
            "universe_pct": rows["shown_universe_pct"].astype("Int64"),
            "respondents_n": rows["respondents_n"],
            "respondents_pct": rows["shown_respondents_pct"].astype("Int64"),
            "diff_pp": rows["shown_diff_pp"].astype("Int64"),
            "base_n": rows["base_n"],
        }
    )


def _response(material: Material) -> pd.DataFrame:
    rows = material.marts.response
    if rows.empty:
        return rows
    everyone = rows.loc[rows["demographic_id"] == ""]
    counts = ["total_n", "complete_n", "partial_n", "opened_n", "withdrawn_n", "screened_out_n"]
    rates = {f"rr{i}_pct": half_away(everyone[f"rr{i}_pct"], 1) for i in range(1, 7)}
    return pd.concat([everyone[["wave", *counts]], pd.DataFrame(rates)], axis=1)


def _facts(material: Material) -> pd.DataFrame:
    rows = material.marts.facts
    if rows.empty:
        return rows
    return pd.DataFrame(
        {
            **{name: rows[name] for name in ("wave", "report_id", "fact_id", "kind")},
            "value": _whole(rows, "value"),
            "date": rows["value_date"],
        }
    )

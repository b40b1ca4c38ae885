"""A definition as tables: what SQL joins with, so that no statement is written for one survey.

Belongs here: frames made from a definition alone. They are called `definition_…` wherever SQL runs.
"""

import pandas as pd

from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.variables import answer_columns, state_column

UNKNOWN = "unknown"
"""The group of everyone without a value."""


def definition_tables(definition: Definition) -> dict[str, pd.DataFrame]:
    """All tables of a definition, by name."""
    return {
        "definition_answer": answer_table(definition),
        "definition_option": option_table(definition),
        "definition_state": state_table(definition),
        "definition_group": group_table(definition),
        "definition_report": report_table(definition),
        "definition_report_question": report_question_table(definition),
        "definition_breakdown": breakdown_table(definition),
        "definition_breakdown_group": breakdown_group_table(definition),
        "definition_representativity": representativity_table(definition),
        "definition_fact": fact_table(definition),
    }


def answer_table(definition: Definition) -> pd.DataFrame:
    """Which option each value of an answer column stands for: column_name, code, question_id, item_id, option_id.

    For a column of ticks one row, with code 1. item_id is empty for questions without items.
    """
    rows = [
        (column, 1 if tick else option.code, question.id, item or "", option.id)
        for question in definition.questionnaire.questions
        for column, item, tick in answer_columns(definition, question)
        for option in definition.options(question)
        if tick in (None, option.id)
    ]
    return pd.DataFrame(rows, columns=["column_name", "code", "question_id", "item_id", "option_id"])


def option_table(definition: Definition) -> pd.DataFrame:
    """Every option of every question and item, in order.

    Columns: question_id, item_id, option_id, question_order, item_order, option_order, question_type, role, is_multiple.
    """
    rows = []
    for question_order, question in enumerate(definition.questionnaire.questions, start=1):
        for item_order, item in enumerate(_items(question)):
            for option_order, option in enumerate(definition.options(question), start=1):
                rows.append(
                    (
                        question.id,
                        item,
                        option.id,
                        question_order,
                        item_order,
                        option_order,
                        question.type,
                        option.role,
                    )
                )
    columns = [
        "question_id",
        "item_id",
        "option_id",
        "question_order",
        "item_order",
        "option_order",
        "question_type",
    ]
    table = pd.DataFrame(rows, columns=[*columns, "role"])
    return table.assign(is_multiple=table["question_type"].isin(["multiple", "grid_multiple"]))


def _items(question: Question) -> list[str]:
    return [item.id for item in question.items] or [""]


def state_table(definition: Definition) -> pd.DataFrame:
    """The state column of each question and item: column_name, question_id, item_id."""
    rows = [(state_column(question, item), question.id, item or "") for question, item in definition.items()]
    return pd.DataFrame(rows, columns=["column_name", "question_id", "item_id"])


def group_table(definition: Definition) -> pd.DataFrame:
    """Every group: demographic_id, group_id, column_name, code (its position, from 1), in_universe."""
    rows = [
        (d.id, g.id, f"group_{d.id}", position, g.in_universe)
        for d in definition.survey.demographics
        for position, g in enumerate(definition.groups(d), start=1)
    ]
    return pd.DataFrame(rows, columns=["demographic_id", "group_id", "column_name", "code", "in_universe"])


def report_table(definition: Definition) -> pd.DataFrame:
    """Every report: report_id, column_name (of its base), is_weighted."""
    rows = [(r.report, base_column(r), r.weighted) for r in definition.reports.values()]
    return pd.DataFrame(rows, columns=["report_id", "column_name", "is_weighted"])


def report_question_table(definition: Definition) -> pd.DataFrame:
    """What each report shows: report_id, question_id."""
    rows = [(report.report, q) for report in definition.reports.values() for q in report.question_ids]
    return pd.DataFrame(rows, columns=["report_id", "question_id"])


def breakdown_table(definition: Definition) -> pd.DataFrame:
    """What each report breaks down by: report_id, demographic_id, column_name."""
    rows = [
        (report.report, b.demographic, f"group_{b.demographic}")
        for report in definition.reports.values()
        for b in report.breakdowns
    ]
    return pd.DataFrame(rows, columns=["report_id", "demographic_id", "column_name"]).astype(str)


def breakdown_group_table(definition: Definition) -> pd.DataFrame:
    """Every group of every breakdown, the first row being everyone.

    Columns: report_id, demographic_id, group_id, demographic_order, group_order. Everyone is '' and '', and who has
    no value is the group `unknown`, the last one.
    """
    rows: list[tuple[str, str, str, int, int]] = []
    for report in definition.reports.values():
        rows.append((report.report, "", "", 0, 0))
        for order, breakdown in enumerate(report.breakdowns, start=1):
            groups = definition.groups(definition.demographics[breakdown.demographic])
            ids = [*(g.id for g in groups), UNKNOWN]
            rows += [(report.report, breakdown.demographic, g, order, i) for i, g in enumerate(ids, start=1)]
    return pd.DataFrame(
        rows, columns=["report_id", "demographic_id", "group_id", "demographic_order", "group_order"]
    )


def representativity_table(definition: Definition) -> pd.DataFrame:
    """The tables of who took part: report_id, demographic_id, table_order, scope_demographic_id, above_pct.

    scope_demographic_id is empty, and above_pct missing, for reports without a computed scope.
    """
    rows = [
        (
            report.report,
            table,
            order,
            part.scope.demographic if part.scope else "",
            part.scope.above_pct if part.scope else None,
        )
        for report in definition.reports.values()
        if (part := report.representativity)
        for order, table in enumerate(part.tables, start=1)
    ]
    columns = ["report_id", "demographic_id", "table_order", "scope_demographic_id", "above_pct"]
    table = pd.DataFrame(rows, columns=columns)
    text = ["report_id", "demographic_id", "scope_demographic_id"]
    return table.astype({c: str for c in text} | {"above_pct": "float64", "table_order": "int64"})


def base_column(report: Report) -> str:
    """The column of `core_responses` that tells who is in a report's base."""
    return f"base_{report.report}"


def fact_table(definition: Definition) -> pd.DataFrame:
    """Every fact that is counted or taken: report_id, fact_id, fact_order, kind (`count`, `share`, `take`)."""
    rows = [
        (report.report, name, order, "count" if fact.count else "share" if fact.share else "take")
        for report in definition.reports.values()
        for order, (name, fact) in enumerate(report.facts.items(), start=1)
    ]
    table = pd.DataFrame(rows, columns=["report_id", "fact_id", "fact_order", "kind"])
    return table.astype({"report_id": str, "fact_id": str, "fact_order": "int64", "kind": str})

"""A definition as tables: what SQL joins with, so that no statement is written for one survey.

Belongs here: frames made from a definition alone. They are called `definition_…` wherever SQL runs.
"""

import pandas as pd

from pipeline.survey.digits import answer_digit_table, digit_value_table, group_digit_table
from pipeline.survey.model import Lasting
from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.trend_tables import trend_pair_table
from pipeline.survey.variables import answer_columns, group_places, state_column


def definition_tables(definition: Definition) -> dict[str, pd.DataFrame]:
    """All tables of a definition, by name."""
    options = option_table(definition)
    digit_values = digit_value_table(definition, options)
    return {
        "definition_option": options,
        "definition_digit_value": digit_values,
        "definition_answer_digit": answer_digit_table(definition, digit_values),
        "definition_group_digit": group_digit_table(definition),
        "definition_value": value_table(definition, options),
        "definition_state": state_table(definition, options),
        "definition_group": group_table(definition),
        "definition_report": report_table(definition),
        "definition_report_question": report_question_table(definition),
        "definition_breakdown_group": breakdown_group_table(definition),
        "definition_representativity": representativity_table(definition),
        "definition_fact": fact_table(definition),
        "definition_trend_pair": trend_pair_table(definition),
    }


def option_table(definition: Definition) -> pd.DataFrame:
    """What is counted of every question and item, in order.

    An option is a row. So is a net of a multiple-choice question (option_id empty), because a person with
    several of its options counts once; nets of other questions are sums of their options. A question whose
    answer is a number is one row without option and net.

    Columns: question_id, item_id, option_id, net_id, question_order, item_order, option_order, question_type,
    role, is_multiple, is_numeric, question_key, first_wave and last_wave (of the waves that have the row;
    missing where it was always, or is still there), and option_key. Keys are numbers, for the question with
    its item and for the row.
    """
    rows: list[tuple[str, str, str, str, int, int, int, str, str, bool, bool, int, Wave, Wave]] = []
    question_key = 0
    for question_order, question in enumerate(definition.questionnaire.questions, start=1):
        counted = list(enumerate(_counted(definition, question), start=1))
        for item_order, item in enumerate(question.items or (None,)):
            question_key += 1
            for option_order, (option, net, role, years) in counted:
                item_id = item.id if item else ""
                place = (question.id, item_id, option, net, question_order, item_order, option_order)
                kind = (question.type, role, question.type in MULTIPLE, question.is_numeric)
                rows.append((*place, *kind, question_key, *_both(years, _years(item))))
    columns = [
        *("question_id", "item_id", "option_id", "net_id", "question_order", "item_order", "option_order"),
        *("question_type", "role", "is_multiple", "is_numeric", "question_key", "first_wave", "last_wave"),
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"first_wave": "str", "last_wave": "str"})
    return table.assign(option_key=range(1, len(table) + 1))


MULTIPLE = frozenset({"multiple", "grid_multiple"})
Wave = str | None
Years = tuple[Wave, Wave]


def _counted(definition: Definition, question: Question) -> list[tuple[str, str, str, Years]]:
    """Option, net, role and years of each row of a question."""
    if question.is_numeric:
        return [("", "", "substantive", (None, None))]
    years = {option.id: _years(option) for option in definition.every_option(question)}
    rows = [(option.id, "", option.role, years[option.id]) for option in definition.every_option(question)]
    nets = question.nets if question.type in MULTIPLE else ()
    return [*rows, *(("", n.id, "substantive", _either([years[o] for o in n.options])) for n in nets)]


def _years(part: Lasting | None) -> Years:
    return (part.first_wave, part.last_wave) if part else (None, None)


def _both(one: Years, other: Years) -> Years:
    """The waves in which both parts are."""
    first = [wave for wave in (one[0], other[0]) if wave]
    last = [wave for wave in (one[1], other[1]) if wave]
    return max(first, default=None), min(last, default=None)


def _either(parts: list[Years]) -> Years:
    """The waves from the first that has any of the parts to the last."""
    first = [wave for wave, _ in parts if wave]
    last = [wave for _, wave in parts if wave]
    return (
        min(first) if len(first) == len(parts) else None,
        max(last) if len(last) == len(parts) else None,
    )


def value_table(definition: Definition, options: pd.DataFrame) -> pd.DataFrame:
    """The columns that hold numbers: column_name, question_id, item_id, question_key."""
    keys = options.drop_duplicates("question_key").set_index(["question_id", "item_id"])["question_key"]
    rows = [
        (column, question.id, item or "", keys.loc[question.id, item or ""])
        for question in definition.questionnaire.questions
        if question.is_numeric
        for column, item, _ in answer_columns(definition, question)
    ]
    table = pd.DataFrame(rows, columns=["column_name", "question_id", "item_id", "question_key"])
    return table.astype({"column_name": str, "question_id": str, "item_id": str, "question_key": "int64"})


def state_table(definition: Definition, options: pd.DataFrame) -> pd.DataFrame:
    """The state columns of questions with results: column_name, question_id, item_id, question_key."""
    rows = [(state_column(question, item), question.id, item or "") for question, item in definition.items()]
    table = pd.DataFrame(rows, columns=["column_name", "question_id", "item_id"])
    keys = options.drop_duplicates("question_key")[["question_id", "item_id", "question_key"]]
    return table.merge(keys, on=["question_id", "item_id"])


def group_table(definition: Definition) -> pd.DataFrame:
    """Every group that a register can have: its place, and whether it does have it.

    Columns: demographic_id, group_id, column_name, code (its position, from 1), in_universe.
    """
    rows = [
        (d.id, g.id, f"group_{d.id}", position, g.in_universe)
        for d in definition.survey.demographics
        if not d.multiple
        for position, g in enumerate(definition.every_group(d), start=1)
    ]
    return pd.DataFrame(rows, columns=["demographic_id", "group_id", "column_name", "code", "in_universe"])


def report_table(definition: Definition) -> pd.DataFrame:
    """Every report: report_id, column_name (of its base), is_weighted, report_key (its number)."""
    rows = [
        (r.report, base_column(r), r.weighted, key)
        for key, r in enumerate(definition.reports.values(), start=1)
    ]
    return pd.DataFrame(rows, columns=["report_id", "column_name", "is_weighted", "report_key"])


def report_question_table(definition: Definition) -> pd.DataFrame:
    """What each report shows: report_id, question_id, report_key."""
    keys = report_table(definition).set_index("report_id")["report_key"]
    rows = [
        (report.report, q, keys[report.report])
        for report in definition.reports.values()
        for q in report.question_ids
    ]
    return pd.DataFrame(rows, columns=["report_id", "question_id", "report_key"])


def breakdown_group_table(definition: Definition) -> pd.DataFrame:
    """Every group of every breakdown, the first row of a report being everyone.

    Columns: report_id, demographic_id, group_id, demographic_order, group_order, column_name and code (where
    `core_responses` holds the group), report_key, first_wave and last_wave (of the waves that have the
    group), is_multiple and group_key. Keys are numbers, for the report and for the row.
    Everyone is '' and '', and who has no value is the group `unknown`, the last one. is_multiple tells that a
    respondent can be in several groups of the demographic.
    """
    rows: list[tuple[str, str, str, int, int, str, int | None, int, Wave, Wave, bool]] = []
    for key, report in enumerate(definition.reports.values(), start=1):
        rows.append((report.report, "", "", 0, 0, "", None, key, None, None, False))
        for order, breakdown in enumerate(report.breakdowns, start=1):
            name = breakdown.demographic
            demographic = definition.demographics[name]
            years = {group.id: _years(group) for group in definition.every_group(demographic)}
            rows += [
                (
                    *(report.report, name, group, order, place, column, code, key),
                    *years.get(group, (None, None)),
                    demographic.multiple,
                )
                for place, (group, column, code) in enumerate(group_places(definition, demographic), start=1)
            ]
    columns = ["report_id", "demographic_id", "group_id", "demographic_order", "group_order"]
    columns += ["column_name", "code", "report_key", "first_wave", "last_wave", "is_multiple"]
    table = pd.DataFrame(rows, columns=columns).astype({"first_wave": "str", "last_wave": "str"})
    return table.assign(code=table["code"].astype("Int64"), group_key=range(1, len(table) + 1))


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
    return table.astype(dict.fromkeys(text, str) | {"above_pct": "float64", "table_order": "int64"})


def base_column(report: Report) -> str:
    """The column of `core_responses` that tells who is in a report's base."""
    return f"base_{report.report}"


def fact_table(definition: Definition) -> pd.DataFrame:
    """Every fact that is counted or taken: report_id, fact_id, fact_order, kind (count, share, take)."""
    rows = [
        (report.report, name, order, "count" if fact.count else "share" if fact.share else "take")
        for report in definition.reports.values()
        for order, (name, fact) in enumerate(report.facts.items(), start=1)
    ]
    table = pd.DataFrame(rows, columns=["report_id", "fact_id", "fact_order", "kind"])
    return table.astype({"report_id": str, "fact_id": str, "fact_order": "int64", "kind": str})

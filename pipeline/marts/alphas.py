"""How well the items of an index hang together, in all and in each group.

Belongs here: Cronbach's alpha of every index that a report shows. It compares persons' items, so it needs the
respondents' rows; everything else works on sums.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipeline.coding.index import index_items
from pipeline.marts.rows import GROUP, QUESTION
from pipeline.methods.scales import cronbach_alpha
from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import base_column
from pipeline.survey.variables import group_places

COLUMNS = [*QUESTION, *GROUP, "alpha", "alpha_n", "alpha_note"]


def alpha_results(definition: Definition, read: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Cronbach's alpha by report, index, demographic and group.

    Args:
        definition: The survey.
        read: Gives `core_responses` and `core_weights`; called only when a report shows an index.

    Returns:
        wave, report_id, question_id, item_id (empty), demographic_id, group_id, alpha, alpha_n (persons with
        all items) and alpha_note (why there is no alpha). Without an index no rows.
    """
    shown = {r.report: _indices(definition, r) for r in definition.reports.values()}
    wanted = {name: indices for name, indices in shown.items() if indices}
    if not wanted:
        empty = pd.DataFrame(columns=COLUMNS).astype(dict.fromkeys([*QUESTION, *GROUP], str))
        return empty.astype({"alpha": "float64", "alpha_n": "float64", "alpha_note": "str"})
    keys = ["wave", "respondent_id"]
    weights = read("core_weights")[[*keys, "weight"]]
    people = read("core_responses").merge(weights, on=keys, how="left", validate="one_to_one")
    parts = []
    for name, indices in wanted.items():
        report = definition.reports[name]
        inside = people.loc[people[base_column(report)]]
        weight = inside["weight"].to_numpy(dtype=float) if report.weighted else np.ones(len(inside))
        for question in indices:
            scaled = index_items(definition, question, inside)
            parts += [
                _one(scaled[rows], weight[rows], code, ids).assign(
                    report_id=name, question_id=question.id, demographic_id=demographic
                )
                for demographic, rows, code, ids in _groupings(definition, report, inside)
            ]
    wave = str(people["wave"].iloc[0])
    return pd.concat(parts, ignore_index=True).assign(wave=wave, item_id="")[COLUMNS]


def _indices(definition: Definition, report: Report) -> list[Question]:
    """The indices that a report shows."""
    shown = [definition.questions[question] for question in report.question_ids]
    return [question for question in shown if question.type == "index"]


def _groupings(
    definition: Definition, report: Report, inside: pd.DataFrame
) -> list[tuple[str, np.ndarray, np.ndarray, list[str]]]:
    """Everyone, and every breakdown: demographic, places of respondents, the group of each, and ids."""
    everyone = np.arange(len(inside))
    found = [("", everyone, np.zeros(len(inside), dtype=np.int64), [""])]
    for breakdown in report.breakdowns:
        name = breakdown.demographic
        places = group_places(definition, definition.demographics[name])
        held = [_is_in(inside[column], code) for _, column, code in places]
        rows, codes = np.nonzero(np.column_stack(held))
        found.append((name, rows, codes, [group for group, _, _ in places]))
    return found


def _is_in(column: pd.Series, code: int | None) -> np.ndarray:
    return np.asarray((column.isna() if code is None else (column == code).fillna(value=False)).astype(bool))


def _one(scaled: np.ndarray, weight: np.ndarray, group: np.ndarray, ids: list[str]) -> pd.DataFrame:
    alphas = cronbach_alpha(scaled, weight, group, groups=len(ids))
    numbers = alphas[["alpha", "alpha_n"]].astype("float64")
    return numbers.assign(alpha_note=alphas["stat_note"], group_id=ids)

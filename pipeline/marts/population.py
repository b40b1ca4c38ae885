"""How many persons a result speaks for: the universe of each report and group.

Belongs here: adding up `core_universe`. Reports whose base the register does not know have no universe.
"""

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import floats, require_unique
from pipeline.methods.keys import find_rows, values_at
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN


def population_counts(definition: Definition, universe: pd.DataFrame | None) -> pd.DataFrame:
    """N by report, demographic and group.

    Args:
        definition: The survey.
        universe: `core_universe`, or None when the survey has none.

    Returns:
        report_id, demographic_id (empty for everyone), group_id, universe_n. Only what the register knows.
    """
    parts = [pd.DataFrame(columns=["report_id", "demographic_id", "group_id", "universe_n"])]
    for report in definition.reports.values():
        flag = f"population_{report.report}"
        if universe is None or flag not in universe:
            continue
        rows = universe.loc[universe[flag]]
        everyone = {"report_id": report.report, "demographic_id": "", "group_id": ""}
        parts.append(pd.DataFrame([{**everyone, "universe_n": int(rows["universe_n"].sum())}]))
        for breakdown in report.breakdowns:
            column = f"group_{breakdown.demographic}"
            if column in rows:
                parts.append(_by_group(definition, report.report, breakdown.demographic, rows, column))
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _by_group(
    definition: Definition, report: str, demographic: str, rows: pd.DataFrame, column: str
) -> pd.DataFrame:
    ids = [g.id for g in definition.every_group(definition.demographics[demographic])]
    positions = rows[column].fillna(len(ids) + 1).astype(int)
    sums = rows["universe_n"].groupby(positions).sum()
    names = np.array([*ids, UNKNOWN])
    return pd.DataFrame(
        {
            "report_id": report,
            "demographic_id": demographic,
            "group_id": names[sums.index.to_numpy() - 1],
            "universe_n": sums.to_numpy(),
        }
    )


def overfull_groups(definition: Definition, responses: pd.DataFrame, universe: pd.DataFrame) -> list[str]:
    """Groups with more respondents than the register has people, by which nothing can be computed.

    Args:
        definition: The survey.
        responses: `core_responses`.
        universe: `core_universe`.
    """
    found = []
    for row in population_counts(definition, universe).to_dict("records"):
        report, demographic, group = row["report_id"], row["demographic_id"], row["group_id"]
        members = responses[responses[f"base_{report}"]]
        if demographic:
            ids = [g.id for g in definition.every_group(definition.demographics[demographic])]
            groups = members[f"group_{demographic}"]
            members = members[groups == ids.index(group) + 1 if group in ids else groups.isna()]
        if len(members) > row["universe_n"]:
            who = f"{demographic} {group}" if demographic else "everyone"
            found.append(
                f"report {report}, {who}: {len(members)} respondents, but {row['universe_n']} in the "
                "register; it is incomplete, or lacks the group (in_universe: false)"
            )
    return found


def with_population(counts: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """`counts` with universe_n, missing where the register does not know it; of each wave, where told."""
    keys = [*(["wave"] if "wave" in population else []), "report_id", "demographic_id", "group_id"]
    require_unique(population, keys, function="with_population")
    place = find_rows(counts, population, keys)
    return counts.assign(universe_n=values_at(floats(population["universe_n"]), place))

"""Shares: options and nets in per cent of each base, the shown one with its precision.

Belongs here: the rows of `mart_question` and `mart_demographic` whose measure is a share of persons.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipeline.marts.limits import reliability_limits
from pipeline.marts.nets import net_measure, summed_nets
from pipeline.marts.rows import GROUP, QUESTION, ROW
from pipeline.methods.bases import BASE_KINDS, VALID_ROLES, add_percentages, add_responses, choose_base
from pipeline.methods.keys import first_rows, key_codes
from pipeline.methods.precision import add_precision
from pipeline.survey.shown import base_kind
from pipeline.survey.survey import Definition

PLACE = ["report_id", "question_id", "demographic_id"]
"""What decides which percent is shown."""


def share_results(definition: Definition, counts: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Percent of each base for every option and net, for everyone and for groups.

    Args:
        definition: The survey.
        counts: `mart_counts` with universe_n and f.
        members: From `net_members`.

    Returns:
        The rows of options and nets (not those of numbers) with measure, the four percentages, base_kind,
        shown_pct, unweighted_pct, the columns of `methods.precision`, and value, unweighted_value, se and
        moe, which repeat the shown share (weighted and not), its standard error and its margin of error.
    """
    return _shares(definition, counts, members, lambda rows: _base_kinds(definition, rows))


def valid_shares(definition: Definition, counts: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The same over the base of tests and trends, whatever a report shows: who took a stand, or ticked.

    Args:
        definition: The survey.
        counts: As in `share_results`.
        members: From `net_members`.
    """

    def kinds(rows: pd.DataFrame) -> pd.Series:
        return pd.Series("valid", index=rows.index).mask(rows["is_multiple"], "cases")

    rows = _shares(definition, counts, members, kinds)
    return rows.loc[rows["role"].isin(VALID_ROLES)].reset_index(drop=True)


def _shares(
    definition: Definition,
    counts: pd.DataFrame,
    members: pd.DataFrame,
    kinds: Callable[[pd.DataFrame], pd.Series],
) -> pd.DataFrame:
    keys = [*ROW, *GROUP]
    is_share, is_option = ~counts["is_numeric"], counts["net_id"] == ""
    options, unions = counts.loc[is_share & is_option], counts.loc[is_share & ~is_option]
    counted_options = add_responses(options, by=[*QUESTION, *GROUP])
    rows = pd.concat([counted_options, unions, summed_nets(options, members)], ignore_index=True)
    rows = rows.assign(measure=net_measure(rows["net_id"]))
    rows = add_percentages(rows, keys=keys)
    rows = choose_base(rows, kinds(rows))
    limits = reliability_limits(definition)
    rows = add_precision(rows.assign(unweighted_pct=_unweighted(rows)), keys=keys, limits=limits)
    repeated = {"value": "shown_pct", "unweighted_value": "unweighted_pct", "se": "se_pp", "moe": "moe_pp"}
    return rows.assign(**{name: rows[source] for name, source in repeated.items()})


def _base_kinds(definition: Definition, rows: pd.DataFrame) -> pd.Series:
    """The base of the shown percent: from report and breakdown, and for nets always who is valid."""
    kinds: dict[tuple[str, str, str], str] = {}
    for report in definition.reports.values():
        for entry in (entry for chapter in report.chapters for entry in chapter.entries):
            question = definition.questions[entry.id]
            kinds[report.report, entry.id, ""] = base_kind(report, entry, question)
            for breakdown in report.breakdowns:
                kind = base_kind(report, entry, question, breakdown)
                kinds[report.report, entry.id, breakdown.demographic] = kind
    codes = key_codes(rows, PLACE)
    places = rows[PLACE].iloc[first_rows(codes)].itertuples(index=False, name=None)
    found = np.array([BASE_KINDS.index(kinds[place]) for place in places], dtype=np.int64)[codes]
    of_nets = np.where(rows["is_multiple"], BASE_KINDS.index("cases"), BASE_KINDS.index("valid"))
    wanted = np.where(rows["net_id"] != "", of_nets, found)
    return pd.Series(pd.array(BASE_KINDS, dtype="str").take(wanted), index=rows.index)


def _unweighted(rows: pd.DataFrame) -> pd.Series:
    """The shown percent without weights; missing where nothing is shown."""
    base = rows["base_n"].where(rows["base_kind"] != "responses", rows["responses_n"])
    return (100.0 * rows["option_n"] / base.where(base > 0)).where(rows["shown_pct"].notna())

"""Raking beside R's `survey::rake`: without bounds, and with them by clipping and raking again.

Every raking in a cycle has one solution, that of least distance from the clipped weights, so the weights of
every cycle are compared as they come out, each raking run to the end (1e-13 here, 1e-14 in R). Whether bounds
are met is not asked: where they are not after 20 cycles, the weights of the last one are clipped once more
and scaled, in both.
"""

import pandas as pd

from pipeline.methods.raking import BOUND_SLACK, RakingRule, rake
from tests.methods.reference_cases import read
from tests.r.in_r import Line, in_r, line

NO_BOUNDS = (1e-9, 1e9)
MEMBERS = ("gender", "age_group", "office", "occupation", "region")
MEMBER_BOUNDS = (NO_BOUNDS, (0.3, 3.0), (0.5, 2.0), (0.6, 1.6))


def compare_raking(
    what: str,
    cells: pd.DataFrame,
    margins: pd.DataFrame,
    variables: list[str],
    bounds: tuple[tuple[float, float], ...],
) -> list[Line]:
    """Weights within each pair of bounds, and the number of cycles that they took.

    Args:
        what: Whose weights.
        cells: Respondents alike: `variables`, start_weight and respondents_n.
        margins: demographic_id, group_id, universe_n.
        variables: What is raked over, in order.
        bounds: Least and greatest weight, as multiples of the mean.
    """
    rules = [
        RakingRule(lower=low, upper=high, tolerance=1e-13, max_passes=2000, max_residual=1.0)
        for low, high in bounds
    ]
    asked = pd.DataFrame(
        {
            "rule": range(len(rules)),
            "lower": [rule.lower for rule in rules],
            "upper": [rule.upper for rule in rules],
            "slack": BOUND_SLACK,
            "max_cycles": [rule.max_cycles for rule in rules],
        }
    )
    order = {name: i for i, name in enumerate(variables)}
    wanted = margins.loc[margins["demographic_id"].isin(order)].copy()
    wanted = wanted.sort_values("demographic_id", key=lambda names: names.map(order), kind="stable")
    columns = ["demographic_id", "group_id", "universe_n"]
    theirs = in_r(
        {
            "raked": cells[[*variables, "start_weight", "respondents_n"]],
            "margins": wanted[columns],
            "bounds": asked,
        }
    )
    found = []
    for number, rule in enumerate(rules):
        mine = rake(cells, margins, variables, rule)
        other = theirs["raked"].loc[theirs["raked"]["rule"] == number].reset_index(drop=True)
        name = (
            "without bounds"
            if (rule.lower, rule.upper) == NO_BOUNDS
            else _named(rule, mine.cycles, mine.status)
        )
        found.append(line(f"Raked weights, {what}, {name}", mine.cells["weight"], other["weight"]))
        assert other["cycles"].unique().tolist() == [mine.cycles], "R took another number of cycles"
        assert other["is_met"].unique().tolist() == [mine.status == "converged"]
    return found


def _named(rule: RakingRule, cycles: int, status: str) -> str:
    met = "met" if status == "converged" else "not met"
    return f"{rule.lower:g} to {rule.upper:g}: {cycles} cycles, {met}"


def compare_reference_raking() -> list[Line]:
    """The reference survey of 896 persons, from its own uneven start weights."""
    people = read("rake_weights", "input").assign(respondents_n=1)
    margins = read("rake_weights", "targets")
    return compare_raking("reference survey", people, margins, list(MEMBERS), MEMBER_BOUNDS)

"""Sufficient statistics of the reference survey, in the columns that the marts have.

Here belongs what turns the reference inputs into rows of sums; the methods that they are given to, and what
must come out, stand in the tests. Sums come from the exact decimals of `breakdown`, or from the members.
"""

import numpy as np
import pandas as pd

from pipeline.methods.precision import sampling_fraction
from tests.methods.reference_cases import CASES, read

ROLES = {"q1": {"vet_ikke": "dont_know"}, "q2": {"9": "dont_know"}, "q3": {}}
SUMS = ("n", "w", "w2")
COUNTS = ["respondents_n", "universe_n", "answered_n", "asked_n", "state_unknown_blank_n"]
OPTION_KEYS = ["question_id", "option_id"]
ROW_KEYS = ["question_id", "demographic_id", "group_id"]


def members(weighting: str = "weight") -> pd.DataFrame:
    """The 896 respondents; `weight` is 1 for everyone if unweighted."""
    out = pd.read_csv(CASES / "members" / "input.csv", dtype={"q2": "Int64"})
    return out.assign(weight=1.0) if weighting == "unweighted" else out


def universe() -> pd.Series:
    """People in the register per demographic and group, the total included."""
    table = read("universe", "input").set_index(["demographic_id", "group_id"])["universe_n"]
    return pd.concat([table, pd.Series({("total", "Total"): 6000})])


def _breakdown(weighting: str) -> pd.DataFrame:
    rows = pd.read_csv(CASES / "breakdown" / "input.csv", dtype={"option_id": "str"})
    if weighting == "unweighted":
        rows = rows.assign(w=rows["n"].astype(float), w2=rows["n"].astype(float))
    roles = [
        ROLES[q].get(o, "substantive") if isinstance(o, str) else "skipped"
        for q, o in zip(rows["question_id"], rows["option_id"], strict=True)
    ]
    return rows.assign(role=roles)


def option_rows(weighting: str = "weight") -> pd.DataFrame:
    """One row per question × demographic × group × option, as in `mart_demographic` (total included)."""
    rows = _breakdown(weighting)
    bases = []
    for name, roles in (("valid", ["substantive"]), ("answered", ["substantive", "dont_know"])):
        part = rows[rows["role"].isin(roles)].groupby(ROW_KEYS)[list(SUMS)].sum()
        bases.append(part.add_prefix(f"{name}_"))
    asked = rows.groupby(ROW_KEYS).agg(asked_n=("n", "sum"), universe_n=("universe_n", "first"))
    base = pd.concat([*bases, asked], axis=1).reset_index()
    base = base.assign(respondents_n=base["asked_n"], state_unknown_blank_n=0)
    base["f"] = sampling_fraction(
        base["respondents_n"], base["universe_n"], base["answered_n"], base["asked_n"]
    )
    options = rows[rows["role"] != "skipped"].rename(columns={name: f"option_{name}" for name in SUMS})
    # Every declared option is a row of every group, also when nobody chose it.
    declared = options[["question_id", "option_id", "role"]].drop_duplicates()
    grid = base.merge(declared, on="question_id")
    columns = [*ROW_KEYS, "option_id", *(f"option_{name}" for name in SUMS)]
    full = grid.merge(options[columns], on=[*ROW_KEYS, "option_id"], how="left")
    names = [f"option_{name}" for name in SUMS]
    return full.assign(**{name: full[name].fillna(0) for name in names}, report_id="r", item_id="_")


def split_total(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Group rows, and the total rows that their rests are taken from."""
    is_total = rows["demographic_id"] == "total"
    return rows[~is_total].reset_index(drop=True), rows[is_total].reset_index(drop=True)


def without_universe(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows without a finite population."""
    return rows.assign(universe_n=np.nan, f=0.0)

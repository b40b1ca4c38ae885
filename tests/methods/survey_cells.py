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


def person_groups(persons: pd.DataFrame, demographics: tuple[str, ...]) -> pd.DataFrame:
    """Each person once per demographic, with `demographic_id`, `group_id` and the group's `universe_n`."""
    parts = [
        persons.assign(demographic_id=name, group_id="Total" if name == "total" else persons.get(name))
        for name in demographics
    ]
    long = pd.concat(parts, ignore_index=True)
    known = universe().rename("universe_n").rename_axis(["demographic_id", "group_id"]).reset_index()
    return long.merge(known, on=["demographic_id", "group_id"], how="left")


def value_sums(persons: pd.DataFrame, column: str, demographics: tuple[str, ...]) -> pd.DataFrame:
    """Centred sums of a numeric column per demographic and group, as SQL ends in; `f` from everyone asked."""
    centre = 30.0
    long = person_groups(persons, demographics)
    x, w, valid = long[column].astype(float) - centre, long["weight"], long[column].notna()
    sums = {
        "valid_n": valid.astype(int), "valid_w": w.where(valid), "valid_w2": (w**2).where(valid),
        "valid_wx": w * x, "valid_wx2": w * x**2, "valid_w2x": w**2 * x, "valid_w2x2": w**2 * x**2,
        "respondents_n": 1,
    }  # fmt: skip
    by = ["demographic_id", "group_id"]
    out = long[by].assign(**sums).groupby(by).sum().reset_index()
    out["universe_n"] = pd.MultiIndex.from_frame(out[by]).map(universe())
    out = out.assign(answered_n=out["valid_n"], asked_n=out["respondents_n"], state_unknown_blank_n=0)
    out["f"] = sampling_fraction(out["respondents_n"], out["universe_n"], out["answered_n"], out["asked_n"])
    return out.assign(report_id="r", question_id=column, item_id="_", centre=centre)

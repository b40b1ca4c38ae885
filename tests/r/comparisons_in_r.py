"""Groups against everyone else, and alphas, beside R: what R is asked, and how far its answers differ."""

import pandas as pd

from tests.r.in_r import Line, line

QUESTION = ["report_id", "question_id", "item_id"]
RESULT = [*QUESTION, "option_id", "net_id", "measure"]
SIZES = ["respondents_n", "universe_n", "answered_n", "asked_n", "state_unknown_blank_n"]
KINDS = {
    "z": "Shares against the rest: z",
    "fisher": "Shares against the rest: Fisher",
    "welch": "Means against the rest: Welch",
}


def place_of(rows: pd.DataFrame) -> pd.Series:
    """The name of a question or item in the columns of respondents."""
    return rows["question_id"] + rows["item_id"].map(lambda item: f"__{item}" if item else "")


def _fraction(sizes: pd.DataFrame) -> pd.Series:
    """The part of a universe that answered: of those who took part, and of what they were asked."""
    asked = sizes["asked_n"] + sizes["state_unknown_blank_n"]
    f = sizes["respondents_n"] / sizes["universe_n"] * sizes["answered_n"] / asked
    return f.where(sizes["universe_n"].notna(), 0.0)


def asked_comparisons(questions: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Every group that was tested against the rest, with the sampling fractions of both.

    Args:
        questions: `mart_question`.
        groups: `mart_demographic`.
    """
    rows = groups.loc[groups["p_value"].notna()]
    whole = questions.drop_duplicates(RESULT)[[*RESULT, *SIZES]]
    rows = rows.merge(whole, on=RESULT, suffixes=("", "_all"), validate="many_to_one")
    rest = pd.DataFrame({name: rows[f"{name}_all"] - rows[name] for name in SIZES})
    what = (rows["option_id"] + "__valid").where(rows["measure"] == "option", rows["measure"])
    what = (rows["net_id"] + "__net").where(rows["net_id"] != "", what)
    # A net is in no family: of each one alone, R's q is its p.
    alone = "net " + pd.Series(range(len(rows)), index=rows.index).astype(str)
    family = rows["family_id"].where(rows["net_id"] == "", alone)
    kept = rows[["demographic_id", "group_id", "test_method", "z", "t", "df", "p_value", "q_value"]]
    return kept.assign(
        comparison_id=range(1, len(rows) + 1),
        value_column=place_of(rows) + "__" + what,
        f=_fraction(rows[SIZES]),
        rest_f=_fraction(rest),
        family=family,
    )


def compared_comparisons(asked: pd.DataFrame, theirs: pd.DataFrame) -> list[Line]:
    """The statistic, degrees of freedom, p and q of each kind of test."""
    both = asked.merge(theirs, on="comparison_id", suffixes=("", "_r"), validate="one_to_one")
    found = []
    for method, what in KINDS.items():
        mine = both.loc[both["test_method"] == method]
        if mine.empty:
            continue
        if method != "fisher":
            found.append(line(what, mine["z" if method == "z" else "t"], mine["statistic"]))
        if method == "welch":
            found.append(line(f"{what}, degrees of freedom", mine["df"], mine["df_r"]))
        found.append(line(f"{what}, p", mine["p_value"], mine["p_value_r"], absolute=True))
    in_family = both.loc[both["q_value"].notna()]
    return [*found, line("Against the rest: q", in_family["q_value"], in_family["q_value_r"], absolute=True)]


def asked_alphas(rows: pd.DataFrame) -> pd.DataFrame:
    """Every alpha there is, of everyone and of groups."""
    mine = rows.loc[(rows["measure"] == "index") & rows["alpha"].notna()]
    return mine[["question_id", "demographic_id", "group_id", "alpha"]].assign(
        alpha_id=range(1, len(mine) + 1)
    )


def compared_alphas(asked: pd.DataFrame, theirs: pd.DataFrame | None) -> list[Line]:
    """Alphas, where there is an index."""
    if theirs is None:
        return []
    both = asked.merge(theirs, on="alpha_id", suffixes=("", "_r"), validate="one_to_one")
    return [line("Cronbach's alpha", both["alpha"], both["alpha_r"])]

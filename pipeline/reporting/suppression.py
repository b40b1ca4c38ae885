"""Taking out of a report's rows what is too small to be shown: whole questions, and groups.

Belongs here: which rows are hidden and what a hidden row may still hold. The rule is in `methods.disclosure`,
and how something hidden is told in `silent`.
"""

import pandas as pd

from pipeline.methods.disclosure import hidden_groups as small_groups
from pipeline.methods.disclosure import hidden_sharing_groups, too_few
from pipeline.methods.pairwise import column_letter
from pipeline.survey.variables import UNKNOWN

QUESTION_TABLE = ["question_id", "item_id"]
GROUP_TABLE = [*QUESTION_TABLE, "demographic_id"]
GROUP_KEYS = [*GROUP_TABLE, "group_id"]
WORDS = ("mark", "obs_status", "stat_note", "test_method", "family_id", "letters", "is_best_quarter")
"""Columns in words, or of yes and no, that tell of numbers."""
CHANGES = [
    *("change", "se_change", "change_pp", "se_change_pp", "overlap_n"),
    *("z", "p_value", "q_value", "p_crit", "family_size"),
]
"""Columns of a change between two waves."""


def suppressed_questions(questions: pd.DataFrame, *, min_base: int) -> pd.DataFrame:
    """The rows of everyone with `is_hidden`; every number of a hidden question or item is missing."""
    return _without_numbers(questions, too_few(questions, min_base=min_base))


def suppressed_groups(groups: pd.DataFrame, questions: pd.DataFrame, *, min_base: int) -> pd.DataFrame:
    """The rows of named groups with `is_hidden`; every number of a hidden group is missing.

    A group that nobody is in has rows like any other.

    Args:
        groups: Rows of `mart_demographic` of one report.
        questions: From `suppressed_questions`: the groups of what is hidden there are hidden too.
        min_base: Fewest valid answers that are shown.
    """
    named = groups.loc[groups["group_id"] != UNKNOWN].reset_index(drop=True)
    tables = groups.drop_duplicates(GROUP_KEYS)
    tables = tables.assign(is_printed=tables["group_id"] != UNKNOWN)
    shares = tables["apart_n"].notna()
    alone, sharing = tables.loc[~shares], tables.loc[shares]
    small = pd.concat(
        [
            alone.loc[small_groups(alone, keys=GROUP_TABLE, min_base=min_base)],
            sharing.loc[hidden_sharing_groups(sharing, min_base=min_base)],
        ]
    )
    whole = questions.loc[questions["is_hidden"]]
    is_hidden = _among(named, small, GROUP_KEYS) | _among(named, whole, QUESTION_TABLE)
    return _without_letters_of(_without_numbers(named, is_hidden))


def suppressed_benchmarks(
    rows: pd.DataFrame, questions: pd.DataFrame, groups: pd.DataFrame, *, min_base: int
) -> pd.DataFrame:
    """The rows of `mart_benchmark` of one report with `is_hidden`; what is hidden has no number.

    Hidden is what is of a hidden question, beside a hidden unit, or of fewer others than a group must have.

    Args:
        rows: Rows of `mart_benchmark` of one report.
        questions: From `suppressed_questions`.
        groups: From `suppressed_groups`.
        min_base: Fewest valid answers that are shown.
    """
    if rows.empty:
        return rows
    units = groups.loc[groups["is_hidden"]].rename(columns={"group_id": "unit_id"})
    beside = _among(rows, units, [*GROUP_TABLE, "unit_id"])
    few_others = (rows["benchmark_kind"] == "others") & (rows["base_n"] < min_base)
    whole = _among(rows, questions.loc[questions["is_hidden"]], QUESTION_TABLE)
    return _without_numbers(rows, beside | few_others | whole)


def hidden_questions(questions: pd.DataFrame) -> int:
    """How many questions (or items) are hidden."""
    return len(questions.loc[questions["is_hidden"]].drop_duplicates(QUESTION_TABLE))


def hidden_groups(groups: pd.DataFrame) -> int:
    """How many groups of questions are hidden."""
    return len(groups.loc[groups["is_hidden"]].drop_duplicates(GROUP_KEYS))


def hidden_before(trend: pd.DataFrame, wave: str, *, of_groups: bool) -> int:
    """How many questions (or items), or groups of them, are hidden in the waves before `wave`."""
    if trend.empty:
        return 0
    mine = (trend["demographic_id"] != "") == of_groups
    hidden = trend.loc[trend["is_hidden"] & mine & (trend["wave"] != wave)]
    return len(hidden.drop_duplicates(["wave", *GROUP_KEYS]))


def suppressed_trends(trend: pd.DataFrame, questions: pd.DataFrame, *, min_base: int) -> pd.DataFrame:
    """The rows of every wave with `is_hidden`, by the same rules wave by wave.

    A change is hidden with either of its ends: from it and the other end the hidden number would follow.

    Args:
        trend: Rows of `mart_trend` of one report.
        questions: From `suppressed_questions`: the questions and items of this wave.
        min_base: Fewest valid answers that are shown.
    """
    if trend.empty:
        return trend.assign(is_hidden=False)
    is_group = trend["demographic_id"] != ""
    small = trend.loc[~is_group & too_few(trend, min_base=min_base)]
    tables = trend.loc[is_group & (trend["respondents_n"] > 0)].drop_duplicates(["wave", *GROUP_KEYS])
    tables = tables.assign(is_printed=tables["group_id"] != UNKNOWN)
    groups = tables.loc[small_groups(tables, keys=["wave", *GROUP_TABLE], min_base=min_base)]
    whole = questions.loc[questions["is_hidden"]]
    present = (trend["respondents_n"] > 0) & (trend["group_id"] != UNKNOWN)
    rows = trend.loc[present].reset_index(drop=True)
    is_hidden = _among(rows, groups, ["wave", *GROUP_KEYS])
    for hidden in (small, whole):
        is_hidden |= _among(rows, hidden, ["wave", *QUESTION_TABLE])
    return _without_changes_from(_without_numbers(rows, is_hidden))


def _without_changes_from(rows: pd.DataFrame) -> pd.DataFrame:
    """Take out the changes whose wave before is hidden."""
    place = [*GROUP_KEYS, "option_id", "net_id", "measure", "wave"]
    hidden = rows.loc[rows["is_hidden"], place]
    is_lost = _among(rows.assign(wave=rows["previous_wave"]), hidden, place)
    rows.loc[is_lost, CHANGES] = float("nan")
    rows.loc[is_lost, ["mark", "test_method", "family_id"]] = None
    return rows


def of_shown_questions(rows: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Rows a question and item, without those of hidden ones."""
    if rows.empty:
        return rows
    hidden = _among(rows, questions.loc[questions["is_hidden"]], QUESTION_TABLE)
    return rows.loc[~hidden].reset_index(drop=True)


def _among(rows: pd.DataFrame, others: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Which rows have their keys in other rows."""
    found = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(others[keys]))
    return pd.Series(found, index=rows.index)


def _without_numbers(rows: pd.DataFrame, is_hidden: pd.Series) -> pd.DataFrame:
    """The rows with `is_hidden`: hidden ones keep their keys and what the definition says of them."""
    shown = rows.assign(is_hidden=is_hidden)
    numbers = [c for c in rows.select_dtypes("number").columns if not c.endswith("_order")]
    words = [c for c in WORDS if c in rows]
    shown = shown.astype({**dict.fromkeys(numbers, "float64"), **dict.fromkeys(words, object)})
    shown.loc[is_hidden, numbers] = float("nan")
    shown.loc[is_hidden, words] = None
    return shown


def _without_letters_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Take the letters of hidden groups out of the cells of others: they would tell that those are lower."""
    places = [rows[key] for key in GROUP_TABLE]
    names = rows["group_order"].map(lambda order: column_letter(int(order) - 1))
    hidden = (
        names.where(rows["is_hidden"]).groupby(places).transform(lambda found: " ".join(set(found.dropna())))
    )
    rows["letters"] = [
        None if not isinstance(text, str) else _letters_without(text, set(gone.split()))
        for text, gone in zip(rows["letters"], hidden.fillna(""), strict=True)
    ]
    return rows


def _letters_without(letters: str, hidden: set[str]) -> str:
    separator = " " if " " in letters else ""
    kept = [letter for letter in (letters.split() if separator else letters) if letter not in hidden]
    return separator.join(kept)

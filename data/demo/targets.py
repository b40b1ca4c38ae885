"""What the synthetic survey must add up to: the published figures and the occupations behind them.

Here: reading the published CSV files and `occupations.csv`, and the few totals that are our own choice.
Not here: anything random.
"""

from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE.parent / "surveys" / "medlemsundersokelsen" / "published" / "2023"

AGE_GROUPS = ["Under 20", "20-29", "30-39", "40-49", "50-59", "60-69", "70 eller mer"]

# Our own totals. 5797 in work with access are 18.7 % of 31,000; 33,900 answers are 15 % of the invited.
RESPONDENTS_IN_WORK = 31_000
RESPONDENTS_NOT_IN_WORK = 2_900
ACCESS_NOT_IN_WORK = 673
OPENED_ONLY = 150
TEST_ROWS = 12


def published_questions() -> dict[str, list[int]]:
    """Return the option counts of each published question, in option order, by question id."""
    rows = pd.read_csv(PUBLISHED / "questions.csv").sort_values(["question_id", "option_position"])
    return {str(question): group["count"].tolist() for question, group in rows.groupby("question_id")}


def published_question_texts() -> dict[str, str]:
    """Return each published question's wording, by question id."""
    rows = pd.read_csv(PUBLISHED / "questions.csv").drop_duplicates("question_id")
    return dict(zip(rows["question_id"], rows["question"], strict=True))


def published_groups(demographic: str, column: str) -> dict[str, int]:
    """Return the published counts of one demographic: `column` is `universe_count` or `response_count`."""
    rows = pd.read_csv(PUBLISHED / "representativity.csv")
    rows = rows[rows["demographic"] == demographic].sort_values("group_position")
    return {str(group): int(count) for group, count in zip(rows["group"], rows[column], strict=True)}


def published_breakdowns() -> dict[tuple[str, int], list[int]]:
    """Return the printed breakdown rows (worse, better, unchanged), by question id and place there."""
    rows = pd.read_csv(PUBLISHED / "breakdowns.csv")
    return {
        (str(row.question_id), int(row.row_as_printed)): [
            int(row.worse_percent),
            int(row.better_percent),
            int(row.unchanged_percent),
        ]
        for row in rows.itertuples()
    }


def in_work_with_access() -> int:
    """Return the report's stated base: persons in work who can work from home."""
    facts = pd.read_csv(PUBLISHED / "facts.csv").set_index("fact")["value"]
    return int(facts["report_base"])


def occupations() -> pd.DataFrame:
    """Return the 45 occupations, indexed by code.

    `published` tells the 19 of the report; their `in_work_members` is the published universe.
    """
    frame = pd.read_csv(HERE / "occupations.csv", index_col="code")
    universe = published_groups("yrke", "universe_count")
    frame["published"] = frame["name"].isin(universe)
    frame["in_work_members"] = frame["in_work_members"].fillna(frame["name"].map(universe)).astype("int64")
    return frame

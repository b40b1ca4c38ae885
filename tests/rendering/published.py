"""The published figures in the form in which each output must show them."""

from sample_report import WORDS, rows_of


def counts_and_percents() -> list[tuple[str, str]]:
    """Return count and percent, as printed, of every option and every group of representativity."""
    number = WORDS.numbers.number
    questions = [(number(int(row["count"])), row["percent"]) for row in rows_of("questions.csv")]
    universe = [
        (number(int(row[f"{what}_count"])), row[f"{what}_percent"])
        for row in rows_of("representativity.csv")
        for what in ("universe", "response")
    ]
    return questions + universe

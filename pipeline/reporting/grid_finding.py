"""The sentence over a grid: for which item a share is largest, and for which smallest.

Belongs here: choosing the answer that the sentence speaks of. The words are in `rendering.comparisons`.
"""

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.rendering import comparisons
from pipeline.rendering.comparisons import GroupValue
from pipeline.reporting.rows import Record, Records, of_item, options_of
from pipeline.reporting.shown_measures import sides
from pipeline.reporting.silent import why_no_numbers
from pipeline.reporting.whole import has_aside
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of
from pipeline.survey.questions import NOT_SUBSTANTIVE, Item, Question

Told = list[tuple[Item, Records]]
"""The items that have numbers, with their rows for everyone."""


def grid_finding(words: Words, question: Question, rows: Records) -> str:
    """Compare the items by one answer; empty where they hardly differ, or fewer than two have numbers.

    The answer is the upper end of the scale where the question has one, else the declared option, else the
    one that was given most often to any item. Ends of scales are per cent of those with an opinion, and only
    told where the options are too; shares of ticks are no shares of persons, and not told.
    """
    options = options_of(rows)
    if options[0]["base_kind"] == "responses":
        return ""
    items = [(item, of_item(rows, item.id)) for item in words.material.definition.items_of(question)]
    told = [(item, mine) for item, mine in items if not why_no_numbers(words, mine)]
    of_opinion = options[0]["base_kind"] == "valid" or not has_aside(words, question)
    ends = _upper_end(words, question, told) if of_opinion else None
    answer, percents = ends or _one_option(words, question, told)
    values = [
        GroupValue(item.text(words.language), percent, phrase=_phrase(words, item))
        for (item, _), percent in zip(told, percents, strict=False)
    ]
    share = words.catalogue.text("finding.share_phrase", answer=answer)
    return comparisons.by_item(share, values, words.catalogue)


def _upper_end(words: Words, question: Question, told: Told) -> tuple[str, list[int]] | None:
    ends = [end for _, mine in told if (end := sides(words, question, mine)) is not None]
    if not ends or len(ends) < len(told):
        return None
    return ends[0][0].phrase, [end[0].percent for end in ends]


def _one_option(words: Words, question: Question, told: Told) -> tuple[str, list[int]]:
    opinions = [row for _, mine in told for row in options_of(mine) if _is_told(row)]
    if not opinions:
        return "", []
    wanted = question.focus or max(opinions, key=_percent)["option_id"]
    option = next(o for o in words.material.definition.options(question) if o.id == wanted)
    quoted = words.catalogue.text("quote", text=words.option(option))
    phrase = text_of(option.phrase, words.language) or quoted
    return phrase, [int(half_away(_percent(row))) for row in opinions if row["option_id"] == wanted]


def _is_told(row: Record) -> bool:
    return pd.notna(row["shown_pct"]) and row["role"] not in NOT_SUBSTANTIVE


def _percent(row: Record) -> float:
    return float(row["shown_pct"])


def _phrase(words: Words, item: Item) -> str:
    name = text_of(item.short, words.language) or item.text(words.language)
    return words.catalogue.text("finding.for_item", item=words.catalogue.text("quote", text=name))

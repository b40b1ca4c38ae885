"""Drafted questions of one column: categories, numbers, dates and words told apart.

Belongs here: the type of a question that has its column to itself.
"""

import re

from pipeline.drafting.columns import Profile
from pipeline.drafting.dates import format_of_dates
from pipeline.drafting.joined import Joined, joined_parts
from pipeline.drafting.names import Ids, question_slug, slug
from pipeline.drafting.numbers import RECOMMEND, numeric_question, unlabelled_points
from pipeline.drafting.options import (
    MOST_OPTIONS,
    DraftOption,
    Options,
    column_options,
    with_exclusive,
)
from pipeline.drafting.own_words import with_own_words
from pipeline.drafting.part import Part
from pipeline.drafting.question import DraftQuestion, scaled, take_options
from pipeline.drafting.scales import nps_options
from pipeline.drafting.words import role_of
from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import NOT_SUBSTANTIVE

_OWN_WORDS = re.compile(r"\b(kommentar(er)?|comments?)\b")
"""Questions that ask for words, however few different ones were given."""
_MOST_BESIDE_LABELS = 12
_ROWS_PER_VALUE = 5
_LONGEST_OPTION = 120


def column_text(column: SourceColumn) -> str:
    """A column's label, or its name where it has none."""
    return comparable(column.label) or comparable(column.name)


def single_question(part: Part, platform: str, other: str) -> DraftQuestion:
    """The question that one column answers.

    Args:
        part: The column.
        platform: The export's format, which tells how several answers are joined in a cell.
        other: What an option for answers of one's own is called.
    """
    column, seen = part.column, part.profile
    found = DraftQuestion(question_slug(column.id), "single", column_text(column), column=column.id)
    found.date_format = format_of_dates(part)
    if column.kind in {"date", "datetime", "time"} or found.date_format is not None:
        found.type = "open" if column.kind == "time" else "date"  # there is no type for a time of day
        return found
    joined = joined_parts(column, seen, part.cells, platform)
    if joined is not None:
        return _ranking(found, joined) if joined.is_ranking else _joined(found, joined, other)
    if seen.beside and (seen.decimal or seen.distinct > _MOST_BESIDE_LABELS):
        return numeric_question(found, part, {})
    answers = column_options([column], [seen])
    is_choice = _is_options(column, seen, answers)
    points = () if is_choice else unlabelled_points(found, seen)
    if is_choice or points:
        return _choice(found, Options(points, answers.missing) if points else with_own_words(answers, other))
    is_number = seen.is_number or column.kind == "number"
    return numeric_question(found, part, answers.missing) if is_number else _words(found, seen)


def _words(found: DraftQuestion, seen: Profile) -> DraftQuestion:
    found.type = "open"
    if seen.personal_inside:
        found.notes.append(
            f"{seen.personal_inside} answers hold something like an e-mail address or a telephone number"
        )
    return found


def _joined(found: DraftQuestion, joined: Joined, other: str) -> DraftQuestion:
    """A question with several answers in one cell; parts that few gave are answers of their own."""
    found.type, found.separator = "multiple", joined.separator
    found.notes.append(f"an option that holds {joined.separator.strip()!r} itself? Then write it whole")
    answers = column_options([SourceColumn("", "", labels=joined.labels)], [])
    options = with_exclusive(answers.options)
    if joined.own_words and all(option.role != "other" for option in options):
        code = max(option.code for option in options) + 1
        options = (*options, DraftOption("other", code, other, "other"))
    take_options(found, Options(options, answers.missing))
    return found


def _ranking(found: DraftQuestion, joined: Joined) -> DraftQuestion:
    """Things in the order that a person gave them."""
    found.type, found.separator = "ranking", joined.separator
    ids = Ids({"unknown"})
    found.items = [(ids.unique(slug(text, 30), f"item_{i}"), text) for i, text in enumerate(joined.labels)]
    places = range(1, len(found.items) + 1)
    found.options = tuple(DraftOption(f"p{place}", place, str(place)) for place in places)
    return found


def _is_options(column: SourceColumn, seen: Profile, answers: Options) -> bool:
    """Whether a column's values are categories rather than numbers or words."""
    named = [text for code, text in column.labels.items() if text.strip() and code not in answers.missing]
    outside = sum(role_of(text) in NOT_SUBSTANTIVE for text in named)
    if len(named) > outside or (outside and seen.distinct <= outside):
        unlabelled = len(answers.options) - len(named)
        return (
            bool(answers.options) and unlabelled <= _MOST_BESIDE_LABELS and seen.distinct == len(seen.values)
        )
    if seen.is_number or column.kind != "text" or not answers.options or seen.personal_inside:
        return False
    if _OWN_WORDS.search(column_text(column).casefold()):
        return False
    return (
        0 < seen.distinct <= MOST_OPTIONS
        and seen.longest <= _LONGEST_OPTION
        and seen.filled >= _ROWS_PER_VALUE * seen.distinct
    )


def _choice(found: DraftQuestion, answers: Options) -> DraftQuestion:
    points = nps_options(answers)
    if points is not None:
        recommends = bool(RECOMMEND.search(found.text))
        found.type = "nps" if recommends else "scale"
        if not recommends:
            found.notes.append("0 to 10; nps if it asks about recommending")
        take_options(found, Options(points, answers.missing))
        return found
    take_options(found, scaled(answers, found))
    return found

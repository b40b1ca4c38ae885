"""Drafted questions of one column: categories, numbers, dates and words told apart.

Belongs here: the type of a question that has its column to itself.
"""

import re

from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.draft_columns import Profile
from pipeline.survey.draft_groups import Part
from pipeline.survey.draft_joined import Joined, joined_parts
from pipeline.survey.draft_names import Ids, question_slug, slug
from pipeline.survey.draft_options import (
    MOST_OPTIONS,
    DraftOption,
    Options,
    column_options,
    nps_options,
    with_exclusive,
)
from pipeline.survey.draft_own_words import with_own_words
from pipeline.survey.draft_question import DraftQuestion, scaled, take_options

_RECOMMEND = re.compile(r"anbefal|tilrå|recommend", re.IGNORECASE)
_POINTS = frozenset(map(str, range(11)))
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
    if column.kind in {"date", "datetime", "time"}:
        found.type = "open" if column.kind == "time" else "date"  # there is no type for a time of day
        return found
    joined = joined_parts(column, seen, part.cells, platform)
    if joined is not None:
        return _ranking(found, joined) if joined.is_ranking else _joined(found, joined, other)
    answers = column_options([column], [seen])
    if not column.labels and _is_recommendation(found.text, seen):
        points = tuple(DraftOption(f"p{n}", n, str(n)) for n in range(11))
        return _choice(found, Options(points, answers.missing))
    if _is_options(column, seen, answers):
        return _choice(found, with_own_words(answers, other))
    if seen.is_number or column.kind == "number":
        return _numeric(found, part, answers)
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
    labelled = sum(bool(label.strip()) for label in column.labels.values()) - len(
        [v for v in answers.missing if v in column.labels]
    )
    if labelled > 0:
        unlabelled = len(answers.options) - labelled
        return (
            bool(answers.options) and unlabelled <= _MOST_BESIDE_LABELS and seen.distinct == len(seen.values)
        )
    if seen.is_number or column.kind != "text" or not answers.options or seen.personal_inside:
        return False
    return (
        0 < seen.distinct <= MOST_OPTIONS
        and seen.longest <= _LONGEST_OPTION
        and seen.filled >= _ROWS_PER_VALUE * seen.distinct
    )


def _is_recommendation(text: str, seen: Profile) -> bool:
    """Whether plain numbers are the points from 0 to 10 of a question on recommending."""
    points = set(seen.values)
    return seen.is_number and {"0", "10"} <= points <= _POINTS and bool(_RECOMMEND.search(text))


def _choice(found: DraftQuestion, answers: Options) -> DraftQuestion:
    points = nps_options(answers)
    if points is not None:
        recommends = bool(_RECOMMEND.search(found.text))
        found.type = "nps" if recommends else "scale"
        if not recommends:
            found.notes.append("0 to 10; nps if it asks about recommending")
        take_options(found, Options(points, answers.missing))
        return found
    take_options(found, scaled(answers, found))
    return found


def _numeric(found: DraftQuestion, part: Part, answers: Options) -> DraftQuestion:
    found.type, found.decimal = "numeric", part.profile.decimal
    found.missing = dict(answers.missing)
    labelled = [code for code in part.column.labels if code not in found.missing]
    if labelled:
        found.notes.append(f"a number, although {len(labelled)} of its values have labels")
    elif set(part.profile.values) == {"0", "1"}:
        found.notes.append(
            "only 0 and 1: perhaps a tick, then name it under columns of one multiple question"
        )
    elif 0 < part.profile.distinct <= 7 and not found.decimal:
        found.notes.append("few different numbers and no labels: perhaps codes, then give type and options")
    elif part.profile.is_unique and part.profile.rows > 20:
        found.notes.append(
            "another number in every row: perhaps an id, then move it to ignore or identifiers"
        )
    else:
        found.notes.append("give min and max, and unit")
    return found

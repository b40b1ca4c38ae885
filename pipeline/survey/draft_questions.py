"""Questions of a drafted definition: which columns belong together, and what type of question they are.

Belongs here: the grouping of columns into drafted questions. Options are made in `draft_options`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.readers.export import Export, SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.draft_columns import Profile
from pipeline.survey.draft_groups import Part, groups
from pipeline.survey.draft_joined import joined_parts
from pipeline.survey.draft_names import (
    Ids,
    group_slug,
    question_slug,
    rest_text,
    shared_stem,
    slug,
    stem_text,
)
from pipeline.survey.draft_options import (
    MOST_OPTIONS,
    DraftOption,
    Options,
    column_options,
    nps_options,
    with_exclusive,
    with_scale,
)
from pipeline.survey.draft_words import role_of
from pipeline.survey.questions import MissingState, QuestionType

_RECOMMEND = re.compile(r"anbefal|tilrå|recommend", re.IGNORECASE)
_BACKGROUND = re.compile(r"fra registeret|frå registeret|from the register|registerdata", re.IGNORECASE)
_MOST_BESIDE_LABELS = 12
_ROWS_PER_VALUE = 5
_LONGEST_OPTION = 120


@dataclass
class DraftQuestion:
    """A question as it will be written; see `pipeline.survey.questions.Question`."""

    id: str
    type: QuestionType
    text: str
    column: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    options: tuple[DraftOption, ...] = ()
    codelist: str | None = None
    items: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, MissingState] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    separator: str | None = None
    decimal: str | None = None
    expression: str | None = None
    background: bool = False
    notes: list[str] = field(default_factory=list)


def draft_questions(export: Export, seen: Sequence[Profile], positions: Sequence[int]) -> list[DraftQuestion]:
    """The questions that the columns at `positions` answer, in file order.

    Args:
        export: The export.
        seen: The profile of each of its columns.
        positions: Columns that are neither personal nor the platform's.
    """
    parts = [Part(export.columns[i], seen[i], export.frame.iloc[:, i]) for i in positions]
    ids = Ids({"wave"})
    return [_question(kind, members, export.format, ids) for kind, members in groups(parts)]


def _question(kind: str, members: Sequence[Part], platform: str, ids: Ids) -> DraftQuestion:
    if kind == "multiple":
        found = _multiple(members)
    elif kind in {"grid", "ranking"}:
        found = _grid(members, kind)
    else:
        found = _single(members[0], platform)
    found.id = ids.unique(found.id, "question")
    found.background = any(_BACKGROUND.search(part.column.label) for part in members)
    return found


def _text(column: SourceColumn) -> str:
    return comparable(column.label) or comparable(column.name)


def _parts(members: Sequence[Part]) -> tuple[str, str, list[str]]:
    """A group's id, text, and the text of each member."""
    columns = [part.column for part in members]
    block = columns[0].block
    labels = [_text(column) for column in columns]
    stem = shared_stem(labels)
    texts = [rest_text(label, stem) or label for label in labels]
    if not stem and all(column.option and not column.label for column in columns):
        texts = [comparable(column.option) for column in columns]
    name = question_slug(block) if block and slug(block) else group_slug(columns)
    return name, stem_text(stem) if stem else block or name, texts


def _named(texts: Sequence[str], fallback: str, longest: int = 30) -> Iterator[str]:
    ids = Ids({"unknown"})
    for number, text in enumerate(texts, start=1):
        role = role_of(text)
        known = role if role in {"dont_know", "refused", "not_applicable", "other"} else slug(text, longest)
        yield ids.unique(known, f"{fallback}_{number}")


def _multiple(members: Sequence[Part]) -> DraftQuestion:
    name, text, texts = _parts(members)
    choices = [part.column.option for part in members]
    own = [int(c) for c in choices if re.fullmatch(r"\d{1,4}", c)]
    codes = own if len(set(own)) == len(members) else list(range(1, len(members) + 1))
    option_ids = list(_named(texts, "option"))
    options = [
        DraftOption(i, code, t, role_of(t)) for i, code, t in zip(option_ids, codes, texts, strict=True)
    ]
    found = DraftQuestion(name, "multiple", text, options=with_exclusive(options))
    found.columns = {i: part.column.id for i, part in zip(option_ids, members, strict=True)}
    found.missing = {v: s for part in members for v, s in part.tick_missing.items()}
    marks = {part.tick_mark for part in members} - {""}
    if marks and not all(p.tick_mark in {"", comparable(t)} for p, t in zip(members, texts, strict=True)):
        found.ticked = tuple(sorted(marks))
    _note_group(found, members)
    if any(label.casefold() in {"ja", "nei", "yes", "no"} for p in members for label in p.column.labels.values()):
        found.notes.append("yes and no for each option: is it one question with several answers, or a grid?")
    return found


def _note_group(found: DraftQuestion, members: Sequence[Part]) -> None:
    if not members[0].column.block and not shared_stem([_text(p.column) for p in members]):
        found.notes.append("taken together because the columns' names and answers are alike; give its wording")


def _grid(members: Sequence[Part], kind: str) -> DraftQuestion:
    name, text, texts = _parts(members)
    found = DraftQuestion(name, "ranking" if kind == "ranking" else "grid", text)
    item_ids = list(_named(texts, "item"))
    found.items = list(zip(item_ids, texts, strict=True))
    found.columns = {i: part.column.id for i, part in zip(item_ids, members, strict=True)}
    answers = column_options([p.column for p in members], [p.profile for p in members])
    _note_group(found, members)
    if kind == "grid":
        answers = _scaled(answers, found)
        if all(item.isdigit() for item in texts):
            found.notes.append("perhaps mentions or ranks rather than rows: rewrite if so")
    _take(found, answers)
    return found


def _take(found: DraftQuestion, answers: Options) -> None:
    found.options = answers.options
    found.missing |= answers.missing
    found.notes += answers.notes


def _scaled(answers: Options, found: DraftQuestion) -> Options:
    scaled, is_scale, uncoloured = with_scale(answers)
    if is_scale and found.type == "single":
        found.type = "scale"
    if is_scale and uncoloured:
        found.notes.append("scores follow the order; give colours if one end is the better one")
    return scaled


def _single(part: Part, platform: str) -> DraftQuestion:
    column, seen = part.column, part.profile
    found = DraftQuestion(question_slug(column.id), "single", _text(column), column=column.id)
    if column.kind in {"date", "datetime", "time"}:
        found.type = "date"
        return found
    joined = joined_parts(column, seen, part.cells, platform)
    if joined is not None:
        found.type, found.separator = "multiple", joined.separator
        answers = column_options([SourceColumn("", "", labels=joined.labels)], [])
        _take(found, Options(with_exclusive(answers.options), answers.missing))
        return found
    answers = column_options([column], [seen])
    if _is_options(column, seen, answers):
        return _choice(found, answers)
    if seen.is_number or column.kind == "number":
        return _numeric(found, part, answers)
    found.type = "open"
    if seen.personal_inside:
        found.notes.append(f"{seen.personal_inside} answers hold something like an e-mail address or a telephone number")
    return found


def _is_options(column: SourceColumn, seen: Profile, answers: Options) -> bool:
    """Whether a column's values are categories rather than numbers or words."""
    labelled = sum(bool(label.strip()) for label in column.labels.values()) - len(
        [v for v in answers.missing if v in column.labels]
    )
    if labelled > 0:
        unlabelled = len(answers.options) - labelled
        return bool(answers.options) and unlabelled <= _MOST_BESIDE_LABELS and seen.distinct == len(seen.values)
    if seen.is_number or column.kind != "text" or not answers.options:
        return False
    return (
        0 < seen.distinct <= MOST_OPTIONS
        and seen.longest <= _LONGEST_OPTION
        and seen.filled >= _ROWS_PER_VALUE * seen.distinct
    )


def _choice(found: DraftQuestion, answers: Options) -> DraftQuestion:
    points = nps_options(answers)
    if points is not None:
        recommends = bool(_RECOMMEND.search(found.text))
        found.type = "nps" if recommends else "scale"
        if not recommends:
            found.notes.append("0 to 10; nps if it asks about recommending")
        _take(found, Options(points, answers.missing))
        return found
    _take(found, _scaled(answers, found))
    return found


def _numeric(found: DraftQuestion, part: Part, answers: Options) -> DraftQuestion:
    found.type, found.decimal = "numeric", part.profile.decimal
    found.missing = dict(answers.missing)
    labelled = [code for code in part.column.labels if code not in found.missing]
    if labelled:
        found.notes.append(f"a number, although {len(labelled)} of its values have labels")
    elif 0 < part.profile.distinct <= 7 and not found.decimal:
        found.notes.append("few different numbers and no labels: perhaps codes, then give type and options")
    elif part.profile.is_unique and part.profile.rows > 20:
        found.notes.append("another number in every row: perhaps an id, then move it to ignore or identifiers")
    else:
        found.notes.append("give min and max, and unit")
    return found

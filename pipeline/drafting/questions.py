"""Questions of a drafted definition: which columns belong together, and what type of question they are.

Belongs here: the grouping of columns into drafted questions. Options are made in `options`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.drafting.columns import Profile
from pipeline.drafting.groups import groups
from pipeline.drafting.kinds import row_and_option
from pipeline.drafting.names import (
    Ids,
    group_slug,
    question_slug,
    rest_text,
    shared_stem,
    slug,
    stem_text,
)
from pipeline.drafting.options import DraftOption, column_options, told_apart, with_exclusive
from pipeline.drafting.own_words import with_own_words
from pipeline.drafting.part import Part
from pipeline.drafting.question import DraftQuestion, scaled, take_options
from pipeline.drafting.single import column_text, single_question
from pipeline.drafting.words import NORWEGIAN, role_of
from pipeline.readers.export import Export, SourceColumn
from pipeline.readers.markers import OWN_WORDS
from pipeline.readers.text_identity import comparable

_BACKGROUND = re.compile(r"fra registeret|frå registeret|from the register|registerdata", re.IGNORECASE)


def draft_questions(
    export: Export, seen: Sequence[Profile], positions: Sequence[int], language: str
) -> list[DraftQuestion]:
    """The questions that the columns at `positions` answer, in file order.

    Args:
        export: The export.
        seen: The profile of each of its columns.
        positions: Columns that are neither personal nor the platform's.
        language: Of the texts, e.g. `nb`.
    """
    parts = [Part(export.columns[i], seen[i], export.frame.iloc[:, i]) for i in positions]
    ids = Ids({"wave"})
    other = "Annet" if language in NORWEGIAN else "Other"
    return [_question(kind, members, export.format, ids, other) for kind, members in groups(parts)]


def _question(kind: str, members: Sequence[Part], platform: str, ids: Ids, other: str) -> DraftQuestion:
    if kind == "multiple":
        found = _multiple(members, other)
    elif kind == "mentions":
        found = _mentions(members)
    elif kind == "grid_multiple":
        found = _grid_of_ticks(members)
    elif kind in {"grid", "ranking"}:
        found = _grid(members, kind, other)
    else:
        found = single_question(members[0], platform, other)
    found.id = ids.unique(found.id, "question")
    said = {part.column.blank for part in members}
    found.blank = said.pop() if len(said) == 1 else "unknown"
    found.background = any(_BACKGROUND.search(part.column.label) for part in members)
    return found


def _parts(members: Sequence[Part]) -> tuple[str, str, list[str]]:
    """A group's id, text, and the text of each member."""
    columns = [part.column for part in members]
    block = columns[0].block
    labels = [column_text(column) for column in columns]
    stem = _stem_before_options(columns) or shared_stem(labels)
    texts = [rest_text(label, stem) or label for label in labels]
    if not stem and all(column.option and not column.label for column in columns):
        texts = [comparable(column.option) for column in columns]
    name = question_slug(block) if block and slug(block) else group_slug(columns)
    told = comparable(columns[0].block_text) or (stem_text(stem) if stem else block or name)
    return name, told, texts


def _stem_before_options(columns: Sequence[SourceColumn]) -> str:
    """What the labels of a block say before the options' own texts; empty where they do not end in them."""
    before = {
        comparable(column.label).removesuffix(comparable(column.option))
        for column in columns
        if column.option and comparable(column.label).endswith(comparable(column.option))
    }
    return before.pop() if len(before) == 1 and not any(c.option.isdigit() for c in columns) else ""


def _named(texts: Sequence[str], fallback: str, longest: int = 30) -> Iterator[str]:
    ids = Ids({"unknown"})
    for number, text in enumerate(texts, start=1):
        role = role_of(text)
        known = role if role in {"dont_know", "refused", "not_applicable", "other"} else slug(text, longest)
        yield ids.unique(known, f"{fallback}_{number}")


def _multiple(members: Sequence[Part], other: str) -> DraftQuestion:
    own = [part for part in members if part.column.id.endswith(OWN_WORDS)]
    name, text, texts = _parts([part for part in members if part not in own])
    texts += [other] * len(own)  # they come last
    choices = [part.column.option for part in members]
    numbers = [int(c) for c in choices if re.fullmatch(r"\d{1,4}", c)]
    codes = numbers if len(set(numbers)) == len(members) else list(range(1, len(members) + 1))
    option_ids = list(_named(texts, "option"))
    options = [
        DraftOption(i, code, t, role_of(t))
        for i, code, t in zip(option_ids, codes, told_apart(texts), strict=True)
    ]
    found = DraftQuestion(name, "multiple", text, options=with_exclusive(options))
    found.columns = {i: part.column.id for i, part in zip(option_ids, members, strict=True)}
    found.missing = {v: s for part in members for v, s in part.tick_missing.items()}
    marks = {part.tick_mark for part in members} - {""}
    words = members[0].tick_words or members[0].yes_and_no
    if words and words != ("1", "0"):
        found.ticked, found.unticked = (words[0],), (words[1],)
    elif len(marks) == 1 < len(members):
        found.ticked = tuple(marks)
    else:
        found.options = tuple(
            replace(option, match=(part.tick_mark,)) if part.tick_mark not in {"", option.text} else option
            for option, part in zip(found.options, members, strict=True)
        )
    _note_group(found, members)
    if any(
        label.casefold() in {"ja", "nei", "yes", "no"} for p in members for label in p.column.labels.values()
    ):
        found.notes.append("yes and no for each option: is it one question with several answers, or a grid?")
    return found


def _mentions(members: Sequence[Part]) -> DraftQuestion:
    """Columns that each hold one of the chosen options."""
    name, text, _ = _parts(members)
    found = DraftQuestion(name, "multiple", text)
    answers = column_options([p.column for p in members], [p.profile for p in members])
    take_options(found, replace(answers, options=with_exclusive(answers.options)))
    if all(part.column.is_mention for part in members):
        found.block = members[0].column.block
    else:
        found.mentions = tuple(part.column.id for part in members)
        found.notes.append("first, second, … of several answers, as nobody has one twice? else a grid")
        if len(found.options) == len(members) and not members[0].column.labels:
            _as_places(found)
    return found


def _as_places(found: DraftQuestion) -> None:
    """As many columns as answers: each answer gets a place."""
    found.type = "ranking"
    found.items = [(option.id, option.text) for option in found.options]
    found.options = tuple(DraftOption(f"place_{n}", n, str(n)) for n in range(1, len(found.items) + 1))
    found.notes = ["the answer on the first place, the second, …? Where the order says nothing: multiple"]


def _grid_of_ticks(members: Sequence[Part]) -> DraftQuestion:
    """A tick for every row with every option."""
    block = members[0].column.block
    places = [row_and_option(part) for part in members]
    labels = [rest_text(part.heading, shared_stem([p.heading for p in members])) for part in members]
    halves = [re.split(r" [-–|] |: ", label, maxsplit=1) for label in labels]
    told = halves if all(len(half) == 2 for half in halves) else [list(place) for place in places]
    rows = dict(zip([row for row, _ in places], [half[0] for half in told], strict=True))
    choices = dict(zip([option for _, option in places], [half[1] for half in told], strict=True))
    name = question_slug(block.rpartition(".")[0] if "." in block else block)
    found = DraftQuestion(name, "grid_multiple", stem_text(shared_stem([p.heading for p in members])) or name)
    items = dict(zip(rows, _named(list(rows.values()), "item"), strict=True))
    options = dict(zip(choices, _named(list(choices.values()), "option"), strict=True))
    found.items = [(items[row], text) for row, text in rows.items()]
    texts = told_apart(list(choices.values()))
    found.options = with_exclusive(
        [
            DraftOption(i, code, text, role_of(text))
            for code, (i, text) in enumerate(zip(options.values(), texts, strict=True), start=1)
        ]
    )
    found.columns = {
        f"{items[row]}__{options[option]}": part.column.id
        for (row, option), part in zip(places, members, strict=True)
    }
    found.missing = {v: s for part in members for v, s in part.tick_missing.items()}
    if told != halves:
        found.notes.append("rows and options are called by the platform's codes: give them their texts")
    return found


def _note_group(found: DraftQuestion, members: Sequence[Part]) -> None:
    if not members[0].column.block and not shared_stem([column_text(p.column) for p in members]):
        found.notes.append(
            "taken together because the columns' names and answers are alike; give its wording"
        )


def _grid(members: Sequence[Part], kind: str, other: str) -> DraftQuestion:
    name, text, texts = _parts(members)
    found = DraftQuestion(name, "ranking" if kind == "ranking" else "grid", text)
    item_ids = list(_named(texts, "item"))
    found.items = list(zip(item_ids, texts, strict=True))
    found.columns = {i: part.column.id for i, part in zip(item_ids, members, strict=True)}
    answers = column_options([p.column for p in members], [p.profile for p in members])
    _note_group(found, members)
    if kind == "grid":
        answers = scaled(with_own_words(answers, other), found)
        if all(item.isdigit() for item in texts):
            found.notes.append("perhaps mentions or ranks rather than rows: rewrite if so")
    take_options(found, answers)
    return found

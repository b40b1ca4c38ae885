"""Drafted questions as the content of `questionnaire.yaml`, lists of options that questions share taken out.

Belongs here: the layout of the file, and which missing values can be said once for the whole survey.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from pipeline.drafting.names import Ids
from pipeline.drafting.options import DraftOption
from pipeline.drafting.question import DraftQuestion
from pipeline.drafting.yaml_text import Block, Noted
from pipeline.survey.questions import MissingState, NumberState

_FEWEST_FOR_ALL = 3


def shared_missing(questions: Sequence[DraftQuestion]) -> dict[str, MissingState]:
    """Values that stand for the same blank in every question that has them, and are no answer to any.

    They are taken out of the questions. Numbers keep their own, because there any value can be an answer.
    """
    counts: Counter[tuple[str, MissingState]] = Counter()
    for question in questions:
        counts.update((value, state) for value, state in question.missing.items() if is_blank(state))
    answers = {str(o.code) for q in questions for o in q.options} | {
        m for q in questions for o in q.options for m in o.match
    }
    found: dict[str, MissingState] = {}
    for (value, state), times in counts.items():
        alone = sum(1 for other, _ in counts if other == value) == 1
        if (
            times >= _FEWEST_FOR_ALL
            and alone
            and value not in answers
            and not _may_be_number(value, questions)
        ):
            found[value] = state
    for question in questions:
        question.missing = {v: s for v, s in question.missing.items() if v not in found}
    return found


def is_blank(state: NumberState) -> TypeGuard[MissingState]:
    """Whether a state is that of a blank, and no answer."""
    return state in {"skipped", "not_asked", "unknown_blank"}


def _may_be_number(value: str, questions: Sequence[DraftQuestion]) -> bool:
    """Whether a numeric question without this missing value could have it as an answer."""
    return any(q.type == "numeric" and value not in q.missing for q in questions)


def share_codelists(questions: Sequence[DraftQuestion]) -> dict[str, tuple[DraftOption, ...]]:
    """Name to options of every list that several questions have; the questions are made to refer to it."""
    uses: dict[tuple[DraftOption, ...], list[DraftQuestion]] = {}
    for question in questions:
        if question.options and question.type not in {"multiple", "derived"}:
            uses.setdefault(question.options, []).append(question)
    ids = Ids()
    found: dict[str, tuple[DraftOption, ...]] = {}
    for options, users in uses.items():
        if len(users) > 1:
            name = ids.unique(_list_name(options), "options")
            found[name] = options
            for question in users:
                question.codelist, question.options = name, ()
    return found


def _list_name(options: Sequence[DraftOption]) -> str:
    """A codelist's name: all its ids where they are few and short, else the first and the last answer."""
    every = "_".join(option.id for option in options)
    if len(every) <= 30:
        return every
    main = [option for option in options if option.role == "substantive"] or list(options)
    return re.sub(r"_+", "_", f"{main[0].id[:25]}_to_{main[-1].id[:25]}")


def codelist_data(codelists: dict[str, tuple[DraftOption, ...]]) -> dict[str, Any]:
    """The `codelists` part."""
    return {
        name: {"options": [option_data(option) for option in options]} for name, options in codelists.items()
    }


def option_data(option: DraftOption) -> dict[str, Any]:
    """An option as a mapping, without what is at its default."""
    data: dict[str, Any] = {"id": option.id, "code": option.code}
    if option.score is not None:
        data["score"] = option.score
    data["text"] = option.text
    if option.role != "substantive":
        data["role"] = option.role
    if option.colour:
        data["colour"] = option.colour
    if option.exclusive:
        data["exclusive"] = True
    if option.match:
        data["match"] = list(option.match)
    return data


def question_data(question: DraftQuestion) -> Block | Noted:
    """A question as a mapping with a line a key, with its comments above it."""
    data: dict[str, Any] = {"id": question.id}
    data |= {"type": question.type} if question.type != "single" else {}
    data |= {"background": True} if question.background else {}
    data |= {"ask_if": question.ask_if} if question.ask_if else {}
    data["text"] = question.text
    for name in ("expression", "column", "block", "separator", "decimal", "date_format", "codelist"):
        if getattr(question, name):
            data[name] = getattr(question, name)
    if question.options:
        data["options"] = [option_data(option) for option in question.options]
    if question.items:
        data["items"] = [{"id": item, "text": text} for item, text in question.items]
    blank = question.blank if question.blank != "unknown" else None
    rest = {
        "columns": question.columns,
        "mentions": list(question.mentions),
        "ticked": list(question.ticked),
        "unticked": list(question.unticked),
        "missing": missing_data(question.missing),
        "blank": blank,
    }
    data |= {name: value for name, value in rest.items() if value}
    block = Block(data)
    return Noted(block, tuple(f"check: {note}" for note in question.notes)) if question.notes else block


def missing_data(missing: Mapping[str, NumberState]) -> dict[int | str, str]:
    """Missing values with codes as numbers, as people write them."""
    return {int(v) if re.fullmatch(r"-?[1-9]\d{0,8}|0", v) else v: state for v, state in missing.items()}

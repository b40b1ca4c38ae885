"""The platform's own condition for asking a question, as `ask_if`.

Belongs here: LimeSurvey's expressions, as far as they compare answers. What cannot be said in `ask_if` is
noted as it stands.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.drafting.question import DraftQuestion
from pipeline.readers.export import Export
from pipeline.survey.questions import EVERYONE

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>\d+(?:\.\d+)?)(?![\w.])
      | (?P<word>!?[A-Za-z_][\w]*(?:\.(?:NAOK|value|code|shown|valueNAOK))?)
      | (?P<mark>==|!=|<=|>=|&&|\|\||[<>()!])
    )""",
    re.VERBOSE,
)
_WORDS = {
    "and": "and", "&&": "and", "or": "or", "||": "or", "not": "not", "!": "not", "(": "(", ")": ")",
    "eq": "=", "==": "=", "ne": "<>", "!=": "<>", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
    "<": "<", ">": ">", "<=": "<=", ">=": ">=",
}  # fmt: skip
_EQUAL = {"=", "<>"}
_MOST_SHOWN = 160


class UnsayableError(Exception):
    """A condition that cannot be said in `ask_if`."""


def take_conditions(export: Export, questions: Sequence[DraftQuestion]) -> None:
    """Put the platform's conditions into questions, and `everyone` where it says that all are asked."""
    asked = {column.id: column.asked for column in export.columns}
    blocks = {column.block: column.asked for column in export.columns if column.block}
    names = _names(questions)
    for question in questions:
        column = question.column or next(iter([*question.columns.values(), *question.mentions]), None)
        told = blocks.get(question.block) if question.block else asked.get(str(column))
        if told is None or question.background or question.expression:
            continue
        if not told:
            question.ask_if = EVERYONE
            continue
        shown = told if len(told) <= _MOST_SHOWN else f"{told[: _MOST_SHOWN - 1]}…"
        try:
            question.ask_if = _translated(told, names)
            question.notes.append(f"ask_if is the form's own condition: {shown}")
        except UnsayableError:
            question.notes.append(f"the form asks this on a condition; say it as ask_if: {shown}")


_Name = tuple[str, Mapping[str, str]]
"""What a condition calls an answer, and value to option id."""


def _names(questions: Sequence[DraftQuestion]) -> dict[str, _Name]:
    """The platform's names of answers: `Q1`, `Q1_SQ001`."""
    found: dict[str, _Name] = {}
    for question in questions:
        if question.type in {"open", "date"}:  # no names in conditions
            continue
        options = {name: o.id for o in question.options for name in (str(o.code), *o.match, o.text)}
        if question.column:
            found[question.column] = question.id, options
        for part, column in question.columns.items():
            code = re.sub(r"\[([^\[\]]*)\]", r"_\1", column)
            ticks = {"Y": "yes", "1": "yes", "": "no", "N": "no", "0": "no"}
            values = ticks if question.type in {"multiple", "grid_multiple"} else options
            found[code] = f"{question.id}__{part}", values
    return found


def _translated(text: str, names: Mapping[str, _Name]) -> str:
    """The condition in SQL.

    Raises:
        UnsayableError: for functions and names that are no answers.
    """
    tokens = _tokens(text)
    parts: list[str] = []
    i = 0
    while i < len(tokens):
        said, used = _next(tokens[i:], names)
        parts.append(said)
        i += used
    return re.sub(r"(?<=\() | (?=\))", "", " ".join(parts))


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise UnsayableError
        found.append(token[0].strip())
        at = token.end()
    return found


def _next(tokens: Sequence[str], names: Mapping[str, _Name]) -> tuple[str, int]:
    """What the first tokens say, and how many they are."""
    first = tokens[0]
    if first.lower() in _WORDS and _WORDS[first.lower()] not in _EQUAL | {"<", ">", "<=", ">="}:
        return _WORDS[first.lower()], 1
    if first.lower() in {"is_empty", "!is_empty"} and tokens[1:2] == ["("] and tokens[3:4] == [")"]:
        answer, _ = _answer(tokens[2], names)
        return f"{answer} is {'not ' if first.startswith('!') else ''}null", 4
    answer, values = _answer(first, names)
    operator = _WORDS.get(tokens[1].lower()) if len(tokens) > 2 else None
    if operator is None or operator in {"and", "or", "not", "(", ")"}:
        raise UnsayableError
    return _comparison(answer, values, operator, tokens[2]), 3


def _answer(token: str, names: Mapping[str, _Name]) -> _Name:
    name = token.partition(".")[0]
    if name not in names:
        raise UnsayableError
    return names[name]


def _comparison(answer: str, values: Mapping[str, str], operator: str, token: str) -> str:
    value = token.strip("\"'")
    if value in values and operator in _EQUAL:
        return f"{answer} {operator} '{values[value]}'"
    if value == "" and operator in _EQUAL:
        return f"{answer} is {'' if operator == '=' else 'not '}null"
    if values or not re.fullmatch(r"\d+(\.\d+)?", value):
        raise UnsayableError
    return f"{answer} {operator} {value}"

"""What pydantic refuses, in the words of a definition: file, line, place, and the nearest right word.

Belongs here: putting one model over one document. What the parts of a definition say of each other is
`checking`.
"""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.survey.documents import Loc
from pipeline.survey.model import NAMES
from pipeline.survey.problems import Rank, closest, nearest
from pipeline.survey.remains import Fault, Mend, Remains, Rename, Replace

M = TypeVar("M", bound=BaseModel)
_NUMBER, _WHOLE, _DAY = "a number", "a whole number", "a day, as 2024-03-31"
_NEEDED = {
    **dict.fromkeys(("dict_type", "model_type"), "a mapping, with lines of `key: value`"),
    **dict.fromkeys(("tuple_type", "list_type"), "a list, as [one, two]"),
    **dict.fromkeys(("int_parsing", "int_from_float"), _WHOLE),
    "float_parsing": _NUMBER,
    "string_type": "a text",
    "too_short": "at least one entry",
    **dict.fromkeys(("bool_parsing", "bool_type"), "true or false"),
    **dict.fromkeys(("date_parsing", "date_from_datetime_parsing", "date_type"), _DAY),
}
"""What pydantic's kinds of errors say, in the words of YAML."""


def to_model(model: type[M], file: Remains) -> tuple[M | None, list[Fault]]:
    """A file's data as a model; None, with every fault, when it is not one."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        faults: list[Fault] = []
        missing: list[Fault] = []
        for detail in _telling(error):
            loc = _data_loc(file.data, detail["loc"])
            fault = file.fault(loc, (_reason(model, detail), Rank.FORM), _mend(model, detail))
            (missing if detail["type"] == "missing" else faults).append(fault)
        meant = {(*fault.loc[:-1], fault.mend.key) for fault in faults if isinstance(fault.mend, Rename)}
        return None, faults + [fault for fault in missing if fault.loc not in meant]


def _telling(error: ValidationError) -> Iterator[Mapping[str, Any]]:
    """The errors without those that only follow: a list is too short because its entries were refused."""
    details = error.errors(include_url=False)
    for detail in details:
        loc = detail["loc"]
        follows = any(other["loc"][: len(loc)] == loc and other["loc"] != loc for other in details)
        if not (detail["type"] == "too_short" and follows):
            yield detail


def _data_loc(data: Any, loc: Loc) -> Loc:
    """The part of a pydantic location that a person can find (pydantic also names members of unions)."""
    found: list[str | int] = []
    for i, part in enumerate(loc):
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if inside:
            data = data[part]
        elif not (isinstance(data, dict) and i == len(loc) - 1):
            continue
        found.append(part)
    return tuple(found)


def _mend(model: type[BaseModel], detail: Mapping[str, Any]) -> Mend:
    """The key or word that was meant, for going on with the rest."""
    kind, loc = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        meant = closest(str(loc[-1]), sorted(_fields_at(model, loc[:-1])))
        return Rename(meant) if meant else None
    if kind == "literal_error":
        word = str(detail["input"])
        meant = closest(word, _expected(detail))
        return Replace(word, meant) if meant else None
    return None


def _expected(detail: Mapping[str, Any]) -> list[str]:
    """The words of which one is expected."""
    words = str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")
    return [word.strip("'") for word in words]


def _reason(model: type[BaseModel], detail: Mapping[str, Any]) -> str:
    kind, loc, context = detail["type"], detail["loc"], detail.get("ctx", {})
    word = str(detail["input"])[:60]
    if kind == "extra_forbidden":
        return f"unknown key{nearest(str(loc[-1]), sorted(_fields_at(model, loc[:-1])))}"
    if kind == "missing":
        return "is required"
    if kind == "literal_error":
        return f"«{word}» is not known here{nearest(word, _expected(detail))}"
    if loc and loc[-1] in ("int", "str"):  # the members of `Value`
        return "a whole number or a text is needed"
    pattern = context.get("pattern")
    needed = NAMES.get(pattern, pattern) if kind == "string_pattern_mismatch" else _NEEDED.get(kind)
    if needed:
        return f"«{word}» does not fit; needed is {needed}"
    return str(detail["msg"]).removeprefix("Value error, ")


def _fields_at(model: type[BaseModel], loc: Iterable[str | int]) -> set[str]:
    """Names of the fields that are allowed at `loc` inside `model`."""
    current: list[Any] = [model]
    for part in loc:
        current = [inner for annotation in current for inner in _inside(annotation, part)] or current
    return {
        model_field.alias or name
        for annotation in current
        for member in _models(annotation)
        for name, model_field in member.model_fields.items()
    }


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    for member in _models(annotation):
        for name, model_field in member.model_fields.items():
            if part in (name, model_field.alias):
                yield model_field.annotation


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models that an annotation can hold, through optionals, tuples and dicts."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        return [m for part in typing.get_args(annotation) for m in _models(part)]
    return []

"""What is different between two waves of a survey, as its definition says.

Belongs here: reading changes out of the definition, and whether each has a declared comparability (`compat`).
What the two exports themselves say differently is in `comparing_exports`.
"""

from collections.abc import Iterator, Sequence

from pipeline.readers.export import SourceColumn
from pipeline.survey.comparing_exports import compare_exports
from pipeline.survey.model import Text
from pipeline.survey.questions import Option, Question, WaveBinding
from pipeline.survey.survey import Definition
from pipeline.survey.wave_changes import DROPPED, RENAMED, Change, comparability, new_and_gone, short

_SILENT = {"exact", "new", DROPPED}
"""Comparabilities that need no line of their own: nothing is said, or a line says it already."""


def compare_waves(
    definition: Definition,
    before: str,
    after: str,
    columns_before: Sequence[SourceColumn] | None = None,
    columns_after: Sequence[SourceColumn] | None = None,
) -> list[Change]:
    """What is different in wave `after` from wave `before`, in the order of the questionnaire.

    Args:
        definition: The survey.
        before: The earlier wave.
        after: The later one.
        columns_before: The columns of the earlier wave's export; with `columns_after`, both are compared.
        columns_after: The columns of the later one's.

    Raises:
        ValueError: a wave is not one of the survey's, or `after` does not come after `before`.
    """
    for wave in (before, after):
        if wave not in definition.survey.waves:
            raise ValueError(f"there is no wave {wave}; known: {', '.join(sorted(definition.survey.waves))}")
    if after <= before:
        raise ValueError(f"wave {after} does not come after wave {before}; name the earlier one first")
    in_files: dict[str, list[Change]] = {}
    if columns_before is not None and columns_after is not None:
        for change in compare_exports(definition, before, after, columns_before, columns_after):
            in_files.setdefault(change.question, []).append(change)
    found: list[Change] = []
    for question in definition.questionnaire.questions:
        found += _declared_changes(question, definition, before, after)
        found += in_files.pop(question.id, [])
    found += [change for rest in in_files.values() for change in rest]
    return found + list(_group_changes(definition, before, after))


def _declared_changes(
    question: Question, definition: Definition, before: str, after: str
) -> Iterator[Change]:
    """The changes that one question's bindings tell."""
    old, new = question.binding(before), question.binding(after)
    declared = comparability(question, definition, before, after)
    if DROPPED in {old.compat, new.compat}:
        yield from _asked_or_not(question, old, new)
        return
    for compat in declared:
        if compat not in _SILENT:
            yield Change(question.id, "compat", f"declared {compat}{_approval(new)}", is_declared=True)
    if "new" in declared:
        yield Change(question.id, "new", f"new since {before}", is_declared=True)
    for part, word in new_and_gone(definition, question, before, after):
        what = "option" if isinstance(part, Option) else "item"
        text = f"{what} {part.id} «{short(_wording(part.text))}» is {word}"
        yield Change(question.id, "option", text, is_declared=bool(declared))
    for kind, text in _binding_changes(question, old, new):
        yield Change(question.id, kind, text, is_declared=bool(declared) or kind == RENAMED)


def _group_changes(definition: Definition, before: str, after: str) -> Iterator[Change]:
    """Groups of demographics that only one of the waves has."""
    for demographic in definition.survey.demographics:
        for group in demographic.groups:
            if group.is_in(before) != group.is_in(after):
                word = "new" if group.is_in(after) else "gone"
                text = f"group {group.id} «{short(_wording(group.text))}» of {demographic.id} is {word}"
                yield Change("", "group", text, is_declared=True)


def _asked_or_not(question: Question, old: WaveBinding, new: WaveBinding) -> Iterator[Change]:
    if old.compat != DROPPED:
        yield Change(question.id, "dropped", f"not asked any more{_note(new)}", is_declared=True)
    elif new.compat != DROPPED:
        yield Change(question.id, "new", f"asked again or for the first time{_note(new)}", is_declared=True)


def _approval(new: WaveBinding) -> str:
    if new.compat != "reworded":
        return _note(new)
    who = f", held comparable by {new.approved_by}" if new.approved_by else ", not approved as comparable"
    return who + _note(new)


def _note(binding: WaveBinding) -> str:
    return f" ({_wording(binding.note)})" if binding.note else ""


def _binding_changes(question: Question, old: WaveBinding, new: WaveBinding) -> Iterator[tuple[str, str]]:
    """(kind, text) of what two bindings of a question say differently."""
    yield from _places(old, new)
    if old.recode != new.recode:
        yield "recode", f"recode {_mapping(old.recode)} → {_mapping(new.recode)}"
    for name in ("ticked", "unticked", "separator"):
        one, other = getattr(old, name, None), getattr(new, name, None)
        if one != other:
            yield "recode", f"{name} {_plain(one)} → {_plain(other)}"
    wordings = (
        _wording(question.text if old.text is None else old.text),
        _wording(question.text if new.text is None else new.text),
    )
    if wordings[0] != wordings[1]:
        yield "wording", f"wording «{short(wordings[0])}» → «{short(wordings[1])}»"


def _places(old: WaveBinding, new: WaveBinding) -> Iterator[tuple[str, str]]:
    """Where the answers are found, if elsewhere: each part of a question of several columns by itself."""
    for name in ("column", "block"):
        one, other = getattr(old, name, None), getattr(new, name, None)
        if one != other:
            yield _moved(one, other), f"{name} {_plain(one)} → {_plain(other)}"
    if old.mentions != new.mentions:
        yield RENAMED, f"mentions {_plain(old.mentions)} → {_plain(new.mentions)}"
    for part in dict.fromkeys([*old.columns, *new.columns]):
        one, other = old.columns.get(part), new.columns.get(part)
        if one != other:
            yield _moved(one, other), f"{part}: column {_plain(one)} → {_plain(other)}"


def _moved(one: str | None, other: str | None) -> str:
    """The kind of a change of place: something that is only on one side may have another meaning."""
    return RENAMED if one and other else "column"


def _mapping(mapping: dict[int | str, int | str]) -> str:
    return ", ".join(f"{value} to {target}" for value, target in mapping.items()) or "none"


def _plain(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _wording(text: Text) -> str:
    return next(iter(text.all()), "")

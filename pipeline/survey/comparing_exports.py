"""What two waves' exports say differently of the same question: wording, options, scales, kinds of cells.

Belongs here: comparing descriptions of columns. Cells are never looked at.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.readers.export import SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.questions import Question, WaveBinding
from pipeline.survey.survey import Definition
from pipeline.survey.wave_changes import DROPPED, Change, comparability, short
from pipeline.survey.wildcards import fits, has_wildcard

Finding = tuple[str, str]


def compare_exports(
    definition: Definition,
    before: str,
    after: str,
    columns_before: Sequence[SourceColumn],
    columns_after: Sequence[SourceColumn],
) -> Iterator[Change]:
    """What the files say differently: question by question, then columns that no question has.

    Args:
        definition: The survey.
        before: The earlier wave.
        after: The later one.
        columns_before: The columns of the earlier wave's export.
        columns_after: The columns of the later one's.
    """
    old, new = _by_id(columns_before), _by_id(columns_after)
    bound: set[str] = set()
    for question in definition.questionnaire.questions:
        pairs = list(_pairs(question, before, after, old, new))
        bound |= {column.id.casefold() for pair in pairs for column in pair}
        declared = bool(comparability(question, definition, before, after))
        for found in dict.fromkeys(_findings(pairs)):
            kind, text = found
            change_declared = declared or _label_is_declared(definition, question, after, text, kind)
            yield Change(question.id, kind, text, change_declared)
    known = _known(definition, after, new)
    for identity, column in new.items():
        if identity not in old and identity not in bound:
            is_known = identity in known or any(fits(name, identity) for name in known if has_wildcard(name))
            yield Change("", "column", f"new column {_titled(column)}", is_known)
    for identity, column in old.items():
        if identity not in new and identity not in bound:
            yield Change("", "column", f"no column {_titled(column)} any more", is_declared=True)


def _by_id(columns: Sequence[SourceColumn]) -> dict[str, SourceColumn]:
    return {column.id.casefold(): column for column in columns}


def _places(binding: WaveBinding, columns: Mapping[str, SourceColumn]) -> dict[str, str]:
    """Part of a question to its column's id; the part is empty for questions of one column."""
    if binding.compat == DROPPED:
        return {}
    block = getattr(binding, "block", None)
    if block:
        return {c.option: c.id for c in columns.values() if c.block == block}
    if binding.mentions:
        return {str(number): column for number, column in enumerate(binding.mentions)}
    return {"": binding.column} if binding.column else dict(binding.columns)


def _pairs(
    question: Question,
    before: str,
    after: str,
    old: Mapping[str, SourceColumn],
    new: Mapping[str, SourceColumn],
) -> Iterator[tuple[SourceColumn, SourceColumn]]:
    """The columns of both exports that hold the same part of a question."""
    earlier = _places(question.binding(before), old)
    later = _places(question.binding(after), new)
    for part, column in earlier.items():
        one, other = old.get(column.casefold()), new.get(later.get(part, "").casefold())
        if one is not None and other is not None:
            yield one, other


def _findings(pairs: Sequence[tuple[SourceColumn, SourceColumn]]) -> Iterator[Finding]:
    for one, other in pairs:
        where = f"{other.id}: " if len(pairs) > 1 else ""
        old_label, new_label = comparable(one.label), comparable(other.label)
        if old_label and new_label and old_label != new_label:
            yield "label", f"{where}the export reads «{short(new_label)}», before «{short(old_label)}»"
        if one.kind != other.kind:
            yield "kind", f"{where}cells are {other.kind}, before {one.kind}"
        if one.missing != other.missing:
            yield "option", f"{where}other values are declared missing than before"
        if one.labels or other.labels:
            yield from _label_findings(one.labels, other.labels)


def _label_findings(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Finding]:
    """Options that are new, gone or named otherwise; first, a scale turned round or of another length."""
    texts = {c: comparable(t) for c, t in old.items()}, {c: comparable(t) for c, t in new.items()}
    one, other = texts
    moved = [code for code in one.keys() & other.keys() if one[code] != other[code]]
    if moved and len(moved) > 1 and set(one.values()) == set(other.values()):
        turned = _in_code_order(one) == _in_code_order(other)[::-1]
        yield (
            "scale",
            "the options are the same in reverse order" if turned else "the options have changed codes",
        )
        return
    if len(one) != len(other):
        yield "scale", f"{len(other)} labelled options, before {len(one)}"
    for code, text in other.items():
        if code not in one:
            yield "option", f"new option {code} «{short(text)}»"
        elif one[code] != text:
            yield "option", f"option {code} reads «{short(text)}», before «{short(one[code])}»"
    for code, text in one.items():
        if code not in other:
            yield "option", f"no option {code} «{short(text)}» any more"


def _in_code_order(labels: Mapping[str, str]) -> list[str]:
    def place(code: str) -> tuple[int, str]:
        return (int(code), "") if code.lstrip("-").isdigit() else (0, code)

    return [labels[code] for code in sorted(labels, key=place)]


def _label_is_declared(definition: Definition, question: Question, after: str, text: str, kind: str) -> bool:
    """Whether the wave's `label_changes` name an option's new label."""
    changes = definition.survey.waves[after].label_changes
    labels = [comparable(v) for k, v in changes.items() if k.startswith(f"{question.id}.")]
    return (
        kind == "option" and " reads " in text and any(f"reads «{short(label)}»" in text for label in labels)
    )


def _known(definition: Definition, wave: str, export: Mapping[str, SourceColumn]) -> set[str]:
    """Columns that a definition mentions anywhere for a wave, in lower case."""
    survey = definition.survey
    respondent = survey.respondent
    settings = survey.waves[wave]
    known = {*survey.identifiers, *settings.identifiers, *survey.ignore, *settings.ignore, *settings.rows}
    named = (respondent.key, survey.weight, respondent.started, respondent.submitted)
    known |= {c for c in named if c} | {*respondent.test_rows}
    known |= {respondent.duration.column} if respondent.duration else set()
    if respondent.status:
        known |= {c for c in (respondent.status.column, *respondent.status.columns) if c}
        block = respondent.status.block
        known |= {identity for identity, column in export.items() if block and column.block == block}
    for question in definition.questionnaire.questions:
        binding = question.binding(wave)
        known |= {*binding.columns.values(), *binding.mentions, *([binding.column] if binding.column else [])}
    return {column.casefold() for column in known}


def _titled(column: SourceColumn) -> str:
    label = comparable(column.label)
    return f"{column.id} «{short(label)}»" if label else column.id

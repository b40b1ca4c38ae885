"""Which columns of an export answer a question: by column, by several columns, or by the export's own block.

Belongs here: from a binding to positions in the export, and what is missing there.
"""

from collections.abc import Callable, Iterable, Mapping

from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.grid_parts import grid_part
from pipeline.coding.values import as_code_text, canonical
from pipeline.readers.markers import OWN_WORDS
from pipeline.survey.questions import Question, WaveBinding
from pipeline.survey.survey import Definition

WHOLE = ""
"""The part of a question that has one column."""
MENTION = "mention "
"""What the parts of a question begin with whose columns each hold one of the chosen options."""


def bound_parts(
    definition: Definition, question: Question, binding: WaveBinding, index: ColumnIndex
) -> tuple[dict[str, int], list[str]]:
    """Where the columns of a question are.

    Args:
        definition: The survey.
        question: The question; computed and dropped ones have no columns.
        binding: Its binding in the wave.
        index: The export's columns.

    Returns:
        Part (`WHOLE`, an option or item, or `item__option`) to the column's position, and what is wrong.
    """
    if binding.compat == "dropped" or question.is_computed:
        return {}, []
    if binding.block:
        return _by_block(definition, question, binding, index)
    found: dict[str, int] = {}
    problems = []
    for part, column in _columns(definition, question, binding).items():
        position = index.position(str(column))
        if position is None:
            problems.append(f"column {column} of question {question.id} {index.why_not(str(column))}")
        else:
            found[part] = position
    return found, problems


def _columns(definition: Definition, question: Question, binding: WaveBinding) -> dict[str, str]:
    """Part to column, of what the wave has."""
    if binding.column:
        return {WHOLE: binding.column}
    if binding.mentions:
        return {f"{MENTION}{number}": column for number, column in enumerate(binding.mentions, start=1)}
    parts = set(definition.parts(question, joined=bool(binding.separator)))
    return {part: column for part, column in binding.columns.items() if part in parts}


def _by_block(
    definition: Definition, question: Question, binding: WaveBinding, index: ColumnIndex
) -> tuple[dict[str, int], list[str]]:
    block = str(binding.block)
    inside = index.parts_of(block)
    if not inside:
        hint = index.nearest_block(block)
        return {}, [f"block {block} of question {question.id} is not in the export{hint}"]
    if question.type == "multiple" and all(index.columns[position].is_mention for position, _ in inside):
        return {f"{MENTION}{number}": position for number, (position, _) in enumerate(inside, start=1)}, []
    part_of = _reader_of_parts(definition, question, joined=bool(binding.separator))
    needed = definition.parts(question, joined=bool(binding.separator))
    found: dict[str, int] = {}
    problems = []
    for position, name in inside:
        part = part_of(canonical(name))
        if part in found:
            both = ", ".join(index.columns[i].id for i in (found[part], position))
            problems.append(f"block {block} of question {question.id} has two columns for {part}: {both}")
        elif part is not None:
            found[part] = position
    found |= _own_words(definition, question, block, index, found)
    missing = [part for part in needed if part not in found]
    if missing:
        have = ", ".join(name for _, name in inside)
        problems.append(
            f"block {block} of question {question.id} has no column for {', '.join(missing)}; its columns "
            f"are {have}"
        )
    return found, problems


def _own_words(
    definition: Definition, question: Question, block: str, index: ColumnIndex, found: dict[str, int]
) -> dict[str, int]:
    """The column of own words that the platform keeps beside a block: the option with the role `other`."""
    others = [o.id for o in definition.options(question) if o.role == "other" and o.id not in found]
    position = index.position(block + OWN_WORDS)
    if not question.has_ticks or question.items or position is None or len(others) != 1:
        return {}
    return {others[0]: position}


def _reader_of_parts(
    definition: Definition, question: Question, *, joined: bool
) -> Callable[[str], str | None]:
    """What tells a part from what an export calls a column of a block."""
    options = _names({o.id: (o.code, *o.match, o.id) for o in definition.options(question)})
    for option in definition.options(question):
        options |= {
            canonical(text): option.id for text in option.text.all() if canonical(text) not in options
        }
    items = _names({i.id: (i.id, *i.match) for i in definition.items_of(question)})
    for item in definition.items_of(question):
        items |= {canonical(text): item.id for text in item.text.all() if canonical(text) not in items}
    if question.type == "grid_multiple" and not joined:
        return lambda name: grid_part(name, items, options)
    known = items if question.items else options
    return lambda name: known.get(name) or known.get(as_code_text(name))


def _names(parts: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """What an export may call parts, to their ids; of two the first."""
    found: dict[str, str] = {}
    for part, names in parts.items():
        for name in names:
            found.setdefault(canonical(name), part)
    return found

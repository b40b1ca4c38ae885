"""Which columns of an export answer a question: by column, by several columns, or by the export's own block.

Belongs here: from a binding to positions in the export, and what is missing there.
"""

from pipeline.coding.column_index import ColumnIndex
from pipeline.coding.values import as_code_text, canonical
from pipeline.readers.markers import OWN_WORDS
from pipeline.survey.questions import Question, WaveBinding
from pipeline.survey.survey import Definition

WHOLE = ""
"""The part of a question that has one column."""


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
        return _by_block(definition, question, binding.block, index)
    found: dict[str, int] = {}
    problems = []
    parts = set(definition.parts(question))
    columns = {part: column for part, column in binding.columns.items() if part in parts}
    for part, column in ({WHOLE: binding.column} if binding.column else columns).items():
        position = index.position(str(column))
        if position is None:
            problems.append(f"column {column} of question {question.id} {index.why_not(str(column))}")
        else:
            found[part] = position
    return found, problems


def _by_block(
    definition: Definition, question: Question, block: str, index: ColumnIndex
) -> tuple[dict[str, int], list[str]]:
    inside = index.block(block)
    if not inside:
        hint = index.nearest_block(block)
        return {}, [f"block {block} of question {question.id} is not in the export{hint}"]
    meanings = _names_of_parts(definition, question)
    found: dict[str, int] = {}
    problems = []
    for position in inside:
        name = canonical(index.columns[position].option)
        part = meanings.get(name) or meanings.get(as_code_text(name))
        if part in found:
            both = ", ".join(index.columns[i].id for i in (found[part], position))
            problems.append(f"block {block} of question {question.id} has two columns for {part}: {both}")
        elif part is not None:
            found[part] = position
    found |= _own_words(definition, question, block, index, found)
    missing = [part for part in dict.fromkeys(meanings.values()) if part not in found]
    if missing:
        have = ", ".join(index.columns[i].option for i in inside)
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


def _names_of_parts(definition: Definition, question: Question) -> dict[str, str]:
    """What an export may call the options or items of a question, to their ids; codes before texts."""
    names: dict[str, str] = {}
    if question.items:
        items = definition.items_of(question)
        for item in items:
            for name in (item.id, *item.match):
                names.setdefault(canonical(name), item.id)
        texts = [(item.id, item.text) for item in items]
    else:
        options = definition.options(question)
        for option in options:
            for name in (option.code, *option.match, option.id):
                names.setdefault(canonical(name), option.id)
        texts = [(option.id, option.text) for option in options]
    for part, text in texts:
        for wording in text.all():
            names.setdefault(canonical(wording), part)
    return names

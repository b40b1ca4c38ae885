"""Questions with several answers, from the columns or cells of an export.

Belongs here: which columns hold ticks, and what a person should know of them. Whom the export proves to have
seen the question is `shown`.
"""

from pipeline.coding.binding import MENTION, WHOLE
from pipeline.coding.coder import Coder
from pipeline.coding.joined import split_cells
from pipeline.coding.mentions import mentioned
from pipeline.coding.own_words import any_text
from pipeline.coding.shown import proven_shown
from pipeline.coding.ticks import Flags, combine_ticks
from pipeline.coding.values import INVALID, Floats, Words, code_column, tick_map
from pipeline.survey.variables import question_column


def code_multiple(coder: Coder, item: str | None) -> None:
    """Code a multiple-response question, or one row of a grid of ticks."""
    if coder.binding.separator:
        ticks, cells, shown = _joined(coder, item)
    elif any(part.startswith(MENTION) for part in coder.parts):
        ticks, cells, shown = mentioned(coder)
    else:
        ticks, cells, shown = _ticks(coder, item)
    combined = combine_ticks(coder.question, coder.options, ticks, cells, shown)
    if combined.conflicts:
        coder.answers.warnings.append(
            f"question {coder.question.id}: {combined.conflicts} ticked an exclusive option together with "
            f"others ({coder.question.exclusive})"
        )
    for option in coder.options:
        column = question_column(coder.question, item, option.id)
        coder.answers.codes[column] = combined.ticks[option.id]
    coder.store(item, combined.cells, combined.roles)


def _ticks(coder: Coder, item: str | None) -> tuple[dict[str, Floats], dict[str, Words], Flags | None]:
    """Ticks from a column an option, and whom the export proves to have seen the question."""
    ticks: dict[str, Floats] = {}
    cells: dict[str, Words] = {}
    for option in coder.options:
        position = coder.parts[f"{item}__{option.id}" if item else option.id]
        otherwise = any_text(option, coder.binding, coder.source.columns[position])
        meanings = tick_map(option, coder.binding, coder.missing)
        coded = code_column(coder.source.cells(position), meanings, otherwise)
        coder.unknown(position, coded.cells == INVALID, list(coded.unknown))
        ticks[option.id], cells[option.id] = coded.codes, coded.cells
    shown, why_not = proven_shown(coder.source, list(ticks.values()), list(cells.values()), coder.complete)
    if coder.question.blank_is_none and shown is None:
        coder.note(f"blank_is_none does nothing in this wave: {why_not}; nothing ticked stays no answer")
    return ticks, cells, shown


def _joined(coder: Coder, item: str | None) -> tuple[dict[str, Floats], dict[str, Words], Flags | None]:
    """Ticks from one column that joins the chosen options."""
    position = coder.parts[item or WHOLE]
    cells = coder.source.cells(position)
    found = split_cells(cells, coder.options, str(coder.binding.separator), coder.missing)
    if found.unknown.any():
        what = "hold something that is no option; add the option, or give one of them the role other"
        coder.problem(position, found.unknown, what)
    if found.ambiguous:
        coder.answers.warnings.append(
            f"question {coder.question.id}: {found.ambiguous} cells can be split into its options in more "
            f"than one way and count as invalid"
        )
    return found.ticks, {o.id: found.cells for o in coder.options}, None

"""What kind of question columns that belong together are, by their cells: places, mentions, points, ticks.

Belongs here: looking at the answers of whole rows. Which columns belong together is in `groups`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pipeline.drafting.names import rest_text, shared_stem
from pipeline.drafting.part import Part

_MOSTLY = 0.9
_NEARLY_ALL = 0.98
_FEWEST_RANKED = 3
_APART = frozenset({7, 8, 9, 77, 88, 97, 98, 99})
_SCALES = (range(3, 8), range(10, 12))
_COUNTED = re.compile(
    r"\D{0,20}\d{1,2}\D{0,20}|(first|second|third|fourth|fifth)\b.*|(første|andre|tredje|fjerde|femte)\b.*"
)


def are_ranks(rows: Sequence[Part]) -> bool:
    """Whether columns hold the places 1 to k of k things, hardly ever the same place twice in a row."""
    places = {str(i) for i in range(1, len(rows) + 1)}
    union = {value for part in rows for value in part.values}
    if len(rows) < _FEWEST_RANKED or not union or not union <= places or len(union) < len(rows):
        return False
    cells = _together(rows).dropna(how="any")
    return bool(len(cells)) and float((cells.nunique(axis=1) == len(rows)).mean()) >= _MOSTLY


def are_mentions(rows: Sequence[Part]) -> bool:
    """Whether columns hold the first, second, … of the options that a person chose.

    They are numbered, hardly anybody has an option twice, and nobody has a second without a first.
    """
    texts = [part.heading for part in rows]
    stem = shared_stem(texts)
    if not stem or not all(_COUNTED.fullmatch(rest_text(text, stem).casefold()) for text in texts):
        return False
    return name_in_order(rows)


def name_in_order(rows: Sequence[Part]) -> bool:
    """Whether hardly anybody has an answer twice in the columns, and nobody has a second without a first."""
    if len(rows[0].answers or rows[0].words) < len(rows):
        return False
    cells = _together(rows)
    several = cells[cells.notna().sum(axis=1) > 1]
    if several.empty or float((several.nunique(axis=1) == several.notna().sum(axis=1)).mean()) < _NEARLY_ALL:
        return False
    filled = cells.notna()
    gaps = [(filled.iloc[:, i + 1] & ~filled.iloc[:, i]).mean() for i in range(len(rows) - 1)]
    return max(gaps) <= 1 - _NEARLY_ALL


def is_array(rows: Sequence[Part]) -> bool:
    """Whether nearly everybody who has an answer in one of the columns has one in all of them."""
    filled = _together(rows).notna().sum(axis=1)
    some = filled[filled > 0]
    return bool(len(some)) and float((some == len(rows)).mean()) >= _NEARLY_ALL


def are_points(rows: Sequence[Part]) -> bool:
    """Whether plain numbers are the points of one scale: from 1, or from 0 to 10, without a gap.

    One or two numbers apart may stand for don't know: 8 and 9 beside 1 to 5.
    """
    union = {int(value) for part in rows for value in part.values}
    apart = [number for number in sorted(union)[-2:] if number - 1 not in union and number in _APART]
    union -= set(range(apart[0], 100)) if apart else set()
    return union == set(range(11)) or any(
        union == set(range(1, last + 1)) for scale in _SCALES for last in scale
    )


def numbered_ticks(members: Sequence[Part]) -> list[Part]:
    """Columns that hold nothing but one number, another in each, as ticks: the number is the option's."""
    alone = [p for p in members if p.profile.is_number and not p.column.labels and len(p.values) == 1]
    marks = [next(iter(part.values)) for part in alone]
    if len(alone) < 2 or len(set(marks)) < len(marks):
        return list(members)
    numbers = {part.column.id: mark for part, mark in zip(alone, marks, strict=True)}
    return [replace(part, mark=numbers.get(part.column.id, "")) for part in members]


def grid_of_ticks(ticks: Sequence[Part]) -> bool:
    """Whether the ticks of a block are those of every row with every option: `SQ001_1`, `SQ001_2`, …."""
    cells = [row_and_option(part) for part in ticks]
    rows, options = {row for row, _ in cells}, {option for _, option in cells}
    whole = len(cells) == len(set(cells)) == len(rows) * len(options)
    return whole and all(row for row in rows) and len(rows) > 1 and len(options) > 1


def row_and_option(part: Part) -> tuple[str, str]:
    """The row and the option that a tick of a grid stands for; without a row where it is none."""
    block, option = part.column.block, part.column.option
    if "." in block:
        return block.rpartition(".")[2], option
    row, mark, choice = option.partition("_")
    return (row, choice) if mark else ("", option)


def _together(rows: Sequence[Part]) -> pd.DataFrame:
    """The cells side by side, without values that stand for a blank."""
    frames = []
    for part in rows:
        cells = part.cells
        blanks = part.tick_missing
        if blanks:
            texts = cells.astype("object").map(lambda value: str(value).removesuffix(".0"))
            cells = cells.mask(texts.isin(blanks))
        frames.append(cells)
    return pd.concat(frames, axis=1)

"""LimeSurvey's cells: the VV export's escapes, and the option of one's own.

Belongs here: a column of cells as the answers that they stand for. Does not: headings, files, and the words
and numbers that a CSV export may have for yes and no (`limesurvey_words`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.columns import TEXT, by_distinct
from pipeline.readers.export import SourceColumn
from pipeline.readers.limesurvey_structure import OTHER, other_word
from pipeline.readers.markers import NOT_SHOWN

_ESCAPES = {"lbrace": "{", "newline": "\n", "cr": "\r", "tab": "\t", "quote": '"'}
_ESCAPE = re.compile("{(" + "|".join(_ESCAPES) + ")}")
_NO_DATE = "NULL"  # of a response that was not submitted, in old VV exports


def vv_answers(column: pa.ChunkedArray, is_own: bool) -> pa.ChunkedArray:
    """A column of a VV export; the platform's own columns are never shown to anybody, so theirs are blanks.

    An answer that would come out as the marker itself keeps its escapes, so that a marker is always the
    platform's.
    """
    if is_own:
        nothing = pc.or_(pc.equal(column, NOT_SHOWN), pc.equal(column, _NO_DATE))
        return pc.if_else(nothing, pa.scalar(None, TEXT), column)
    if not pc.any(pc.match_substring(column, "{")).as_py():
        return column
    return by_distinct(column, _vv_answer)


def _vv_answer(cell: str) -> str:
    if cell == NOT_SHOWN:
        return cell
    answer = _ESCAPE.sub(lambda found: _ESCAPES[found[1]], cell)
    return cell if answer == NOT_SHOWN else answer


def other_labelled(columns: Sequence[SourceColumn], cells: pa.Table) -> list[SourceColumn]:
    """The columns, with a label for `-oth-` where it occurs: the option beside which one writes one's own."""
    languages = [
        data for column, data in zip(columns, cells.columns, strict=True) if column.id == "startlanguage"
    ]
    language = next((text for data in languages for text in pc.unique(data).to_pylist() if text), "")
    found = []
    for column, data in zip(columns, cells.columns, strict=True):
        has_other = OTHER not in column.labels and pc.any(pc.equal(data, OTHER)).as_py()
        labels = {**column.labels, OTHER: other_word(language)} if has_other else column.labels
        found.append(replace(column, labels=labels))
    return found

"""LimeSurvey's headings that are texts alone, `Question [Row][Scale]`: by the structure if it has the texts.

Belongs here: finding a text's place. A heading that the structure does not explain, or that was cut short, is
known by its text, as in exports of platforms that have nothing else.
"""

import re
from collections.abc import Mapping

from pipeline.readers.export import SourceColumn
from pipeline.readers.limesurvey_place import Place
from pipeline.readers.limesurvey_structure import DUAL_SCALE, RANKING, Question
from pipeline.readers.text_identity import comparable, text_id

_PARTS = re.compile(r"(?s)(?P<question>.*?\S)\s*\[(?P<row>[^\[\]]*)\](?:\[(?P<scale>[^\[\]]*)\])?")
_FREE = {"other": "other", "annet": "other", "andre": "other", "comment": "comment", "kommentar": "comment"}


class TextHeadings:
    """The texts of a survey's questions, and the headings met so far."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = questions
        self._codes = {_key(question.text): code for code, question in questions.items()}
        self._rows = {
            code: {_key(text): row for row, text in question.rows.items()}
            for code, question in questions.items()
        }
        self._met: dict[tuple[str, str], int] = {}

    def place(self, heading: str) -> Place | None:
        """The place of a heading by the structure's texts, or None."""
        whole = self._codes.get(_key(heading))
        if whole:
            return Place(whole)
        parts = _PARTS.fullmatch(heading)
        code = self._codes.get(_key(parts["question"])) if parts else None
        if parts is None or code is None:
            return None
        return self._part(code, parts["row"], parts["scale"])

    def _part(self, code: str, text: str, more: str | None) -> Place | None:
        kind, rows = self._questions[code].kind, self._rows[code]
        row = rows.get(_key(text), "")
        if row and more is not None:
            if kind == DUAL_SCALE:  # the scales' own texts are not in the structure: they come in order
                scale = self._met[code, row] = self._met.get((code, row), -1) + 1
                return Place(code, row, str(scale))
            column = rows.get(_key(more))
            return Place(code, f"{row}_{column}") if column else None
        if row:
            return Place(code, row)
        free = _FREE.get(text.casefold())
        if free:
            return Place(code, free, free=True)
        number = re.search(r"\d+", text)
        return Place(code, number[0]) if kind == RANKING and number else None

    def unknown(self, heading: str) -> SourceColumn:
        """A column that only its text is known of."""
        parts = _PARTS.fullmatch(heading)
        if parts is None:
            return SourceColumn(text_id(heading), heading, heading)
        row = " - ".join(filter(None, (parts["row"], parts["scale"])))
        block = "" if row.casefold() in _FREE else text_id(parts["question"])
        return SourceColumn(
            id=text_id(parts["question"], row),
            name=heading,
            label=f"{parts['question']} - {row}",
            block=block,
            option=row if block else "",
        )


def _key(text: str) -> str:
    """A text without what an export may do to it: white space, and underscores in its place."""
    return re.sub(r"[\s_]+", "", comparable(text))

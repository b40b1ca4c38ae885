"""Where a column of LimeSurvey belongs: question, row and scale.

Belongs here: the type, and the ids that follow from it. Does not: finding a heading's place.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """A question, and a row and scale in it.

    Attributes:
        question: The question's code.
        row: Subquestion, rank, or `SQ1_SQ2` of an array with two axes; empty for a question with one column.
        scale: `0` or `1` of a dual-scale array, else empty.
        free: Whether the column is a text of the respondent's own (`other`, `comment`).
    """

    question: str
    row: str = ""
    scale: str = ""
    free: bool = False

    @property
    def id(self) -> str:
        """The column's id: `Q`, `Q[row]`, `Q[row][scale]`."""
        return self.question + "".join(f"[{part}]" for part in (self.row, self.scale) if part)

    @property
    def block(self) -> str:
        """The question, if the column is a part of one; each scale of a dual-scale array is one itself."""
        if not self.row or self.free:
            return ""
        return f"{self.question}.{self.scale}" if self.scale else self.question

    @property
    def option(self) -> str:
        """The row, where the column is a part of a question."""
        return self.row if self.block else ""

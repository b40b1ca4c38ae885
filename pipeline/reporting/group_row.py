"""One group of a breakdown, read from its rows: what figures, tables and sentences of shares need of it.

Belongs here: what is hidden, empty or set aside in a group. What is drawn of it is `breakdown`.
"""

from dataclasses import dataclass

from pipeline.reporting.rows import Records
from pipeline.reporting.shown import ShownOption, dont_know, shown_options
from pipeline.reporting.whole import PERSONS, of_opinion
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion


@dataclass(frozen=True)
class GroupRow:
    """One group (or everyone), read from its rows once.

    Attributes:
        group: Its id, empty for everyone.
        label: Its name.
        shown: Its options; those without an opinion are left out where they stand aside.
        base: The persons behind the percents, None when hidden.
        hidden: Why it has no numbers, empty when it has.
        aside: Don't know in percent of everyone who answered, None without.
        letters: Option to the letters of the groups that it is higher than.
        order: Its place among the groups, from 1.
    """

    group: str
    label: str
    shown: list[ShownOption]
    base: int | None
    hidden: str
    aside: float | None
    letters: dict[str, str]
    order: int


class Reader:
    """Turns mart rows of one question and demographic into `GroupRow`s."""

    def __init__(
        self, words: Words, question: Question, entry: ReportQuestion, demographic: Demographic, kind: str
    ) -> None:
        self.words = words
        self.question = question
        self.entry = entry
        self.demographic = demographic
        self.kind = kind
        self.percent = f"{kind}_pct"

    def row(self, group: str, rows: Records) -> GroupRow:
        """One group's rows, an option each."""
        say = self.words.catalogue.text
        options = shown_options(self.words, self.question, self.entry, rows, self.percent)
        of_all = not of_opinion(self.kind)
        first = rows[0]
        base, hidden = None, say("note.hidden") if first["is_hidden"] else ""
        if not hidden:
            base = int(first[PERSONS[self.kind]])
            hidden = "" if base else say("note.no_answers")
        letters = {row["option_id"]: row["letters"] for row in rows} if group else {}
        return GroupRow(
            group=group,
            label=self.words.group(self.demographic.id, group) if group else say("column.all"),
            shown=options if of_all else [o for o in options if o.has_opinion],
            base=base,
            hidden=hidden,
            aside=None if of_all else dont_know(rows),
            letters={key: text for key, text in letters.items() if isinstance(text, str) and text},
            order=int(first["group_order"]),
        )

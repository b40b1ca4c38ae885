"""Options as a report shows them: in order, named, coloured, with the printed percent.

Belongs here: one question's rows of a mart turned into printable parts. Not here: which figure they go into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.methods.rounding import half_away, sum_to_100
from pipeline.rendering.findings import Answer, Pole
from pipeline.rendering.tree import Cell, Fill, Mark, Part
from pipeline.rendering.tree import Option as TreeOption
from pipeline.reporting.rows import Record, Records, is_unreliable
from pipeline.reporting.words import Words
from pipeline.survey.colours import coloured
from pipeline.survey.model import text_of
from pipeline.survey.questions import Option, Question
from pipeline.survey.reports import ReportQuestion

WITHOUT_OPINION = frozenset({"dont_know", "refused", "not_applicable"})
POLES: dict[str, Pole] = {
    "neg3": "negative",
    "neg2": "negative",
    "neg1": "negative",
    "mid": "middle",
    "pos1": "positive",
    "pos2": "positive",
    "pos3": "positive",
}


@dataclass(frozen=True)
class ShownOption:
    """An option of one question (in a group or for everyone) with its printed numbers.

    Attributes:
        option: From the definition.
        tree: As figures name it.
        percent: Unrounded percent, None when hidden or without a base.
        count: Unweighted number of respondents, None when hidden.
        text: The percent as printed.
        margin: Margin of error as printed, or empty.
        mark: Whether the group differs from the rest.
        base_kind: What the percent for everyone is of.
        is_unreliable: Whether the mart says that the percent is to be read with care.
    """

    option: Option
    tree: TreeOption
    percent: float | None
    count: int | None
    text: str
    margin: str
    mark: Mark
    base_kind: str
    is_unreliable: bool

    @property
    def has_opinion(self) -> bool:
        """Whether the option takes a stand, so that it is in the base `valid`."""
        return self.option.role not in WITHOUT_OPINION

    @property
    def whole(self) -> int | None:
        """The percent as a whole number, as printed."""
        return None if self.percent is None else int(half_away(self.percent))

    def part(self) -> Part:
        """The option's part of a stacked bar."""
        return Part(self.percent or 0.0, self.text, self.mark, self.margin, unreliable=self.is_unreliable)

    def answer(self, language: str) -> Answer:
        """The option as a finding may tell it."""
        return Answer(
            label=self.tree.label,
            percent=self.whole,
            dont_know=self.option.role == "dont_know",
            phrase=text_of(self.option.phrase, language),
            clause=text_of(self.option.clause, language),
            pole=POLES.get(self.option.colour or "", ""),
        )


def ordered_options(words: Words, question: Question, entry: ReportQuestion) -> list[Option]:
    """The options in the order of figures: as the report says, those without an opinion last."""
    options = {o.id: o for o in coloured(question, words.material.definition.options(question))}
    order = [o for o in entry.order if o in options] + [o for o in options if o not in entry.order]
    return sorted((options[o] for o in order), key=lambda o: o.role in WITHOUT_OPINION)


def is_scaled(options: list[Option]) -> bool:
    """Whether every option that takes a stand has a colour, so that they make one stacked bar."""
    return all(o.colour for o in options if o.role not in WITHOUT_OPINION)


def shown_options(
    words: Words, question: Question, entry: ReportQuestion, rows: Records, percent: str
) -> list[ShownOption]:
    """The options of a question with the numbers of `rows`.

    Args:
        words: The report in a language.
        question: The question.
        entry: Its place in the report.
        rows: A row an option: of one item, for everyone or for one group.
        percent: The column of the percent to print.

    Returns:
        Options in the order of figures; those that nobody could choose (no row) are left out.
    """
    by_id = {row["option_id"]: row for row in rows}
    return [
        _shown(words, option, by_id[option.id], percent)
        for option in ordered_options(words, question, entry)
        if option.id in by_id
    ]


def _shown(words: Words, option: Option, row: Record, percent: str) -> ShownOption:
    fill: Fill = "dk" if option.role in WITHOUT_OPINION else option.colour or "pos2"
    value: float | None = None if pd.isna(row[percent]) else float(row[percent])
    margin = ""
    of_persons = percent != "responses_pct" and not (
        percent == "shown_pct" and row["base_kind"] == "responses"
    )
    if of_persons and words.material.report.margins and value is not None and pd.notna(row["moe_pp"]):
        margin = words.numbers.margin(float(row["moe_pp"]), 1)
    mark: Mark = "none"  # margins and tests are about persons, not about the answers of several a person
    if of_persons and words.material.report.tests and row.get("mark") in ("up", "down"):
        mark = "up" if row["mark"] == "up" else "down"
    return ShownOption(
        option=option,
        tree=TreeOption(option.id, words.option(option), words.short_option(option), fill),
        percent=value,
        count=None if pd.isna(row["option_n"]) else int(row["option_n"]),
        text="–" if value is None else words.numbers.number(value),
        margin=margin,
        mark=mark,
        base_kind=str(row["base_kind"]),
        is_unreliable=value is not None and is_unreliable(row),
    )


def parts_of(words: Words, shown: Sequence[ShownOption]) -> tuple[Part, ...]:
    """The options as parts of a divided bar."""
    return adjusted(words, tuple(o.part() for o in shown))


def adjusted(words: Words, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts of a bar with labels that add up to 100, in a report that wants it."""
    shares = [part.share for part in parts]
    if words.material.report.sum_to_100 != "chart" or abs(sum(shares) - 100) > 1e-6:
        return parts
    labels = [words.numbers.number(whole) for whole in sum_to_100(shares)]
    return tuple(
        replace(part, label=label if label != part.text else "")
        for part, label in zip(parts, labels, strict=True)
    )


def dont_know(rows: Records) -> float | None:
    """Don't know in percent of everyone who answered; None without such an option or when hidden."""
    mine = [row["answered_pct"] for row in rows if row["role"] == "dont_know"]
    return None if not mine or any(pd.isna(percent) for percent in mine) else float(sum(mine))


def count_cell(words: Words, count: int | None) -> Cell:
    """A count in a table."""
    return Cell("–") if count is None else Cell(words.numbers.number(count), count)


def percent_cell(shown: ShownOption) -> Cell:
    """A percent in a table, with its margin and mark."""
    return Cell(shown.text, shown.whole, mark=shown.mark, margin=shown.margin, unreliable=shown.is_unreliable)

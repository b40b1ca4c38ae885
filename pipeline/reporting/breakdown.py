"""A question by the groups of a demographic.

Belongs here: the row for everyone and the rows of groups, with what small and hidden groups look like.
"""

import pandas as pd

from pipeline.rendering import alt, comparisons, findings
from pipeline.rendering.comparisons import GroupValue
from pipeline.rendering.tree import BarRow, Breakdown, PlainBars, PlainRow, StackedBars
from pipeline.reporting.shown import ShownOption, is_scaled, ordered_options, shown_options
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion

FEW = 30
NO_NUMBER = "–"


def breakdowns(words: Words, question: Question, entry: ReportQuestion) -> tuple[Breakdown, ...]:
    """The breakdowns of a question, for a grid one an item and demographic."""
    found = []
    for breakdown in words.material.report.breakdowns:
        demographic = words.material.definition.demographics[breakdown.demographic]
        for item in [i.id for i in question.items] or [""]:
            one = _Rows(words, question, entry, demographic, item, breakdown.shown)
            if one.groups:
                found.append(one.breakdown())
    return tuple(found)


class _Rows:
    """The rows of one question (and item) by one demographic."""

    def __init__(
        self,
        words: Words,
        question: Question,
        entry: ReportQuestion,
        demographic: Demographic,
        item: str,
        shown: str,
    ) -> None:
        self.words = words
        self.question = question
        self.entry = entry
        self.demographic = demographic
        self.item = item
        is_multiple = question.type in {"multiple", "grid_multiple"}
        self.percent = "cases_pct" if is_multiple and shown == "valid" else f"{shown}_pct"
        questions, groups = words.material.marts.questions, words.material.groups
        self.everyone = questions.loc[
            (questions["question_id"] == question.id) & (questions["item_id"] == item)
        ]
        mine = groups.loc[
            (groups["question_id"] == question.id)
            & (groups["item_id"] == item)
            & (groups["demographic_id"] == demographic.id)
        ]
        ids = [g.id for g in words.material.definition.groups(demographic)]
        self.groups = {g: mine.loc[mine["group_id"] == g] for g in ids if (mine["group_id"] == g).any()}

    def breakdown(self) -> Breakdown:
        """The finding, the bars and their notes."""
        say = self.words.catalogue.text
        by = (
            text_of(self.demographic.by, self.words.language)
            or self.demographic.text(self.words.language).lower()
        )
        heading = say("question.broken_down_by", demographic=by)
        if self.item:
            item = next(i for i in self.question.items if i.id == self.item)
            heading = f"{item.text(self.words.language)} – {heading[0].lower()}{heading[1:]}"
        scaled = is_scaled(ordered_options(self.words, self.question, self.entry))
        stacked = scaled and self.percent in {"valid_pct", "answered_pct"}
        figure = self._stacked(by) if stacked else self._plain()
        notes = []
        if stacked and figure.aside_heading:  # type: ignore[union-attr]  # stacked bars
            notes.append(say("note.base_and_dont_know"))
        if any(row.few for row in figure.rows):
            notes.append(say("note.few", n=self.words.numbers.number(FEW)))
        if self.words.material.report.tests:
            points = self.words.numbers.number(self.words.material.definition.survey.tests.min_diff_pp)
            notes.append(say("note.marks_rest", points=points))
        key = f"{self.demographic.id}-{self.item}" if self.item else self.demographic.id
        return Breakdown(key, heading, figure, self._finding(), notes=tuple(notes))

    def _shown(self, rows: pd.DataFrame) -> list[ShownOption]:
        shown = shown_options(self.words, self.question, self.entry, rows, self.percent)
        return shown if self.percent == "answered_pct" else [o for o in shown if o.has_opinion]

    def _stacked(self, by: str) -> StackedBars:
        everyone = self._shown(self.everyone)
        options = tuple(o.tree for o in everyone)
        rows = [self._bar(self.words.catalogue.text("column.all"), self.everyone, emphasis=True)]
        rows += [self._bar(self.words.group(self.demographic.id, g), part) for g, part in self.groups.items()]
        has_aside = any(row.aside for row in rows)
        key = "caption.of_opinion" if self.percent == "valid_pct" else "caption.of_answered"
        text = self.question.text(self.words.language)
        return StackedBars(
            alt=alt.stacked_bars(text, by, options, rows, self.words.catalogue),
            caption=self.words.catalogue.text(key),
            row_heading=text_of(self.demographic.heading, self.words.language)
            or self.demographic.text(self.words.language),
            options=options,
            rows=tuple(rows),
            base_heading=self.words.catalogue.text("column.base"),
            aside_heading=self.words.catalogue.text("column.dont_know") if has_aside else "",
        )

    def _bar(self, label: str, rows: pd.DataFrame, *, emphasis: bool = False) -> BarRow:
        base, hidden = self._base(rows)
        if hidden:
            return BarRow(label, (), NO_NUMBER, hidden=hidden)
        aside = None if self.percent == "answered_pct" else dont_know(rows)
        return BarRow(
            label=label,
            parts=tuple(o.part() for o in self._shown(rows)),
            base=self.words.numbers.number(base or 0),
            base_value=base,
            aside="" if aside is None else self.words.numbers.number(aside),
            aside_share=aside or 0.0,
            few=base is not None and base < FEW,
            emphasis=emphasis,
        )

    def _base(self, rows: pd.DataFrame) -> tuple[int | None, str]:
        """The number of persons behind a row, and why it is hidden (empty when it is not)."""
        first = rows.iloc[0]
        if first.get("is_hidden", False):
            return None, self.words.catalogue.text("note.hidden")
        base = first["answered_n" if self.percent == "answered_pct" else "valid_n"]
        return int(base), "" if base > 0 else self.words.catalogue.text("note.no_answers")

    def _plain(self) -> PlainBars:
        """The share of the focus option, everyone first, then the groups."""
        focus = self._focus(self.everyone)
        rows = [self._plain_row(self.words.catalogue.text("column.all"), self.everyone, emphasis=True)]
        rows += [
            self._plain_row(self.words.group(self.demographic.id, g), part) for g, part in self.groups.items()
        ]
        caption = f"{focus.tree.label}, {self.words.catalogue.text('column.percent').lower()}"
        return PlainBars(
            alt=alt.plain_bars(self.question.text(self.words.language), caption, rows, self.words.catalogue),
            caption=caption,
            row_heading=self.demographic.text(self.words.language),
            value_heading=self.words.catalogue.text("column.percent"),
            rows=tuple(rows),
            base_heading=self.words.catalogue.text("column.base"),
        )

    def _plain_row(self, label: str, rows: pd.DataFrame, *, emphasis: bool = False) -> PlainRow:
        base, hidden = self._base(rows)
        focus = self._focus(rows)
        if hidden:
            return PlainRow(label, None, NO_NUMBER, hidden=hidden)
        return PlainRow(
            label=label,
            value=focus.percent,
            text=focus.text,
            base=self.words.numbers.number(base or 0),
            base_value=base,
            interval=focus.margin,
            mark=focus.mark,
            few=base is not None and base < FEW,
            emphasis=emphasis,
        )

    def _focus(self, rows: pd.DataFrame) -> ShownOption:
        """The option that sentences on groups speak of: the declared one, else the most frequent for everyone."""
        shown = self._shown(rows)
        everyone = self._shown(self.everyone)
        wanted = self.question.focus or max(everyone, key=lambda o: o.percent or 0.0).option.id
        return next((o for o in shown if o.option.id == wanted), shown[0])

    def _finding(self) -> str:
        focus = self._focus(self.everyone)
        values = []
        for group, rows in self.groups.items():
            one = self._focus(rows)
            base, hidden = self._base(rows)
            values.append(
                GroupValue(
                    label=self.words.group(self.demographic.id, group),
                    value=None if hidden else one.whole,
                    text=one.text,
                    phrase=self.words.group_phrase(self.demographic.id, group),
                    mark=one.mark,
                    few=base is not None and base < FEW,
                )
            )
        share = findings.share_of(focus.answer(self.words.language), self.words.catalogue)
        return comparisons.by_group(
            share, values, self.words.catalogue, tested=self.words.material.report.tests
        )


def dont_know(rows: pd.DataFrame) -> float | None:
    """Don't know in percent of everyone who answered; None without such an option or when hidden."""
    mine = rows.loc[rows["role"] == "dont_know", "answered_pct"]
    return None if mine.empty or mine.isna().any() else float(mine.sum())

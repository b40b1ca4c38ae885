"""A question by the groups of a demographic.

Belongs here: shares of options, for everyone and for groups, with what small and hidden groups look like.
Groups of a question whose result is a number are in `numeric`.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.rendering import alt, comparisons, findings
from pipeline.rendering.comparisons import GroupValue
from pipeline.rendering.tree import BarRow, Breakdown, PlainBars, PlainRow, StackedBars, Table
from pipeline.reporting.benchmark import Shown, benchmark_tables
from pipeline.reporting.group_row import GroupRow, Reader
from pipeline.reporting.headings import (
    arrows_of_groups,
    breakdown_by,
    breakdown_heading,
    smallest_share_difference,
    star_notes,
)
from pipeline.reporting.letters import LetterRow, letter_table
from pipeline.reporting.narrow_marks import narrow_mark_notes
from pipeline.reporting.numeric import has_number, number_breakdown
from pipeline.reporting.ranking import of_ranked, place_caption
from pipeline.reporting.rows import Records, of_item, options_of
from pipeline.reporting.shown import ShownOption, is_scaled, ordered_options, parts_of
from pipeline.reporting.silent import silence
from pipeline.reporting.sums_by_group import sums_by_group
from pipeline.reporting.whole import caption_of, has_aside, of_opinion
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion
from pipeline.survey.shown import base_kind

NO_NUMBER = "–"


def breakdowns(words: Words, question: Question, entry: ReportQuestion) -> tuple[Breakdown, ...]:
    """The breakdowns of a question, for a grid one an item and demographic."""
    found = []
    for breakdown in words.material.report.breakdowns:
        demographic = words.material.definition.demographics[breakdown.demographic]
        if (demographic.variable or demographic.id) == question.id:
            continue  # the question itself: every group would be all of one answer
        for item in [i.id for i in words.material.definition.items_of(question)] or [""]:
            everyone, groups = _rows_of(words, question, demographic, item)
            if not groups or silence(words, everyone):
                continue
            if has_number(question):
                numbers = number_breakdown(words, question, demographic, everyone, groups)
                found.append(_told_of_sharing(words, demographic, numbers))
                continue
            kind = base_kind(words.material.report, entry, question, breakdown)
            reader = Reader(words, question, entry, demographic, kind)
            total = reader.row("", options_of(everyone))
            rows = [reader.row(group, options_of(part)) for group, part in groups.items()]
            sums = sums_by_group(words, question, demographic, everyone, groups, with_mean=entry.mean)
            shares = _Shares(words, question, entry, demographic, item, kind, total, rows)
            found.append(_told_of_sharing(words, demographic, replace(shares.tree(), sums=sums)))
    return tuple(found)


def _told_of_sharing(words: Words, demographic: Demographic, tree: Breakdown) -> Breakdown:
    """With a note where a person can be in several groups, so that numbers do not add up to everyone's."""
    if not demographic.multiple:
        return tree
    return replace(tree, notes=(words.catalogue.text("note.sharing"), *tree.notes))


def _rows_of(
    words: Words, question: Question, demographic: Demographic, item: str
) -> tuple[Records, dict[str, Records]]:
    """The rows of everyone and of each group, of one item; no groups where nobody is in any of them."""
    everyone = of_item(words.material.rows.everyone(question.id), item)
    parts = words.material.rows.groups(question.id, item, demographic.id)
    ids = [g.id for g in words.material.definition.groups(demographic)]
    found = {group: parts[group] for group in ids if parts.get(group)}
    return everyone, {} if all(rows[0]["respondents_n"] == 0 for rows in found.values()) else found


@dataclass(frozen=True)
class _Shares:
    """The options of one question (and item) by one demographic."""

    words: Words
    question: Question
    entry: ReportQuestion
    demographic: Demographic
    item: str
    kind: str
    total: GroupRow
    groups: list[GroupRow]

    def tree(self) -> Breakdown:
        """The finding, the bars and their notes."""
        stacked = self._stacked() if self._is_stacked else None
        figure = stacked or self._plain()
        notes = []
        if stacked and stacked.aside_heading:
            notes.append(self.words.catalogue.text("note.base_and_dont_know"))
        left_out = any(self._focus(row).is_unreliable for row in self.groups if not row.hidden)
        finding = self._finding()
        notes += star_notes(self.words, figure, left_out=left_out and bool(finding))
        if self._is_tested_otherwise:
            notes.append(self.words.catalogue.text(f"note.tested_beside_{self.kind}"))
        notes += narrow_mark_notes(self.words, stacked) if stacked else ()
        key = f"{self.demographic.id}-{self.item}" if self.item else self.demographic.id
        heading = breakdown_heading(self.words, self.question, self.demographic, self.item)
        table = self._letters(key, figure) if self.words.material.report.letters else None
        return Breakdown(
            key,
            heading,
            figure,
            finding,
            table=table,
            arrows=self._arrows,
            notes=tuple(notes),
            benchmarks=self._benchmarks(),
        )

    @property
    def _is_tested_otherwise(self) -> bool:
        """Whether arrows or letters are of another base than the percents that they stand beside."""
        report = self.words.material.report
        differs = self.kind == "asked" or has_aside(self.words, self.question)
        return (report.tests or report.letters) and not of_opinion(self.kind) and differs

    def _benchmarks(self) -> tuple[Table, ...]:
        """Units held against each other, by the options that take a stand."""
        shown = [o for o in self.total.shown if o.has_opinion]
        if not shown:
            return ()
        results = {o.option.id: Shown(o.tree.label, "option", o.option.id) for o in shown}
        most = max(shown, key=lambda o: o.percent or 0.0).option.id
        focus = results.get(self._focus_id, results[most])
        place = (self.question, self.item, self.demographic)
        return benchmark_tables(self.words, *place, list(results.values()), focus, arrows=self._arrows)

    def _letters(self, key: str, figure: StackedBars | PlainBars) -> Table:
        rows = [
            LetterRow(r.label, r.shown, r.letters, r.base, r.order if r.group else 0, r.hidden)
            for r in self._all
        ]
        key = f"{self.question.id}-{key}-letters"
        least = smallest_share_difference(self.words)
        return letter_table(self.words, key, self._of_whom, figure.row_heading, rows, least)

    @property
    def _arrows(self) -> str:
        return arrows_of_groups(self.words, smallest_share_difference(self.words))

    @property
    def _of_whom(self) -> str:
        if self.question.type == "ranking":
            return of_ranked(self.words, self.question, self.kind)
        return caption_of(self.words, self.question, self.kind)

    @property
    def _all(self) -> list[GroupRow]:
        return [self.total, *self.groups]

    @property
    def _row_heading(self) -> str:
        language = self.words.language
        return text_of(self.demographic.heading, language) or self.demographic.text(language)

    def _stacked(self) -> StackedBars:
        options = tuple(o.tree for o in self.total.shown)
        rows = [self._bar(row) for row in self._all]
        text, by = self.question.text(self.words.language), breakdown_by(self.words, self.demographic)
        has_aside = any(row.aside for row in rows)
        return StackedBars(
            alt=alt.stacked_bars(text, by, options, rows, self.words.catalogue),
            caption=self._of_whom,
            row_heading=self._row_heading,
            options=options,
            rows=tuple(rows),
            base_heading=self.words.catalogue.text("column.base"),
            aside_heading=self.words.catalogue.text("column.dont_know") if has_aside else "",
        )

    def _bar(self, row: GroupRow) -> BarRow:
        if row.hidden:
            return BarRow(row.label, (), NO_NUMBER, hidden=row.hidden)
        return BarRow(
            label=row.label,
            parts=parts_of(self.words, row.shown),
            base=self.words.numbers.number(row.base or 0),
            base_value=row.base,
            aside="" if row.aside is None else self.words.numbers.number(row.aside),
            aside_share=row.aside or 0.0,
            emphasis=not row.group,
        )

    def _plain(self) -> PlainBars:
        """The share of the focus option, everyone first, then the groups."""
        focus = self._focus(self.total)
        rows = [self._plain_row(row) for row in self._all]
        caption = f"{focus.tree.label}, {self._of_whom[:1].lower()}{self._of_whom[1:]}"
        if self.question.type == "ranking":
            caption = place_caption(self.words, focus.tree.label, self._of_whom)
        return PlainBars(
            alt=alt.plain_bars(self.question.text(self.words.language), caption, rows, self.words.catalogue),
            caption=caption,
            row_heading=self._row_heading,
            value_heading=self.words.catalogue.text("column.percent"),
            rows=tuple(rows),
            base_heading=self.words.catalogue.text("column.base"),
            key=focus.tree.key,
        )

    def _plain_row(self, row: GroupRow) -> PlainRow:
        if row.hidden:
            return PlainRow(row.label, None, NO_NUMBER, hidden=row.hidden)
        focus = self._focus(row)
        return PlainRow(
            label=row.label,
            value=focus.percent,
            text=focus.text,
            base=self.words.numbers.number(row.base or 0),
            base_value=row.base,
            interval=focus.margin,
            mark=focus.mark,
            unreliable=focus.is_unreliable,
            emphasis=not row.group,
        )

    def _focus(self, row: GroupRow) -> ShownOption:
        """The option that sentences on groups speak of, in one row."""
        return next((o for o in row.shown if o.option.id == self._focus_id), row.shown[0])

    @cached_property
    def _focus_id(self) -> str:
        """The declared option, else everyone's most frequent; of drawn ones rather one with a marked group.

        A sentence about an option without marked groups would stand over the arrows of another.
        """
        if self.question.focus in {o.option.id for o in self.total.shown}:
            return str(self.question.focus)
        if self.question.type == "ranking":
            return min((o.option for o in self.total.shown if o.has_opinion), key=self.question.place).id
        by_share = sorted(self.total.shown, key=lambda o: -(o.percent or 0.0))
        if self._is_stacked:
            marked = {o.option.id for row in self.groups for o in row.shown if o.mark != "none"}
            by_share.sort(key=lambda o: o.option.id not in marked)
        return by_share[0].option.id

    @property
    def _is_stacked(self) -> bool:
        """Whether all options are drawn in one bar, so that each needs a colour."""
        scaled = is_scaled(ordered_options(self.words, self.question, self.entry))
        return scaled and not self.question.has_ticks

    def _finding(self) -> str:
        if self.kind == "responses":
            return ""  # shares of answers are not tested, and no share of persons
        values = [
            GroupValue(
                label=row.label,
                value=None if row.hidden else self._focus(row).whole,
                text=self._focus(row).text,
                phrase=self.words.group_phrase(self.demographic.id, row.group),
                mark=self._focus(row).mark,
                unreliable=self._focus(row).is_unreliable,
            )
            for row in self.groups
        ]
        focus = self._focus(self.total)
        if self.question.type == "ranking":
            share = self.words.catalogue.text("ranking.share", place=focus.tree.label)
        else:
            share = findings.share_of(focus.answer(self.words.language), self.words.catalogue)
        tested = self.words.material.report.tests
        return comparisons.by_group(share, values, self.words.catalogue, tested=tested)

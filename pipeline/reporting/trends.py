"""A question over the waves: lines of its answers, items or groups, with a sentence and notes.

Belongs here: what a trend shows of a question, and the figure. Single numbers are in `trend_lines`, what is
said under the figure in `trend_notes`, and its answers in `trend_answers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.rendering import alt
from pipeline.rendering.tree import Breakdown, TrendLines
from pipeline.rendering.trend_table import has_more, trend_table
from pipeline.reporting.headings import breakdown_by, star_notes
from pipeline.reporting.numeric import has_number
from pipeline.reporting.ranking import place_caption
from pipeline.reporting.rows import Records
from pipeline.reporting.shown_measures import main_measure
from pipeline.reporting.trend_answers import KeyShare, answer_lines, key_share
from pipeline.reporting.trend_finding import trend_finding
from pipeline.reporting.trend_lines import Line, line_of, span_of, trend_row, trend_waves
from pipeline.reporting.trend_notes import arrows_of_changes, trend_notes
from pipeline.reporting.whole import caption_of
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Demographic
from pipeline.survey.model import text_of
from pipeline.survey.questions import Question
from pipeline.survey.reports import ReportQuestion

KEY = "over_waves"


def trend_breakdowns(words: Words, question: Question, entry: ReportQuestion) -> tuple[Breakdown, ...]:
    """A question over the waves: its answers or items, and its groups where the report wants them.

    Nothing where there is one wave only, or the question is not shown over time.
    """
    rows = words.material.trends.of(question.id)
    waves = sorted({str(row["wave"]) for row in rows})
    if len(waves) < 2 or waves[-1] != words.material.wave:
        return ()
    trend = _Trend(words, question, entry, waves)
    found = [trend.of_everyone(rows)]
    if not question.items:
        found += [
            trend.of_groups(rows, words.material.definition.demographics[b.demographic])
            for b in words.material.report.breakdowns
            if words.material.trends.of(question.id, b.demographic)
        ]
    return tuple(found)


@dataclass(frozen=True)
class _Trend:
    """One question over its waves."""

    words: Words
    question: Question
    entry: ReportQuestion
    waves: list[str]

    def of_everyone(self, rows: Records) -> Breakdown:
        """Answers and nets of a question, items of a grid, or the one number of it."""
        say = self.words.catalogue.text
        heading = say("question.over_years")
        row_heading = say("column.answer")
        if self.question.items:
            row_heading = say("column.alternative" if self.question.type == "ranking" else "column.row")
            share = key_share(self.words, self.question, self.waves, rows)
            lines = [
                line_of(
                    text_of(item.short, self.words.language) or item.text(self.words.language),
                    say("trend.share_of_row", row=item.text(self.words.language)),
                    [row for row in rows if row["item_id"] == item.id and share.has(row)],
                )
                for item in self.question.items
            ]
            caption = f"{share.label}, {say('column.percent').lower()}"
            if self.question.type == "ranking":
                caption = place_caption(self.words, share.label, say("ranking.of_placed"))
            return self._tree(KEY, heading, caption, row_heading, [line for line in lines if line.records])
        if has_number(self.question):
            line = self._number(rows)
            measure = say("measure.heading")
            return self._tree(KEY, heading, self._number_caption(), measure, [line], shared=True)
        caption = caption_of(self.words, self.question, "cases" if self.question.has_ticks else "valid")
        lines = answer_lines(self.words, self.question, self.entry, self.waves, rows)
        return self._tree(KEY, heading, caption, row_heading, lines, shared=True)

    def of_groups(self, rows: Records, demographic: Demographic) -> Breakdown:
        """Everyone and each group: the share that stands for the question, or its number."""
        say = self.words.catalogue.text
        number = has_number(self.question)
        share = (
            KeyShare("", main_measure(self.question))
            if number
            else key_share(self.words, self.question, self.waves, rows)
        )
        caption = self._number_caption() if number else f"{share.label}, {say('column.percent').lower()}"
        mine = self.words.material.trends.of(self.question.id, demographic.id)
        names = [g.id for g in self.words.material.definition.every_group(demographic)]
        what = "trend.number_of_row" if number else "trend.share_of_row"
        lines = [
            line_of(say("column.all"), "", [row for row in rows if share.has(row)], emphasis=True),
            *(
                line_of(
                    self.words.group(demographic.id, name),
                    say(what, row=self.words.group(demographic.id, name), number=self._number_word()),
                    [row for row in mine if row["group_id"] == name and share.has(row)],
                )
                for name in names
            ),
        ]
        heading = say("trend.by", demographic=breakdown_by(self.words, demographic))
        row_heading = text_of(demographic.heading, self.words.language) or demographic.text(
            self.words.language
        )
        shown = [line for line in lines if line.records]
        return self._tree(f"{KEY}_{demographic.id}", heading, caption, row_heading, shown)

    def _number(self, rows: Records) -> Line:
        """The line of a question whose result is a number."""
        measure = main_measure(self.question)
        label = self.words.catalogue.text("column.nps" if measure == "nps" else f"measure.{measure}")
        return line_of(label, self._number_word(), [row for row in rows if row["measure"] == measure])

    def _number_word(self) -> str:
        return self.words.catalogue.text(f"trend.the_{main_measure(self.question)}")

    def _number_caption(self) -> str:
        measure = main_measure(self.question)
        unit = text_of(self.question.unit, self.words.language)
        caption = self.words.catalogue.text(
            {"nps": "trend.nps", "index": "measure.index_caption"}.get(measure, "caption.mean")
        )
        return f"{caption}, {unit}" if unit and measure == "mean" else caption

    def _tree(
        self,
        key: str,
        heading: str,
        caption: str,
        row_heading: str,
        lines: Sequence[Line],
        *,
        shared: bool = False,
    ) -> Breakdown:
        say = self.words.catalogue.text
        rows = [trend_row(self.words, self.waves, line, own_bases=not shared) for line in lines]
        waves = trend_waves(self.words, self.waves, lines, shared=shared)
        before = _wave_before(lines, self.waves[-1])
        has_change = before and any(row.change for row in rows)
        figure = TrendLines(
            alt=alt.trend_lines(
                self.question.text(self.words.language), caption, waves, rows, self.words.catalogue
            ),
            caption=caption,
            row_heading=row_heading,
            waves=tuple(waves),
            rows=tuple(rows),
            span=span_of(rows, lines),
            value_heading=say("column.percent" if lines[0].is_share else "column.value"),
            base_heading=say("column.base") if shared else "",
            change_heading=say("trend.change", wave=before) if has_change else "",
            cut_label=say("trend.break"),
        )
        table_key = f"{self.question.id}-{key}"
        table = trend_table(figure, table_key, self.words.catalogue) if has_more(figure) else None
        notes = trend_notes(self.words, self.question, self.waves, lines, figure)
        finding = trend_finding(self.words, self.question, self.waves[-1], lines, before)
        arrows = arrows_of_changes(self.words, self.question, lines)
        if table:
            table = replace(table, arrows=arrows, notes=star_notes(self.words, table))
        return Breakdown(key, heading, figure, finding, table=table, arrows=arrows, notes=notes)


def _wave_before(lines: Sequence[Line], wave: str) -> str:
    """The wave that the newest one is compared with; empty where it begins a segment."""
    rows = [line.records[wave] for line in lines if wave in line.records]
    found = [row["previous_wave"] for row in rows if isinstance(row["previous_wave"], str)]
    return str(found[0]) if found else ""

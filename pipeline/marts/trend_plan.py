"""Which waves a trend compares, question by question, before anything is counted.

Belongs here: the lines that a definition declares, laid over the waves that are there. How a declaration cuts
a line is in `methods.trend_lines`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.methods.trend_lines import BREAK, trend_lines
from pipeline.survey.provenance import (
    DEMOGRAPHIC,
    QUESTION,
    REPORT,
    UNIVERSE,
    WAVE,
    WEIGHTING,
    provenance_table,
)
from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import MULTIPLE
from pipeline.survey.trends import comparability_in, waves_until
from pipeline.survey.wave_changes import DROPPED

LINE = ["report_id", "question_id"]
COLUMNS = [*LINE, "wave", "previous_wave", "segment", "compat", "is_break", "has_footnote"]
Provenance = Mapping[str, pd.DataFrame]
"""Wave to its `core_provenance`."""


@dataclass(frozen=True)
class TrendPlan:
    """What is compared with what.

    Attributes:
        lines: A row a report, question and wave that is shown: previous_wave (of the same segment, missing at
            its start), segment, compat (of the change that counts between the two), is_break (a new segment
            begins), has_footnote (a wording that somebody approved as comparable changed in between).
        with_groups: The reports whose trends have the groups of breakdowns too.
        is_linked: Whether persons can be found again from wave to wave.
        notes: Which waves are not in the trends, and why.
    """

    lines: pd.DataFrame
    with_groups: frozenset[str]
    is_linked: bool
    notes: tuple[str, ...]

    @property
    def waves(self) -> list[str]:
        """Every wave that is read, oldest first."""
        return sorted(self.lines["wave"].unique())

    def tables(self, definition: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """The tables of the definition that decide what SQL counts, with nothing but what trends show.

        Args:
            definition: All its tables.
        """
        shown = self.lines[LINE].drop_duplicates()
        questions = definition["definition_report_question"].merge(shown, on=LINE, how="inner")
        groups, digits = definition["definition_breakdown_group"], definition["definition_group_digit"]
        wanted = (groups["demographic_id"] == "") | groups["report_id"].isin(self.with_groups)
        counted = (digits["column_name"] == "") | digits["report_id"].isin(self.with_groups)
        compared = self.lines.dropna(subset="previous_wave")[[*LINE, "wave", "previous_wave"]]
        pairs = compared if self.is_linked else compared.head(0)
        return {
            "definition_report_question": questions,
            "definition_answer_digit": definition["definition_answer_digit"].merge(shown, on=LINE),
            "definition_breakdown_group": groups.loc[wanted],
            "definition_group_digit": digits.loc[counted],
            "definition_trend_pair": pairs.reset_index(drop=True),
        }

    @property
    def questions(self) -> list[str]:
        """Every question that a trend shows."""
        return sorted(self.lines["question_id"].unique())


def trend_plan(definition: Definition, wave: str, earlier: Provenance) -> TrendPlan:
    """Lay the declared lines over the waves that are there.

    Args:
        definition: The survey.
        wave: The wave in work, the last one of every trend.
        earlier: `core_provenance` of the earlier waves whose core tables are there.
    """
    declared = _declared_lines(definition, wave)
    fits = _Fitting(definition, wave, earlier)
    parts = []
    for keys, line in declared.groupby(LINE, sort=False):
        report = definition.reports[str(keys[0])]
        asked = line.loc[line["compat"] != DROPPED]
        if (asked["wave"] == wave).any():
            there = [fits.has(report, str(keys[1]), str(one)) for one in asked["wave"]]
            parts.append(_shown(line, asked.loc[there], report.trends[str(keys[1])].waves))
    empty = pd.DataFrame(columns=COLUMNS)
    lines = pd.concat(parts, ignore_index=True) if parts else empty
    reports = definition.reports.values()
    with_groups = frozenset(r.report for r in reports if r.trend is not None and r.trend.groups)
    is_linked = definition.survey.respondent.links_waves
    return TrendPlan(_typed(lines[COLUMNS]), with_groups, is_linked, tuple(fits.notes()))


def _typed(lines: pd.DataFrame) -> pd.DataFrame:
    text = dict.fromkeys([*LINE, "wave", "previous_wave", "compat"], "str")
    return lines.astype({**text, "segment": "int64", "is_break": bool, "has_footnote": bool})


def _declared_lines(definition: Definition, wave: str) -> pd.DataFrame:
    """Every declared wave of every question that a report shows over time, with its segment."""
    rows = [
        _declared(definition, report, definition.questions[name], one)
        for report in definition.reports.values()
        for name in report.trends
        for one in waves_until(definition, wave)
    ]
    names = ["compat", "approved_by", "base_kind", "weighting_scheme", "mode", "is_basis_comparable"]
    waves = pd.DataFrame(rows, columns=[*LINE, "wave", *names])
    return trend_lines(waves.assign(pct=np.nan), keys=LINE)


def _declared(definition: Definition, report: Report, question: Question, wave: str) -> tuple[object, ...]:
    found = comparability_in(definition, question, wave)
    settings = definition.survey.waves[wave]
    return (
        report.report,
        question.id,
        wave,
        found.compat,
        found.approved_by,
        "cases" if question.type in MULTIPLE else "valid",
        settings.weighting_scheme if report.weighted else None,
        " ".join(sorted(definition.method(wave).modes)),
        settings.basis_comparable,
    )


def _shown(line: pd.DataFrame, there: pd.DataFrame, count: int) -> pd.DataFrame:
    """The newest waves of a line that are there, each with the one that it is compared with."""
    shown = there.iloc[-count:]
    before = shown["wave"].shift()
    segment = shown["segment"].astype("int64")
    same = segment == segment.shift()
    rows = shown[[*LINE, "wave"]].assign(
        segment=segment,
        previous_wave=before.where(same),
        is_break=~same & before.notna(),
    )
    between = [
        line.loc[(line["wave"] > (first if isinstance(first, str) else "")) & (line["wave"] <= last)]
        for first, last in zip(before, shown["wave"], strict=True)
    ]
    return rows.assign(
        compat=[_compat(part, is_break) for part, is_break in zip(between, rows["is_break"], strict=True)],
        has_footnote=same.to_numpy() & np.array([part["has_footnote"].any() for part in between], bool),
    )


def _compat(between: pd.DataFrame, is_break: bool) -> str:
    """The word of the change that counts: the last that cuts the line, else the last that is not exact."""
    cut = between.loc[between["obs_status"] == BREAK] if is_break else between
    cut = between if cut.empty else cut
    other = cut.loc[~cut["compat"].isin(["exact", DROPPED])]
    return str((cut if other.empty else other)["compat"].iloc[-1])


class _Fitting:
    """Which parts of earlier waves' tables were made from the definition as it is now."""

    def __init__(self, definition: Definition, wave: str, earlier: Provenance) -> None:
        self._definition = definition
        self._wave = wave
        self._earlier = [w for w in waves_until(definition, wave) if w != wave]
        self._changed = {
            one: _changed_parts(definition, one, earlier[one]) for one in self._earlier if one in earlier
        }

    def has(self, report: Report, question: str, wave: str) -> bool:
        """Whether a wave has the answers to a question as a report counts them."""
        if wave == self._wave:
            return True
        changed = self._changed.get(wave)
        return changed is not None and not (self._needed(report, question) & changed)

    def _needed(self, report: Report, question: str) -> set[tuple[str, str]]:
        needed = {(WAVE, ""), (UNIVERSE, ""), (REPORT, report.report), (QUESTION, question)}
        if report.weighted:
            needed.add((WEIGHTING, ""))
        if report.trends[question].groups:
            needed |= {(DEMOGRAPHIC, breakdown.demographic) for breakdown in report.breakdowns}
        return needed

    def notes(self) -> Iterator[str]:
        """A sentence a wave that is not there, or was made from another definition."""
        run = f"topline run {self._definition.id} --wave"
        for wave in self._earlier:
            if wave not in self._changed:
                yield f"wave {wave} is not in the trends, for it has not been run here: {run} {wave}"
                continue
            lost = sorted(set(self._lost(wave)))
            if lost:
                what = ", ".join(lost)
                yield (
                    f"wave {wave} was run when the definition said something else of {what}, and is left out "
                    f"of the trends that need it; run it again: {run} {wave}"
                )

    def _lost(self, wave: str) -> Iterator[str]:
        for report in self._definition.reports.values():
            for question in report.trends:
                for part, name in self._needed(report, question) & self._changed[wave]:
                    yield f"{part} {name}".strip()


def _changed_parts(definition: Definition, wave: str, made: pd.DataFrame) -> set[tuple[str, str]]:
    """The parts of a wave that its tables do not have, or have from another definition."""
    now = provenance_table(definition, wave)
    keys = ["part", "part_id"]
    both = now.merge(made[[*keys, "sha256"]], on=keys, how="left", suffixes=("", "_made"))
    other = both.loc[both["sha256"] != both["sha256_made"], keys]
    return set(other.itertuples(index=False, name=None))

"""Respondents to look at: durations, times that cannot be, and what is left out when that is declared."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.coding.columns import column_uses
from pipeline.coding.problems import WaveError
from pipeline.coding.respondents import Core
from pipeline.readers.export import SourceColumn
from pipeline.schemas.core import core_dispositions, core_flags, core_rejected
from tests.coding.small_survey import DAYS, WAVE, core, define, source, survey_yaml

QUESTIONS = (
    "questions: [{id: q, ask_if: everyone, text: Q, column: q, options: [{id: yes, code: 1, text: Ja}]}]"
)
STATUS = "status: {column: status, complete: [1], partial: [2], opened: [3]}"
"""DAYS are 1 January to 1 February 2024."""


def build(folder: Path, respondent: str, read: str = "{}", **cells: Sequence[str | None]) -> Core:
    waves = f"waves:\n  2024: {{{DAYS}, export: {{files: [x], read: {read}}}}}\n"
    definition = define(folder, QUESTIONS, survey_yaml(f"respondent: {{{respondent}}}\n", waves))
    rows = len(next(iter(cells.values())))
    made = core(definition, source({"q": ["1"] * rows, **cells}))
    core_flags().validate(made.flags)
    core_rejected().validate(made.rejected)
    core_dispositions(definition).validate(made.dispositions)
    return made


def flagged(made: Core, flag: str) -> list[int]:
    rows = made.flags
    return rows.loc[rows["flag"] == flag, "source_row"].tolist()


def warned(made: Core) -> str:
    return "\n".join(made.warnings)


SECONDS = ["100", "90", "110", "29", "30", "5", None, "100"]
"""The median of those known is 90, and 30 % of it 27."""


def test_who_took_a_small_share_of_the_median_is_too_fast(tmp_path: Path) -> None:
    made = build(tmp_path, "duration: {column: t}", t=SECONDS)
    assert flagged(made, "too_fast") == [6]
    assert "1 of 7 complete respondents took less than 27 seconds (30 % of the median, 90)" in warned(made)
    assert len(made.responses) == 8  # told, and not left out
    assert not made.flags["is_removed"].any()


@pytest.mark.parametrize(
    ("quality", "fast", "said"),
    [
        ("fastest_seconds: 30, fastest_share: null", [4, 6], "30 seconds (as declared)"),
        ("fastest_seconds: 5, fastest_share: null", [], ""),
        ("fastest_seconds: 5, fastest_share: 0.32222", [6], "29 seconds (32 % of the median, 90)"),
        ("fastest_seconds: 60, fastest_share: 0.3", [4, 5, 6], "60 seconds (as declared)"),
        ("fastest_share: null", [], ""),
    ],
)
def test_the_limit_is_declared(tmp_path: Path, quality: str, fast: list[int], said: str) -> None:
    made = build(tmp_path, f"duration: {{column: t}}, quality: {{{quality}}}", t=SECONDS)
    assert flagged(made, "too_fast") == fast
    assert said in warned(made)


@pytest.mark.parametrize(
    ("unit", "cells"),
    [
        ("milliseconds", ["60000", "60000", "5000"]),
        ("seconds", ["60", "60.0", "5"]),
        ("minutes", ["1", "1,0", "0,083"]),
    ],
)
def test_durations_have_a_unit(tmp_path: Path, unit: str, cells: list[str | None]) -> None:
    made = build(
        tmp_path,
        f"duration: {{column: t, unit: {unit}}}",
        '{decimal: ","}' if "1,0" in cells else "{}",
        t=cells,
    )
    assert flagged(made, "too_fast") == [3]


def test_only_who_completed_can_be_too_fast(tmp_path: Path) -> None:
    """Who breaks off takes little time; the median is of the complete alone."""
    made = build(
        tmp_path, f"{STATUS}, duration: {{column: t}}", t=["100", "100", "5", "5", "5"], status=list("11123")
    )
    assert flagged(made, "too_fast") == [3]
    assert "1 of 3 complete respondents" in warned(made)


STARTED = ["2024-01-10 10:00:00", "2024-01-10 10:00:00", "2024-01-10 10:00:00", "2024-01-10 10:00:00", None]
SUBMITTED = ["2024-01-10 10:10:00", "2024-01-10 10:08:20", "2024-01-10 10:00:05", "2024-01-10 09:59:59"]


def test_without_a_duration_it_is_from_start_to_end(tmp_path: Path) -> None:
    ends = [*SUBMITTED, "2024-01-10 10:00:00"]
    made = build(tmp_path, "started: a, submitted: b", a=STARTED, b=ends)
    assert flagged(made, "too_fast") == [3]
    assert "took less than 150 seconds (30 % of the median, 500)" in warned(made)
    assert flagged(made, "impossible_time") == [4]
    assert "1 rows were submitted before they were started" in warned(made)


def test_a_platforms_own_duration_goes_before_the_difference(tmp_path: Path) -> None:
    ends = [*SUBMITTED[:3], "2024-01-10 10:10:00", "2024-01-10 10:10:00"]
    made = build(
        tmp_path, "started: a, submitted: b, duration: {column: t}", a=STARTED, b=ends, t=["60"] * 4 + ["6"]
    )
    assert flagged(made, "too_fast") == [5]


def test_what_is_flagged_is_left_out_where_that_is_declared(tmp_path: Path) -> None:
    made = build(tmp_path, "duration: {column: t}, quality: {remove: [too_fast]}", t=SECONDS)
    assert len(made.responses) == 7
    assert made.dispositions["status"].tolist().count("deleted") == 1
    assert made.rejected[["source_row", "rule"]].values.tolist() == [[6, "too_fast"]]
    assert made.flags[["source_row", "is_removed"]].values.tolist() == [[6, True]]


def test_times_are_in_a_declared_format_or_stop_the_wave(tmp_path: Path) -> None:
    ends = ["06.01.2024 kl. 15.37.20", None, "i går"]
    with pytest.raises(WaveError) as raised:
        build(tmp_path, "submitted: b", b=ends)
    message = "column b (a time of respondents): 2 cells, the first in row 1, hold no time in ISO 8601"
    assert message in str(raised.value)
    assert "går" not in str(raised.value)
    made = build(tmp_path, "submitted: b", '{date_format: "%d.%m.%Y kl. %H.%M.%S"}', b=ends)
    assert "column b: 1 rows hold no time in the declared format" in warned(made)
    assert flagged(made, "impossible_time") == [3]


def test_a_time_that_the_clocks_skipped_is_none(tmp_path: Path) -> None:
    """30 seconds around 03:00 on the night when 02:00 became 03:00, and a start that never was."""
    starts = ["2024-03-31 01:59:45", "2024-03-31 02:30:00", "2024-03-31 01:00:00", "2024-03-31 01:00:00"]
    ends = ["2024-03-31 03:00:15", "2024-03-31 03:30:00", "2024-03-31 01:10:00", "2024-03-31 03:10:00"]
    made = build(tmp_path, "started: a, submitted: b", a=starts, b=ends)
    assert "column a: 1 rows hold a time that the clocks skipped (Europe/Oslo, summer time)" in warned(made)
    assert flagged(made, "impossible_time") == [2]
    assert flagged(made, "too_fast") == [1]  # of 30, 600 and 4200 seconds
    abroad = build(tmp_path, "started: a, submitted: b", "{time_zone: UTC}", a=starts, b=ends)
    assert flagged(abroad, "impossible_time") == []


def test_of_an_hour_that_comes_twice_the_first_is_taken_unless_it_is_before_the_start(tmp_path: Path) -> None:
    starts = ["2024-10-27 02:10:00", "2024-10-27 02:50:00", "2024-10-27 02:10:00"]
    ends = ["2024-10-27 02:20:00", "2024-10-27 02:02:00", "2024-10-27 03:10:00"]
    made = build(
        tmp_path,
        "started: a, submitted: b, quality: {fastest_seconds: 601, fastest_share: null}",
        a=starts,
        b=ends,
    )
    assert "column a: 3 rows hold a time that the clocks showed twice (Europe/Oslo, winter time)" in warned(
        made
    )
    assert flagged(made, "too_fast") == [1]  # 600 seconds; 12 minutes into the second hour; two hours
    assert flagged(made, "impossible_time") == []


def test_answers_outside_of_the_field_are_told(tmp_path: Path) -> None:
    ends = ["2023-12-31 23:59:59", "2024-01-01 00:00:00", "2024-02-01 23:59:59", "2024-02-02 00:00:00", None]
    made = build(tmp_path, "submitted: b", b=ends)
    assert flagged(made, "outside_field") == [1, 4]
    assert "2 respondents answered before field_start or after field_end" in warned(made)
    late = build(tmp_path, "submitted: b, quality: {remove: [outside_field]}", b=ends)
    assert late.dispositions["status"].tolist() == ["deleted", "complete", "complete", "deleted", "complete"]


def test_a_column_that_is_not_there_stops_the_wave(tmp_path: Path) -> None:
    respondent = "respondent: {started: a, submitted: b, duration: {column: c}}\n"
    definition = define(tmp_path, QUESTIONS, survey_yaml(respondent))
    problems = column_uses(definition, WAVE, [SourceColumn("q", "q")]).problems
    for column, place in (("a", "started"), ("b", "submitted"), ("c", "duration")):
        assert any(f"column {column} (respondent.{place}) is not in the export" in p for p in problems)

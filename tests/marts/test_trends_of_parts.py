"""Trends of questions whose options, items and groups are not the same in every wave."""

from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest

from pipeline.survey.provenance import provenance_table
from pipeline.survey.survey import Definition
from tests.coding import small_survey
from tests.marts.panel_survey import Panel, panel, waves_yaml

QUESTIONS = """
questions:
  - id: gender
    background: true
    text: Kjønn
    column: gender
    options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}OTHER]
    waves: {2024: {compat: exact}}
  - id: content
    type: scale
    text: Er du fornøyd?
    ask_if: everyone
    column: content
    top2: true
    options:
      - {id: s1, code: 1, score: 1, text: En}
      - {id: s2, code: 2, score: 2, text: To}
      - {id: s3, code: 3, score: 3, text: Tre}
      - {id: s4, code: 4, score: 4, text: Fire}
SEVEN
    waves: {WAVES}
  - id: travel
    type: multiple
    text: Hvordan reiser du?
    ask_if: everyone
    columns: {bus: bus, train: trainNONE}
    options:
      - {id: bus, code: 1, text: Buss}
      - {id: train, code: 2, text: Tog}
SCOOTER
    nets: [{id: public, text: Noe, options: [train, bus]}]
    waves: {TRAVEL}
  - {id: hours, type: numeric, text: Timer, ask_if: everyone, column: hours, min: 0, max: 80}
"""
NEW_PARTS = {
    "OTHER": ", {id: other, code: 3, text: Annet, from: 2024}",
    "SEVEN": """\
      - {id: s5, code: 5, score: 5, text: Fem, from: 2024}
      - {id: s6, code: 6, score: 6, text: Seks, from: 2024}""",
    "NONE": ", scooter: none",
    "SCOOTER": "      - {id: scooter, code: 3, text: Sparkesykkel, from: 2024}",
}
REPORT = """
report: jobb
title: Jobb
shown: valid
tests: true
trend: {groups: true}
chapters: [{id: en, title: En, questions: [content, travel, hours]}]
breakdowns: [{demographic: gender}]
"""


def define(*, content: str = "{compat: break}", travel: str = "{compat: exact}", **parts: str) -> Definition:
    """The survey; without `parts` as it was before there were any in some waves only."""
    text = QUESTIONS.replace("{WAVES}", f"{{2024: {content}}}").replace("{TRAVEL}", f"{{2024: {travel}}}")
    for name in NEW_PARTS:
        text = text.replace(name, parts.get(name, ""))
    demographics = "demographics: [{id: gender, text: Kjønn}]\nrespondent: {key: id}\n"
    survey = small_survey.survey_yaml(demographics, waves_yaml())
    return small_survey.define(Path(mkdtemp()), text, survey, jobb=REPORT)


def answers() -> dict[str, dict[str, tuple[object, ...]]]:
    """80 persons a year, all in both. 2023: 20 each of the four steps. 2024: steps 3 to 6 in their places."""
    earlier = {f"p{i}": (1 + i % 2, 1 + i // 20, i % 2, 1, "", 30) for i in range(80)}
    later = {f"p{i}": (1 + i % 3, 3 + i // 20, i % 2, 1, int(i < 8), 30) for i in range(80)}
    return {"2023": earlier, "2024": later}


@pytest.fixture(scope="module")
def made() -> Panel:
    return panel(define(**NEW_PARTS), answers(), Path(mkdtemp()))


@pytest.fixture(scope="module")
def trend(made: Panel) -> pd.DataFrame:
    return made.trend()


def found(trend: pd.DataFrame, question: str, column: str, group: str = "") -> dict[tuple[str, str], float]:
    """Wave and option or net to a column."""
    rows = trend.loc[(trend["question_id"] == question) & (trend["group_id"] == group)]
    names = rows["option_id"] + rows["net_id"] + rows["measure"].where(rows["measure"] == "mean", "")
    return dict(zip(zip(rows["wave"], names, strict=True), rows[column], strict=True))


def test_each_wave_has_the_ends_and_the_mean_of_the_scale_that_it_had(trend):
    values = found(trend, "content", "value")
    assert values["2023", "top2"] == pytest.approx(50), "steps 3 and 4"
    assert values["2024", "top2"] == pytest.approx(50), "steps 5 and 6"
    assert values["2024", "bottom2"] == pytest.approx(0)
    assert (values["2023", "mean"], values["2024", "mean"]) == (pytest.approx(2.5), pytest.approx(4.5))
    assert {option for wave, option in values if wave == "2023"}.isdisjoint({"s5", "s6"})
    assert {("2024", "s5"), ("2024", "s6")} <= values.keys()
    assert all(pd.isna(change) for change in found(trend, "content", "change").values()), "the scale was cut"


def test_where_steps_are_declared_comparable_persons_count_in_the_ends_of_their_own_wave():
    """All 80 are in both: whoever was in the top of four steps in 2023 is in the top of six in 2024."""
    same = panel(define(content="{compat: exact}", **NEW_PARTS), answers(), Path(mkdtemp())).trend()
    top = same.query("wave == '2024' and net_id == 'top2' and group_id == ''").iloc[0]
    assert top["change"] == pytest.approx(0)
    assert top["overlap_n"] == 80
    assert pd.isna(top["z"]), "everybody stayed: nothing varies"
    assert "degenerate" in top["stat_note"]
    mean = same.query("wave == '2024' and question_id == 'content' and measure == 'mean' and group_id == ''")
    assert mean.iloc[0]["change"] == pytest.approx(2)


def test_a_new_option_has_no_change_and_no_pairs_and_the_others_have(made, trend):
    changes = found(trend, "travel", "change")
    assert pd.isna(changes["2024", "scooter"])
    assert changes["2024", "bus"] == pytest.approx(0)
    assert ("2023", "scooter") not in changes
    pairs = made.pairs()
    assert set(pairs.loc[pairs["option_id"] != "", "option_id"]) == {"bus", "train"}


def test_a_group_that_is_new_is_compared_with_nothing(trend):
    overlap = found(trend, "hours", "overlap_n", "other")
    assert set(overlap) == {("2024", "mean")}
    assert all(pd.isna(n) for n in overlap.values())
    woman = found(trend, "hours", "overlap_n", "woman")["2024", "mean"]
    assert woman == sum(i % 2 == 0 and i % 3 == 0 for i in range(80))


def test_a_part_that_earlier_waves_do_not_have_leaves_their_tables_as_they_are():
    before, after = define(), define(**NEW_PARTS)
    pd.testing.assert_frame_equal(provenance_table(before, "2023"), provenance_table(after, "2023"))
    pd.testing.assert_frame_equal(
        provenance_table(after, "2024"), provenance_table(after.in_wave("2024"), "2024")
    )
    both = provenance_table(before, "2024").merge(
        provenance_table(after, "2024"), on=["part", "part_id"], suffixes=("", "_after")
    )
    moved = both.loc[both["sha256"] != both["sha256_after"], "part_id"]
    assert set(moved) == {"gender", "content", "travel"}

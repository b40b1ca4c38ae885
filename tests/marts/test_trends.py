"""Trends through the real statements: changes by hand, the reference panels, and where a line is cut."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.changes import refuse_undeclared, wave_changes
from pipeline.coding.problems import WaveError
from pipeline.schemas.mart_trend import mart_trend, mart_trend_pair
from pipeline.survey.provenance import provenance_table
from tests.marts.panel_survey import Panel, panel, panel_definition
from tests.methods.reference_cases import assert_close
from tests.methods.test_trend import pair

HIGH, LOW, DONT_KNOW = "3", "1", "9"


def row(person: int, content: str, gender: int | str | None = None) -> tuple[object, ...]:
    """A person's answers; odd numbers take the bus, every third the train, and hours follow the number."""
    bus, train = int(person % 2 == 1), int(person % 3 == 0)
    ticks = (bus, train, int(not bus and not train))
    return (person % 2 + 1 if gender is None else gender, content, *ticks, 20 + person % 7)


def answers() -> dict[str, dict[str, tuple[object, ...]]]:
    """40 persons in 2023, half of them high; 50 in 2024, 35 high, and 5 who do not know; 30 are in both."""
    earlier = {f"p{i}": row(i, HIGH if i <= 20 else LOW) for i in range(1, 41)}
    later = {f"p{i}": row(i, HIGH if i <= 45 else LOW) for i in range(11, 61)}
    later |= {f"p{i}": row(i, DONT_KNOW) for i in range(61, 66)}
    return {"2023": earlier, "2024": later}


def made(*, data=None, **declared) -> Panel:
    folder = Path(mkdtemp())
    return panel(panel_definition(folder, **declared), data or answers(), folder)


@cache
def plain() -> tuple[pd.DataFrame, pd.DataFrame]:
    found = made(trend="trend: {groups: true}\n")
    return found.trend(), found.pairs()


def one(trend: pd.DataFrame, question: str, option: str = "", **where: str) -> pd.Series:
    wanted = {"wave": "2024", "question_id": question, "option_id": option, "net_id": "", "group_id": ""}
    wanted |= {"measure": "option" if option else "mean"} | where
    rows = trend
    for column, value in wanted.items():
        rows = rows.loc[rows[column] == value]
    assert len(rows) == 1, (wanted, len(rows))
    return rows.iloc[0]


def test_a_change_by_hand():
    """Of the 30 in both waves, 10 said high in 2023 and all 30 in 2024."""
    found = one(plain()[0], "content", "high")
    assert (found["valid_pct"], found["change_pp"]) == (pytest.approx(70), pytest.approx(20))
    assert (found["valid_n"], found["answered_n"], found["overlap_n"]) == (50, 55, 30)
    in_both = 10 * 0.5 * 0.3 + 20 * -0.5 * 0.3
    covariance = np.sqrt(40 / 39 * 50 / 49) * in_both / (40 * 50)
    variance = 0.25 / 39 + 0.21 / 49 - 2 * covariance
    assert found["se_change_pp"] == pytest.approx(100 * np.sqrt(variance))
    assert found["z"] == pytest.approx(0.2 / np.sqrt(variance))
    assert (found["previous_wave"], found["segment"], found["compat"]) == ("2023", 1, "exact")


def test_the_first_wave_is_compared_with_nothing():
    trend = plain()[0]
    first = trend.loc[trend["wave"] == "2023"]
    assert first[["previous_wave", "change", "z", "q_value", "overlap_n"]].isna().all(axis=None)
    assert (first["mark"] == "not_tested").all()
    assert first["obs_status"].isin([np.nan, "u"]).all()
    assert (one(trend, "content", "high", wave="2023")["valid_pct"]) == 50


def chosen(question: str, option: str) -> dict[str, dict[str, float]]:
    """Wave to person to 1 or 0, or a number, of those with a valid answer: told from the rows themselves."""

    def value(cells: tuple[object, ...]) -> float | None:
        _, content, bus, train, none, hours = cells
        if question == "hours":
            return float(hours)
        if question == "travel":
            picked = {"bus": bus, "train": train, "none": none, "public": int(bus or train)}
            return float(picked[option])
        if content == DONT_KNOW:
            return None
        scores = {"high": {HIGH: 1}, "low": {LOW: 1}, "content": {HIGH: 1}, "": {HIGH: 3, LOW: 1}}
        return float(scores[option].get(content, 0))

    return {
        wave: {person: v for person, cells in persons.items() if (v := value(cells)) is not None}
        for wave, persons in answers().items()
    }


@pytest.mark.parametrize(
    ("question", "option", "where"),
    [
        ("content", "low", {}),
        ("content", "", {"measure": "net", "net_id": "content"}),
        ("content", "", {}),
        ("travel", "bus", {}),
        ("travel", "none", {}),
        ("travel", "", {"measure": "net", "net_id": "public"}),
        ("hours", "", {}),
    ],
)
def test_every_measure_against_the_persons_themselves(question, option, where):
    found = one(plain()[0], question, option, **where)
    told = chosen(question, option or where.get("net_id", ""))
    before, now = pd.Series(told["2023"]), pd.Series(told["2024"])
    in_both = before.index.intersection(now.index)
    products = ((before[in_both] - before.mean()) * (now[in_both] - now.mean())).sum()
    n1, n2 = len(before), len(now)
    covariance = np.sqrt(n1 / (n1 - 1) * n2 / (n2 - 1)) * products / (n1 * n2)
    se = np.sqrt(before.var() / n1 + now.var() / n2 - 2 * covariance)
    scale = 1.0 if question == "hours" or (where == {} and not option) else 100.0
    assert found["change"] == pytest.approx(scale * (now.mean() - before.mean()))
    assert found["se_change"] == pytest.approx(scale * se)
    assert found["overlap_n"] == len(in_both)


def test_groups_are_compared_with_themselves_and_persons_who_moved_are_in_none():
    data = answers()
    data["2024"]["p12"] = row(12, HIGH, gender=2)
    assert data["2023"]["p12"][0] == 1
    trend = made(data=data, trend="trend: {groups: true}\n").trend()
    everyone = one(trend, "content", "high")
    groups = [one(trend, "content", "high", demographic_id="gender", group_id=g) for g in ("woman", "man")]
    assert everyone["overlap_n"] == 30
    assert sum(group["overlap_n"] for group in groups) == 29
    assert sum(group["valid_n"] for group in groups) == everyone["valid_n"]
    assert {group["family_id"] for group in groups} == {"jobb/content//2024/gender"}


def test_without_groups_there_is_everyone_alone():
    assert set(made().trend()["demographic_id"]) == {""}


def test_the_tables_keep_their_contracts():
    trend, pairs = plain()
    mart_trend().validate(trend, lazy=True)
    mart_trend_pair().validate(pairs, lazy=True)
    assert pairs["pair_n"].sum() > 0
    spoiled = trend.assign(segment=trend["segment"].mask(trend["wave"] == "2024", 2))
    with pytest.raises(Exception, match="previous_wave_is_there"):
        mart_trend().validate(spoiled, lazy=True)


@pytest.mark.parametrize("key_is_person", [True, False])
def test_nobody_is_looked_for_where_the_key_is_no_person(key_is_person):
    survey = f"respondent: {{key: id, key_is_person: {str(key_is_person).lower()}}}\n"
    found = one(made(survey=survey).trend(), "content", "high")
    assert found["overlap_n"] == (30 if key_is_person else 0)


def test_numbered_rows_are_no_persons():
    """Without a key, row 1 of one wave and row 1 of the next have the same pseudonym."""
    assert one(made(survey="").trend(), "content", "high")["overlap_n"] == 0


def test_changes_have_a_smallest_size_of_their_own():
    changed = made(survey="respondent: {key: id}\ntests: {min_diff_pp: 9, min_change_pp: 21}\n").trend()
    assert one(changed, "content", "high")["min_change"] == 21
    assert one(plain()[0], "content", "high")["min_change"] == 5


def test_who_has_no_value_is_no_group_whose_change_is_tested():
    """40 persons in both waves whose gender is blank, and who changed as much as the women did."""
    waves = {
        "2023": {f"p{i}": row(i, HIGH if i <= 30 else LOW, 1 if i % 2 else "") for i in range(1, 81)},
        "2024": {f"p{i}": row(i, HIGH if i <= 60 else LOW, 1 if i % 2 else "") for i in range(1, 81)},
    }
    trend = made(data=waves, trend="trend: {groups: true}\n").trend()
    found = {
        group: one(trend, "content", "high", demographic_id="gender", group_id=group)
        for group in ("woman", "unknown")
    }
    assert [found[group]["valid_n"] for group in found] == [40, 40]
    assert [found[group]["test_method"] for group in found] == ["z", "not_tested"]
    assert pd.isna(found["unknown"]["p_value"])


# ---- what is compared


def three() -> dict[str, dict[str, tuple[object, ...]]]:
    """A wave more in front: 36 persons, a third of them high."""
    return {"2022": {f"q{i}": row(i, HIGH if i % 3 == 0 else LOW) for i in range(1, 37)}} | answers()


def states(trend: pd.DataFrame) -> list[tuple[object, ...]]:
    rows = trend.loc[(trend["question_id"] == "content") & (trend["option_id"] == "high")]
    names = ["wave", "segment", "compat", "obs_status", "has_footnote", "change_pp"]
    return [tuple(None if pd.isna(v) else v for v in state) for state in rows[names].to_numpy()]


FIRST = ("2022", 1, "exact", None, False, None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("2023: {compat: exact}", [(1, "exact", None, False, 50 - 100 / 3), (1, "exact", None, False, 20.0)]),
        ("2023: {compat: break}", [(2, "break", "b", False, None), (2, "exact", None, False, 20.0)]),
        (
            "2024: {compat: approximate}",
            [(1, "exact", None, False, 50 - 100 / 3), (2, "approximate", "b", False, None)],
        ),
        (
            "2024: {compat: reworded, approved_by: NN}",
            [(1, "exact", None, False, 50 - 100 / 3), (1, "reworded", None, True, 20.0)],
        ),
        (
            "2024: {compat: reworded}",
            [(1, "exact", None, False, 50 - 100 / 3), (2, "reworded", "b", False, None)],
        ),
        (
            "2023: {compat: break}, 2024: {compat: new}",
            [(2, "break", "b", False, None), (3, "new", "b", False, None)],
        ),
        ("2023: {compat: dropped}", [(1, "exact", None, False, 70 - 100 / 3)]),
    ],
)
def test_what_is_declared_decides_what_is_compared(content, expected):
    found = states(made(data=three(), content=content).trend())
    waves = ["2023", "2024"][-len(expected) :]
    assert found[0] == FIRST
    for state, wave, wanted in zip(found[1:], waves, expected, strict=True):
        change = wanted[-1]
        assert state[:-1] == (wave, *wanted[:-1])
        assert state[-1] == (None if change is None else pytest.approx(change))


@pytest.mark.parametrize(
    ("waves", "segments"),
    [
        ({"w2024": "method: {modes: [phone]}"}, [1, 1, 2]),
        (
            {"w2023": "method: {modes: [phone]}", "w2024": "method: {modes: [web]}, basis_comparable: true"},
            [1, 2, 2],
        ),
        ({"w2024": "weighting_scheme: raked"}, [1, 1, 1]),
    ],
)
def test_another_mode_cuts_every_line_and_another_weighting_only_those_of_weighted_reports(waves, segments):
    trend = made(data=three(), waves=waves).trend()
    for _, rows in trend.groupby(["question_id", "option_id", "net_id", "measure"]):
        assert rows["segment"].tolist() == segments


def test_another_weighting_scheme_cuts_a_weighted_report():
    weighted = made(
        data=three(),
        survey="respondent: {key: id}\nweight: w\n",
        trend="weighted: true\ntrend: true\n",
        waves={"w2024": "weighting_scheme: raked"},
    )
    assert [row[1] for row in states(weighted.trend())] == [1, 1, 2]


def test_the_newest_waves_are_shown_and_segments_keep_their_numbers():
    found = states(made(data=three(), content="2023: {compat: break}", trend="trend: {waves: 2}\n").trend())
    assert [row[:3] for row in found] == [("2023", 2, "break"), ("2024", 2, "exact")]
    assert found[0][3] is None


def test_a_wave_that_was_not_run_is_a_note_and_its_break_still_cuts():
    without = {wave: rows for wave, rows in three().items() if wave != "2023"}
    found = made(data=without)
    assert found.plan.notes == (
        "wave 2023 is not in the trends, for it has not been run here: topline run prove --wave 2023",
    )
    assert [row[-1] for row in states(found.trend())] == [None, pytest.approx(70 - 100 / 3)]
    cut = states(made(data=without, content="2023: {compat: break}").trend())
    assert [row[:4] for row in cut] == [("2022", 1, "exact", None), ("2024", 2, "break", "b")]


def test_tables_from_another_definition_are_left_out_question_by_question():
    found = made(data=three())
    other = panel_definition(Path(mkdtemp()), content="2022: {recode: {2: low, 1: low}}")
    stale = found.provenance | {"2022": provenance_table(other, "2022")}
    changed = Panel(found.definition, found.warehouse, stale, found.wave)
    lines = changed.plan.lines
    assert lines.groupby("question_id")["wave"].apply(list).to_dict() == {
        "content": ["2023", "2024"],
        "travel": ["2022", "2023", "2024"],
        "hours": ["2022", "2023", "2024"],
    }
    (note,) = changed.plan.notes
    assert note == (
        "wave 2022 was run when the definition said something else of question content, and is left out of "
        "the trends that need it; run it again: topline run prove --wave 2022"
    )


def test_a_new_wave_or_wording_leaves_earlier_tables_as_they_are():
    before = panel_definition(Path(mkdtemp()))
    after = panel_definition(
        Path(mkdtemp()),
        content="2024: {recode: {2: low, 1: low}, compat: break}",
        trend="trend: true\nmargins: true\n",
    )
    pd.testing.assert_frame_equal(provenance_table(before, "2023"), provenance_table(after, "2023"))
    other = provenance_table(after, "2024").merge(
        provenance_table(before, "2024"), on=["wave", "part", "part_id"], suffixes=("", "_before")
    )
    moved = other.loc[other["sha256"] != other["sha256_before"], "part_id"]
    assert moved.tolist() == ["content"]


# ---- changes that nobody has judged


def test_a_change_without_compat_stops_the_trend_and_is_named():
    definition = panel_definition(Path(mkdtemp()), content="2024: {text: Er du glad?}")
    found = wave_changes(definition, "2024", lambda _: None)
    with pytest.raises(WaveError) as raised:
        refuse_undeclared(definition, found, ["content", "hours"], "2022")
    assert str(raised.value) == (
        "the trend up to wave 2024 has 1 problem:\n"
        "  question content, from 2023 to 2024: wording «Er du fornøyd?» → «Er du glad?». Say how "
        "comparable the answers are, with compat under waves: 2024"
    )
    refuse_undeclared(definition, found, ["hours"], "2022")
    refuse_undeclared(definition, found, ["content"], "2024")


def test_a_declared_change_is_no_problem():
    definition = panel_definition(Path(mkdtemp()), content="2024: {text: Er du glad?, compat: exact}")
    found = wave_changes(definition, "2024", lambda _: None)
    assert found["is_declared"].all()
    refuse_undeclared(definition, found, ["content"], "2022")


def test_the_pair_of_the_methods_tests_is_that_of_the_statements():
    """The sums of `tests/methods/test_trend`, made from persons there, come out of SQL here."""
    told = chosen("content", "high")
    persons = sorted(set(told["2023"]) | set(told["2024"]))
    y1, y2 = ([told[w].get(p, np.nan) for p in persons] for w in ("2023", "2024"))
    sums = pair(y1, np.ones(len(persons)), y2, np.ones(len(persons)))
    cells = plain()[1].query("question_id == 'content' and demographic_id == ''")
    assert cells["pair_n"].sum() == sums["overlap_n"]
    both = cells.loc[(cells["previous_answer"] == 3) & (cells["answer"] == 3), "pair_ww"]
    assert_close(both, pd.Series([sums["overlap_ww_both"]]))

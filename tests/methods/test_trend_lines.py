"""Trend lines: the reference segments, changes of basis, and definitions that are refused."""

import pandas as pd
import pytest

from pipeline.methods.bad_input import MethodError
from pipeline.methods.trend_lines import trend_lines
from tests.methods.reference_cases import assert_close, read, read_cases

KEYS = ["question_id"]


def test_the_reference_segments():
    cases = read_cases("trend")
    found = trend_lines(read("trend", "input"), keys=KEYS)
    assert found["segment"].tolist() == cases["segment"].tolist()
    for name in ("change_pp", "change_from_segment_start_pp"):
        assert_close(found[name], cases[name], rtol=1e-9)
    assert found["obs_status"].fillna("").tolist() == cases["obs_status"].fillna("").tolist()
    assert found["has_footnote"].tolist() == (cases["footnote"] == "yes").tolist()


def test_the_order_of_the_rows_does_not_matter():
    waves = read("trend", "input")
    there = trend_lines(waves, keys=KEYS)
    back = trend_lines(waves.iloc[::-1], keys=KEYS)
    pd.testing.assert_frame_equal(back.iloc[::-1], there)


def line(compat: list[str | None], **columns) -> pd.DataFrame:
    waves = range(2020, 2020 + len(compat))
    frame = pd.DataFrame({"question_id": "q", "wave": waves, "compat": compat, "approved_by": None})
    return frame.assign(pct=[float(10 * i) for i in range(len(compat))], **columns)


def segments(frame: pd.DataFrame) -> list[int]:
    return trend_lines(frame, keys=KEYS)["segment"].tolist()


def test_a_rewording_that_nobody_approved_is_a_break():
    assert segments(line(["new", "reworded", "exact"])) == [1, 2, 2]
    assert segments(line(["new", "reworded", "exact"], approved_by="analyst")) == [1, 1, 1]


@pytest.mark.parametrize("name", ["base_kind", "weighting_scheme", "mode"])
def test_another_basis_is_a_break_unless_it_is_declared(name):
    frame = line(["new", "exact", "exact"], **{name: ["a", "b", "b"]})
    assert segments(frame) == [1, 2, 2]
    assert segments(frame.assign(is_basis_comparable=[None, True, None])) == [1, 1, 1]


def test_a_dropped_wave_is_left_out_of_the_line():
    frame = line(["new", "dropped", "exact"])
    frame.loc[1, "pct"] = None
    found = trend_lines(frame, keys=KEYS)
    assert found["change_pp"].fillna(-1).tolist() == [-1, -1, 20]
    assert found["previous_wave"].fillna(0).tolist() == [0, 0, 2020]
    assert found["segment"].isna().tolist() == [False, True, False]


def test_an_unreliable_estimate_keeps_its_flag_where_there_is_no_break():
    found = trend_lines(line(["new", "exact", "break"], obs_status=["u", "u", "u"]), keys=KEYS)
    assert found["obs_status"].tolist() == ["u", "u", "b"]


@pytest.mark.parametrize("compat", [None, "similar"])
def test_a_change_without_a_known_compat_fails(compat):
    with pytest.raises(MethodError, match="question_id=q, wave=2021: compat is missing or unknown"):
        trend_lines(line(["new", compat]), keys=KEYS)


def test_the_first_wave_needs_no_compat():
    assert segments(line([None, "exact"])) == [1, 1]


def test_a_wave_twice_is_refused():
    with pytest.raises(MethodError, match="the key occurs twice"):
        trend_lines(line(["new", "exact"]).assign(wave=2020), keys=KEYS)

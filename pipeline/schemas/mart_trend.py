"""Contracts of the mart layer: results over the waves, and what persons in two waves answered in each."""

import pandas as pd
import pandera.pandas as pa

from pipeline.marts.rows import GROUP, MEASURES, NOTES, QUESTION, ROW
from pipeline.survey.questions import COMPATS

PERCENT = pa.Check.in_range(0, 100)
COUNT = pa.Check.ge(0)


def _numbers(*names: str, checks: pa.Check | None = None) -> dict[str, pa.Column]:
    return {name: pa.Column("float64", checks, nullable=True) for name in names}


def _words(*names: str) -> dict[str, pa.Column]:
    return {name: pa.Column(nullable=True) for name in names}


def _previous_is_there(frame: pd.DataFrame) -> pd.Series:
    """What a row is compared with is a row too, of an earlier wave and of the same segment."""
    same = ["report_id", "question_id", "item_id", "option_id", "net_id", *GROUP, "measure"]
    compared = frame.loc[frame["previous_wave"].notna(), [*same, "wave", "previous_wave", "segment"]]
    before = frame[[*same, "wave", "segment"]].rename(
        columns={"wave": "previous_wave", "segment": "previous_segment"}
    )
    both = compared.merge(before, on=[*same, "previous_wave"], how="left")
    fits = (both["segment"] == both["previous_segment"]) & (both["previous_wave"] < both["wave"])
    return pd.Series(bool(fits.all()), index=frame.index)


def _nothing_across_a_break(frame: pd.DataFrame) -> pd.Series:
    alone = frame["previous_wave"].isna()
    return ~alone | frame[["change", "change_pp", "z", "p_value", "q_value"]].isna().all(axis=1)


def mart_trend() -> pa.DataFrameSchema:
    """A row per wave, report, question, item, measure and group: the result, and its change."""
    orders = ("question_order", "item_order", "option_order", "demographic_order", "group_order")
    columns = {
        **{key: pa.Column(str) for key in [*ROW, *GROUP]},
        "measure": pa.Column(checks=pa.Check.isin(MEASURES)),
        **{name: pa.Column(checks=COUNT) for name in orders},
        "question_type": pa.Column(str),
        "role": pa.Column(str),
        "is_multiple": pa.Column(bool),
        **{f"{what}_n": pa.Column("int64", COUNT) for what in ("respondents", "answered", "valid")},
        "valid_w": pa.Column("float64", COUNT),
        **_numbers("f", checks=pa.Check.in_range(0, 1)),
        **_numbers("universe_n", "n_eff", "se", "moe", "overlap_n", "family_size", checks=COUNT),
        **_numbers("valid_pct", "cases_pct", "se_pp", checks=PERCENT),
        "base_kind": pa.Column(checks=pa.Check.isin(["valid", "cases"])),
        **_numbers("value", "change", "z"),
        **_numbers("se_change", "se_change_pp", "min_change", checks=COUNT),
        **_numbers("change_pp", checks=pa.Check.in_range(-200, 200)),
        **_numbers("p_value", "q_value", "p_crit", checks=pa.Check.in_range(0, 1)),
        **_words("family_id", "previous_wave"),
        "segment": pa.Column("int64", pa.Check.ge(1)),
        "compat": pa.Column(checks=pa.Check.isin(COMPATS)),
        "has_footnote": pa.Column(bool),
        "test_method": pa.Column(checks=pa.Check.isin(["z", "degenerate", "not_tested"])),
        "mark": pa.Column(checks=pa.Check.isin(["none", "up", "down", "not_tested"])),
        "obs_status": pa.Column(checks=pa.Check.isin(["u", "b"]), nullable=True),
        "stat_note": pa.Column(checks=pa.Check.isin(NOTES), nullable=True),
    }
    return pa.DataFrameSchema(
        columns,
        strict=True,
        unique=[*ROW, "measure", *GROUP],
        checks=[
            pa.Check(_previous_is_there, name="previous_wave_is_there"),
            pa.Check(_nothing_across_a_break, name="nothing_across_a_break"),
        ],
        name="mart_trend",
    )


def mart_trend_pair() -> pa.DataFrameSchema:
    """A row per two waves, report, question, option or net of several answers, group and pair of answers."""
    keys = [*QUESTION, "previous_wave", "option_id", "net_id", *GROUP]
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in keys},
            **{name: pa.Column("float64") for name in ("previous_answer", "answer")},
            "pair_n": pa.Column("int64", pa.Check.ge(1)),
            "pair_ww": pa.Column("float64", pa.Check.gt(0)),
        },
        strict=True,
        coerce=True,  # where nobody is in two waves the frame is empty, and DuckDB's empty texts are objects
        unique=[*keys, "previous_answer", "answer"],
        name="mart_trend_pair",
    )

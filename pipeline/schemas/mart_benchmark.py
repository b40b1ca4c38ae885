"""Contract of the mart layer: what the units of a report are held against."""

import pandas as pd
import pandera.pandas as pa

from pipeline.marts.benchmarks import BESIDE, COLUMNS, KINDS, PLACES, RESULT

MAY_LACK = ("test_method", "mark", "previous_wave", "stat_note")
METHODS = ["census", "not_tested", "degenerate", "fisher", "z", "welch"]
COUNT = pa.Check.ge(0)
MIN_UNITS = 5


def _units_beside_others_alone(frame: pd.DataFrame) -> pd.Series:
    """Others and the last wave are of one unit, everything else of all."""
    return (frame["unit_id"] != "") == frame["benchmark_kind"].isin(BESIDE)


def _enough_units(frame: pd.DataFrame) -> pd.Series:
    """A distribution has at least five units, else it has no value."""
    of_units = frame["benchmark_kind"].str.startswith("units_")
    return ~of_units | frame["value"].isna() | (frame["units_n"] >= MIN_UNITS)


def _quartiles_in_order(frame: pd.DataFrame) -> bool:
    wide = frame.loc[frame["unit_id"] == ""].pivot(index=RESULT, columns="benchmark_kind", values="value")
    wide = wide.reindex(columns=["units_q1", "units_median", "units_q3"]).dropna()
    rising = wide["units_q1"].le(wide["units_median"]) & wide["units_median"].le(wide["units_q3"])
    return bool(rising.all())


def mart_benchmark() -> pa.DataFrameSchema:
    """A row per result and benchmark: everyone, the distribution of units, and everyone outside each unit."""
    words = [name for name, kind in COLUMNS.items() if kind == "str"]
    return pa.DataFrameSchema(
        {
            **{name: pa.Column(str) for name in words if name not in MAY_LACK},
            "benchmark_kind": pa.Column(checks=pa.Check.isin(KINDS)),
            **{name: pa.Column("int64", COUNT) for name in (*PLACES, "unit_order")},
            "value": pa.Column("float64", nullable=True),
            "unit_value": pa.Column("float64", nullable=True),
            "diff": pa.Column("float64", nullable=True),
            "is_best_quarter": pa.Column("boolean", nullable=True, coerce=True),
            "base_n": pa.Column("float64", COUNT, nullable=True),
            "unit_n": pa.Column("float64", COUNT, nullable=True),
            "units_n": pa.Column("float64", COUNT),
            "p_value": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
            "q_value": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
            "previous_wave": pa.Column(nullable=True),
            "test_method": pa.Column(checks=pa.Check.isin(METHODS), nullable=True),
            "mark": pa.Column(checks=pa.Check.isin(["none", "up", "down", "not_tested"]), nullable=True),
            "stat_note": pa.Column(checks=pa.Check.isin(["no_base", "small_base"]), nullable=True),
        },
        strict=True,
        unique=[*RESULT, "benchmark_kind", "unit_id"],
        checks=[
            pa.Check(_units_beside_others_alone, name="units_stand_beside_others_alone"),
            pa.Check(_enough_units, name="distribution_has_five_units"),
            pa.Check(_quartiles_in_order, name="quartiles_rise"),
        ],
        name="mart_benchmark",
    )

"""`mart_benchmark` on the reference survey: every number by a second route, from respondents or in DuckDB."""

from functools import cache

import duckdb
import numpy as np
import pandas as pd
import pytest

from pipeline.contracts import breaches
from pipeline.marts.benchmarks import RESULT, Units, benchmark_results
from pipeline.methods.bad_input import MethodError
from pipeline.schemas.mart_benchmark import mart_benchmark
from pipeline.survey.reports import Benchmark
from tests.marts.members_survey import definition, group_id, people, results
from tests.reporting.members_report import members_material


@cache
def rows(demographic: str = "occupation", min_base: int = 10) -> pd.DataFrame:
    """The benchmarks with a demographic's groups as units."""
    found = members_material(min_base=min_base, benchmark=Benchmark(demographic=demographic))
    return found.marts.benchmark


def value(
    kind: str, unit: str = "", question: str = "q1", option: str = "ja", demographic: str = "occupation"
) -> float:
    one = rows(demographic).query(
        "benchmark_kind == @kind and unit_id == @unit and question_id == @question and option_id == @option"
    )
    assert len(one) == 1
    return float(one["value"].iloc[0])


def share(chosen: pd.Series, valid: pd.Series, inside: pd.Series) -> float:
    """A weighted share among respondents, computed from their rows."""
    weight = people()["weight"]
    return float(100 * weight[chosen & valid & inside].sum() / weight[valid & inside].sum())


def test_it_keeps_its_contract() -> None:
    for demographic in ("gender", "age_group", "occupation", "region"):
        assert breaches(rows(demographic).drop(columns="is_hidden"), mart_benchmark()) == []


def test_everyone_and_the_others_come_out_of_the_respondents() -> None:
    members = people()
    chosen, valid = members["q1"] == "ja", members["q1"].isin(["ja", "delvis", "nei"])
    assert value("pooled") == pytest.approx(share(chosen, valid, valid), abs=1e-9)
    assert value("pooled") == pytest.approx(34.3023, abs=5e-5)
    for name in members["age_group"].dropna().unique()[:4]:
        others = members["age_group"] != name
        found = value("others", group_id(name), demographic="age_group")
        assert found == pytest.approx(share(chosen, valid, others), abs=1e-9)
        units = rows("age_group").query("benchmark_kind == 'others' and option_id == 'ja'")
        (one,) = units.query(f"question_id == 'q1' and unit_id == '{group_id(name)}'").to_dict("records")
        assert (one["base_n"], one["unit_n"]) == ((valid & others).sum(), (valid & ~others).sum())


def test_the_best_quarter_of_units_is_at_or_above_the_upper_quartile() -> None:
    """By numpy, over the units that are not hidden; beside everyone and in the spread it says nothing."""
    found = rows("occupation").query("question_id == 'q1' and option_id == 'ja'")
    units = found.loc[found["benchmark_kind"] == "others"]
    shares = units.loc[~units["is_hidden"], "unit_value"]
    best = units["unit_value"] >= np.quantile(shares, 0.75) - 1e-9
    assert best.sum() >= 1
    assert units["is_best_quarter"].astype(bool).tolist() == best.tolist()
    assert found.loc[found["benchmark_kind"] != "others", "is_best_quarter"].isna().all()
    few = rows("gender").query("benchmark_kind == 'others'")
    assert few["is_best_quarter"].isna().all()
    hidden = rows("occupation", min_base=90).query("benchmark_kind == 'others' and is_hidden")
    assert not hidden.empty
    assert hidden["is_best_quarter"].isna().all()


def test_quartiles_are_duckdb_s_over_the_units() -> None:
    groups = results("weight").groups
    with duckdb.connect() as connection:
        connection.register("results", groups)
        expected = connection.execute(
            """
            select
                question_id,
                item_id,
                option_id,
                count(*) as units_n,
                quantile_cont(valid_pct, 0.25) as units_q1,
                quantile_cont(valid_pct, 0.5) as units_median,
                quantile_cont(valid_pct, 0.75) as units_q3
            from results
            where demographic_id = 'occupation' and group_id != 'unknown' and measure = 'option'
                and not is_multiple and role = 'substantive' and valid_n >= 10
            group by all
            """
        ).df()
    found = rows().query("measure == 'option' and unit_id == ''")
    assert len(expected) > 20
    for row in expected.itertuples():
        mine = found.query(
            "question_id == @row.question_id and item_id == @row.item_id and option_id == @row.option_id"
        ).set_index("benchmark_kind")
        assert mine["units_n"].unique().tolist() == [row.units_n]
        for kind in ("units_q1", "units_median", "units_q3"):
            if row.units_n >= 5:
                assert mine.loc[kind, "value"] == pytest.approx(getattr(row, kind), abs=1e-9)
            else:
                assert np.isnan(mine.loc[kind, "value"])


def test_means_have_benchmarks_too() -> None:
    groups = results("weight").groups.query("demographic_id == 'occupation' and measure == 'mean'")
    hours = groups.query("question_id == 'hours' and group_id != 'unknown' and valid_n >= 10")
    assert value("units_median", question="hours", option="") == pytest.approx(np.median(hours["value"]))
    one = hours.iloc[0]
    assert value("others", one["group_id"], "hours", "") == pytest.approx(one["rest_value"])
    assert value("pooled", question="hours", option="") == pytest.approx(35.7614251, abs=1e-6)


def test_fewer_than_five_units_have_no_distribution() -> None:
    two = rows("gender").query("benchmark_kind in ['units_q1', 'units_median', 'units_q3']")
    assert two["value"].isna().all()
    assert (two["units_n"] < 5).all()
    assert set(two["stat_note"]) == {"small_base"}
    assert rows("gender").query("benchmark_kind == 'pooled'")["stat_note"].isna().all()
    assert value("pooled", demographic="gender") == pytest.approx(value("pooled"), abs=1e-12)


def test_units_that_do_not_add_up_to_everyone_are_refused() -> None:
    found = members_material(benchmark=Benchmark(demographic="region"))
    whole = results("weight")
    units = Units("region", whole.questions, whole.groups, found.groups)
    benchmark_results(definition(), units)
    spoiled = whole.groups.copy()
    at = spoiled.query("demographic_id == 'region' and question_id == 'q1' and option_id == 'ja'").index[0]
    spoiled.loc[at, "option_n"] += 1
    with pytest.raises(
        MethodError, match=r"question_id=q1.*option_n of the units does not add up to the total"
    ):
        benchmark_results(definition(), Units("region", whole.questions, spoiled, found.groups))


def test_the_counts_of_units_are_those_of_everyone_to_the_last_person() -> None:
    """Also those without a value in the demographic, who are in no unit that is shown."""
    whole = results("weight")
    for demographic in ("occupation", "region"):
        units = whole.groups.loc[whole.groups["demographic_id"] == demographic]
        sums = units.groupby(RESULT)[["option_n", "valid_n", "answered_n", "respondents_n"]].sum()
        totals = whole.questions.set_index(RESULT)[sums.columns].loc[sums.index]
        pd.testing.assert_frame_equal(sums, totals, check_exact=True, check_dtype=False)


def test_packs_of_units_with_different_respondents_differ() -> None:
    """No unit gets another's numbers, nor everyone's."""
    wide = (
        rows()
        .query("benchmark_kind == 'others' and measure == 'option'")
        .pivot_table(
            index="unit_id",
            columns=["question_id", "item_id", "option_id"],
            values="unit_value",
            dropna=False,
        )
    )
    assert len(wide) == 5
    assert not wide.duplicated().any()
    others = rows().query("benchmark_kind == 'others'")
    pooled = rows().query("benchmark_kind == 'pooled'")[[*RESULT, "value"]].rename(columns={"value": "all"})
    both = others.merge(pooled, on=RESULT).query(
        "unit_n > 0 and question_id == 'hours' and measure == 'mean'"
    )
    assert (both["value"] != both["all"]).all()
    assert (both["unit_value"] != both["value"]).all()


SIZES = {"a": 9, "b": 12, "c": 20, "d": 25, "e": 30, "f": 40, "g": 50}
YES = {"a": 9, "b": 6, "c": 5, "d": 10, "e": 9, "f": 30, "g": 20}


def by_hand(hidden: set[str]) -> pd.DataFrame:
    """Seven units of one question; yes is 100, 50, 25, 40, 30, 75 and 40 per cent of those in them."""
    place = {
        "wave": "2024",
        "report_id": "r",
        "question_id": "q",
        "item_id": "",
        "option_id": "ja",
        "net_id": "",
    }
    kind = {"measure": "option", "role": "substantive", "is_multiple": False, "cases_pct": np.nan}
    order = {"question_order": 1, "item_order": 0, "option_order": 1}

    def row(name: str, n: int, yes: int) -> dict[str, object]:
        pct = 100 * yes / n
        counts = {"respondents_n": n, "option_n": yes, "option_w": yes, "valid_n": n, "valid_w": n}
        tests = {
            "rest_value": 0.0,
            "diff": 0.0,
            "test_method": "z",
            "p_value": 1.0,
            "q_value": 1.0,
            "mark": "none",
        }
        group = {
            "demographic_id": "unit" if name else "",
            "group_id": name,
            "group_order": ord(name or "a") - 96,
        }
        return place | kind | order | counts | tests | group | {"valid_pct": pct, "value": pct}

    groups = pd.DataFrame([row(name, SIZES[name], YES[name]) for name in SIZES])
    everyone = pd.DataFrame([row("", sum(SIZES.values()), sum(YES.values()))])
    flags = groups.assign(is_hidden=groups["group_id"].isin(hidden))
    return benchmark_results(definition(), Units("unit", everyone, groups, flags))


def test_a_unit_that_the_report_hides_is_in_no_distribution() -> None:
    """`b` is large enough, but hidden beside `a`: a quartile of the others' numbers must not tell its own."""
    small = by_hand({"a"}).set_index("benchmark_kind")
    assert small.loc["units_median", ["value", "units_n"]].tolist() == [40.0, 6]
    assert small.loc["units_q3", "value"] == 47.5  # of 25, 30, 40, 40, 50, 75
    hidden = by_hand({"a", "b"}).set_index("benchmark_kind")
    assert hidden.loc["units_median", ["value", "units_n"]].tolist() == [40.0, 5]
    assert hidden.loc["units_q3", "value"] == 40.0  # of 25, 30, 40, 40, 75
    few = by_hand({"a", "b", "c"}).set_index("benchmark_kind")
    assert few.loc["units_q3", "units_n"] == 4
    assert np.isnan(few.loc["units_q3", "value"])
    assert (few.loc["pooled", "value"], few.loc["pooled", "base_n"]) == (pytest.approx(100 * 89 / 186), 186)

"""What the demo's marts of participation, method and units hold, computed again from its core tables.

Nothing here uses the pipeline's code: the formulas are written out once more, over rows that plain pandas
and DuckDB count.
"""

import csv
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.cli.demo import SURVEY, Run

TABLE = (
    *("universe_n", "universe_pct", "respondents_n", "respondents_pct", "diff_pp", "response_rate_pct"),
    *("rep_index", "weighted_pct", "residual_pp", "r_partial_cat"),
)
VARIABLE = ("dissimilarity", "chi2_fpc", "df", "p_value", "q_value", "cohens_w", "verdict", "r_partial")
DISPOSITIONS = (
    *("complete_n", "partial_n", "opened_n", "withdrawn_n", "undeliverable_n", "invited_n"),
    *("unknown_eligibility_n", "screened_out_n"),
)
RATES = ("rr1_pct", "rr2_pct", "rr3_pct", "rr4_pct", "rr5_pct", "rr6_pct", "e")


@pytest.fixture(scope="module")
def warehouse(run: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo's warehouse.duckdb, as an analyst opens it."""
    root, result = run
    assert result.returncode == 0, result.stderr
    path = root / "warehouse" / SURVEY / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(warehouse: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The tables that are compared, and the core tables that they come from."""
    names = (
        *("core_universe", "core_dispositions", "core_weights", "definition_group", "mart_scope"),
        *("mart_response_rate", "mart_representativity", "mart_representativity_measure", "mart_r_indicator"),
        "mart_response_cell",
    )
    found = {name: warehouse.table(name).df() for name in names}
    people = "select respondent_id, columns('^group_') from core_responses"
    found["core_responses"] = warehouse.execute(people).df()
    return found


def close(found: pd.Series, expected: pd.Series) -> bool:
    return bool(
        np.allclose(found.astype(float), expected.astype(float), rtol=1e-9, atol=1e-9, equal_nan=True)
    )


def test_every_column_of_participation_is_there(tables: dict[str, pd.DataFrame]) -> None:
    assert set(TABLE) <= set(tables["mart_representativity"])
    assert set(VARIABLE) <= set(tables["mart_representativity_measure"])
    assert {*DISPOSITIONS, *RATES, "total_n"} <= set(tables["mart_response_rate"])
    assert {"r_indicator", "r_indicator_adj"} <= set(tables["mart_r_indicator"])


def test_the_dispositions_sum_to_the_invited_and_give_the_rates(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["mart_response_rate"]
    assert (rows[list(DISPOSITIONS)].sum(axis=1) == rows["total_n"]).all()
    answered, complete = rows["complete_n"] + rows["partial_n"], rows["complete_n"]
    no_answer = rows["opened_n"] + rows["withdrawn_n"] + rows["undeliverable_n"] + rows["invited_n"]
    d, u = answered + no_answer, rows["unknown_eligibility_n"]
    e = d / (d + rows["screened_out_n"])
    expected = {
        "rr1_pct": complete / (d + u),
        "rr2_pct": answered / (d + u),
        "rr3_pct": complete / (d + e * u),
        "rr4_pct": answered / (d + e * u),
        "rr5_pct": complete / d,
        "rr6_pct": answered / d,
    }
    assert close(rows["e"], e)
    for name, share in expected.items():
        assert close(rows[name], 100 * share), name
    everyone = rows.loc[rows["demographic_id"] == ""].iloc[0]
    assert (everyone["complete_n"], everyone["partial_n"], everyone["total_n"]) == (31_791, 2_109, 226_044)
    assert everyone["rr6_pct"] == pytest.approx(14.99708, abs=1e-5)


def test_response_is_counted_by_every_variable_of_the_register(tables: dict[str, pd.DataFrame]) -> None:
    rows, groups = tables["mart_response_rate"], tables["definition_group"]
    variables = [c.removeprefix("group_") for c in tables["core_universe"] if c.startswith("group_")]
    assert set(rows["demographic_id"]) == {"", *variables}
    for name in variables:
        column = f"group_{name}"
        ids = groups.loc[groups["demographic_id"] == name].set_index("code")["group_id"]
        invited = tables["core_universe"].groupby(column)["invited_n"].sum().rename(index=ids)
        status = tables["core_dispositions"].groupby([column, "status"]).size().unstack(fill_value=0)
        status = status.rename(index=ids).reindex(columns=["complete", "partial", "opened"], fill_value=0)
        mine = rows.loc[rows["demographic_id"] == name].set_index("group_id")
        assert (mine["total_n"] == invited.reindex(mine.index)).all()
        for one in ("complete", "partial", "opened"):
            assert (mine[f"{one}_n"] == status[one].reindex(mine.index, fill_value=0)).all()


def compared(tables: dict[str, pd.DataFrame], report: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members and respondents in work that a report compares; in one report of some occupations only."""
    universe, people = tables["core_universe"], tables["core_responses"]
    weights = tables["core_weights"][["respondent_id", "weight"]]
    people = people.loc[people["group_i_arbeid"] == 1].merge(weights, on="respondent_id")
    universe = universe.loc[universe["group_i_arbeid"] == 1]
    if report == "hjemmekontor":
        scope = tables["mart_scope"].query("is_in_scope")["group_order"]
        people, universe = (rows.loc[rows["group_yrke"].isin(scope)] for rows in (people, universe))
    return universe, people


@pytest.mark.parametrize("report", ["arbeidshverdag", "hjemmekontor"])
@pytest.mark.parametrize("name", ["kjonn", "alder", "tillitsverv", "yrke"])
def test_representativity_comes_out_of_the_core_tables(
    tables: dict[str, pd.DataFrame], report: str, name: str
) -> None:
    universe, people = compared(tables, report)
    column = f"group_{name}"
    members = universe.groupby(column, dropna=False)["universe_n"].sum()
    answers = people.groupby(column, dropna=False).size()
    weighted = people.groupby(column, dropna=False)["weight"].sum().astype(float)
    ids = tables["definition_group"].query("demographic_id == @name").set_index("code")["group_id"]
    table = pd.DataFrame({"universe": members, "n": answers, "w": weighted}).fillna(0)
    table = table.loc[table["universe"] > 0]
    table.index = pd.Index(["unknown" if pd.isna(code) else ids[code] for code in table.index])
    rows = tables["mart_representativity"].query("report_id == @report and demographic_id == @name")
    rows = rows.set_index("group_id")
    assert set(rows.index) == set(table.index)
    table = table.loc[rows.index]
    of_all, of_answers = table["universe"] / table["universe"].sum(), table["n"] / table["n"].sum()
    rate, mean = table["n"] / table["universe"], table["n"].sum() / table["universe"].sum()
    expected = {
        "universe_n": table["universe"],
        "respondents_n": table["n"],
        "universe_pct": 100 * of_all,
        "respondents_pct": 100 * of_answers,
        "diff_pp": 100 * (of_answers - of_all),
        "response_rate_pct": 100 * rate,
        "rep_index": 100 * of_answers / of_all,
        "weighted_pct": 100 * table["w"] / table["w"].sum(),
        "residual_pp": 100 * (table["w"] / table["w"].sum() - of_all),
        "r_partial_cat": np.sqrt(of_all) * (rate - mean),
    }
    for column, numbers in expected.items():
        assert close(rows[column], numbers), column
    _check_measure(tables, report, name, table)


def _check_measure(tables: dict[str, pd.DataFrame], report: str, name: str, table: pd.DataFrame) -> None:
    """One row a variable: how far the respondents are from the universe."""
    measures = tables["mart_representativity_measure"].query("report_id == @report")
    row = measures.query("demographic_id == @name").iloc[0]
    n, of_all = table["n"].sum(), table["universe"] / table["universe"].sum()
    of_answers = table["n"] / n
    chi2 = (np.square(table["n"] - n * of_all) / (n * of_all)).sum() / (1 - n / table["universe"].sum())
    assert row["dissimilarity"] == pytest.approx((of_answers - of_all).abs().sum() / 2)
    assert row["cohens_w"] == pytest.approx(np.sqrt((np.square(of_answers - of_all) / of_all).sum()))
    assert row["chi2_fpc"] == pytest.approx(chi2)
    assert row["df"] == len(table) - 1
    assert row["p_value"] == pytest.approx(stats.chi2.sf(chi2, len(table) - 1), rel=1e-6)
    adjusted = stats.false_discovery_control(measures["p_value"])
    assert close(measures["q_value"], pd.Series(adjusted))
    most = 100 * (of_answers - of_all).abs().max()
    assert row["verdict"] == ("god" if most < 2 else "skjev" if most > 5 else "noe_skjev")
    rate = table["n"] / table["universe"]
    mean = n / table["universe"].sum()
    assert row["r_partial"] == pytest.approx(np.sqrt((of_all * np.square(rate - mean)).sum()))


@pytest.mark.parametrize("report", ["arbeidshverdag", "hjemmekontor"])
def test_the_r_indicator_is_that_of_the_logit_model_where_cells_are_small(
    tables: dict[str, pd.DataFrame], report: str
) -> None:
    """More than a fifth of the cells have fewer than 30 members: then it is not adjusted for chance."""
    cells = tables["mart_response_cell"].query("report_id == @report and universe_n > 0")
    row = tables["mart_r_indicator"].query("report_id == @report").iloc[0]
    assert (cells["universe_n"] < 30).mean() > 0.2
    assert (row["model"], row["cells_n"]) == ("logit", len(cells))
    assert np.isnan(row["r_indicator_adj"])
    n = cells["respondents_n"].clip(upper=cells["universe_n"])
    assert row["mean_propensity"] == pytest.approx(n.sum() / cells["universe_n"].sum())
    assert row["r_indicator"] == pytest.approx(1 - 2 * row["s_rho"])
    assert row["s_rho"] == pytest.approx(_spread(cells, n), abs=1e-7)


def _spread(cells: pd.DataFrame, n: pd.Series) -> float:
    """The standard deviation of propensities by a main-effects logit model, fitted by plain Newton steps."""
    parts = pd.DataFrame(cells["cell_key"].str.split("|").tolist(), index=cells.index)
    design = pd.get_dummies(parts, drop_first=True).assign(one=1.0).to_numpy(dtype=float)
    people, answered = cells["universe_n"].to_numpy(float), n.to_numpy(float)
    beta = np.zeros(design.shape[1])
    beta[-1] = np.log(answered.sum() / (people.sum() - answered.sum()))
    for _ in range(60):
        rho = 1 / (1 + np.exp(-design @ beta))
        curvature = design.T @ (design * (people * rho * (1 - rho))[:, None]) + 1e-9 * np.eye(len(beta))
        beta += np.linalg.solve(curvature, design.T @ (answered - people * rho))
    share = people / people.sum()
    return float(np.sqrt(share @ np.square(rho - share @ rho)))


TOLD = """
select value from mart_method where report_id = $report and item = $item and subject_id = $subject
"""


def test_the_method_chapter_says_what_the_marts_say(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    """Each number of the demo's chapter, counted again in the warehouse."""

    def one(sql: str) -> float:
        (found,) = warehouse.execute(sql).fetchone() or (None,)
        return float(found)

    def told(item: str, subject: str = "", report: str = "arbeidshverdag") -> float:
        values = {"report": report, "item": item, "subject": subject}
        ((found,),) = warehouse.execute(TOLD, values).fetchall()
        return float(found)

    everyone = "from mart_response_rate where demographic_id = ''"
    assert told("rr6_pct") == one(f"select 100.0 * (complete_n + partial_n) / total_n {everyone}")
    assert told("disposition_n", "complete") == one(
        "select count(*) from core_dispositions where status = 'complete'"
    )
    parts = one(
        "select sum(value) from mart_method where report_id = 'hjemmekontor' and item = 'disposition_n'"
    )
    assert parts == told("invited_n") == 226_044
    assert told("wave_respondents_n") == one("select count(*) from core_responses") == 33_900
    assert told("respondents_n") == one("select count(*) from core_responses where base_arbeidshverdag")
    assert told("respondents_n", report="hjemmekontor") == 6_470
    tests = "from mart_demographic where report_id = 'arbeidshverdag' and q_value is not null"
    assert told("tests_n") == one(f"select count(*) {tests}")
    assert told("method_n", "welch") == one(f"select count(*) {tests} and test_method = 'welch'")
    assert (told("good_below_pp"), told("skewed_above_pp")) == (2, 5)
    assert (told("reliable_n_eff"), told("reliable_width_pp")) == (30, 30)
    assert told("row_n", "test") == 12
    assert told("answer_n", "outside") == 14
    assert told("w_max") == pytest.approx(
        one(
            "select max(weight) from core_weights inner join core_responses using (respondent_id) "
            "where base_arbeidshverdag"
        ),
        abs=1e-6,
    )


UNITS = """
with
units as (
    select question_id, item_id, option_id, net_id, measure,
        sum(option_n) as option_n, sum(valid_n) as valid_n, sum(answered_n) as answered_n
    from mart_demographic
    where report_id = 'arbeidshverdag' and demographic_id = 'tariffavtale'
    group by all
)
select count(*),
    count(*) filter (where units.option_n = everyone.option_n and units.valid_n = everyone.valid_n
        and units.answered_n = everyone.answered_n)
from mart_question as everyone
left join units using (question_id, item_id, option_id, net_id, measure)
where everyone.report_id = 'arbeidshverdag'
"""
SPREAD = """
with
own as (
    select question_id, item_id, option_id, quantile_cont(valid_pct, 0.75) as q3, count(*) as units_n
    from mart_demographic
    where report_id = 'arbeidshverdag' and demographic_id = 'tariffavtale' and group_id != 'unknown'
        and measure = 'option' and not is_multiple and role = 'substantive' and valid_n >= 10
    group by all
)
select count(*), max(abs(own.q3 - mart_benchmark.value)), min(own.units_n - mart_benchmark.units_n)
from own
inner join mart_benchmark using (question_id, item_id, option_id)
where mart_benchmark.benchmark_kind = 'units_q3' and mart_benchmark.measure = 'option'
"""


def test_the_units_of_the_demo_add_up_and_their_quartiles_are_duckdb_s(
    warehouse: duckdb.DuckDBPyConnection, run: Run
) -> None:
    ((rows, equal),) = warehouse.execute(UNITS).fetchall()
    assert rows == equal > 70
    ((results, off, missing),) = warehouse.execute(SPREAD).fetchall()
    assert results > 20
    assert off < 1e-9
    assert missing == 0
    path = run[0] / "reports" / SURVEY / "2023/arbeidshverdag/tables/benchmarks.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        kinds = {row["benchmark_kind"] for row in csv.DictReader(file, delimiter=";")}
    assert kinds == {"pooled", "others", "units_q1", "units_median", "units_q3"}

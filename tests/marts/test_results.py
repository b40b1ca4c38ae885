"""From respondents through SQL to every statistic: the reference survey must come out as R computed it."""

import numpy as np
import pandas as pd
import pytest

from pipeline.marts.comparisons import mean_tests
from pipeline.marts.means import moment_sums
from pipeline.marts.nets import net_members
from pipeline.marts.population import with_population
from pipeline.marts.rows import GROUP, ROW
from pipeline.methods.precision import add_sampling_fraction
from pipeline.schemas import mart as schemas
from tests.marts.members_survey import REPORT, definition, group_id, population, results, tables
from tests.methods.reference_cases import assert_close, read

WEIGHTINGS = ["weight", "unweighted"]


def rows_of(weighting: str, *, with_universe: bool = False) -> pd.DataFrame:
    """Everyone and groups in one frame, everyone as the reference names it."""
    found = results(weighting, with_universe=with_universe)
    rows = pd.concat([found.questions, found.groups], ignore_index=True)
    everyone = rows["demographic_id"] == ""
    return rows.assign(
        demographic_id=rows["demographic_id"].mask(everyone, "total"),
        group_id=rows["group_id"].mask(everyone, "Total"),
    )


def expected_of(case: str, weighting: str | None = None) -> pd.DataFrame:
    table = read(case, "expected")
    if weighting is not None:
        table = table.loc[table["weighting"] == weighting]
    ids = table["group_id"].map(lambda g: g if g == "Total" else group_id(g))
    return table.assign(group_id=ids).reset_index(drop=True)


def beside(expected: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows of the marts in the order of the reference, one for each of its rows."""
    found = expected[keys].merge(rows, on=keys, how="left", validate="one_to_one")
    assert found["value"].notna().all(), f"{found['value'].isna().sum()} rows of the reference are missing"
    return found


def test_shares_with_their_precision():
    expected = expected_of("shares")
    keys = ["question_id", "demographic_id", "group_id", "option_id"]
    expected["option_id"] = expected["option_id"].astype(str)
    expected = expected.loc[(expected["base_kind"] == "valid") & expected["question_id"].isin(["q1", "q3"])]
    expected = expected.reset_index(drop=True)
    options = rows_of("weight", with_universe=True).query("measure == 'option' and item_id == ''")
    found = beside(expected, options, keys)
    columns = {
        "valid_pct": "pct",
        "se_pp": "se_fpc_pp",
        "f": "f",
        "ci_low_pct": "ci_low_pct",
        "moe_pp": "moe_pp",
    }
    for ours, theirs in columns.items():
        assert_close(found[ours], expected[theirs], atol=1e-12)
    assert (found["option_n"] == expected["option_n"]).all()


def test_top_bottom_balance_and_nps():
    expected = expected_of("nets")
    keys = ["question_id", "demographic_id", "group_id", "measure"]
    found = beside(
        expected, rows_of("weight").drop_duplicates([*keys, "item_id", "net_id"]).query("item_id == ''"), keys
    )
    assert_close(found["value"], expected["value"])
    assert_close(found["se"], expected["se"])
    assert (found["base_n"] == expected["base_n"]).all()


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_means_and_quartiles_of_numbers(weighting):
    expected = expected_of("numeric", weighting).query("question_id == 'hours'").reset_index(drop=True)
    keys = ["question_id", "demographic_id", "group_id"]
    rows = rows_of(weighting).query("item_id == ''")
    for measure, column in {"mean": "mean", "q25": "q25", "median": "median", "q75": "q75"}.items():
        found = beside(expected, rows.query("measure == @measure"), keys)
        assert_close(found["value"], expected[column])
        if measure == "mean":
            assert_close(found["se"], expected["se_mean"])
            assert_close(found["sd"], expected["sd"])
            assert_close(found["n_eff"], expected["n_eff"])


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_indices_with_alpha(weighting):
    expected = expected_of("index", weighting)
    keys = ["demographic_id", "group_id"]
    found = beside(expected, rows_of(weighting).query("measure == 'index'"), keys)
    for ours, theirs in {"value": "index", "se": "se", "alpha": "alpha", "alpha_n": "alpha_n"}.items():
        assert_close(found[ours], expected[theirs])


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_a_net_of_multiple_choice_counts_persons_once(weighting):
    expected = expected_of("multi", weighting)
    is_net = expected["option_id"] == "net_a_or_b"
    rows = rows_of(weighting).query("question_id == 'multi'")
    keys = ["demographic_id", "group_id"]
    net = beside(expected.loc[is_net].reset_index(drop=True), rows.query("net_id == 'net_a_or_b'"), keys)
    assert_close(net["cases_pct"], expected.loc[is_net, "cases_pct"])
    assert_close(net["se"], expected.loc[is_net, "se_pp"])
    ticks = expected.loc[~is_net].reset_index(drop=True)
    found = beside(ticks, rows.query("measure == 'option'"), [*keys, "option_id"])
    for name in ("option_n", "asked_n", "valid_n", "responses_n", "cases_pct", "responses_pct"):
        assert_close(found[name], ticks[name])


def test_groups_against_the_rest():
    expected = expected_of("group_vs_rest")
    keys = ["question_id", "demographic_id", "group_id", "option_id"]
    expected["option_id"] = [
        f"p{o}" if q == "q2" else str(o)
        for q, o in zip(expected["question_id"], expected["option_id"], strict=True)
    ]
    options = rows_of("weight", with_universe=True).query("measure == 'option' and item_id == ''")
    found = beside(expected, options, keys)
    for name in ("group_pct", "rest_pct", "diff_pp", "z", "p_value", "q_value", "family_size"):
        assert_close(found[name], expected[name])
    assert (found["test_method"] == expected["test_method"]).all()
    assert (found["mark"] == expected["mark"]).all()


def test_nets_against_the_rest_are_held_to_their_family():
    expected = expected_of("nets_test")
    keys = ["question_id", "demographic_id", "group_id", "net_id"]
    found = beside(expected, rows_of("weight", with_universe=True).query("net_id != ''"), keys)
    for name in ("group_pct", "rest_pct", "diff_pp", "z", "p_value", "p_crit"):
        assert_close(found[name], expected[name])
    assert (found["mark"] == expected["mark"]).all()


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_means_against_the_rest(weighting):
    expected = expected_of("welch", weighting).query("question_id == 'hours'").reset_index(drop=True)
    keys = ["question_id", "demographic_id", "group_id"]
    found = beside(
        expected, rows_of(weighting, with_universe=True).query("measure == 'mean' and item_id == ''"), keys
    )
    for ours, theirs in {
        "value": "mean_group",
        "rest_value": "mean_rest",
        "diff": "diff",
        "t": "t",
        "df": "df",
    }.items():
        assert_close(found[ours], expected[theirs])
    assert_close(found["p_value"], expected["p_value"])


def test_whole_tables():
    expected = read("omnibus", "expected")
    expected = expected.query("weighting == 'weight' and fpc == 'yes'").reset_index(drop=True)
    keys = ["question_id", "demographic_id"]
    tables = results("weight").tables.query("item_id == ''")
    found = expected[keys].merge(tables, on=keys, how="left", validate="one_to_one")
    for name in ("pearson_x2", "omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v"):
        assert_close(found[name], expected[name])


def test_no_test_of_those_without_a_value():
    groups = results("weight").groups
    unknown = groups.loc[groups["group_id"] == "unknown"]
    assert len(unknown)
    assert (unknown["test_method"] == "not_tested").all()
    assert (unknown["mark"] == "not_tested").all()
    assert unknown["p_value"].isna().all()


def test_letters_go_to_the_higher_group():
    groups = results("weight").groups
    ages = groups.query("question_id == 'q2' and demographic_id == 'age_group' and option_id == 'p1'")
    by_group = ages.set_index("group_id")
    lettered = by_group.loc[by_group["letters"].notna()]
    assert len(lettered)
    order = {chr(64 + int(o)): g for g, o in by_group["group_order"].items() if g != "unknown"}
    for group, row in lettered.iterrows():
        for letter in row["letters"]:
            assert by_group.loc[group, "valid_pct"] - by_group.loc[order[letter], "valid_pct"] >= 5


def test_weighting_is_reported_with_what_it_moved():
    found = results("weight")
    shares = found.questions.query("measure == 'option' and question_id == 'q1'")
    moved = (shares["shown_pct"] - shares["unweighted_pct"]).abs().max()
    impact = found.impact.query("question_id == 'q1'")["weight_impact_pp"].iloc[0]
    assert impact == pytest.approx(moved)
    assert impact > 1
    plain = results("unweighted").impact
    assert (plain["weight_impact_pp"].dropna() == 0).all()
    assert plain["weight_impact_sd"].dropna().max() < 1e-12


def test_beside_every_weighted_result_stands_what_it_is_without_weights():
    """The twin of each result is the result of the same survey with a weight of 1 for everyone."""
    keys = ["question_id", "item_id", "measure", "option_id", "net_id", "demographic_id", "group_id"]
    weighted, plain = rows_of("weight"), rows_of("unweighted")
    both = weighted.merge(plain, on=keys, suffixes=("", "_plain"), validate="one_to_one")
    assert len(both) == len(weighted) == len(plain)
    assert_close(both["unweighted_value"], both["value_plain"], atol=1e-12)
    moved = (both["value"] - both["unweighted_value"]).abs() > 1e-6
    assert set(both.loc[moved, "measure"]) >= {"option", "net", "balance", "nps", "index", "mean", "q25"}


def test_a_mean_is_marked_when_it_differs_by_a_fifth_of_a_standard_deviation():
    found = results("weight")
    sd = found.questions.query("question_id == 'hours' and measure == 'mean'")["sd"].iloc[0]
    assert sd == pytest.approx(5.2232085)
    groups = found.groups.query("group_id != 'unknown'")
    hours = groups.query("question_id == 'hours' and measure == 'mean'")
    assert hours["min_diff"].tolist() == pytest.approx([0.2 * sd] * len(hours))
    assert set(groups.loc[groups["measure"].isin(["option", "net", "balance", "nps"]), "min_diff"]) == {5.0}
    assert set(groups.loc[groups["measure"] == "index", "min_diff"]) == {5.0}
    means = groups.loc[groups["measure"].isin(["mean", "index"])]
    sure = means.loc[means["q_value"] <= 0.05]
    small = sure["diff"].abs() < sure["min_diff"]
    assert small.any()
    assert (sure.loc[small, "mark"] == "none").all()
    assert sure.loc[~small, "mark"].isin(["up", "down"]).all()


def test_a_question_may_declare_the_smallest_difference_of_its_mean():
    core = tables("weight")
    counts = with_population(core.query("mart_counts.sql"), population())
    counts = add_sampling_fraction(counts, keys=[*ROW, *GROUP])
    values, members = core.query("mart_values.sql"), net_members(definition())
    sums = moment_sums(definition(), counts, values, members)
    form = definition().questionnaire
    questions = tuple(
        q.model_copy(update={"min_diff": 1.5}) if q.id in {"hours", "idx"} else q for q in form.questions
    )
    asked = form.model_copy(update={"questions": questions})
    found = mean_tests(definition().model_copy(update={"questionnaire": asked}), sums)
    least = found.groupby(["question_id", "measure"])["min_diff"].unique()
    assert least["hours", "mean"].tolist() == least["idx", "index"].tolist() == [1.5]
    assert least["nps", "nps"].tolist() == [5]
    assert 0.2 < least["q2", "mean"][0] < 0.3  # a fifth of a standard deviation


def test_without_the_correction_tests_are_those_of_a_survey_without_a_register():
    """`tests: {fpc: false}` leaves shares, means and letters as if nobody knew how many there are."""
    with_register, without = results("weight").groups, results("weight", with_universe=False).groups
    uncorrected = results("weight", fpc=False).groups
    for name in ("z", "t", "df", "p_value", "q_value"):
        assert_close(uncorrected[name], without[name], atol=1e-12)
        assert not np.allclose(uncorrected[name], with_register[name], equal_nan=True)
    assert uncorrected["letters"].fillna("").tolist() == without["letters"].fillna("").tolist()
    assert uncorrected["letters"].fillna("").tolist() != with_register["letters"].fillna("").tolist()
    assert_close(uncorrected["se"], with_register["se"])


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_results_keep_their_contracts(weighting):
    found = results(weighting)
    for schema, frame in (
        (schemas.mart_question(), found.questions),
        (schemas.mart_demographic(), found.groups),
        (schemas.mart_table(), found.tables),
    ):
        schema.validate(frame, lazy=True)
    assert set(found.questions["report_id"]) == {REPORT}
    assert set(found.questions["question_id"]) == set(definition().reports[REPORT].question_ids)
